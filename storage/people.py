"""Who was met, and which agents were reviewed, in a workspace."""

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.heard import Speaker
from bot.domain.review import PersonKey
from storage.rules import FINISHED, by_name, workspace_of
from storage.tables import METADATA
from storage.upsert import or_replace

_PERSON = METADATA.tables["person"]
_REVIEW = METADATA.tables["review"]
_MET = select(_PERSON.c.name, _PERSON.c.agent).where(_PERSON.c.person == bindparam("person"))
_MEET = or_replace(_PERSON, "person")
_PEOPLE = select(_PERSON.c.person, _PERSON.c.name, _PERSON.c.agent).where(
    _PERSON.c.workspace == bindparam("workspace")
)
_NEXT_AGENT = select(func.min(_REVIEW.c.agent)).where(
    _REVIEW.c.workspace == bindparam("workspace"), _REVIEW.c.agent > bindparam("after")
)
_LAST_OWNER = (
    select(_REVIEW.c.owner)
    .where(
        _REVIEW.c.workspace == bindparam("workspace"),
        _REVIEW.c.agent == bindparam("agent"),
        _REVIEW.c.status.in_([status.value for status in FINISHED]),
    )
    .order_by(_REVIEW.c.number.desc())
    .limit(1)
)


def meet(connection: Connection, who: Speaker) -> None:
    """Remember somebody; nothing is written where nothing is new."""
    if connection.execute(_MET, {"person": who.person}).first() == (who.name, who.agent):
        return
    row = {"person": who.person, "workspace": workspace_of(who.person), "name": who.name, "agent": who.agent}
    connection.execute(_MEET, row)


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
    """Who owned the newest finished review of an agent."""
    return connection.execute(_LAST_OWNER, {"workspace": workspace, "agent": agent}).scalar()
