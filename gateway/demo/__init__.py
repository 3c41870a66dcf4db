"""The demonstration: a stand-in mail server, the real gateway in front of it, and sample letters sent through both."""
