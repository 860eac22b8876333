"""Forms: opened, and what became of those that were sent, while somebody waits for the answer."""

import logging
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat.behind import Behind
from bot.chat.pressing import About
from bot.chat.served import House
from bot.chat.teams import views
from bot.chat.teams.checks import Checks
from bot.chat.teams.counter import OPEN, Counter
from bot.chat.teams.meanings import Command, Known, OpensForm, SentForm
from bot.chat.teams.once import Once
from bot.domain.errors import Incident, OutsideError, PersonError
from bot.domain.heard import FormSent, Opened
from bot.domain.says import Reply
from bot.ports import Field, Form

log = logging.getLogger(__name__)

Json = dict[str, Any]
LINE, TO = "line", "to"
"""Fields of the form that opens a review: one line, and the channel where it is asked for in none."""

SHOWING = 9
"""Random bytes that tell one showing of a form from the next."""


@dataclass(kw_only=True)
class Dialogs:
    """Answers invokes: a read, or an input that was worked off before anything is said."""

    house: House
    counter: Counter
    known: Known
    checks: Checks
    behind: Behind
    _answers: Once[Json] = field(default_factory=Once)

    # -- opened
    async def open_form(self, asked: OpensForm) -> Json:
        """A form, filled with what the review holds; for whoever may not have it, the sentence that says why."""
        number = asked.about.review
        if number is None:
            number = await self.counter.number_here(asked)
        if asked.form == OPEN or number is None:
            line = asked.target if asked.form == OPEN else ""
            form = self._opening_form(line, anywhere=not asked.place.channel)
            return await self._dialog(asked, form, About())
        viewer, workspace = asked.by.person, self.known.workspace
        reply = await self.house.open_form(number, viewer, workspace, asked.form, asked.target)
        if reply.form is None:
            return views.told(self._sentence(reply))
        form = self.house.voice.form(reply.form.form, dict(reply.form.values), target=reply.form.target)
        return await self._dialog(asked, form, About(number, asked.about.version))

    def _opening_form(self, line: str, *, anywhere: bool) -> Form:
        """The form that opens a review."""
        words = self.house.words
        hint, label = words("teams_open_hint"), words("teams_open_line")
        asked = Field(LINE, label, "text", hint=hint, required=True, value=line)
        channel = Field(TO, words("teams_open_channel"), "channel", required=True)
        asks = anywhere and not self.counter.incident_channel
        return Form(
            OPEN,
            words("teams_open_title"),
            words("teams_open_send"),
            (asked, channel) if asks else (asked,),
        )

    # -- sent
    async def sent(self, sent: SentForm) -> Json:
        """What became of a form: nothing where it was taken, the form again with a sentence where it was not.

        A client that hears nothing for 5 s sends it again, and is answered the same. One that could not be stored is
        shown as the same showing: whether it is sent once more or was stored after all, it is once.
        """
        try:
            return await self._answers(sent.id, lambda: self._taken(sent))
        except OutsideError as error:
            log.warning("a form could not be worked off: %s", error.key)
            return await self._again(sent, self._form(sent), error, showing=sent.showing)

    async def _taken(self, sent: SentForm) -> Json:
        form = self._form(sent)
        try:
            fields = await self.checks.fields(sent.heard, form, sent.place.channel)
            heard = self._heard(sent, dict(fields))
        except PersonError as error:
            return await self._again(sent, form, error)
        reply = await self.house.hear(heard)
        if reply is None:
            return {}
        if reply.say is not None and reply.say.key == "error":
            return await self._again(sent, form, views.Trouble("", self._sentence(reply)))
        self.behind.later(self.counter.teller(sent)(reply))
        return {}

    def _form(self, sent: SentForm) -> Form:
        """The form as it was shown, with what was filled in."""
        heard = sent.heard
        if heard.form == OPEN:
            return self._opening_form("", anywhere=not sent.place.channel)
        return self.house.voice.form(heard.form, {}, target=heard.target)

    def _heard(self, sent: SentForm, fields: dict[str, str]) -> FormSent | Opened:
        """The form as it is heard; that which opens a review, as its opening. PersonError where it names no place."""
        if sent.heard.form != OPEN:
            return replace(sent.heard, fields=tuple(fields.items()))
        told = {name: value for name, value in vars(sent).items() if name not in {"heard", "showing"}}
        line = fields.get(LINE, "").strip()
        command = Command(**told, kind=OPEN, argument=line, redactions=sent.heard.redactions)
        channel = self.counter.incident_channel or sent.place.channel or fields.get(TO, "")
        if not channel:
            raise PersonError("teams_not_in", field=TO)
        return self.counter.opened(command, channel)

    async def _again(
        self, sent: SentForm, form: Form, why: Incident | views.Trouble, *, showing: str = ""
    ) -> Json:
        """The form once more, filled with what was sent, and a sentence at its field."""
        filled = self.checks.shown_again(sent.heard, form)
        held = tuple(replace(asked, value=filled.get(asked.key, "")) for asked in form.fields)
        about = About(sent.heard.review, sent.heard.version)
        return views.errors(
            replace(form, fields=held),
            self.house.words,
            self._trouble(why) if isinstance(why, Incident) else why,
            about=about,
            offered=await self.checks.offered(form, sent.by.person),
            showing=showing or secrets.token_urlsafe(SHOWING),
        )

    def _trouble(self, error: Incident) -> views.Trouble:
        sentence = self.house.voice.error(error.key, dict(error.values))
        return views.Trouble(str(error.values.get("field", "")), sentence)

    # -- inside
    async def _dialog(self, asked: OpensForm, form: Form, about: About) -> Json:
        offered = await self.checks.offered(form, asked.by.person)
        showing = secrets.token_urlsafe(SHOWING)
        return views.dialog(form, self.house.words, about=about, offered=offered, showing=showing)

    def _sentence(self, reply: Reply) -> str:
        told = "" if reply.say is None else str(reply.say.values.get("sentence", ""))
        return told or self.house.words("teams_form_late")
