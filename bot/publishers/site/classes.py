"""The page of classes: how often each came up in which month, what repeats, and what came back past a wall."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.domain.register import CameBack, ReviewLine, Tally
from bot.domain.tree import Text
from bot.publishers.site.contents import GONE, Contents
from bot.publishers.site.frame import CLASSES, Page, listed, part
from bot.publishers.site.markup import Child, Html, joined, lines, tag
from bot.publishers.site.overview import class_name, foot, linked
from bot.publishers.site.tree import table
from bot.publishers.site.words import Words

MONTHS = 12
SHADES = 4


def classes(contents: Contents, words: Words) -> Page:
    """The page."""
    register = contents.register
    came_back = [_came_back(row, contents, words) for row in register.came_back]
    main = lines(
        tag("h1", words("classes.title")),
        part(words("classes.by_month"), _by_month(contents, words), name="months"),
        part(words("classes.repeats"), _repeats(register.repeats, contents, words), name="repeats"),
        part(words("classes.came_back"), listed(came_back, words("classes.none_came_back")), name="back"),
    )
    return Page(CLASSES, "register", words("classes.title"), main, foot(contents, words))


def months_until(today: date) -> tuple[str, ...]:
    """The last months, oldest first, this one included: `2026-11`."""
    last = today.year * 12 + today.month - 1
    return tuple(f"{at // 12}-{at % 12 + 1:02}" for at in range(last - MONTHS + 1, last + 1))


def by_month(lines_: Sequence[ReviewLine], today: date) -> dict[str, tuple[int, ...]]:
    """For each class, most reviews first: how many before the last months, then in each of them."""
    months = months_until(today)
    counted = Counter((line.decision_class, line.opened_at.date().isoformat()[:7]) for line in lines_)
    total = Counter(line.decision_class for line in lines_)
    found = {}
    for name in sorted(total, key=lambda name: (-total[name], name)):
        each = tuple(counted[name, month] for month in months)
        found[name] = (total[name] - sum(each), *each)
    return found


def _by_month(contents: Contents, words: Words) -> Html:
    """A table whose fields are the darker the more reviews they count; the number always says it too."""
    counted = by_month([line for line in contents.reviews if line.status not in GONE], contents.today)
    if not counted:
        return tag("p", words("classes.none"))
    most = max(max(row) for row in counted.values())
    header = (
        words("column.class"),
        words("classes.before"),
        *months_until(contents.today),
        words("column.sum"),
    )
    rows = [
        (joined(class_name(name, words)), *(_field(n, most) for n in row), joined(str(sum(row))))
        for name, row in counted.items()
    ]
    grid = table([(Text(label),) for label in header], rows)
    return tag(
        "div", grid, class_="wide months", role="group", tabindex="0", aria_label=words("classes.by_month")
    )


def _field(count: int, most: int) -> Html:
    """A number, and how dark its field is: 0 for none."""
    shade = -(-count * SHADES // most) if count else 0
    return tag("span", str(count), class_=f"shade-{shade}")


def _repeats(rows: Sequence[Tally], contents: Contents, words: Words) -> Html:
    if not rows:
        return tag("p", words("classes.none_repeats"))
    header = [(Text(words(f"column.{column}")),) for column in ("class", "tool", "reviews", "which")]
    drawn = [
        (
            joined(class_name(row.decision_class, words)),
            tag("code", row.tool),
            joined(str(len(row.reviews))),
            linked(row.reviews, contents, words),
        )
        for row in rows
    ]
    return table(header, drawn)


def _came_back(row: CameBack, contents: Contents, words: Words) -> Html:
    """The class, the tool, and the walls that stood and did not hold."""
    out: list[Child] = [class_name(row.decision_class, words), ", ", row.tool or words("no_tool"), ": "]
    for at, wall in enumerate(row.walls):
        number = int(wall.split()[0].removeprefix("AR-"))
        page = contents.page_of(number)
        out += [", " if at else None, tag("a", wall, href=page) if page else wall]
    return joined(*out)
