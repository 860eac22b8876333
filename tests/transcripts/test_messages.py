"""How many messages of the bot one decision and one wall take, from opening to published."""

from collections.abc import Callable

import pytest

from tests.conftest import Figures
from tests.transcripts.playing import Played

ByName = Callable[[str], Played]
HEADING = "messages of the bot: one decision, one wall, from opening to published"


@pytest.mark.parametrize(("answers", "at_most"), [("good", 18), ("shallow", 30)])
def test_one_decision_and_one_wall_take_few_messages(
    answers: str, at_most: int, played: ByName, figures: Figures
) -> None:
    """The card and every post after it count, to the thread or to one person; a redrawn card does not."""
    done = played(f"messages_{answers}_answers")
    figures.say(f"{answers} answers: {done.messages} (at most {at_most})", under=HEADING)
    assert done.failures == ""
    assert (len(done.review.decisions), len(done.review.walls)) == (1, 1)
    assert done.messages <= at_most


def test_a_cold_reader_takes_two_messages_more(played: ByName, figures: Figures) -> None:
    """The question to the reader alone, and what came of it; good answers otherwise."""
    without = played("messages_good_answers")
    asked = played("happy_path")
    figures.say(f"good answers, and a cold reader: {asked.messages}", under=HEADING)
    assert asked.messages == without.messages + 2
