"""Networks, subnets, tables and routes: what EC2 takes and refuses."""

import pytest

from simulator.rules.aws import kinds
from simulator.rules.aws.route_targets import TARGETS
from tests.simulator.aws.account import Account, Made

TABLE_OF = "aws:ec2/routeTableAssociation:RouteTableAssociation"
MAIN_OF = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
DEFAULT_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable"


def route(table: Made, destination: str = "0.0.0.0/0", **target: object) -> dict[str, object]:
    return {"routeTableId": table.id, "destinationCidrBlock": destination, **target}


# Networks.


@pytest.mark.parametrize("cidr", ["10.0.0.0/15", "10.0.0.0/29", "10.0.0.1/16", "10.0.0.0", "fd00::/64", "everywhere"])
def test_a_network_takes_blocks_of_16_to_28_bits_without_host_bits(aws: Account, cidr: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(kinds.VPC, cidrBlock=cidr)] == ["cidrBlock"]


def test_a_network_needs_a_block_or_a_pool(aws: Account) -> None:
    assert aws.faults(kinds.VPC) == ["cidrBlock: is required unless ipv4IpamPoolId is given"]
    assert aws.faults(kinds.VPC, ipv4NetmaskLength=20, cidrBlock="10.0.0.0/16") == [
        "ipv4IpamPoolId: is required together with ipv4NetmaskLength"
    ]


def test_an_amazon_block_and_a_pool_exclude_each_other(aws: Account) -> None:
    faults = aws.faults(kinds.VPC, cidrBlock="10.0.0.0/16", assignGeneratedIpv6CidrBlock=True, ipv6IpamPoolId="ipam-pool-1")
    assert faults == ["assignGeneratedIpv6CidrBlock: conflicts with ipv6IpamPoolId"]


def test_host_tenancy_is_not_for_networks(aws: Account) -> None:
    assert aws.faults(kinds.VPC, cidrBlock="10.0.0.0/16", instanceTenancy="host")


def test_a_network_is_born_with_a_main_table_an_open_group_and_an_open_acl(aws: Account) -> None:
    vpc = aws.vpc()
    table = aws.cloud.world.get(kinds.ROUTE_TABLE, vpc["mainRouteTableId"], "111122223333", "eu-west-1")
    group = aws.cloud.world.get(kinds.SECURITY_GROUP, vpc["defaultSecurityGroupId"], "111122223333", "eu-west-1")
    acl = aws.cloud.world.get(kinds.NETWORK_ACL, vpc["defaultNetworkAclId"], "111122223333", "eu-west-1")
    assert table
    assert group
    assert acl
    assert table.state["main"] is True
    assert vpc["mainRouteTableId"] == vpc["defaultRouteTableId"]
    assert group.outputs["ingress"][0]["self"] is True
    assert group.outputs["egress"][0]["cidrBlocks"] == ["0.0.0.0/0"]
    assert acl.outputs["ingress"][0]["action"] == "allow"


def test_an_ipv6_block_comes_and_goes(aws: Account) -> None:
    vpc = aws.vpc(assignGeneratedIpv6CidrBlock=True)
    assert vpc["ipv6CidrBlock"].endswith("::/56")
    assert aws.change(vpc, assignGeneratedIpv6CidrBlock=False)["ipv6CidrBlock"] == ""


def test_defaults_go_with_their_network(aws: Account) -> None:
    vpc = aws.vpc()
    aws.make("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", vpcId=vpc.id)
    aws.delete(vpc)
    assert aws.cloud.world.remaining() == []


def test_a_network_with_a_subnet_cannot_be_deleted(aws: Account) -> None:
    vpc = aws.vpc()
    subnet = aws.subnet(vpc)
    aws.refuses_delete("DependencyViolation", vpc, subnet.id)


def test_dhcp_options_are_the_networks_until_they_are_given_back(aws: Account) -> None:
    vpc, options = aws.vpc(), aws.make(kinds.DHCP_OPTIONS, domainName="clinic.internal")
    of = aws.make("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", vpcId=vpc.id, dhcpOptionsId=options.id)
    assert aws.read(vpc)[0]["dhcpOptionsId"] == options.id
    aws.refuses_delete("DependencyViolation", options)
    aws.delete(of)
    assert aws.read(vpc)[0]["dhcpOptionsId"] == "default"


# Subnets.


