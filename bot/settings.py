"""Environment -> one frozen Settings. Every setting has its paragraph in `docs/settings.md`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import PersonError

T = TypeVar("T")
MEGABYTE = 1024 * 1024
LONGEST_WAIT_S = 3600.0
LARGEST_COUNT = 10**12


@dataclass(frozen=True)
class Settings:
    """What can be set; a field `trace_max_bytes` is read from `TRACE_MAX_BYTES`."""

    database: Path = Path("var/agent-incident.sqlite3")
    prompts_dir: Path | None = None
    markdown_dir: Path = Path("var/reviews")
    trace_max_bytes: int = 25 * MEGABYTE
    trace_max_spans: int = 10_000
    blob_max_bytes: int = 25 * MEGABYTE
    answer_max_chars: int = 50_000
    quiet_seconds: float = 25.0
    longest_seconds: float = 90.0
    workspace_zone: str = "UTC"


NAMES = tuple(field.name.upper() for field in fields(Settings))
"""Names of all settings in the environment."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment; what is absent or blank has its default.

    A bad value is PersonError `setting_bad` with `name`, `value` and `wants`, the form of a good one.
    """
    read = _Reader(environment)
    default = Settings()
    quiet_s = read("QUIET_SECONDS", _seconds(at_least=0.0), default.quiet_seconds)
    longest_s = read("LONGEST_SECONDS", _seconds(at_least=quiet_s), max(default.longest_seconds, quiet_s))
    return Settings(
        database=read("DATABASE", _path, default.database),
        prompts_dir=read("PROMPTS_DIR", _folder, default.prompts_dir),
        markdown_dir=read("MARKDOWN_DIR", _path, default.markdown_dir),
        trace_max_bytes=read("TRACE_MAX_BYTES", _count, default.trace_max_bytes),
        trace_max_spans=read("TRACE_MAX_SPANS", _count, default.trace_max_spans),
        blob_max_bytes=read("BLOB_MAX_BYTES", _count, default.blob_max_bytes),
        answer_max_chars=read("ANSWER_MAX_CHARS", _count, default.answer_max_chars),
        quiet_seconds=quiet_s,
        longest_seconds=longest_s,
        workspace_zone=read("WORKSPACE_ZONE", _zone, default.workspace_zone),
    )


@dataclass(frozen=True)
class _Reader:
    environment: Mapping[str, str]

    def __call__(self, name: str, parse: Callable[[str], T], default: T) -> T:
        value = self.environment.get(name, "").strip()
        if not value:
            return default
        try:
            return parse(value)
        except _Wanted as wanted:
            raise PersonError("setting_bad", name=name, value=value, wants=wanted.form) from wanted


class _Wanted(ValueError):
    """A value of another form was wanted: `form` shows it in signs, not in words."""

    def __init__(self, form: str) -> None:
        super().__init__(form)
        self.form = form


def _path(value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # "~somebody", whom this machine does not know
        raise _Wanted("/…") from error


def _folder(value: str) -> Path:
    if not (path := _path(value)).is_dir():
        raise _Wanted("…/")
    return path


def _count(value: str) -> int:
    digits = value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST_COUNT))
    if not digits or not 1 <= int(value) <= LARGEST_COUNT:
        raise _Wanted(f"1 … {LARGEST_COUNT}")
    return int(value)


def _seconds(*, at_least: float) -> Callable[[str], float]:
    wanted = _Wanted(f"{at_least:g} … {LONGEST_WAIT_S:g}")

    def parse(value: str) -> float:
        try:
            seconds = float(value)
        except ValueError:
            raise wanted from None
        if not at_least <= seconds <= LONGEST_WAIT_S:  # NaN is in no range
            raise wanted
        return seconds

    return parse


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder of zones
        raise _Wanted("Europe/Berlin") from error
