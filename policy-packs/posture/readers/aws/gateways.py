"""Gateways of a VPC to the internet: internet, egress-only, carrier and NAT gateways.

Sources: Amazon VPC User Guide, "Internet gateways", "Egress-only internet gateways", "NAT gateways" (public, private, regional);
AWS Wavelength Developer Guide, "Carrier gateways".
"""

from typing import Final

from posture.graph.addresses import ANY, ANY_V4, EMPTY
from posture.graph.builder import GraphBuilder
from posture.graph.facts import (
    AssociationFact,
    Because,
    Destination,
    FilterFact,
    FilterUseFact,
    GatewayFact,
    RouteFact,
    Rule,
    SubnetFact,
    TableFact,
)
from posture.graph.kinds import GatewayKind
from posture.readers.aws.kinds import (
    CARRIER_GATEWAYS,
    EGRESS_ONLY,
    INTERNET_GATEWAYS,
    NAT_GATEWAYS,
    NETWORK,
    SUBNETS,
    VPN_GATEWAYS,
)
from posture.readers.aws.looking import refer
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

# Token of an attachment → property that names the gateway.
ATTACHMENTS: Final = {
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": ("internetGatewayId", INTERNET_GATEWAYS),
    "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": ("vpnGatewayId", VPN_GATEWAYS),
}
_NATIVE_ATTACHMENT: Final = "aws-native:ec2:VpcGatewayAttachment"


@reads(*INTERNET_GATEWAYS.tokens)
def internet_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """To and from the internet, for addresses that are public."""
    graph.add(GatewayFact(resource.resource.urn, GatewayKind.INTERNET, networks=attached_to(graph, resource)))


@reads(*EGRESS_ONLY.tokens)
def egress_only_internet_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """To the internet over IPv6; only answers come back."""
    graph.add(GatewayFact(resource.resource.urn, GatewayKind.EGRESS_ONLY, networks=attached_to(graph, resource)))


@reads(*CARRIER_GATEWAYS.tokens)
def carrier_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """To a telecommunication carrier's network and through it to the internet."""
    graph.add(GatewayFact(resource.resource.urn, GatewayKind.INTERNET, networks=attached_to(graph, resource)))


@reads(*NAT_GATEWAYS.tokens)
def nat_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """Goes on by the table of its subnet; a regional one by a table of its own that leads to the internet gateway."""
    urn = resource.resource.urn
    private = resource.text("connectivityType")
    if is_unknown(private):
        graph.unreadable(urn, "connectivityType is unknown: the gateway may be public")
    subnet = refer(graph, resource, "subnetId", SUBNETS)
    network = refer(graph, resource, "vpcId", NETWORK)
    regional = resource.text("availabilityMode") == "regional" or (subnet.absent and not network.absent)
    if regional:
        graph.add(GatewayFact(urn, GatewayKind.NAT, (network,), (_regional_place(resource, graph, network),), private=private == "private"))
        return
    if not subnet.targets:
        graph.unreadable(urn, f"the subnet {subnet.literal or 'is unknown: it'} is no resource of the stack")
    graph.add(GatewayFact(urn, GatewayKind.NAT, subnets=(subnet,), private=private == "private"))


def _regional_place(view: ResourceView, graph: GraphBuilder, network: Reference) -> Reference:
    # "Regional NAT gateways": no subnet hosts it; AWS gives it a route table with a default route to the VPC's internet gateway.
    urn = view.resource.urn
    place, table = f"{urn}#place", f"{urn}#route-table"
    because = Because(urn, "availabilityMode", "regional: 0.0.0.0/0 to the internet gateway")
    graph.add(SubnetFact(place, network, EMPTY))
    graph.add(TableFact(table, network, because))
    graph.add(AssociationFact(Reference.to(table), Reference.to(place), because))
    graph.add(RouteFact(Reference.to(table), Destination(ANY_V4, text="0.0.0.0/0"), graph.internet(), because, internet=True))
    # Where no subnet is, no network ACL is: not even the VPC's default one, which may be emptied.
    passing = f"{urn}#no-network-acl"
    rules = tuple(Rule(inbound, True, "-1", 0, 65535, addresses=ANY, order=100, because=because) for inbound in (True, False))
    graph.add(FilterFact(passing, stateful=True, network=network, rules=rules))
    graph.add(FilterUseFact(Reference.to(passing), Reference.to(place), because))
    return Reference.to(place, "availabilityMode")


def attached_to(graph: GraphBuilder, view: ResourceView) -> tuple[Reference, ...]:
    """VPCs of a gateway: its own property, and attachments declared on their own."""
    own = refer(graph, view, "vpcId", NETWORK)
    found = [] if own.absent else [own]
    found.extend(_attachments(graph).get(view.resource.urn, ()))
    return tuple(dict.fromkeys(found))


def _attachments(graph: GraphBuilder) -> dict[str, list[Reference]]:
    def index() -> dict[str, list[Reference]]:
        found: dict[str, list[Reference]] = {}
        for resource in graph.stack.of_type(*ATTACHMENTS, _NATIVE_ATTACHMENT):
            view = graph.view(resource.urn)
            network = refer(graph, view, "vpcId", NETWORK)
            for gateway in _gateways_of(graph, view):
                for urn in gateway.targets:
                    found.setdefault(urn, []).append(network)
        return found

    return graph.once("aws gateway attachments", index)


def _gateways_of(graph: GraphBuilder, view: ResourceView) -> list[Reference]:
    pairs = ATTACHMENTS.values() if view.resource.type == _NATIVE_ATTACHMENT else [ATTACHMENTS[view.resource.type]]
    found = [refer(graph, view, prop, kind) for prop, kind in pairs]
    return [reference for reference in found if not reference.absent]


@reads(*ATTACHMENTS, _NATIVE_ATTACHMENT)
def gateway_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """A gateway joins a VPC; the gateway's reader says so. Here: only what can't be placed."""
    gateways = _gateways_of(graph, resource)
    if not gateways or any(not gateway.targets for gateway in gateways):
        graph.unreadable(resource.resource.urn, "attaches a gateway that is no resource of the stack")


inert(
    "Gives a NAT gateway one more address; the gateway itself is read (Pulumi Registry, aws.ec2.NatGatewayEipAssociation)",
    "aws:ec2/natGatewayEipAssociation:NatGatewayEipAssociation",
)
