"""How a component takes in what stands already: every resource by `Resource.get`, as a child, so that it enters the state and the proof sees it.

Nothing that is adopted is changed or deleted. A path names its project, so what is adopted may stand in another one that the provider's
identity may read: a Shared VPC's host.
Sources: Pulumi documentation, "Resource options: get"; provider reference of each type, "Import" (forms of ids).
"""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import pulumi

from ai_zones.gcp.naming import child
from ai_zones.gcp.validation import path_of

Adopted = TypeVar("Adopted", bound=pulumi.Resource)

_PROJECT: Final = r"projects/[a-z0-9.:-]+"
_NAME: Final = r"[a-z][-a-z0-9]{0,62}"


def _global(collection: str, what: str) -> Any:
    return path_of(f"{_PROJECT}/global/{collection}/{_NAME}", what, f"projects/landing/global/{collection}/phi", plain=True)


def _regional(collection: str, what: str, more: str = "") -> Any:
    example = f"projects/landing/regions/europe-west3/{collection}/phi{'/nat' if more else ''}"
    return path_of(f"{_PROJECT}/regions/[a-z0-9-]+/{collection}/{_NAME}{more}", what, example, plain=True)


def _dns(collection: str, what: str, more: str = "", shown: str = "") -> Any:
    return path_of(f"{_PROJECT}/{collection}/{_NAME}{more}", what, f"projects/landing/{collection}/phi{shown}", plain=True)


Network: Any = _global("networks", "a VPC network")
Subnetwork: Any = _regional("subnetworks", "a subnetwork")
Route: Any = _global("routes", "a route")
FirewallRule: Any = _global("firewalls", "a VPC firewall rule")
FirewallPolicy: Any = _global("firewallPolicies", "a network firewall policy")
PolicyRule: Any = path_of(
    f"{_PROJECT}/global/firewallPolicies/{_NAME}/rules/\\d+",
    "a rule of a network firewall policy",
    "projects/landing/global/firewallPolicies/phi/rules/1000",
    plain=True,
)
PolicyAssociation: Any = path_of(
    f"{_PROJECT}/global/firewallPolicies/{_NAME}/associations/{_NAME}",
    "an association of a network firewall policy",
    "projects/landing/global/firewallPolicies/phi/associations/phi",
    plain=True,
)
Peering: Any = path_of(rf"[a-z0-9.:-]+/{_NAME}/{_NAME}", "a peering, as project, network and name", "landing/phi/to-hub", plain=True)
Router: Any = _regional("routers", "a Cloud Router")
Translation: Any = _regional("routers", "a Cloud NAT", f"/{_NAME}")
Tunnel: Any = _regional("vpnTunnels", "a tunnel of Cloud VPN")
Attachment: Any = _regional("interconnectAttachments", "a VLAN attachment of Cloud Interconnect")
ManagedZone: Any = _dns("managedZones", "a DNS zone")
ServerPolicy: Any = _dns("policies", "a DNS server policy")
ResponsePolicy: Any = _dns("responsePolicies", "a response policy")
ResponseRule: Any = _dns("responsePolicies", "a rule of a response policy", f"/rules/{_NAME}", "/rules/nothing-else")


class Adopter:
    """Takes resources in as children of one component."""

    def __init__(self, name: str, parent: pulumi.Resource) -> None:
        self._name = name
        self._opts = pulumi.ResourceOptions(parent=parent)

    def take(self, kind: type[Adopted], identifier: str, *label: str) -> Adopted:
        """One resource, by its path."""
        found: Adopted = kind.get(child(self._name, *label), identifier, opts=self._opts)  # type: ignore[attr-defined]
        return found

    def take_all(self, kind: type[Adopted], identifiers: Mapping[str, str], *label: str) -> dict[str, Adopted]:
        """One for each label."""
        return {key: self.take(kind, identifier, *label, key) for key, identifier in sorted(identifiers.items())}
