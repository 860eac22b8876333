"""Each cause of silent loss, put into a run that lost nothing."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.domain.trace_vocabulary import Flag
from tests.adapters.traces.eras import ERAS
from tests.adapters.traces.forms import otlp_json, request
from tests.adapters.traces.runs import Run, Told, Written
from tests.adapters.traces.story import TOOLS, Call, Story

FLAT = ("OpenLLMetry", "OpenInference")
AS_TEXT = (
    *FLAT,
    "gen_ai 1.37 as text",
    "gen_ai 1.27 in attributes",
    "gen_ai 1.28 in span events",
    "Vercel AI SDK 6",
)
GENAI = tuple(name for name in ERAS if name.startswith("gen_ai"))
WITH_TOOLS = (
    "gen_ai 1.37 as text",
    "gen_ai 1.37 structured",
    "OpenLLMetry",
    "OpenInference",
    "Vercel AI SDK 6",
)

# What only looks like a loss is tried elsewhere: a text that is itself a mark of one is no whole twin.
words = st.text(st.characters(codec="utf-8", exclude_characters="[{\x00"), min_size=1, max_size=30).filter(
    lambda text: "truncated" not in text and text != "__REDACTED__"
)
values = st.dictionaries(words, words | st.integers(-999, 999) | st.lists(words, max_size=2), max_size=3)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    count = draw(st.integers(1, 4))
    calls = tuple(
        Call(
            id=f"c-{number}",
            tool=draw(st.sampled_from(TOOLS))[0],
            arguments=json.dumps(draw(values), ensure_ascii=False),
            result=draw(words | values.map(json.dumps)),
            span=f"{0xC00 + number:016x}",
        )
        for number in range(count)
    )
    return Story(calls, draw(words), draw(words), draw(words))


@dataclass(frozen=True)
class Seeded:
    """A file with one loss in it, and the span that it is on; "" where it is on all of them."""

    content: bytes
    span_id: str = ""


Draw = st.DataObject
Seed = Callable[[Run, Draw], Seeded]


def asked(run: Run, data: Draw) -> Written:
    """One of the spans in which the model was asked."""
    return data.draw(st.sampled_from([span for span in run.spans if span.kind == 3]))


def ran(run: Run, data: Draw) -> Written:
    """One of the spans in which a tool ran."""
    return data.draw(st.sampled_from([span for span in run.spans[1:] if span.kind != 3]))


def put(run: Run, span: Written, keyed: Mapping[str, object]) -> Seeded:
    return Seeded(otlp_json(run.with_keys(span.id, keyed)), span.id)


def dropped(run: Run, data: Draw) -> Seeded:
    """The SDK keeps the newest attributes, drops the oldest and counts them."""
    span = asked(run, data)
    kept = data.draw(st.integers(len(span.attributes) // 2, len(span.attributes) - 1))
    attributes = dict(list(by_messages(span).items())[-kept:])
    changed = run.with_span(span.id, attributes=attributes, dropped=len(span.attributes) - kept)
    return Seeded(otlp_json(changed), span.id)


def by_messages(span: Written) -> dict[str, object]:
    """The attributes as they are set one by one: the messages sent, then all else."""
    sent = {
        key: value
        for key, value in span.attributes.items()
        if ".0." in key or "prompt." in key or "input" in key
    }
    return {**sent, **span.attributes}


def dropped_uncounted(run: Run, data: Draw) -> Seeded:
    """The same where the backend loses the count: the first messages are gone."""
    span = asked(run, data)
    prefix = "gen_ai.prompt." if "gen_ai.prompt.0.role" in span.attributes else "llm.input_messages."
    numbers = sorted({int(key.split(".")[2]) for key in span.attributes if key.startswith(prefix)})
    gone = data.draw(st.sampled_from(numbers[:-1]))
    first = [f"{prefix}{number}." for number in range(gone + 1)]
    return put(run, span, {key: None for key in span.attributes if key.startswith(tuple(first))})


def message_gone(run: Run, data: Draw) -> Seeded:
    """One message, not the last, is missing among the others."""
    span = asked(run, data)
    prefix = "gen_ai.prompt." if "gen_ai.prompt.0.role" in span.attributes else "llm.input_messages."
    numbers = sorted({int(key.split(".")[2]) for key in span.attributes if key.startswith(prefix)})
    gone = data.draw(st.sampled_from(numbers[:-1]))
    return put(run, span, {key: None for key in span.attributes if key.startswith(f"{prefix}{gone}.")})


def counted(run: Run, data: Draw) -> Seeded:
    """The file says how many attributes were dropped, on a model's or on a tool's span."""
    span = data.draw(st.sampled_from([asked, ran]))(run, data)
    return Seeded(otlp_json(run.with_span(span.id, dropped=data.draw(st.integers(1, 500)))), span.id)


def texts(span: Written) -> Iterator[tuple[str, str]]:
    """The attributes of a span that hold content as plain text or JSON text."""
    for key, value in span.attributes.items():
        if isinstance(value, str) and key.endswith(CONTENT) and key not in NOT_SHOWN:
            yield key, value


CONTENT = (
    *(
        "content",
        "messages",
        "instructions",
        "prompt",
        "completion",
        "result",
        "output",
        "output.value",
        "text",
    ),
    *("toolCalls", "definitions", "json_schema", "parameters", "function.arguments", ".0.arguments"),
)
"""How the keys of content end. A run's own arguments are not among them: those that were asked for are shown."""
NOT_SHOWN = frozenset({"gen_ai.tool.call.arguments"})


