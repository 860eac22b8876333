"""What every page has around what it says: head, navigation and foot. Nothing in it is loaded from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.publishers.site.markup import Child, Html, lines, tag
from bot.publishers.site.words import Words

STYLE, SCRIPT = "register.css", "register.js"
OVERVIEW, WALLS, CLASSES, WHOLE = "index.html", "walls.html", "classes.html", "all.html"
NAVIGATION = ((OVERVIEW, "nav.overview"), (WALLS, "nav.walls"), (CLASSES, "nav.classes"))
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' file:",
        "style-src 'self' file: 'unsafe-inline'",  # the picture of a run brings its own colours
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""What a browser may load: files of this folder, also where there is no server that could say so."""


@dataclass(frozen=True)
class Page:
    """One page: its title, what it says, and the data its script reads. `of` is what its seal says it is."""

    name: str
    of: str
    title: str
    main: Html
    foot: tuple[Child, ...] = ()
    data: tuple[str, ...] = ()


def whole(page: Page, words: Words) -> str:
    """The file."""
    document = tag("html", lines(_head(page, words), _body(page, words)), lang=words("lang"))
    return f"<!doctype html>\n{document.text}\n"


def _head(page: Page, words: Words) -> Html:
    scripts = (tag("script", src=name, defer="") for name in (*page.data, SCRIPT))
    return tag(
        "head",
        lines(
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("meta", name="robots", content="noindex"),
            tag("title", words("title_of", page=page.title)),
            tag("link", rel="icon", href="data:,"),
            tag("link", rel="stylesheet", href=STYLE),
            *scripts,
        ),
    )


def _body(page: Page, words: Words) -> Html:
    links = (
        tag("a", words(key), href=name, aria_current="page" if name == page.name else None)
        for name, key in NAVIGATION
    )
    return tag(
        "body",
        lines(
            tag("a", words("nav.skip"), href="#main", class_="skip"),
            tag(
                "header",
                tag("p", words("title"), class_="name"),
                tag("nav", *links, aria_label=words("nav.label")),
            ),
            tag("main", page.main, id="main"),
            tag("footer", *(tag("p", child) for child in page.foot)) if page.foot else None,
        ),
    )


def listed(items: Sequence[Child], nothing: str) -> Html:
    """A list, or the sentence that there is nothing."""
    return tag("ul", *(tag("li", item) for item in items)) if items else tag("p", nothing)


def part(heading: str, *inside: Child, name: str) -> Html:
    """A section of a page under its heading."""
    return tag("section", lines(tag("h2", heading, id=name), *inside), aria_labelledby=name)
