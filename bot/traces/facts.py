"""Facts beside the messages, by the attribute that carries them; of several for one kind the first counts."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from bot.domain.trace import Fact, Where
from bot.domain.trace_vocabulary import FactKind
from bot.traces.json_text import written
from bot.traces.otlp import RawSpan

BY_ATTRIBUTE: Mapping[str, FactKind] = {
    "gen_ai.response.model": FactKind.MODEL,
    "llm.model_name": FactKind.MODEL,
    "ai.response.model": FactKind.MODEL,
    "gen_ai.request.model": FactKind.MODEL_REQUESTED,
    "ai.model.id": FactKind.MODEL_REQUESTED,
    "gen_ai.provider.name": FactKind.PROVIDER,
    "gen_ai.system": FactKind.PROVIDER,
    "llm.provider": FactKind.PROVIDER,
    "llm.system": FactKind.PROVIDER,
    "ai.model.provider": FactKind.PROVIDER,
    "gen_ai.agent.name": FactKind.AGENT,
    "agent.name": FactKind.AGENT,
    "traceloop.workflow.name": FactKind.AGENT,
    "ai.telemetry.functionId": FactKind.AGENT,
    "gen_ai.agent.id": FactKind.AGENT_ID,
    "gen_ai.agent.version": FactKind.AGENT_VERSION,
    "gen_ai.prompt.name": FactKind.PROMPT,
    "traceloop.prompt.key": FactKind.PROMPT,
    "gen_ai.prompt.version": FactKind.PROMPT_VERSION,
    "llm.prompt_template.version": FactKind.PROMPT_VERSION,
    "traceloop.prompt.version": FactKind.PROMPT_VERSION,
    "user.id": FactKind.IDENTITY,
    "enduser.id": FactKind.IDENTITY,
    "traceloop.association.properties.user_id": FactKind.IDENTITY,
    "ai.telemetry.metadata.userId": FactKind.IDENTITY,
    "mlflow.trace.user": FactKind.IDENTITY,
    "user.roles": FactKind.ROLES,
    "enduser.role": FactKind.ROLES,
    "enduser.scope": FactKind.AUTHORISATION,
    "gen_ai.conversation.id": FactKind.CONVERSATION,
    "session.id": FactKind.CONVERSATION,
    "traceloop.association.properties.session_id": FactKind.CONVERSATION,
    "ai.telemetry.metadata.sessionId": FactKind.CONVERSATION,
    "gcp.vertex.agent.session_id": FactKind.CONVERSATION,
    "mlflow.trace.session": FactKind.CONVERSATION,
    "gen_ai.usage.input_tokens": FactKind.TOKENS_IN,
    "llm.token_count.prompt": FactKind.TOKENS_IN,
    "gen_ai.usage.prompt_tokens": FactKind.TOKENS_IN,
    "ai.usage.inputTokens": FactKind.TOKENS_IN,
    "ai.usage.promptTokens": FactKind.TOKENS_IN,
    "gen_ai.usage.output_tokens": FactKind.TOKENS_OUT,
    "llm.token_count.completion": FactKind.TOKENS_OUT,
    "gen_ai.usage.completion_tokens": FactKind.TOKENS_OUT,
    "ai.usage.outputTokens": FactKind.TOKENS_OUT,
    "ai.usage.completionTokens": FactKind.TOKENS_OUT,
    "gen_ai.response.finish_reasons": FactKind.FINISH,
    "llm.finish_reason": FactKind.FINISH,
    "ai.response.finishReason": FactKind.FINISH,
    "service.name": FactKind.SERVICE,
    "service.version": FactKind.SERVICE_VERSION,
}
"""Attribute -> kind. Sources: OpenTelemetry GenAI, user and service conventions;
OpenInference; OpenLLMetry; the AI SDK; Google ADK; MLflow."""

SETTINGS = ("temperature", "top_p", "top_k", "max_tokens", "seed", "frequency_penalty", "presence_penalty")
_SETTINGS = (*(f"gen_ai.request.{name}" for name in SETTINGS), "llm.invocation_parameters")
_KINDS = {**BY_ATTRIBUTE, **dict.fromkeys(_SETTINGS, FactKind.SETTING)}
_SETS = 64  # of names of attributes; spans of a kind have the same, so that a run has a handful of them


def facts(span: RawSpan) -> tuple[Fact, ...]:
    """The facts on a span, then those of its resource, one of a kind; settings are one of a key."""
    found: dict[FactKind, Fact] = {}
    carriers, settings = _carriers(tuple(span.attributes))
    for fact in _facts(span.span_id, span.attributes, carriers):
        found.setdefault(fact.kind, fact)
    for fact in span.known.of_resource(span.resource, _of_resource):
        found.setdefault(fact.kind, fact)
    return (*found.values(), *_facts(span.span_id, span.attributes, settings))


@lru_cache(_SETS)
def _carriers(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The attributes among these that carry facts, and those that are settings, in the order in which they count."""
    held = set(names)
    return tuple(key for key in BY_ATTRIBUTE if key in held), tuple(key for key in _SETTINGS if key in held)


def _of_resource(resource: Mapping[str, object]) -> tuple[Fact, ...]:
    carriers, _ = _carriers(tuple(resource))
    return tuple(_facts("", resource, carriers))


def _facts(span_id: str, attributes: Mapping[str, object], keys: Iterable[str]) -> Iterator[Fact]:
    for key in keys:
        value = attributes[key]
        if value not in (None, ""):
            yield Fact(_KINDS[key], written(value), Where(span_id, key))
