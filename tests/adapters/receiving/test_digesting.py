"""What is kept of a request: spans by run and agent, with every text as it came but for secrets."""

import hashlib
import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status, TracesData

from bot.domain.errors import PersonError
from bot.domain.redaction import Redaction
from bot.ports import ReceivedSpans
from bot.traces.receiving.digesting import Asked, Digested, digest
from bot.traces.receiving.splitting import PART_BYTES
from tests.adapters.receiving.sending import NOW, PASSWORD, RUN, json_request, json_span, pair, request, span

OTHER = "1" * 32
LATER = NOW + timedelta(minutes=1)


def digested(body: bytes, *, is_json: bool = False) -> Digested:
    """A request, received a minute after `NOW`."""
    return digest(Asked(body, is_json, LATER, 10**8))


def batches(*spans: Span) -> tuple[ReceivedSpans, ...]:
    """What is kept of these."""
    return digested(request(*spans)).batches


def content(batch: ReceivedSpans) -> TracesData:
    """The message that is kept."""
    return TracesData.FromString(zlib.decompress(batch.packed))


def spans_in(*kept: ReceivedSpans) -> list[Span]:
    """All spans that are kept."""
    groups = [group for batch in kept for group in content(batch).resource_spans]
    return [span for group in groups for scope in group.scope_spans for span in scope.spans]


def attribute_of(body: bytes, *, is_json: bool = True) -> AnyValue:
    """The one attribute of the one span."""
    (kept,) = spans_in(*digested(body, is_json=is_json).batches)
    return kept.attributes[0].value


def _nested(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    names = st.sampled_from(
        ["resource", "scopeSpans", "spans", "traceId", "attributes", "key", "value", "events"]
    )
    return st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)


