"""Which workspace a command is about: the one there is, or the one that is named."""

from bot.domain.errors import PersonError
from bot.ports import Store


def the_workspace(store: Store, named: str) -> str:
    """PersonError `workspace_unknown` or `workspace_which`, both of which name those there are."""
    known = store.workspaces()
    if named not in known and (named or not known):
        raise PersonError("workspace_unknown", workspace=named, known=list(known))
    if not named and len(known) > 1:
        raise PersonError("workspace_which", known=list(known))
    return named or known[0]
