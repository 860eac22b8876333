"""Windows of decision points, looked at in a dialog: what the agent was shown, and what changed in it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.chat.differing import between, difference_blocks, earlier
from bot.chat.looked import Looked, look_at
from bot.chat.pressing import WINDOW, WINDOW_DIFF
from bot.chat.served import House
from bot.chat.teams import views
from bot.chat.teams.meanings import LooksAtWindow
from bot.chat.window import window_blocks_for_a_cut
from bot.domain.errors import Incident
from bot.domain.tree import Block, Card, CardButton

GONE = frozenset({"no_trace", "no_such_point"})


@dataclass(frozen=True, kw_only=True)
class Windows:
    """Shows them to whoever may read the review."""

    house: House

    async def look(self, asked: LooksAtWindow) -> dict[str, Any]:
        """The window of a decision point, or what changed in it since the decision before; else why not."""
        return await asyncio.to_thread(self._looked, asked)

    def _looked(self, asked: LooksAtWindow) -> dict[str, Any]:
        number = asked.about.review
        try:
            looked = look_at(self.house, asked.by.person, number, asked.evidence, asked.point)
        except Incident as error:
            if error.key in GONE:
                return views.told(self.house.words("teams_window_gone", evidence=asked.evidence))
            return views.told(self.house.voice.error(error.key, dict(error.values)))
        title = self.house.words("teams_window_title", number=looked.review.number, evidence=asked.evidence)
        card = Card(self._shown(looked, changes=asked.changes), self._buttons(looked, changes=asked.changes))
        return views.shown(title, card, self.house.words, key=f"review:{looked.review.number}:")

    def _shown(self, looked: Looked, *, changes: bool) -> tuple[Block, ...]:
        if changes and (before := earlier(looked.points, looked.place)) is not None:
            seen = between(looked.points, before + 1, looked.place + 1)
            return tuple(difference_blocks(seen, self.house.words, rules=looked.rules))
        return window_blocks_for_a_cut(looked.point, self.house.words, rules=looked.rules)

    def _buttons(self, looked: Looked, *, changes: bool) -> tuple[CardButton, ...]:
        """The other decisions of the run, then what changed, or the way back."""
        words, here = self.house.words, f"{WINDOW}:{looked.evidence.id}"
        near = [place for place in (looked.place - 1, looked.place + 1) if 0 <= place < len(looked.points)]
        others = [
            CardButton(here, words("teams_window_other", number=place + 1), looked.points[place].key)
            for place in near
        ]
        if changes:
            return (*others, CardButton(here, words("teams_changes_back"), looked.point.key))
        if earlier(looked.points, looked.place) is None:
            return tuple(others)
        diff = CardButton(f"{WINDOW_DIFF}:{looked.evidence.id}", words("teams_changes"), looked.point.key)
        return (*others, diff)
