"""Which agent and which tool: records with a key; and who in the thread is the agent itself."""

from dataclasses import replace

from bot.domain import talk
from bot.domain.agents import key_of
from bot.domain.interview import notes
from bot.domain.interview.dropping import drop
from bot.domain.interview.rights import may_read
from bot.domain.interview.room import Room, log_of, name_of, with_participant
from bot.domain.review import (
    Participant,
    PersonKey,
    Review,
    Statement,
    StatementKind,
    with_statement,
)
from bot.domain.says import Step
from bot.domain.vocabulary import Facet


def known_as(review: Review, agent: str, tool: str) -> Review:
    """The review with agent and tool as somebody named them; a blank changes nothing."""
    return replace(review, agent=key_of(agent) or review.agent, tool=key_of(tool) or review.tool)


def named(review: Review, agent: str, tool: str, room: Room) -> Step:
    """The same, and a word about it."""
    known = known_as(review, agent, tool)
    if known == review:
        return Step(review)
    told = notes.NOTHING.adding(notes.simple("agent", agent=known.agent, tool=known.tool))
    return Step(known).saying(told.noted(room))


def as_agent(review: Review, person: PersonKey, room: Room) -> Step:
    """A participant is the agent: all they wrote is its later account, and what rested on it is open again."""
    if (known := review.participant(person)) is not None:
        review = with_participant(review, replace(known, agent=True))
    opened: tuple[Facet, ...] = ()
    for statement in _of(review, person, room):
        if statement.kind is not StatementKind.SELF_REPORT:
            account = replace(statement, kind=StatementKind.SELF_REPORT, pending=False)
            dropped = drop(with_statement(review, account), replace(account, text=""), room)
            review, opened = dropped.review, (*opened, *dropped.opened)
    told = notes.NOTHING.adding(notes.account(name_of(review, person), opened, room))
    return Step(review).saying(told.noted(room))


def as_person(review: Review, known: Participant, room: Room) -> Step:
    """A participant is not the agent after all: what they wrote waits like any message, or is talk."""
    review = with_participant(review, replace(known, agent=False))
    for statement in _of(review, known.person, room):
        if statement.kind is StatementKind.SELF_REPORT and not statement.deleted:
            lexicon = room.lexicon(statement.text)
            is_talk = talk.is_talk(statement.text, lexicon) or not may_read(review, known.person)
            kind = StatementKind.TALK if is_talk else StatementKind.ANSWER
            review = with_statement(review, replace(statement, kind=kind, pending=not is_talk))
    told = notes.NOTHING.adding(notes.simple("no_agent", name=known.name))
    return Step(review).saying(told.noted(room))


def _of(review: Review, person: PersonKey, room: Room) -> tuple[Statement, ...]:
    """What somebody wrote, oldest first."""
    return tuple(statement for statement in log_of(review, room) if statement.author == person)
