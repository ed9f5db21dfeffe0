"""Roads are added to networks, tables, subnets, groups and hosts of zones that have none."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_ACCOUNT, RefusedError
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import (
    CLOSED_ZONES,
    ROADLESS,
    Site,
    adding,
    append,
    each,
    free_block,
    internet_gateway,
    network_of,
    subnets_of,
    zones,
)
from tests.mutation.program import Late, Program, Ref, Row, plain

VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
TABLE, MAIN = "aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
ANYWHERE = "0.0.0.0/0"
FAR_BLOCK = "10.250.0.0/16"


def _route(site: Site, block: str, target: str, value: Any, ipv6: bool = False) -> None:
    """One more route in the style of the table: inline where it has inline routes."""
    row = site.row
    if row.inputs.get("routes") or row.type == MAIN:
        append(site.program, row.urn, ("routes",), {"ipv6CidrBlock" if ipv6 else "cidrBlock": block, target: value})
        return
    number = sum(one.type == "aws:ec2/route:Route" for one in site.program.rows)
    destination = "destinationIpv6CidrBlock" if ipv6 else "destinationCidrBlock"
    site.add("aws:ec2/route:Route", f"route-{number}", {"routeTableId": site.out(), destination: block, target: value})


def add_road(program: Program, row: Row) -> Iterator[Mutant]:
    """A route out of a table of a zone that has none."""
    for table in each(program, row, TABLE, MAIN):
        network = network_of(program, table)
        if network is None or network.external or zones(program).of(network) not in CLOSED_ZONES:
            continue
        roads: dict[str, Callable[[Site, Row], None]] = {
            "internet-gateway": lambda site, vpc: _route(site, ANYWHERE, "gatewayId", internet_gateway(site, vpc)),
            "split-defaults": _split_defaults,
            "nat": _nat,
            "egress-only-ipv6": _egress_only,
            "peering-to-another-zone": _peering_to_zone,
            "peering-to-a-foreign-account": _peering_abroad,
            "transit-gateway": _transit,
            "vpn": _vpn,
        }
        for name, build in roads.items():
            yield adding(f"add-route-{name}", table, partial(_in_network, build, network.urn))


def _in_network(build: Callable[[Site, Row], None], network: str, site: Site) -> None:
    build(site, site.program.by_urn[network])


def _split_defaults(site: Site, network: Row) -> None:
    gateway = internet_gateway(site, network)
    _route(site, "0.0.0.0/1", "gatewayId", gateway)
    _route(site, "128.0.0.0/1", "gatewayId", gateway)


def _nat(site: Site, network: Row) -> None:
    """NAT in a public subnet of its own."""
    gateway = internet_gateway(site, network)
    block = free_block(site.program, network)
    public = site.add(SUBNET, "public", {"vpcId": site.output(network.urn), "cidrBlock": block, "availabilityZone": "eu-west-1a"})
    table = site.add(TABLE, "public", {"vpcId": site.output(network.urn)})
    site.add("aws:ec2/route:Route", "public", {"routeTableId": Ref(table), "destinationCidrBlock": ANYWHERE, "gatewayId": gateway})
    site.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "public", {"subnetId": Ref(public), "routeTableId": Ref(table)})
    address = site.add("aws:ec2/eip:Eip", "nat", {"domain": "vpc"})
    nat = site.add("aws:ec2/natGateway:NatGateway", "nat", {"subnetId": Ref(public), "allocationId": Ref(address)})
    _route(site, ANYWHERE, "natGatewayId", Ref(nat))


def _egress_only(site: Site, network: Row) -> None:
    put(site.program, network.urn, ("assignGeneratedIpv6CidrBlock",), True)
    site.added.add(network.urn)
    gateway = site.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "v6", {"vpcId": site.output(network.urn)})
    _route(site, "::/0", "egressOnlyGatewayId", Ref(gateway), ipv6=True)


def _other_network(site: Site, network: Row) -> tuple[Any, str, list[Any]]:
    """Another zone's network, its block and its tables: one of the program, else a new one."""
    here = zones(site.program).of(network)
    for zone, other in zones(site.program).networks().items():
        if zone != here and other.provider == network.provider and zone != "egress":
            tables = [row for row in site.program.of_type(TABLE) if other.urn in row.refers_to() and not row.inputs.get("routes")]
            if tables:
                return site.output(other.urn), str(plain(other.inputs["cidrBlock"])), [site.output(row.urn) for row in tables]
    zone = "inference" if here != "inference" else "training"
    made = site.add(VPC, "other", {"cidrBlock": FAR_BLOCK, "tags": {"ai-zone": zone}})
    subnet = site.add(SUBNET, "other", {"vpcId": Ref(made), "cidrBlock": "10.250.0.0/24", "availabilityZone": "eu-west-1a"})
    table = site.add(TABLE, "other", {"vpcId": Ref(made)})
    site.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "other", {"subnetId": Ref(subnet), "routeTableId": Ref(table)})
    return Ref(made), FAR_BLOCK, [Ref(table)]


