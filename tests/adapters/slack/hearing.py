"""What a payload means to the tests of listening: shortcuts to one kind of meaning, and who and where it is of."""

from datetime import UTC, datetime

from bot.chat.slack.listen import meaning
from bot.chat.slack.meanings import Command, Meaning, Said
from bot.domain.heard import Speaker
from bot.domain.review import PersonKey, ThreadRef
from tests.adapters.slack.given import KNOWN, NOW, ROOT, payload

ANA = Speaker(PersonKey("slack:T0ACME:U0ANA"), "ana")
THREAD = ThreadRef("slack", "T0ACME", "C0AGENTS", ROOT)
SECRET = "xoxb-" + "123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx"


def at(seconds: int, micro: int = 0) -> datetime:
    """A moment by Slack's clock."""
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro)


def mean(name: str, /, **event: object) -> Meaning:
    """What a payload file means, some of its event replaced."""
    return meaning(payload(name, **event), KNOWN, NOW)


def said(name: str, /, **event: object) -> Said:
    """The message a payload file is."""
    found = mean(name, **event)
    assert isinstance(found, Said)
    return found


def command(name: str, /, **event: object) -> Command:
    """The command a payload file is."""
    found = mean(name, **event)
    assert isinstance(found, Command)
    return found
