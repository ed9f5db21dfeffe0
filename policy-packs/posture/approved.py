"""What the reviewer approved: the bar against which a stack is judged. The judged program does not set its own."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from ai_zones.plan import Flow, Provider, ZoneName
from posture.record import record


class Basis(StrEnum):
    """Whose word the effective flows rest on; the report's heading says it."""

    APPROVED_PLAN = "judged against the approved plan"
    OWN_DECLARATION = "judged against its own declaration"
    CEILING = "judged against the ceiling alone"


@record
class Organization:
    """What is ours. Anything else is outside. `stated` is False when the reviewer names nothing: then foreign ids are unproven, not violated."""

    stated: bool = False
    aws_organization_ids: frozenset[str] = frozenset()
    aws_account_ids: frozenset[str] = frozenset()
    azure_tenant_ids: frozenset[str] = frozenset()
    azure_subscription_ids: frozenset[str] = frozenset()
    gcp_organization_ids: frozenset[str] = frozenset()
    gcp_folder_ids: frozenset[str] = frozenset()
    gcp_project_ids: frozenset[str] = frozenset()
    gcp_domains: frozenset[str] = frozenset()


@record
class Asserted:
    """A guardrail or network outside the judged stack that the reviewer vouches for; reported as asserted."""

    literal: str
    """The id, ARN, name or CIDR as it appears in the stack."""
    zone: ZoneName | None = None
    peer: str | None = None
    reason: str = ""


@record
class ApprovedPeer:
    """A private outside system that the plan names: who it is, where it stands, and the one connection that it is for."""

    name: str
    zone: ZoneName
    cidr: str
    port: int
    inbound: bool
    """Whether the peer opens the connection."""


@record
class Approved:
    """Effective flows are ceiling ∩ approved plan."""

    flows: frozenset[Flow]
    basis: Basis = Basis.CEILING
    organization: Organization = field(default_factory=Organization)
    providers: Mapping[str, Provider] = field(default_factory=dict)
    """Approved outside LLM APIs by name. Empty with `providers_stated` False: nobody said, so any FQDN list is unproven."""
    providers_stated: bool = False
    residency: frozenset[str] = frozenset()
    """Allowed regions; empty: nobody said."""
    zone_patterns: Mapping[ZoneName, tuple[str, ...]] = field(default_factory=dict)
    """Globs over resource names, for programs without tags."""
    asserted: tuple[Asserted, ...] = ()
    networks: tuple[str, ...] = ()
    """CIDRs of the plan's zones and of its peers."""
    zone_networks: Mapping[ZoneName, str] = field(default_factory=dict)
    """CIDR of each zone of the plan."""
    environment: str | None = None
    """Environment of the plan; None where nobody says."""
    peers: tuple[ApprovedPeer, ...] = ()
    """Peers of the plan that are joined by address."""
    peers_stated: bool = False
    """Whether a plan says which peers there are; if so, nobody else may be at the end of a circuit or VPN."""
