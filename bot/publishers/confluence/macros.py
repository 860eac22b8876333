"""The macros of Confluence that a review needs, as their storage format writes them."""

from collections.abc import Mapping

from bot.domain.report.parts import Tone
from bot.publishers.confluence.markup import NO_ATTRIBUTES, NOTHING, Markup, element, joined, lines, text

COLOURS: Mapping[Tone, str] = {
    Tone.GOOD: "Green",
    Tone.GOING: "Blue",
    Tone.CARE: "Yellow",
    Tone.BAD: "Red",
    Tone.QUIET: "Grey",
}
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("bash", "sh", "shell"), "bash"),
    **dict.fromkeys(("javascript", "js", "json"), "js"),
    **dict.fromkeys(("html", "xml"), "xml"),
    **dict.fromkeys(("py", "python"), "py"),
    **dict.fromkeys(("yaml", "yml"), "yml"),
    **{name: name for name in ("css", "diff", "java", "perl", "php", "ruby", "sql")},
}
"""Languages of the code macro that Cloud and Data Center both know, by what a fence calls them."""


def status(title: str, tone: Tone) -> Markup:
    """A coloured mark with a word or two in it."""
    return _macro("status", parameters={"colour": COLOURS[tone], "title": title})


def boxed(kind: str, *inside: Markup) -> Markup:
    """A panel: `info`, `note`, `tip` or `warning`."""
    return _macro(kind, _body(*inside))


def folded(title: str, *inside: Markup) -> Markup:
    """What is shown when its title is pressed."""
    return _macro("expand", _body(*inside), parameters={"title": title})


def code(value: str, language: str) -> Markup:
    """Code to the letter; a language that is not known to every Confluence is left out."""
    known = {"language": LANGUAGES[language]} if language in LANGUAGES else NO_ATTRIBUTES
    return _macro("code", element("ac:plain-text-body", lines(value)), parameters=known)


def properties(id_: str, *rows: tuple[Markup, Markup]) -> Markup:
    """Page properties: labels and values that an index page collects under the same id."""
    drawn = (element("tr", element("th", label), element("td", value)) for label, value in rows)
    table = element("table", element("tbody", *drawn))
    return _macro("details", _body(table), parameters={"id": id_})


def index(id_: str, label: str) -> Markup:
    """A table of the properties of all pages that carry a label; neither may hold a quotation mark."""
    parameters = {
        "id": id_,
        "cql": f'label = "{label}"',
        "sortBy": "Title",
        "reverseSort": "true",
        "pageSize": "100",
    }
    return _macro("detailssummary", NOTHING, parameters=parameters, version="2")


def anchor(name: str) -> Markup:
    """A name in the page that readers do not see."""
    return _macro("anchor", parameters={"": name})


def attached_image(file: str, described: str) -> Markup:
    """A picture among the attachments of the page."""
    attachment = element("ri:attachment", attributes={"ri:filename": file})
    return element("ac:image", attachment, attributes={"ac:alt": described})


def _body(*inside: Markup) -> Markup:
    return element("ac:rich-text-body", *inside)


def _macro(
    name: str, body: Markup = NOTHING, *, parameters: Mapping[str, str] = NO_ATTRIBUTES, version: str = "1"
) -> Markup:
    given = (
        element("ac:parameter", text(value), attributes={"ac:name": key}) for key, value in parameters.items()
    )
    attributes = {"ac:name": name, "ac:schema-version": version}
    return element("ac:structured-macro", joined(*given), body, attributes=attributes)
