"""Access policy and access levels: who counts as one of ours, by network, device, place and person, wherever a perimeter asks.

An organization has one policy of its own, and may have scoped ones, of one folder or project each. Adopted by its number, or made.
Sources: Access Context Manager documentation, "Create a scoped access policy", "Access level attributes"; VPC Service Controls, "Context-aware
access with ingress rules"; NIST SP 800-207 section 3.1 (subject and device as inputs of every decision).
"""

import ipaddress
from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import accesscontextmanager

from ai_zones.gcp.naming import Kind, child, name_fault, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.validation import Cidr, ComponentInput, Member, NetworkPath, OrganizationId
from ai_zones.inputs import matches

WIDEST_PREFIX: Final = {4: 16, 6: 32}
"""A wider range is no network of ours."""

Scope = Annotated[str, matches(r"(folders|projects)/\d{6,20}", "folders/<number> or projects/<number>")]
Country = Annotated[str, matches(r"[A-Z]{2}", "a country by its two letters, such as DE")]


class GcpAccessPolicyCreationArgs(TypedDict):
    """A policy that is made."""

    organization_id: str
    """Number of the organization."""
    scope: NotRequired[str]
    """`folders/<number>` or `projects/<number>` that it is for. Default: the whole organization, which can have one such policy."""
    title: NotRequired[str]
    """Name that people see. Default: the component's name."""


class GcpAccessLevelArgs(TypedDict):
    """What a caller must bring; everything that is given must hold."""

    ip_ranges: NotRequired[list[str]]
    """Public ranges that callers come from, IPv4 /16 or IPv6 /32 at the widest. Default: any."""
    networks: NotRequired[dict[str, list[str]]]
    """Path of a network of ours → ranges in it that callers come from, [] for all of it; not with `ip_ranges`. Default: any."""
    members: NotRequired[list[str]]
    """Users and service accounts, `user:…` or `serviceAccount:…`. Alone they are no border. Default: any."""
    regions: NotRequired[list[str]]
    """Countries that callers come from, such as `["DE"]`. Alone they are no border. Default: any."""
    managed_device: NotRequired[bool]
    """True: a device of ours, approved, locked by a screen lock, with its disk encrypted. Default False."""


class AccessPolicyCreation(ComponentInput):
    """Parsed `GcpAccessPolicyCreationArgs`."""

    organization_id: OrganizationId
    scope: Scope | None = None
    title: str | None = pydantic.Field(default=None, min_length=1, max_length=200)


class AccessLevel(ComponentInput):
    """Parsed `GcpAccessLevelArgs`."""

    ip_ranges: tuple[str, ...] = ()
    networks: dict[NetworkPath, tuple[Cidr, ...]] = pydantic.Field(default_factory=dict)
    members: tuple[Member, ...] = ()
    regions: tuple[Country, ...] = ()
    managed_device: bool = False

    @pydantic.model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if people := [one for one in self.members if not one.startswith(("user:", "serviceAccount:"))]:
            raise ValueError(f"members: given {people[0]}, an access level knows users and service accounts alone")
        if not (self.ip_ranges or self.networks or self.managed_device):
            raise ValueError(
                "must ask for ip_ranges, networks or managed_device: by country alone it lets in strangers, by members alone whoever has their "
                "credentials"
            )
        if self.ip_ranges and self.networks:
            raise ValueError("ip_ranges, networks: an access level takes one of both; make two levels")
        for text in self.ip_ranges:
            try:
                network = ipaddress.ip_network(text)
            except ValueError:
                raise ValueError(f"ip_ranges: given {text}, it must be a range such as 203.0.113.0/24") from None
            if network.prefixlen < WIDEST_PREFIX[network.version]:
                raise ValueError(
                    f"ip_ranges: given {text}, it must be a /{WIDEST_PREFIX[network.version]} or smaller: it lets in strangers"
                )
        return self

    def condition(self) -> dict[str, Any]:
        """The one condition, all of which must hold."""
        given: dict[str, Any] = {
            "ip_subnetworks": list(self.ip_ranges),
            "members": list(self.members),
            "regions": list(self.regions),
            "vpc_network_sources": [
                {"vpc_subnetwork": {"network": f"//compute.googleapis.com/{path}", "vpc_ip_subnetworks": [str(cidr) for cidr in ranges]}}
                for path, ranges in sorted(self.networks.items())
            ],
        }
        device = {
            "require_screen_lock": True,
            "require_admin_approval": True,
            "require_corp_owned": True,
            "allowed_encryption_statuses": ["ENCRYPTED"],
        }
        return {name: value for name, value in given.items() if value} | ({"device_policy": device} if self.managed_device else {})


