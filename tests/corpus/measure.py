"""How well signs, talk and facets are told on the corpus; `python -m tests.corpus.measure` prints it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.domain.cues import propose
from bot.domain.lints import Sign, Turn, signs
from bot.domain.script import Lexicon
from bot.domain.talk import is_talk
from bot.domain.text import lexicon_for
from bot.domain.vocabulary import Facet, Question

CORPUS = Path(__file__).parent
PROMPTS = CORPUS.parents[1] / "prompts"
PARTS = (".", "holdout")


@cache
def load_lexicons() -> tuple[Lexicon, ...]:
    """The word lists as they ship, all lists of a language in one lexicon."""
    merged: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in ("lints.yml", "words.yml"):
        for language, lists in _yaml(PROMPTS / name).items():
            merged.setdefault(language, {}).update({key: tuple(value) for key, value in lists.items()})
    return tuple(Lexicon(language, lists) for language, lists in merged.items())


def load(part: str, name: str) -> list[dict[str, Any]]:
    """The entries of one file of the corpus."""
    entries: list[dict[str, Any]] = _yaml(CORPUS / part / f"{name}.yml")
    return entries


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only


def hints() -> tuple[str, ...]:
    """Hints and examples of the questions, as the interview passes them on: a copy says nothing new."""
    questions = _yaml(PROMPTS / "questions.yml")["questions"].values()
    shown = ((q["hint"], *(e["text"] for e in q["examples"])) for q in questions)
    return tuple(text for texts in shown for text in texts)


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.whole + other.whole)

    def __str__(self) -> str:
        return f"{self.part}/{self.whole} {self.value:.2f}"

    @property
    def value(self) -> float:
        """Between 0 and 1; nothing of nothing is 0."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Measures:
    """What one part of the corpus shows."""

    shallow_probed: Share  # by at least one of the signs a careful reader names
    good_left_alone: Share  # no sign at all
    answers_lost: Share  # answers called talk
    talk_taken: Share  # talk called an answer
    facets_right: Share  # proposed facets all of whose sentences are marked so, of those proposed
    facets_found: Share  # marked facets of which at least one sentence was proposed, of those marked
    sentences_right: Share  # proposed sentences under their own facet, of those proposed

    def __add__(self, other: "Measures") -> "Measures":
        return Measures(*(getattr(self, f) + getattr(other, f) for f in self.__dataclass_fields__))


class Corpus:
    """The corpus against the word lists as they ship."""

    def __init__(self) -> None:
        self.lexicons = load_lexicons()
        self.known = hints()

    def signs(self, entry: dict[str, Any]) -> tuple[str, ...]:
        """Signs of an entry, read as a first answer."""
        question = Question(entry["question"])
        lexicon = lexicon_for(entry["text"], self.lexicons)
        found = signs(entry["text"], question, lexicon=lexicon, turn=Turn.FIRST, examples=self.known)
        return tuple(sign.value for sign in found)

    def measures(self, part: str) -> Measures:
        """All shares of one part."""
        shallow, good = load(part, "shallow"), load(part, "good")
        probed = sum(bool(set(self.signs(e)) & set(e["lints"])) for e in shallow)
        alone = sum(not self.signs(e) for e in good)
        return Measures(
            Share(probed, len(shallow)),
            Share(alone, len(good)),
            *self._talk(load(part, "talk")),
            *self._facets(load(part, "long")),
        )

    def by_sign(self, parts: Sequence[str]) -> dict[str, tuple[Share, int]]:
        """For each sign: fired of expected, and how often it fired on a good answer."""
        expected, fired, wrong = Counter[str](), Counter[str](), Counter[str]()
        for part in parts:
            for entry in load(part, "shallow"):
                expected.update(entry["lints"])
                fired.update(set(self.signs(entry)) & set(entry["lints"]))
            for entry in load(part, "good"):
                wrong.update(self.signs(entry))
        return {s.value: (Share(fired[s.value], expected[s.value]), wrong[s.value]) for s in Sign}

    def _talk(self, messages: list[dict[str, Any]]) -> tuple[Share, Share]:
        lost, taken, answers = 0, 0, 0
        for entry in messages:
            called_talk = is_talk(
                entry["text"], lexicon_for(entry["text"], self.lexicons) or self.lexicons[0]
            )
            answers += entry["kind"] == "answer"
            lost += called_talk and entry["kind"] == "answer"
            taken += not called_talk and entry["kind"] == "talk"
        return Share(lost, answers), Share(taken, len(messages) - answers)

    def _facets(self, answers: list[dict[str, Any]]) -> tuple[Share, Share, Share]:
        right, found, sentences = Share(), Share(), Share()
        for entry in answers:
            marked = {s.strip(): f for f, of_facet in entry["facets"].items() for s in of_facet}
            proposed = self._proposed(entry)
            hits = {f: [marked.get(s) == f for s in of_facet] for f, of_facet in proposed.items()}
            right += Share(sum(all(h) for h in hits.values()), len(hits))
            found += Share(sum(any(hits.get(f, ())) for f in entry["facets"]), len(entry["facets"]))
            sentences += Share(sum(sum(h) for h in hits.values()), sum(len(h) for h in hits.values()))
        return right, found, sentences

    def _proposed(self, entry: dict[str, Any]) -> dict[str, list[str]]:
        """The sentences proposed for each facet."""
        out: dict[str, list[str]] = {}
        lexicon = lexicon_for(entry["text"], self.lexicons)
        for p in propose(entry["text"], Question(entry["question"]), lexicon) if lexicon else ():
            if isinstance(p.facet, Facet):
                out.setdefault(p.facet.value, []).append(entry["text"][p.start : p.end])
        return out


