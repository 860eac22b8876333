"""Personal data goes where a setting asks for it, in every common form; what only looks like it stays."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.personal import Personal
from bot.domain.personal_data import rules_for
from bot.domain.redaction import redact
from bot.domain.redaction_rules import SECRETS

ALL = rules_for(tuple(Personal))
PHONE = rules_for([Personal.PHONE])


def taken(text: str) -> list[str]:
    """The kinds that are taken out of a text."""
    return [one.kind for one in redact(text, rules=ALL).redactions]


EXAMPLES = {
    Personal.EMAIL: "write to someone@example.org today",
    Personal.PHONE: "call +49 30 1234567 now",
    Personal.IBAN: "to DE89 3704 0044 0532 0130 00 please",
}


@pytest.mark.parametrize("kind", Personal)
def test_a_kind_is_taken_out_only_where_it_is_asked_for(kind: Personal) -> None:
    """Each by itself, and none without being named."""
    text = EXAMPLES[kind]
    assert redact(text).text == text
    assert redact(text, rules=rules_for(set(Personal) - {kind})).text == text
    assert [r.kind for r in redact(text, rules=rules_for([kind])).redactions] == [kind.value]


def test_secrets_are_taken_out_whatever_is_asked_for() -> None:
    """Nothing set is the table of secrets itself; the same kinds in any order are the same rules."""
    assert rules_for(()) is SECRETS
    assert rules_for([Personal.PHONE, Personal.EMAIL]) is rules_for([Personal.EMAIL, Personal.PHONE])
    assert ALL[: len(SECRETS)] == SECRETS


E_MAILS = (
    "ana@example.org",
    "first.last+tag@mail.example.co.uk",
    "o_brien%x@sub-domain.example.com",
    "jörg@müller.example",
)


@pytest.mark.parametrize("address", E_MAILS)
@pytest.mark.parametrize(
    "around", ["{}", "<{}>", "mailto:{}?x=1", "({}),", "to:{};", '{{"email": "{}"}}', "{}."]
)
def test_an_address_is_taken_out_whole(address: str, around: str) -> None:
    """What stands around it stays."""
    assert redact(around.format(address), rules=ALL).text == around.format("[redacted: e-mail]")


def test_an_address_is_found_as_json_and_links_write_it() -> None:
    """Behind an escaped sign, which stays whole, and with its `@` as a link has it."""
    found = redact(json.dumps({"t": "a\nana@example.org"}), rules=ALL)
    assert json.loads(found.text) == {"t": "a\n[redacted: e-mail]"}
    assert redact(r'"\u003cana@example.org\u003e"', rules=ALL).text == r'"\u003c[redacted: e-mail]\u003e"'
    link = "https://shop.example/?mail=ana%40example.org&x=1"
    assert redact(link, rules=ALL).text == "https://shop.example/?mail=[redacted: e-mail]&x=1"


@pytest.mark.parametrize(
    "text",
    [
        "@ana and @channel",
        "git@github.com:acme/desk.git",
        "npm i left-pad@1.3.0 @scope/name@2.0.1",
        "image@sha256:e3b0c44298fc1c14",
        "a@b",
        "3 @ 4.50 each",
        "root@10.0.0.1",
        "def f(self) -> None: ...  # @decorated.by.us",
    ],
)
def test_what_only_has_the_sign_of_an_address_stays(text: str) -> None:
    """Mentions, versions, digests, remotes."""
    assert taken(text) == []


def test_an_account_needs_right_check_digits() -> None:
    """What only has the form of an account stays."""
    assert taken("GB82WEST12345698765432") == ["iban"]
    assert taken("GB83 WEST 1234 5698 7654 32") == []
    assert taken("AB12 CODE 1234 REST 5678") == []


INTERNATIONAL = (
    *("+49 30 1234567", "+493012345678", "+49 (0)30 1234567", "+45 12 34 56 78", "+34 912 345 678"),
    *("+1 (415) 555-0132", "+1-415-555-0132", "+39 06 1234 5678", "+49.301234567", "tel:+54-11-2345-6789"),
    "0049 30 1234567",
)  # fmt: skip
NATIONAL = (
    *("(415) 555-0132", "415-555-0132", "415.555.0132", "1-800-555-0100", "415 555 0132"),
    *("030 1234567", "0171/2345678", "0171 - 234 56 78", "(030) 123 456 78", "01 23 45 67 89", "01.23.45.67.89"),
    *("020 7946 0958", "07700 900123", "(0161) 496 0000", "03-1234-5678", "(02) 9876 5432", "0412 345 678"),
)  # fmt: skip
LABELS = (
    *("phone: 5551234567", "Tel. 4123456", "mobile=01712345678", "Handy: 01712345678", "fax no. 5551234"),
    "phone number is 5551234567",
)  # fmt: skip
NUMBERS = (*INTERNATIONAL, *NATIONAL, *LABELS)


def left(text: str) -> str:
    """The digits that are left of a text."""
    return "".join(sign for sign in redact(text, rules=PHONE).text if sign.isdigit())


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "around", ["{}", "call {} please", "({})", "a,{},b", "to {}.", "{}\n{}", '"{}"', "{} / {}"]
)
def test_a_number_is_taken_out_in_every_common_form(number: str, around: str) -> None:
    """No digit of it is left, wherever it stands."""
    assert left(around.format(number, number)) == ""
    assert left(json.dumps({"t": f"so:\n{around.format(number, number)}"})) == ""


@pytest.mark.parametrize("number", NUMBERS)
def test_what_stands_beside_a_number_stays(number: str) -> None:
    """Dates and times before and behind it; a second number goes too."""
    assert left(f"2026-09-14 {number}") == "20260914"
    assert left(f"{number} 2026-09-14") == "20260914"
    assert left(f"{number} 10:30") == "1030"
    assert left(f"{number} {number}") == ""
    assert left(f"{number}, 2 times") == "2"


LABELLED = {
    "a member": {"customer_phone": "4155550132"},
    "a bare number": {"phoneNumber": 4155550132, "n": "x"},
    "an attribute": {"key": "customer.phone", "value": {"stringValue": "4155550132"}},
    "a number as an attribute": {"key": "mobile", "value": {"intValue": "4155550132"}},
}


@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("form", LABELLED)
def test_a_number_in_one_piece_is_known_by_its_name(form: str, depth: int) -> None:
    """In JSON of any depth, which stays JSON."""
    document = json.dumps(LABELLED[form])
    for _ in range(depth):
        document = json.dumps({"arguments": document})
    found = redact(document, rules=PHONE)
    assert [(r.kind, r.count) for r in found.redactions] == [("phone", 1)]
    read = json.loads(found.text)
    for _ in range(depth):
        read = json.loads(read["arguments"])
    assert "4155550132" not in json.dumps(read)


def test_a_plus_is_known_however_it_is_written() -> None:
    """As some writers of JSON escape it, and as links do."""
    assert left(r'{"p": "\u002B4930123456"}') == "002"
    assert left("https://x.example/?to=%2B4930123456") == "2"


NO_NUMBERS = (
    *("2026-09-14 12:30:01", "01.02.2026 12:30", "01.02.2026 10", "09/14/2026", "20260914083012", "05:30:00 06:15:00"),
    *("1726300000", "1726300000000", "+1726300000", "+20260914083012", "+02:00", "1990-1999 2000-2009"),
    *("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "123e4567-e89b-12d3-a456-426614174000"),
    *("192.168.1.100", "10.0.0.255:8080", "05.123.056.189", "01-23-45-67-89-01", "01 02 03 04 05 06 07 08"),
    *("4111 2222 3333 4445", "4111-2222-3333-4445", "order 415-555-0132", "order no. 0412-345-678", "#415-555-0132"),
    *('"order_id": "0412-345-678"', '"orderId": "415-555-0132"', "REF-0812-345-678", "P-0123-456-789", "02108-1234"),
    *('{"key": "order.id", "value": {"stringValue": "0412-345-678"}}', '"Smartphone": "1801728040"'),
    *("1,234,567,890", "1 234 567 890", "+1 500 000 000", "+50 000 000", "155.33 + 268.77 - 235.13"),
    *("3.14159265 358979", "lat 052.5200 13.4050", "+45123456.78", "v0.12.345.6789", "chmod 0755 0644", "page 12-34"),
    *("[1, 22, 333, 4444]", "tool call 1234567890", "tokens: 1234567", "phone_verified_at: 1726300000"),
)  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_only_looks_like_a_number_stays(text: str) -> None:
    """Moments, ids, orders, cards, amounts, addresses of machines, places."""
    assert redact(text, rules=PHONE).text == text
    document = json.dumps({"t": text, "l": [text]})
    assert redact(document, rules=PHONE).text == document


CODES = (1, 7, 31, 33, 34, 36, 44, 45, 46, 47, 48, 49, 55, 61, 81, 86, 91, 351, 353, 358, 420, 972)
gaps = st.sampled_from(["", " ", "-", ".", "\u00a0"])


@st.composite
def international(draw: st.DrawFn) -> str:
    """A number with its country code: ten digits of its own, in groups of two to four."""
    code, gap = draw(st.sampled_from(CODES)), draw(gaps)
    own = "".join(
        draw(st.sampled_from("3456789" if place in {0, 3} else "0123456789")) for place in range(10)
    )
    cuts = draw(st.sampled_from([(3, 6), (2, 6), (2, 4, 6, 8), (3, 6, 8), (4, 7), (10,)]))
    groups = [own[a:b] for a, b in zip((0, *cuts), (*cuts, 10), strict=True)]
    return f"+{code}{draw(gaps)}{gap.join(filter(None, groups))}"


@given(international(), st.sampled_from(["{}", "ring {}, then wait", "<{}>", "a\n{}", "[{}]", "\t{}\t"]))
def test_any_international_number_goes_whole(number: str, around: str) -> None:
    """Whatever its gaps, and in JSON too."""
    text = around.format(number)
    assert left(text) == ""
    assert left(json.dumps(text, ensure_ascii=False)) == ""


moments = st.integers(946_684_800, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
hexes = st.sampled_from("0123456789abcdef")
NEITHER = st.one_of(
    st.text(hexes, min_size=16, max_size=16),
    st.text(hexes, min_size=32, max_size=32),
    st.uuids().map(str),
    moments.map(datetime.isoformat),
    moments.map(lambda at: at.strftime("%d.%m.%Y %H:%M")),
    moments.map(lambda at: at.strftime("%m/%d/%Y %H:%M:%S")),
    moments.map(lambda at: str(int(at.timestamp()))),
    moments.map(lambda at: str(int(at.timestamp()) * 1000)),
    moments.map(lambda at: str(int(at.timestamp()) * 10**9)),
    st.integers(-(10**18), 10**18).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
    st.ip_addresses().map(str),
    st.integers(0, 10**10).map(lambda number: f"ORD-{number:06}"),
    st.integers(0, 10**10).map(lambda number: f"#{number}"),
    st.integers(0, 10**10).map(lambda number: f"{number:,}"),
    st.tuples(*[st.integers(0, 999)] * 3).map(lambda parts: "v" + ".".join(map(str, parts))),
)
"""What traces and chats are full of."""


@given(st.lists(NEITHER, max_size=6), st.sampled_from([", ", "\n", " and ", "; "]))
def test_ids_moments_and_amounts_are_no_numbers(some: list[str], between: str) -> None:
    """In a text and as values of JSON."""
    text = between.join(some)
    assert redact(text, rules=PHONE).text == text
    document = json.dumps({"values": some, "span_id": text})
    assert redact(document, rules=PHONE).text == document


@given(
    st.lists(st.sampled_from([*NUMBERS, *NO_NUMBERS, *E_MAILS, "DE89 3704 0044 0532 0130 00"]), max_size=8)
)
def test_redacting_twice_changes_nothing(some: list[str]) -> None:
    """What was left the first time is left the second time."""
    once = redact("; ".join(some), rules=ALL).text
    assert redact(once, rules=ALL).text == once


def test_long_hostile_text_is_read_in_one_pass() -> None:
    """Near misses by the hundred thousand are read to the end; a pattern that backtracks would not return."""
    for piece in (
        "0123 ",
        "+1",
        "+1 ",
        "phone: ",
        "a@",
        "a@a.",
        "%40",
        "(0",
        "12 ",
        "415-",
        "00 1",
        "AB12 ",
        "tel",
    ):
        redact(piece * (200_000 // len(piece)), rules=ALL)


def test_numbers_of_every_country_are_found_as_a_known_library_writes_them() -> None:
    """Its example of every country, international and, from seven digits on, as a national number behind a label.

    Numbers of four digits behind a country code, of three islands, stay.
    """
    import phonenumbers  # noqa: PLC0415 - an oracle for this test alone

    forms = phonenumbers.PhoneNumberFormat
    kinds = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    found = [
        number
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in kinds
        if (number := phonenumbers.example_number_for_type(region, kind)) is not None
    ]
    assert len(found) > 400
    written = [
        f"call {phonenumbers.format_number(number, form)} now"
        for number in found
        if (number.national_number or 0) > 9_999
        for form in (forms.INTERNATIONAL, forms.E164, forms.RFC3966)
    ]
    national = [phonenumbers.format_number(number, forms.NATIONAL) for number in found]
    written += [f"phone: {one}" for one in national if sum(map(str.isdigit, one)) >= 7]
    assert [text for text in written if left(text)] == []
