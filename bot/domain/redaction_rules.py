"""The table of secrets: what each kind looks like, and a literal that must be there before its pattern is tried.

Sources: the token formats that the vendors document.
"""

import re

from bot.domain.redaction_shapes import END, IS, QUOTE, Rule, Rules, begins, rule


def _card(match: re.Match[str]) -> int:
    """All of a number whose check digit is right (Luhn); a fraction behind it is none of its digits."""
    number = match["s"]
    digits = [int(c) for c in reversed(number.partition(".")[0]) if c.isdigit()]
    doubled = (sum(divmod(d * 2, 10)) for d in digits[1::2])
    return len(number) if (sum(digits[::2]) + sum(doubled)) % 10 == 0 else 0


_CARD_BEGINS = begins("[2-6]", r"\w.-")
_PASSED = r"[pP](?i:assword|asswd|wd|assphrase)"
_HIDDEN = (
    r"[sStTaAcC](?:(?<=[sS])(?i:ecret)|(?<=[tT])(?i:oken)|(?<=[aA])(?i:pi[_-]?key|ccess[_-]key)"
    r"|(?<=[cC])(?i:lient[_-]key))"
)
"""Ends of names: what a name begins with does not matter."""

_VALUE = r"(?P<s>(?!\[redacted)[^\s\"'\\,;&<>\[\](){}]{6,400})"
_QUOTED = r"(?P<s>(?!\[redacted)[^\"'\\\r\n]{4,400})"

_JWT_HEADER = r"(?=(?:hbGci|0eXAi|raWQi|jdHki)[A-Za-z0-9_-]{4,400}\.eyJ)"
"""`{"alg"`, `{"typ"`, `{"kid"` or `{"cty"` in base64 behind its `eyJ`, before a payload."""