class GcpAccessPolicyArgs(TypedDict):
    """Inputs of `GcpAccessPolicy`: `access_policy` or `create`."""

    access_policy: NotRequired[str]
    """Number of a policy that stands."""
    create: NotRequired[GcpAccessPolicyCreationArgs]
    """The policy to make."""
    access_levels: NotRequired[dict[str, GcpAccessLevelArgs]]
    """Name (letters, digits, `_`) → level. Default: none."""


class AccessPolicy(ComponentInput):
    """Parsed `GcpAccessPolicyArgs`."""

    access_policy: Annotated[str, matches(r"\d{3,20}", "an access policy's number, in quotes, such as '123456789'")] | None = None
    create: AccessPolicyCreation | None = None
    access_levels: dict[str, AccessLevel] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _is_one_policy(self) -> Self:
        if (self.access_policy is None) == (self.create is None):
            raise ValueError("access_policy, create: exactly one of both is required; give the number of the policy that stands")
        for name in self.access_levels:
            if fault := name_fault(Kind.ACCESS_CONTEXT, name):
                raise ValueError(f"access_levels.{name}: {fault}")
        return self


class GcpAccessPolicy(pulumi.ComponentResource):
    """The access policy, and its levels, for perimeters and Identity-Aware Proxy. Built by the organization's stack."""

    access_policy: pulumi.Output[str]
    """Number of the policy."""
    access_levels: dict[str, pulumi.Output[str]]
    """Name → `accessPolicies/<number>/accessLevels/<name>`."""

    def __init__(self, name: str, args: GcpAccessPolicyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AccessPolicy.parse(name, args)
        super().__init__("ai-zones:index:GcpAccessPolicy", name, {}, children_wait(opts))
        policy = self._policy(name, given)
        self.access_policy = pulumi.Output.from_input(given.access_policy) if given.access_policy else policy.name
        self.access_levels = {}
        for label, level in sorted(given.access_levels.items()):
            parent = pulumi.Output.concat("accessPolicies/", self.access_policy)
            built = accesscontextmanager.AccessLevel(
                child(name, "level", label),
                name=pulumi.Output.concat(parent, "/accessLevels/", label),
                parent=parent,
                title=label,
                basic={"combining_function": "AND", "conditions": [level.condition()]},
                opts=after(self, policy),
            )
            # The level's own output, so that a perimeter that names it waits for it.
            self.access_levels[label] = built.name
        self.register_outputs({"accessPolicy": self.access_policy, "accessLevels": self.access_levels})

    def _policy(self, name: str, given: AccessPolicy) -> accesscontextmanager.AccessPolicy:
        made = given.create
        if made is None:
            return accesscontextmanager.AccessPolicy.get(
                child(name, "policy"), str(given.access_policy), opts=pulumi.ResourceOptions(parent=self)
            )
        return accesscontextmanager.AccessPolicy(
            child(name, "policy"),
            parent=f"organizations/{made.organization_id}",
            title=made.title or resource_name(Kind.ACCESS_CONTEXT, name),
            scopes=made.scope,
            # Every level and perimeter goes with it.
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
