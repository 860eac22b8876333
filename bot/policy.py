"""The policy file: the cadence of reminders, working hours, days off, who is told, and first dates.

Every key is optional; what is absent has the value of `docs/policy.example.yml`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.domain.calendar import NO_DAYS
from bot.domain.due import Policy, Who, first_wall_days
from bot.domain.vocabulary import Severity, Strength
from bot.free_days import NoSuchCountry, NoSuchPart, holidays
from bot.policy_values import (
    ascending,
    clock,
    day,
    each,
    emojis,
    hours,
    known,
    one_of,
    text,
    whole,
    words,
    zone_name,
)
from bot.voice.nodes import At, Entries, Node, broken, read


@dataclass(frozen=True)
class LoadedPolicy:
    """A policy, and whose holidays are kept. Days off depend on the year, so `policy` itself holds none."""

    policy: Policy
    country: str = ""  # ISO 3166; empty for no holidays
    part: str = ""  # a subdivision of the country
    also: frozenset[date] = NO_DAYS

    @property
    def zone(self) -> str:
        """The zone of people whose own is not known."""
        return self.policy.zone

    def free(self, year: int) -> frozenset[date]:
        """Everybody's days off besides weekends, from the year before to three years after."""
        return holidays(self.country, self.part, year) | self.also

    def at(self, moment: datetime) -> Policy:
        """The policy with the days off that count at a moment."""
        return replace(self.policy, free=self.free(moment.year))


def load_policy(path: Path | None, zone: str) -> LoadedPolicy:
    """The policy of a file, the default one where there is none; `zone` holds where the file names none.

    PersonError `prompts_broken` with file and line where something in it cannot be used.
    """
    default = replace(Policy(), zone=zone)
    return LoadedPolicy(default) if path is None else _loaded(read(path), default)


@dataclass(frozen=True)
class _Key:
    """One key of the file: the field of `Policy` it sets, and how its value is read."""

    field: str
    value: Callable[[Node], object]


_DAYS = whole(1, 90)
_YEAR = whole(1, 365)


def _first_dates(node: Node) -> dict[tuple[Severity, Strength], int]:
    """The table of first dates: a line of it is a number, or a number for each grade."""
    found = first_wall_days()
    for severity, line in known(node, tuple(Severity)).items():
        grades = known(line, tuple(Strength)) if isinstance(line, Entries) else dict.fromkeys(Strength, line)
        found |= {(Severity(severity), Strength(grade)): _YEAR(cell) for grade, cell in grades.items()}
    return found


SECTIONS: Mapping[str, Mapping[str, _Key]] = {
    "question": {
        "first_word_to": _Key("first_word", one_of(Who.THREAD, Who.ASKED)),
        "first_word_hours": _Key("silent_hours", whole(1, 80)),
        "second_word_days": _Key("still_silent_days", _DAYS),
        "last_word_days": _Key("last_days", _DAYS),
        "most_words": _Key("most", whole(1, 3)),
        "review_owner_days": _Key("stalled_days", _DAYS),
        "next_owner_days": _Key("owner_silent_days", _DAYS),
        "next_owner": _Key("next_owners", words((Who.LAST_OWNER, Who.CHANNEL), (Who.CHANNEL,))),
    },
    "unknown": {
        "first_due_days": _Key("first_unknown_days", _DAYS),
        "days": _Key("unknown_days", ascending(-90, 365)),
    },
    "wall": {
        "first_due_calendar_days": _Key("first_wall_calendar_days", _first_dates),
        "days": _Key("wall_days", ascending(-90, 365)),
        "late_days": _Key("late_days", _YEAR),
        "late_too": _Key(
            "late_too",
            words((Who.ACCEPTER,), (Who.ACCEPTER, Who.REVIEW_OWNER), (Who.REVIEW_OWNER,), ()),
        ),
        "repeat_calendar_days": _Key("repeat_calendar_days", _YEAR),
        "drill_calendar_days": _Key("drill_calendar_days", whole(0, 89)),
    },
    "review": {
        "same_tomorrow_calendar_days": _Key("stale_calendar_days", _YEAR),
        "quiet_days": _Key("quiet_days", _DAYS),
    },
}
"""What each section of the file may set."""

HERE: Mapping[str, _Key] = {
    "zone": _Key("zone", zone_name),
    "working_hours": _Key("hours", hours),
    "direct_messages_from": _Key("direct_at", clock),
    "away_statuses": _Key("away_statuses", emojis),
}
"""What the file may set outside its sections."""

DAYS_OFF = "days_off"

_IN_ORDER = (
    ("question", "second_word_days", "last_word_days"),
    ("question", "last_word_days", "review_owner_days"),
    ("wall", "days", "late_days"),
)
"""Keys whose values follow each other: in each, the second is later than the first."""


def _loaded(file: Node, default: Policy) -> LoadedPolicy:
    found = known(file, (*HERE, DAYS_OFF, *SECTIONS))
    values: dict[str, Any] = {HERE[key].field: HERE[key].value(found[key]) for key in HERE if key in found}
    for name, keys in SECTIONS.items():
        section = known(found[name], tuple(keys)) if name in found else {}
        values |= {keys[key].field: keys[key].value(node) for key, node in section.items()}
    policy = replace(default, **values)
    _check_order(policy, found)
    _check_hours(policy, found)
    return _with_days_off(LoadedPolicy(policy), found.get(DAYS_OFF))


def _check_order(policy: Policy, found: Mapping[str, Node]) -> None:
    for section, earlier, later in _IN_ORDER:
        first, second = (_last(getattr(policy, SECTIONS[section][key].field)) for key in (earlier, later))
        if first >= second:
            here = known(found[section], tuple(SECTIONS[section]))
            changed = here.get(later) or here[earlier]
            raise broken(changed.at, "want_later", earlier=earlier, later=later)


def _last(value: int | tuple[int, ...]) -> int:
    return value[-1] if isinstance(value, tuple) else value


def _check_hours(policy: Policy, found: Mapping[str, Node]) -> None:
    if not policy.hours.start <= policy.direct_at < policy.hours.end:
        changed = found.get("direct_messages_from") or found["working_hours"]
        raise broken(changed.at, "want_within_hours", key="direct_messages_from")


def _with_days_off(policy: LoadedPolicy, node: Node | None) -> LoadedPolicy:
    if node is None:
        return policy
    found = known(node, ("country", "part", "also"))
    also = frozenset(each(found["also"], day)) if "also" in found else NO_DAYS
    country, part = (_code(found.get(key)) for key in ("country", "part"))
    if part and not country:
        raise broken(node.at, "want_key", key="country")
    _check_country(country, part, {key: value.at for key, value in found.items()})
    return replace(policy, country=country, part=part, also=also)


def _code(node: Node | None) -> str:
    """The code of a country, or of a part of one; codes are written in capitals, names of parts as they are."""
    code = "" if node is None else text(node)
    return code.upper() if len(code) <= 3 else code


def _check_country(country: str, part: str, at: Mapping[str, At]) -> None:
    try:
        holidays(country, part, 2026)  # any year: it is the names that are looked at
    except NoSuchCountry as error:
        raise broken(at["country"], "want_country", key=country) from error
    except NoSuchPart as error:
        raise broken(at["part"], "want_one_of", key=part, known=", ".join(error.known)) from error
