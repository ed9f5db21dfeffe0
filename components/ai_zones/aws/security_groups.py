"""Security groups by flow: a group refers to a group, never to a range.

One list of `PortFlow`s decides both the groups here and the network ACLs (`network_acl.py`), so the two filters can't disagree.
Source: Amazon VPC User Guide, "Security group rules": groups are stateful, and a group without rules lets nothing through.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pulumi
from pulumi_aws import ec2
from pulumi_aws import vpc as vpc_rules

from ai_zones.aws.naming import child, physical_name
from ai_zones.aws.tags import tags_for
from ai_zones.plan.names import Tier

MAX_GROUP_NAME = 255
"""Amazon EC2 API Reference, "CreateSecurityGroup": names and descriptions have 255 characters, without apostrophes or quotes."""


class Group(StrEnum):
    """Who may be a party to a flow inside one network."""

    WORKLOAD = "workload"
    """Programs of the zone."""
    ENDPOINT = "endpoint"
    """Interface endpoints: cloud services, and the consumer half of private links."""
    ENTRY = "entry"
    """Producer half of private links: load balancers and resource gateways, through which other zones enter."""
    DATABASE = "database"
    """Databases."""
    CONTROL_PLANE = "control-plane"
    """Interfaces of a Kubernetes cluster's control plane: its API is asked there, and from there it asks kubelets and webhooks."""


TIER_OF = {
    Group.WORKLOAD: Tier.WORKLOAD,
    Group.ENDPOINT: Tier.ENDPOINT,
    Group.ENTRY: Tier.ENDPOINT,
    Group.DATABASE: Tier.DATABASE,
    Group.CONTROL_PLANE: Tier.ENDPOINT,
}

DESCRIPTIONS = {
    Group.WORKLOAD: "Programs: open connections to endpoints and databases of the zone only",
    Group.ENDPOINT: "Interface endpoints: entered by programs of the zone only",
    Group.ENTRY: "Producer half of private links: enters declared services only",
    Group.DATABASE: "Databases: entered on the database port only, open no connections",
    Group.CONTROL_PLANE: "Control plane of the cluster: entered by nodes and pods on 443, asks kubelets and webhooks only",
}


@dataclass(frozen=True, order=True)
class PortFlow:
    """`source` may open connections to `target` on `port`."""

    source: Group
    target: Group
    port: int
    protocol: str = "tcp"
    """`tcp`, or `udp`."""


DNS = 53
HTTPS = 443
KUBELET = 10250


@dataclass(frozen=True)
class ClusterPorts:
    """What a Kubernetes cluster needs inside its network.

    Source: Amazon EKS User Guide, "View Amazon EKS security group requirements for clusters" (443 to the control plane, 10250 to kubelets,
    53 between nodes by TCP and UDP for CoreDNS, and the ports of one's own pods and webhooks).
    """

    pod_ports: tuple[int, ...] = ()
    """Ports on which pods of one node answer pods of another."""
    webhook_ports: tuple[int, ...] = ()
    """Ports on which admission webhooks and API extensions answer the control plane."""

    def flows(self) -> set[PortFlow]:
        """Between nodes, pods and control plane."""
        flows = {PortFlow(Group.WORKLOAD, Group.CONTROL_PLANE, HTTPS), PortFlow(Group.CONTROL_PLANE, Group.WORKLOAD, KUBELET)}
        flows |= {PortFlow(Group.CONTROL_PLANE, Group.WORKLOAD, port) for port in self.webhook_ports}
        flows |= {PortFlow(Group.WORKLOAD, Group.WORKLOAD, port) for port in (DNS, KUBELET, *self.pod_ports)}
        return flows | {PortFlow(Group.WORKLOAD, Group.WORKLOAD, DNS, "udp")}


def flows_of(
    *,
    endpoint_ports: Iterable[int],
    service_ports: Iterable[int],
    workload_ports: Iterable[int],
    database_port: int | None,
    database_link: bool,
    cluster: ClusterPorts | None = None,
) -> list[PortFlow]:
    """Flows inside one network; what isn't listed is denied by both filters."""
    flows = {PortFlow(Group.WORKLOAD, Group.ENDPOINT, port) for port in endpoint_ports}
    flows |= {PortFlow(Group.ENTRY, Group.WORKLOAD, port) for port in service_ports}
    flows |= {PortFlow(Group.WORKLOAD, Group.WORKLOAD, port) for port in workload_ports}
    if database_port is not None:
        flows.add(PortFlow(Group.WORKLOAD, Group.DATABASE, database_port))
        if database_link:
            flows.add(PortFlow(Group.ENTRY, Group.DATABASE, database_port))
    return sorted(flows | (cluster.flows() if cluster else set()))


def build_groups(
    name: str,
    flows: list[PortFlow],
    groups: Iterable[Group],
    *,
    zone: str,
    vpc_id: pulumi.Input[str],
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> dict[Group, ec2.SecurityGroup]:
    """The groups, and for each flow one rule at each end."""
    opts = pulumi.ResourceOptions(parent=parent, delete_before_replace=True)
    built = {
        group: ec2.SecurityGroup(
            child(name, "group", group),
            name=physical_name(name, group, limit=MAX_GROUP_NAME),
            description=DESCRIPTIONS[group],
            vpc_id=vpc_id,
            revoke_rules_on_delete=True,
            tags=tags_for(zone, child(name, group), extra=extra_tags),
            opts=opts,
        )
        for group in groups
    }
    for flow in flows:
        by = () if flow.protocol == "tcp" else (flow.protocol,)
        label = " ".join([f"{flow.source} to {flow.target} on {flow.port}", *by])
        parts = (flow.source, flow.target, str(flow.port), *by)
        vpc_rules.SecurityGroupEgressRule(
            child(name, "out", *parts),
            security_group_id=built[flow.source].id,
            referenced_security_group_id=built[flow.target].id,
            ip_protocol=flow.protocol,
            from_port=flow.port,
            to_port=flow.port,
            description=label,
            tags=tags_for(zone, child(name, "out", *parts), extra=extra_tags),
            opts=opts,
        )
        vpc_rules.SecurityGroupIngressRule(
            child(name, "in", *parts),
            security_group_id=built[flow.target].id,
            referenced_security_group_id=built[flow.source].id,
            ip_protocol=flow.protocol,
            from_port=flow.port,
            to_port=flow.port,
            description=label,
            tags=tags_for(zone, child(name, "in", *parts), extra=extra_tags),
            opts=opts,
        )
    return built
