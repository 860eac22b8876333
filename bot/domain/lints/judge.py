"""The fourteen judges and their order of worth."""

from collections.abc import Callable

from bot.domain.cues.options import options_in
from bot.domain.cues.phrases import is_dont_know, is_not_applicable, is_owned_unknown
from bot.domain.lints.blame import blames
from bot.domain.lints.restating import restates
from bot.domain.lints.sign import Answer, Sign, Turn
from bot.domain.lints.thin import is_concrete, is_thin
from bot.domain.reading import read
from bot.domain.script import Lexicon
from bot.domain.vocabulary import Facet, Question


def signs(
    text: str,
    question: Question,
    *,
    lexicon: Lexicon | None,
    turn: Turn,
    examples: tuple[str, ...] = (),
    asked: Facet | None = None,
) -> tuple[Sign, ...]:
    """The signs of a shallow answer, the one most worth a probe first.

    `examples` holds what was shown or said before (hints, examples, earlier answers): a copy of one says nothing new.
    `asked` is the facet of the probe it replies to. No word lists for the language (`lexicon` None): no signs.
    """
    if lexicon is None:
        return ()
    reading = read(text, lexicon)
    judged = tuple(
        s for s in reading.sentences if not is_not_applicable(reading, s) and not is_owned_unknown(reading, s)
    )
    if not judged or is_dont_know(reading):
        return ()
    answer = Answer(reading, question, turn, asked, examples, judged)
    return tuple(sign for sign, fires in JUDGES.items() if fires(answer))


def _says_human_error(answer: Answer) -> bool:
    return answer.has("people_error")


def _tells_its_own_story(answer: Answer) -> bool:
    return answer.question is not Question.WALL and answer.has("confession") and not answer.has("from_before")


def _answers_by_intent(answer: Answer) -> bool:
    """Intent is noted; beside words of a grant it is the answer to "was it meant so wide"."""
    if answer.question is not Question.AUTHORITY or not (meant := answer.hits("intent")):
        return False
    return all(any(m.start <= g.start < m.end for m in meant) for g in answer.hits("grant"))


def _is_soft_wall(answer: Answer) -> bool:
    """Care, or the one case, and nothing else that enforces it."""
    if answer.question is not Question.WALL:
        return False
    soft = (*answer.hits("soft_wall"), *answer.hits("this_one"))
    if not soft and not _names_one_case(answer):
        return False
    return all(any(s.start <= c.start < s.end for s in soft) for c in answer.hits("control"))


def _names_one_case(answer: Answer) -> bool:
    """Something was put right, or barred, for one ticket, customer or row with its number."""
    reading = answer.reading
    following = (
        reading.masked[hit.end : hit.end + 24].split(maxsplit=2)[:2] for hit in answer.hits("case_noun")
    )
    numbered = any(any(c.isdigit() for c in word) for pair in following for word in pair)
    return numbered and answer.has("repaired")


def _only_names_the_surprise(answer: Answer) -> bool:
    """Beside words of the source, a false belief, or a choice with its goal, the name does no harm."""
    found = answer.hits("surprise")
    if not found:
        return False
    if all(answer.reading.quotes(answer.sentence_of(hit)) for hit in found):
        return False
    if answer.has("goal") and options_in(answer.reading) >= 2:
        return False
    return not answer.has("false_belief")


def _has_no_goal(answer: Answer) -> bool:
    """Words of the surprise ("prompt injection") are no goal."""
    surprises = answer.hits("surprise")
    goals = (g for g in answer.hits("goal") if not any(s.start <= g.start < s.end for s in surprises))
    return _is_first_decision(answer) and not any(goals)


def _has_one_option(answer: Answer) -> bool:
    return _is_first_decision(answer) and options_in(answer.reading) < 2


def _is_first_decision(answer: Answer) -> bool:
    return answer.question is Question.DECISION and answer.turn is Turn.FIRST


def _knows_afterwards(answer: Answer) -> bool:
    return answer.has("hindsight")


def _names_one_cause(answer: Answer) -> bool:
    return answer.has("single_cause")


def _guesses(answer: Answer) -> bool:
    """A guess about what was; what might be built may be uncertain. A guess marked as one is marked already."""
    if answer.question not in {Question.DECISION, Question.CONTEXT, Question.AUTHORITY}:
        return False
    return any(
        not answer.reading.within("guess_marked", answer.sentence_of(hit)) for hit in answer.hits("guess")
    )


def _is_vague(answer: Answer) -> bool:
    """A negative word, and no number, id or quotation in its sentence."""
    return any(not is_concrete(answer.reading, answer.sentence_of(hit)) for hit in answer.hits("vague"))


JUDGES: dict[Sign, Callable[[Answer], bool]] = {
    Sign.S2: blames,
    Sign.S3: _says_human_error,
    Sign.S9: _tells_its_own_story,
    Sign.S12: _answers_by_intent,
    Sign.S11: _is_soft_wall,
    Sign.S4: _only_names_the_surprise,
    Sign.S1: restates,
    Sign.S7: _has_one_option,
    Sign.S6: _has_no_goal,
    Sign.S5: _knows_afterwards,
    Sign.S14: _names_one_cause,
    Sign.S10: _guesses,
    Sign.S8: _is_vague,
    Sign.S13: is_thin,
}
"""In order of worth: what closes a question (blame, a story told afterwards), what is missing, wording."""

WORTH = tuple(JUDGES)
"""The signs, the one most worth a probe first."""
