"""Where the words as shipped lie."""

from pathlib import Path

OURS = Path(__file__).parents[2] / "prompts"
"""The words as shipped."""

CLI = "cli.yml"
"""The words of the command line and of the terminal chat."""

SITE = "site.yml"
"""The words of the register as a static site."""
