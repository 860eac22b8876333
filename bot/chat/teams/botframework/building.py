"""Puts both sides of a bot together. Importing this module imports the SDK."""

import aiohttp
from botbuilder.core import CloudAdapterBase

from bot.chat.teams.botframework.border import Addresses, Connector, Credentials, Entrance
from bot.chat.teams.botframework.connector import AdapterConnector
from bot.chat.teams.botframework.entrance import OpenEntrance, TokenEntrance, authentication_of
from bot.chat.teams.botframework.keys import Keys
from bot.chat.teams.botframework.services import Services
from bot.chat.teams.botframework.tokens import Tokens


def build(
    credentials: Credentials, addresses: Addresses, tenants: tuple[str, ...], *, insecure_local: bool
) -> tuple[Entrance, Connector]:
    """See `connect`."""
    given = (credentials.app_id, credentials.password, credentials.tenant)
    known = all(given)
    if not known and (any(given) or not insecure_local):
        raise ValueError("a bot needs an app id, a password and a tenant, or to be local")
    session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    authentication = authentication_of(credentials, addresses, Keys(addresses.openid, session))
    services = Services(addresses.services, local=insecure_local)
    allowed = frozenset(tenant for tenant in (credentials.tenant, *tenants) if tenant)
    entrance = TokenEntrance(authentication, services, allowed) if known else OpenEntrance(services, allowed)
    tokens = Tokens(credentials, addresses, session) if known else None
    adapter = CloudAdapterBase(authentication)
    return entrance, AdapterConnector(adapter, credentials.app_id, services, session, tokens)
