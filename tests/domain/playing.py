"""A clock for tests of reminders, and reviews in which a question waits for an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.reminders import Diary, Nudge, NudgeKind, Policy, Told, next_due, owed, told
from bot.domain.review import Act, PersonKey, Progress, Review, Stage
from bot.domain.vocabulary import Question
from tests.domain.making import ASKED, MONDAY, make_review

LAST_OWNER = PersonKey("test:T1:lastowner")
POLICY = Policy()
Sent = list[tuple[str, NudgeKind, PersonKey | None]]
"""What was sent: the time in UTC, the kind, the person."""


@dataclass
class Player:
    """A clock that jumps from one due moment to the next, and keeps what it told."""

    review: Review
    diaries: Mapping[PersonKey, Diary] = field(default_factory=dict)
    now: datetime = MONDAY
    last_owner: PersonKey | None = None
    told: tuple[Told, ...] = ()

    def owed(self) -> tuple[Nudge, ...]:
        """What is owed now."""
        return owed(self.review, POLICY, self.diaries, self.told, self.now, last_owner=self.last_owner)

    def next_due(self) -> datetime | None:
        """When to look again."""
        return next_due(self.review, POLICY, self.diaries, self.told, self.now, last_owner=self.last_owner)

    def send(self) -> tuple[Nudge, ...]:
        """Send what is owed now."""
        nudges = self.owed()
        self.told += tuple(told(nudge, self.now) for nudge in nudges)
        return nudges

    def play(self, until: datetime) -> Sent:
        """Everything sent until a moment, as (time of UTC, kind, person)."""
        sent: Sent = []
        while (due := self.next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            nudges = self.send()
            assert nudges, "woken for nothing"
            sent += [(f"{self.now:%a %d %b %H:%M}", n.kind, n.to) for n in nudges]
        self.now = until
        return sent


def asked(**changes: object) -> Review:
    """A review whose first question was put on Monday at ten, to its owner."""
    return make_review(
        **{
            "asking": Question.DECISION,
            "progress": (Progress(Question.DECISION, "A", Stage.ASKED),),
            "acts": (Act(MONDAY, "asked"),),
            **changes,
        }
    )


def handed(**changes: object) -> Review:
    """A review whose first question was handed to somebody on Monday at ten."""
    progress = Progress(Question.DECISION, "A", Stage.ASKED, asked_of=ASKED)
    return asked(progress=(progress,), **changes)


def days(n: float) -> datetime:
    """So many days after Monday."""
    return MONDAY + timedelta(days=n)
