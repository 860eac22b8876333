"""Environment -> one frozen Settings. Every setting has its paragraph in `docs/settings.md`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import PersonError
from bot.domain.personal import Personal

T = TypeVar("T")
MEGABYTE = 1024 * 1024
LONGEST_WAIT_S = 3600.0
LONGEST_FETCH_S = 40.0  # a try of the outbox with all that follows is done within its lease of 60
LARGEST_COUNT = 10**12
LARGEST_PORT = 65_535
LONGEST_DAYS = 3650
HIDDEN = "…"
"""Shown in place of a secret that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What can be set; a field `trace_max_bytes` is read from `TRACE_MAX_BYTES`."""

    database: Path = Path("var/agent-incident.sqlite3")
    prompts_dir: Path | None = None
    markdown_dir: Path | None = None
    trace_max_bytes: int = 25 * MEGABYTE
    trace_max_spans: int = 10_000
    blob_max_bytes: int = 25 * MEGABYTE
    answer_max_chars: int = 50_000
    redact_also: tuple[Personal, ...] = ()
    trace_fetch_seconds: float = 20.0
    trace_private_hosts: str = ""
    traces_token: str = field(default="", repr=False)
    traces_keep_days: int = 14
    hooks_token: str = field(default="", repr=False)
    quiet_seconds: float = 25.0
    longest_seconds: float = 90.0
    workspace_zone: str = "UTC"
    policy: Path | None = None
    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_api_url: str = "https://slack.com/api/"
    slack_channel: str = ""
    slack_agents: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    langfuse_url: str = "https://cloud.langfuse.com/"
    langfuse_public_key: str = ""
    langfuse_secret_key: str = field(default="", repr=False)
    langsmith_url: str = "https://smith.langchain.com/"
    langsmith_api_url: str = ""
    langsmith_api_key: str = field(default="", repr=False)
    langsmith_tenant_id: str = ""
    phoenix_url: str = ""
    phoenix_api_key: str = field(default="", repr=False)
    mlflow_url: str = ""
    mlflow_username: str = ""
    mlflow_password: str = field(default="", repr=False)
    mlflow_token: str = field(default="", repr=False)
    jaeger_url: str = ""
    jaeger_token: str = field(default="", repr=False)
    tempo_url: str = ""
    tempo_tenant: str = ""
    tempo_token: str = field(default="", repr=False)
    grafana_url: str = ""


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
    within = _seconds(at_least=1.0, at_most=LONGEST_FETCH_S)
    fetch_s = read("TRACE_FETCH_SECONDS", within, default.trace_fetch_seconds)
    return Settings(
        database=read("DATABASE", _path, default.database),
        prompts_dir=read("PROMPTS_DIR", _folder, default.prompts_dir),
        markdown_dir=read("MARKDOWN_DIR", _path, default.markdown_dir),
        trace_max_bytes=read("TRACE_MAX_BYTES", _count, default.trace_max_bytes),
        trace_max_spans=read("TRACE_MAX_SPANS", _count, default.trace_max_spans),
        blob_max_bytes=read("BLOB_MAX_BYTES", _count, default.blob_max_bytes),
        answer_max_chars=read("ANSWER_MAX_CHARS", _count, default.answer_max_chars),
        redact_also=read("REDACT_ALSO", _personal, default.redact_also),
        trace_fetch_seconds=fetch_s,
        trace_private_hosts=read("TRACE_PRIVATE_HOSTS", _hosts, default.trace_private_hosts),
        traces_token=read("TRACES_TOKEN", _token(""), default.traces_token),
        traces_keep_days=read("TRACES_KEEP_DAYS", _days, default.traces_keep_days),
        hooks_token=read("HOOKS_TOKEN", _token(""), default.hooks_token),
        quiet_seconds=quiet_s,
        longest_seconds=longest_s,
        workspace_zone=read("WORKSPACE_ZONE", _zone, default.workspace_zone),
        policy=read("POLICY", _path, default.policy),
        slack_bot_token=read("SLACK_BOT_TOKEN", _token("xoxb-", "xoxe.xoxb-"), default.slack_bot_token),
        slack_app_token=read("SLACK_APP_TOKEN", _token("xapp-"), default.slack_app_token),
        slack_signing_secret=read("SLACK_SIGNING_SECRET", _token(""), default.slack_signing_secret),
        slack_api_url=read("SLACK_API_URL", _address, default.slack_api_url),
        slack_channel=read("SLACK_CHANNEL", _slack_id, default.slack_channel),
        slack_agents=read("SLACK_AGENTS", _slack_ids, default.slack_agents),
        http_host=read("HTTP_HOST", str, default.http_host),
        http_port=read("HTTP_PORT", _port, default.http_port),
        **_backends(read, default),
    )


_BACKENDS = ("LANGFUSE_", "LANGSMITH_", "PHOENIX_", "MLFLOW_", "JAEGER_", "TEMPO_", "GRAFANA_")


def _backends(read: "_Reader", default: Settings) -> dict[str, str]:
    """The settings of trace backends: addresses, and words that go into a header as they are."""
    names = (name for name in NAMES if name.startswith(_BACKENDS))
    return {
        name.lower(): read(
            name, _address if name.endswith("_URL") else _token(""), getattr(default, name.lower())
        )
        for name in names
    }


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
            shown = HIDDEN if wanted.is_secret else value
            raise PersonError("setting_bad", name=name, value=shown, wants=wanted.form) from None


class _Wanted(ValueError):
    """A value of another form was wanted: `form` shows it in signs, not in words."""

    def __init__(self, form: str, *, is_secret: bool = False) -> None:
        super().__init__(form)
        self.form = form
        self.is_secret = is_secret


def _path(value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # "~somebody", whom this machine does not know
        raise _Wanted("/…") from error


def _folder(value: str) -> Path:
    path = _path(value)
    try:
        there = path.is_dir()
    except OSError as error:  # a name too long, or in a folder that may not be entered
        raise _Wanted("…/") from error
    if not there:
        raise _Wanted("…/")
    return path


def _whole(*, least: int, most: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        digits = value.isascii() and value.isdigit() and len(value) <= len(str(most))
        if not digits or not least <= int(value) <= most:
            raise _Wanted(f"{least} … {most}")
        return int(value)

    return parse


_count = _whole(least=1, most=LARGEST_COUNT)
_port = _whole(least=0, most=LARGEST_PORT)
_days = _whole(least=1, most=LONGEST_DAYS)


def _seconds(*, at_least: float, at_most: float = LONGEST_WAIT_S) -> Callable[[str], float]:
    wanted = _Wanted(f"{at_least:g} … {at_most:g}")

    def parse(value: str) -> float:
        try:
            seconds = float(value)
        except ValueError:
            raise wanted from None
        if not at_least <= seconds <= at_most:  # NaN is in no range
            raise wanted
        return seconds

    return parse


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder of zones
        raise _Wanted("Europe/Berlin") from error


def _token(*prefixes: str) -> Callable[[str], str]:
    """A secret that begins as one of its kind does: tokens mixed up are found at the start."""

    def parse(value: str) -> str:
        if not value.startswith(prefixes) or not value.isprintable() or " " in value:
            raise _Wanted(f"{prefixes[0]}…", is_secret=True)
        return value

    return parse


def _address(value: str) -> str:
    """An address a path is put behind."""
    if not re.fullmatch(r"https?://[^\s?#]+", value):
        raise _Wanted("https://…/")
    return value if value.endswith("/") else f"{value}/"


def _hosts(value: str) -> str:
    """Names and addresses of hosts, with commas, as they stand in the address of a setting."""
    hosts = [host.strip().lower() for host in value.split(",")]
    if not all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*|[0-9a-f:]*:[0-9a-f:.]*", host) for host in hosts):
        raise _Wanted("127.0.0.1, traces.example.org")
    return ",".join(hosts)


def _personal(value: str) -> tuple[Personal, ...]:
    try:
        return tuple(Personal(kind.strip()) for kind in value.split(","))
    except ValueError as error:
        raise _Wanted(", ".join(Personal)) from error


def _slack_id(value: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9]{2,20}", value):
        raise _Wanted("C0123456789")
    return value


def _slack_ids(value: str) -> str:
    for one in value.split(","):
        _slack_id(one.strip())
    return value
