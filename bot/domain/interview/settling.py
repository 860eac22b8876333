"""Each question ends with its verdict proposed from what was taken, settled in one tap."""

from dataclasses import replace

from bot.domain import verdict_cues
from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes
from bot.domain.interview.fields import member
from bot.domain.interview.gaps import gaps, held, letter_for, settle_unknowns
from bot.domain.interview.room import Room
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import Finding, PersonKey, Review, Stage, Verdict, with_progress, with_verdict
from bot.domain.says import Say, Step
from bot.domain.verdict import CLASSES, ignored_allowed, is_filled, ruling_for
from bot.domain.vocabulary import AuthorityClass, ContextClass, EvidenceClass, Facet, Question, Ruling, YesNo

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
    found = held(review, question, decision)
    lexicon = room.lexicon("\n".join(f.text for f in found))
    texts = {f.facet: tuple(span.text for span in f.spans) for f in found if not f.not_applicable}
    guesses = verdict_cues.propose_verdict(question, texts, lexicon)
    return _ruled(Verdict(question, guesses[0], decision, also=guesses[1:]))


def _ruled(verdict: Verdict, role: YesNo = YesNo.UNKNOWN) -> Verdict:
    """An authority verdict with its ruling by the grant test; others as they are."""
    if verdict.question is not Question.AUTHORITY:
        return verdict
    by_role, past_control = _FACTS[role]
    authority = member(AuthorityClass, verdict.primary)
    ruling = ruling_for(authority, tied_to_role=by_role, control_passed=past_control)
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
    values["classes"] = _classes(found, room) if question is Question.CONTEXT else []
    return Say(f"verdict_{question}", values, id=f"verdict:{decision}:{question}")


def _classes(found: dict[Facet, Finding], room: Room) -> list[dict[str, object]]:
    """What is held, by how it is known, strongest first."""
    known = {c: [f for f, x in found.items() if x.evidence_class is c] for c in EvidenceClass}
    return [
        {"class": c.value, "labels": [room.script.facet(f).label for f in facets]}
        for c, facets in known.items()
        if facets
    ]


def is_done(review: Review, question: Question, decision: str) -> bool:
    """Whether this verdict is settled and nothing waits for it: another tap changes nothing."""
    verdict = review.verdict(question, decision)
    settled = verdict is not None and verdict.settled_by is not None
    return settled and review.step(question, decision).stage is Stage.DONE


def is_settled_so(  # the parts of a verdict
    review: Review, question: Question, decision: str, primary: str, also: tuple[str, ...], role: YesNo
) -> bool:
    """Whether this very verdict is settled and nothing waits for it."""
    verdict = review.verdict(question, decision)
    if verdict is None or not is_done(review, question, decision):
        return False
    return (verdict.primary, verdict.also) == (primary, also) and _ruled(verdict, role) == verdict


def agree(review: Review, question: Question, decision: str, who: Speaker, room: Room) -> Review:
    """The proposed verdict, settled by somebody's word; one that a person settled stays theirs."""
    verdict = review.verdict(question, decision)
    if verdict is None:
        raise PersonError("nothing_to_settle")
    if verdict.settled_by is None:
        verdict = replace(verdict, settled_by=who.person, at=room.now)
    return _settled(review, verdict, room)


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
    for name in (primary, *also):
        member(CLASSES[question], name)
    old = review.verdict(question, decision)
    against = old.disagreed_by if old is not None and old.primary == primary else ()
    verdict = Verdict(question, primary, decision, also, None, who.person, room.now, against)
    if _says_ignored(verdict) and not ignored_allowed(review, decision):
        raise PersonError("ignored_needs_proof")
    return _settled(review, _ruled(verdict, role), room)


def _settled(review: Review, verdict: Verdict, room: Room) -> Review:
    """The review with a settled verdict; its question is done. What stays undetermined has an owner."""
    question, decision = verdict.question, verdict.decision
    review = with_verdict(review, verdict)
    progress = replace(review.step(question, decision), stage=Stage.DONE, facet=None, copied=True)
    review = with_progress(review, progress)
    facets = (Facet.GRANT_SYSTEM,)
    if verdict.ruling is not Ruling.UNDETERMINED:
        is_told = is_filled(review, Facet.GRANT_SYSTEM, decision)  # by words: the ruling alone was owed
        return settle_unknowns(review, decision, Facet.GRANT_SYSTEM, room.now) if is_told else review
    mine = (u for u in review.unknowns if (u.question, u.decision) == (question, decision))
    if any(u.settled_at is None for u in mine):
        return review
    return record_unknown(review, question, facets, notes.NOTHING, room, decision=decision)[0]


def without_unproved(review: Review, room: Room) -> Step:
    """No verdict says "ignored" without proof: where that was lowered or taken back, the verdict is open again."""
    found = tuple(v for v in review.verdicts if v.settled_by is not None and _says_ignored(v))
    unproved = tuple(v for v in found if not ignored_allowed(review, v.decision))
    for verdict in unproved:
        review = with_verdict(review, replace(verdict, settled_by=None, at=None))
        progress = review.step(verdict.question, verdict.decision)
        review = with_progress(review, replace(progress, stage=Stage.VERDICT))
    if not unproved:
        return Step(review)
    told = notes.NOTHING.adding(notes.simple("unproved"))
    return Step(review).saying(replace(told.noted(room), id="unproved"))


def _says_ignored(verdict: Verdict) -> bool:
    return ContextClass.IGNORED.value in {verdict.primary, *verdict.also}


def object_to(review: Review, question: Question, decision: str, who: PersonKey) -> Review:
    """The review with somebody's name beside a verdict they do not share; both stay."""
    verdict = review.verdict(question, decision)
    if verdict is None:
        raise PersonError("nothing_to_settle")
    if who in verdict.disagreed_by:
        return review
    return with_verdict(review, replace(verdict, disagreed_by=(*verdict.disagreed_by, who)))
