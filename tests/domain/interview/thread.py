"""A thread of people and the bot, in memory: say, press, fill; and what was said. The words are those that ship."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from bot.domain import interview
from bot.domain.heard import (
    Attached,
    Deleted,
    Edited,
    FormSent,
    Heard,
    Opened,
    PointChosen,
    Pressed,
    Replied,
    Speaker,
)
from bot.domain.redaction import Redaction
from bot.domain.register import Earlier
from bot.domain.review import PersonKey, Review, Statement, ThreadRef
from bot.domain.run_links import RunLinks, no_links
from bot.domain.says import Errand, Place, Say, Step
from bot.domain.script import Pace, Script
from bot.domain.tree import Block, CardButton, CodeBlock, Heading, Listing, Paragraph, Quote, plain
from bot.domain.vocabulary import Status
from bot.voice import load_voice
from bot.voice.speaking import SpokenVoice
from tests.domain.making import MONDAY


def person(name: str) -> Speaker:
    """Somebody of the workspace."""
    return Speaker(PersonKey(f"test:T1:{name.casefold()}"), name)


ANA, BEA, CEM, DEV = person("Ana"), person("Bea"), person("Cem"), person("Dev")
AGENT = replace(person("Refundo"), agent=True)
PEOPLE = (ANA, BEA, CEM, DEV)
HERE = ThreadRef("test", "T1", "C1", "100")


@cache
def voice() -> SpokenVoice:
    """The words as shipped."""
    return load_voice(None)


def script(quiet_s: float = 0.0) -> Script:
    """The script as shipped, at the terminal's pace unless told otherwise."""
    return replace(voice().script, pace=Pace(quiet_s, 90.0))


@dataclass
class Thread:
    """One review and everything said in it; the whole statement log is in hand, as a journey brings what it needs."""

    review: Review
    script: Script
    now: datetime = MONDAY
    says: list[Say] = field(default_factory=list)
    last: tuple[Say, ...] = ()  # what the last thing heard made the bot say, cards left out
    cards: list[Say] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    earlier: tuple[Earlier, ...] = ()
    known: dict[str, Any] = field(default_factory=dict)  # what else the room tells, by its field

    @classmethod
    def opened(
        cls,
        line: str = "It refunded twelve times",
        by: Speaker = ANA,
        *,
        pace: float = 0.0,
        links: RunLinks = no_links,
        **how: Any,
    ) -> "Thread":
        """A review as `/agent-incident <line>` opens it."""
        words = script(pace)
        heard = Opened(id="e0", at=MONDAY, by=by, line=line, workspace="test:T1", channel="C1", **how)
        room = interview.Room(words, MONDAY, PEOPLE, agents=("mailbot",), links=links)
        step = interview.opened(heard, 7, room)
        thread = cls(replace(step.review, thread=HERE), words)
        thread._keep(step)
        thread.review = replace(thread.review, thread=HERE)
        return thread

    def hear(self, heard: Heard) -> tuple[Say, ...]:
        """One thing heard; PersonError goes on to the caller, and nothing has changed then."""
        room = interview.Room(self.script, self.now, PEOPLE, self.earlier, **self.known)
        step = interview.step(self.review, heard, room)
        self.heard.append(heard)
        self._keep(step)
        return self.last

    def _keep(self, step: Step) -> None:
        self.review = step.review
        self.last = tuple(say for say in step.says if say.id != "card")
        self.says += self.last
        self.cards += [say for say in step.says if say.id == "card"]
        self.errands += step.errands
        self.now += timedelta(seconds=30)

    def _base(self, by: Speaker) -> dict[str, Any]:
        return {"id": f"e{len(self.heard) + 1}", "at": self.now, "by": by, "thread": HERE}

    def say(self, by: Speaker, text: str, **how: Any) -> tuple[Say, ...]:
        """A message in the thread."""
        message = f"m{len(self.heard) + 1}"
        return self.hear(Replied(**self._base(by), message=message, text=text, **how))

    def press(self, by: Speaker, press: str, value: str = "") -> tuple[Say, ...]:
        """A button."""
        return self.hear(Pressed(**self._base(by), press=press, value=value))

    def form(self, by: Speaker, form: str, target: str = "", /, **fields: str) -> tuple[Say, ...]:
        """A form sent."""
        return self.form_with((), by, form, target, **fields)

    def form_with(
        self, found: tuple[Redaction, ...], by: Speaker, form: str, target: str, /, **fields: str
    ) -> tuple[Say, ...]:
        """A form sent, out of which secrets were taken."""
        typed = tuple(fields.items())
        return self.hear(FormSent(**self._base(by), form=form, target=target, fields=typed, redactions=found))

    def edit(self, by: Speaker, message: str, text: str, **how: Any) -> tuple[Say, ...]:
        """A message in new words."""
        return self.hear(Edited(**self._base(by), message=message, text=text, **how))

    def delete(self, by: Speaker, message: str) -> tuple[Say, ...]:
        """A message taken back."""
        return self.hear(Deleted(**self._base(by), message=message))

    def attach(self, by: Speaker, what: str = "run.json", kind: str = "trace", **how: Any) -> tuple[Say, ...]:
        """A file, kept under its hash."""
        sha256 = how.pop("sha256", f"{len(self.heard):064d}")
        return self.hear(Attached(**self._base(by), what=what, kind=kind, sha256=sha256, **how))

    def point(self, by: Speaker, point: str, action: str, **how: Any) -> tuple[Say, ...]:
        """A decision point picked from the newest trace."""
        evidence = self.review.evidence[-1].id
        return self.hear(PointChosen(**self._base(by), evidence=evidence, point=point, action=action, **how))

    def statement(self, text: str) -> Statement:
        """The statement with this text."""
        return next(s for s in self.review.statements if s.text == text)

    def status(self) -> Status:
        """What the review is by now."""
        return self.review.status

    @property
    def keys(self) -> list[str]:
        """The keys of what the bot said last."""
        return [say.key for say in self.last]

    @property
    def shown(self) -> str:
        """What the bot said last, as people read it."""
        return "\n".join(spoken(say) for say in self.last)

    def button(self, press: str) -> CardButton:
        """The newest button with this code."""
        cards = (voice().speak(say) for say in reversed(self.says))
        return next(b for card in cards for b in card.buttons if b.press == press)

    def tap(self, by: Speaker, press: str) -> tuple[Say, ...]:
        """The newest button with this code, pressed as drawn."""
        return self.press(by, press, self.button(press).value)


