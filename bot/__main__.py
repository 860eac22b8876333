"""The command line: `agent-incident chat`, `demo`, `play`, `export`, ..."""

import os
import sys

from bot.cli import run


def main() -> int:
    """Do what the command line asks; the exit code."""
    return run(sys.argv[1:], os.environ)


if __name__ == "__main__":
    sys.exit(main())
