"""Organization policies: what no project of a folder or organization may do, whoever builds in it.

One policy a constraint, on the node above all zones; on the project of access alone a second one, which adds the load balancers of a front.
Sources: Organization Policy documentation, "Creating and managing organization policies" (one policy a constraint and node), "Understanding
hierarchy evaluation" (a policy below replaces lists unless it inherits), "Test organization policies in dry-run mode"; DESIGN principle 10;
45 CFR 164.308(a)(1)(ii)(B) (risk management). What is set: `organization_constraints`.
"""

from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import orgpolicy

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.organization_constraints import CMEK_SERVICES, Constraint, constraints, usable_services
from ai_zones.gcp.validation import ComponentInput, NetworkPath, ProjectId, Region
from ai_zones.inputs import matches

FRONTS: Final = ("is:EXTERNAL_MANAGED_HTTP_HTTPS", "is:GLOBAL_EXTERNAL_MANAGED_HTTP_HTTPS")
"""Load balancers that ask who comes, by Identity-Aware Proxy."""
BALANCERS: Final = "compute.restrictLoadBalancerCreationForTypes"

Node = Annotated[str, matches(r"(organizations|folders)/\d{6,20}", "organizations/<number> or folders/<number>")]
_Customer = Annotated[str, matches(r"C0[0-9a-z]{6,12}", "the customer id of a directory, such as C0abc123d: not its domain")]
_Service = Annotated[str, matches(r"[a-z0-9-]+", "the name of an API without .googleapis.com, such as storage")]
_Issuer = Annotated[str, matches(r"https://[^\s*]+", "the address of an OIDC issuer, such as https://token.actions.githubusercontent.com")]
_Domain = Annotated[str, matches(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "a domain, such as acme.org")]
_Address = Annotated[str, matches(r"\d{1,3}(\.\d{1,3}){3}", "an IPv4 address")]


class GcpOrganizationPoliciesArgs(TypedDict):
    """Inputs of `GcpOrganizationPolicies`. The required ones alone give the strictest node: no circuit, VPN, peering, issuer or front."""

    parent: str
    """`organizations/<number>` or `folders/<number>` above all zones."""
    regions: list[str]
    """Regions in which anything may stand."""
    customer_ids: list[str]
    """Directories (`C0…`) whose people and workloads may be granted roles; `gcloud organizations list` shows ours."""
    contact_domains: list[str]
    """Domains of the addresses that Google may write to."""
    trusted: NotRequired[list[str]]
    """Nodes whose networks, images and services are ours. Default: `parent`."""
    egress_projects: NotRequired[list[str]]
    """Projects that may have Cloud NAT: the egress zone's. Default: none."""
    access_projects: NotRequired[list[str]]
    """Projects that may have a front on the internet: the access zone's. Default: none."""
    services: NotRequired[list[str]]
    """APIs that may be used, without `.googleapis.com`. Default: those that perimeters restrict, and a few that only administrators call."""
    cmek_services: NotRequired[list[str]]
    """APIs whose resources need a key of ours. Default: `CMEK_SERVICES`."""
    key_projects: NotRequired[list[str]]
    """Projects whose keys count. Default: any below `trusted`."""
    peered_networks: NotRequired[list[str]]
    """Networks that may be peered with, by path. Default: none."""
    vpn_peer_addresses: NotRequired[list[str]]
    """Public addresses of the far ends of VPNs. Default: none."""
    interconnect_networks: NotRequired[list[str]]
    """Networks that may have circuits, by path. Default: none."""
    issuers: NotRequired[list[str]]
    """OIDC issuers of workloads outside, such as those of CI. Default: none."""
    left_out: NotRequired[dict[str, str]]
    """Constraint that is not set → reason. Default: none."""
    tried: NotRequired[list[str]]
    """Constraints that only report: `gcp.restrictServiceUsage`, `gcp.restrictTLSVersion` and managed ones can. Default: none."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection. Default: false."""


class OrganizationPolicies(ComponentInput):
    """Parsed `GcpOrganizationPoliciesArgs`."""

    parent: Node
    regions: tuple[Region, ...] = pydantic.Field(min_length=1)
    customer_ids: tuple[_Customer, ...] = pydantic.Field(min_length=1)
    contact_domains: tuple[_Domain, ...] = pydantic.Field(min_length=1)
    trusted: tuple[Node, ...] = ()
    egress_projects: tuple[ProjectId, ...] = ()
    access_projects: tuple[ProjectId, ...] = ()
    services: tuple[_Service, ...] = pydantic.Field(default_factory=lambda: tuple(usable_services()), min_length=1)
    cmek_services: tuple[_Service, ...] = pydantic.Field(default=CMEK_SERVICES, min_length=1)
    key_projects: tuple[ProjectId, ...] = ()
    peered_networks: tuple[NetworkPath, ...] = ()
    vpn_peer_addresses: tuple[_Address, ...] = ()
    interconnect_networks: tuple[NetworkPath, ...] = ()
    issuers: tuple[_Issuer, ...] = ()
    left_out: dict[str, Annotated[str, pydantic.Field(min_length=10)]] = pydantic.Field(default_factory=dict)
    tried: tuple[str, ...] = ()
    removable: bool = False

    @pydantic.model_validator(mode="after")
    def _names_constraints(self) -> Self:
        known = {one.name: one for one in constraints(self._wanted())}
        for field, names in (("left_out", self.left_out), ("tried", self.tried)):
            if lost := sorted(set(names) - set(known)):
                raise ValueError(f"{field}: given {lost[0]}, which is not among the constraints that are set: {', '.join(sorted(known))}")
        if rigid := [name for name in self.tried if not known[name].can_be_tried]:
            raise ValueError(
                f"tried: given {rigid[0]}, of which Google has no dry run; leave it out with a reason until it can be enforced"
            )
        return self

    def _wanted(self) -> "OrganizationPolicies":
        return self if self.trusted else self.model_copy(update={"trusted": (self.parent,)})

    def constraints(self) -> list[Constraint]:
        """What is set."""
        return [one for one in constraints(self._wanted()) if one.name not in self.left_out]


class GcpOrganizationPolicies(pulumi.ComponentResource):
    """Policies of a folder or organization. Protected: `destroy` refuses them."""

    constraints: list[str]
    """Names of the constraints that are set, those that are only tried too."""

    def __init__(self, name: str, args: GcpOrganizationPoliciesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = OrganizationPolicies.parse(name, args)
        super().__init__("ai-zones:index:GcpOrganizationPolicies", name, {}, children_wait(opts))
        self.constraints = [one.name for one in given.constraints()]
        for one in given.constraints():
            self._policy(child(name, one.name), given, given.parent, one.name, {"rules": [dict(one.rule)]})
        for project in given.access_projects if BALANCERS in self.constraints else ():
            rule = {"values": {"allowed_values": list(FRONTS)}}
            spec = {"inherit_from_parent": True, "rules": [rule]}
            self._policy(child(name, BALANCERS, project), given, f"projects/{project}", BALANCERS, spec)
        self.register_outputs({"constraints": self.constraints})

    def _policy(self, label: str, given: OrganizationPolicies, parent: str, constraint: str, spec: dict[str, Any]) -> None:
        dry = constraint in given.tried
        orgpolicy.Policy(
            label,
            name=f"{parent}/policies/{constraint}",
            parent=parent,
            spec=None if dry else spec,
            dry_run_spec=spec if dry else None,
            opts=after(self, protect=not given.removable),
        )
