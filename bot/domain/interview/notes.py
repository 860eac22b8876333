"""What the next message of the bot mentions first: taken, filed elsewhere, parked, left unknown. One message a turn."""

from dataclasses import dataclass, replace

from bot.domain.interview.room import Room
from bot.domain.review import PersonKey, Unknown
from bot.domain.says import Say
from bot.domain.trace_vocabulary import Provenance
from bot.domain.vocabulary import Facet

Note = tuple[str, dict[str, object]]
"""The kind of a note and the values of its sentence (`prompts/say/_notes.md.j2`)."""


@dataclass(frozen=True)
class Notes:
    """What happened since the bot last spoke."""

    author: PersonKey | None = None  # who answered last: blame probes go to them alone
    heated: PersonKey | None = None  # who wrote in heat: the turn to the set-up goes to them alone
    facets: tuple[Facet, ...] = ()  # taken for the open question
    others: tuple[Note, ...] = ()
    statement: int = 0  # the newest statement taken: one tap turns it back into talk

    def adding(self, *more: Note) -> "Notes":
        """These notes and more."""
        return replace(self, others=(*self.others, *more))

    def values(self, room: Room) -> dict[str, object]:
        """As values of a Say: labels of facets taken, and the notes."""
        return {
            "taken": [room.script.facet(facet).label for facet in self.facets],
            "notes": [{"kind": kind, **values} for kind, values in _folded(self.others)],
            "statement": str(self.statement or ""),
        }

    @property
    def anything(self) -> bool:
        """Whether there is something to mention."""
        return bool(self.facets or self.others)

    def noted(self, room: Room) -> Say:
        """The notes alone, where nothing is asked after them."""
        return Say("noted", self.values(room), "noted")


def _folded(others: tuple[Note, ...]) -> tuple[Note, ...]:
    """The notes with those of one kind as one, where several messages or fields gave rise to them."""
    kinds = tuple(dict.fromkeys(kind for kind, _ in others))
    return tuple(note for kind in kinds for note in _as_one(kind, [v for k, v in others if k == kind]))


def _as_one(kind: str, several: list[dict[str, object]]) -> tuple[Note, ...]:
    if len(several) == 1 or kind not in {"parked", "parked_late", "filed", "disagreement"}:
        return tuple((kind, values) for values in several)
    if kind in {"parked", "parked_late"}:
        return ((kind, {"count": str(sum(int(str(v["count"])) for v in several))}),)
    if kind == "disagreement":
        return (("disagreements", {"ids": [v["id"] for v in several]}),)
    labels = [label for v in several for label in _listed(v["facets"])]
    return ((kind, {"facets": list(dict.fromkeys(labels))}),)


def _listed(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else []


NOTHING = Notes()
"""Nothing to mention."""

FEW_OPTIONS, NOBODY_ELSE = "few_options", "nobody_else"
"""Kinds of the note of a missing cold reader that say why: nothing to choose from, nobody who was not there."""


def unknown(what: Unknown, owner: str, room: Room) -> Note:
    """Left unknown, with an owner and a date."""
    if not what.facets:
        return no_reader(what, owner)
    labels = [room.script.facet(f).label for f in what.facets]
    return ("unknown", {"id": what.id, "facets": labels, "owner": owner, "due": what.due.isoformat()})


def no_reader(what: Unknown, owner: str, kind: str = "no_reader") -> Note:
    """No cold reader, with an owner and a date; the kind says why, where that is known."""
    return (kind, {"id": what.id, "owner": owner, "due": what.due.isoformat()})


def parked(count: int, kind: str = "parked") -> Note:
    """Fixes put aside for the wall question; `parked_late` where that was answered already."""
    return (kind, {"count": str(count)})


def filed(facets: tuple[Facet, ...], room: Room) -> Note:
    """Words that answer another question, kept there."""
    return ("filed", {"facets": [room.script.facet(f).label for f in facets]})


def account(name: str, opened: tuple[Facet, ...], room: Room) -> Note:
    """Whose words are the agent's own, and which facets rested on them alone."""
    return (
        "agent_account",
        {"name": name, "facets": [room.script.facet(f).label for f in dict.fromkeys(opened)]},
    )


def doubt(evidence: str, provenance: Provenance) -> Note:
    """What it did is in the trace, and not as it was sent."""
    return ("doubt", {"evidence": evidence, "provenance": provenance.value})


def simple(kind: str, **values: str) -> Note:
    """A note with plain values."""
    return (kind, dict(values))
