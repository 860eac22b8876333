"""Signs of a shallow answer: on a burst read as one, and on the facets it filled until a better word comes."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain import lints
from bot.domain.interview.gaps import is_open, letter_for
from bot.domain.interview.room import Room
from bot.domain.review import Finding, Review, Statement, Wall
from bot.domain.vocabulary import EvidenceClass, Facet, Question, question_of

OF_THE_WHOLE = (lints.Sign.S6, lints.Sign.S7)
"""Signs of what an answer leaves out: they stand on no facet."""


KNOWN = 5
"""Newest words of a facet that an answer is compared with: who repeats themselves repeats what was just said."""


def shallow_signs(review: Review, burst: tuple[Statement, ...], room: Room) -> tuple[lints.Sign, ...]:
    """The signs of that part of a burst which answers the open question."""
    mine = [s for s in burst if is_open(review, s.question, s.decision)]
    if not mine:
        return ()
    text = "\n".join(s.text for s in mine)
    progress = review.step(mine[0].question, mine[0].decision)
    script = (x for q in room.script.questions for x in (q.hint, *(e.text for e in q.examples)))
    own = (f for f in review.findings if f.author == mine[-1].author)
    earlier = (span.text for finding in own for span in finding.spans[-KNOWN:])
    return lints.signs(
        text,
        mine[0].question,
        lexicon=room.lexicon(text),
        turn=lints.Turn.REPLY if progress.answered else lints.Turn.FIRST,
        examples=(*script, *earlier),
        asked=progress.facet,
    )


GRANTS = (Facet.GRANT_SYSTEM, Facet.GRANT_DATA, Facet.GRANT_APPROVAL)
IN_FIELDS: Mapping[lints.Sign, tuple[Facet, ...]] = {
    lints.Sign.S1: (),  # a field says by its name what it holds
    lints.Sign.S11: (Facet.WALLS,),
    lints.Sign.S12: GRANTS,
}
"""Signs that some fields of a form may rightly show, and the fields in which they are signs."""


def form_signs(question: Question, fields: Mapping[Facet, str], room: Room) -> tuple[lints.Sign, ...]:
    """The signs of what was typed into fields, the one most worth a probe first; being short is none."""
    found = {
        sign
        for facet, text in fields.items()
        for sign in lints.signs(text, question, lexicon=room.lexicon(text), turn=lints.Turn.FORM, asked=facet)
        if facet in IN_FIELDS.get(sign, (facet,))
    }
    return tuple(sign for sign in lints.WORTH if sign in found)


def with_signs(review: Review, signs: tuple[lints.Sign, ...], taken: tuple[Facet, ...], room: Room) -> Review:
    """The review with the signs that still fire on what was just taken.

    A sign whose probe was answered without it is gone from the whole question.
    """
    if review.asking is None:
        return review
    question, decision = review.asking, letter_for(review.asking, review.current)
    probed = review.step(question, decision).probed
    gone = set(probed) - {s.value for s in signs} if taken else set()

    def marked(finding: Finding) -> Finding:
        if question_of(finding.facet) is not question or finding.decision != decision:
            return finding
        if finding.facet in taken:
            return replace(finding, signs=_still(finding, signs, room))
        return replace(finding, signs=tuple(s for s in finding.signs if s not in gone))

    return replace(review, findings=tuple(marked(f) for f in review.findings))


def _still(finding: Finding, signs: tuple[lints.Sign, ...], room: Room) -> tuple[str, ...]:
    """Which of the signs of an answer fire on the words just taken for a facet; a guess marked as one is none."""
    if finding.not_applicable or not signs:
        return ()
    text = finding.spans[-1].text
    fires = lints.signs(
        text,
        question_of(finding.facet),
        lexicon=room.lexicon(text),
        turn=lints.Turn.REPLY,
        asked=finding.facet,
    )
    found = (s for s in fires if s in signs and s not in OF_THE_WHOLE)
    marked_guess = finding.evidence_class is EvidenceClass.INFERRED
    return tuple(s.value for s in found if not (marked_guess and s is lints.Sign.S10))


def shows_care_alone(wall: Wall, room: Room) -> bool:
    """Whether a wall, in the words that named it, is only care, or for one case (S11)."""
    text = wall.spans[0].text
    fires = lints.signs(text, Question.WALL, lexicon=room.lexicon(text), turn=lints.Turn.REPLY)
    return lints.Sign.S11 in fires
