"""Each question ends with its verdict proposed from what was taken, settled in one tap."""

from dataclasses import replace

from bot.domain import verdict_cues
from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes
from bot.domain.interview.gaps import gaps, held, letter_for
from bot.domain.interview.room import Room
from bot.domain.review import PersonKey, Review, Stage, Verdict, with_progress, with_verdict
from bot.domain.says import Say, Step
from bot.domain.verdict import ignored_allowed, ruling_for
from bot.domain.vocabulary import AuthorityClass, ContextClass, Facet, Question, YesNo

_FACTS = {YesNo.YES: (True, False), YesNo.NO: (False, True), YesNo.UNKNOWN: (None, None)}
"""A skipped approval: was it tied to a role; if not, a live control was passed."""


def propose(review: Review, question: Question, told: notes.Notes, room: Room) -> Step:
    """The question is answered as far as it goes: read it back with a proposed verdict."""
    decision = letter_for(question, review.current)
    review = with_progress(review, replace(review.step(question, decision), stage=Stage.VERDICT))
    review = with_verdict(review, _proposal(review, question, decision, room))
    return Step(review).saying(_read_back(review, question, decision, told, room))


def _proposal(review: Review, question: Question, decision: str, room: Room) -> Verdict:
    """What the words taken so far speak for; a verdict a person settled is left alone."""
    old = review.verdict(question, decision)
    if old is not None and old.settled_by is not None:
        return old
    texts = {f.facet: f.text for f in held(review, question, decision)}
    lexicon = room.lexicon("\n".join(texts.values()))
    guesses = verdict_cues.propose_verdict(question, texts, lexicon) if lexicon else ("unknown",)
    return _ruled(Verdict(question, guesses[0], decision, also=guesses[1:]))


def _ruled(verdict: Verdict, role: YesNo = YesNo.UNKNOWN) -> Verdict:
    """An authority verdict with its ruling by the grant test; others as they are."""
    if verdict.question is not Question.AUTHORITY:
        return verdict
    by_role, past_control = _FACTS[role]
    ruling = ruling_for(AuthorityClass(verdict.primary), tied_to_role=by_role, control_passed=past_control)
    return replace(verdict, ruling=ruling)


def _read_back(review: Review, question: Question, decision: str, told: notes.Notes, room: Room) -> Say:
    """What is held, in people's words, and the class it reads as."""
    verdict = review.verdict(question, decision)
    found = {f.facet: f for f in held(review, question, decision)}
    values: dict[str, object] = {
        **told.values(room),
        "open": [room.script.facet(f).label for f in gaps(review, question, decision)],
        "primary": verdict.primary if verdict else "unknown",
        "also": list(verdict.also) if verdict else [],
        "ruling": verdict.ruling.value if verdict and verdict.ruling else "",
        "target": f"{decision}:{question}",
    }
    for facet in (Facet.REASON, Facet.OUTSIDE):
        values[facet.value] = found[facet].text if facet in found else ""
    classes = [{"label": room.script.facet(f).label, "class": x.evidence_class} for f, x in found.items()]
    values["classes"] = classes if question is Question.CONTEXT else []
    return Say(f"verdict_{question}", values, id=f"verdict:{decision}:{question}")


def agree(review: Review, question: Question, decision: str, who: Speaker, room: Room) -> Review:
    """The proposed verdict, settled by somebody's word."""
    verdict = review.verdict(question, decision)
    if verdict is None:
        raise PersonError("nothing_to_settle")
    return _settled(review, replace(verdict, settled_by=who.person, at=room.now))


def choose(  # noqa: PLR0913 - a verdict has these parts
    review: Review,
    question: Question,
    decision: str,
    *,
    primary: str,
    also: tuple[str, ...],
    role: YesNo,
    who: Speaker,
    room: Room,
) -> Review:
    """A verdict chosen by hand; `ignored` needs proof that the item was in the window."""
    chosen = {primary, *also}
    if ContextClass.IGNORED.value in chosen and not ignored_allowed(review, decision):
        raise PersonError("ignored_needs_proof")
    verdict = Verdict(question, primary, decision, also, settled_by=who.person, at=room.now)
    return _settled(review, _ruled(verdict, role))


def _settled(review: Review, verdict: Verdict) -> Review:
    """The review with a settled verdict; its question is done."""
    review = with_verdict(review, verdict)
    progress = replace(review.step(verdict.question, verdict.decision), stage=Stage.DONE, facet=None)
    return with_progress(review, progress)


def object_to(review: Review, question: Question, decision: str, who: PersonKey) -> Review:
    """The review with somebody's name beside a verdict they do not share; both stay."""
    verdict = review.verdict(question, decision)
    if verdict is None:
        raise PersonError("nothing_to_settle")
    if who in verdict.disagreed_by:
        return review
    return with_verdict(review, replace(verdict, disagreed_by=(*verdict.disagreed_by, who)))
