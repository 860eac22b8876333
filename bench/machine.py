"""The machine the figures are from: without it they mean little."""

import os
import platform
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path


def machine(folder: Path) -> str:
    """Time, processor, memory, system, the disk `folder` lies on, and the versions that matter."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return "\n".join(
        (
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            f"processor {_processor()}, {os.cpu_count()} cores, load before the first run {load}",
            f"memory    {_memory()}",
            f"system    {platform.system()} {platform.release()}, {platform.machine()}",
            f"disk      {_file_system(folder)}",
            f"versions  Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        )
    )


def _processor() -> str:
    found = _after("model name", Path("/proc/cpuinfo"))
    return found or platform.processor() or platform.machine()


def _memory() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{total / 2**30:.0f} GiB"


def _file_system(folder: Path) -> str:
    """Its kind and device, of the longest mount point the folder lies below."""
    if not (mounts := Path("/proc/mounts")).exists():
        return f"unknown on {sys.platform}"
    place = str(folder.resolve())
    best: tuple[str, str, str] = ("", "unknown", "")
    for line in mounts.read_text(encoding="utf-8").splitlines():
        device, point, kind = line.split()[:3]
        below = place == point or place.startswith(point.rstrip("/") + "/")
        if below and len(point) >= len(best[0]):
            best = (point, kind, device)
    return f"{best[1]} on {best[2]}"


def _after(name: str, file: Path) -> str:
    """The value of the first line that begins with a name, empty where there is none."""
    if not file.exists():
        return ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return ""
