"""Secrets are taken out, ordinary text is left alone. Every secret here is made up and put together from parts."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.personal import Personal
from bot.domain.personal_data import rules_for
from bot.domain.redaction import Redacted, redact
from bot.domain.redaction_rules import SECRETS

PERSONAL = ()

A = "ExampleExample0123456789abcdefghijABCDEF0123456789"
HEX = "0123456789abcdef" * 4

PLANTED = {
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIExample\n-----END RSA " + "PRIVATE KEY-----",
    "aws access key": "AKIA" + "IOSFODNN7EXAMPLE",
    "aws secret key": "aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "github token": "ghp_" + A[:36],
    "gitlab token": "glpat-" + A[:20],
    "slack token": "xoxb-" + "123456789012-123456789012-" + A[:24],
    "slack webhook": "https://hooks.slack.com/" + "services/T0000/B0000/" + A[:24],
    "stripe key": "sk_live_" + A[:24],
    "anthropic key": "sk-ant-" + "api03-" + A[:40],
    "openai key": "sk-proj-" + A[:40],
    "google api key": "AIza" + A[:35],
    "google token": "ya29." + A[:40],
    "npm token": "npm_" + A[:36],
    "pypi token": "pypi-" + A[:40],
    "hugging face token": "hf_" + A[:34],
    "sendgrid key": "SG." + A[:22] + "." + A[:43],
    "twilio key": "SK" + HEX[:32],
    "databricks token": "dapi" + HEX[:32],
    "digitalocean token": "dop_v1_" + HEX,
    "atlassian token": "ATATT3" + A,
    "linear key": "lin_api_" + A[:40],
    "telegram token": "123456789:AA" + A[:33],
    "shopify token": "shpat_" + HEX[:32],
    "json web token": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0." + A[:30],
    "azure key": "AccountKey=" + A[:44] + "==",
    "azure signature": "https://x.example/blob?sv=1&sig=" + A[:44],
    "authorization header": "Authorization: Basic " + "dXNlcjpwYXNz",
    "bearer token": "curl -H 'Bearer " + A[:30] + "'",
    "cookie": "Set-Cookie: session=" + A[:20],
    "password in a link": "postgres://app:" + "hunter2x" + "@db.example/app",
    "password": 'password: "' + "correct horse" + '"',
    "secret": "client_secret=" + A[:24],
    "card number": "4111 1111 " + "1111 1111",
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_secret_is_taken_out_and_named(kind: str) -> None:
    """Each kind is replaced, and its kind recorded once."""
    redacted = redact(f"before {PLANTED[kind]} after")
    assert kind in {r.kind for r in redacted.redactions}
    assert f"[redacted: {kind}]" in redacted.text
    assert redacted.text.startswith("before ")
    assert redacted.text.endswith(" after") or kind == "cookie"


GLUED = {
    "aws access key": "AKIA" + "IOSFODNN7EXAMPLE",
    "github token": "ghp_" + A[:36],
    "fine-grained github token": "github_pat_" + A[:22] + "_" + (A + A)[:59],
    "gitlab token": "glpat-" + A[:20],
    "slack token": "xoxb-" + "123456789012-123456789012-" + A[:24],
    "slack app token": "xapp-" + "1-A0123456789-1234567890123-" + HEX,
    "anthropic key": "sk-ant-" + "api03-" + A[:40],
    "json web token": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0." + A[:30],
}


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        *((kind, before) for kind in GLUED for before in ("token", "@Lee Baker")),
        *((kind, before) for kind in GLUED if kind != "aws access key" for before in ("the_key_is_", "key-")),
    ],
)
def test_a_secret_glued_to_a_word_is_taken_out_and_the_word_stays(kind: str, before: str) -> None:
    """Pasted behind a label or a mention, without a space; capitals alone only behind a small letter."""
    redacted = redact(f"{before}{GLUED[kind]} after")
    assert [r.count for r in redacted.redactions] == [1]
    assert redacted.text == f"{before}[redacted: {redacted.redactions[0].kind}] after"


def test_every_kind_of_the_table_is_planted() -> None:
    """No rule is without a positive example."""
    assert {rule.kind for rule in SECRETS} == set(PLANTED)


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: Bearer ${env:SPANS_TOKEN}",
        "Authorization: Bearer <the word you chose>",
        "commit 72d9995a1b2c3d4e5f60718293a4b5c6d7e8f901 fixed it",
        "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "The token scope was payments:write, and the password was rotated on Monday.",
        "secret santa is on the 12th",
        "order 4111-2222-3333-4445 was paid",
        "ticket REF-812, role refunds-writer, limit 500 EUR",
        "token count: 4096, tokens: 12000",
        "password policy: at least twelve characters",
        "the bearer of bad news",
        "cookie policy: see the wiki",
        "sk-learn and task-force are words",
        "see https://example.org/a:b/c@d for the path",
        "trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
        "the task-ant-colony-optimization-run and the linuxapp-2024-10-release-candidate",
        "MY_github_pat_VARIABLE_NAME_OF_THE_DEPLOYMENT and longh_thatisnotatokenbutonlyaverylongword",
        "EURAKIANPROVINCESANDTOWNSHIPS",
        "it wrote xoxo-hugs-and-kisses-to-everybody",
    ],
)
def test_ordinary_text_is_left_alone(line: str) -> None:
    """Hashes, ids, and sentences about secrets are no secrets."""
    assert redact(line).text == line
    assert redact(line).redactions == ()


ROOT = Path(__file__).parents[2]
WRITTEN = sorted(
    path
    for place, pattern in (
        ("prompts", "**/*"),
        ("docs", "**/*.md"),
        ("tests/corpus", "**/*"),
        ("bot", "**/*.py"),
    )
    for path in (ROOT / place).glob(pattern)
    if path.is_file() and "__pycache__" not in path.parts
)


def test_what_people_and_developers_wrote_here_holds_no_secret() -> None:
    """Every answer of the corpus, every sentence, document and module of the project."""
    assert len(WRITTEN) > 300
    assert [path.name for path in WRITTEN if redact(path.read_text("utf-8")).redactions] == []


@given(
    st.lists(st.sampled_from([*PLANTED.values(), "and", '"', "\n", "{", "x=1"]), max_size=12).map(" ".join)
)
def test_redacting_twice_changes_nothing(text: str) -> None:
    """The replacement is never itself a secret."""
    once = redact(text).text
    assert redact(once).text == once


@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    """Nothing people type makes redaction fail."""
    redact(text, rules=rules_for(tuple(Personal)))


@pytest.mark.parametrize("kind", PLANTED)
def test_json_stays_json(kind: str) -> None:
    """A secret inside a JSON string is replaced without breaking the document."""
    document = json.dumps({"note": PLANTED[kind], "n": 1})
    assert json.loads(redact(document).text)["n"] == 1


VALUES = {
    "db.password": "hunter2x9",
    "client_secret": A[:24],
    "http.request.header.cookie": "session=" + A[:20],
    "Authorization": "Basic " + "dXNlcjpwYXNz",
    "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
@pytest.mark.parametrize("name", VALUES)
def test_a_secret_is_found_by_its_name_in_json_of_any_depth(name: str, depth: int) -> None:
    """Arguments of a tool are JSON inside a text of JSON: names, quotes and what stands behind them stay."""
    document = json.dumps({name: VALUES[name], "after": "kept"})
    for _ in range(depth):
        document = json.dumps({"arguments": document})
    redacted = redact(document)
    assert [r.count for r in redacted.redactions] == [1]
    read = json.loads(redacted.text)
    for _ in range(depth):
        read = json.loads(read["arguments"])
    assert VALUES[name].split()[-1] not in read[name]
    assert "[redacted: " in read[name]
    assert read["after"] == "kept"


PAIRS: dict[str, Callable[[str, str], object]] = {
    "otlp": lambda key, value: {"key": key, "value": {"stringValue": value}},
    "otlp, a list": lambda key, value: {
        "key": key,
        "value": {"arrayValue": {"values": [{"stringValue": value}]}},
    },
    "snake case": lambda key, value: {"key": key, "value": {"string_value": value}},
    "a tag": lambda key, value: {"key": key, "type": "string", "value": value},
    "a header": lambda key, value: {"name": key, "value": value},
    "a list": lambda key, value: {key: [value]},
}
"""How records write a key and its value where they are not simply a member."""


@pytest.mark.parametrize("indent", [None, 4])
@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("name", VALUES)
def test_a_secret_is_found_by_the_key_of_its_attribute(name: str, pair: str, indent: int | None) -> None:
    """On one line and spread over many."""
    document = json.dumps({"attributes": [PAIRS[pair](name, VALUES[name])]}, indent=indent)
    redacted = redact(document)
    assert VALUES[name].split()[-1] not in redacted.text
    assert [r.count for r in redacted.redactions] == [1]
    json.loads(redacted.text)


@pytest.mark.parametrize("kind", sorted(PLANTED.keys() - {"azure signature"}))
def test_a_secret_at_the_beginning_of_a_line_is_found_in_json(kind: str) -> None:
    """The sign of a new line is written with a letter there, and is no part of the word behind it."""
    redacted = redact(json.dumps({"t": "so:\n" + PLANTED[kind]}))
    assert kind in {r.kind for r in redacted.redactions}
    assert json.loads(redacted.text)["t"].startswith("so:\n")


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_card_written_as_a_number_leaves_json_behind(depth: int) -> None:
    """What stands in its place has the quotes it needs where it is."""
    document = json.dumps({"card": 4111111111111111, "last": 5500005555555559})
    for _ in range(depth):
        document = json.dumps({"arguments": document})
    redacted = redact(document)
    read = json.loads(redacted.text)
    for _ in range(depth):
        read = json.loads(read["arguments"])
    assert read == {"card": "[redacted: card number]", "last": "[redacted: card number]"}


CARDS = st.sampled_from([4111111111111111, 5500005555555559, 378282246310005, 4111111111111111.0])
LEAVES = (
    CARDS
    | st.integers(-(10**9), 10**9)
    | st.booleans()
    | st.none()
    | st.text(st.sampled_from('ab []{}",:\\\n4é'), max_size=12)
    | CARDS.map(lambda card: f"card {card}, or [{card}, 1]")
)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.sampled_from('ab"\\[:'), max_size=4), inner, max_size=4)
        | st.tuples(inner, st.sampled_from([None, 1, 45])).map(lambda it: json.dumps(it[0], indent=it[1]))
    ),
    max_leaves=16,
)


def without_cards(document: object) -> object:
    """What a document is, but for its cards and its words: texts are the kind alone, also those in place of a card."""
    match document:
        case list():
            return [without_cards(each) for each in document]
        case dict():
            return {key: without_cards(each) for key, each in document.items()}
        case int() | float() if document in {4111111111111111, 5500005555555559, 378282246310005}:
            return str
        case str():
            return as_json(document)
    return document


def as_json(text: str) -> object:
    """A text that is a JSON list or object, without its cards; any other text only as the kind it is of."""
    try:
        held = json.loads(text)
    except ValueError:
        return str
    return without_cards(held) if isinstance(held, list | dict) else str


@given(
    st.lists(DOCUMENTS, max_size=4) | st.dictionaries(st.text("ab"), DOCUMENTS),
    st.sampled_from([None, 2, 45]),
)
def test_any_json_stays_json(document: object, indent: int | None) -> None:
    """Lists and objects, one inside a text of another as well: only cards change, and all of them do."""
    redacted = redact(json.dumps(document, indent=indent))
    assert without_cards(json.loads(redacted.text)) == without_cards(document)
    assert not [card for card in ("4111111111111111", "378282246310005") if card in redacted.text]
    assert redact(redacted.text) == Redacted(redacted.text, ())


@pytest.mark.parametrize("between", [" ", "\n", "\n" + 90 * " "])
@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_cards_in_a_list_leave_json_behind(depth: int, between: str) -> None:
    """First, in the middle, and last, whatever stands between them."""
    document = (
        f"[4111111111111111,{between}5500005555555559,{between}7{between},{between}378282246310005{between}]"
    )
    for _ in range(depth):
        document = json.dumps({"arguments": document})
    read = json.loads(redact(document).text)
    for _ in range(depth):
        read = json.loads(read["arguments"])
    card = "[redacted: card number]"
    assert read == [card, card, 7, card]


@pytest.mark.parametrize("text", ["cards: 4111111111111111, 5500005555555559, thanks", "4111111111111111"])
def test_a_card_in_what_people_write_has_no_quotes(text: str) -> None:
    """Only a list or an object makes a value of it."""
    assert '"' not in redact(text).text


def test_many_cards_in_a_list_are_read_in_one_pass() -> None:
    """What stands before a card is not read again for each of them."""
    redacted = redact(f"[{','.join(['4111111111111111'] * 20_000)}]")
    assert json.loads(redacted.text) == ["[redacted: card number]"] * 20_000


def test_long_hostile_text_is_read_in_one_pass() -> None:
    """Near misses by the hundred thousand are read to the end; a pattern that backtracks would not return."""
    for piece in (
        "Authorization: ",
        "eyJ",
        "eyJhbGci",
        "xoxb-1",
        "glpat-",
        "password=",
        "a" * 40 + ".",
        "-----BEGIN ",
        "://:",
        "4111 ",
    ):
        redact(piece * (200_000 // len(piece)))


def test_whatever_a_known_detector_finds_is_found_here_too() -> None:
    """detect-secrets, by its patterns and without its entropy guesses, finds nothing in what we leave."""
    from detect_secrets.core.scan import scan_line  # noqa: PLC0415 - an oracle for this test alone
    from detect_secrets.settings import transient_settings  # noqa: PLC0415 - as above

    plugins = (
        "AWSKeyDetector",
        "AzureStorageKeyDetector",
        "GitHubTokenDetector",
        "JwtTokenDetector",
        "NpmDetector",
        "PrivateKeyDetector",
        "SendGridDetector",
        "SlackDetector",
        "StripeDetector",
        "TelegramBotTokenDetector",
        "TwilioKeyDetector",
    )
    with transient_settings({"plugins_used": [{"name": name} for name in plugins]}):
        left = [kind for kind, text in PLANTED.items() if list(scan_line(redact(text).text))]
    assert left == []
