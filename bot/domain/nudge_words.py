"""Nudges said: one item in the thread or the channel, or all of a person's items, of any reviews, in one message."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.nudge_item import Item
from bot.domain.nudge_rows import take_it, waiting
from bot.domain.nudges import Nudge, NudgeKind, Where
from bot.domain.review import PersonKey, Review
from bot.domain.says import Place, Say

SHOWN = 10
"""Items of one message; the others are counted, and named by `/agent-incident mine`."""


def in_thread(nudge: Nudge, review: Review) -> Say:
    """A nudge for everybody to see: what is open, and nothing of how long it has been.

    A review without an owner is a word to whoever reads it; anything else calls on who was asked, in the thread.
    """
    if nudge.kind is NudgeKind.NEEDS_OWNER:
        take = replace(take_it(nudge), review=review.number)
        place = Place.CHANNEL if nudge.place is Where.CHANNEL else Place.THREAD
        return Say("nudge_channel", {"review": review.key}, _id(nudge), place, buttons=(take,))
    row, buttons = waiting(Item(nudge, review, nudge.to, nudge.for_day))
    return Say("nudge_thread", {"rows": [row]}, _id(nudge), to=nudge.to, buttons=buttons)


def _id(nudge: Nudge) -> str:
    return f"nudge:{nudge.kind}:{nudge.about}:{nudge.for_day.isoformat()}"


def direct(to: PersonKey, items: Sequence[tuple[Nudge, Review]], today: date) -> Say:
    """All that one person is owed, longest owed first, as one message; `today` is the date where they are.

    Where there are several, the words of each button begin with the number of its item.
    """
    ordered = sorted(items, key=lambda item: (item[0].due_at, item[0].review, item[0].about))
    shown = [(nudge, waiting(Item(nudge, review, to, today))) for nudge, review in ordered[:SHOWN]]
    several = len(shown) > 1
    buttons = tuple(
        replace(button, text=str(place) if several else "", review=nudge.review)
        for place, (nudge, (_, offered)) in enumerate(shown, 1)
        for button in offered
    )
    values = {"rows": [row for _, (row, _) in shown], "rest": len(ordered) - len(shown)}
    return Say("nudge", values, f"nudge:{today.isoformat()}", Place.ALONE, to, buttons)
