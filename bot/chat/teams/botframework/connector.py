"""The calls of a bot, through the SDK's adapter and its client; what is said is put on the wire as it was given."""

from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

import aiohttp
from azure.core.exceptions import DeserializationError, SerializationError
from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, ConversationAccount, ConversationParameters, ConversationReference
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import MicrosoftAppCredentials
from botframework.connector.bot_framework_sdk_client_async import BotFrameworkConnectorConfiguration
from msrest.pipeline.async_abc import AsyncPipeline
from msrest.pipeline.universal import RawDeserializer

from bot.chat.teams.botframework.services import Services
from bot.chat.teams.botframework.tokens import Tokens
from bot.chat.teams.botframework.troubles import repeatable
from bot.chat.teams.botframework.wire import Bearer, Wire
from bot.domain.errors import Refused, Unsure

PAGE = 500  # members asked for at once, the most the service gives
PAGES = 50  # more than the largest team has; ends a list that goes round in circles
ROOT = ";messageid="
WHOLE = {"additional_properties": {"key": "", "type": "{object}"}}
"""To the SDK: write what was given, and none of the fields of the model."""

Given = TypeVar("Given")


class _Said(Activity):  # type: ignore[misc]  # the SDK has no types
    """An activity that is written as it was given: the SDK's model keeps of a mention no more than its type."""

    _attribute_map = WHOLE

    def __init__(self, activity: Mapping[str, Any], conversation: str, message: str = "") -> None:
        super().__init__(type=activity.get("type"), conversation=ConversationAccount(id=conversation))
        self.id = message
        self.additional_properties = dict(activity)


class _Begun(ConversationParameters):  # type: ignore[misc]  # the SDK has no types
    """A conversation to begin, written as it was given: the SDK's model misspells the tenant."""

    _attribute_map = WHOLE

    def __init__(self, **given: Any) -> None:
        super().__init__()
        self.additional_properties = given


class AdapterConnector:
    """See `Connector`. One client for each service address, all over one session and one token."""

    def __init__(
        self,
        adapter: CloudAdapterBase,
        app_id: str,
        services: Services,
        session: aiohttp.ClientSession,
        tokens: Tokens | None,
    ) -> None:
        self._adapter = adapter
        self._app_id = app_id
        self._services = services
        self._session = session
        self._tokens = tokens
        self._turns: dict[str, TurnContext] = {}

    async def send(self, service: str, conversation: str, activity: Mapping[str, Any]) -> str:
        """See `Connector`."""
        said = _Said(activity, conversation)
        (sent,) = await _read(self._adapter.send_activities(self._turn(service), [said]))
        return sent.id or ""

    async def update(
        self, service: str, conversation: str, message: str, activity: Mapping[str, Any]
    ) -> None:
        """See `Connector`."""
        said = _Said(activity, conversation, message)
        await repeatable(_read(self._adapter.update_activity(self._turn(service), said)))

    async def delete(self, service: str, conversation: str, message: str) -> None:
        """See `Connector`."""
        it = ConversationReference(conversation=ConversationAccount(id=conversation), activity_id=message)
        try:
            await repeatable(_read(self._adapter.delete_activity(self._turn(service), it)))
        except Refused as error:
            if error.values.get("status") != 404:
                raise

    async def begin(self, service: str, channel: str, activity: Mapping[str, Any]) -> tuple[str, str]:
        """See `Connector`."""
        begun = await self._begin(
            service, isGroup=True, channelData={"channel": {"id": channel}}, activity=dict(activity)
        )
        return begun["id"], str(begun.get("activityId") or begun["id"].partition(ROOT)[2])

    async def begin_direct(self, service: str, tenant: str, person: str) -> str:
        """See `Connector`."""
        call = self._begin(
            service,
            isGroup=False,
            bot={"id": f"28:{self._app_id}"},
            members=[{"id": person}],
            tenantId=tenant,
            channelData={"tenant": {"id": tenant}},
        )
        return str((await repeatable(call))["id"])

    async def member(self, service: str, conversation: str, person: str) -> Mapping[str, Any]:
        """See `Connector`."""
        asked = self._client(service).conversations.get_conversation_member(conversation, person, raw=True)
        return await repeatable(_told(asked))

    async def members(self, service: str, conversation: str) -> tuple[Mapping[str, Any], ...]:
        """See `Connector`."""
        found: list[Mapping[str, Any]] = []
        after: str | None = None
        for _ in range(PAGES):
            asked = self._client(service).conversations.get_conversation_paged_members(
                conversation, page_size=PAGE, continuation_token=after, raw=True
            )
            page = await repeatable(_told(asked))
            found += page.get("members") or ()
            after = page.get("continuationToken")
            if not after:
                break
        return tuple(found)

    async def warm(self) -> None:
        """See `Connector`."""
        if self._tokens is not None:
            await self._tokens.get()

    async def close(self) -> None:
        """See `Connector`."""
        if self._tokens is not None:
            await self._tokens.close()
        await self._session.close()

    async def _begin(self, service: str, **given: Any) -> dict[str, Any]:
        """A conversation as the service answers it. Unsure without its id: nobody knows where it is then."""
        asked = self._client(service).conversations.create_conversation(_Begun(**given), raw=True)
        told = await _told(asked)
        if not isinstance(told.get("id"), str) or not told["id"]:
            raise Unsure("teams_reply_lost")
        return told

    def _client(self, service: str) -> ConnectorClient:
        return self._turn(service).turn_state[self._adapter.BOT_CONNECTOR_CLIENT_KEY]

    def _turn(self, service: str) -> TurnContext:
        """What the adapter takes the client of a service address from. Refused where it may not be called."""
        if not self._services.allow(service):
            raise Refused("teams_service", said="")
        if service not in self._turns:
            turn = TurnContext(self._adapter, Activity())
            turn.turn_state[self._adapter.BOT_CONNECTOR_CLIENT_KEY] = self._made(service)
            self._turns[service] = turn
        return self._turns[service]

    def _made(self, service: str) -> ConnectorClient:
        how = BotFrameworkConnectorConfiguration(
            MicrosoftAppCredentials.empty(), service, pipeline_type=self._pipeline
        )
        return ConnectorClient(how.credentials, base_url=service, custom_configuration=how)

    def _pipeline(self, how: BotFrameworkConnectorConfiguration) -> AsyncPipeline[Any, Any]:
        """A pipeline with parts of its own: the SDK makes another beside it, and would join a shared part to that."""
        parts = [how.user_agent_policy, RawDeserializer(), Bearer(self._tokens)]
        return AsyncPipeline(parts, Wire(self._session))


async def _told(call: Awaitable[Any]) -> dict[str, Any]:
    """The object that was answered, as it came."""
    told: dict[str, Any] = (await _read(call)).response
    return told


async def _read(call: Awaitable[Given]) -> Given:
    """A success whose fields are not what they should be says as little as a lost answer."""
    try:
        return await call
    except (DeserializationError, SerializationError) as error:
        raise Unsure("teams_reply_lost") from error
