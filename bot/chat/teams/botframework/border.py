"""What crosses the border of this folder: plain values, two protocols, and the errors of who is not let in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

SERVICES = (
    "https://smba.trafficmanager.net/",
    "https://smba.onyx.prod.teams.trafficmanager.net/",
    "https://smba.infra.gcc.teams.microsoft.com/",
    "https://smba.infra.gov.teams.microsoft.us/",
    "https://smba.infra.dod.teams.microsoft.us/",
)
"""Where Teams is called. Source: Microsoft's list of allowed service hosts by cloud, in its Teams SDK."""


@dataclass(frozen=True)
class Credentials:
    """Who the bot is, as Entra registered it. All empty only where nobody is asked who they are."""

    app_id: str
    password: str = field(repr=False)
    tenant: str


@dataclass(frozen=True)
class Addresses:
    """Whom the bot asks and calls. Those of a government cloud differ in each but `services`."""

    login: str = "https://login.microsoftonline.com/"  # tokens from the bot, below it the tenant
    openid: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    services: tuple[str, ...] = SERVICES  # beginnings of addresses that may be called
    issuer: str = "https://api.botframework.com"  # of tokens to the bot
    scope: str = "https://api.botframework.com/.default"  # of tokens from the bot


class NotAdmitted(Exception):
    """Not let in: no token, one that does not hold, a foreign tenant or service address. Says why, for the log."""


class KeysUnreachable(Exception):
    """Microsoft's keys could not be fetched: nobody can tell whether the token holds, it may come again."""


class Entrance(Protocol):
    """Who speaks."""

    async def admit(self, authorization: str, activity: Mapping[str, Any]) -> None:
        """Check the token a request came with; `authorization` is its header, empty for none.

        NotAdmitted or KeysUnreachable; nothing else is raised, whatever is sent.
        """


class Connector(Protocol):
    """Speaks: one call is one try. Errors are Later, Unsure and Refused.

    Refused, and Later with `said`, carry the service's own code: `said` is that or the empty string. `service` is
    the address the conversation was last heard from; Refused `teams_service` where it may not be called.
    """

    async def send(self, service: str, conversation: str, activity: Mapping[str, Any]) -> str:
        """Say something in a conversation; the id of the message, empty where none came back."""

    async def update(
        self, service: str, conversation: str, message: str, activity: Mapping[str, Any]
    ) -> None:
        """Replace a message of the bot's. Never Unsure: it may be done again."""

    async def delete(self, service: str, conversation: str, message: str) -> None:
        """Take a message of the bot's back; done where it is gone already. Never Unsure."""

    async def begin(self, service: str, channel: str, activity: Mapping[str, Any]) -> tuple[str, str]:
        """Begin a thread in a channel: its conversation, and the id of its first message."""

    async def begin_direct(self, service: str, tenant: str, person: str) -> str:
        """The conversation with one person alone, the same each time. Never Unsure."""

    async def member(self, service: str, conversation: str, person: str) -> Mapping[str, Any]:
        """One member, with name, address and `aadObjectId` where they are told. Never Unsure."""

    async def members(self, service: str, conversation: str) -> tuple[Mapping[str, Any], ...]:
        """All members. Never Unsure."""

    async def warm(self) -> None:
        """Fetch the token before it is needed. Later where that fails; `said` is Entra's own code."""

    async def close(self) -> None:
        """End all connections."""