SECRETS: Rules = (
    Rule(
        "private key",
        ("private key",),
        re.compile(
            r"(?P<s>-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{1,20000}-----END [A-Z ]{0,40}PRIVATE KEY"
            r"(?: BLOCK)?-----)"
        ),
    ),
    rule(
        "aws access key",
        "akia asia",
        "(?P<s>" + begins("A[KS]IA", or_where=r"(?<=[a-z]AKIA)(?=[A-Z]{0,15}\d)") + "[0-9A-Z]{16})" + END,
    ),
    rule(
        "aws secret key",
        "aws",
        rf"(?i:aws_?(?:secret)?_?(?:access)?_?key){IS}{QUOTE}?(?P<s>[A-Za-z0-9/+]{{40}})(?![A-Za-z0-9/+])",
    ),
    rule(
        "github token",
        "ghp_ gho_ ghu_ ghs_ ghr_",
        "(?P<s>"
        + begins("gh[pousr]_", or_where="(?=[A-Za-z0-9]{36}(?![A-Za-z0-9]))")
        + "[A-Za-z0-9]{30,255})",
    ),
    rule(
        "github token",
        "github_pat_",
        "(?P<s>"
        + begins("github_pat_", or_where="(?=[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9]))")
        + "[A-Za-z0-9_]{22,255})",
    ),
    rule(
        "gitlab token",
        "glpat- gldt- glrt-",
        "(?P<s>" + begins("gl", or_where="(?=pat-[A-Za-z0-9_-]{20})") + "(?:pat|dt|rt)-[A-Za-z0-9_-]{20,64})",
    ),
    rule(
        "slack token",
        "xox xapp-",
        "(?P<s>"
        + begins("x(?:ox[abeprs]|app)-", or_where=r"(?=\d)(?<=xox.-)|(?=\d-A[A-Z0-9]{5,20}-\d)(?<=xapp-)")
        + "[A-Za-z0-9-]{10,255})",
    ),
    rule(
        "slack webhook",
        "hooks.slack.com",
        r"(?P<s>https://hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{20,200})",
    ),
    rule(
        "stripe key",
        "sk_live_ rk_live_ sk_test_ rk_test_",
        rf"(?P<s>{begins('[sr]k_')}(?:live|test)_[A-Za-z0-9]{{10,255}})",
    ),
    rule(
        "anthropic key",
        "sk-ant-",
        "(?P<s>" + begins("sk-ant-", or_where=r"(?=[a-z]{3,8}\d{2}-)") + "[A-Za-z0-9_-]{20,255})",
    ),
    rule(
        "openai key",
        "sk-",
        rf"(?P<s>{begins('sk-')}(?:(?:proj-|svcacct-|admin-)[A-Za-z0-9_-]{{20,255}}|[A-Za-z0-9]{{32,255}}))",
    ),
    rule("google api key", "aiza", rf"(?P<s>{begins('AIza')}[A-Za-z0-9_-]{{35}})" + END),
    rule("google token", "ya29.", rf"(?P<s>{begins('ya29')}\.[A-Za-z0-9_-]{{20,400}})"),
    rule("npm token", "npm_", rf"(?P<s>{begins('npm_')}[A-Za-z0-9]{{36}})" + END),
    rule("pypi token", "pypi-", rf"(?P<s>{begins('pypi-')}[A-Za-z0-9_-]{{32,400}})"),
    rule("hugging face token", "hf_", rf"(?P<s>{begins('hf_')}[A-Za-z0-9]{{30,64}})" + END),
    rule("sendgrid key", "sg.", rf"(?P<s>{begins('SG')}\.[A-Za-z0-9_-]{{16,32}}\.[A-Za-z0-9_-]{{16,64}})"),
    rule("twilio key", "sk ac", rf"(?P<s>{begins('SK')}[0-9a-f]{{32}})" + END),
    rule("databricks token", "dapi", rf"(?P<s>{begins('dapi')}[0-9a-f]{{32}}(?:-\d)?)" + END),
    rule("digitalocean token", "dop_v1_ doo_v1_ dor_v1_", rf"(?P<s>{begins('do[opr]_v1_')}[0-9a-f]{{64}})"),
    rule("atlassian token", "atatt atctt", rf"(?P<s>{begins('AT[AC]TT3')}[A-Za-z0-9_=-]{{40,400}})"),
    rule("linear key", "lin_api_", rf"(?P<s>{begins('lin_api_')}[A-Za-z0-9]{{32,64}})"),
    rule("telegram token", ":aa", r"(?<!\d)(?P<s>\d{8,10}:AA[A-Za-z0-9_-]{33})" + END),
    rule("shopify token", "shpat_ shpss_ shpca_", rf"(?P<s>{begins('shp')}(?:at|ss|ca)_[0-9a-fA-F]{{32}})"),
    rule(
        "json web token",
        "eyj",
        "(?P<s>"
        + begins("eyJ", or_where=_JWT_HEADER)
        + r"[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000})",
    ),
    rule(
        "azure key",
        "accountkey= sharedaccesskey=",
        r"(?i:(?:account|sharedaccess)key=)(?P<s>[A-Za-z0-9+/]{40,100}={0,2})",
    ),
    rule("azure signature", "sig=", r"[?&]sig=(?P<s>[A-Za-z0-9%+/=_-]{20,200})"),
    rule(
        "authorization header",
        "authorization bearer",
        rf"(?i:authorization){IS}{QUOTE}?(?i:bearer|basic|token)\s{{1,5}}"
        r"(?P<s>(?!\[redacted|\$[A-Za-z_{]|<)[^\s\"',\\]{8,4000})",
    ),  # a variable, or a place to fill, is no secret
    rule(
        "bearer token",
        "bearer",
        begins("B", r"\w")
        + r"(?:earer|EARER)\s{1,5}(?P<s>(?=[A-Za-z0-9._~+/-]{0,200}\d)[A-Za-z0-9._~+/-]{20,4000}={0,2})",
    ),
    rule(
        "cookie",
        "cookie",
        rf"{begins('[cC]', 'A-Za-z0-9_')}(?i:ookie){IS}{QUOTE}?"
        r"(?P<s>(?!\[redacted)[^\s=\"';\\]{1,100}=[^\r\n\"'\\]{4,4000})",
    ),
    rule(
        "password in a link",
        "://",
        r"://(?<=[a-z0-9+.-]://)[^\s/:@\"']{0,100}:(?P<s>(?!\[redacted)[^\s/@\"']{1,200})@",
    ),
    rule(
        "password",
        "password passwd pwd passphrase",
        rf"{_PASSED}{IS}{QUOTE}{_QUOTED}{QUOTE}",
    ),
    rule(
        "password",
        "password passwd pwd passphrase",
        rf"{_PASSED}\s{{0,5}}(?:=|:(?!//))\s{{0,5}}(?=[^\s]{{0,60}}[\d!@#$%^*]){_VALUE}",
    ),
    rule(
        "secret",
        "secret token api_key apikey api-key access_key client_key",
        rf"{_HIDDEN}{IS}{QUOTE}?"
        r"(?=[^\s\"']{0,200}\d)(?=[^\s\"']{0,200}[A-Za-z])(?P<s>(?!\[redacted)[A-Za-z0-9_+/=.~-]{16,400})",
    ),
    rule(
        "card number",
        "",
        rf"(?P<s>{_CARD_BEGINS}"
        r"(?:(?<=4)\d{3}|(?<=5)[1-5]\d{2}|(?<=2)[2-7]\d{2}|(?<=6)(?:011|5\d{2})|(?<=3)[47]\d{2})"
        r"(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?![\w-])(?:\.\d{1,20}(?![\w-]|\.\d))?)",
        _card,
    ),
)
"""Taken out wherever people type or paste, unless somebody sets other rules."""