def _peering_to_zone(site: Site, network: Row) -> None:
    other, block, tables = _other_network(site, network)
    peering = site.add(
        "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        "peering",
        {"vpcId": site.output(network.urn), "peerVpcId": other, "autoAccept": True},
    )
    _route(site, block, "vpcPeeringConnectionId", Ref(peering))
    for index, table in enumerate(tables):
        back = {"routeTableId": table, "destinationCidrBlock": plain(network.inputs["cidrBlock"]), "vpcPeeringConnectionId": Ref(peering)}
        site.add("aws:ec2/route:Route", f"back-{index}", back)


def _peering_abroad(site: Site, network: Row) -> None:
    peering = site.add(
        "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        "peering",
        {"vpcId": site.output(network.urn), "peerVpcId": "vpc-0f0e0d0c0b0a09080", "peerOwnerId": FOREIGN_ACCOUNT, "autoAccept": False},
    )
    _route(site, FAR_BLOCK, "vpcPeeringConnectionId", Ref(peering))


def _transit(site: Site, network: Row) -> None:
    """A hub with AWS's defaults, which routes between all that is attached."""
    other, block, tables = _other_network(site, network)
    hub = site.add("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", {})
    far = [row for row in site.program.rows if isinstance(other, Ref) and row.type == SUBNET and other.urn in row.refers_to()]
    if isinstance(other, Late):
        owner = next(row for row in site.program.of_type(VPC) if row.id == other.value)
        far = subnets_of(site.program, owner)
    near = subnets_of(site.program, network)
    if not near or not far:
        raise RefusedError("there is no subnet to attach")
    for label, vpc, subnet in (("near", site.output(network.urn), near[0]), ("far", other, far[0])):
        attached = {"transitGatewayId": Ref(hub), "vpcId": vpc, "subnetIds": [site.output(subnet.urn)]}
        site.add("aws:ec2transitgateway/vpcAttachment:VpcAttachment", label, attached)
    _route(site, block, "transitGatewayId", Ref(hub))
    for index, table in enumerate(tables):
        back = {"routeTableId": table, "destinationCidrBlock": plain(network.inputs["cidrBlock"]), "transitGatewayId": Ref(hub)}
        site.add("aws:ec2/route:Route", f"back-{index}", back)


