"""The first page: how it stands, who would do it again, and all reviews to look through."""

from bot.domain.register import Again, ReviewLine
from bot.domain.report.header import TONES
from bot.domain.vocabulary import DecisionClass, Status, WallStatus, YesNo
from bot.publishers.site.contents import Contents, answer_tone
from bot.publishers.site.frame import CLASSES, OVERVIEW, WALLS, WHOLE, Page, listed, part
from bot.publishers.site.markup import Child, Html, joined, lines, tag
from bot.publishers.site.rows import Filter, Part, Row, RowList, shown
from bot.publishers.site.words import Words

REVIEWS = "reviews.js"
MOST = 5
"""Rows of each short list."""

COLUMNS = ("review", "status", "class", "agent", "tomorrow", "walls", "opened")


def overview(contents: Contents, reviews: RowList, words: Words) -> Page:
    """The page."""
    register = contents.register
    main = lines(
        tag("h1", words("overview.title")),
        _figures(contents, words),
        tag(
            "div",
            part(
                words("overview.yes"),
                listed(_agents(register.again_yes, contents, words), words("overview.no_agent")),
                name="again",
            ),
            part(
                words("overview.unknown"),
                listed(_agents(register.again_unknown, contents, words), words("overview.no_agent")),
                name="unknown",
            ),
            class_="beside",
        ),
        part(words("overview.reviews"), shown(reviews, words), name="reviews"),
    )
    return Page(OVERVIEW, "register", words("overview.title"), main, foot(contents, words), (REVIEWS,))


def foot(contents: Contents, words: Words) -> tuple[Child, ...]:
    """As of when, what is left out, and where all of it stands on one page."""
    of = words("foot.viewer", viewer=contents.viewer) if contents.viewer else words("foot.open")
    as_of = words("foot.as_of", day=contents.today.isoformat(), reviews=len(contents.reviews))
    return (joined(as_of, " ", of), tag("a", words("foot.whole"), href=WHOLE))


def _figures(contents: Contents, words: Words) -> Html:
    """Numbers, each with where it is told at length."""
    register = contents.register
    share = register.learned_share
    learned = words("figure.of", n=register.learned, total=register.finished)
    days = register.days_to_standing
    tiles = (
        _tile(learned, words("figure.learned"), "" if share is None else f"{round(share * 100)} %"),
        _tile(str(register.standing), words("figure.standing"), page=_walls_where("status:standing")),
        _tile(str(register.late), words("figure.late"), page=_walls_where("late:yes")),
        _tile(str(register.breached), words("figure.breached"), page=_walls_where("status:breached")),
        _tile(words("figure.none") if days is None else f"{days:g}", words("figure.days")),
        _tile(str(len(register.repeats)), words("figure.repeats"), page=f"{CLASSES}#repeats"),
    )
    return tag("dl", *tiles, class_="figures")


def _walls_where(key: str) -> str:
    return f"{WALLS}#{key.partition(':')[0]}={key}"


def _tile(figure: str, label: str, beside: str = "", page: str = "") -> Html:
    number: Child = tag("a", figure, href=page) if page else figure
    return tag(
        "div",
        tag("dt", label),
        tag("dd", number, " " if beside else None, tag("small", beside) if beside else None),
    )


def _agents(rows: tuple[Again, ...], contents: Contents, words: Words) -> list[Child]:
    """The first agents, each with its reviews, oldest first; then how many more there are."""
    out = [_agent(row, contents, words) for row in rows[:MOST]]
    return [*out, words("overview.more", n=len(rows) - MOST)] if len(rows) > MOST else [*out]


def _agent(row: Again, contents: Contents, words: Words) -> Html:
    named = row.agent or words("no_agent")
    head = words("overview.since", agent=named, day=row.since.date().isoformat())
    return joined(head, " ", linked(row.reviews, contents, words))


def linked(numbers: tuple[int, ...], contents: Contents, words: Words) -> Html:
    """The first of some reviews, each a link where it has a page, and how many more there are."""
    out: list[Child] = []
    for number in numbers[:MOST]:
        out += [", "] if out else []
        page = contents.page_of(number)
        ref = f"AR-{number}"
        out.append(tag("a" if page else "span", ref, href=page or None, class_="ref"))
    if len(numbers) > MOST:
        out += [" ", words("more", n=len(numbers) - MOST)]
    return joined(*out)


def review_rows(contents: Contents, words: Words) -> RowList:
    """All reviews, newest first."""
    filters = (
        Filter("status", words("list.status"), words("list.any"), _choices("status", Status, words)),
        Filter(
            "class", words("list.class"), words("list.any"), _choices("decision_class", DecisionClass, words)
        ),
        Filter("tomorrow", words("list.tomorrow"), words("list.any"), _choices("yes_no", YesNo, words)),
    )
    header = tuple(words(f"column.{column}") for column in COLUMNS)
    return RowList(REVIEWS, header, [_row(line, contents, words) for line in contents.reviews], filters)


def _choices(
    vocabulary: str, members: type[Status] | type[DecisionClass] | type[YesNo], words: Words
) -> tuple[tuple[str, str], ...]:
    key = {"decision_class": "class", "yes_no": "tomorrow"}.get(vocabulary, vocabulary)
    return tuple((f"{key}:{member}", words(f"{vocabulary}.{member}")) for member in members)


def _row(line: ReviewLine, contents: Contents, words: Words) -> Row:
    page = contents.page_of(line.number)
    named = class_name(line.decision_class, words)
    answer = line.same_tomorrow or YesNo.UNKNOWN
    told = words(f"yes_no.{answer}")
    stale = (Part(words("stale"), "quiet"),) if line.same_tomorrow_stale and line.same_tomorrow else ()
    standing = sum(status is WallStatus.STANDING for status in line.walls)
    walls = words("walls_of", n=standing, total=len(line.walls)) if line.walls else words("none")
    cells = (
        (Part(f"AR-{line.number}", "key", page), Part(" "), Part(line.title)),
        (Part(words(f"status.{line.status}"), f"state {TONES.get(line.status, 'quiet')}"),),
        (Part(named, "" if line.decision_class else "quiet"),),
        agent_cell(line, words),
        (Part(told, f"state {answer_tone(line.same_tomorrow)}"), *((Part(" "), *stale) if stale else ())),
        (Part(walls),),
        (Part(line.opened_at.date().isoformat()),),
    )
    keys = (f"status:{line.status}", f"class:{line.decision_class or 'unknown'}", f"tomorrow:{answer}")
    return Row(cells, keys)


def agent_cell(line: ReviewLine, words: Words) -> tuple[Part, ...]:
    """The agent, and the tool that acted."""
    agent = Part(line.agent) if line.agent else Part(words("no_agent"), "quiet")
    return (agent, Part(" · "), Part(line.tool, "code")) if line.tool else (agent,)


def class_name(decision_class: str, words: Words) -> str:
    """What people call a class; that none is settled where there is none."""
    return words(f"decision_class.{decision_class}") if decision_class else words("no_class")
