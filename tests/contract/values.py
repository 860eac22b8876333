"""Any value that a type of the domain allows."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.domain.tree import Tree
from tests.domain.trees import trees

KEYS = ("id", "letter")
"""Fields that tell one part of a list from another."""

_OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=_OFFSETS),  # noqa: DTZ001 - bounds
    Tree: trees(st.text(max_size=12)),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type: plain, of a closed list, absent, several, or with fields of their own."""
    hint = getattr(hint, "__supertype__", hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is tuple:
        return _several(get_args(hint))
    if get_origin(hint) in {Union, types.UnionType}:
        return st.one_of([st.none() if arg is types.NoneType else values(arg) for arg in get_args(hint)])
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        kind = cast("type[object]", hint)
        return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(hint)})
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    raise TypeError(hint)


def _several(args: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if args[-1] is not ...:
        return st.tuples(*(values(arg) for arg in args))
    key = next((name for name in KEYS if is_dataclass(args[0]) and name in get_type_hints(args[0])), None)
    unique = None if key is None else (lambda value: getattr(value, key))
    return st.lists(values(args[0]), max_size=2, unique_by=unique).map(tuple)
