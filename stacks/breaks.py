"""Faults that a stack for breaking builds on purpose, each the smallest that opens a road. The packs must refuse every one."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import Provider, ec2, vpc

from ai_zones.aws.zone_network import AwsZoneNetwork
from ai_zones.aws.zones import AwsZones
from ai_zones.plan import Tier, ZoneName
from stacks.breaking import EVERYWHERE, OTHER, changing, declared
from stacks.settings import StackSettings
from stacks.values import Break

OPEN_POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})


def broken_resources(settings: StackSettings) -> list[pulumi.ResourceTransformation]:
    """Changes to resources that the components build."""
    changes: list[pulumi.ResourceTransformation] = []
    if Break.OPEN_ENDPOINT_POLICY in settings.breaks:
        changes.append(_open_s3_endpoint)
    if Break.ZONE_PEERING in settings.breaks:
        changes.append(_open_acls(settings))
    return changes


def build_breaks(settings: StackSettings, zones: AwsZones, providers: Mapping[ZoneName, Provider]) -> None:
    """Resources beside those of the components."""
    if Break.NAT_ROUTE in settings.breaks:
        nat_route(zones, providers)
    if Break.ZONE_PEERING in settings.breaks:
        _peering(settings, zones, providers)


@changing
def _open_s3_endpoint(resource: pulumi.ResourceTransformationArgs, props: dict[str, Any]) -> dict[str, Any] | None:
    if resource.type_ != "aws:ec2/vpcEndpoint:VpcEndpoint" or not str(props.get("service_name", props.get("serviceName"))).endswith(".s3"):
        return None
    if (props.get("tags") or {}).get("ai-zone") != ZoneName.PHI:
        return None
    return {**props, "policy": OPEN_POLICY}


def _open_acls(settings: StackSettings) -> pulumi.ResourceTransformation:
    """Lets each of the two peered networks into the other's programs, as one must before a peering is of any use: the ACLs stop it else."""

    @changing
    def open_acl(resource: pulumi.ResourceTransformationArgs, props: dict[str, Any]) -> dict[str, Any] | None:
        zone = (props.get("tags") or {}).get("ai-zone")
        if resource.type_ != "aws:ec2/networkAcl:NetworkAcl" or zone not in OTHER or not resource.name.endswith(f"-{Tier.WORKLOAD}"):
            return None
        other = str(settings.plan.network(OTHER[zone]))
        rule = {"rule_no": 50, "action": "allow", "protocol": "-1", "cidr_block": other, "from_port": 0, "to_port": 0}
        return {**props, **{way: [rule, *props[way]] for way in ("ingress", "egress")}}

    return open_acl


def _closed(zones: AwsZones, zone: ZoneName) -> AwsZoneNetwork:
    """A network with programs, which the egress zone's is not."""
    return declared({name: network for name, network in zones.networks.items() if isinstance(network, AwsZoneNetwork)}, zone)


def _tags(name: str) -> dict[str, str]:
    return {"Name": name, "ai-zone": ZoneName.PHI.value}


def nat_route(zones: AwsZones, providers: Mapping[ZoneName, Provider]) -> None:
    """A NAT gateway of the PHI network, and a default route of its programs to it.

    A regional one (Amazon VPC User Guide, "Regional NAT gateways"): it stands in no subnet and brings its own road to the internet gateway.
    One in a subnet without such a road would forward its packets back to itself, and be no leak at all.
    """
    network, opts = _closed(zones, ZoneName.PHI), pulumi.ResourceOptions(provider=providers[ZoneName.PHI])
    gateway = ec2.InternetGateway("break-internet", vpc_id=network.vpc_id, tags=_tags("break-internet"), opts=opts)
    nat = ec2.NatGateway(
        "break-nat",
        vpc_id=network.vpc_id,
        availability_mode="regional",
        connectivity_type="public",
        tags=_tags("break-nat"),
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[gateway])),
    )
    ec2.Route(
        "break-route",
        route_table_id=network.route_tables[Tier.WORKLOAD],
        destination_cidr_block=EVERYWHERE,
        nat_gateway_id=nat.id,
        opts=opts,
    )


def _peering(settings: StackSettings, zones: AwsZones, providers: Mapping[ZoneName, Provider]) -> None:
    """A peering of phi and inference, accepted, with a route at each side and programs that may use it; `_open_acls` lets its packets in."""
    ends = {zone: _closed(zones, zone) for zone in OTHER}
    opts = {zone: pulumi.ResourceOptions(provider=providers[zone]) for zone in ends}
    peering = ec2.VpcPeeringConnection(
        "break-peering",
        vpc_id=ends[ZoneName.PHI].vpc_id,
        peer_vpc_id=ends[ZoneName.INFERENCE].vpc_id,
        peer_owner_id=settings.plan.zones[ZoneName.INFERENCE].account,
        auto_accept=False,
        tags=_tags("break-peering"),
        opts=opts[ZoneName.PHI],
    )
    accepted = ec2.VpcPeeringConnectionAccepter(
        "break-peering-accepted",
        vpc_peering_connection_id=peering.id,
        auto_accept=True,
        tags={"Name": "break-peering-accepted", "ai-zone": ZoneName.INFERENCE.value},
        opts=opts[ZoneName.INFERENCE],
    )
    for zone, other in OTHER.items():
        ec2.Route(
            f"break-{zone}-to-{other}",
            route_table_id=ends[zone].route_tables[Tier.WORKLOAD],
            destination_cidr_block=str(settings.plan.network(other)),
            vpc_peering_connection_id=accepted.vpc_peering_connection_id,
            opts=opts[zone],
        )
        for way, rule in (("in", vpc.SecurityGroupIngressRule), ("out", vpc.SecurityGroupEgressRule)):
            rule(
                f"break-{zone}-{way}-{other}",
                security_group_id=ends[zone].workload_security_group_id,
                cidr_ipv4=str(settings.plan.network(other)),
                ip_protocol="-1",
                description=f"Programs of {other}",
                opts=opts[zone],
            )
