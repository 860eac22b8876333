"""What the next message of the bot mentions first: taken, filed elsewhere, parked, left unknown. One message a turn."""

from dataclasses import dataclass, replace

from bot.domain.interview.room import Room
from bot.domain.review import PersonKey, Unknown
from bot.domain.vocabulary import Facet

Note = tuple[str, dict[str, str]]
"""The kind of a note and the values of its sentence (`prompts/say/_notes.md.j2`)."""


@dataclass(frozen=True)
class Notes:
    """What happened since the bot last spoke."""

    author: PersonKey | None = None  # who answered last: blame probes go to them alone
    facets: tuple[Facet, ...] = ()  # taken for the open question
    others: tuple[Note, ...] = ()

    def adding(self, *more: Note) -> "Notes":
        """These notes and more."""
        return replace(self, others=(*self.others, *more))

    def values(self, room: Room) -> dict[str, object]:
        """As values of a Say: labels of facets taken, and the notes."""
        return {
            "taken": [room.script.facet(facet).label for facet in self.facets],
            "notes": [{"kind": kind, **values} for kind, values in self.others],
        }


NOTHING = Notes()
"""Nothing to mention."""


def unknown(what: Unknown, owner: str, room: Room) -> Note:
    """Left unknown, with an owner and a date."""
    labels = ", ".join(room.script.facet(f).label for f in what.facets)
    return ("unknown", {"id": what.id, "facets": labels, "owner": owner, "due": what.due.isoformat()})


def parked(count: int) -> Note:
    """Fixes put aside for the wall question."""
    return ("parked", {"count": str(count)})


def filed(facets: tuple[Facet, ...], room: Room) -> Note:
    """Words that answer another question, kept there."""
    return ("filed", {"facets": ", ".join(room.script.facet(f).label for f in facets)})


def simple(kind: str, **values: str) -> Note:
    """A note with plain values."""
    return (kind, values)
