"""Puts a voice together from the files of `prompts/`, each checked before anything is said with it."""

from collections.abc import Mapping

from jinja2.sandbox import SandboxedEnvironment

from bot.domain.script import Script
from bot.voice import environments, labels
from bot.voice.environments import Lines
from bot.voice.loading import TEMPLATE, WORD_LISTS, Prompts
from bot.voice.nodes import read
from bot.voice.phrases import Phrases
from bot.voice.scripts import script
from bot.voice.sentences import Sentences
from bot.voice.shipped import CLI
from bot.voice.speaking import SpokenVoice
from bot.voice.templates import Source, Template, compiled

PART = "_"
"""How the name of a template begins that others include and nobody says."""


def load(prompts: Prompts) -> SpokenVoice:
    """A voice from any two directories; see `bot.voice.load_voice`."""
    prompts.check()
    asked = script(prompts.file("questions.yml"), [prompts.file(name) for name in WORD_LISTS])
    named = _labels(prompts, asked)
    lines = Lines(_with_labels(environments.plain(), named))
    sentences = Sentences(_phrases(prompts, "errors.yml", lines))
    return SpokenVoice(
        script=asked,
        labels=named,
        sentences=sentences,
        templates=_templates(prompts.templates(), named, sentences, lines),
        forms=prompts.forms(named),
        lines=lines,
        words=Phrases(read(prompts.ours / CLI), prompts.file(CLI), lines, named),
    )


def _phrases(prompts: Prompts, name: str, lines: Lines) -> Phrases:
    return Phrases(read(prompts.ours / name), prompts.file(name), lines)


def _labels(prompts: Prompts, asked: Script) -> dict[str, str]:
    """The labels of `report.yml`, the questions and the facets, by dotted key."""
    named = labels.labels(prompts.file("report.yml"))
    questions = {f"question.{text.question}": text.text for text in asked.questions}
    facets = {f"facet.{text.facet}": text.label for text in asked.facets}
    return {**named, **questions, **facets}


def _with_labels(environment: SandboxedEnvironment, named: Mapping[str, str]) -> SandboxedEnvironment:
    """The environment with `label(key)`: what people call a key of our vocabularies, whichever it is of."""

    def label(key: str, vocabulary: str = "") -> str:
        return labels.name(named, key, vocabulary) if key else ""

    environment.globals["label"] = label
    return environment


def _templates(
    sources: Mapping[str, Source], named: Mapping[str, str], sentences: Sentences, lines: Lines
) -> dict[str, Template]:
    """Every template that can be said, checked with the parts it includes."""

    def load_source(name: str) -> tuple[str, str, None] | None:
        found = sources.get(name)
        return None if found is None else (found.body, found.file, None)

    def sentence(key: str, values: Mapping[str, object] | None = None) -> str:
        return sentences.of(key, values or {})

    spoken = _with_labels(environments.spoken(load_source), named)
    for environment in (spoken, lines.environment):
        environment.globals["sentence"] = sentence
    said = (name for name in sources if not name.startswith(PART))
    return {name.removesuffix(TEMPLATE): compiled(name, sources, spoken, lines) for name in said}
