"""What the Kubernetes components' inputs must look like. `ai_zones.inputs` parses them.

Names, labels and ports are plain values: an unknown one would make what a policy selects unknown in a preview.
Sources: Kubernetes documentation, "Object names and IDs", "Resource quantities", "Pod Security Admission" (versions of a level); OCI distribution
specification (references by digest); SPIFFE ID specification, 2 (trust domains, paths).
"""

from typing import Annotated, Final

import pydantic

from ai_zones.inputs import ZONES, Cidr, ComponentInput, InvalidInputError, Port, Reference, ZoneText, matches, one_of
from ai_zones.kubernetes.naming import RESERVED

__all__ = [
    "ZONES",
    "Cidr",
    "Cidrs",
    "ComponentInput",
    "Duration",
    "ExtraLabels",
    "Host",
    "Image",
    "InvalidInputError",
    "Name",
    "Names",
    "Port",
    "Quantity",
    "Reference",
    "Registry",
    "ServiceName",
    "TrustDomain",
    "ZoneText",
    "ZonedInput",
    "matches",
    "one_of",
    "seconds_of",
]

LABEL: Final = r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?"
_DIGEST: Final = r"@sha256:[a-f0-9]{64}"
_REGISTRY: Final = r"[a-z0-9][a-z0-9.-]*(?::\d+)?(?:/[a-z0-9][a-z0-9._-]*)*"
_UNITS: Final = {"s": 1, "m": 60, "h": 3600}

Name = Annotated[str, matches(LABEL, "a name of Kubernetes: up to 63 lower-case letters, digits and hyphens, such as rag-agent")]
"""Name of an object or namespace (RFC 1123)."""

ServiceName = Annotated[
    str, matches(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?", "a service's name: it begins with a lower-case letter, such as retrieval")
]
"""Name of a service, which becomes a DNS name (RFC 1035)."""

Image = Annotated[
    str,
    matches(
        rf"{_REGISTRY}{_DIGEST}", "an image by its digest, such as registry.clinic.internal/models/server@sha256:<64 hexadecimal digits>"
    ),
]
"""A tag says nothing: it may name another program tomorrow."""

Registry = Annotated[str, matches(_REGISTRY, "a registry, or a path below one, such as registry.clinic.internal/signed")]

TrustDomain = Annotated[str, matches(r"[a-z0-9](?:[a-z0-9._-]{0,253}[a-z0-9])?", "a SPIFFE trust domain, such as prod.clinic.internal")]

Host = Annotated[
    str,
    matches(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}", "a host name, such as vault.management.clinic.internal"),
]

Quantity = Annotated[str, matches(r"\d+(?:\.\d+)?(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?", "a quantity of Kubernetes, such as 500m, 2 or 64Gi")]

Duration = Annotated[str, matches(r"[1-9]\d{0,5}[smh]", "a duration in one unit, such as 90s, 30m or 24h")]


def seconds_of(duration: str) -> int:
    """Seconds of a `Duration`."""
    return int(duration[:-1]) * _UNITS[duration[-1]]


def _some(value: list[str]) -> list[str]:
    if not value:
        raise ValueError("must name at least one")
    if twice := sorted({one for one in value if value.count(one) > 1}):
        raise ValueError(f"must name each once: {', '.join(twice)} stands twice")
    return sorted(value)


Names = Annotated[list[Name], pydantic.AfterValidator(_some)]
"""Some names, each once."""


_CIDR: Final = pydantic.TypeAdapter(Cidr)


def _cidr(value: str) -> str:
    try:
        found = _CIDR.validate_python(value)
    except pydantic.ValidationError as fault:
        raise ValueError(str(fault.errors()[0]["msg"]).removeprefix("Value error, ")) from None
    if found.prefixlen < 8 or not found.is_private:
        raise ValueError("must be a private range: a road out of the zones is a provider's, by egress")
    return str(found)


Cidrs = Annotated[list[Annotated[str, pydantic.AfterValidator(_cidr)]], pydantic.AfterValidator(sorted)]
"""Private ranges outside of the cluster, such as the subnets of private endpoints. Parsed they are texts."""


def _labels(value: dict[str, str]) -> dict[str, str]:
    if taken := sorted(set(value) & set(RESERVED)):
        raise ValueError(f"must leave out {', '.join(taken)}: the component sets these itself")
    return value


ExtraLabels = Annotated[dict[str, str], pydantic.AfterValidator(_labels)]
"""The caller's own labels; the classification labels are not among them."""


class ZonedInput(ComponentInput):
    """Parsed inputs of what stands in one namespace of a zone."""

    zone: ZoneText
    namespace: Name
    labels: ExtraLabels = pydantic.Field(default_factory=dict)
