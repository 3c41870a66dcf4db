"""The command `vanthu`."""

import sys
from io import TextIOWrapper

from gateway.cli.group import vanthu


def main() -> None:
    """Run the command line; Vietnamese text leaves as UTF-8 whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    vanthu(prog_name="vanthu")


if __name__ == "__main__":
    main()
