"""The register as its words are given it: the first rows of each list."""

from collections.abc import Iterable

from bot.domain.register import Again, CameBack, Register, Tally

MOST = 10
"""Rows of each list that are shown."""


def register_values(register: Register) -> dict[str, object]:
    """The values of `prompts/say/register.md.j2`."""
    share = register.learned_share
    lists = (register.again_yes, register.again_unknown, register.came_back, register.tallies)
    return {
        "yes": _agents(register.again_yes),
        "unknown": _agents(register.again_unknown),
        "finished": register.finished,
        "learned": register.learned,
        "percent": "" if share is None else str(round(share * 100)),
        "came_back": [_came_back(row) for row in register.came_back[:MOST]],
        "tallies": [_tally(row) for row in register.tallies[:MOST]],
        "cut": any(len(rows) > MOST for rows in lists),
        "repeats": len(register.repeats),
        "standing": register.standing,
        "late": register.late,
        "breached": register.breached,
        "days": "" if register.days_to_standing is None else f"{register.days_to_standing:g}",
    }


def _agents(rows: tuple[Again, ...]) -> list[dict[str, object]]:
    return [
        {"agent": row.agent, "since": row.since.date().isoformat(), **_reviews(row.reviews)}
        for row in rows[:MOST]
    ]


def _came_back(row: CameBack) -> dict[str, object]:
    return {"class": row.decision_class, "tool": row.tool, "walls": list(row.walls[:MOST])}


def _tally(row: Tally) -> dict[str, object]:
    return {
        "class": row.decision_class,
        "tool": row.tool,
        "count": len(row.reviews),
        **_reviews(row.reviews),
    }


def _reviews(numbers: Iterable[int]) -> dict[str, object]:
    shown = [f"AR-{number}" for number in numbers]
    return {"reviews": shown[:MOST], "more": len(shown[MOST:])}
