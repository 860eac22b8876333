"""How far a recorded value can be trusted: hidden on purpose, cut on the way, or as it was emitted."""

from bot.domain.trace_vocabulary import Provenance
from bot.traces.json_text import State, state

HIDDEN = "__REDACTED__"  # OpenInference writes this literally where a setting hides a value
CUT_MARK = "... [truncated]"  # appended by exporters that say that they cut
BACKEND_LIMIT = 2048  # bytes; Tempo cuts every attribute there by default and says nothing

_BROKEN = "\ufffd"  # what a decoder puts in place of a character that was cut in two


def marked(value: str) -> Provenance:
    """The provenance that a text states itself, by the marks above."""
    if value == HIDDEN:
        return Provenance.REDACTED
    return Provenance.TRUNCATED if value.endswith(CUT_MARK) else Provenance.LOGGED


def trust(value: str) -> tuple[Provenance, int | None]:
    """The provenance of a whole attribute and, where known, the length in bytes at which it was cut.

    JSON that is whole is whole at any length; JSON that ends early was cut, and so was, we assume, other text
    of exactly 2048 bytes, or of one character less and the mark of a broken one.
    """
    stated = marked(value)
    if stated is not Provenance.LOGGED:
        return stated, None
    found = state(value) if value.lstrip()[:1] in {"{", "["} else State.NOT_JSON
    at_limit = _at_limit(value)
    if found is State.CUT or (at_limit and found is not State.WHOLE):
        return Provenance.TRUNCATED, BACKEND_LIMIT if at_limit else None
    return Provenance.LOGGED, None


def _at_limit(value: str) -> bool:
    """Whether a value has the length of a cut, at a character's end or within one."""
    if not BACKEND_LIMIT // 4 <= len(value) <= BACKEND_LIMIT + 3:
        return False
    size, whole = len(value.encode()), value.rstrip(_BROKEN)
    within = BACKEND_LIMIT - 3 <= len(whole.encode()) < BACKEND_LIMIT and whole != value
    return size == BACKEND_LIMIT or within
