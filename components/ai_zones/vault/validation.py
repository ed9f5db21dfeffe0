"""What the Vault components' inputs must look like. `ai_zones.inputs` parses them.

Names are plain texts: what a policy allows hangs on them, and an unknown name would leave it unknown in a preview.
Sources: Vault documentation, "Mounts", "Policies" (`*` and `+` are wildcards in paths); SPIFFE-ID 2.1, 2.2; RFC 1123 2.1 (hosts' names); RFC 5280 4.1.2.5 (validity).
"""

import datetime
import re
from typing import Annotated, Any, Final

import pulumi
import pydantic

from ai_zones.inputs import ComponentInput, InvalidInputError, Port, Reference, ZoneText, matches, one_of

__all__ = [
    "SERVERS",
    "Address",
    "Audience",
    "ComponentInput",
    "Day",
    "InvalidInputError",
    "KeyBits",
    "KeyType",
    "Label",
    "MountPath",
    "Name",
    "Port",
    "ProtectedInput",
    "Reference",
    "Server",
    "TrustDomain",
    "Workload",
    "ZoneText",
    "instant",
    "key_fault",
]

OPENBAO: Final = "openbao"
HASHICORP: Final = "vault"
SERVERS: Final = (OPENBAO, HASHICORP)
"""Servers with this API: OpenBao, and Vault of HashiCorp. They differ in few places, and there the component says what it does on each."""

LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
"""A part of a host's name, and of an identity."""
_SEGMENT: Final = r"[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?"


def _day(value: Any) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("must be a day, such as 2029-01-31") from None


def _address(value: str) -> str:
    if not re.fullmatch(r"https://[a-zA-Z0-9.-]+(?::\d{1,5})?(?:/[\w./-]*[\w-])?", value):
        raise ValueError("must be an https address without a slash at its end, such as https://vault.management.clinic.example:8200")
    return value


MountPath = Annotated[
    str,
    matches(
        rf"{_SEGMENT}(?:/{_SEGMENT})*", "the path of a mount, such as pki or pki/inference: letters, digits, dots, hyphens, underscores"
    ),
]
Name = Annotated[str, matches(_SEGMENT, "a name of letters, digits, dots, hyphens, underscores: no wildcard, no slash")]
Label = Annotated[str, matches(LABEL, "lower-case letters, digits and hyphens: no wildcard, no slash")]
Workload = Annotated[
    str,
    matches(
        rf"{LABEL}(?:/{LABEL})*",
        "a workload's name below its zone, such as agent/summary, of lower-case letters, digits, hyphens: no wildcard stands for others",
    ),
]
TrustDomain = Annotated[str, matches(rf"{LABEL}(?:\.{LABEL})*", "a SPIFFE trust domain that is a host's name too, such as clinic.example")]
Audience = Annotated[str, matches(r"[^\s*]+", "an audience that a token names, without a wildcard")]
Address = Annotated[str, pydantic.AfterValidator(_address)]
Server = Annotated[str, one_of(*SERVERS)]
Day = Annotated[datetime.date, pydantic.BeforeValidator(_day)]
KeyType = Annotated[str, one_of("ec", "rsa", "ed25519")]
KeyBits = int

_BITS: Final = {"ec": (256, 384, 521), "rsa": (3072, 4096), "ed25519": (0,)}


def key_fault(key_type: str, key_bits: int) -> str | None:
    """What is wrong with a key's size, if anything (NIST SP 800-57 part 1, table 2: 128 bits of security or more)."""
    if key_bits in _BITS[key_type]:
        return None
    return f"key_bits: given {key_bits}, allowed for {key_type} are {', '.join(map(str, _BITS[key_type]))}"


def instant(day: datetime.date) -> str:
    """The beginning of a day as certificates' ends are given: `2029-01-31T00:00:00Z`."""
    return f"{day.isoformat()}T00:00:00Z"


class ProtectedInput(ComponentInput):
    """Inputs of a component whose roots, keys or mounts are protected."""

    removable: bool = False

    def protects(self) -> bool:
        """Whether Pulumi refuses to delete what matters."""
        return not self.removable

    def pulumi_options(self, parent: pulumi.Resource) -> pulumi.ResourceOptions:
        """Options of a child that must not be lost."""
        return pulumi.ResourceOptions(parent=parent, protect=self.protects())
