"""`questions.yml`, `lints.yml` and `words.yml` as the script of the interview."""

from collections.abc import Iterable

from bot.domain.script import Example, FacetText, Lexicon, QuestionText, Script
from bot.domain.vocabulary import Facet, Question
from bot.voice.nodes import Node, broken
from bot.voice.shape import entries, fields, filled, items

EXAMPLES = 3
"""How many finished answers, from as many trades, a question shows at least."""


def script(questions: Node, word_lists: Iterable[Node]) -> Script:
    """The script. PersonError `prompts_broken` or `prompts_unknown_key` with file and line where it is unsound."""
    parts = fields(questions, required=("questions", "facets", "signs"))
    asked = fields(parts["questions"], required=tuple(Question))
    facets = fields(parts["facets"], required=tuple(Facet))
    return Script(
        questions=tuple(_question(question, asked[question]) for question in Question),
        facets=tuple(_facet(facet, facets[facet]) for facet in Facet),
        lexicons=_lexicons(word_lists),
        sign_probes=entries(parts["signs"], filled),
    )


def _question(question: Question, node: Node) -> QuestionText:
    parts = fields(node, required=("text", "hint", "examples"))
    examples = items(parts["examples"], _example, least=EXAMPLES)
    return QuestionText(question, filled(parts["text"]), filled(parts["hint"]), examples)


def _example(node: Node) -> Example:
    parts = fields(node, required=("trade", "text"))
    return Example(filled(parts["trade"]), filled(parts["text"]))


def _facet(facet: Facet, node: Node) -> FacetText:
    parts = fields(node, required=("label", "probes"))
    return FacetText(facet, filled(parts["label"]), items(parts["probes"], filled, least=1))


def _lexicons(files: Iterable[Node]) -> tuple[Lexicon, ...]:
    """One lexicon a language, of the lists of all files; a list name stands in one file only."""
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in files:
        for language, named in entries(file, _named_lists).items():
            held = lists.setdefault(language, {})
            for name, (words, node) in named.items():
                if name in held:
                    raise broken(node.at, "list_twice", key=name)
                held[name] = words
    return tuple(Lexicon(language, held) for language, held in lists.items())


def _named_lists(node: Node) -> dict[str, tuple[tuple[str, ...], Node]]:
    return entries(node, lambda words: (items(words, filled), words))
