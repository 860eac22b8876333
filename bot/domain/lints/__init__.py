"""Signs of a shallow answer, by form and word lists alone. A sign asks for one probe, it never refuses an answer.

An answer in a language without word lists has no signs: it is probed for empty facets only.
"""

from bot.domain.lints.heat import is_heated
from bot.domain.lints.judge import WORTH, signs
from bot.domain.lints.sign import BLAME, LISTS, Answer, Sign, Turn, probe_target

__all__ = ["BLAME", "LISTS", "WORTH", "Answer", "Sign", "Turn", "is_heated", "probe_target", "signs"]
