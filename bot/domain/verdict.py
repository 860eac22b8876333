"""What the verdicts mean: the grant test, which wall families they call for, and what a review still lacks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.domain.review import Finding, Position, Review, Verdict, Wall
from bot.domain.vocabulary import (
    FACETS,
    PER_DECISION,
    AuthorityClass,
    ContextClass,
    DecisionClass,
    EvidenceClass,
    Facet,
    Family,
    Question,
    Ruling,
    Status,
    WallStatus,
    YesNo,
)

VerdictClass = DecisionClass | ContextClass | AuthorityClass

CLASSES: Mapping[Question, type[DecisionClass] | type[ContextClass] | type[AuthorityClass]] = (
    MappingProxyType(
        {
            Question.DECISION: DecisionClass,
            Question.CONTEXT: ContextClass,
            Question.AUTHORITY: AuthorityClass,
        }
    )
)
"""The class list of each question that ends with a verdict."""

NO_VERDICT: frozenset[VerdictClass] = frozenset(
    {DecisionClass.UNKNOWN, ContextClass.UNKNOWN, ContextClass.NOT_LOGGED, AuthorityClass.UNKNOWN}
)
"""Classes that say that nobody can say."""

PROOF = frozenset({EvidenceClass.LOGGED, EvidenceClass.RECONSTRUCTED})
"""Evidence classes that carry weight: captured then, or from durable records."""

_ANY = (Family.REMOVE,)
_DECISION = (*_ANY, Family.REGRESS)
_AUTHORITY = (*_ANY, Family.SCOPE, Family.GATE)

FAMILIES: Mapping[VerdictClass, tuple[Family, ...]] = MappingProxyType(
    {
        **dict.fromkeys(DecisionClass, _DECISION),
        **dict.fromkeys(ContextClass, _ANY),
        **dict.fromkeys(AuthorityClass, _AUTHORITY),
        DecisionClass.OVERREACH: (*_DECISION, Family.REVERSIBLE),
        DecisionClass.NO_STOP: (*_DECISION, Family.GATE, Family.LIMIT),
        DecisionClass.GUESSED: (*_DECISION, Family.VERIFY_STATE),
        DecisionClass.MISREAD_RESULT: (*_DECISION, Family.VERIFY_STATE),
        DecisionClass.UNKNOWN: (),
        ContextClass.LOST: (*_ANY, Family.VERIFY_STATE),
        ContextClass.OVEREXPOSED: (*_ANY, Family.ISOLATE_INPUT),
        ContextClass.POISONED: (*_ANY, Family.ISOLATE_INPUT),
        ContextClass.NOT_LOGGED: (*_ANY, Family.DETECT),
        ContextClass.UNKNOWN: (),
        AuthorityClass.BLOCKED: _ANY,  # a wall held: the grant is not what failed
        AuthorityClass.UNKNOWN: (),
    }
)
"""The wall families each verdict class calls for. `advise` is called for by none: it is what is left."""

BEST_FIRST = (
    Family.REMOVE,
    Family.SCOPE,
    Family.REVERSIBLE,
    Family.GATE,
    Family.LIMIT,
    Family.VERIFY_STATE,
    Family.ISOLATE_INPUT,
    Family.REGRESS,
    Family.DETECT,
)
"""By default grade: strong, intermediate to strong, intermediate, weak to prevent."""

_RULINGS: Mapping[AuthorityClass, Ruling] = MappingProxyType(
    {
        AuthorityClass.AS_INTENDED: Ruling.GOVERNANCE_DESIGN,
        AuthorityClass.OVER_GRANTED: Ruling.GOVERNANCE_DESIGN,
        AuthorityClass.TOLD_NOT_TO: Ruling.GOVERNANCE_DESIGN,
        AuthorityClass.INHERITED: Ruling.GOVERNANCE_DESIGN,
        AuthorityClass.UNOWNED: Ruling.GOVERNANCE_DESIGN,
        AuthorityClass.APPROVAL_RUBBER: Ruling.GOVERNANCE_DESIGN,
        AuthorityClass.FOUND_CREDENTIAL: Ruling.ACCESS_CONTROL,
        AuthorityClass.BYPASSED: Ruling.ACCESS_CONTROL,
        AuthorityClass.BLOCKED: Ruling.NEAR_MISS,
        AuthorityClass.UNKNOWN: Ruling.UNDETERMINED,
    }
)


def ruling_for(
    authority: AuthorityClass, *, tied_to_role: bool | None = None, control_passed: bool | None = None
) -> Ruling:
    """Does a grant somebody here made, to this agent, cover the action? None where nobody knows.

    The two facts are asked for a skipped approval alone: a live control that was passed settles it, since then no
    grant covered the action; else an approval tied to a role was the grant's own design.
    """
    if authority is not AuthorityClass.APPROVAL_SKIPPED:
        return _RULINGS[authority]
    if control_passed:
        return Ruling.ACCESS_CONTROL
    return Ruling.GOVERNANCE_DESIGN if tied_to_role else Ruling.UNDETERMINED


def families_for(review: Review) -> tuple[Family, ...]:
    """The wall families that the verdicts of all decisions call for, best first.

    An unlogged window puts `detect` first: without a capture the next review cannot say why either.
    """
    found = {c for verdict in review.verdicts for c in classes_of(verdict)}
    called = Counter(family for verdict_class in found for family in FAMILIES[verdict_class])
    families = tuple(family for family in BEST_FIRST if called[family])
    if ContextClass.NOT_LOGGED in found:
        return (Family.DETECT, *(family for family in families if family is not Family.DETECT))
    return families


def classes_of(verdict: Verdict) -> tuple[VerdictClass, ...]:
    """The primary class and the others of a verdict, as members of its question's list; none for other questions."""
    if (members := CLASSES.get(verdict.question)) is None:
        return ()
    return tuple(members(name) for name in (verdict.primary, *verdict.also))


