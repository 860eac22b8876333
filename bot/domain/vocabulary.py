"""The closed word lists of a decision review; each member is explained on its line.

Source: the product's classification (questions, facets, evidence classes, verdicts, wall families and status).
The texts people read for these keys live in `prompts/report.yml` and `prompts/questions.yml`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Question(StrEnum):
    """The four questions in their fixed order, then the close."""

    DECISION = "decision"  # what did it decide, and what was it optimizing for
    CONTEXT = "context"  # what was in its window
    AUTHORITY = "authority"  # was it authorized
    WALL = "wall"  # could the operation have caught this class of error
    CLOSE = "close"  # same thing tomorrow?


class Facet(StrEnum):
    """One thing a question must settle; required unless "n/a, because" or an owned unknown."""

    POINT = "point"  # the moment or span of the decision
    OPTIONS = "options"  # what else was open to it, at least two, stop and ask included
    CHOICE = "choice"  # what it chose
    OBJECTIVE_GIVEN = "objective_given"  # the goal as it was told, quoted
    OBJECTIVE_EFFECT = "objective_effect"  # the goal it acted on
    REASON = "reason"  # from the inside: what made it the likely step
    OUTSIDE = "outside"  # from the outside: how things really were
    BELIEF = "belief"  # the belief it rested on: true, false or unknown
    VERSIONS = "versions"  # model, prompt, tools and configuration then
    STATE = "state"  # workflow state in the window
    USER = "user"  # what the user had said
    DATA = "data"  # data it had read
    HISTORY = "history"  # earlier turns and memory
    MISSING = "missing"  # what it did not know, and whether that would have flipped the choice
    EXCESS = "excess"  # what should not have been there
    RULES = "rules"  # rules in force, and whether they were still in the window
    TARGET = "target"  # the action and what it acted on
    IDENTITY = "identity"  # the identity or credential it used
    GRANT_SYSTEM = "grant_system"  # what gave it the right to reach the system
    GRANT_DATA = "grant_data"  # what gave it the right to the user's data
    GRANT_APPROVAL = "grant_approval"  # what the approval chain allowed it
    MEANT = "meant"  # was the grant meant so wide, by whom, written where, for what
    APPROVAL = "approval"  # the approval path and what became of it
    PATH_OPEN = "path_open"  # is the path still open now
    CLASS_SENTENCE = "class_sentence"  # "An agent that ... can ..."
    SIBLING = "sibling"  # one other case of the same class
    EXISTING = "existing"  # walls that stood, and why each did not hold
    WALLS = "walls"  # walls to build
    GETS_PAST = "gets_past"  # what still gets past them
    SAME_TOMORROW = "same_tomorrow"  # what would happen if it came up tomorrow


FACETS: Mapping[Question, tuple[Facet, ...]] = MappingProxyType(
    {
        Question.DECISION: tuple(Facet)[0:9],
        Question.CONTEXT: tuple(Facet)[9:16],
        Question.AUTHORITY: tuple(Facet)[16:24],
        Question.WALL: tuple(Facet)[24:29],
        Question.CLOSE: tuple(Facet)[29:30],
    }
)
"""The facets of each question, in the order of the document."""

PER_DECISION = (Question.DECISION, Question.CONTEXT, Question.AUTHORITY)
"""Asked again for each decision; the wall question and the close are shared."""

MAX_DECISIONS = 3
DECISION_LETTERS = "ABC"
MAX_PROBES = 3


def question_of(facet: Facet) -> Question:
    """The question a facet belongs to."""
    return next(question for question, facets in FACETS.items() if facet in facets)


class EvidenceClass(StrEnum):
    """How a claim is known, strongest first; the weakest link of a chain is the class of the claim."""

    LOGGED = "logged"  # captured at the moment
    RECONSTRUCTED = "reconstructed"  # from durable records
    TESTIMONY = "testimony"  # a person who was there
    THIRD_PARTY = "third_party"  # an outsider
    SELF_REPORT = "self_report"  # the agent, afterwards
    INFERRED = "inferred"  # a guess, marked so
    UNKNOWN = "unknown"  # nobody knows

    def weaker_than(self, other: "EvidenceClass") -> bool:
        """Whether this class proves less than `other`."""
        order = tuple(EvidenceClass)
        return order.index(self) > order.index(other)


class DecisionClass(StrEnum):
    """The verdict of the first question."""

    LITERAL_GOAL = "literal_goal"  # did what was asked, the ask was wrong
    MISREAD_GOAL = "misread_goal"  # took the goal for another
    HIJACKED_GOAL = "hijacked_goal"  # untrusted content became the goal
    OVERREACH = "overreach"  # added an action outside the task
    RULE_DROPPED = "rule_dropped"  # acted against a rule it had been given
    GUESSED = "guessed"  # acted on an unverified fact
    MISREAD_RESULT = "misread_result"  # took a wrong state from a tool
    NO_STOP = "no_stop"  # did not stop, ask or hand back
    OVERCAUTIOUS = "overcautious"  # refused because the goal rewarded caution
    FALSE_ACCOUNT = "false_account"  # told people something untrue about state or its acts
    UNKNOWN = "unknown"  # no verdict


class ContextClass(StrEnum):
    """The verdict of the second question."""

    ADEQUATE = "adequate"  # it had what it needed
    MISSING = "missing"  # something it needed was never there
    STALE_OR_WRONG = "stale_or_wrong"  # what was there was out of date or false
    LOST = "lost"  # it had been there: truncated, compacted, new session
    IGNORED = "ignored"  # it was there and was not used (proof needed)
    OVEREXPOSED = "overexposed"  # it saw more than it should
    POISONED = "poisoned"  # somebody else wrote into what it read
    AMBIGUOUS = "ambiguous"  # it could be read two ways
    HANDOFF = "handoff"  # someone had it and did not pass it on
    NOT_LOGGED = "not_logged"  # nobody can know: the window was not recorded
    UNKNOWN = "unknown"  # no verdict


class AuthorityClass(StrEnum):
    """The verdict of the third question; each leads to a `Ruling`."""

    AS_INTENDED = "as_intended"  # granted and meant
    OVER_GRANTED = "over_granted"  # granted wider than meant
    TOLD_NOT_TO = "told_not_to"  # forbidden only in text
    INHERITED = "inherited"  # a person's or a service's rights
    UNOWNED = "unowned"  # nobody had decided
    APPROVAL_RUBBER = "approval_rubber"  # approved without seeing the effect
    APPROVAL_SKIPPED = "approval_skipped"  # the approval did not happen
    FOUND_CREDENTIAL = "found_credential"  # a credential nobody gave it
    BYPASSED = "bypassed"  # a live control was passed
    BLOCKED = "blocked"  # a wall held: near miss
    UNKNOWN = "unknown"  # no verdict


class Ruling(StrEnum):
    """Does a grant somebody here made, to this agent, cover this action on this target?"""

    GOVERNANCE_DESIGN = "governance_design"  # yes
    ACCESS_CONTROL = "access_control"  # no, yet it went through
    NEAR_MISS = "near_miss"  # no, and a wall held
    UNDETERMINED = "undetermined"  # nobody can say yet; needs an owned unknown


class Severity(StrEnum):
    """OECD's scale for AI incidents and hazards."""

    HAZARD = "hazard"
    SERIOUS_HAZARD = "serious_hazard"
    INCIDENT = "incident"
    SERIOUS_INCIDENT = "serious_incident"
    DISASTER = "disaster"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Where a review stands."""

    OPEN = "open"  # being asked, or reopened
    FILED = "filed"  # finished, one of the three verdicts missing: not learned
    REVIEWED = "reviewed"  # finished, all three verdicts settled
    CLOSED = "closed"  # every wall standing, superseded, not applicable or declined by name
    WITHDRAWN = "withdrawn"  # an opening taken back, with its reason
    MERGED = "merged"  # an opening that was another review's


class Family(StrEnum):
    """What kind of change a wall is."""

    REMOVE = "remove"  # capability, data or credential out of reach
    SCOPE = "scope"  # least privilege enforced outside the model
    GATE = "gate"  # independent check in the action path
    REVERSIBLE = "reversible"  # delay, soft delete, backups elsewhere
    LIMIT = "limit"  # rate, spend, blast radius, kill switch outside the loop
    ISOLATE_INPUT = "isolate_input"  # untrusted content kept from instructions, private data or a way out
    VERIFY_STATE = "verify_state"  # a tool refuses without fresh proof of state
    REGRESS = "regress"  # the case and its siblings as a test that blocks release
    DETECT = "detect"  # alert, audit, context capture at decision time
    ADVISE = "advise"  # prompt text, docs, training, policy


class Strength(StrEnum):
    """The grade of a wall."""

    WEAK = "weak"  # only the model's or a person's own care enforces it
    INTERMEDIATE = "intermediate"  # enforced outside the model, one of b to d missing
    STRONG = "strong"  # a to d


class YesNo(StrEnum):
    """An answer that may be unknown; unknown counts as no where a wall is graded."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class WallStatus(StrEnum):
    """The life of a wall; built is not standing."""

    PROPOSED = "proposed"  # named, its owner has not answered
    ACCEPTED = "accepted"  # its owner took it, with a date
    BUILT = "built"  # made, not proved
    DRILLED = "drilled"  # a drill was recorded, not yet verified by somebody else
    STANDING = "standing"  # a verified drill, still valid
    EXPIRED = "expired"  # its last drill is too old, or a version changed
    BREACHED = "breached"  # the class came back past it
    DECLINED = "declined"  # refused by name, with why
    NOT_APPLICABLE = "not_applicable"  # no longer makes sense, with why
    SUPERSEDED = "superseded"  # another wall does its work


class WhyNot(StrEnum):
    """Why a wall that existed did not hold."""

    ABSENT = "absent"
    BYPASSED = "bypassed"
    FAILED = "failed"
    TOO_LATE = "too_late"
    NOT_IN_PATH = "not_in_path"
    UNKNOWN = "unknown"


class FirstGuess(StrEnum):
    """What the opener thought at first; never a verdict."""

    UNAUTHORIZED = "unauthorized"  # did a step nobody authorized
    UNKNOWN_CONTEXT = "unknown_context"  # used context we did not know it had
    WRONG_ASK = "wrong_ask"  # did what we asked and the ask was wrong
    NOT_SURE = "not_sure"
