"""The commands of `vanthu`: one file each, holding a `command`; imported only when it is asked for."""