def one_text(run: Run, data: Draw) -> tuple[Written, str, str]:
    """A span and one of its texts."""
    found = [(span, key, value) for span in run.spans[1:] for key, value in texts(span)]
    return data.draw(st.sampled_from(found))


def at_2048(run: Run, data: Draw) -> Seeded:
    """A backend cuts a longer attribute at 2048 bytes, within a character too."""
    span, key, value = one_text(run, data)
    longer = value + data.draw(st.sampled_from(["x", "ä", "€", "🚚"])) * 2048
    return put(run, span, {key: longer.encode()[:2048].decode(errors="replace")})


def marked(run: Run, data: Draw) -> Seeded:
    """An exporter cuts and says so at the end."""
    span, key, value = one_text(run, data)
    return put(run, span, {key: value[: data.draw(st.integers(0, len(value)))] + "... [truncated]"})


def hidden(run: Run, data: Draw) -> Seeded:
    """A setting hides a value."""
    span, key, _ = one_text(run, data)
    return put(run, span, {key: "__REDACTED__"})


def json_cut(run: Run, data: Draw) -> Seeded:
    """JSON ends early, at any length, in an attribute or in that of an event."""
    found = [
        (span, None, key, value) for span in run.spans[1:] for key, value in texts(span) if is_json(value)
    ]
    told = [
        (span, number, key, value)
        for span in run.spans
        for number, event in enumerate(span.events)
        for key, value in event.attributes.items()
        if isinstance(value, str) and is_json(value)
    ]
    span, number, key, value = data.draw(st.sampled_from([*found, *told]))
    short = value[: data.draw(st.integers(1, len(value) - 1))]
    if number is None:
        return put(run, span, {key: short})
    events = list(span.events)
    events[number] = Told(events[number].name, {**events[number].attributes, key: short})
    return Seeded(otlp_json(run.with_span(span.id, events=tuple(events))), span.id)


def is_json(value: str) -> bool:
    return value.startswith(("[", "{"))


def elsewhere(run: Run, data: Draw) -> Seeded:
    """A hook uploads the content and leaves its address."""
    span = asked(run, data)
    held = [key for key in span.attributes if key.endswith((".messages", "_instructions", ".definitions"))]
    key = data.draw(st.sampled_from(held))
    return put(run, span, {key: None, f"{key}_ref": "s3://bucket/one"})


def names_only(run: Run, data: Draw) -> Seeded:
    """The schemas of the tools are left out, as is recommended by default."""
    span = asked(run, data)
    bare: dict[str, object] = {}
    for key, value in span.attributes.items():
        if key.endswith(".parameters"):
            bare[key] = None
        elif key.endswith(("tool.definitions", "ai.prompt.tools", "json_schema")):
            bare[key] = without_schemas(value)
    return put(run, span, bare)


def without_schemas(value: object) -> object:
    if isinstance(value, str):
        return json.dumps(without_schemas(json.loads(value)))
    if isinstance(value, list):
        return [without_schemas(one) for one in value]
    assert isinstance(value, dict)
    return {key: held for key, held in value.items() if key not in {"parameters", "inputSchema"}}


def set_to(key: str, *values: object) -> Seed:
    return lambda run, data: put(run, asked(run, data), {key: data.draw(st.sampled_from(values))})


def called_partial(run: Run, data: Draw) -> Seeded:
    """The backend calls its own answer a part."""
    wrapper = data.draw(st.sampled_from(["trace", "result"]))
    return Seeded(json.dumps({wrapper: request(run), "status": "PARTIAL"}).encode())


TRUE = (True, "true")  # as a value, and as some exporters write one

CAUSES: dict[str, tuple[tuple[str, ...], Flag, Seed]] = {
    "oldest attributes dropped": (FLAT, Flag.ATTRS_DROPPED, dropped),
    "oldest messages gone, uncounted": (FLAT, Flag.MESSAGE_INDEX_GAP, dropped_uncounted),
    "a message gone": (FLAT, Flag.MESSAGE_INDEX_GAP, message_gone),
    "counted as dropped": (tuple(ERAS), Flag.ATTRS_DROPPED, counted),
    "cut at 2048 bytes": (AS_TEXT, Flag.TRUNCATED, at_2048),
    "cut with a mark": (AS_TEXT, Flag.TRUNCATED, marked),
    "JSON that ends early": (AS_TEXT, Flag.TRUNCATED, json_cut),
    "hidden by a setting": (AS_TEXT, Flag.REDACTED, hidden),
    "kept elsewhere": (("gen_ai 1.37 as text",), Flag.BY_REFERENCE, elsewhere),
    "tools by name alone": (WITH_TOOLS, Flag.TOOL_NAMES_ONLY, names_only),
    "context kept by the vendor": (
        GENAI,
        Flag.SERVER_SIDE_CONTEXT,
        set_to("gen_ai.request.previous_response.id", "resp_1", "x"),
    ),
    "compacted": (GENAI, Flag.COMPACTED, set_to("gen_ai.conversation.compacted", *TRUE)),
    "a part of the trace": (tuple(ERAS), Flag.PARTIAL, called_partial),
}
