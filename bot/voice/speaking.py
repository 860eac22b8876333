"""The Voice: templates spoken, forms and errors worded, the finished review written out."""

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import OutsideError
from bot.domain.invitation import agenda, invitation
from bot.domain.report import document
from bot.domain.report.pictures import RunPicture
from bot.domain.review import Review
from bot.domain.says import Place, Say
from bot.domain.script import Script
from bot.domain.tree import Card, Document
from bot.ports import Form
from bot.voice import buttons, markdown
from bot.voice.environments import FAULTS, HELD, Lines
from bot.voice.forms import FormText, filled_in
from bot.voice.holding import Held
from bot.voice.phrases import Phrases
from bot.voice.sentences import Sentences
from bot.voice.templates import Template


@dataclass(eq=False, kw_only=True)
class SpokenVoice:
    """Speaks from loaded words; see `bot.ports.Voice`."""

    script: Script
    labels: Mapping[str, str]
    sentences: Sentences
    templates: Mapping[str, Template]
    forms: Mapping[str, FormText]
    lines: Lines
    words: Phrases

    def speak(self, say: Say) -> Card:
        """A Say as blocks and buttons. OutsideError `say_unknown` or `prompts_broken` where it cannot be said."""
        template = self.templates.get(say.key)
        if template is None:
            raise OutsideError("say_unknown", key=say.key)
        held = Held()
        try:
            text = template.compiled.render({**say.values, HELD: held})
            found = tuple(buttons.shown(template.buttons, say.values, say.buttons, self.lines))
        except FAULTS as error:
            file, line = _where(error, template)
            fault = f"{type(error).__name__}: {error}"
            raise OutsideError(
                "prompts_broken", file=file, line=line, problem="template_fault", fault=fault
            ) from error
        calls = say.to if say.place is Place.THREAD and say.to else ""
        return Card(markdown.blocks(text, held), found, calls)

    def form(self, key: str, values: dict[str, str], *, target: str = "") -> Form:
        """A form, its fields filled with `values`. OutsideError `form_unknown` where there is none of that key."""
        if (written := self.forms.get(key)) is None:
            raise OutsideError("form_unknown", key=key)
        return filled_in(written, key, values, target)

    def error(self, key: str, values: dict[str, object]) -> str:
        """The sentence of an error; one that has none, or lacks a value, is named by its key."""
        return self.sentences.of(key, values)

    def document(self, review: Review, pictures: Sequence[RunPicture] = ()) -> Document:
        """The finished review, with pictures; it must hold its whole statement log."""
        return document(review, self.labels, pictures)

    def invitation(self, review: Review, about: str, at: datetime, now: datetime) -> bytes:
        """A calendar file for a call about what is open in a review, or in one of its questions."""
        return invitation(review, agenda(review, about), at, now, self.labels)


def _where(error: BaseException, template: Template) -> tuple[str, int]:
    """File and line of a fault in a template, or in a part that it includes."""
    frames = traceback.extract_tb(error.__traceback__)
    found = [(frame.filename, frame.lineno or 1) for frame in frames if frame.filename.endswith(".md.j2")]
    return found[-1] if found else (template.source.file, 1)