def _vpn(site: Site, network: Row) -> None:
    gateway = site.add("aws:ec2/vpnGateway:VpnGateway", "vpn", {"vpcId": site.output(network.urn)})
    customer = site.add(
        "aws:ec2/customerGateway:CustomerGateway", "vpn", {"bgpAsn": "65000", "ipAddress": "203.0.113.12", "type": "ipsec.1"}
    )
    connection = {"vpnGatewayId": Ref(gateway), "customerGatewayId": Ref(customer), "type": "ipsec.1", "staticRoutesOnly": True}
    made = site.add("aws:ec2/vpnConnection:VpnConnection", "vpn", connection)
    site.add("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "vpn", {"vpnConnectionId": Ref(made), "destinationCidrBlock": FAR_BLOCK})
    _route(site, FAR_BLOCK, "gatewayId", Ref(gateway))


def add_to_network(program: Program, row: Row) -> Iterator[Mutant]:
    """Gateways, endpoints and forwarding at a VPC of a zone that has none."""
    for network in each(program, row, VPC):
        zone = zones(program).of(network)
        if zone not in CLOSED_ZONES:
            continue
        yield adding("add-internet-gateway", network, lambda site: internet_gateway(site, site.row))
        subnets = subnets_of(program, network)
        if not subnets:
            continue
        subnet = subnets[0].urn
        yield adding("add-nat-gateway", network, partial(_lone_nat, subnet=subnet))
        yield adding("add-endpoint-without-policy", network, partial(_endpoint, subnet=subnet, service="events"))
        yield adding("add-endpoint-to-models", network, partial(_endpoint, subnet=subnet, service="bedrock-runtime"))
        yield adding("add-resolver-rule", network, partial(_forwarding, subnets=[one.urn for one in subnets]))
        yield adding("add-peering-to-a-foreign-account", network, _peering_alone)
        yield adding("share-subnet", network, partial(_share, subnet=subnet))


def _lone_nat(site: Site, subnet: str) -> None:
    internet_gateway(site, site.row)
    address = site.add("aws:ec2/eip:Eip", "nat", {"domain": "vpc"})
    site.add("aws:ec2/natGateway:NatGateway", "nat", {"subnetId": site.output(subnet), "allocationId": Ref(address)})


def _endpoint(site: Site, subnet: str, service: str) -> None:
    inputs = {
        "vpcId": site.out(),
        "vpcEndpointType": "Interface",
        "serviceName": f"com.amazonaws.eu-west-1.{service}",
        "subnetIds": [site.output(subnet)],
        "privateDnsEnabled": True,
    }
    site.add("aws:ec2/vpcEndpoint:VpcEndpoint", service, inputs)


def _forwarding(site: Site, subnets: list[str]) -> None:
    """Two addresses, as the service demands; every name to a public resolver."""
    group = site.add(GROUP, "resolver", {"vpcId": site.out(), "description": "Resolver"})
    places = (subnets * 2)[:2]
    endpoint = site.add(
        "aws:route53/resolverEndpoint:ResolverEndpoint",
        "out",
        {"direction": "OUTBOUND", "securityGroupIds": [Ref(group)], "ipAddresses": [{"subnetId": site.output(one)} for one in places]},
    )
    rule = site.add(
        "aws:route53/resolverRule:ResolverRule",
        "all",
        {"domainName": ".", "ruleType": "FORWARD", "resolverEndpointId": Ref(endpoint), "targetIps": [{"ip": "8.8.8.8", "port": 53}]},
    )
    site.add("aws:route53/resolverRuleAssociation:ResolverRuleAssociation", "all", {"resolverRuleId": Ref(rule), "vpcId": site.out()})


def _peering_alone(site: Site) -> None:
    """A peering without a route: one route away from a leak."""
    peering = {"vpcId": site.out(), "peerVpcId": "vpc-0f0e0d0c0b0a09080", "peerOwnerId": FOREIGN_ACCOUNT, "autoAccept": False}
    site.add("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", peering)


def _share(site: Site, subnet: str) -> None:
    share = site.add("aws:ram/resourceShare:ResourceShare", "share", {"name": site.name("share"), "allowExternalPrincipals": True})
    inputs = {"resourceShareArn": Ref(share, "arn"), "resourceArn": site.output(subnet, "arn")}
    site.add("aws:ram/resourceAssociation:ResourceAssociation", "share", inputs)
    principal = {"resourceShareArn": Ref(share, "arn"), "principal": FOREIGN_ACCOUNT}
    site.add("aws:ram/principalAssociation:PrincipalAssociation", "share", principal)
    site.added.add(subnet)


def associate_with_a_public_table(program: Program, row: Row) -> Iterator[Mutant]:
    """A subnet moves to a table that leads to the internet."""
    for association in each(program, row, "aws:ec2/routeTableAssociation:RouteTableAssociation"):
        network = network_of(program, association)
        if network is None or network.external or zones(program).of(network) not in CLOSED_ZONES:
            continue

        def build(site: Site, urn: str = network.urn) -> None:
            vpc = site.program.by_urn[urn]
            gateway = internet_gateway(site, vpc)
            table = site.add(TABLE, "public", {"vpcId": site.output(urn)})
            site.add("aws:ec2/route:Route", "public", {"routeTableId": Ref(table), "destinationCidrBlock": ANYWHERE, "gatewayId": gateway})
            put(site.program, site.row.urn, ("routeTableId",), Ref(table), [table])

        yield adding("associate-public-table", association, build, "routeTableId")


def open_group(program: Program, row: Row) -> Iterator[Mutant]:
    """A security group lets everybody in, or lets out to everywhere, in the style in which its rules are written."""
    for group in each(program, row, GROUP):
        if zones(program).of(group) not in ROADLESS:
            continue
        inline = "ingress" in group.inputs or "egress" in group.inputs
        for direction, type_ in (
            ("ingress", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
            ("egress", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
        ):

            def build(site: Site, direction: str = direction, type_: str = type_, inline: bool = inline) -> None:
                if inline:
                    everything = {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": [ANYWHERE]}
                    append(site.program, site.row.urn, (direction,), everything)
                else:
                    site.add(type_, direction, {"securityGroupId": site.out(), "ipProtocol": "-1", "cidrIpv4": ANYWHERE})

            yield adding(f"open-{direction}", group, build, direction)


def public_address(program: Program, row: Row) -> Iterator[Mutant]:
    """An Elastic IP for a host."""
    for host in each(program, row, "aws:ec2/instance:Instance", "aws:ec2/networkInterface:NetworkInterface"):
        network = network_of(program, host)
        if network is None or zones(program).of(network) not in CLOSED_ZONES:
            continue
        key = "instance" if "instance" in host.type else "networkInterface"

        def build(site: Site, key: str = key, urn: str = network.urn) -> None:
            internet_gateway(site, site.program.by_urn[urn])
            site.add("aws:ec2/eip:Eip", "public", {"domain": "vpc", key: site.out()})

        yield adding("add-public-address", host, build)


OPERATORS = (add_road, add_to_network, associate_with_a_public_table, open_group, public_address)
