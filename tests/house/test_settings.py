import re
from pathlib import Path

import pytest

from bot.domain.errors import PersonError
from bot.settings import NAMES, Settings, read_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?P<default>[^|]+) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)


def test_every_setting_is_documented_and_nothing_else() -> None:
    """docs/settings.md and the settings name the same names, in the same order."""
    assert [row["name"] for row in ROW.finditer(DOCUMENT.read_text("utf-8"))] == list(NAMES)


def test_documented_defaults_are_the_defaults() -> None:
    """What the document says an absent setting means is what it means."""
    default = Settings()
    for row in ROW.finditer(DOCUMENT.read_text("utf-8")):
        value = getattr(default, row["name"].lower())
        number = f"{value:g}" if isinstance(value, float) else str(value)
        shown = "none" if value in {None, "", ()} else f"`{number}`"
        assert row["default"] == shown, row["name"]


def test_an_empty_environment_gives_the_defaults() -> None:
    """Absent and blank are the same."""
    assert read_settings({}) == Settings()
    assert read_settings(dict.fromkeys(NAMES, " ")) == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Each name changes the field it is called after."""
    environment = {
        "DATABASE": str(tmp_path / "a.sqlite3"),
        "PROMPTS_DIR": str(tmp_path),
        "MARKDOWN_DIR": str(tmp_path / "out"),
        "REGISTER_DIR": str(tmp_path / "register"),
        "REGISTER_URL": "https://register.example/",
        "TRACE_MAX_BYTES": "1",
        "TRACE_MAX_SPANS": "2",
        "BLOB_MAX_BYTES": "3",
        "ANSWER_MAX_CHARS": "4",
        "REDACT_ALSO": "e-mail, phone",
        "TRACE_FETCH_SECONDS": "5",
        "TRACE_PRIVATE_HOSTS": "127.0.0.1,traces.example",
        "TRACES_TOKEN": "t-0",
        "TRACES_KEEP_DAYS": "30",
        "HOOKS_TOKEN": "h-0",
        "QUIET_SECONDS": "0",
        "LONGEST_SECONDS": "1.5",
        "WORKSPACE_ZONE": "Europe/Berlin",
        "POLICY": str(tmp_path / "policy.yml"),
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_SIGNING_SECRET": "0af3",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "SLACK_CHANNEL": "C0123",
        "SLACK_AGENTS": "U01,B02",
        "TEAMS_APP_ID": "11111111-2222-4333-8444-555555555555",
        "TEAMS_APP_PASSWORD": "abc8Q~1",
        "TEAMS_TENANT_ID": "99999999-8888-4777-8666-555555555555",
        "TEAMS_CHANNEL": "19:0af3@thread.tacv2",
        "TEAMS_TENANTS": "11111111-2222-4333-8444-555555555555, 11111111-2222-4333-8444-666666666666",
        "TEAMS_LOGIN_URL": "http://127.0.0.1:9/login/",
        "TEAMS_OPENID_URL": "http://127.0.0.1:9/openid",
        "TEAMS_SERVICES": "http://127.0.0.1:9/, https://smba.example/emea/",
        "HTTP_HOST": "127.0.0.2",
        "HTTP_PORT": "1",
        "PUBLIC_URL": "https://bot.example.org/",
        "LANGFUSE_URL": "https://langfuse.example/",
        "LANGFUSE_PUBLIC_KEY": "pk-lf-1",
        "LANGFUSE_SECRET_KEY": "sk-lf-1",
        "LANGSMITH_URL": "https://langsmith.example/",
        "LANGSMITH_API_URL": "https://langsmith.example/api/",
        "LANGSMITH_API_KEY": "lsv2_1",
        "LANGSMITH_TENANT_ID": "t-1",
        "PHOENIX_URL": "http://127.0.0.1:6006/",
        "PHOENIX_API_KEY": "p-1",
        "MLFLOW_URL": "http://127.0.0.1:5000/",
        "MLFLOW_USERNAME": "ana",
        "MLFLOW_PASSWORD": "m-1",
        "MLFLOW_TOKEN": "m-2",
        "JAEGER_URL": "http://127.0.0.1:16686/",
        "JAEGER_TOKEN": "j-1",
        "TEMPO_URL": "http://127.0.0.1:3200/",
        "TEMPO_TENANT": "team-a",
        "TEMPO_TOKEN": "t-2",
        "GRAFANA_URL": "https://grafana.example/",
        "CONFLUENCE_URL": "https://api.atlassian.example/ex/confluence/0af3/wiki/",
        "CONFLUENCE_EMAIL": "ana@example.org",
        "CONFLUENCE_TOKEN": "c-1",
        "CONFLUENCE_SPACE": "ENG",
        "CONFLUENCE_PARENT": "42",
        "CONFLUENCE_FLAVOUR": "data_center",
    }
    assert set(environment) == set(NAMES)
    settings, default = read_settings(environment), Settings()
    for name, value in environment.items():
        found = getattr(settings, name.lower())
        assert found != getattr(default, name.lower()), name
        assert (", ".join(found) if isinstance(found, tuple) else str(found)) in {value, f"{value}.0"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACE_MAX_BYTES", "25 MB"),
        ("TRACE_MAX_BYTES", "0"),
        ("TRACE_MAX_BYTES", "-1"),
        ("TRACE_MAX_SPANS", "1e4"),
        ("TRACE_MAX_SPANS", "٣"),
        ("BLOB_MAX_BYTES", "9" * 5000),
        ("ANSWER_MAX_CHARS", "many"),
        ("REDACT_ALSO", "names"),
        ("REDACT_ALSO", "phone,"),
        ("QUIET_SECONDS", "nan"),
        ("QUIET_SECONDS", "-1"),
        ("QUIET_SECONDS", "soon"),
        ("LONGEST_SECONDS", "24"),
        ("LONGEST_SECONDS", "inf"),
        ("WORKSPACE_ZONE", "Mars/Olympus"),
        ("WORKSPACE_ZONE", "Europe"),
        ("WORKSPACE_ZONE", "../../etc/passwd"),
        ("PROMPTS_DIR", "/no/such/folder"),
        ("PROMPTS_DIR", "/" + "x" * 300),
        ("HTTP_PORT", "9" * 5000),
        ("SLACK_API_URL", "ftp://a.example/"),
        ("SLACK_CHANNEL", "#incidents"),
        ("SLACK_AGENTS", "U01, @refund-desk"),
        ("TEAMS_APP_ID", "agent-incident"),
        ("TEAMS_TENANT_ID", "contoso.example"),
        ("TEAMS_TENANTS", "11111111-2222-4333-8444-555555555555,"),
        ("TEAMS_CHANNEL", "incidents"),
        ("TEAMS_CHANNEL", "19:0af3@thread.v2"),
        ("TEAMS_CHANNEL", "https://teams.example/l/team/19%3A0af3%40thread.tacv2/General"),
        ("TEAMS_LOGIN_URL", "http://login.example/"),
        ("TEAMS_LOGIN_URL", "https://mia:secret@login.example/"),
        ("TEAMS_OPENID_URL", "http://openid.example/keys"),
        ("TEAMS_SERVICES", "https://smba.example/, http://smba.example/"),
        ("HTTP_PORT", "65536"),
        ("TRACE_FETCH_SECONDS", "0"),
        ("TRACES_KEEP_DAYS", "0"),
        ("TRACE_PRIVATE_HOSTS", "10.0.0.0/8"),
        ("TRACE_PRIVATE_HOSTS", "a.example, *"),
        ("JAEGER_URL", "jaeger.example"),
        ("GRAFANA_URL", "https://grafana.example/?orgId=1"),
    ],
)
def test_a_bad_value_names_setting_value_and_what_is_wanted(name: str, value: str) -> None:
    """One error for all of them, with what a sentence needs."""
    with pytest.raises(PersonError) as caught:
        read_settings({name: value})
    assert caught.value.key == "setting_bad"
    assert (caught.value.values["name"], caught.value.values["value"]) == (name, value)
    assert caught.value.values["wants"]


def test_a_long_quiet_alone_stretches_the_longest_wait() -> None:
    """Somebody who sets only the quiet time gets a pair that works."""
    settings = read_settings({"QUIET_SECONDS": "200"})
    assert (settings.quiet_seconds, settings.longest_seconds) == (200, 200)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-secret"),
        ("SLACK_APP_TOKEN", "xoxb-secret"),
        ("SLACK_SIGNING_SECRET", "a b"),
        ("LANGFUSE_SECRET_KEY", "sk-lf\n1"),
        ("TEMPO_TOKEN", "two words"),
        ("TRACES_TOKEN", "two words"),
        ("HOOKS_TOKEN", "two words"),
        ("TEAMS_APP_PASSWORD", "two words"),
        ("TEAMS_APP_PASSWORD", "5ab8dee8-3b27-4e4c-a1b0-b8da30d0c4c2"),
    ],
)
def test_a_secret_of_the_wrong_kind_is_refused_without_showing_it(name: str, value: str) -> None:
    """Tokens mixed up are found at the start; neither the error nor the settings show one."""
    with pytest.raises(PersonError) as caught:
        read_settings({name: value})
    assert value not in repr(caught.value.values)
    assert "xoxb-7" not in repr(read_settings({"SLACK_BOT_TOKEN": "xoxb-7"}))


def test_a_channel_of_teams_may_be_given_by_its_link() -> None:
    """Teams shows no ids; the link it copies holds one, written as addresses are."""
    link = "https://teams.example/l/channel/19%3a0af3%40thread.tacv2/War%20room?groupId=1&tenantId=2"
    assert read_settings({"TEAMS_CHANNEL": link}).teams_channel == "19:0af3@thread.tacv2"


def test_ids_of_entra_are_kept_in_small_letters() -> None:
    """Tokens name them so."""
    assert (
        read_settings({"TEAMS_APP_ID": "ABCDEF00-2222-4333-8444-555555555555"}).teams_app_id[:6] == "abcdef"
    )
