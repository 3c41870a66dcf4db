"""The shell: gathers facts about each letter, asks the policies, carries out the verdict, and keeps the record."""

__version__ = "0.1.0"