def test_a_subnet_lies_inside_its_network(aws: Account) -> None:
    aws.refuses("InvalidSubnet.Range", kinds.SUBNET, vpcId=aws.vpc().id, cidrBlock="10.1.0.0/24")


def test_a_subnet_may_lie_in_a_further_block_which_then_stays(aws: Account) -> None:
    vpc = aws.vpc()
    more = aws.make(kinds.CIDR_ASSOCIATION, vpcId=vpc.id, cidrBlock="10.1.0.0/16")
    subnet = aws.subnet(vpc, "10.1.0.0/24")
    aws.refuses_delete("InvalidCidrBlock.InUse", more, subnet.id)
    aws.refuses("InvalidVpc.Range", kinds.CIDR_ASSOCIATION, vpcId=vpc.id, cidrBlock="10.1.0.0/24")


def test_subnets_do_not_overlap(aws: Account) -> None:
    vpc = aws.vpc()
    first = aws.subnet(vpc, "10.0.0.0/24")
    aws.refuses("InvalidSubnet.Conflict", kinds.SUBNET, match=first.id, vpcId=vpc.id, cidrBlock="10.0.0.128/25")
    aws.subnet(aws.vpc(), "10.0.0.0/24")


def test_a_subnet_is_in_a_zone_of_the_region(aws: Account) -> None:
    vpc = aws.vpc()
    aws.refuses("InvalidParameterValue", kinds.SUBNET, vpcId=vpc.id, cidrBlock="10.0.0.0/24", availabilityZone="us-east-1a")
    aws.refuses("InvalidParameterValue", kinds.SUBNET, vpcId=vpc.id, cidrBlock="10.0.0.0/24", availabilityZoneId="use1-az1")
    by_id = aws.make(kinds.SUBNET, vpcId=vpc.id, cidrBlock="10.0.0.0/24", availabilityZoneId="euw1-az2")
    assert by_id["availabilityZone"] == "eu-west-1b"


def test_a_subnet_has_an_ipv4_block_unless_it_is_ipv6_only(aws: Account) -> None:
    assert aws.faults(kinds.SUBNET, vpcId="vpc-1") == ["cidrBlock: is required unless ipv4IpamPoolId or ipv6Native is given"]
    assert aws.faults(kinds.SUBNET, vpcId="vpc-1", cidrBlock="10.0.0.0/24", ipv6Native=True) == [
        "cidrBlock: can't be given with ipv6Native"
    ]


def test_a_subnet_of_a_network_that_is_not_there_is_refused(aws: Account, other: Account) -> None:
    aws.refuses("InvalidVpcID.NotFound", kinds.SUBNET, vpcId="vpc-0", cidrBlock="10.0.0.0/24")
    aws.refuses("InvalidVpcID.NotFound", kinds.SUBNET, match="account 444455556666", vpcId=other.vpc().id, cidrBlock="10.0.0.0/24")


@pytest.mark.parametrize("changes", [{"cidrBlock": "10.0.1.0/24"}, {"availabilityZone": "eu-west-1b"}])
def test_a_subnet_that_moves_is_another_one(aws: Account, changes: dict[str, str]) -> None:
    assert aws.replaced_by(aws.subnet(aws.vpc()), **changes) == sorted(changes)


def test_what_the_cloud_chooses_is_unknown_in_a_preview(aws: Account) -> None:
    planned = aws.plan(kinds.SUBNET, vpcId=aws.vpc().id, cidrBlock="10.0.0.0/24")
    assert repr(planned["availabilityZone"]) == repr(planned["arn"]) == "<unknown>"
    assert planned["mapPublicIpOnLaunch"] is False


# Routes.


def test_a_route_needs_an_internet_gateway_that_is_attached(aws: Account) -> None:
    vpc = aws.vpc()
    loose, table = aws.internet(None), aws.table(vpc)
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="not attached", **route(table, gatewayId=loose.id))
    elsewhere = aws.internet(aws.vpc("10.1.0.0/16"))
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="another network", **route(table, gatewayId=elsewhere.id))
    assert aws.make(kinds.ROUTE, **route(table, gatewayId=aws.internet(vpc).id))["state"] == "active"


@pytest.mark.parametrize(("property_", "code"), [(name, target.code) for name, target in TARGETS.items()])
def test_a_route_to_nothing_is_refused(aws: Account, property_: str, code: str) -> None:
    aws.refuses(code, kinds.ROUTE, **route(aws.table(aws.vpc()), **{property_: "x-0"}))


