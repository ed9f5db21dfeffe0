"""Names of outside services: what a firewall's allow-list may hold.

Sources: RFC 1123 section 2.1 (host names), RFC 1035 section 2.3.4 (lengths), RFC 6761 and RFC 8375 (special names).
"""

import re
from typing import Any, Final

from .errors import shown
from .fields import refuse

_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_URL: Final = re.compile(r"^[a-z][a-z0-9+.-]*://([^/:?#@]+)", re.IGNORECASE)

_SECOND_LEVEL: Final = frozenset(
    "ac co com edu gob gov go gouv health id ind ltd me mil ne net nhs nom or org plc sch".split()  # noqa: SIM905 as below
)
"""Labels that registries of countries sell names under: `co.uk`, `com.au`, `or.jp`."""

SHARED: Final = frozenset(
    """
    amazonaws.com on.aws awsapprunner.com cloudfront.net azure.com azure.net azurewebsites.net windows.net azurefd.net azureedge.net
    googleapis.com googleusercontent.com appspot.com run.app web.app cloudfunctions.net firebaseapp.com
    github.io githubusercontent.com gitlab.io herokuapp.com netlify.app ngrok.app ngrok.io ngrok-free.app pages.dev
    trycloudflare.com vercel.app workers.dev r2.dev hf.space huggingface.cloud fly.dev onrender.com railway.app modal.run
    """.split()  # noqa: SIM905 one line a provider would be ninety lines
)
"""Domains under which anyone can get a name or a store: a wildcard over one of them approves strangers."""

_SPECIAL: Final = ("localhost", "local", "internal", "invalid", "test", "example", "onion", "arpa", "home.arpa", "lan", "corp")

ALLOWED: Final = "a lower-case host name such as 'api.example.com', or one leading '*.' over a domain that belongs to the provider alone"

_ONE_BY_ONE: Final = "list the provider's host names one by one"


def fqdn(value: Any) -> str:
    """A host name of the internet, or `*.` and the provider's own domain."""
    if not isinstance(value, str) or not value:
        raise refuse(f"{shown(value)} is not a host name", allowed=ALLOWED, fix="write the host name as text")
    if url := _URL.match(value):
        raise refuse(f"{shown(value)} is an address of a page", allowed=ALLOWED, fix=f"write {url[1].lower()!r}")
    wildcard = value.startswith("*.")
    name = value.removeprefix("*.")
    labels = name.split(".")
    if wildcard and len(labels) == 1 and labels[0].isalpha():
        raise refuse(f"{shown(value)} covers names of others: {name!r} is a public suffix", allowed=ALLOWED, fix=_ONE_BY_ONE)
    if len(name) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise refuse(f"{shown(value)} is not a host name", allowed=ALLOWED, fix=_mended(value))
    if any(name == special or name.endswith(f".{special}") for special in _SPECIAL):
        raise refuse(f"{shown(value)} is no name of the internet", allowed=ALLOWED, fix="name the provider's public API host")
    if wildcard and (owner := _not_one_owner(name, labels)):
        raise refuse(f"{shown(value)} covers names of others: {owner}", allowed=ALLOWED, fix=_ONE_BY_ONE)
    return str(value)


def covers(pattern: str, name: str) -> bool:
    """Whether one entry of an allow-list matches names that another one matches; `*.` stands for one label or more."""
    one, other = pattern.removeprefix("*."), name.removeprefix("*.")
    if pattern.startswith("*."):
        return other.endswith(f".{one}") or (name.startswith("*.") and other == one)
    return pattern == name


def _not_one_owner(name: str, labels: list[str]) -> str | None:
    if len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SECOND_LEVEL:
        return f"{name!r} is a public suffix"
    shared = next((domain for domain in SHARED if name == domain or name.endswith(f".{domain}")), None)
    return f"under {shared!r} anyone can get a name" if shared else None


def _mended(value: str) -> str:
    guess = value[:300].strip().lower().rstrip(".").split("/")[0].split(":")[0]
    labels = guess.removeprefix("*.").split(".")
    good = (
        len(labels) > 1
        and len(guess) <= 253
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
        and guess != value
    )
    return f"write {guess!r}" if good else "name the provider's API host; a wildcard stands only at the beginning"
