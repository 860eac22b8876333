"""Evidence is hashed as it came, kept without its secrets, in the encoding it had, and never too large in silence."""

import codecs
import gzip
import hashlib
import json
from functools import partial
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from bot.chat.capture import Caps, Caught, Keeper, redacted
from bot.domain.errors import PersonError
from bot.traces.backends.keeping import without_secrets
from bot.traces.reading import read
from bot.voice import load_voice
from storage.memory import MemoryStore
from tests.adapters.terminal.desk import DEMO_TRACE

SECRET = "sk_live_" + "EXAMPLEexample1234567890abcd"
TEXT = f"Größe: Authorization: Bearer {SECRET} – 5 €"
CHAT = [
    {"role": "user", "content": "Cancel parcel P-1."},
    {
        "role": "assistant",
        "tool_calls": [{"id": "c1", "function": {"name": "cancel_parcel", "arguments": '{"parcel": "P-1"}'}}],
    },
    {"role": "tool", "tool_call_id": "c1", "content": "done"},
]


@pytest.fixture
def store() -> MemoryStore:
    """Nothing kept yet."""
    return MemoryStore()


def keeper(store: MemoryStore, *, blob: int = 10**6, trace: int = 10**6) -> Keeper:
    """Keeps with these limits."""
    reader = partial(read, max_bytes=trace, max_spans=1000)
    return Keeper(
        store,
        reader,
        Caps(blob, trace, 50_000),
        load_voice(None).words,
        partial(without_secrets, max_bytes=trace),
    )


def kept(store: MemoryStore, caught: Caught) -> bytes:
    """The copy behind what was caught."""
    content = store.blob(caught.fields["kept_sha256"])
    assert content is not None
    return content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_keeps_its_encoding_and_loses_its_secrets(encoding: str, store: MemoryStore) -> None:
    """The hash is that of the bytes as they came."""
    content = TEXT.encode(encoding)
    caught = keeper(store).content(content, name="note.txt", kind="file")
    copy = kept(store, caught).decode(encoding)
    assert SECRET not in copy
    assert copy.startswith("Größe: ")
    assert copy.endswith(" – 5 €")
    assert caught.fields["sha256"] == hashlib.sha256(content).hexdigest()
    assert caught.fields["size"] == len(content)
    assert sum(found.count for found in caught.fields["redactions"]) == 1
    assert caught.error is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "nothing secret, 5 €".encode(),
        "Größe".encode("latin-1") + b"\x81",
        b"\x00\x01\xff\xfe binary",
        codecs.BOM_UTF16_LE + b"\xd8",
    ],
)
def test_what_holds_no_secret_is_kept_to_the_byte(content: bytes, store: MemoryStore) -> None:
    """Text that is whole, and bytes that are no text."""
    assert redacted(content) == (content, ())
    caught = keeper(store).content(content, name="it.bin", kind="file")
    assert kept(store, caught) == content
    assert caught.fields["kept_sha256"] == caught.fields["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_picture_is_kept_as_it_is(store: MemoryStore) -> None:
    """Nothing is looked for in it: a person looks before it is published."""
    content = b"\x89PNG\r\n" + TEXT.encode()
    caught = keeper(store).content(content, name="approval.png", kind="file")
    assert (caught.fields["kind"], caught.fields["media_type"]) == ("picture", "image/png")
    assert kept(store, caught) == content


def test_a_trace_is_known_by_what_is_in_it(store: MemoryStore) -> None:
    """Attached as a file or as a trace, its points are counted."""
    for kind in ("file", "trace"):
        caught = keeper(store).file(DEMO_TRACE, kind=kind)
        assert (caught.fields["kind"], caught.fields["points"]) == ("trace", 3)
    chat = keeper(store).content(json.dumps(CHAT).encode(), name="chat.json", kind="file")
    assert chat.fields["kind"] == "trace"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"{", "trace_cut_short"),
        (b'{"a": }', "trace_not_json"),
        ("{}".encode("utf-16"), "trace_not_text"),
        (b"", "trace_empty"),
    ],
)
def test_what_is_no_trace_is_kept_and_its_trouble_told(content: bytes, key: str, store: MemoryStore) -> None:
    """It was called one; as a file it has no trouble at all."""
    caught = keeper(store).content(content, name="run.json", kind="trace")
    assert caught.error is not None
    assert (caught.error.key, caught.fields["trouble"], caught.fields["kind"]) == (key, key, "file")
    assert kept(store, caught) == content
    plain = keeper(store).content(content, name="run.json", kind="file")
    assert (plain.error, plain.fields["kind"]) == (None, "file")


def test_a_trace_larger_than_its_cap_is_kept_and_the_cap_named(store: MemoryStore) -> None:
    """The setting that moves the cap is in the error."""
    caught = keeper(store, trace=1000).file(DEMO_TRACE, kind="trace")
    assert caught.error is not None
    assert (caught.error.key, caught.error.values["cap"]) == ("trace_too_large", 1000)
    assert caught.fields["sha256"] == hashlib.sha256(DEMO_TRACE.read_bytes()).hexdigest()
    assert b"issue_refund" in kept(store, caught)


