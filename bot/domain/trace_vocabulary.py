"""The closed word lists of recorded runs; the sentences for these keys live in `prompts/`.

Provenance and most flags are the ones that trace formats and backends were seen to need.
"""

from collections.abc import Iterable
from enum import StrEnum


class Provenance(StrEnum):
    """How a recorded value came to be what the file holds; only `logged` is evidence of class logged."""

    LOGGED = "logged"
    DERIVED_BY_BACKEND = "derived_by_backend"
    REDACTED = "redacted"
    TRUNCATED = "truncated"
    DROPPED = "dropped"
    BY_REFERENCE = "by_reference"
    NOT_RECORDED = "not_recorded"
    NOT_RETURNED_BY_API = "not_returned_by_api"


class Flag(StrEnum):
    """One thing that the record does not say, says only in part, or says in a way that needs care."""

    NO_CONTENT = "no_content"
    NO_INPUT = "no_input"
    NO_OUTPUT = "no_output"
    UNREAD_FORM = "unread_form"  # recorded, but under names that no reader here takes apart
    REDACTED = "redacted"
    BY_REFERENCE = "by_reference"
    TRUNCATED = "truncated"
    ATTRS_DROPPED = "attrs_dropped"
    MESSAGE_INDEX_GAP = "message_index_gap"
    COMPACTED = "compacted"
    WINDOW_REBUILT = (
        "window_rebuilt"  # put together here from a session's lines or steps, not recorded as sent
    )
    SERVER_SIDE_CONTEXT = "server_side_context"
    MULTIMODAL_NOT_INLINED = "multimodal_not_inlined"
    DERIVED_BY_BACKEND = "derived_by_backend"
    TOKEN_GAP = "token_gap"  # noqa: S105 - tokens of text; a heuristic, to be shown as inferred
    NO_SYSTEM_PROMPT = "no_system_prompt"
    NO_TOOL_DEFINITIONS = "no_tool_definitions"
    TOOL_NAMES_ONLY = "tool_names_only"
    CALL_WITHOUT_EXECUTION = "call_without_execution"
    EXECUTION_WITHOUT_CALL = "execution_without_call"
    LINKED_BY_ORDER = "linked_by_order"
    NO_TIMES = "no_times"
    NO_TOKENS = "no_tokens"
    NO_MODEL = "no_model"
    NO_PROMPT_VERSION = "no_prompt_version"
    NO_IDENTITY = "no_identity"
    NO_AUTHORISATION_RECORD = "no_authorisation_record"
    ORPHAN_PARENT = "orphan_parent"
    SEVERAL_ROOTS = "several_roots"
    PARTIAL = "partial"
    CHILD_BEFORE_PARENT = "child_before_parent"


class Part(StrEnum):
    """What one piece of a message is."""

    TEXT = "text"
    REASONING = "reasoning"
    REFUSAL = "refusal"
    TOOL_CALL = "tool_call"
    TOOL_RESULT = "tool_result"
    MEDIA = "media"  # a picture, sound or file; the text is the recorded JSON around it
    OTHER = "other"  # a part of a kind not known here; the text is its recorded JSON
    UNSPLIT = "unsplit"  # a whole value that could not be taken apart; the text is all of it


class FactKind(StrEnum):
    """A fact beside the messages: which model, versions, identity and use of tokens."""

    MODEL = "model"
    MODEL_REQUESTED = "model_requested"
    PROVIDER = "provider"
    SETTING = "setting"
    AGENT = "agent"
    AGENT_ID = "agent_id"
    AGENT_VERSION = "agent_version"
    PROMPT = "prompt"
    PROMPT_VERSION = "prompt_version"
    SERVICE = "service"
    SERVICE_VERSION = "service_version"
    IDENTITY = "identity"
    ROLES = "roles"
    AUTHORISATION = "authorisation"
    CONVERSATION = "conversation"
    DIRECTORY = "directory"
    TOKENS_IN = "tokens_in"
    TOKENS_OUT = "tokens_out"
    FINISH = "finish"


class Operation(StrEnum):
    """What a span stands for, by what it says of itself and never by its name."""

    MODEL = "model"
    TOOL = "tool"
    AGENT = "agent"
    OTHER = "other"


class Form(StrEnum):
    """The form of the file."""

    OTLP_JSON = "otlp_json"
    OTLP_JSONL = "otlp_jsonl"
    OTLP_PROTOBUF = "otlp_protobuf"
    MESSAGES = "messages"
    CLAUDE_CODE = "claude_code"
    CODEX = "codex"
    ATIF = "atif"
    LANGFUSE = "langfuse"
    LANGSMITH = "langsmith"
    JAEGER = "jaeger"
    MLFLOW = "mlflow"
    PHOENIX = "phoenix"


class Link(StrEnum):
    """How a call and what came back were joined."""

    BY_ID = "by_id"
    BY_ORDER = "by_order"  # same parent, name and arguments, next in time
    NONE = "none"  # asked for; no run of the tool and no result is on record
    UNASKED = "unasked"  # the tool ran; nobody is on record as having asked for it


class Reason(StrEnum):
    """Why a moment is offered as a decision point, in the order in which the reasons are told."""

    SIDE_EFFECT = "side_effect"  # a tool whose name says that it changes something
    HAND_OFF = "hand_off"
    FAILED = "failed"  # what it tried to change was answered by an error
    UNASKED = "unasked"  # it changed something, and had asked for no leave in its last words before
    CORRECTED = "corrected"  # what people said next takes issue with it
    UNSAID = "unsaid"  # a number in its answer or its call stands nowhere in its window
    NOT_DONE = "not_done"  # it asked for leave, was given it, and called nothing
    UNCHECKED = "unchecked"  # it said no without having looked
    REFUSAL = "refusal"
    AFTER_ERROR = "after_error"  # it did something else after a tool failed
    TOOK_BACK = "took_back"
    REPEATED = "repeated"
    PERMISSION = "permission"  # it asked for leave
    FIRST_ACT = "first_act"
    LAST_ACT = "last_act"
    FIRST_TOLD = "first_told"
    LAST_WORDS = "last_words"
    TOLD = "told"  # words alone, right after something was looked up
    NO_QUESTION = "no_question"  # words alone that ask nothing back
    TEXT_ONLY = "text_only"  # it answered in words and called nothing
    TOOL_CALL = "tool_call"


_FLAGS = {flag: place for place, flag in enumerate(Flag)}


def in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """The flags in the order of `Flag`, which is the order in which they are told."""
    return tuple(sorted(flags, key=_FLAGS.__getitem__))