def test_a_route_to_another_kind_of_target_is_refused(aws: Account) -> None:
    vpc = aws.vpc()
    aws.refuses("InvalidNatGatewayID.NotFound", kinds.ROUTE, match="must be", **route(aws.table(vpc), natGatewayId=aws.internet(vpc).id))


def test_a_route_has_one_destination_and_one_target(aws: Account) -> None:
    assert len(aws.faults(kinds.ROUTE, routeTableId="rtb-1")) == 2
    assert len(aws.faults(kinds.ROUTE, **route(Made("", "rtb-1", {}, {}), gatewayId="igw-1", natGatewayId="nat-1"))) == 1


def test_a_destination_stands_in_a_table_once(aws: Account) -> None:
    vpc = aws.vpc()
    gateway = aws.internet(vpc)
    table = aws.table(vpc, routes=[{"cidrBlock": "0.0.0.0/0", "gatewayId": gateway.id}])
    aws.refuses("RouteAlreadyExists", kinds.ROUTE, **route(table, gatewayId=gateway.id))
    aws.make(kinds.ROUTE, **route(table, "192.0.2.0/24", gatewayId=gateway.id))
    aws.refuses("RouteAlreadyExists", kinds.ROUTE, **route(table, "192.0.2.0/24", gatewayId=gateway.id))


def test_the_local_route_is_there_already(aws: Account) -> None:
    vpc = aws.vpc()
    aws.refuses(
        "RouteAlreadyExists", kinds.ROUTE, match="local route", **route(aws.table(vpc), "10.0.0.0/16", gatewayId=aws.internet(vpc).id)
    )


def test_a_route_inside_the_network_takes_a_whole_subnet_to_a_middlebox(aws: Account) -> None:
    vpc = aws.vpc()
    aws.internet(vpc)
    subnet = aws.subnet(vpc)
    nat, table = aws.nat(subnet), aws.table(vpc)
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="whole subnet", **route(table, "10.0.0.0/25", natGatewayId=nat.id))
    assert aws.make(kinds.ROUTE, **route(table, "10.0.0.0/24", natGatewayId=nat.id))


def test_local_leads_into_the_network_only(aws: Account) -> None:
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="local routes", **route(aws.table(aws.vpc()), gatewayId="local"))


def test_an_egress_only_gateway_carries_ipv6_of_its_own_network(aws: Account) -> None:
    vpc = aws.vpc()
    gateway = aws.make(kinds.EGRESS_ONLY_GATEWAY, vpcId=vpc.id)
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="IPv6 only", **route(aws.table(vpc), egressOnlyGatewayId=gateway.id))
    table = aws.table(aws.vpc())
    everything = {"routeTableId": table.id, "destinationIpv6CidrBlock": "::/0"}
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="different networks", **everything, egressOnlyGatewayId=gateway.id)


def test_a_nat_gateway_serves_its_own_network_and_translates_one_ipv6_block(aws: Account) -> None:
    vpc = aws.vpc()
    aws.internet(vpc)
    nat = aws.nat(aws.subnet(vpc))
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="different networks", **route(aws.table(aws.vpc()), natGatewayId=nat.id))
    table = aws.table(vpc)
    aws.refuses(
        "InvalidParameterValue", kinds.ROUTE, match="64:ff9b", routeTableId=table.id, destinationIpv6CidrBlock="::/0", natGatewayId=nat.id
    )


def test_only_firewall_endpoints_of_the_network_are_next_hops(aws: Account) -> None:
    vpc = aws.vpc()
    table, subnet = aws.table(vpc), aws.subnet(vpc)
    kms = aws.make(
        kinds.VPC_ENDPOINT,
        vpcId=vpc.id,
        vpcEndpointType="Interface",
        serviceName="com.amazonaws.eu-west-1.kms",
        subnetIds=[subnet.id],
    )
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="GatewayLoadBalancer", **route(table, vpcEndpointId=kms.id))
    firewall = aws.cloud.world.keep(
        aws.cloud.world.get(kinds.VPC, vpc.id, "111122223333", "eu-west-1"),  # type: ignore[arg-type]
        kinds.VPC_ENDPOINT,
        "vpce-1",
        {"vpcId": vpc.id, "vpcEndpointType": "GatewayLoadBalancer"},
    )
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="different networks", **route(aws.table(aws.vpc()), vpcEndpointId=firewall.id))
    assert aws.make(kinds.ROUTE, **route(table, vpcEndpointId=firewall.id))["state"] == "active"


