"""What a route may point at, and when AWS takes it: the same for routes of their own and for those written into a table.

Sources: EC2 API Reference, CreateRoute; Amazon VPC User Guide, "Configure route tables", "Route priority", "Middlebox routing"
(a route more specific than `local` must match a whole subnet's range), "NAT gateways"; Amazon VPC Peering Guide,
"Update your route tables"; AWS Transit Gateways Guide, "VPC attachments"; AWS Cloud WAN User Guide, "VPC attachments".
"""

from collections.abc import Iterator, Mapping

from simulator.rules import Action, Object, Properties, Ref, ref
from simulator.rules.aws.addresses import blocks_of, inside, network
from simulator.rules.aws.kinds import (
    EGRESS_ONLY_GATEWAY,
    INSTANCE,
    INTERNET_GATEWAY,
    NAT_GATEWAY,
    NETWORK_INTERFACE,
    PEERING,
    PEERING_ACCEPTER,
    PREFIX_LIST,
    ROUTE,
    SUBNET,
    TRANSIT_GATEWAY,
    TRANSIT_GATEWAY_ATTACHMENT,
    VPC,
    VPC_ENDPOINT,
    VPN_GATEWAY,
)

TARGETS: Mapping[str, Ref] = {
    # A route outlives its target: it becomes a black hole. So none of these blocks a deletion.
    "gatewayId": ref(INTERNET_GATEWAY, VPN_GATEWAY, literals=("local", "vpce-*"), code="InvalidGatewayID.NotFound", blocks_delete=False),
    "egressOnlyGatewayId": ref(EGRESS_ONLY_GATEWAY, code="InvalidGatewayID.NotFound", blocks_delete=False),
    "natGatewayId": ref(NAT_GATEWAY, code="InvalidNatGatewayID.NotFound", blocks_delete=False),
    "networkInterfaceId": ref(
        *(NETWORK_INTERFACE, INSTANCE),
        by=("id", "primaryNetworkInterfaceId"),
        code="InvalidNetworkInterfaceID.NotFound",
        blocks_delete=False,
    ),
    "transitGatewayId": ref(TRANSIT_GATEWAY, code="InvalidTransitGatewayID.NotFound", anywhere=True, blocks_delete=False),
    "vpcEndpointId": ref(VPC_ENDPOINT, code="InvalidVpcEndpointId.NotFound", blocks_delete=False),
    "vpcPeeringConnectionId": ref(
        PEERING, PEERING_ACCEPTER, code="InvalidVpcPeeringConnectionID.NotFound", anywhere=True, blocks_delete=False
    ),
}
CORE_NETWORK = "aws:networkmanager/coreNetwork:CoreNetwork"
CORE_NETWORK_ATTACHMENT = "aws:networkmanager/vpcAttachment:VpcAttachment"
UNMODELLED = ("carrierGatewayId", "coreNetworkArn", "localGatewayId", "odbNetworkArn")
"""Targets that are taken as they are: Outposts, Wavelength, Cloud WAN (of which an attachment must stand, where the core network is known)."""
PREFIX_LIST_REF = ref(PREFIX_LIST, literals=("pl-*",), code="InvalidPrefixListID.NotFound", blocks_delete=False)


def destination_of(route: Properties) -> str:
    """The destination in one spelling, for a route of its own or one in a table."""
    for name in ("destinationCidrBlock", "cidrBlock", "destinationIpv6CidrBlock", "ipv6CidrBlock"):
        block = network(route.get(name))
        if block is not None:
            return str(block)
    return str(route.get("destinationPrefixListId") or "")


def judge(action: Action, table: Object, route: Properties) -> None:
    """Refuse a route that AWS would refuse."""
    vpc = action.get(VPC, table.outputs.get("vpcId"))
    if vpc is None:
        return
    destination = network(destination_of(route))
    name, id_ = _target(route)
    if name == "gatewayId" and id_.startswith("vpce-"):
        action.refuse("InvalidParameterValue", f"{id_}: routes to a gateway endpoint are made by the endpoint, not by hand")
    _into_the_network(action, vpc, destination, route, name)
    for reason in _refusals(action, vpc, destination, name, id_):
        action.refuse(*reason)


def _target(route: Properties) -> tuple[str, str]:
    for name in (*TARGETS, *UNMODELLED):
        if route.get(name):
            return name, str(route[name])
    return "", ""


