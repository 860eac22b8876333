"""Pages as a parser that nobody here wrote reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "input", "link", "meta"}


@dataclass
class Node:
    """An element: its name, its attributes, and elements and texts in it, in order."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)

    def all(self, name: str = "") -> Iterator["Node"]:
        """Every element below, of one name or of any, in order."""
        for child in self.inside:
            if isinstance(child, Node):
                yield from [child] if name in {"", child.name} else []
                yield from child.all(name)

    def one(self, name: str) -> "Node":
        """The only element of a name."""
        (found,) = self.all(name)
        return found

    @property
    def text(self) -> str:
        """All text below; a line break is one."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.name == "br" else child.text
            for child in self.inside
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        node = Node(tag, dict(attrs))
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, (tag, self.open[-1].name)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        assert data.startswith(" agent-incident "), data

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def read(text: str) -> Node:
    """The whole of a text, every element of which must be closed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1, [node.name for node in reader.open]
    return reader.open[0]
