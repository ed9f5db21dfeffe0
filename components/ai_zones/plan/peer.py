"""A peer: a named private outside system that a zone is joined to."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from .ceiling import CEILING, HTTPS_PORT
from .errors import shown
from .fields import ADirection, ALink, APeerKind, AZone, Cidr, Part, Port, refuse
from .names import Direction


def _principal(value: Any) -> str:
    if isinstance(value, str) and value.strip() == value and 0 < len(value) <= 2048 and "*" not in value:
        return value
    raise refuse(
        f"{shown(value)} does not name one principal",
        allowed="one principal, without wildcards: an IAM ARN, a subscription id, projects/<id>",
        fix="name the other side's account, role, subscription or project",
    )


def _direction_of_kind(parsed: dict[str, Any]) -> Direction:
    kind = parsed.get("kind")
    return next((peer.direction for peer in CEILING.peers if peer.kind == kind), Direction.INBOUND)


class Peer(Part):
    """An EHR feed into phi, an EHR API for deidentification's tools, or a federated site of training."""

    kind: APeerKind
    zone: AZone
    """Zone that it is joined to."""
    link: ALink
    """A private circuit or VPN, whose other side is a `cidr`, or a private link, whose other side is a `principal`."""
    cidr: Cidr | None = None
    """Addresses of the other side, /16 or smaller."""
    principal: Annotated[str, BeforeValidator(_principal)] | None = None
    """Principal of the other side: AWS IAM ARN, Azure subscription id, GCP `projects/<id>`."""
    port: Port = HTTPS_PORT
    """TCP port: 443 for FHIR and federated learning, commonly 2575 for HL7 MLLP and 11112 for DICOM. Default 443."""
    direction: ADirection = Field(default_factory=_direction_of_kind)
    """Who opens the connection. Default, and only choice: outbound for an EHR API, inbound for the others."""
