"""A terminal chat that waits: run as a process of its own, it prints its memory and what it imported, as JSON."""

import asyncio
import json
import sys
from pathlib import Path

from bot.cli.house import at_once, enter, screen
from bot.clock import SystemClock
from bot.settings import Settings
from bot.voice import load_voice

OURS = frozenset({"bench", "bot", "prompts", "storage"})
TICKS_S = 2.5  # so long it ticks before it is looked at


async def _idle(folder: Path) -> None:
    settings = at_once(Settings(database=folder / "idle.sqlite3", markdown_dir=folder))
    voice = load_voice(None)
    app, _ = await enter(settings, screen(voice.words, lambda _: None, echo=False), SystemClock(), voice)
    try:
        await app.start()
        await app.settle()
        await asyncio.sleep(TICKS_S)
        print(json.dumps({"bytes": resident_bytes(), "modules": _third_party()}))
    finally:
        await app.stop()


def resident_bytes() -> int:
    """Memory of this process that lies in RAM, shared pages included."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def _third_party() -> list[str]:
    """What is imported by now and is neither ours nor Python's own, in the order of import."""
    own = OURS | sys.stdlib_module_names | {"__main__"}
    return [name for name in sys.modules if name.split(".")[0] not in own]


if __name__ == "__main__":
    asyncio.run(_idle(Path(sys.argv[1])))
