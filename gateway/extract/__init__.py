"""Looks into the parts of a letter, in worker processes that can do nothing else."""