def _into_the_network(action: Action, vpc: Object, destination: object, route: Properties, name: str) -> None:
    block = network(destination)
    for outer in blocks_of(action, vpc):
        if block is None or not inside(block, outer):
            continue
        if name == "gatewayId" and route.get("gatewayId") == "local":
            return
        if block == outer and action.type == ROUTE:
            action.refuse("RouteAlreadyExists", f"The route identified by {block} already exists: it is the local route of {vpc.id}")
        middlebox = name in ("natGatewayId", "networkInterfaceId", "vpcEndpointId")
        whole = any(
            network(one.outputs.get(key)) == block for one in action.find(SUBNET, vpcId=vpc.id) for key in ("cidrBlock", "ipv6CidrBlock")
        )
        if not middlebox or not whole:
            action.refuse(
                "InvalidParameterValue",
                f"The destination CIDR block {block} is equal to or more specific than one of this VPC's CIDR blocks. Such a route must match "
                "a whole subnet, and can target only a network interface, a NAT gateway or a Gateway Load Balancer endpoint",
            )


def _refusals(action: Action, vpc: Object, destination: object, name: str, id_: str) -> Iterator[tuple[str, str]]:
    block = network(destination)
    here = f"route table and {id_} belong to different networks"
    match name:
        case "gatewayId" if id_ == "local":
            if block is None or not any(inside(block, outer) for outer in blocks_of(action, vpc)):
                yield "InvalidParameterValue", f"local routes lead into {vpc.id} only"
        case "gatewayId":
            gateway = action.get(INTERNET_GATEWAY, id_) or action.get(VPN_GATEWAY, id_)
            if gateway and gateway.outputs.get("vpcId") != vpc.id:
                state = "is not attached to any network" if not gateway.outputs.get("vpcId") else "is attached to another network"
                yield "InvalidParameterValue", f"route table and network gateway {id_} belong to different networks: the gateway {state}"
        case "egressOnlyGatewayId":
            gateway = action.get(EGRESS_ONLY_GATEWAY, id_)
            if gateway and gateway.outputs.get("vpcId") != vpc.id:
                yield "InvalidParameterValue", here
            if block is not None and block.version != 6:
                yield "InvalidParameterValue", f"{id_} carries IPv6 only; the destination is {block}"
        case "natGatewayId":
            gateway = action.get(NAT_GATEWAY, id_)
            if gateway and gateway.outputs.get("vpcId") != vpc.id:
                yield "InvalidParameterValue", here
            if block is not None and block.version == 6 and str(block) != "64:ff9b::/96":
                yield "InvalidParameterValue", f"a NAT gateway translates IPv6 for 64:ff9b::/96 only; the destination is {block}"
        case "networkInterfaceId":
            hosts = [host for host in action.find(INSTANCE) if host.outputs.get("primaryNetworkInterfaceId") == id_]
            interface = action.get(NETWORK_INTERFACE, id_) or next(iter(hosts), None)
            subnet = action.get(SUBNET, interface.outputs.get("subnetId")) if interface else None
            if subnet and subnet.outputs.get("vpcId") != vpc.id:
                yield "InvalidParameterValue", here
        case "vpcEndpointId":
            endpoint = action.get(VPC_ENDPOINT, id_)
            if endpoint and endpoint.outputs.get("vpcEndpointType") != "GatewayLoadBalancer":
                kind = endpoint.outputs.get("vpcEndpointType")
                yield (
                    "InvalidParameterValue",
                    f"{id_} is an endpoint of type {kind}; a route can target one of type GatewayLoadBalancer only",
                )
            elif endpoint and endpoint.outputs.get("vpcId") != vpc.id:
                yield "InvalidParameterValue", here
        case "vpcPeeringConnectionId":
            ends = {str(one.outputs.get(end)) for one in action.world.by_id(id_) for end in ("vpcId", "peerVpcId")}
            if ends and vpc.id not in ends:
                yield "InvalidParameterValue", here
        case "transitGatewayId":
            attached = action.find_anywhere(TRANSIT_GATEWAY_ATTACHMENT, transitGatewayId=id_, vpcId=vpc.id)
            if not attached:
                yield (
                    "InvalidTransitGatewayID.NotFound",
                    f"The transitGateway ID '{id_}' does not exist for {vpc.id}: the network has no attachment to it",
                )
        case "coreNetworkArn":
            for core in action.find_anywhere(CORE_NETWORK, arn=id_):
                if not action.find_anywhere(CORE_NETWORK_ATTACHMENT, coreNetworkId=core.id, vpcArn=vpc.outputs.get("arn")):
                    yield "InvalidCoreNetworkArn.NotFound", f"{vpc.id} has no attachment to the core network {core.id}"
