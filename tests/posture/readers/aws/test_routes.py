"""Roads out of a subnet, through every way in which AWS lets routes be written."""

import pytest

from posture.graph.addresses import ANY_V4
from posture.graph.build import build
from posture.graph.builder import INTERNET
from posture.graph.facts import AddressGroupFact, Unreadable
from tests.posture.readers.aws.cloud import Cloud
from tests.posture.readers.aws.roads import roads

ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
DEFAULT_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable"


def test_a_subnet_of_an_untouched_vpc_reaches_its_own_network_only(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    graph = aws.facts(form)
    assert roads(graph, subnet) == {"phi": True}
    assert not list(graph.of(Unreadable))


def test_a_private_subnet_whose_table_routes_to_an_internet_gateway_reaches_the_internet(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.route("default", aws.table("shared", vpc, subnet), gatewayId=aws.internet_gateway("igw", vpc).id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_an_inline_route_counts_as_one_on_its_own(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    gateway = aws.internet_gateway("igw", vpc)
    aws.table("shared", vpc, subnet, routes=[{"cidrBlock": "0.0.0.0/0", "gatewayId": gateway.id}])
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_a_subnet_without_association_inherits_the_main_table_through_the_vpcs_output(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.route("default", vpc.out("mainRouteTableId"), gatewayId=aws.internet_gateway("igw", vpc).id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_a_subnet_with_a_table_of_its_own_does_not_inherit(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.table("empty", vpc, subnet)
    aws.route("default", vpc.out("defaultRouteTableId"), gatewayId=aws.internet_gateway("igw", vpc).id)
    assert roads(aws.facts(form), subnet) == {"phi": True}


def test_a_main_route_table_association_puts_another_table_in_place_of_the_main_one(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    table = aws.table("open", vpc)
    aws.add(ASSOCIATION, "main", "rtbassoc", vpcId=vpc.id, routeTableId=table.id)
    aws.route("default", table, gatewayId=aws.internet_gateway("igw", vpc).id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_the_main_table_that_an_association_replaced_no_longer_counts(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.add(ASSOCIATION, "main", "rtbassoc", vpcId=vpc.id, routeTableId=aws.table("closed", vpc).id)
    aws.add(
        DEFAULT_TABLE,
        "adopted",
        "rtb-main-of",
        defaultRouteTableId=vpc.out("defaultRouteTableId"),
        routes=[{"cidrBlock": "0.0.0.0/0", "gatewayId": aws.internet_gateway("igw", vpc).id}],
    )
    assert roads(aws.facts(form), subnet) == {"phi": True}


def test_an_adopted_default_route_table_is_the_main_one(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    gateway = aws.internet_gateway("igw", vpc)
    routes = [{"cidrBlock": "0.0.0.0/0", "gatewayId": gateway.id}]
    aws.add(DEFAULT_TABLE, "phi", "rtb-main-of", defaultRouteTableId=vpc.out("defaultRouteTableId"), routes=routes)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_an_adopted_default_route_table_without_routes_is_empty(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.add(DEFAULT_TABLE, "phi", "rtb-main-of", defaultRouteTableId=vpc.out("defaultRouteTableId"), routes=[])
    assert roads(aws.facts(form), subnet) == {"phi": True}


def test_a_route_to_the_default_table_by_the_resource_that_adopts_it_lands_there(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    table = aws.add(DEFAULT_TABLE, "phi", "rtb-main-of", defaultRouteTableId=vpc.out("defaultRouteTableId"))
    aws.route("default", table, gatewayId=aws.internet_gateway("igw", vpc).id)
    assert roads(aws.facts(form), subnet)["internet"]


def test_two_halves_of_the_address_space_are_a_default_route(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    table = aws.table("split", vpc, subnet)
    nat = aws.nat("nat", aws.public_subnet("public", vpc))
    aws.route("low", table, "0.0.0.0/1", natGatewayId=nat.id)
    aws.route("high", table, "128.0.0.0/1", natGatewayId=nat.id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_a_prefix_list_can_hold_the_default_route(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    listed = aws.add("aws:ec2/managedPrefixList:ManagedPrefixList", "world", "pl", entries=[{"cidr": "128.0.0.0/1"}])
    aws.add("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "low", "pl", prefixListId=listed.id, cidr="0.0.0.0/1")
    table = aws.table("shared", vpc, subnet)
    aws.route("by-list", table, None, destinationPrefixListId=listed.id, gatewayId=aws.internet_gateway("igw", vpc).id)
    graph = aws.facts(form)
    assert roads(graph, subnet) == {"phi": True, "internet": True}
    assert [(fact.addresses, fact.complete) for fact in graph.of(AddressGroupFact)] == [(ANY_V4, True)]


def test_a_prefix_list_of_aws_may_hold_anything(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    table = aws.table("shared", vpc, subnet)
    aws.route("by-list", table, None, destinationPrefixListId="pl-6da54004", gatewayId=aws.internet_gateway("igw", vpc).id)
    assert roads(aws.facts(form), subnet)["internet"] is False


def test_an_egress_only_gateway_is_a_road_out_over_ipv6(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi", ipv6CidrBlock="2001:db8::/56")
    subnet = aws.subnet("phi-a", vpc, ipv6CidrBlock="2001:db8::/64")
    gateway = aws.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "eigw", "eigw", vpcId=vpc.id)
    table = aws.table("shared", vpc, subnet)
    aws.route("six", table, None, destinationIpv6CidrBlock="::/0", egressOnlyGatewayId=gateway.id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_a_nat_instance_forwards_by_the_table_of_its_subnet(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    interface = aws.add("aws:ec2/networkInterface:NetworkInterface", "nat", "eni", subnetId=aws.public_subnet("public", vpc).id)
    aws.route("default", aws.table("shared", vpc, subnet), networkInterfaceId=interface.id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_a_nat_instance_is_found_by_its_primary_interface(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    outputs = {"primaryNetworkInterfaceId": "eni-of-nat"}
    machine = aws.add("aws:ec2/instance:Instance", "nat", "i", outputs, subnetId=aws.public_subnet("public", vpc).id)
    aws.route("default", aws.table("shared", vpc, subnet), networkInterfaceId=machine.out("primaryNetworkInterfaceId"))
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_a_nat_gateway_in_a_subnet_without_a_road_out_leads_nowhere(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet, inner = aws.subnet("phi-a", vpc), aws.subnet("phi-b", vpc, "10.0.2.0/24")
    aws.route("default", aws.table("shared", vpc, subnet), natGatewayId=aws.nat("nat", inner, connectivityType="private").id)
    assert roads(aws.facts(form), subnet) == {"phi": True}


def test_a_regional_nat_gateway_needs_no_public_subnet(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    token = "aws:ec2/natGateway:NatGateway"
    nat = aws.add(token, "nat", "nat", vpcId=vpc.id, availabilityMode="regional", connectivityType="public")
    aws.route("default", aws.table("shared", vpc, subnet), natGatewayId=nat.id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_no_network_acl_stands_before_a_regional_nat_gateway(aws: Cloud, form: str) -> None:
    """It is in no subnet: an emptied default ACL of the VPC stops nothing there."""
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.add("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "emptied", "acl", defaultNetworkAclId=vpc.out("defaultNetworkAclId"))
    whole = {"protocol": "-1", "ruleNo": 100, "action": "allow", "cidrBlock": "0.0.0.0/0", "fromPort": 0, "toPort": 0}
    aws.add("aws:ec2/networkAcl:NetworkAcl", "open", "acl", vpcId=vpc.id, subnetIds=[subnet.id], ingress=[whole], egress=[whole])
    nat = aws.add("aws:ec2/natGateway:NatGateway", "nat", "nat", vpcId=vpc.id, availabilityMode="regional", connectivityType="public")
    aws.route("default", aws.table("shared", vpc, subnet), natGatewayId=nat.id)
    found = [edge.certain for edge in build(aws.facts(form)).edges if (edge.source, edge.target) == (subnet.urn, INTERNET)]
    assert found == [True]


def test_a_default_vpc_comes_with_a_road_to_the_internet(aws: Cloud, form: str) -> None:
    vpc = aws.add("aws:ec2/defaultVpc:DefaultVpc", "default", "vpc", {"cidrBlock": "172.31.0.0/16"})
    subnet = aws.subnet("a", vpc, "172.31.96.0/20")
    assert roads(aws.facts(form), subnet)["internet"]


@pytest.mark.parametrize(
    ("prop", "literal"), [("gatewayId", "igw-0a1b2c3d"), ("gatewayId", "eigw-0a1b2c3d"), ("carrierGatewayId", "cagw-0a1b2c3d")]
)
def test_a_literal_internet_gateway_is_the_internet_whichever_it_is(aws: Cloud, form: str, prop: str, literal: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.route("default", aws.table("shared", vpc, subnet), **{prop: literal})
    assert roads(aws.facts(form), subnet)["internet"]


@pytest.mark.parametrize(
    ("prop", "literal"),
    [
        ("natGatewayId", "nat-0a1b2c3d"),
        ("vpcPeeringConnectionId", "pcx-0a1b2c3d"),
        ("transitGatewayId", "tgw-0a1b2c3d"),
        ("gatewayId", "vgw-0a1b2c3d"),
        ("vpcEndpointId", "vpce-0a1b2c3d"),
        ("networkInterfaceId", "eni-0a1b2c3d"),
        ("localGatewayId", "lgw-0a1b2c3d"),
        ("coreNetworkArn", "arn:aws:networkmanager::111122223333:core-network/core-network-0a1b2c3d"),
    ],
)
def test_any_other_literal_next_hop_leads_to_somebody_unknown(aws: Cloud, form: str, prop: str, literal: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.route("default", aws.table("shared", vpc, subnet), **{prop: literal})
    assert roads(aws.facts(form), subnet) == {"phi": True, literal: False}


def test_a_local_route_written_out_adds_nothing(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    aws.table("shared", vpc, subnet, routes=[{"cidrBlock": "10.0.0.0/16", "gatewayId": "local"}])
    assert roads(aws.facts(form), subnet) == {"phi": True}


def test_a_route_without_next_hop_is_said_to_be_unreadable(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    route = aws.route("default", aws.table("shared", vpc, subnet))
    assert route.urn in {fact.about for fact in aws.facts(form).of(Unreadable)}


def test_two_gateways_behind_one_unknown_are_both_possible_and_neither_sure(aws: Cloud) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    public, private = aws.public_subnet("public", vpc), aws.subnet("inner", vpc, "10.0.2.0/24")
    nats = aws.nat("nat-1", public), aws.nat("nat-2", private)
    route = aws.route("default", aws.table("shared", vpc, subnet), natGatewayId=nats[0].id)
    route.inputs["natGatewayId"] = nats[0].id
    stack = aws.stack("preview")
    one = next(resource for resource in stack if resource.urn == route.urn)
    from dataclasses import replace

    from posture.approved import Approved
    from posture.graph.builder import GraphBuilder
    from posture.readers.load import read_stack
    from posture.stack import Stack

    both = replace(one, property_dependencies={**one.property_dependencies, "natGatewayId": frozenset(nat.urn for nat in nats)})
    graph = GraphBuilder(Stack(tuple(both if resource is one else resource for resource in stack), stack.form), Approved(flows=frozenset()))
    read_stack(graph)
    assert roads(graph, subnet) == {"phi": True, "internet": False}


def test_an_id_that_another_resource_hands_on_is_followed(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    token = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
    more = aws.add(token, "more", "vpc-cidr-assoc", vpcId=vpc.id, cidrBlock="10.9.0.0/16")
    subnet = aws.add("aws:ec2/subnet:Subnet", "phi-a", "subnet", vpcId=more.out("vpcId"), cidrBlock="10.9.1.0/24")
    aws.route("default", aws.table("shared", vpc, subnet), gatewayId=aws.internet_gateway("igw", vpc).id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_a_gateway_attached_by_a_resource_of_its_own_is_attached(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("phi-a", vpc)
    gateway = aws.add("aws:ec2/internetGateway:InternetGateway", "igw", "igw")
    token = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment"
    aws.add(token, "attached", "igw", internetGatewayId=gateway.id, vpcId=vpc.id)
    aws.route("default", aws.table("shared", vpc, subnet), gatewayId=gateway.id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_an_adopted_vpcs_main_table_is_unknown(aws: Cloud, form: str) -> None:
    outputs = {"mainRouteTableId": "rtb-0a1b2c3d", "cidrBlock": "10.0.0.0/16"}
    vpc = aws.add("aws:ec2/vpc:Vpc", "hub", "vpc", outputs, external=True)
    subnet = aws.subnet("a", vpc)
    assert subnet.urn in {fact.about for fact in aws.facts(form).of(Unreadable)}


def test_an_adopted_vpc_with_its_adopted_main_table_is_known(aws: Cloud, form: str) -> None:
    table = aws.add("aws:ec2/routeTable:RouteTable", "main", "rtb", {"vpcId": "vpc-hub", "routes": []}, external=True)
    vpc = aws.add("aws:ec2/vpc:Vpc", "hub", "vpc", {"mainRouteTableId": table.literal, "cidrBlock": "10.0.0.0/16"}, external=True)
    subnet = aws.subnet("a", vpc)
    graph = aws.facts(form)
    assert roads(graph, subnet) == {"hub": True}
    assert not list(graph.of(Unreadable))


def test_aws_native_resources_are_read_like_the_others(aws: Cloud, form: str) -> None:
    vpc = aws.add("aws-native:ec2:Vpc", "phi", "vpc", cidrBlock="10.0.0.0/16")
    subnet = aws.add("aws-native:ec2:Subnet", "phi-a", "subnet", vpcId=vpc.id, cidrBlock="10.0.1.0/24")
    gateway = aws.add("aws-native:ec2:InternetGateway", "igw", "igw")
    aws.add("aws-native:ec2:VpcGatewayAttachment", "attached", "IGW|vpc", vpcId=vpc.id, internetGatewayId=gateway.id)
    table = aws.add("aws-native:ec2:RouteTable", "shared", "rtb", vpcId=vpc.id)
    aws.add("aws-native:ec2:SubnetRouteTableAssociation", "association", "rtbassoc", routeTableId=table.id, subnetId=subnet.id)
    aws.add("aws-native:ec2:Route", "default", "r", routeTableId=table.id, destinationCidrBlock="0.0.0.0/0", gatewayId=gateway.id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "internet": True}


def test_inline_routes_to_different_kinds_of_next_hop_are_each_exact(aws: Cloud, form: str) -> None:
    vpc, inference = aws.vpc("phi"), aws.vpc("inference", "10.1.0.0/16")
    subnet = aws.subnet("phi-a", vpc)
    nat, pcx = aws.nat("nat", aws.public_subnet("public", vpc)), aws.peering("pcx", vpc, inference)
    routes = [
        {"cidrBlock": "0.0.0.0/0", "natGatewayId": nat.id},
        {"cidrBlock": "10.1.0.0/16", "vpcPeeringConnectionId": pcx.id},
    ]
    aws.table("shared", vpc, subnet, routes=routes)
    assert roads(aws.facts(form), subnet) == {"phi": True, "inference": True, "internet": True}
