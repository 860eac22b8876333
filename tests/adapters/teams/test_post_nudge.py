"""The fullest message of nudges fits one card of Teams, every button in it."""

import json
from dataclasses import replace
from datetime import date

from bot.chat.pressing import About
from bot.chat.teams import buttons, dialect
from bot.domain.nudge_words import SHOWN, direct
from bot.domain.nudges import Nudge, NudgeKind, Where
from bot.domain.vocabulary import Facet, WallStatus
from tests.adapters.teams.fake import activities
from tests.adapters.teams.fake.elements import actions_of
from tests.domain.interview.thread import voice
from tests.domain.making import BUILDER, MONDAY, finding, full_review, wall, with_findings

TODAY = date(2026, 9, 28)
WORDS = "what somebody wrote at length about a thing that stops a class of errors, & <more> of it " * 5


def test_the_fullest_message_is_not_cut() -> None:
    """Ten late walls with long words, and three more that are counted; each button carries its own review."""
    walls = tuple(wall(n, status=WallStatus.ACCEPTED, why=WORDS) for n in range(1, SHOWN + 4))
    walls = tuple(replace(w, spans=tuple(replace(s, text=WORDS) for s in w.spans)) for w in walls)
    texts = (finding(facet, WORDS) for facet in (Facet.CLASS_SENTENCE, Facet.SIBLING))
    review = with_findings(full_review(walls=walls), texts)
    items = [
        (Nudge(7, NudgeKind.WALL_LATE, w.id, BUILDER, Where.DIRECT, MONDAY, TODAY), review) for w in walls
    ]
    card = voice().speak(direct(BUILDER, items, TODAY))
    message = dialect.message(card, voice().words, key="review:3:nudge:x")
    content = message["attachments"][0]["content"]
    carried = [buttons.read(action["data"]) for action in actions_of(content)]
    assert len(carried) == len(card.buttons)
    assert all(one is not None and one.about == About(7) for one in carried)
    assert list(activities.findings(message, ())) == []
    assert json.dumps(voice().words("teams_cut"))[1:-1].partition(";")[0] not in json.dumps(content)
