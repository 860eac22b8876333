"""The page of walls: how many stand and how old they are, and all of them to look through."""

from collections import Counter
from itertools import pairwise

from bot.domain.register import WallLine
from bot.domain.report.walls import TONES
from bot.domain.tree import Text
from bot.domain.vocabulary import WallStatus
from bot.publishers.site.contents import AGES, Contents, bracket
from bot.publishers.site.frame import WALLS, Page, part
from bot.publishers.site.markup import Html, joined, lines, tag
from bot.publishers.site.overview import foot
from bot.publishers.site.rows import Filter, Part, Row, RowList, shown
from bot.publishers.site.tree import table
from bot.publishers.site.words import Words

DATA = "walls.js"
COLUMNS = ("wall", "status", "age", "due", "of")


def walls(contents: Contents, rows: RowList, words: Words) -> Page:
    """The page."""
    main = lines(
        tag("h1", words("walls.title")),
        part(words("walls.by_age"), tag("p", words("walls.age_is")), _matrix(contents, words), name="ages"),
        part(words("walls.all"), shown(rows, words), name="walls"),
    )
    return Page(WALLS, "register", words("walls.title"), main, foot(contents, words), (DATA,))


def _matrix(contents: Contents, words: Words) -> Html:
    """How many of each state are of each age; a number leads to them."""
    counted = Counter((wall.status, bracket(contents.age(wall))) for wall in contents.counted_walls())
    header = (
        (Text(words("column.status")),),
        *(((Text(name),)) for name in _ages(words)),
        (Text(words("column.sum")),),
    )
    rows = []
    for status in WallStatus:
        found = [counted[status, age] for age in range(len(AGES) + 1)]
        if sum(found):
            state = tag("span", words(f"wall_status.{status}"), class_=f"state {TONES.get(status, 'quiet')}")
            cells = (_number(n, f"#status=status:{status}&age=age:{age}") for age, n in enumerate(found))
            rows.append((state, *cells, _number(sum(found), f"#status=status:{status}")))
    return table(header, rows) if rows else tag("p", words("walls.none"))


def _number(count: int, where: str) -> Html:
    return tag("a", str(count), href=where) if count else joined("0")


def _ages(words: Words) -> tuple[str, ...]:
    between = pairwise(AGES)
    return (
        words("age.below", days=AGES[0]),
        *(words("age.between", least=least, most=most) for least, most in between),
        words("age.above", days=AGES[-1]),
    )


def wall_rows(contents: Contents, words: Words) -> RowList:
    """All walls: those that are late first, then by due date."""
    ages = tuple((f"age:{age}", label) for age, label in enumerate(_ages(words)))
    states = tuple((f"status:{status}", words(f"wall_status.{status}")) for status in WallStatus)
    anything = words("list.any")
    filters = (
        Filter("status", words("list.status"), anything, states),
        Filter("age", words("list.age"), anything, ages),
        Filter("late", words("list.late"), anything, (("late:yes", words("late")),)),
    )
    header = tuple(words(f"column.{column}") for column in COLUMNS)
    found = sorted(contents.counted_walls(), key=lambda wall: not contents.is_late(wall))
    return RowList(DATA, header, [_row(wall, contents, words) for wall in found], filters)


def _row(wall: WallLine, contents: Contents, words: Words) -> Row:
    late = contents.is_late(wall)
    age = contents.age(wall)
    review = contents.by_number[wall.review]
    due = Part(wall.due.isoformat()) if wall.due else Part(words("no_date"), "quiet")
    cells = (
        (Part(wall.wall, "key"), Part(" "), Part(wall.text)),
        (Part(words(f"wall_status.{wall.status}"), f"state {TONES.get(wall.status, 'quiet')}"),),
        (Part(words("days", n=age)),),
        (due, Part(" "), Part(words("late"), "state bad")) if late else (due,),
        (Part(f"AR-{review.number}", "key", contents.page_of(wall.review)), Part(" "), Part(review.title)),
    )
    keys = (f"status:{wall.status}", f"age:{bracket(age)}", *(("late:yes",) if late else ()))
    return Row(cells, keys, f"{review.agent} {review.tool}")
