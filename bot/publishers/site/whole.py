"""All reviews in one plain table: for whoever has no script, and for paper."""

from bot.domain.tree import Text
from bot.publishers.site.contents import Contents
from bot.publishers.site.frame import WHOLE, Page
from bot.publishers.site.markup import Html, joined, lines, tag
from bot.publishers.site.overview import class_name, foot
from bot.publishers.site.tree import table
from bot.publishers.site.words import Words

COLUMNS = ("review", "title", "status", "class", "opened")


def whole_page(contents: Contents, words: Words) -> Page:
    """The page."""
    header = [(Text(words(f"column.{column}")),) for column in COLUMNS]
    rows = [
        (
            _linked(line.number, contents),
            joined(line.title),
            joined(words(f"status.{line.status}")),
            joined(class_name(line.decision_class, words)),
            joined(line.opened_at.date().isoformat()),
        )
        for line in contents.reviews
    ]
    title = words("overview.reviews")
    main = lines(tag("h1", title), table(header, rows) if rows else tag("p", words("whole.none")))
    return Page(WHOLE, "register", title, main, foot(contents, words))


def _linked(number: int, contents: Contents) -> Html:
    page = contents.page_of(number)
    return tag("a", f"AR-{number}", href=page) if page else joined(f"AR-{number}")
