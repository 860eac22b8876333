"""The unit of work in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from bot.domain.calendar import NO_DAYS
from bot.domain.due import Diary
from bot.domain.heard import Heard, Speaker
from bot.domain.nudges import Told
from bot.domain.register import Earlier
from bot.domain.review import PersonKey, Review, Statement, ThreadRef
from bot.domain.vocabulary import Question, WallStatus, question_of
from bot.ports import Outgoing, Timer
from storage import rules
from storage.memory import nudges, outbox, owing
from storage.memory.rows import Input, Rows
from storage.moments import all_utc, utc
from storage.wire import sound_heard

KEYED = {
    "decisions": "letter",
    "unknowns": "id",
    "disagreements": "id",
    "evidence": "id",
    "walls": "id",
    "statements": "id",
}


class MemoryWork:
    """A `Work` on rows that are its own until the unit ends."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def review(self, number: int) -> Review | None:
        """The review, with its pending statements."""
        review = self._rows.reviews.get(number)
        if review is None:
            return None
        return replace(review, statements=tuple(s for s in self.log(number) if s.pending))

    def review_in(self, thread: ThreadRef) -> Review | None:
        """The newest review held in a thread."""
        number = self._rows.held_in(thread)
        return None if number is None else self.review(number)

    def statement(self, number: int, message: str) -> Statement | None:
        """One statement of the log."""
        found = [statement for statement in self.log(number) if statement.message == message]
        return found[-1] if found else None

    def log(self, number: int) -> tuple[Statement, ...]:
        """The whole log."""
        return self._rows.logs.get(number, ())

    def new_number(self) -> int:
        """The next number."""
        return self._rows.count("review")

    def keep(self, review: Review) -> None:
        """Write the review, and its statements in hand into the log."""
        refuse_twins(review)
        kept = all_utc(review)
        log = {statement.id: statement for statement in (*self.log(review.number), *kept.statements)}
        self._rows.logs[review.number] = tuple(log[key] for key in sorted(log))
        self._rows.reviews[review.number] = replace(kept, statements=())

    def meet(self, who: Speaker) -> None:
        """Remember a name."""
        self._rows.people[who.person] = who

    def people(self, workspace: str) -> tuple[Speaker, ...]:
        """Everybody met there."""
        met = [who for who in self._rows.people.values() if rules.workspace_of(who.person) == workspace]
        return tuple(sorted(met, key=rules.by_name))

    def agents(self, workspace: str) -> tuple[str, ...]:
        """Every agent reviewed there."""
        return tuple(sorted({review.agent for review in self._here(workspace) if review.agent}))

    def relying(self, workspace: str, agent: str) -> tuple[int, ...]:
        """Reviews that rely on an agent being as it was."""
        here = (review for review in self._here(workspace) if agent and review.agent == agent)
        return tuple(sorted(review.number for review in here if rules.relies(review)))

    def person(self, person: PersonKey) -> Speaker | None:
        """Somebody met."""
        return self._rows.people.get(person)

    def last_owner(self, workspace: str, agent: str) -> PersonKey | None:
        """Who owned the newest finished review of an agent."""
        newest = self._of_agent(workspace, agent)[: rules.MOST_REMEMBERED]
        owners = [r.owner for r in newest if r.status in rules.FINISHED]
        return owners[0] if owners else None

    def answered_last(
        self, workspace: str, agent: str, besides: int
    ) -> tuple[tuple[Question, PersonKey], ...]:
        """Who answered each question for an agent last time."""
        others = [r for r in self._of_agent(workspace, agent) if r.number != besides]
        found = [
            (finding.at, review.number, nr, question_of(finding.facet), finding.author)
            for review in others[: rules.MOST_REMEMBERED]
            for nr, finding in enumerate(review.findings)
            if not self._is_agent(review, finding.author)
        ]
        newest = {question: author for *_, question, author in sorted(found)}
        return tuple((question, newest[question]) for question in rules.REMEMBERED if question in newest)

    def earlier(self, review: Review) -> tuple[Earlier, ...]:
        """Reviews of the same tool and class."""
        alike = (review.tool, rules.decision_class(review))
        found = (
            Earlier(
                other.number,
                other.title,
                tuple(wall.id for wall in other.walls if wall.status is WallStatus.STANDING),
                other.restricted,
                tuple(dict.fromkeys((other.owner, other.opener, *other.readers))) if other.restricted else (),
            )
            for other in self._here(review.workspace)
            if all(alike)
            and (other.tool, rules.decision_class(other)) == alike
            and other.number != review.number
            and other.status not in rules.NEVER_BEGUN
        )
        return tuple(islice(found, rules.MOST_ALIKE))

    def say(self, row: Outgoing) -> None:
        """Put a row into the outbox."""
        outbox.put(self._rows, row)

    def unsay(self, number: int, texts: tuple[str, ...]) -> None:
        """Forget what was said with these texts."""
        outbox.unsay(self._rows, number, texts)

    def wait(self, timer: Timer) -> None:
        """Set a timer."""
        self._rows.timers[timer.review, timer.name] = replace(timer, due_at=utc(timer.due_at))

    def cancel(self, review: int, name: str) -> None:
        """Forget a timer."""
        self._rows.timers.pop((review, name), None)

    def told(self, number: int) -> tuple[Told, ...]:
        """What a review told anybody."""
        return nudges.of_review(self._rows, number)

    def told_to(self, person: PersonKey, since: datetime) -> tuple[Told, ...]:
        """What somebody was told outside threads."""
        return nudges.to_person(self._rows, person, since)

    def tell(self, told: Told) -> None:
        """Remember a nudge as sent."""
        nudges.put(self._rows, told)

    def put_off(self, number: int, about: str, person: PersonKey, later: date) -> bool:
        """Put off what somebody was told last about something."""
        return nudges.put_off(self._rows, number, about, person, later)

    def owe(self, number: int, due: Mapping[PersonKey, datetime]) -> None:
        """Note when each person is owed a word."""
        owing.put(self._rows, number, due)

    def owing(self, person: PersonKey, now: datetime) -> tuple[int, ...]:
        """The reviews that owe somebody a word by now."""
        return owing.to_person(self._rows, person, now)

    def concerning(self, person: PersonKey) -> tuple[int, ...]:
        """The reviews that owe somebody a word, ask them something or are theirs."""
        return owing.concerning(self._rows, person)

    def diaries(self, people: Iterable[PersonKey]) -> Mapping[PersonKey, Diary]:
        """What is known of these people's time."""
        known = self._rows.diaries
        return {person: known[person] for person in people if person in known}

    def keep_diary(self, person: PersonKey, diary: Diary) -> None:
        """Keep what is known of somebody's time."""
        self._rows.diaries[person] = all_utc(replace(diary, hours=None, free=NO_DAYS))

    def hear(self, heard: Heard) -> bool:
        """Put an input into the inbox."""
        if heard.id in self._rows.inbox:
            return False
        self._rows.inbox[heard.id] = Input(sound_heard(heard))
        return True

    def _of_agent(self, workspace: str, agent: str) -> list[Review]:
        """Reviews of an agent that are open to everybody, newest first."""
        return [r for r in self._here(workspace) if agent and r.agent == agent and not r.restricted]

    def _is_agent(self, review: Review, person: PersonKey) -> bool:
        """Whether somebody is an agent, as a platform says or as a person said in this review."""
        known = (self._rows.people.get(person), review.participant(person))
        return any(who is not None and who.agent for who in known)

    def _here(self, workspace: str) -> list[Review]:
        """Reviews of a workspace, newest first."""
        here = [review for review in self._rows.reviews.values() if review.workspace == workspace]
        return sorted(here, key=lambda review: -review.number)


def refuse_twins(review: Review) -> None:
    """ValueError where two parts of a kind have one id: the second would hide the first."""
    for name, key in KEYED.items():
        ids = [getattr(value, key) for value in getattr(review, name)]
        if len(set(ids)) < len(ids):
            raise ValueError(f"two of the same {key} in {name} of review {review.number}")
