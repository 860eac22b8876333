"""The Bot Framework behind four types of ours: nothing of its packages is seen outside this folder.

An *activity* is the JSON object as it came or goes, never a model of the SDK's: those lose fields both ways.

border      Credentials, Addresses, `Entrance` (who speaks), `Connector` (speaks), and the two errors of the entrance
keys        Microsoft's signing keys, fetched without blocking        entrance   tokens of what comes in
tokens      the token of what goes out, kept until shortly before it ends
services    which addresses may be called               proxies    through whom
wire        one HTTP call of the SDK's client, over aiohttp           troubles   answers as errors of ours
connector   the calls, through the SDK's adapter and client
"""

from bot.chat.teams.botframework.border import (
    Addresses,
    Connector,
    Credentials,
    Entrance,
    KeysUnreachable,
    NotAdmitted,
)

__all__ = ["Addresses", "Connector", "Credentials", "Entrance", "KeysUnreachable", "NotAdmitted", "connect"]


def connect(
    credentials: Credentials,
    *,
    addresses: Addresses = Addresses(),  # noqa: B008 - frozen: nobody can change it for the next caller
    tenants: tuple[str, ...] = (),
    insecure_local: bool = False,
) -> tuple[Entrance, Connector]:
    """Both sides of a bot, in a running event loop; `close` of the connector ends both.

    `tenants` are allowed beside that of the credentials. ValueError without credentials, unless `insecure_local`:
    then nobody is asked who they are, and only loopback and `addresses.services` are called.
    """
    from bot.chat.teams.botframework.building import build  # noqa: PLC0415 - half a second that Slack need not pay

    return build(credentials, addresses, tenants, insecure_local=insecure_local)
