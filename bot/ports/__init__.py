"""Every hole in the wall: what the doors and journeys need from storage, chat, sources and targets.

Import from here; each module is one side of the house:

rows      what waits in the database: errands, results, timers, inputs
storing   `Work` for journeys, `Lists` for who looks something up, `Store` for the doors
speaking  `Voice`, `Chat`, forms
receiving spans that agents sent
addressing how people and channels are reached
edges     `Clock`, publishers, trace sources and readers
"""

from bot.ports.addressing import Addresses
from bot.ports.edges import (
    Capture,
    Clock,
    Drawing,
    Paint,
    Publication,
    Publisher,
    RunDrawer,
    RunFetcher,
    TraceReader,
    TraceSource,
    WithoutSecrets,
)
from bot.ports.receiving import Received, ReceivedRun, ReceivedSpans
from bot.ports.rows import (
    Claim,
    Dead,
    OpenThread,
    Outgoing,
    Pending,
    Result,
    RetryAt,
    Sendable,
    Sent,
    Timer,
    Unclear,
    heard_of,
)
from bot.ports.speaking import Chat, Field, Form, Voice
from bot.ports.storing import Lists, Store, Work

__all__ = [
    "Addresses",
    "Capture",
    "Chat",
    "Claim",
    "Clock",
    "Dead",
    "Drawing",
    "Field",
    "Form",
    "Lists",
    "OpenThread",
    "Outgoing",
    "Paint",
    "Pending",
    "Publication",
    "Publisher",
    "Received",
    "ReceivedRun",
    "ReceivedSpans",
    "Result",
    "RetryAt",
    "RunDrawer",
    "RunFetcher",
    "Sendable",
    "Sent",
    "Store",
    "Timer",
    "TraceReader",
    "TraceSource",
    "Unclear",
    "Voice",
    "WithoutSecrets",
    "Work",
    "heard_of",
]