@dataclass(frozen=True)
class Bound:
    """What a share of the whole corpus must hold to; None on both sides where it is only reported."""

    least: float | None = None
    most: float | None = None

    def holds(self, share: Share) -> bool:
        """Whether a share keeps within the bound."""
        return (self.least is None or share.value >= self.least) and (
            self.most is None or share.value <= self.most
        )

    def told(self, share: Share) -> str:
        """The bound, and whether a share meets it."""
        if self.least is None and self.most is None:
            return "reported only"
        limit = f"at least {self.least:.2f}" if self.least is not None else f"at most {self.most:.2f}"
        return f"{limit}, {'met' if self.holds(share) else 'not met'}"


BOUNDS = {
    "shallow_probed": ("shallow answers probed", Bound(least=0.90)),
    "good_left_alone": ("good ones left alone", Bound(least=0.95)),
    "answers_lost": ("thread: answers lost", Bound(most=0.0)),
    "talk_taken": ("thread: talk taken", Bound(most=0.10)),
    "facets_right": ("long: proposed facets right", Bound(least=0.90)),
    "facets_found": ("long: marked facets found", Bound()),
    "sentences_right": ("long: proposed sentences right", Bound()),
}
"""Each share of `Measures`, what it is called, and its bound."""


def report() -> tuple[str, ...]:
    """All shares of the whole corpus with their bounds, the holdout's on lines of their own, then every sign."""
    corpus = Corpus()
    ours, holdout = (corpus.measures(part) for part in PARTS)
    return (
        *_shares("", ours + holdout),
        *_shares("holdout, ", holdout),
        *_signs("", corpus, PARTS),
        *_signs("holdout, ", corpus, PARTS[1:]),
    )


def _shares(part: str, measures: Measures) -> Iterable[str]:
    for name, (label, bound) in BOUNDS.items():
        share: Share = getattr(measures, name)
        yield f"{part + label:40}{share!s:14} {bound.told(share)}"


def _signs(part: str, corpus: Corpus, parts: Sequence[str]) -> Iterable[str]:
    """Per sign: fired of the answers that have it, and good answers on which it did not."""
    good = sum(len(load(p, "good")) for p in parts)
    for sign, (share, wrong) in corpus.by_sign(parts).items():
        alone = Share(good - wrong, good)
        yield f"{f'{part}{sign}':13} fired of expected {share!s:12} good ones left alone {alone}"


if __name__ == "__main__":
    print("\n".join(report()))  # noqa: T201 - a tool for whoever tunes the rules
