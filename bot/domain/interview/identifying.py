"""Which agent and which tool: records with a key, from the trace or asked once with the first question."""

from dataclasses import replace

from bot.domain.interview import notes
from bot.domain.interview.room import Room
from bot.domain.review import Review
from bot.domain.says import Step


def key_of(name: str) -> str:
    """The key of an agent or a tool: its name in one spelling, so that the same one is found again."""
    return " ".join(name.split()).casefold()


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
