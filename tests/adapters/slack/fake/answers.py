"""How the fake Slack says no."""

from tests.adapters.slack.fake.values import Json


class Refused(Exception):
    """Answered with `ok: false`, HTTP 200; `more` is added to the answer."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more: Json = dict(more)
