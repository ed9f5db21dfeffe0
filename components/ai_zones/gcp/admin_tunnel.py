"""How administrators reach a machine: by Identity-Aware Proxy's TCP forwarding. No machine has a public address, and there is no bastion.

Whoever connects is asked who they are and from what device; one port is open, from Google's range alone, to machines of named service accounts.
Sources: Identity-Aware Proxy documentation, "TCP forwarding overview", "Use IAP for TCP forwarding" (35.235.240.0/20; the role on an instance; conditions on
`destination.port` and access levels); Cloud Next Generation Firewall, "Firewall policy rules" (targets by service account); 45 CFR 164.312(a)(1), 164.312(d).
"""

from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import compute, iap

from ai_zones.gcp.access_front_input import AccessLevelName, Group, levels_met
from ai_zones.gcp.firewall import INGRESS
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import last, part
from ai_zones.gcp.validation import ProjectInput, ServiceAccountEmail, path_of

FORWARDER: Final = "35.235.240.0/20"
"""Where TCP forwarding comes from."""
ACCESSOR: Final = "roles/iap.tunnelResourceAccessor"
PLACE: Final = 10050
"""The rule's place in the network's policy, which no other rule takes."""

InstancePath: Any = path_of(
    r"projects/[a-z0-9.:-]+/zones/[a-z0-9-]+/instances/[a-z][-a-z0-9]{0,62}",
    "a machine",
    "projects/acme-prod-phi/zones/europe-west3-a/instances/vault-1",
    plain=True,
)
PolicyPath: Any = path_of(
    r"projects/[a-z0-9.:-]+/global/firewallPolicies/[a-z][-a-z0-9]{0,62}",
    "a network firewall policy",
    "projects/acme-prod-phi/global/firewallPolicies/phi-firewall",
    plain=True,
)


class GcpAdminTunnelArgs(TypedDict):
    """Inputs of `GcpAdminTunnel`."""

    project: str
    """Project of the machines."""
    firewall_policy: str
    """Path of their network's policy: `GcpZoneNetwork.firewall_policy`."""
    instances: dict[str, str]
    """Label → path of a machine."""
    service_accounts: list[str]
    """Addresses of the machines' service accounts, up to ten: nobody else's port is opened."""
    members: list[str]
    """Groups of administrators, `group:…`."""
    access_levels: list[pulumi.Input[str]]
    """Access levels that they must meet, all of them. At least one."""
    port: NotRequired[int]
    """Port: 22 of SSH, 3389 of remote desktops. Default 22."""


class AdminTunnel(ProjectInput):
    """Parsed `GcpAdminTunnelArgs`."""

    firewall_policy: PolicyPath
    instances: dict[Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")], InstancePath] = pydantic.Field(min_length=1)
    service_accounts: tuple[ServiceAccountEmail, ...] = pydantic.Field(min_length=1, max_length=10)
    members: tuple[Group, ...] = pydantic.Field(min_length=1)
    access_levels: tuple[AccessLevelName, ...] = pydantic.Field(min_length=1)
    port: int = 22

    @pydantic.model_validator(mode="after")
    def _is_for_people(self) -> Self:
        if self.port not in (22, 3389):
            raise ValueError(f"port: given {self.port}, administrators take 22 (SSH) or 3389 (remote desktop); programs use private links")
        return self

    def condition(self) -> pulumi.Output[str]:
        """One port, and every access level."""
        return pulumi.Output.concat(f"destination.port == {self.port} && ", levels_met(self.access_levels))


class GcpAdminTunnel(pulumi.ComponentResource):
    """Rule of the firewall and grants on machines. Wait for the network and the machines by `depends_on`."""

    instances: list[str]
    """Paths of the machines that administrators reach."""

    def __init__(self, name: str, args: GcpAdminTunnelArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AdminTunnel.parse(name, args)
        super().__init__("ai-zones:index:GcpAdminTunnel", name, {}, children_wait(opts))
        compute.NetworkFirewallPolicyRule(
            child(name, "from-administrators"),
            rule_name=resource_name(Kind.COMPUTE, "from-administrators"),
            project=part(given.firewall_policy, "projects"),
            firewall_policy=last(given.firewall_policy),
            direction=INGRESS,
            priority=PLACE,
            action="allow",
            enable_logging=True,
            disabled=False,
            target_service_accounts=sorted(set(given.service_accounts)),
            match=compute.NetworkFirewallPolicyRuleMatchArgs(
                src_ip_ranges=[FORWARDER],
                layer4_configs=[compute.NetworkFirewallPolicyRuleMatchLayer4ConfigArgs(ip_protocol="tcp", ports=[str(given.port)])],
            ),
            opts=after(self),
        )
        for label, path in sorted(given.instances.items()):
            iap.TunnelInstanceIAMBinding(
                child(name, "people", label),
                project=part(path, "projects"),
                zone=part(path, "zones"),
                instance=last(path),
                role=ACCESSOR,
                members=sorted(set(given.members)),
                condition=iap.TunnelInstanceIAMBindingConditionArgs(
                    title="port-and-access-levels", description="One port, and every access level is met.", expression=given.condition()
                ),
                opts=after(self),
            )
        self.instances = sorted(given.instances.values())
        self.register_outputs({"instances": self.instances})
