"""What the JSON values of a file are: one form for the whole file, or a refusal that names what was seen."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from bot.domain.errors import PersonError
from bot.domain.trace_vocabulary import Form
from bot.traces import atif, claude_lines, codex
from bot.traces.blocks import Fields
from bot.traces.json_text import of_value
from bot.traces.messages import is_message
from bot.traces.otlp_reading import is_request

_SIGNS: tuple[tuple[Form, Callable[[Fields], bool]], ...] = (
    (Form.OTLP_JSONL, is_request),
    (Form.MESSAGES, is_message),
    (Form.CLAUDE_CODE, claude_lines.is_line),
    (Form.CODEX, codex.is_line),
    (Form.ATIF, atif.is_trajectory),
)


def form_of(values: Sequence[msgspec.Raw]) -> Form | None:
    """The form of a file of these lines or list members, None where none of them is known.

    Values of no known form are passed over. PersonError trace_mixed_forms (seen, a list of forms) for several.
    """
    found = dict.fromkeys(form for fields in map(_fields, values) for form in _forms(fields))
    if len(found) > 1:
        raise PersonError("trace_mixed_forms", seen=[form.value for form in found])
    return next(iter(found), None)


def _fields(value: msgspec.Raw) -> Fields:
    return of_value(value, Fields) or {}


def _forms(fields: Fields) -> Iterable[Form]:
    return [form for form, holds in _SIGNS if holds(fields)][:1]
