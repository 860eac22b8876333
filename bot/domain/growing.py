"""Windows that go on from earlier ones: what was looked at once is not looked at again."""

from bot.domain.trace import ContextItem


class Growing:
    """The windows of one run, in the order in which they are looked at.

    One put together from the lines of a session begins with the very pieces of the one before it. Looking at each
    from its beginning would make a long session cost the square of its length.
    """

    def __init__(self) -> None:
        self._last: dict[int, tuple[ContextItem, ...]] = {}  # by the identity of the first piece

    def known(self, messages: tuple[ContextItem, ...]) -> int:
        """How many of the first pieces are those of the last window that began with the same piece."""
        if not messages:
            return 0
        before = self._last.get(id(messages[0]), ())
        self._last[id(messages[0])] = messages
        goes_on = 0 < len(before) <= len(messages) and messages[len(before) - 1] is before[-1]
        return len(before) if goes_on else 0