class TestSplitting:
    """A row holds spans of one run and one agent."""

    def test_spans_are_kept_by_run_and_agent(self) -> None:
        """The agent that a span names, else the service; in the order of the request."""
        found = batches(
            span(number=1, agent="refund-desk"),
            span(number=2),
            span(number=3, run=OTHER),
            span(number=4, agent="refund-desk"),
            span(number=5, agent_name="triage"),
        )
        told = {(b.trace_id, b.agent): [int.from_bytes(s.span_id) for s in spans_in(b)] for b in found}
        assert told == {
            (RUN, "refund-desk"): [1, 4],
            (RUN, "refunds"): [2],
            (OTHER, "refunds"): [3],
            (RUN, "triage"): [5],
        }

    def test_every_row_holds_resource_and_scope(self) -> None:
        """Whoever reads it needs nothing from another row."""
        made = TracesData.FromString(request(span(number=1), span(number=2, run=OTHER)))
        made.resource_spans[0].scope_spans[0].scope.name = "made.up"
        made.resource_spans[0].schema_url = "https://schema.example/1"
        for batch in digested(made.SerializeToString()).batches:
            (group,) = content(batch).resource_spans
            assert group.resource.attributes[0].value.string_value == "refunds"
            assert (group.schema_url, group.scope_spans[0].scope.name) == (
                "https://schema.example/1",
                "made.up",
            )

    def test_times_are_those_of_the_spans(self) -> None:
        """The earliest beginning, the latest end."""
        (batch,) = batches(span(at=NOW), span(number=2, at=NOW - timedelta(hours=1)))
        assert (batch.began, batch.ended) == (NOW - timedelta(hours=1), NOW + timedelta(seconds=2))
        assert (batch.received_at, batch.spans) == (LATER, 2)

    def test_spans_without_a_time_were_when_they_came(self) -> None:
        """Nobody knows better."""
        timeless = span()
        timeless.start_time_unix_nano = timeless.end_time_unix_nano = 0
        (batch,) = batches(timeless)
        assert (batch.began, batch.ended) == (LATER, LATER)

    def test_many_large_spans_are_several_rows(self) -> None:
        """None is much larger than a row is to be, and none is lost."""
        text = "The customer wrote again. " * (PART_BYTES // 100)
        found = batches(*(span(number=nr, input_value=text) for nr in range(1, 20)))
        assert len(found) > 2
        assert all(content(batch).ByteSize() < 2 * PART_BYTES for batch in found)
        assert [int.from_bytes(kept.span_id) for kept in spans_in(*found)] == list(range(1, 20))

    def test_the_same_request_has_the_same_ids(self) -> None:
        """Whenever it comes; another one has others."""
        first = batches(span(), span(number=2, run=OTHER))
        again = digest(Asked(request(span(), span(number=2, run=OTHER)), False, NOW, 10**8)).batches  # noqa: FBT003 - as declared
        assert [one.id for one in first] == [one.id for one in again]
        assert len({one.id for one in (*first, *batches(span(name="x")))}) == 3

    def test_the_hash_is_that_of_the_request_unpacked(self) -> None:
        """As received, before anything was taken out."""
        body = request(span(db_password=PASSWORD))
        assert {b.sha256 for b in digested(body).batches} == {hashlib.sha256(body).hexdigest()}


class TestCleaning:
    """No secret is kept, wherever in a request it stands."""

    def test_secrets_are_taken_out_of_every_text(self) -> None:
        """Names, states, messages, attributes of everything, lists and maps; each is counted by its kind."""
        token = "ghp_" + "a1B2" * 9
        made = TracesData.FromString(request(span()))
        group = made.resource_spans[0]
        scope, kept = group.scope_spans[0].scope, group.scope_spans[0].spans[0]
        kept.name, kept.trace_state, kept.status.message = token, token, token
        scope.name, scope.version, group.schema_url = token, token, token
        listed = KeyValue(key="list")
        listed.value.array_value.values.add(string_value=token)
        listed.value.array_value.values.add().kvlist_value.values.append(pair("deep", token))
        for holder in (
            group.resource,
            scope,
            kept,
            kept.events.add(name=token),
            kept.links.add(trace_state=token),
        ):
            holder.attributes.extend([pair("text", f"it is {token}."), pair(token, "key"), listed])
        kept.attributes.add(key="bytes").value.bytes_value = token.encode()
        content_before = made.SerializeToString()
        (batch,) = digested(content_before).batches
        assert token.encode() not in zlib.decompress(batch.packed)
        assert batch.redactions == (Redaction("github token", content_before.count(token.encode())),)

    @pytest.mark.parametrize(
        ("key", "value", "kind"),
        [
            ("db.password", PASSWORD, "password"),
            ("http.request.header.cookie", "session=abcdef", "cookie"),
            ("http.request.header.authorization", "Bearer abcdefgh", "authorization header"),
            ("client_secret", "0123456789abcdef", "secret"),
        ],
    )
    def test_what_is_a_secret_by_its_key_is_one(self, key: str, value: str, kind: str) -> None:
        """Alone, in a list as headers are recorded, and in both forms."""
        plain, listed = {"stringValue": value}, {"arrayValue": {"values": [{"stringValue": value}]}}
        for held in (plain, listed):
            body = json_request(json_span(attributes=[{"key": key, "value": held}]))
            (batch,) = digested(body, is_json=True).batches
            assert value.encode() not in zlib.decompress(batch.packed)
            assert batch.redactions == (Redaction(kind, 1),)

    def test_an_agent_called_like_a_secret_is_not_shown(self) -> None:
        """Its name is a text like any other."""
        (batch,) = batches(span(agent="ghp_" + "a1B2" * 9))
        assert batch.agent == "[redacted: github token]"

    def test_a_name_without_an_end_is_found_by_its_beginning(self) -> None:
        """An index holds names, not novels; the span holds it whole."""
        (batch,) = batches(span(agent="a" * 5000))
        assert batch.agent == "a" * 200
        assert spans_in(batch)[0].attributes[0].value.string_value == "a" * 5000

    def test_what_nobody_knows_is_not_kept(self) -> None:
        """A member of a later version may hold anything."""
        unknown = b"\xca\x3e\x08" + b"hidden!!"  # field 1001, eight bytes
        (batch,) = digested(request(span()) + unknown).batches
        assert b"hidden" not in zlib.decompress(batch.packed)

    @given(st.text(st.characters(codec="utf-8"), max_size=200), st.sampled_from(["", "input.value", "x"]))
    def test_a_text_without_a_secret_stays_to_the_letter(self, text: str, key: str) -> None:
        """Of any letters, under any key."""
        body = TracesData.FromString(request(span()))
        body.resource_spans[0].scope_spans[0].spans[0].attributes.append(pair(key, text))
        (batch,) = digested(body.SerializeToString()).batches
        if not batch.redactions:
            assert spans_in(batch)[0].attributes[0].value.string_value == text


class TestJson:
    """JSON is read into the message it would have been in protobuf."""

    @pytest.mark.parametrize(
        ("value", "read"),
        [
            ({"stringValue": "a\u0000b 🜁"}, AnyValue(string_value="a\u0000b 🜁")),
            ({"stringValue": ""}, AnyValue(string_value="")),
            ({"intValue": "-9223372036854775808"}, AnyValue(int_value=-(2**63))),
            ({"intValue": 7}, AnyValue(int_value=7)),
            ({"doubleValue": 0.1}, AnyValue(double_value=0.1)),
            ({"doubleValue": "Infinity"}, AnyValue(double_value=float("inf"))),
            ({"boolValue": False}, AnyValue(bool_value=False)),
            ({"bytesValue": "AP8="}, AnyValue(bytes_value=b"\x00\xff")),
            ({}, AnyValue()),
            ({"string_value": "snake", "int_value": None}, AnyValue(string_value="snake")),
            ({"laterValue": 1}, AnyValue()),
        ],
    )
    def test_a_value_is_what_it_says(self, value: dict[str, Any], read: AnyValue) -> None:
        """Of each kind, in each spelling; one of no known kind is empty."""
        assert attribute_of(json_request(json_span(attributes=[{"key": "k", "value": value}]))) == read

    def test_lists_and_maps_are_kept_even_when_empty(self) -> None:
        """An empty list is not nothing."""
        read = {}
        for kind in ("arrayValue", "kvlistValue"):
            value: dict[str, object] = {"arrayValue": {"values": [{kind: {"values": []}}]}}
            held = attribute_of(json_request(json_span(attributes=[{"key": "k", "value": value}])))
            read[kind] = held.array_value.values[0].WhichOneof("value")
        assert read == {"arrayValue": "array_value", "kvlistValue": "kvlist_value"}

    def test_a_span_is_read_whole(self) -> None:
        """Every member of the specification."""
        pairs = [{"key": "k", "value": {"stringValue": "v"}}]
        body = json_request(
            json_span(
                traceState="a=b",
                parentSpanId="00F067AA0BA902B8",
                flags=257,
                attributes=pairs,
                droppedAttributesCount=1,
                droppedEventsCount=2,
                droppedLinksCount=3,
                events=[{"timeUnixNano": "5", "name": "e", "attributes": pairs, "droppedAttributesCount": 4}],
                links=[
                    {
                        "traceId": OTHER,
                        "spanId": "1" * 16,
                        "traceState": "c=d",
                        "attributes": pairs,
                        "flags": 1,
                    }
                ],
                status={"code": 2, "message": "failed"},
                later={"anything": [1]},
            )
        )
        (kept,) = spans_in(*digested(body, is_json=True).batches)
        attributes = [pair("k", "v")]
        wanted = Span(
            trace_id=bytes.fromhex(RUN),
            span_id=bytes.fromhex("00f067aa0ba902b7"),
            parent_span_id=bytes.fromhex("00f067aa0ba902b8"),
            trace_state="a=b",
            flags=257,
            name="chat",
            kind=Span.SPAN_KIND_CLIENT,
            start_time_unix_nano=1795788120000000000,
            end_time_unix_nano=1795788122000000000,
            attributes=attributes,
            dropped_attributes_count=1,
            dropped_events_count=2,
            dropped_links_count=3,
            events=[
                Span.Event(time_unix_nano=5, name="e", attributes=attributes, dropped_attributes_count=4)
            ],
            links=[
                Span.Link(
                    trace_id=b"\x11" * 16,
                    span_id=b"\x11" * 8,
                    trace_state="c=d",
                    attributes=attributes,
                    flags=1,
                )
            ],
        )
        wanted.status.CopyFrom(Status(code=Status.STATUS_CODE_ERROR, message="failed"))
        assert kept == wanted

    @pytest.mark.parametrize("kind", ["SPAN_KIND_CLIENT", "3", 3])
    def test_a_kind_may_be_named(self, kind: object) -> None:
        """As some backends do."""
        (kept,) = spans_in(*digested(json_request(json_span(kind=kind)), is_json=True).batches)
        assert kept.kind == Span.SPAN_KIND_CLIENT

    @given(
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=4), _nested, max_leaves=12)
    )
    def test_anything_in_the_place_of_a_span_is_refused_or_read(self, value: object) -> None:
        """Nothing falls over; what is no list of spans at all is refused as a whole."""
        for document in (
            value,
            {"resourceSpans": value},
            {"resourceSpans": [{"scopeSpans": [{"spans": value}]}]},
        ):
            try:
                found = digested(json.dumps(document).encode(), is_json=True)
            except PersonError as error:
                told = error.key
            else:
                told = "" if found.batches == () else "kept"
            assert told in {"", "traces_unreadable"}
