"""What the interview sees besides the review: the script, the time, the people, and what came before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.calendar import add_working_days
from bot.domain.due import Policy
from bot.domain.heard import Speaker
from bot.domain.register import Earlier
from bot.domain.review import Participant, PersonKey, Review, Statement
from bot.domain.run_links import RunLinks, no_links
from bot.domain.script import Lexicon, Script
from bot.domain.text import lexicon_for
from bot.domain.vocabulary import Question


def _nothing(agent: str) -> tuple[()]:
    """What is known of an agent that nobody reviewed before."""
    del agent
    return ()


def _nobody(agent: str) -> None:
    """Who owned a review of an agent that nobody reviewed before."""
    del agent


def _any_review(number: int, person: PersonKey) -> bool:
    """Where nothing is known of other reviews, every number is one."""
    del number, person
    return True


def _anybody(about: str, person: PersonKey) -> bool:
    """Where nothing is known of reminders, everybody had one."""
    del about, person
    return True


def _is_here(person: PersonKey) -> bool:
    """Where nothing is known of people, everybody can be asked."""
    del person
    return False


@dataclass(frozen=True)
class Room:
    """One moment of the interview."""

    script: Script
    now: datetime
    people: Iterable[Speaker] = ()
    earlier: Iterable[Earlier] = ()  # reviews that share tool and primary class
    agents: Iterable[str] = ()  # keys of the agents reviewed so far, offered with the first question
    answered_last: Callable[[str], Iterable[tuple[Question, Speaker]]] = _nothing
    """Of an agent: who answered each question for it last time. By its key, for a step may be what names it."""
    last_owner: Callable[[str], Speaker | None] = _nobody
    """Of an agent: who owned its newest finished review."""
    can_be_joined: Callable[[int, PersonKey], bool] = _any_review
    """Whether a review of that number is here, for this person to see, and has not ended."""
    reminded: Callable[[str, PersonKey], bool] = _anybody
    """Whether somebody was reminded of something in this review: `about` is that of its nudges."""
    is_gone: Callable[[PersonKey], bool] = _is_here
    """Whether somebody cannot be asked about this review any more: their account is off, or they left its channel."""
    log: Iterable[Statement] = ()  # every statement of this review as stored, read where somebody looks
    links: RunLinks = no_links
    zone: str = "UTC"
    policy: Policy = field(default_factory=Policy)  # first dates, and the days off they keep clear of

    @property
    def today(self) -> date:
        """Today, where the workspace is."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def in_working_days(self, days: int) -> date:
        """The working day this many working days from today."""
        return add_working_days(self.today, days, self.policy.free)

    def lexicon(self, text: str) -> Lexicon | None:
        """The word lists of the language a text is written in, None where there are none."""
        return lexicon_for(text, self.script.lexicons)


def log_of(review: Review, room: Room) -> tuple[Statement, ...]:
    """The whole statement log, those in hand as they are by now."""
    known = {statement.id: statement for statement in (*room.log, *review.statements)}
    return tuple(known[number] for number in sorted(known))


def authors_of(review: Review, room: Room) -> Mapping[str, PersonKey]:
    """Who said the words of each source, `S4`."""
    return {f"S{statement.id}": statement.author for statement in log_of(review, room)}


def joined(review: Review, who: Speaker, *, role: str = "") -> Review:
    """The review with this person among its participants, agent or not as the platform says."""
    if (known := review.participant(who.person)) is None:
        number = len(review.participants) + 1
        new = Participant(who.person, who.name, number, role=role, agent=who.agent)
        return replace(review, participants=(*review.participants, new))
    changed = replace(known, agent=known.agent or who.agent)
    return with_participant(review, changed)


def with_participant(review: Review, changed: Participant) -> Review:
    """The review with one participant replaced."""
    kept = tuple(changed if p.person == changed.person else p for p in review.participants)
    return replace(review, participants=kept)


def with_writer(review: Review, who: Speaker) -> Review:
    """The review with this person among those who have written: no cold reader any more."""
    review = joined(review, who)
    known = review.participant(who.person)
    if known is None or known.wrote:
        return review
    return with_participant(review, replace(known, wrote=True))


def invited(review: Review, person: PersonKey, room: Room) -> Review:
    """The review with somebody among its participants who has not written: an owner, a reader."""
    known = next((s for s in room.people if s.person == person), Speaker(person, bare_name(person)))
    return joined(review, known)


def bare_name(person: PersonKey) -> str:
    """The id part of a person's key, shown where nobody knows the name."""
    return person.split(":", 2)[-1]


def name_of(review: Review, person: PersonKey | None) -> str:
    """How a person is addressed in the thread, empty for nobody."""
    if person is None:
        return ""
    known = review.participant(person)
    return known.name if known else bare_name(person)
