"""What the register tells of all reviews: figures, lists, walls by state and age, classes over time."""

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vocabulary import Status, WallStatus, YesNo
from bot.publishers.site.classes import by_month, classes, months_until
from bot.publishers.site.contents import AGES, bracket
from bot.publishers.site.frame import Page, whole
from bot.publishers.site.overview import overview, review_rows
from bot.publishers.site.rows import FIRST, RowList, data, shown
from bot.publishers.site.walls import wall_rows, walls
from bot.publishers.site.whole import whole_page
from tests.adapters.publishers.confluence.words import WORDS
from tests.adapters.publishers.site.html_reading import Node, read
from tests.adapters.publishers.site.making import TODAY, contents, flat, review, wall, words
from tests.examples import examples


def page(made: Page) -> Node:
    """The main part of a page, read back."""
    return read(whole(made, words())).one("main")


def table(node: Node, heading: str) -> list[list[str]]:
    """The rows of the table in the section of a heading."""
    section = next(s for s in node.all("section") if s.one("h2").text == heading)
    rows = next(section.all("tbody")).all("tr")
    return [[flat(cell.text) for cell in row.all("td")] for row in rows]


def loaded(found: RowList) -> list[list[object]]:
    """The rows of a data file, as a script reads them."""
    text = data(found)
    assert text.startswith("window.registerRows = ")
    rows: list[list[object]] = json.loads(
        text.removeprefix("window.registerRows = ").rstrip().removesuffix(";")
    )
    return rows


def test_reviews_are_listed_as_their_data_file_has_them() -> None:
    """The rows that stand in the page are the first that its script knows."""
    found = contents(review(8), review(7, status=Status.OPEN), without=(7,))
    rows = review_rows(found, words())
    made = page(overview(found, rows, words()))
    in_page = table(made, "All reviews")
    in_file = [[flat("".join(part[0] for part in cell)) for cell in row[0]] for row in loaded(rows)]  # type: ignore[attr-defined]  # JSON has no types
    assert in_page == in_file
    assert [row[0] for row in in_page] == ["AR-8 Refund 8 paid twice", "AR-7 Refund 7 paid twice"]


def test_only_a_review_with_a_page_is_linked() -> None:
    """One that goes on is listed, and cannot be opened."""
    found = contents(review(8), review(7, status=Status.OPEN), without=(7,))
    made = read(whole(overview(found, review_rows(found, words()), words()), words()))
    linked = {link.attributes["href"] for link in made.one("main").all("a")}
    assert "AR-8.html" in linked
    assert "AR-7.html" not in linked


def test_a_review_that_was_withdrawn_has_no_link_even_while_its_page_lies_there() -> None:
    """The page goes with the same writing."""
    found = contents(review(8, status=Status.WITHDRAWN))
    assert found.page_of(8) == ""


def test_a_page_holds_the_first_rows_and_its_file_all() -> None:
    """However many there are, the page opens at once."""
    found = contents(*(review(number) for number in range(FIRST + 20, 0, -1)))
    rows = review_rows(found, words())
    assert len(table(page(overview(found, rows, words())), "All reviews")) == FIRST
    assert len(loaded(rows)) == FIRST + 20
    assert len(list(page(whole_page(found, words())).one("tbody").all("tr"))) == FIRST + 20


def test_the_overview_opens_with_who_would_do_it_again() -> None:
    """An agent with each of its reviews; of the others nobody knows."""
    found = contents(review(8), review(7, agent="till", same_tomorrow=None))
    made = page(overview(found, review_rows(found, words()), words()))
    sections = {section.one("h2").text: flat(section.text) for section in made.all("section")}
    assert "desk, since 2026-11-02: AR-8" in sections["It would do the same tomorrow"]
    assert "till, since 2026-11-02: AR-7" in sections["Nobody knows"]


def test_walls_are_counted_by_state_and_age() -> None:
    """Each number leads to the walls that it counts; those of a review that was withdrawn count nowhere."""
    found = contents(
        review(8),
        review(7, status=Status.WITHDRAWN),
        walls=(
            wall(8, 1, days=3),
            wall(8, 2, days=40),
            wall(8, 3, days=400, status=WallStatus.STANDING),
            wall(7),
        ),
    )
    made = page(walls(found, wall_rows(found, words()), words()))
    assert table(made, "By state and age") == [
        ["built", "1", "1", "0", "0", "0", "2"],
        ["standing", "0", "0", "0", "0", "1", "1"],
    ]
    section = next(s for s in made.all("section") if s.one("h2").text == "By state and age")
    where = [link.attributes["href"] for link in section.all("a")]
    assert where[0] == "#status=status:built&age=age:0"
    assert len(table(made, "All walls")) == 3


