"""The table of secrets: what each kind looks like, and a literal that must be there before its pattern is tried.

Patterns are bounded and have no nested repetition, so that a text of any kind is read in linear time. Each names the
secret `s` inside its surroundings; only that part is replaced. Sources: the token formats that the vendors document.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One kind of secret. `literals`, in lower case, are looked for first; none means: always tried."""

    kind: str
    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    luhn: bool = False  # a card number: kept where its check digit is wrong


def _rule(kind: str, literals: str, pattern: str) -> Rule:
    return Rule(kind, tuple(literals.split()), re.compile(pattern))


_EDGE = r"(?<![A-Za-z0-9_-])"
_END = r"(?![A-Za-z0-9_-])"


def _edge_or(whole: str) -> str:
    """Where a token may begin: at the edge of a word; glued to one only where it is whole, as its vendor makes them.

    People paste tokens behind a mention or a label without a space. What only begins like one ("a task-ant-colony")
    is an ordinary word.
    """
    return rf"(?:{_EDGE}|(?={whole}))"


_NAME = r"[A-Za-z0-9_.-]{0,40}?"
_VALUE = r"(?P<s>(?!\[redacted)[^\s\"'\\,;&<>\[\](){}]{6,400})"
_QUOTED = r"(?P<s>(?!\[redacted)[^\"'\\\r\n]{4,400})"

_JWT_HEADER = r"eyJ(?:hbGci|0eXAi|raWQi|jdHki)[A-Za-z0-9_-]{4,400}\.eyJ"
"""`{"alg"`, `{"typ"`, `{"kid"` or `{"cty"` in base64, before a payload."""

