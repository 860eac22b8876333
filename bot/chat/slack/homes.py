"""Each person's Home: drawn when they look at it, and again after what they did there."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.pressing import LOOK, OPENS_FORM
from bot.chat.served import House
from bot.chat.slack import dialect, flow, messages, views
from bot.chat.slack.forms import OPEN
from bot.chat.slack.home import Home, HomeLine, HomeSection, home
from bot.chat.slack.meanings import Command, Known, Place, Presses, SentForm
from bot.chat.slack.post import user_of
from bot.chat.slack.troubles import code_of, tried
from bot.chat.slack.whisper import Whisper
from bot.domain.errors import OutsideError
from bot.domain.mine import Line, Section
from bot.domain.review import PersonKey, ThreadRef, person_key
from bot.domain.tree import CardButton

log = logging.getLogger(__name__)

SHOW = f"{LOOK}show"


@dataclass(kw_only=True)
class Homes:
    """Publishes Homes. `client` has retries, since a person looks; `url` is the workspace's address."""

    house: House
    client: AsyncWebClient
    team: str
    whisper: Whisper
    url: str = ""
    _wanted: set[str] = field(default_factory=set)
    _busy: set[str] = field(default_factory=set)

    async def publish(self, user: str) -> None:
        """Show a person's Home as it is now; asked for while it is being shown, it is shown once more.

        Trouble is logged and nothing else: whoever looks again asks again.
        """
        self._wanted.add(user)
        if user in self._busy:
            return
        self._busy.add(user)
        try:
            while user in self._wanted:
                self._wanted.discard(user)
                await self._publish(user)
        except OutsideError as error:
            log.warning("a Home could not be shown: %s %s", error.key, code_of(error))
        finally:
            self._busy.discard(user)

    async def after(self, done: Command | SentForm | Presses) -> None:
        """Show it again once what was done there is worked off: a press heard again only waits for its turn."""
        if isinstance(done, Presses):
            await self.house.hear(done.heard)
        await self.publish(user_of(done.by.person))

    async def show(self, command: Command) -> None:
        """[Show] on the Home: one review on top of it, within the life of the trigger."""
        workspace = f"slack:{self.team}"
        reply = await self.house.look(command.kind, command.argument, command.by.person, workspace)
        if reply.say is None:
            return
        drawn = dialect.message(self.house.voice.speak(reply.say), self.house.words)
        title = self.house.words("slack_home_review", number=command.argument)
        view = views.shown(title, drawn.blocks, self.house.words)
        try:
            await tried(self.client.views_open(trigger_id=command.trigger_id, view=view))
        except OutsideError as error:
            log.warning("a review could not be shown: %s %s", error.key, code_of(error))
            await self.whisper(command, {"text": self.house.words("slack_show_late", review=title)})

    async def _publish(self, user: str) -> None:
        person = person_key("slack", self.team, user)
        lines = await self.house.mine(person, f"slack:{self.team}")
        view = home(self._drawn(lines, person), self.house.words)
        await tried(self.client.views_publish(user_id=user, view=view))

    def _drawn(self, lines: Sequence[Line], person: PersonKey) -> Home:
        words = self.house.words
        sections = tuple(
            HomeSection(
                words(f"slack_home_{section}"),
                tuple(self._lines(lines, section, person)),
                words(f"slack_home_no_{section}"),
            )
            for section in Section
        )
        return Home(sections, (CardButton(f"{OPENS_FORM}{OPEN}", words("slack_home_open")),))

    def _lines(self, lines: Sequence[Line], section: Section, person: PersonKey) -> Iterator[HomeLine]:
        for line in lines:
            if line.section is section:
                card = self.house.voice.speak(line.say(person))
                text = flow.text(flow.pieces(card.blocks))
                shows = () if line.blind else (self._show(line),)
                link = "" if line.blind else self._link(line.thread)
                yield HomeLine(text, line.review, (*card.buttons, *shows), line.version, link)

    def _show(self, line: Line) -> CardButton:
        return CardButton(SHOW, self.house.words("slack_home_show"), str(line.review))

    def _link(self, thread: ThreadRef | None) -> str:
        """The address of a review's thread, empty where it has none in this workspace."""
        if thread is None or (thread.platform, thread.workspace) != ("slack", self.team):
            return ""
        known = Known(self.team, "", url=self.url)
        return messages.permalink(Place(thread.channel, thread.thread), thread.thread, known)