def test_routes_to_gateway_endpoints_are_not_made_by_hand(aws: Account) -> None:
    vpc = aws.vpc()
    s3 = aws.make(kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName="com.amazonaws.eu-west-1.s3")
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="made by the endpoint", **route(aws.table(vpc), gatewayId=s3.id))


def test_an_interface_of_another_network_is_no_next_hop(aws: Account) -> None:
    vpc = aws.vpc()
    eni = aws.make(kinds.NETWORK_INTERFACE, subnetId=aws.subnet(vpc).id)
    aws.refuses("InvalidParameterValue", kinds.ROUTE, match="different networks", **route(aws.table(aws.vpc()), networkInterfaceId=eni.id))
    assert aws.make(kinds.ROUTE, **route(aws.table(vpc), networkInterfaceId=eni.id))


def test_a_route_over_a_peering_of_others_is_refused_and_an_unaccepted_one_is_a_black_hole(aws: Account) -> None:
    first, second, third = aws.vpc(), aws.vpc("10.1.0.0/16"), aws.vpc("10.2.0.0/16")
    peering = aws.make(kinds.PEERING, vpcId=first.id, peerVpcId=second.id)
    aws.refuses("InvalidParameterValue", kinds.ROUTE, **route(aws.table(third), "10.1.0.0/16", vpcPeeringConnectionId=peering.id))
    made = aws.make(kinds.ROUTE, **route(aws.table(first), "10.1.0.0/16", vpcPeeringConnectionId=peering.id))
    assert made["state"] == "blackhole"
    aws.make(kinds.PEERING_ACCEPTER, vpcPeeringConnectionId=peering.id, autoAccept=True)
    assert aws.read(made)[0]["state"] == "active"


def test_a_route_to_a_transit_gateway_needs_an_attachment(aws: Account) -> None:
    vpc = aws.vpc()
    gateway, table = aws.make(kinds.TRANSIT_GATEWAY), aws.table(vpc)
    aws.refuses("InvalidTransitGatewayID.NotFound", kinds.ROUTE, match="no attachment", **route(table, transitGatewayId=gateway.id))
    aws.make(kinds.TRANSIT_GATEWAY_ATTACHMENT, transitGatewayId=gateway.id, vpcId=vpc.id, subnetIds=[aws.subnet(vpc).id])
    assert aws.make(kinds.ROUTE, **route(table, transitGatewayId=gateway.id))


def test_a_route_outlives_its_target_as_a_black_hole(aws: Account) -> None:
    vpc = aws.vpc()
    aws.internet(vpc)
    nat = aws.nat(aws.subnet(vpc))
    made = aws.make(kinds.ROUTE, **route(aws.table(vpc), natGatewayId=nat.id))
    aws.delete(nat)
    assert aws.read(made)[0]["state"] == "blackhole"


def test_a_route_is_imported_by_its_table_and_destination(aws: Account) -> None:
    vpc = aws.vpc()
    table = aws.table(vpc)
    made = aws.make(kinds.ROUTE, **route(table, gatewayId=aws.internet(vpc).id))
    found = aws.cloud.read(kinds.ROUTE, aws.urn(kinds.ROUTE), f"{table.id}_0.0.0.0/0", {}, {})
    assert found is not None
    assert found[0] == made.id


# Tables.


def test_a_table_lists_routes_that_are_resources_of_their_own(aws: Account) -> None:
    vpc = aws.vpc()
    table, gateway = aws.table(vpc), aws.internet(vpc)
    assert table["routes"] == []
    aws.make(kinds.ROUTE, **route(table, gatewayId=gateway.id))
    outputs, inputs = aws.read(table)
    assert [(one["cidrBlock"], one["gatewayId"], one["natGatewayId"]) for one in outputs["routes"]] == [("0.0.0.0/0", gateway.id, "")]
    assert inputs == table.inputs


def test_a_table_does_not_list_routes_of_gateway_endpoints(aws: Account) -> None:
    vpc = aws.vpc()
    table = aws.table(vpc)
    aws.make(kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName="com.amazonaws.eu-west-1.s3", routeTableIds=[table.id])
    assert aws.read(table)[0]["routes"] == []


