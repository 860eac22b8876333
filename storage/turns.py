"""Whose turn it is in the outbox.

One row of a review and lane is in flight at a time, in the order they were said. A row told to wait holds up those
behind it in its lane; one that is simply due later does not. A review's thread is opened before all else, and what
needs the thread waits for it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, tuple_

from storage.columns import Moment
from storage.tables import METADATA

_ROW = METADATA.tables["outbox"]
_REVIEW = METADATA.tables["review"]
_R = _ROW.c
_AHEAD = _ROW.alias("ahead").c
_OPENING = _ROW.alias("opening").c
_NOW: ColumnElement[datetime] = bindparam("now", type_=Moment)

_SAME_LANE = and_(
    _AHEAD.review == _R.review, _AHEAD.lane == _R.lane, _AHEAD.next_at.is_not(None), _AHEAD.key != _R.key
)
_EARLIER = and_(
    tuple_(_AHEAD.first, _AHEAD.seq) < tuple_(_R.first, _R.seq),
    or_(
        ~_AHEAD.needs_thread, _REVIEW.c.thread_platform.is_not(None)
    ),  # what waits for the thread holds up nobody else
)
_HAS_ITS_PLACE = or_(
    ~_R.needs_thread,
    and_(
        _REVIEW.c.thread_platform.is_not(None),
        ~exists().where(_OPENING.review == _R.review, _OPENING.first == 0, _OPENING.next_at.is_not(None)),
    ),
)


def _rows(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).select_from(_ROW.outerjoin(_REVIEW, _REVIEW.c.number == _R.review))


FIRST_DUE = (
    _rows(
        *_R,
        _REVIEW.c.thread_platform,
        _REVIEW.c.thread_workspace,
        _REVIEW.c.thread_channel,
        _REVIEW.c.thread_thread,
        _REVIEW.c.channel,
        _REVIEW.c.workspace,
    )
    .where(
        _R.next_at <= _NOW,
        _HAS_ITS_PLACE,
        ~exists().where(
            _SAME_LANE,
            or_(
                and_(_AHEAD.state == "sending", _AHEAD.next_at > _NOW),
                and_(_EARLIER, or_(_AHEAD.next_at <= _NOW, _AHEAD.attempts > 0)),
            ),
        ),
    )
    .order_by(_R.next_at, _R.seq)
    .limit(bindparam("limit"))
)
"""Rows that may be tried at `now`, at most one of each lane. One still `sending` has outlived its lease."""

NEXT_TURN = (
    _rows(_R.next_at)
    .where(
        _R.next_at.is_not(None),
        or_(
            _R.state == "sending",
            and_(
                _HAS_ITS_PLACE,
                ~exists().where(
                    _SAME_LANE, or_(_AHEAD.state == "sending", and_(_EARLIER, _AHEAD.attempts > 0))
                ),
            ),
        ),
    )
    .order_by(_R.next_at)
    .limit(1)
)
"""The earliest moment at which a row may be tried, or a lease ends."""
