"""Environment -> one frozen Settings. Every setting has its paragraph in `docs/settings.md`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from bot import setting_forms as forms
from bot.domain.errors import PersonError
from bot.domain.personal import Personal

T = TypeVar("T")
MEGABYTE = 1024 * 1024
LONGEST_FETCH_S = 40.0  # a try of the outbox with all that follows is done within its lease of 60
HIDDEN = "…"
"""Shown in place of a secret that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What can be set; a field `trace_max_bytes` is read from `TRACE_MAX_BYTES`."""

    database: Path = Path("var/agent-incident.sqlite3")
    prompts_dir: Path | None = None
    markdown_dir: Path | None = None
    register_dir: Path | None = None
    register_url: str = ""
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
    teams_app_id: str = ""
    teams_app_password: str = field(default="", repr=False)
    teams_tenant_id: str = ""
    teams_channel: str = ""
    teams_tenants: tuple[str, ...] = ()
    teams_login_url: str = "https://login.microsoftonline.com/"
    teams_openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    teams_services: tuple[str, ...] = ()
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    public_url: str = ""
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
    confluence_url: str = ""
    confluence_email: str = ""
    confluence_token: str = field(default="", repr=False)
    confluence_space: str = ""
    confluence_parent: str = ""
    confluence_flavour: str = "cloud"


NAMES = tuple(field.name.upper() for field in fields(Settings))
"""Names of all settings in the environment."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment; what is absent or blank has its default.

    A bad value is PersonError `setting_bad` with `name`, `value` and `wants`, the form of a good one.
    """
    read = _Reader(environment)
    default = Settings()
    quiet_s = read("QUIET_SECONDS", forms.seconds(at_least=0.0), default.quiet_seconds)
    longest_s = read(
        "LONGEST_SECONDS", forms.seconds(at_least=quiet_s), max(default.longest_seconds, quiet_s)
    )
    within = forms.seconds(at_least=1.0, at_most=LONGEST_FETCH_S)
    fetch_s = read("TRACE_FETCH_SECONDS", within, default.trace_fetch_seconds)
    return Settings(
        database=read("DATABASE", forms.path, default.database),
        prompts_dir=read("PROMPTS_DIR", forms.folder, default.prompts_dir),
        trace_max_bytes=read("TRACE_MAX_BYTES", forms.count, default.trace_max_bytes),
        trace_max_spans=read("TRACE_MAX_SPANS", forms.count, default.trace_max_spans),
        blob_max_bytes=read("BLOB_MAX_BYTES", forms.count, default.blob_max_bytes),
        answer_max_chars=read("ANSWER_MAX_CHARS", forms.count, default.answer_max_chars),
        redact_also=read("REDACT_ALSO", forms.personal, default.redact_also),
        trace_fetch_seconds=fetch_s,
        trace_private_hosts=read("TRACE_PRIVATE_HOSTS", forms.hosts, default.trace_private_hosts),
        traces_token=read("TRACES_TOKEN", forms.token(""), default.traces_token),
        traces_keep_days=read("TRACES_KEEP_DAYS", forms.days, default.traces_keep_days),
        hooks_token=read("HOOKS_TOKEN", forms.token(""), default.hooks_token),
        quiet_seconds=quiet_s,
        longest_seconds=longest_s,
        workspace_zone=read("WORKSPACE_ZONE", forms.zone, default.workspace_zone),
        policy=read("POLICY", forms.path, default.policy),
        slack_bot_token=read("SLACK_BOT_TOKEN", forms.token("xoxb-", "xoxe.xoxb-"), default.slack_bot_token),
        slack_app_token=read("SLACK_APP_TOKEN", forms.token("xapp-"), default.slack_app_token),
        slack_signing_secret=read("SLACK_SIGNING_SECRET", forms.token(""), default.slack_signing_secret),
        slack_api_url=read("SLACK_API_URL", forms.address, default.slack_api_url),
        slack_channel=read("SLACK_CHANNEL", forms.slack_id, default.slack_channel),
        slack_agents=read("SLACK_AGENTS", forms.slack_ids, default.slack_agents),
        http_host=read("HTTP_HOST", str, default.http_host),
        http_port=read("HTTP_PORT", forms.port, default.http_port),
        public_url=read("PUBLIC_URL", forms.secure_address, default.public_url),
        **_named(_TEAMS, read, default),
        **_named(_CONFLUENCE, read, default),
        **_named(_FOLDERS, read, default),
        **_backends(read, default),
    )


_TEAMS: Mapping[str, Callable[[str], object]] = {
    "TEAMS_APP_ID": forms.guid,
    "TEAMS_APP_PASSWORD": forms.client_secret,
    "TEAMS_TENANT_ID": forms.guid,
    "TEAMS_CHANNEL": forms.teams_channel,
    "TEAMS_TENANTS": forms.guids,
    "TEAMS_LOGIN_URL": forms.secure_address,
    "TEAMS_OPENID_URL": forms.secure_page,
    "TEAMS_SERVICES": forms.secure_addresses,
}

_FOLDERS: Mapping[str, Callable[[str], object]] = {
    "MARKDOWN_DIR": forms.path,
    "REGISTER_DIR": forms.path,
    "REGISTER_URL": forms.address,
}
_CONFLUENCE: Mapping[str, Callable[[str], object]] = {
    "CONFLUENCE_URL": forms.secure_address,
    "CONFLUENCE_EMAIL": forms.mail_address,
    "CONFLUENCE_TOKEN": forms.token(""),
    "CONFLUENCE_SPACE": forms.space_key,
    "CONFLUENCE_PARENT": forms.page_id,
    "CONFLUENCE_FLAVOUR": forms.one_of("cloud", "data_center"),
}


def _named(
    forms_by_name: Mapping[str, Callable[[str], object]], read: "_Reader", default: Settings
) -> dict[str, Any]:
    """Settings by a table; each form gives what its field holds."""
    return {
        name.lower(): read(name, form, getattr(default, name.lower())) for name, form in forms_by_name.items()
    }


_BACKENDS = ("LANGFUSE_", "LANGSMITH_", "PHOENIX_", "MLFLOW_", "JAEGER_", "TEMPO_", "GRAFANA_")


def _backends(read: "_Reader", default: Settings) -> dict[str, Any]:
    """The settings of trace backends: addresses, and words that go into a header as they are."""
    names = (name for name in NAMES if name.startswith(_BACKENDS))
    return {
        name.lower(): read(
            name, forms.address if name.endswith("_URL") else forms.token(""), getattr(default, name.lower())
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
        except forms.Wanted as wanted:
            shown = HIDDEN if wanted.is_secret else value
            raise PersonError("setting_bad", name=name, value=shown, wants=wanted.form) from None
