"""The setting that `docs/receiving-traces.md` shows, in the environment of a program that uses OpenTelemetry's SDK."""

import asyncio
import gzip
import os
import re
import sys
from dataclasses import replace
from pathlib import Path

import yaml

from bot.domain.decision_points import candidates
from bot.domain.trace import Trace
from bot.domain.trace_vocabulary import Flag
from bot.traces.reading import read
from bot.traces.receiving.door import LOGS_PATH, PATH
from bot.traces.receiving.finding import traces_of
from storage.memory import MemoryStore
from tests.adapters.receiving.sending import NOW, TOKEN, receiving
from tests.adapters.traces.eras import ERAS
from tests.adapters.traces.forms import TRACE, logs_protobuf, otlp_json, otlp_protobuf

DOCUMENT = Path(__file__).parents[3] / "docs" / "receiving-traces.md"
SETTING = re.compile(r'^export (?P<name>\w+)="?(?P<value>[^"\n]*)"?$', re.MULTILINE)
MESSAGES = 100

AGENT = f"""
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
with provider.get_tracer("made.up").start_as_current_span("chat m") as span:
    span.set_attribute("openinference.span.kind", "LLM")
    for nr in range({MESSAGES}):
        span.set_attribute(f"llm.input_messages.{{nr}}.message.role", "user" if nr else "system")
        span.set_attribute(f"llm.input_messages.{{nr}}.message.content", f"message {{nr}}, password: hunter2!x")
    span.set_attribute("llm.output_messages.0.message.role", "assistant")
    span.set_attribute("llm.output_messages.0.message.content", "done")
provider.shutdown()
"""


IN_EVENTS = """
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

tracers, loggers = TracerProvider(), LoggerProvider()
tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
loggers.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
logger = loggers.get_logger("made.up")
logger.emit(event_name="started", body="no event of a span")
with tracers.get_tracer("made.up").start_as_current_span("chat m") as span:
    span.set_attribute("gen_ai.operation.name", "chat")
    logger.emit(event_name="gen_ai.system.message", body={"content": "Never refund above 200 EUR."})
    logger.emit(event_name="gen_ai.user.message", body={"content": "Refund it, password: hunter2!x"})
    answer = {"role": "assistant", "content": "done"}
    logger.emit(event_name="gen_ai.choice", body={"index": 0, "finish_reason": "stop", "message": answer})
loggers.shutdown()
tracers.shutdown()
"""
"""An agent whose content is in events."""


def documented(url: str) -> dict[str, str]:
    """The variables of the document, with our address and token in place of those shown."""
    shown = {row["name"]: row["value"] for row in SETTING.finditer(DOCUMENT.read_text("utf-8"))}
    ours = {name: value.replace("$TRACES_TOKEN", TOKEN) for name, value in shown.items()}
    addresses = {"TRACES": url, "LOGS": url.replace(PATH, LOGS_PATH)}
    return {**ours, **{f"OTEL_EXPORTER_OTLP_{name}_ENDPOINT": address for name, address in addresses.items()}}


def sent(agent: str = AGENT, **changed: str | None) -> tuple[MemoryStore, str]:
    """What arrives of a program that runs with the setting, and what it writes to standard error; None unsets."""
    store = MemoryStore()

    async def run() -> str:
        async with receiving(store) as sender:
            settings = {**documented(sender.url), **changed}
            others = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
            environment = {**others, "NO_PROXY": "127.0.0.1"}
            environment |= {name: value for name, value in settings.items() if value is not None}
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", agent), env=environment, stderr=asyncio.subprocess.PIPE
            )
            _, errors = await process.communicate()
            assert process.returncode == 0
            return errors.decode()

    return store, asyncio.run(run())


def only_run(store: MemoryStore) -> Trace:
    """The one run that arrived."""
    ((run,),) = (store.received.runs(NOW.replace(year=2000), NOW.replace(year=2999), 10),)
    assert run.agents == ("refund-desk",)
    return read(traces_of(store, run.trace_id))


def test_the_documented_setting_brings_a_run_whole() -> None:
    """Every message, the first one too, without its secrets; the exporter complains of nothing."""
    store, errors = sent()
    (span,) = only_run(store).spans
    assert span.turn is not None
    texts = [item.text for item in span.turn.window.messages]
    assert texts == [f"message {nr}, password: [redacted: password]" for nr in range(MESSAGES)]
    assert errors == ""


def test_without_its_limit_of_attributes_the_beginning_is_lost() -> None:
    """Why the document sets it: the SDK drops the oldest, and says how many."""
    store, _ = sent(OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=None)
    (span,) = only_run(store).spans
    assert span.turn is not None
    assert "message 0" not in " ".join(item.text for item in span.turn.window.messages)
    assert Flag.ATTRS_DROPPED in span.flags


def test_the_documented_setting_brings_content_in_events() -> None:
    """Instructions, messages and the answer join their span, without secrets; a line of a log is left out."""
    store, _ = sent(IN_EVENTS)
    (span,) = only_run(store).spans
    assert span.turn is not None
    texts = [item.text for item in span.turn.window.messages]
    assert texts == ["Never refund above 200 EUR.", "Refund it, password: [redacted: password]"]
    assert [item.text for item in span.turn.output] == ["done"]


COLLECTOR = re.compile(r"^```yaml\n(?P<setting>exporters:.*?)^```$", re.MULTILINE | re.DOTALL)


def test_what_the_documented_setting_of_a_collector_would_send_is_taken() -> None:
    """No Collector runs here: the requests are made as its documentation says, with what the setting says."""
    found = COLLECTOR.search(DOCUMENT.read_text("utf-8"))
    assert found is not None
    setting = yaml.safe_load(found["setting"])
    (name,) = setting["exporters"]
    exporter = setting["exporters"][name]
    run, store = ERAS["gen_ai 1.28 in log events"](), MemoryStore()
    bodies = {"traces": otlp_protobuf(run), "logs": logs_protobuf(run)}

    async def send() -> list[int]:
        async with receiving(store) as sender:
            statuses = []
            for signal, body in bodies.items():
                assert name in setting["service"]["pipelines"][signal]["exporters"]
                path = exporter[f"{signal}_endpoint"].partition("bot.example.org")[2]
                given = {
                    key: value.replace("${env:TRACES_TOKEN}", TOKEN)
                    for key, value in exporter["headers"].items()
                }
                at = replace(sender, url=sender.url.replace(PATH, path))
                packed = {"gzip": gzip.compress}[exporter["compression"]](body)
                answer = await at.sends(
                    packed, Content_Encoding="gzip", User_Agent="Collector/0 (linux)", **given
                )
                statuses.append(answer.status)
            return statuses

    assert asyncio.run(send()) == [200, 200]
    assert list(candidates(read(traces_of(store, TRACE)))) == list(candidates(read(otlp_json(run))))


def test_another_token_brings_nothing() -> None:
    """And the exporter says so, where its log is read."""
    store, errors = sent(OTEL_EXPORTER_OTLP_TRACES_HEADERS="Authorization=Bearer%20another")
    assert store.received.runs(NOW.replace(year=2000), NOW.replace(year=2999), 10) == ()
    assert "401" in errors
