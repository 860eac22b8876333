"""Draws the README's pictures of Slack from what the bot sends there while the demo is played: `make picture`.

The drawing is in `tests/adapters/slack/pictures/`, beside the fake workspace the demo is played in.
"""

import asyncio
import tempfile
from pathlib import Path

from tests.adapters.slack.pictures.scenes import drawn, scenes

FOLDER = Path(__file__).parent


def draw() -> None:
    """Write the pictures anew."""
    with tempfile.TemporaryDirectory() as place:
        seen = asyncio.run(scenes(Path(place)))
    for name, picture in drawn(seen).items():
        (FOLDER / f"slack-{name}.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    draw()
