"""From free text to facets: for each whole sentence, the facet it speaks of, as a proposal people can change."""

from dataclasses import dataclass

from bot.domain.cues.courtesy import is_courtesy
from bot.domain.cues.echoes import echoed
from bot.domain.cues.fixes import offers_fix
from bot.domain.cues.labels import labelled
from bot.domain.cues.phrases import starting_at
from bot.domain.cues.scoring import STRONG, Points, loudest, scores, with_form
from bot.domain.reading import Reading, read
from bot.domain.script import Lexicon
from bot.domain.text import Sentence
from bot.domain.vocabulary import FACETS, Facet, Question, question_of

LISTS = ("continues", "asides")

LABELLED = 10
"""Points of a label, or of the probe's own words at the beginning: more than phrases can reach."""

ELSEWHERE = 2
"""Strong phrases from which a sentence that says nothing of the open question is filed under another."""

ENOUGH = 2
"""Points below which nothing is proposed: one weak word alone is wrong too often."""

ASKED = (Question.DECISION, Question.CONTEXT, Question.AUTHORITY, Question.WALL)


@dataclass(frozen=True)
class Proposal:
    """One whole sentence, `text[start:end]`, and what it is taken for.

    `facet` is None where nothing tells; then the sentence belongs to whatever was asked. `fix` marks a remedy
    offered before the wall question: it is kept aside until then.
    """

    start: int
    end: int
    facet: Facet | None
    question: Question
    strength: int = 0
    fix: bool = False


def propose(text: str, question: Question, lexicon: Lexicon) -> tuple[Proposal, ...]:
    """A proposal for each sentence of an answer, in order; greetings and thanks are left out."""
    return propose_in(read(text, lexicon), question)


def propose_in(reading: Reading, question: Question) -> tuple[Proposal, ...]:
    """As `propose`, for a text that was read already."""
    out: list[Proposal] = []
    carried: Facet | None = (
        None  # a label alone on its line, or a sentence that ends with a colon: the list below is its
    )
    for sentence in reading.sentences:
        if is_courtesy(reading, sentence) and not reading.quotes(sentence):
            continue
        proposal = _of_sentence(reading, sentence, question)
        if proposal.facet is None:
            proposal = _continued(reading, proposal, out, carried)
        carried = (
            proposal.facet if reading.text[sentence.end - 1] == ":" or carried is proposal.facet else None
        )
        out.append(proposal)
    return tuple(out)


def _of_sentence(reading: Reading, sentence: Sentence, question: Question) -> Proposal:
    """What a sentence says by itself."""
    start, end = sentence.start, sentence.end
    others = tuple(f for q in ASKED if q is not question for f in FACETS[q])
    for facets in (FACETS[question], others):
        if label := labelled(reading, sentence, facets):
            facet = label[0]
            fix = facet is Facet.WALLS and question is not Question.WALL
            return Proposal(start, end, facet, question_of(facet), LABELLED, fix)
    if echo := echoed(reading, sentence, FACETS[question]):
        return Proposal(start, end, echo, question, LABELLED)
    if question is not Question.WALL and offers_fix(reading, sentence):
        return Proposal(start, end, Facet.WALLS, Question.WALL, STRONG, fix=True)
    own = with_form(scores(reading, sentence, question), reading, sentence, question)
    if own:
        best = loudest(own)
        if own[best].total >= (2 * STRONG if reading.within("asides", sentence) else ENOUGH):
            return Proposal(start, end, best, question, own[best].total)
    return _filed_elsewhere(reading, sentence, question) or Proposal(start, end, None, question)


def _filed_elsewhere(reading: Reading, sentence: Sentence, question: Question) -> Proposal | None:
    """Another question's facet, where its probe or strong cues of it stand and none of the open one."""
    others = (f for q in ASKED if q is not question for f in FACETS[q] if f is not Facet.WALLS)
    if echo := echoed(reading, sentence, others):
        return Proposal(sentence.start, sentence.end, echo, question_of(echo), LABELLED)
    found: dict[Facet, Points] = {
        facet: points
        for other in ASKED
        if other is not question
        for facet, points in scores(reading, sentence, other).items()
        if points.strong >= ELSEWHERE and facet is not Facet.WALLS
    }
    if not found:
        return None
    best = loudest(found)
    return Proposal(sentence.start, sentence.end, best, question_of(best), found[best].total)


def _continued(
    reading: Reading, proposal: Proposal, before: list[Proposal], carried: Facet | None
) -> Proposal:
    """A sentence without cues goes on with the facet before it, in a list below it or by how it begins."""
    if not before or before[-1].facet is None:
        return proposal
    last = before[-1]
    words = reading.words_in(Sentence(proposal.start, proposal.end))
    begins = bool(words) and starting_at(reading, "continues", words[0].start)
    if carried is None and not begins:
        return proposal
    return Proposal(proposal.start, proposal.end, last.facet, last.question, 0, last.fix)
