"""The unit of work on SQLite: journeys read and write through it, in the transaction it was given."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection

from bot.domain.due import Diary
from bot.domain.heard import Heard, Speaker
from bot.domain.nudges import Told
from bot.domain.register import Earlier
from bot.domain.review import PersonKey, Review, Statement, ThreadRef
from bot.domain.vocabulary import Question
from bot.ports import Outgoing, Timer
from storage import diaries, inbox, mapping, nudges, outbox, owing, people, register, timers
from storage.upsert import count
from storage.wire import sound_heard


class SqlWork:
    """A `Work` on one connection; whoever opened the transaction ends it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reviews: dict[int, Review] = {}  # as stored by now
        self._statements: dict[int, dict[int, Statement]] = {}

    def review(self, number: int) -> Review | None:
        """The review, with its pending statements."""
        review = mapping.load_review(self._connection, number)
        if review is not None:
            self._reviews[number] = review
            self._in_hand(number, *review.statements)
        return review

    def review_in(self, thread: ThreadRef) -> Review | None:
        """The newest review held in a thread."""
        number = inbox.held_in(self._connection, thread)
        return None if number is None else self.review(number)

    def statement(self, number: int, message: str) -> Statement | None:
        """One statement of the log."""
        found = mapping.find_statement(self._connection, number, message)
        if found is not None:
            self._in_hand(number, found)
        return found

    def log(self, number: int) -> tuple[Statement, ...]:
        """The whole log."""
        log = mapping.load_statements(self._connection, number)
        self._in_hand(number, *log)
        return log

    def new_number(self) -> int:
        """The next number; given back only where the unit is rolled back."""
        return count(self._connection, "review")

    def keep(self, review: Review) -> None:
        """Write what differs from what is stored."""
        number = review.number
        before = self._reviews.get(number) or self.review(number)
        held = self._statements.setdefault(number, {})
        if unseen := [statement.id for statement in review.statements if statement.id not in held]:
            self._in_hand(number, *mapping.statements_by_id(self._connection, number, unseen))
        mapping.write(self._connection, before, review, held)
        if review.thread is not None and (before is None or before.thread != review.thread):
            inbox.join_lines(self._connection, review.thread, number)
        self._reviews[number] = review
        self._in_hand(number, *review.statements)

    def meet(self, who: Speaker) -> None:
        """Remember a name."""
        people.meet(self._connection, who)

    def people(self, workspace: str) -> tuple[Speaker, ...]:
        """Everybody met there."""
        return people.people(self._connection, workspace)

    def agents(self, workspace: str) -> tuple[str, ...]:
        """Every agent reviewed there."""
        return people.agents(self._connection, workspace)

    def relying(self, workspace: str, agent: str) -> tuple[int, ...]:
        """Reviews that rely on an agent being as it was."""
        return register.relying(self._connection, workspace, agent)

    def person(self, person: PersonKey) -> Speaker | None:
        """Somebody met."""
        return people.person(self._connection, person)

    def last_owner(self, workspace: str, agent: str) -> PersonKey | None:
        """Who owned the newest finished review of an agent."""
        return people.last_owner(self._connection, workspace, agent)

    def answered_last(
        self, workspace: str, agent: str, besides: int
    ) -> tuple[tuple[Question, PersonKey], ...]:
        """Who answered each question for an agent last time."""
        return people.answered_last(self._connection, workspace, agent, besides)

    def earlier(self, review: Review) -> tuple[Earlier, ...]:
        """Reviews of the same tool and class."""
        return register.earlier(self._connection, review)

    def say(self, row: Outgoing) -> None:
        """Put a row into the outbox."""
        outbox.put(self._connection, row)

    def unsay(self, number: int, texts: tuple[str, ...]) -> None:
        """Forget what was said with these texts."""
        outbox.unsay(self._connection, number, texts)

    def wait(self, timer: Timer) -> None:
        """Set a timer."""
        timers.put(self._connection, timer)

    def cancel(self, review: int, name: str) -> None:
        """Forget a timer."""
        timers.cancel(self._connection, review, name)

    def told(self, number: int) -> tuple[Told, ...]:
        """What a review told anybody."""
        return nudges.of_review(self._connection, number)

    def told_to(self, person: PersonKey, since: datetime) -> tuple[Told, ...]:
        """What somebody was told outside threads."""
        return nudges.to_person(self._connection, person, since)

    def tell(self, told: Told) -> None:
        """Remember a nudge as sent."""
        nudges.put(self._connection, told)

    def put_off(self, number: int, about: str, person: PersonKey, later: date) -> bool:
        """Put off what somebody was told last about something."""
        return nudges.put_off(self._connection, number, about, person, later)

    def owe(self, number: int, due: Mapping[PersonKey, datetime]) -> None:
        """Write when each person is owed a word, where it differs."""
        owing.put(self._connection, number, due)

    def owing(self, person: PersonKey, now: datetime) -> tuple[int, ...]:
        """The reviews that owe somebody a word by now."""
        return owing.to_person(self._connection, person, now)

    def concerning(self, person: PersonKey) -> tuple[int, ...]:
        """The reviews that owe somebody a word, ask them something or are theirs."""
        return owing.concerning(self._connection, person)

    def diaries(self, people: Iterable[PersonKey]) -> Mapping[PersonKey, Diary]:
        """What is known of these people's time."""
        return diaries.find(self._connection, people)

    def keep_diary(self, person: PersonKey, diary: Diary) -> None:
        """Keep what is known of somebody's time."""
        diaries.put(self._connection, person, diary)

    def hear(self, heard: Heard) -> bool:
        """Put an input into the inbox."""
        return inbox.put(self._connection, sound_heard(heard))

    def _in_hand(self, number: int, *statements: Statement) -> None:
        self._statements.setdefault(number, {}).update({statement.id: statement for statement in statements})
