"""Teams looked at with the settings; `checking` says what is found."""

from collections.abc import Iterator, Mapping

from bot.chat.findings import LOOK_S, Finding, gathered, missing
from bot.chat.teams.book import CHANNEL, TEAM
from bot.chat.teams.botframework import Addresses, Credentials, connect
from bot.chat.teams.checkup import Door, Wanted, keys, port, tenant
from bot.chat.teams.door import MESSAGES
from bot.cli.held import held
from bot.cli.records import beside
from bot.clock import SystemClock
from bot.domain.errors import Incident
from bot.ports import Clock
from bot.settings import Settings

PLATFORM = "teams"
NEEDED = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID")


async def teams(settings: Settings, clock: Clock | None = None) -> tuple[Finding, ...]:
    """What the settings are good for, and whether Teams could reach us, within 10 s."""
    unset = [name for name in NEEDED if not getattr(settings, name.lower())]
    if unset:
        return (missing("check_teams_unset", names=", ".join(unset), count=len(unset)),)
    credentials = Credentials(settings.teams_app_id, settings.teams_app_password, settings.teams_tenant_id)
    addresses = addresses_of(settings)
    try:
        entrance, connector = connect(credentials, addresses=addresses, tenants=settings.teams_tenants)
    except ModuleNotFoundError:  # the extra `teams`
        return (missing("check_teams_extra"),)
    known = _known(settings)
    wanted = Wanted(
        app_id=credentials.app_id,
        tenant=credentials.tenant,
        addresses=addresses,
        channel=settings.teams_channel,
        held=tuple(held(settings, PLATFORM)),
        heard_at={key.removeprefix(CHANNEL): one["service"] for key, one in _of(CHANNEL, known)},
        teams={key: bool(one.get("hears")) for key, one in _of(TEAM, known)},
    )
    legs = (
        tenant(connector, wanted),
        keys(entrance, wanted, clock or SystemClock()),
        port(Door(settings.http_host, settings.http_port, MESSAGES, settings.public_url)),
    )
    try:
        return await gathered(*legs, late=missing("check_teams_slow", seconds=f"{LOOK_S:g}"))
    finally:
        await connector.close()


def addresses_of(settings: Settings) -> Addresses:
    """Whom the bot asks and calls, by the settings."""
    services = settings.teams_services or Addresses().services
    return Addresses(login=settings.teams_login_url, openid=settings.teams_openid_url, services=services)


def _known(settings: Settings) -> Mapping[str, Mapping[str, str]]:
    """Addresses that were kept; none of a database that cannot be read, which has a line of its own."""
    if not settings.database.exists():
        return {}
    try:
        with beside(settings.database) as store:
            return store.addresses.of(f"{PLATFORM}:{settings.teams_tenant_id}")
    except Incident:
        return {}


def _of(kind: str, known: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Those of one kind that say where they are."""
    return ((key, one) for key, one in known.items() if key.startswith(kind) and one.get("service"))
