"""One file here is one part of Quyết định 04/2011/QĐ-UBND: from a message whose contents are known to findings.

Pure: no clock, no file, no socket, standard library only.  `ls policies/` is the table of contents of the regulation.
"""