def test_a_table_with_routes_of_its_own_shows_and_removes_others(aws: Account) -> None:
    vpc = aws.vpc()
    table = aws.table(vpc, routes=[])
    aws.make(kinds.ROUTE, **route(table, gatewayId=aws.internet(vpc).id))
    _, inputs = aws.read(table)
    assert len(inputs["routes"]) == 1, "a route made elsewhere is drift"
    assert aws.change(table, tags={"a": "b"})["routes"] == []
    assert aws.cloud.world.find(kinds.ROUTE) == []


def test_routes_in_a_table_are_judged_as_those_of_their_own(aws: Account) -> None:
    vpc = aws.vpc()
    loose = aws.internet(None)
    aws.refuses("InvalidParameterValue", kinds.ROUTE_TABLE, vpcId=vpc.id, routes=[{"cidrBlock": "0.0.0.0/0", "gatewayId": loose.id}])
    twice = [{"cidrBlock": "0.0.0.0/0", "natGatewayId": "nat-1"}] * 2
    faults = aws.faults(kinds.ROUTE_TABLE, vpcId=vpc.id, routes=[{"cidrBlock": "0.0.0.0/0"}, {"gatewayId": "igw-1"}])
    assert [fault.split(":")[0] for fault in faults] == ["routes[0]", "routes[1]"]
    gateway = aws.internet(vpc)
    twice = [{"cidrBlock": "0.0.0.0/0", "gatewayId": gateway.id}] * 2
    aws.refuses("RouteAlreadyExists", kinds.ROUTE_TABLE, vpcId=vpc.id, routes=twice)


def test_the_default_table_is_adopted_emptied_and_let_go(aws: Account) -> None:
    vpc = aws.vpc()
    gateway = aws.internet(vpc)
    main = Made("", vpc["defaultRouteTableId"], {}, {})
    stray = aws.make(kinds.ROUTE, **route(main, gatewayId=gateway.id))
    adopted = aws.make(DEFAULT_TABLE, defaultRouteTableId=main.id, routes=[])
    assert adopted.id == main.id
    assert adopted["vpcId"] == vpc.id
    assert aws.object(stray) is None
    aws.delete(adopted)
    assert aws.cloud.world.get(kinds.ROUTE_TABLE, main.id, "111122223333", "eu-west-1")


def test_the_main_table_and_tables_in_use_cannot_be_deleted(aws: Account) -> None:
    vpc = aws.vpc()
    table, subnet = aws.table(vpc), aws.subnet(vpc)
    of = aws.make(TABLE_OF, subnetId=subnet.id, routeTableId=table.id)
    aws.refuses_delete("DependencyViolation", table, of.id)
    main = aws.table(vpc)
    chosen = aws.make(MAIN_OF, vpcId=vpc.id, routeTableId=main.id)
    assert chosen["originalRouteTableId"] == vpc["defaultRouteTableId"]
    assert aws.read(vpc)[0]["mainRouteTableId"] == main.id
    aws.refuses_delete("DependencyViolation", main)
    aws.delete(chosen)
    aws.delete(main)
    original = Made(aws.urn(kinds.ROUTE_TABLE), vpc["defaultRouteTableId"], {}, {})
    aws.refuses_delete("DependencyViolation", original, "main route table")


def test_a_subnet_follows_one_table_of_its_own_network(aws: Account) -> None:
    vpc = aws.vpc()
    table, subnet = aws.table(vpc), aws.subnet(vpc)
    elsewhere = aws.table(aws.vpc())
    aws.refuses("InvalidParameterValue", TABLE_OF, match="different networks", subnetId=subnet.id, routeTableId=elsewhere.id)
    of = aws.make(TABLE_OF, subnetId=subnet.id, routeTableId=table.id)
    aws.refuses("Resource.AlreadyAssociated", TABLE_OF, subnetId=subnet.id, routeTableId=aws.table(vpc).id)
    aws.change(of, routeTableId=aws.table(vpc).id)
    assert aws.replaced_by(of, subnetId="subnet-2") == ["subnetId"]
    aws.refuses("InvalidParameterValue", MAIN_OF, vpcId=vpc.id, routeTableId=elsewhere.id)


def test_routes_go_with_their_table(aws: Account) -> None:
    vpc = aws.vpc()
    table = aws.table(vpc)
    made = aws.make(kinds.ROUTE, **route(table, gatewayId=aws.internet(vpc).id))
    aws.delete(table)
    assert aws.object(made) is None