def spoken(say: Say) -> str:
    """A Say as people read it, its buttons left out."""
    return "\n".join(_lines(voice().speak(say).blocks))


def _lines(blocks: tuple[Block, ...]) -> list[str]:
    out: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(parts) | Heading(_, parts):
                out.append(plain(parts))
            case Listing(items):
                out += [f"- {line}" for item in items for line in _lines(item)]
            case Quote(inner):
                out += _lines(inner)
            case CodeBlock(text):
                out.append(text)
            case _:
                raise TypeError(type(block).__name__)
    return out


@cache
def _own() -> frozenset[str]:
    """What the bot says in its own words: questions, hints, probes, examples, names of facets, keys of vocabularies."""
    words = voice().script
    asked = {text for q in words.questions for text in (q.text, q.hint, *(e.text for e in q.examples))}
    facets = {text for f in words.facets for text in (f.label, *f.probes)}
    keys = {key.rpartition(".")[2] for key in voice().labels}
    return frozenset({*asked, *facets, *keys, *words.sign_probes.values()})


def own_words(say: Say) -> int:
    """How many words of a Say are the bot's own: those of people, and what they named, are left out."""
    bare = replace(say, values={key: _blanked(value) for key, value in say.values.items()}, buttons=())
    return len(spoken(bare).split())


def _blanked(value: object) -> object:
    match value:
        case str():
            return value if value in _own() else ""
        case list() | tuple():
            return [_blanked(part) for part in value]
        case dict():
            return {key: part if key == "kind" else _blanked(part) for key, part in value.items()}
        case _:
            return value


def alone(says: Mapping[str, Say] | tuple[Say, ...], who: Speaker) -> list[Say]:
    """What is said to one person only."""
    found = says.values() if isinstance(says, Mapping) else says
    return [say for say in found if say.place is not Place.THREAD and say.to == who.person]
