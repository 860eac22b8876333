"""Who was met, which agents were reviewed in a workspace, and who owned and answered for each."""

from sqlalchemy import Connection, Label, bindparam, exists, func, select

from bot.domain.heard import Speaker
from bot.domain.review import PersonKey
from bot.domain.vocabulary import FACETS, Question
from storage.rules import FINISHED, MOST_REMEMBERED, REMEMBERED, by_name, workspace_of
from storage.tables import METADATA
from storage.upsert import or_replace

_PERSON = METADATA.tables["person"]
_REVIEW = METADATA.tables["review"]
_FINDING = METADATA.tables["finding"]
_PARTICIPANT = METADATA.tables["participant"]
_MET = select(_PERSON.c.name, _PERSON.c.agent).where(_PERSON.c.person == bindparam("person"))
_MEET = or_replace(_PERSON, "person")
_PEOPLE = select(_PERSON.c.person, _PERSON.c.name, _PERSON.c.agent).where(
    _PERSON.c.workspace == bindparam("workspace")
)
_NEXT_AGENT = select(func.min(_REVIEW.c.agent)).where(
    _REVIEW.c.workspace == bindparam("workspace"), _REVIEW.c.agent > bindparam("after")
)
_OF_AGENT = (
    _REVIEW.c.workspace == bindparam("workspace"),
    _REVIEW.c.agent == bindparam("agent"),
    _REVIEW.c.restricted.is_(False),
)
"""Open to everybody: what is told of them is told in other threads."""
_LATEST = (
    select(_REVIEW.c.number, _REVIEW.c.owner, _REVIEW.c.status)
    .where(*_OF_AGENT)
    .order_by(_REVIEW.c.number.desc())
    .limit(MOST_REMEMBERED)
    .subquery("newest")
)
_LAST_OWNER = (
    select(_LATEST.c.owner)
    .where(_LATEST.c.status.in_([status.value for status in FINISHED]))
    .order_by(_LATEST.c.number.desc())
    .limit(1)
)
"""Among the newest alone: thousands that are open must not be passed over for each reply."""
_NEWEST = (
    select(_REVIEW.c.number)
    .where(*_OF_AGENT, _REVIEW.c.number != bindparam("besides"))
    .order_by(_REVIEW.c.number.desc())
    .limit(MOST_REMEMBERED)
)


def _author(question: Question) -> Label[str | None]:
    """Whose finding is the newest of a question in `reviews`, the agent left out."""
    by_agent = (
        exists().where(_PERSON.c.person == _FINDING.c.author, _PERSON.c.agent),
        exists().where(
            _PARTICIPANT.c.review == _FINDING.c.review,
            _PARTICIPANT.c.person == _FINDING.c.author,
            _PARTICIPANT.c.agent,
        ),
    )
    return (
        select(_FINDING.c.author)
        .where(
            _FINDING.c.review.in_(bindparam("reviews", expanding=True)),
            _FINDING.c.facet.in_([facet.value for facet in FACETS[question]]),
            *(~each for each in by_agent),
        )
        .order_by(_FINDING.c.at.desc(), _FINDING.c.review.desc(), _FINDING.c.nr.desc())
        .limit(1)
        .scalar_subquery()
        .label(question.value)
    )


_ANSWERED_LAST = select(*map(_author, REMEMBERED))


def meet(connection: Connection, who: Speaker) -> None:
    """Remember somebody; nothing is written where nothing is new."""
    if connection.execute(_MET, {"person": who.person}).first() == (who.name, who.agent):
        return
    row = {"person": who.person, "workspace": workspace_of(who.person), "name": who.name, "agent": who.agent}
    connection.execute(_MEET, row)


def person(connection: Connection, key: PersonKey) -> Speaker | None:
    """Somebody met, None where nobody with this key was."""
    row = connection.execute(_MET, {"person": key}).first()
    return Speaker(key, *row) if row is not None else None


def people(connection: Connection, workspace: str) -> tuple[Speaker, ...]:
    """Everybody met in a workspace, by name."""
    rows = connection.execute(_PEOPLE, {"workspace": workspace})
    return tuple(sorted((Speaker(*row) for row in rows), key=by_name))


def agents(connection: Connection, workspace: str) -> tuple[str, ...]:
    """The agents reviewed in a workspace, by name: one step on the index each, however many reviews there are."""
    found = [""]
    while (
        after := connection.execute(_NEXT_AGENT, {"workspace": workspace, "after": found[-1]}).scalar()
    ) is not None:
        found.append(after)
    return tuple(found[1:])


def last_owner(connection: Connection, workspace: str, agent: str) -> PersonKey | None:
    """Who owned the newest finished review of an agent that is open to everybody; nobody for a blank."""
    if not agent:
        return None
    return connection.execute(_LAST_OWNER, {"workspace": workspace, "agent": agent}).scalar()


def answered_last(
    connection: Connection, workspace: str, agent: str, besides: int
) -> tuple[tuple[Question, PersonKey], ...]:
    """Who answered each question for an agent last time, in its newest reviews that are open to everybody."""
    if not agent:
        return ()
    asked = {"workspace": workspace, "agent": agent, "besides": besides}
    if not (newest := connection.execute(_NEWEST, asked).scalars().all()):
        return ()
    authors = connection.execute(_ANSWERED_LAST, {"reviews": newest}).one()
    return tuple((q, PersonKey(who)) for q, who in zip(REMEMBERED, authors, strict=True) if who is not None)