def test_what_is_larger_than_the_cap_is_named_but_not_kept(tmp_path: Path, store: MemoryStore) -> None:
    """A file and a pasted text alike: name and size stay in the record, with the trouble."""
    path = tmp_path / "huge.log"
    path.write_bytes(b"x" * 1001)
    small = keeper(store, blob=1000)
    for caught in (small.file(path, kind="file"), small.content(b"x" * 1001, name="huge.log", kind="text")):
        assert caught.error is not None
        assert caught.error.key == "file_too_large"
        assert (caught.error.values["cap"], caught.error.values["setting"]) == (1000, "BLOB_MAX_BYTES")
        assert (caught.fields["what"], caught.fields["size"]) == ("huge.log", 1001)
        assert "sha256" not in caught.fields
    assert small.content(b"x" * 1000, name="fits.log", kind="text").error is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("gone.json", "file_missing"),
        ("a\0b.json", "file_missing"),
        (".", "file_unreadable"),
        ("n" * 300, "file_unreadable"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, key: str, tmp_path: Path, store: MemoryStore) -> None:
    """Missing, no file, or a name that no file can have; nothing is kept."""
    with pytest.raises(PersonError) as refusal:
        keeper(store).file(tmp_path / name, kind="trace")
    assert refusal.value.key == key


def test_a_device_is_no_file(store: MemoryStore) -> None:
    """It has no end to read to."""
    with pytest.raises(PersonError) as refusal:
        keeper(store).file(Path("/dev/zero"), kind="file")
    assert refusal.value.key == "file_unreadable"


def test_a_link_is_noted_and_not_fetched(store: MemoryStore) -> None:
    """A secret in it is taken out."""
    caught = keeper(store).link(f"https://example.test/run?authorization=Bearer%20x&token={SECRET}")
    assert (caught.fields["kind"], caught.fields["trouble"]) == ("link", "link_not_fetched")
    assert SECRET not in caught.fields["what"]
    assert "sha256" not in caught.fields


def test_a_secret_in_a_file_name_is_not_kept(tmp_path: Path, store: MemoryStore) -> None:
    """The name is shown and stored like any text."""
    path = tmp_path / f"{SECRET}.txt"
    path.write_text("nothing")
    assert SECRET not in keeper(store).file(path, kind="file").fields["what"]


@pytest.mark.parametrize("name", ["diagram.svg", "screen.png"])
def test_a_picture_that_is_text_is_kept_without_its_secrets(name: str, store: MemoryStore) -> None:
    """It stays a picture, which a person must look at before it is published."""
    caught = keeper(store).content(f"<svg><text>{TEXT}</text></svg>".encode(), name=name, kind="file")
    kept = store.blob(caught.fields["kept_sha256"])
    assert kept is not None
    assert SECRET.encode() not in kept
    assert caught.fields["kind"] == "picture"
    assert [found.count for found in caught.fields["redactions"]] == [1]


def test_a_picture_made_of_dots_is_kept_to_the_byte(store: MemoryStore) -> None:
    """What looks like a secret in it is none."""
    content = b"\x89PNG\r\n\x1a\n" + SECRET.encode() + b"\xff\xfe"
    caught = keeper(store).content(content, name="screen.png", kind="file")
    assert store.blob(caught.fields["kept_sha256"]) == content


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_in_utf_16_without_its_mark_is_kept_without_its_secrets(
    encoding: str, store: MemoryStore
) -> None:
    """In the encoding it came in."""
    content = f"{TEXT}\nand what came after it\n".encode(encoding)
    caught = keeper(store).content(content, name="export.log", kind="file")
    kept = store.blob(caught.fields["kept_sha256"])
    assert kept is not None
    assert SECRET not in kept.decode(encoding)
    assert "and what came after it" in kept.decode(encoding)


@pytest.mark.parametrize("packed", ["protobuf", "gzip", "protobuf in gzip"])
def test_a_run_that_is_no_plain_text_loses_its_secrets_too(packed: str, store: MemoryStore) -> None:
    """It is read as before, its hash is that of what came, and what was taken out is named."""
    data = TracesData()
    span = (
        data.resource_spans.add()
        .scope_spans.add()
        .spans.add(trace_id=b"1" * 16, span_id=b"2" * 8, name="chat")
    )
    for key, value in (("gen_ai.operation.name", "chat"), ("gen_ai.output.messages", f"the key is {SECRET}")):
        span.attributes.add(key=key).value.string_value = value
    content = data.SerializeToString() if "protobuf" in packed else json_of(data)
    sent = gzip.compress(content) if "gzip" in packed else content
    caught = keeper(store).content(sent, name="run", kind="file")
    copy = kept(store, caught)
    assert SECRET.encode() not in (gzip.decompress(copy) if copy[:2] == b"\x1f\x8b" else copy)
    assert caught.fields["sha256"] == hashlib.sha256(sent).hexdigest()
    assert [found.count for found in caught.fields["redactions"]] == [1]
    assert caught.fields["kind"] == "trace"


def json_of(data: TracesData) -> bytes:
    """The one span as OTLP JSON."""
    (span,) = data.resource_spans[0].scope_spans[0].spans
    written = {
        "traceId": span.trace_id.hex(),
        "spanId": span.span_id.hex(),
        "name": span.name,
        "attributes": [
            {"key": a.key, "value": {"stringValue": a.value.string_value}} for a in span.attributes
        ],
    }
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [written]}]}]}).encode()