def test_late_walls_come_first_and_say_so() -> None:
    """Late from the day after the date; a wall that stands is never late."""
    found = contents(
        review(8),
        walls=(
            wall(8, 1, due=date(2026, 11, 27), status=WallStatus.STANDING),
            wall(8, 2, due=TODAY),
            wall(8, 3, due=date(2026, 11, 27)),
        ),
    )
    rows = wall_rows(found, words())
    assert ["late:yes" in row.keys for row in rows.rows] == [True, False, False]
    assert "W3" in table(page(walls(found, rows, words())), "All walls")[0][0]


def test_an_age_falls_into_one_bracket() -> None:
    """The day that a bracket is named after is the first of the next one."""
    assert [bracket(days) for days in (0, 29, 30, 89, 90, 364, 365, 9999)] == [0, 0, 1, 1, 2, 3, 4, 4]
    assert len(AGES) == 4


def test_the_last_twelve_months_end_with_this_one() -> None:
    """Over the turn of a year too."""
    assert months_until(date(2026, 2, 1)) == (
        *(f"2025-{month:02}" for month in range(3, 13)),
        "2026-01",
        "2026-02",
    )


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 28), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone


@given(st.lists(st.tuples(st.sampled_from(["", "guessed", "overreach"]), MOMENTS), max_size=30))
@examples(500, check=50)
def test_every_review_is_counted_once_under_its_class(found: list[tuple[str, datetime]]) -> None:
    """Before the last months or in one of them."""
    lines = [review(n, decision_class=name, opened_at=at) for n, (name, at) in enumerate(found)]
    counted = by_month(lines, TODAY)
    assert {name: sum(row) for name, row in counted.items()} == {
        name: sum(name == other for other, _ in found) for name in {name for name, _ in found}
    }
    for name, row in counted.items():
        for month, n in zip(months_until(TODAY), row[1:], strict=True):
            assert n == sum(of == name and f"{at:%Y-%m}" == month for of, at in found)


def test_what_repeats_and_what_came_back_is_named() -> None:
    """A class that came up twice with one tool; a wall that stood and did not hold."""
    at = datetime(2026, 11, 20, tzinfo=UTC)
    found = contents(
        review(8, opened_at=at),
        review(7),
        walls=(wall(7, status=WallStatus.BREACHED, stood_at=at, breached_at=at),),
    )
    made = page(classes(found, words()))
    assert table(made, "Repeats") == [["acted on a fact nobody had checked", "refund", "2", "AR-7, AR-8"]]
    section = next(s for s in made.all("section") if s.one("h2").text == "Came back after a wall stood")
    assert "refund: AR-7 W1" in flat(section.text)


def test_an_empty_register_says_so_on_every_page() -> None:
    """And nothing is divided by nothing."""
    found = contents()
    for made in (
        overview(found, review_rows(found, words()), words()),
        walls(found, wall_rows(found, words()), words()),
        classes(found, words()),
        whole_page(found, words()),
    ):
        assert page(made).one("h1").text


def test_hostile_words_are_words_in_every_list() -> None:
    """Titles, agents, tools and walls of them: the same elements as of plain ones, and a file that is read back."""
    for text in WORDS:
        found = contents(review(8, title=text, agent=text, tool=text), walls=(wall(8, text=text),))
        plain = contents(review(8, title="x", agent="x", tool="x"), walls=(wall(8, text="x"),))
        for rows in (review_rows, wall_rows):
            hostile, tame = (shown(rows(each, words()), words()).text for each in (found, plain))
            names = [[(n.name, sorted(n.attributes)) for n in read(each).all()] for each in (hostile, tame)]
            assert names[0] == names[1] or not text.strip(), ascii(text)
            assert len(loaded(rows(found, words()))) == 1


def test_a_no_that_is_asked_again_says_so() -> None:
    """Beside the answer that was given."""
    found = contents(review(8, same_tomorrow=YesNo.NO, same_tomorrow_stale=True))
    made = page(overview(found, review_rows(found, words()), words()))
    assert table(made, "All reviews")[0][4] == "no asked again"