def ignored_allowed(review: Review, decision: str) -> bool:
    """Whether there is proof, beyond somebody's word, that the window of a decision held what was not used."""
    window = (Facet.STATE, Facet.USER, Facet.DATA, Facet.HISTORY, Facet.RULES)
    found = (review.finding(facet, decision) for facet in window)
    return any(f is not None and not f.not_applicable and f.evidence_class in PROOF for f in found)


def weakest(classes: Iterable[EvidenceClass]) -> EvidenceClass:
    """The class of a claim: that of the weakest link of its chain; unknown where there is no link."""
    order = tuple(EvidenceClass)
    return max(classes, key=order.index, default=EvidenceClass.UNKNOWN)


def why_missing(review: Review) -> tuple[tuple[str, Question], ...]:
    """Which of the three have no verdict, by decision: not settled, unknown, not logged, or undetermined."""
    return tuple(
        (decision.letter, question)
        for decision in review.decisions
        for question in PER_DECISION
        if not is_answered(review.verdict(question, decision.letter))
    )


def is_answered(verdict: Verdict | None) -> bool:
    """Whether a verdict is settled and says something."""
    if verdict is None or verdict.settled_by is None or classes_of(verdict)[0] in NO_VERDICT:
        return False
    return ruling_of(verdict) is not Ruling.UNDETERMINED


def ruling_of(verdict: Verdict) -> Ruling | None:
    """The ruling of an authority verdict, from its class where none was noted; None for other questions."""
    if verdict.question is not Question.AUTHORITY:
        return None
    return verdict.ruling or ruling_for(AuthorityClass(verdict.primary))


def needs_containment(review: Review) -> bool:
    """Whether somebody passed a control here, and nobody has said that the path is closed or who closes it now."""
    rulings = (ruling_of(v) for v in review.verdicts if v.settled_by is not None)
    if Ruling.ACCESS_CONTROL not in tuple(rulings):
        return False
    answer = review.containment
    return answer is None or (answer.contained is not YesNo.YES and answer.owner is None)


def finished_status(review: Review) -> Status:
    """What the review becomes when somebody says that it is done: learned from, or only filed."""
    if why_missing(review) or needs_containment(review):
        return Status.FILED
    return Status.REVIEWED


def facets_asked(review: Review) -> tuple[tuple[str, Facet], ...]:
    """Every facet of the review, those of the first three questions once for each decision, as (letter, facet)."""
    own = tuple((d.letter, facet) for d in review.decisions for q in PER_DECISION for facet in FACETS[q])
    shared = tuple(("", facet) for q in FACETS if q not in PER_DECISION for facet in FACETS[q])
    return (*own, *shared)


def held(review: Review, facet: Facet, decision: str) -> tuple[Finding | Position, ...]:
    """What is held for a facet: its finding, and both positions of a disagreement about it.

    The agent's own later account is not evidence of its reason and never fills it alone.
    """
    finding = review.finding(facet, decision)
    if finding is not None and facet is Facet.REASON and finding.evidence_class is EvidenceClass.SELF_REPORT:
        finding = None
    positions = tuple(
        position
        for disagreement in review.disagreements
        if disagreement.facet is facet and disagreement.decision == decision
        for position in disagreement.positions
    )
    return positions if finding is None else (finding, *positions)


def walls_named(review: Review) -> tuple[Wall, ...]:
    """The walls of a review; one whose words were taken back before anybody took it is none, and has no reason."""
    return tuple(w for w in review.walls if w.status is not WallStatus.NOT_APPLICABLE or w.why)


def is_filled(review: Review, facet: Facet, decision: str) -> bool:
    """Whether a facet is answered, "n/a, because" included."""
    if facet is Facet.WALLS and walls_named(review):
        return True
    if facet is Facet.SAME_TOMORROW and review.same_tomorrow is not None:
        return True
    return bool(held(review, facet, decision))


def owned_unknowns(review: Review) -> frozenset[tuple[str, Facet]]:
    """The facets that an open unknown stands for."""
    return frozenset(
        (u.decision, facet) for u in review.unknowns if u.settled_at is None for facet in u.facets
    )


def missing_facets(review: Review) -> tuple[tuple[str, Facet], ...]:
    """The facets that are empty and that nobody owns, in the order of the document."""
    owned = owned_unknowns(review)
    return tuple(
        (decision, facet)
        for decision, facet in facets_asked(review)
        if (decision, facet) not in owned and not is_filled(review, facet, decision)
    )


def unknown_facets(review: Review) -> int:
    """The n of "n unknowns": facets that an open unknown stands for, each counted once.

    What is empty and has no owner yet is missing, not unknown; finishing a review makes unknowns of it.
    """
    return len(owned_unknowns(review))
