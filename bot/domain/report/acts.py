"""What was done to a review, as sentences; people among the values by role."""

from bot.domain.report.page import Inlines, Page
from bot.domain.review import Act, PersonKey

HOLES = ("to", "wall", "what", "status", "version", "statement", "other")
"""What an act's sentence may show beside who did it; what an act does not hold is left empty."""


def has_sentence(page: Page, act: Act) -> bool:
    """Whether an act is told: a kind whose sentence is empty is left out."""
    return bool(page.name("act", act.kind))


def act_line(page: Page, act: Act) -> Inlines:
    """An act's sentence; a kind without one shows its key."""
    by = page.role(act.by) or page.text("person.bot")
    if f"act.{act.kind}" not in page.labels:
        return page.line("timeline.act_unknown", kind=act.kind, by=by)
    values = {key: _value(page, key, value) for key, value in act.values}
    return page.line(f"act.{act.kind}", **{**dict.fromkeys(HOLES, ""), **values, "by": by})


def _value(page: Page, key: str, value: str) -> str:
    """A person by role, a key by its name, anything else as it is."""
    if key == "to" or any(p.person == value for p in page.review.participants):
        return page.role(PersonKey(value))
    return page.name("status", value) if key == "status" else value
