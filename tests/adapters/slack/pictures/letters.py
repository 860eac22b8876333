"""Text as it is drawn: how wide it is in Helvetica, and its lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_PLAIN = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[]\\ft·",
    333: "()-`r“”",
    334: "{}",
    350: "•",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu–",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "…—",
    1015: "@",
}
_BOLD = {
    238: "'",
    278: "ijl‘’",
    280: "|",
    333: "!:;[]ft",
    389: "r{}",
    474: '"',
    500: "“”",
    556: "Jcksvxy",
    584: "^",
    611: "?Lbdghnopqu",
    722: "&ABK",
    778: "w",
    889: "m",
    975: "@",
}


def _table(*shares: dict[int, str]) -> dict[str, int]:
    return {char: share for some in shares for share, chars in some.items() for char in chars}


SHARES = {"plain": _table(_PLAIN), "bold": _table(_PLAIN, _BOLD)}
"""Widths of signs in thousandths of the size of the type, as Helvetica and its likes have them."""

OTHER = 667  # a sign that is in no table

CODE = 0.88  # the size of code beside that of the text around it
CODE_SHARE = 602  # of every sign of code
CODE_EDGE = 3  # pixels of its box on either side

TOKEN = re.compile(r"\n|[^\S\n]+|\S+")


@dataclass(frozen=True)
class Run:
    """Text of one look: bold, italic, strike, code, link, mention, several with spaces between, or none."""

    text: str
    look: str = ""

    def wide(self, size: float) -> float:
        """Pixels, for type of this size in pixels."""
        if self.is_code:
            return len(self.text) * CODE_SHARE * CODE * size / 1000 + 2 * self.edge
        shares = SHARES["bold" if "bold" in self.look else "plain"]
        return sum(shares.get(char, OTHER) for char in self.text) * size / 1000

    @property
    def is_code(self) -> bool:
        """Whether it stands in type of one width."""
        return "code" in self.look

    @property
    def edge(self) -> int:
        """What is left free on either side: code among other text has a box of its own."""
        return CODE_EDGE if self.is_code and "plain" not in self.look else 0


Line = tuple[Run, ...]


def lines(runs: Iterable[Run], wide: float, size: float) -> list[Line]:
    """Runs in lines no wider than `wide` pixels: broken between words, within a word only where it has no room."""
    done: list[list[Run]] = [[]]
    for cluster in _clusters(runs):
        if cluster[0].text == "\n":
            done.append([])
        elif cluster[0].text.isspace() or _wide([*done[-1], *cluster], size) <= wide:
            done[-1] += cluster
        else:
            if not any(run.text.strip() for run in done[-1]):
                done.pop()
            done += _fitting(cluster, wide, size)
    return [_joined(line) for line in done]


def _clusters(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """What is never broken between lines: a word, which may be of several looks; spaces; a line break."""
    tokens = (Run(token, run.look) for run in runs for token in TOKEN.findall(run.text))
    for _, same in groupby(tokens, lambda run: run.text if run.text == "\n" else run.text.isspace()):
        cluster = list(same)
        yield from ([one] for one in cluster) if cluster[0].text == "\n" else [cluster]


def _fitting(cluster: Sequence[Run], wide: float, size: float) -> list[list[Run]]:
    """A word as it is, or cut into parts that fit."""
    if _wide(cluster, size) <= wide:
        return [list(cluster)]
    parts: list[list[Run]] = [[]]
    for char in (Run(char, run.look) for run in cluster for char in run.text):
        if _wide([*parts[-1], char], size) > wide:
            parts.append([])
        parts[-1].append(char)
    return parts


def _wide(runs: Iterable[Run], size: float) -> float:
    return sum(run.wide(size) for run in _joined(list(runs)))


def _joined(line: Sequence[Run]) -> Line:
    """Neighbours of one look as one run; no space at the end."""
    runs = [
        Run("".join(run.text for run in same), look) for look, same in groupby(line, lambda run: run.look)
    ]
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].look)
    return tuple(run for run in runs if run.text)
