"""What stands around the blocks: a thread with its people, a form, the home tab, a direct message."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from tests.adapters.slack.pictures.blocks import Json, Names, blocks, button, plain
from tests.adapters.slack.pictures.letters import Run
from tests.adapters.slack.pictures.paper import Drawn, box, flowing, path, stacked, svg, words

THREAD, FORM, HOME = 780, 600, 600  # pixels across
EDGE, AVATAR = 20, 36
GAP, FIELD_GAP, HOME_GAP = 7, 16, 10

COLOURS = ("one", "two", "three")
REACTIONS = {"white_check_mark": "M0 6 l4 4 l7 -9", "speech_balloon": "M0 1 h11 v7 h-6 l-3 3 v-3 h-2 z"}
"""The signs under messages, as they are drawn here."""


@dataclass(frozen=True)
class Posted:
    """A message of a thread: `name` wrote it at `time`, a clock's; `files` by name, reactions with their count."""

    name: str
    is_bot: bool
    time: str
    blocks: Sequence[Json] = ()
    files: Sequence[str] = ()
    reactions: Mapping[str, int] = field(default_factory=dict)


def thread(posts: Sequence[Posted], place: str, names: Names, title: str) -> str:
    """The first message, and its replies under a line."""
    people = list(dict.fromkeys(post.name for post in posts if not post.is_bot))
    wide = THREAD - 2 * EDGE
    first, *replies = [_post(post, wide, people, names) for post in posts]
    head = stacked([words([Run(f"# {place}")], wide, "title"), _rule(wide)], 12)
    return svg(_page(stacked([head, first, _rule(wide), *replies], 16), THREAD), title)


def direct(posts: Sequence[Posted], bot: str, names: Names, title: str) -> str:
    """What the bot wrote to one person alone, under its name."""
    wide = THREAD - 2 * EDGE
    said = [_post(post, wide, (), names) for post in posts]
    return svg(_page(stacked([_under(bot, wide), _rule(wide), *said], 16), THREAD), title)


def form(view: Json, names: Names, title: str) -> str:
    """A form as it opens, with what its fields hold then."""
    only(view, "modal", {"title", "close", "submit", "blocks", "callback_id", "private_metadata"})
    wide = FORM - 4 * EDGE
    cross = path("pen", f"M{wide - 11} 6 l11 11 M{wide} 6 l-11 11")
    name = words([Run(plain(view["title"]))], wide - 30, "title")
    press = [
        button({"type": "button", "text": view[key], **style}, wide)
        for key, style in (("close", {}), ("submit", {"style": "primary"}))
        if key in view
    ]
    across = sum(one.wide for one in press) + 8 * (len(press) - 1)
    foot = Drawn(wide, press[0].high, flowing(press, across, 8).at(wide - across, 0))
    head = Drawn(wide, name.high, name.at(0, 0) + cross)
    body = stacked([head, _rule(wide), blocks(view["blocks"], wide, names, FIELD_GAP), _rule(wide), foot], 16)
    sheet = box("page", 0.5, 0.5, wide + 2 * EDGE - 1, body.high + 2 * EDGE - 1, 10) + body.at(EDGE, EDGE)
    return svg(_page(Drawn(wide + 2 * EDGE, body.high + 2 * EDGE, sheet), FORM, "desk"), title)


def home(view: Json, names: Names, bot: str, title: str) -> str:
    """The tab of one person, under the name of the bot."""
    only(view, "home", {"blocks"})
    wide = HOME - 2 * EDGE
    body = stacked([_under(bot, wide), _rule(wide), blocks(view["blocks"], wide, names, HOME_GAP)], 14)
    return svg(_page(body, HOME), title)


def _under(bot: str, wide: float) -> Drawn:
    """The name of the bot over what is one person's alone."""
    name = words([Run(bot)], wide, "title")
    return Drawn(wide, AVATAR, _avatar(bot, "us") + name.at(AVATAR + 12, (AVATAR - name.high) / 2))


def only(view: Json, kind: str, known: Set[str]) -> None:
    """ValueError where a view is of another kind, or has what there is no drawing for."""
    if view["type"] != kind or set(view) - known - {"type"}:
        raise ValueError(f"no drawing for {view['type']} {sorted(set(view) - known)}")


def _post(post: Posted, wide: float, people: Sequence[str], names: Names) -> Drawn:
    """Who, when, and what: beside the first letter of a name."""
    room = wide - AVATAR - 12
    look = "us" if post.is_bot else COLOURS[people.index(post.name) % len(COLOURS)]
    parts = [_who(post, room)]
    if post.blocks:
        parts.append(blocks(post.blocks, room, names, GAP))
    parts += [_file(name, room) for name in post.files]
    if post.reactions:
        parts.append(flowing([_reaction(*one) for one in post.reactions.items()], room, 6))
    said = stacked(parts, 5)
    return Drawn(wide, max(said.high, AVATAR), _avatar(post.name, look) + said.at(AVATAR + 12, -2))


def _who(post: Posted, room: float) -> Drawn:
    """The name, for the bot with the mark of an app, and the time."""
    marks = ""
    name = words([Run(post.name, "bold")], room)
    x = name.wide + 8
    if post.is_bot:
        app = words([Run("APP", "bold")], room, "mark")
        marks = box("chip", x + 0.5, 3.5, app.wide + 8, 15, 3) + app.at(x + 4.5, 4)
        x += app.wide + 17
    return Drawn(room, name.high, name.at(0, 0) + marks + words([Run(post.time)], room, "note").at(x, 2.5))


def _avatar(name: str, look: str) -> str:
    letter = words([Run(name[0].upper())], AVATAR, "letter")
    return box(look, 0, 0, AVATAR, AVATAR, 7) + letter.at(
        (AVATAR - letter.wide) / 2, (AVATAR - letter.high) / 2
    )


def _file(name: str, room: float) -> Drawn:
    label = words([Run(name, "bold")], room - 52)
    sheet = path("pen", "M12.5 9.5 h8 l5 5 v13 h-13 z M20.5 9.5 v5 h5")
    return Drawn(room, 38, box("chip", 0.5, 0.5, label.wide + 52, 37) + sheet + label.at(36, 8.5))


def _reaction(name: str, count: int) -> Drawn:
    if name not in REACTIONS:
        raise ValueError(f"no drawing for the reaction {name}")
    number = words([Run(str(count))], 40, "note")
    wide = 36 + number.wide
    sign = Drawn(11, 11, path("yes", REACTIONS[name]))
    return Drawn(wide + 1, 25, box("chip", 0.5, 0.5, wide, 24, 12) + sign.at(11.5, 7) + number.at(28, 4))


def _rule(wide: float) -> Drawn:
    return Drawn(wide, 1, path("line", f"M0 0.5 H{wide}"))


def _page(held: Drawn, wide: float, look: str = "page") -> Drawn:
    """What is held with an edge around it, on a ground of its own."""
    high = held.high + 2 * EDGE
    return Drawn(wide, high, box(look, 0.5, 0.5, wide - 1, round(high) - 1, 10) + held.at(EDGE, EDGE))