SECRETS: tuple[Rule, ...] = (
    Rule(
        "private key",
        ("private key",),
        re.compile(
            r"(?P<s>-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{1,20000}-----END [A-Z ]{0,40}PRIVATE KEY"
            r"(?: BLOCK)?-----)"
        ),
    ),
    _rule(
        "aws access key",
        "akia asia",
        _edge_or(r"(?<=[a-z])AKIA(?=[A-Z]{0,15}\d)") + r"(?P<s>(?:AKIA|ASIA)[0-9A-Z]{16})" + _END,
    ),
    _rule(
        "aws secret key",
        "aws",
        r"(?i:aws_?(?:secret)?_?(?:access)?_?key)[\"']?\s{0,5}[:=]\s{0,5}[\"']?(?P<s>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
    ),
    _rule(
        "github token",
        "ghp_ gho_ ghu_ ghs_ ghr_",
        _edge_or(r"gh[pousr]_[A-Za-z0-9]{36}(?![A-Za-z0-9])") + r"(?P<s>gh[pousr]_[A-Za-z0-9]{30,255})",
    ),
    _rule(
        "github token",
        "github_pat_",
        _edge_or(r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9])")
        + r"(?P<s>github_pat_[A-Za-z0-9_]{22,255})",
    ),
    _rule(
        "gitlab token",
        "glpat- gldt- glrt-",
        _edge_or(r"glpat-[A-Za-z0-9_-]{20}") + r"(?P<s>gl(?:pat|dt|rt)-[A-Za-z0-9_-]{20,64})",
    ),
    _rule(
        "slack token",
        "xox xapp-",
        _edge_or(r"xox[abeprs]-\d|xapp-\d-A[A-Z0-9]{5,20}-\d")
        + r"(?P<s>(?:xox[abeprs]|xapp)-[A-Za-z0-9-]{10,255})",
    ),
    _rule(
        "slack webhook",
        "hooks.slack.com",
        r"(?P<s>https://hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{20,200})",
    ),
    _rule(
        "stripe key",
        "sk_live_ rk_live_ sk_test_ rk_test_",
        _EDGE + r"(?P<s>[sr]k_(?:live|test)_[A-Za-z0-9]{10,255})",
    ),
    _rule(
        "anthropic key",
        "sk-ant-",
        _edge_or(r"sk-ant-[a-z]{3,8}\d{2}-") + r"(?P<s>sk-ant-[A-Za-z0-9_-]{20,255})",
    ),
    _rule(
        "openai key",
        "sk-",
        _EDGE + r"(?P<s>sk-(?:proj-|svcacct-|admin-)[A-Za-z0-9_-]{20,255}|sk-[A-Za-z0-9]{32,255})",
    ),
    _rule("google api key", "aiza", _EDGE + r"(?P<s>AIza[A-Za-z0-9_-]{35})" + _END),
    _rule("google token", "ya29.", _EDGE + r"(?P<s>ya29\.[A-Za-z0-9_-]{20,400})"),
    _rule("npm token", "npm_", _EDGE + r"(?P<s>npm_[A-Za-z0-9]{36})" + _END),
    _rule("pypi token", "pypi-", _EDGE + r"(?P<s>pypi-[A-Za-z0-9_-]{32,400})"),
    _rule("hugging face token", "hf_", _EDGE + r"(?P<s>hf_[A-Za-z0-9]{30,64})" + _END),
    _rule("sendgrid key", "sg.", _EDGE + r"(?P<s>SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64})"),
    _rule("twilio key", "sk ac", _EDGE + r"(?P<s>SK[0-9a-f]{32})" + _END),
    _rule("databricks token", "dapi", _EDGE + r"(?P<s>dapi[0-9a-f]{32}(?:-\d)?)" + _END),
    _rule("digitalocean token", "dop_v1_ doo_v1_ dor_v1_", _EDGE + r"(?P<s>do[opr]_v1_[0-9a-f]{64})"),
    _rule("atlassian token", "atatt atctt", _EDGE + r"(?P<s>AT[AC]TT3[A-Za-z0-9_=-]{40,400})"),
    _rule("linear key", "lin_api_", _EDGE + r"(?P<s>lin_api_[A-Za-z0-9]{32,64})"),
    _rule("telegram token", ":aa", r"(?<!\d)(?P<s>\d{8,10}:AA[A-Za-z0-9_-]{33})" + _END),
    _rule("shopify token", "shpat_ shpss_ shpca_", _EDGE + r"(?P<s>shp(?:at|ss|ca)_[0-9a-fA-F]{32})"),
    _rule(
        "json web token",
        "eyj",
        _edge_or(_JWT_HEADER)
        + r"(?P<s>eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000})",
    ),
    _rule(
        "azure key",
        "accountkey= sharedaccesskey=",
        r"(?i:(?:account|sharedaccess)key=)(?P<s>[A-Za-z0-9+/]{40,100}={0,2})",
    ),
    _rule("azure signature", "sig=", r"[?&]sig=(?P<s>[A-Za-z0-9%+/=_-]{20,200})"),
    _rule(
        "authorization header",
        "authorization bearer",
        r"(?i:authorization)[\"']?\s{0,5}[:=]\s{0,5}[\"']?(?i:bearer|basic|token)\s{1,5}(?P<s>(?!\[redacted|\$\{|<)[^\s\"',\\]{8,4000})",
    ),  # a variable, or a place to fill, is no secret
    _rule(
        "bearer token",
        "bearer",
        r"\b(?:Bearer|BEARER)\s{1,5}(?P<s>(?=[A-Za-z0-9._~+/-]{0,200}\d)[A-Za-z0-9._~+/-]{20,4000}={0,2})",
    ),
    _rule(
        "cookie",
        "cookie",
        r"(?i:\b(?:set-)?cookie)[\"']?\s{0,5}:\s{0,5}[\"']?(?P<s>(?!\[redacted)[^\s=\"';]{1,100}=[^\r\n\"']{4,4000})",
    ),
    _rule(
        "password in a link",
        "://",
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"']{0,100}:(?P<s>(?!\[redacted)[^\s/@\"']{1,200})@",
    ),
    _rule(
        "password",
        "password passwd pwd passphrase",
        r"(?i:\b"
        + _NAME
        + r"(?:password|passwd|pwd|passphrase))[\"']?\s{0,5}(?:=|:(?!//))\s{0,5}[\"']"
        + _QUOTED
        + r"[\"']",
    ),
    _rule(
        "password",
        "password passwd pwd passphrase",
        r"(?i:\b"
        + _NAME
        + r"(?:password|passwd|pwd|passphrase))\s{0,5}(?:=|:(?!//))\s{0,5}(?=[^\s]{0,60}[\d!@#$%^*])"
        + _VALUE,
    ),
    _rule(
        "secret",
        "secret token api_key apikey api-key access_key client_key",
        r"(?i:\b"
        + _NAME
        + r"(?:secret|token|api[_-]?key|access[_-]key|client[_-]key))[\"']?\s{0,5}(?:=|:(?!//))\s{0,5}[\"']?"
        r"(?=[^\s\"']{0,200}\d)(?=[^\s\"']{0,200}[A-Za-z])(?P<s>(?!\[redacted)[A-Za-z0-9_+/=.~-]{16,400})",
    ),
    Rule(
        "card number",
        (),
        re.compile(
            r"(?<![\w.-])(?P<s>(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|65\d{2}|3[47]\d{2})"
            r"(?:[ -]?\d{4}){2}[ -]?\d{3,4})(?![\w-])"
        ),
        luhn=True,
    ),
)
"""Taken out wherever people type or paste, unless somebody sets other rules."""

PERSONAL: tuple[Rule, ...] = (
    _rule(
        "e-mail",
        "@",
        r"(?<![\w.+-])(?P<s>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})(?![\w-])",
    ),
    _rule("phone", "+", r"(?<![\w+])(?P<s>\+\d{1,3}(?:[ ().-]{0,2}\d{2,4}){2,5})(?!\w)"),
    Rule("iban", (), re.compile(r"\b(?P<s>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?)\b")),
)
"""Personal data, taken out only where a setting asks for it; names of people are not found by patterns."""
