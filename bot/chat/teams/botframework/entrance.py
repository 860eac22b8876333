"""Who speaks: what is cheap to see is looked at first, the token is checked by the SDK with keys of ours."""

import logging
from collections.abc import Mapping
from typing import Any

from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConfiguration,
    BotFrameworkAuthentication,
    BotFrameworkAuthenticationFactory,
    PasswordServiceClientCredentialFactory,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

from bot.chat.teams.botframework.border import Addresses, Credentials, KeysUnreachable, NotAdmitted
from bot.chat.teams.botframework.keys import CHANNEL, Key, Keys
from bot.chat.teams.botframework.services import Services

NOBODY = "https://keys.of.nobody.invalid/"
"""Where the SDK looks for the keys of emulators and of other bots, which we never let in."""

log = logging.getLogger(__name__)


class _NoKeys:
    """Stands where the SDK would fetch keys we do not want, inside the event loop."""

    async def get(self, key_id: str | None) -> Key:
        """Never a key."""
        del key_id
        raise NotAdmitted("a token of an emulator or of another bot")


def authentication_of(
    credentials: Credentials, addresses: Addresses, keys: Keys
) -> BotFrameworkAuthentication:
    """The SDK's check of tokens. It finds keys by address in a table of the whole process; ours are put there."""
    JwtTokenExtractor.metadataCache[addresses.openid] = keys
    JwtTokenExtractor.metadataCache[NOBODY] = _NoKeys()
    return BotFrameworkAuthenticationFactory.create(
        validate_authority=True,
        to_channel_from_bot_login_url=addresses.login + credentials.tenant,
        to_channel_from_bot_oauth_scope=addresses.scope,
        to_bot_from_channel_token_issuer=addresses.issuer,
        to_bot_from_channel_open_id_metadata_url=addresses.openid,
        to_bot_from_emulator_open_id_metadata_url=NOBODY,
        credential_factory=PasswordServiceClientCredentialFactory(
            credentials.app_id, credentials.password, credentials.tenant
        ),
        auth_configuration=AuthenticationConfiguration(),
    )


class TokenEntrance:
    """Lets in activities of Teams with a token that holds, of a tenant and from a service address allowed."""

    def __init__(
        self, authentication: BotFrameworkAuthentication, services: Services, tenants: frozenset[str]
    ) -> None:
        self._authentication = authentication
        self._services = services
        self._tenants = tenants

    async def admit(self, authorization: str, activity: Mapping[str, Any]) -> None:
        """See `Entrance`."""
        if not authorization:
            raise NotAdmitted("no token")
        service = looked_at(activity, self._services, self._tenants)
        asked = Activity(channel_id=CHANNEL, service_url=service)
        try:
            known = await self._authentication.authenticate_request(asked, authorization)
            expires = known.claims_identity.claims.get("exp")
        except (NotAdmitted, KeysUnreachable):
            raise
        except Exception as error:  # the SDK raises whatever it stumbled over, and Exception itself
            raise NotAdmitted(f"the token does not hold: {type(error).__name__}") from error
        if not expires:
            raise NotAdmitted("the token never expires")


class OpenEntrance:
    """Asks nobody who they are: for a bot without credentials, on loopback. Its service addresses are checked."""

    def __init__(self, services: Services, tenants: frozenset[str]) -> None:
        self._services = services
        self._tenants = tenants

    async def admit(self, authorization: str, activity: Mapping[str, Any]) -> None:
        """See `Entrance`."""
        del authorization
        looked_at(activity, self._services, self._tenants)


def looked_at(activity: Mapping[str, Any], services: Services, tenants: frozenset[str]) -> str:
    """The service address of an activity, which is of Teams and of a tenant allowed; all where none is named."""
    if activity.get("channelId") != CHANNEL:
        raise NotAdmitted("not from Teams")
    told = {tenant for tenant in (_in(activity, "channelData", "tenant", "id"), _tenant(activity)) if tenant}
    if tenants and (not told or not told <= tenants):
        raise NotAdmitted("a foreign tenant")
    service = activity.get("serviceUrl")
    if not isinstance(service, str) or not services.allow(service):
        raise NotAdmitted("a service address that is not allowed")
    return service


def _tenant(activity: Mapping[str, Any]) -> str:
    return _in(activity, "conversation", "tenantId")


def _in(value: object, *names: str) -> str:
    """A text deep in an object, empty where it is not there; what is no text is no tenant of anybody."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else "" if value is None else "?"
