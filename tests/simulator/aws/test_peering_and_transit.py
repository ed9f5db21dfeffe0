"""Peerings and transit gateways."""

import pytest

from simulator.rules.aws import kinds
from tests.simulator.aws.account import Account, Made

TABLE_OF = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
TABLE_FROM = "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"
ROUTE = "aws:ec2transitgateway/route:Route"


def test_networks_with_common_addresses_cannot_be_peered(aws: Account) -> None:
    first, second = aws.vpc("10.0.0.0/16"), aws.vpc("10.0.128.0/17")
    aws.refuses("VpcPeeringConnection.Failed", kinds.PEERING, match="overlapping", vpcId=first.id, peerVpcId=second.id)


def test_a_peering_with_a_network_that_is_not_there_fails(aws: Account, other: Account) -> None:
    vpc = aws.vpc()
    aws.refuses("VpcPeeringConnection.Failed", kinds.PEERING, vpcId=vpc.id, peerVpcId=other.vpc("10.1.0.0/16").id)
    aws.refuses("VpcPeeringConnection.Failed", kinds.PEERING, vpcId=vpc.id, peerVpcId=vpc.id)


def test_another_accounts_network_must_be_accepted_there(aws: Account, other: Account) -> None:
    first, second = aws.vpc(), other.vpc("10.1.0.0/16")
    asked = {"vpcId": first.id, "peerVpcId": second.id, "peerOwnerId": "444455556666"}
    aws.refuses("OperationNotPermitted", kinds.PEERING, autoAccept=True, **asked)
    peering = aws.make(kinds.PEERING, **asked)
    assert peering["acceptStatus"] == "pending-acceptance"
    aws.refuses("OperationNotPermitted", kinds.PEERING_ACCEPTER, vpcPeeringConnectionId=peering.id, autoAccept=True)
    accepted = other.make(kinds.PEERING_ACCEPTER, vpcPeeringConnectionId=peering.id, autoAccept=True)
    assert (accepted["acceptStatus"], accepted["vpcId"], accepted["peerVpcId"]) == ("active", second.id, first.id)
    assert aws.read(peering)[0]["acceptStatus"] == "active"
    table = other.table(second)
    route = {"routeTableId": table.id, "destinationCidrBlock": "10.0.0.0/16", "vpcPeeringConnectionId": accepted.id}
    assert other.make(kinds.ROUTE, **route)["state"] == "active"


def test_options_wait_for_the_acceptance(aws: Account) -> None:
    peering = aws.make(kinds.PEERING, vpcId=aws.vpc().id, peerVpcId=aws.vpc("10.1.0.0/16").id)
    aws.refuses_change("OperationNotPermitted", peering, requester={"allowRemoteVpcDnsResolution": True})


def test_a_peering_says_what_it_may(aws: Account) -> None:
    faults = aws.faults(kinds.PEERING, vpcId="vpc-1", peerVpcId="vpc-2", peerOwnerId="mine", autoAccept=True, peerRegion="eu-west-2")
    assert [fault.split(":")[0] for fault in faults] == ["peerOwnerId", "autoAccept"]
    faults = aws.faults(kinds.PEERING_ACCEPTER, vpcPeeringConnectionId="pcx-1", accepter={"allowRemoteVpcDnsResolution": True})
    assert [fault.split(":")[0] for fault in faults] == ["autoAccept"]


@pytest.fixture
def gateway(aws: Account) -> Made:
    """A transit gateway without default tables."""
    return aws.make(kinds.TRANSIT_GATEWAY, defaultRouteTableAssociation="disable", defaultRouteTablePropagation="disable")


def attach(aws: Account, gateway: Made, vpc: Made) -> Made:
    subnet = aws.subnet(vpc, str(vpc["cidrBlock"]).replace("/16", "/24"))
    return aws.make(kinds.TRANSIT_GATEWAY_ATTACHMENT, transitGatewayId=gateway.id, vpcId=vpc.id, subnetIds=[subnet.id])


def test_a_transit_gateway_comes_with_a_table_unless_told_otherwise(aws: Account, gateway: Made) -> None:
    assert gateway["associationDefaultRouteTableId"] == ""
    usual = aws.make(kinds.TRANSIT_GATEWAY)
    assert usual["associationDefaultRouteTableId"] == usual["propagationDefaultRouteTableId"] != ""


def test_a_private_autonomous_system_number_is_asked_for(aws: Account) -> None:
    assert len(aws.faults(kinds.TRANSIT_GATEWAY, amazonSideAsn=70000)) == 1
    assert aws.faults(kinds.TRANSIT_GATEWAY, amazonSideAsn=4200000000) == []


def test_an_attachment_is_in_one_network_once_with_one_subnet_a_zone(aws: Account, gateway: Made) -> None:
    vpc, other = aws.vpc(), aws.vpc("10.1.0.0/16")
    first, second = aws.subnet(vpc), aws.subnet(vpc, "10.0.1.0/24")
    foreign = aws.subnet(other, "10.1.0.0/24")
    place = {"transitGatewayId": gateway.id, "vpcId": vpc.id}
    attachment = kinds.TRANSIT_GATEWAY_ATTACHMENT
    aws.refuses("DuplicateSubnetsInSameZone", attachment, subnetIds=[first.id, second.id], **place)
    aws.refuses("InvalidSubnetID.NotFound", attachment, subnetIds=[foreign.id], **place)
    made = aws.make(attachment, subnetIds=[first.id], **place)
    aws.refuses("DuplicateTransitGatewayAttachment", attachment, subnetIds=[second.id], **place)
    aws.refuses_delete("IncorrectState", gateway, made.id)


def test_a_route_leads_to_an_attachment_or_is_a_black_hole(aws: Account, gateway: Made) -> None:
    table = aws.make(kinds.TRANSIT_GATEWAY_TABLE, transitGatewayId=gateway.id)
    place = {"transitGatewayRouteTableId": table.id, "destinationCidrBlock": "10.0.0.0/16"}
    assert len(aws.faults(ROUTE, **place)) == 1
    assert len(aws.faults(ROUTE, blackhole=True, transitGatewayAttachmentId="tgw-attach-1", **place)) == 1
    assert len(aws.faults(ROUTE, blackhole=True, transitGatewayRouteTableId="tgw-rtb-1", destinationCidrBlock="10.0.0.1/16")) == 1
    aws.make(ROUTE, blackhole=True, **place)
    aws.refuses("RouteAlreadyExists", ROUTE, blackhole=True, **place)


def test_table_and_attachment_are_of_one_gateway(aws: Account, gateway: Made) -> None:
    attached = attach(aws, gateway, aws.vpc())
    table = aws.make(kinds.TRANSIT_GATEWAY_TABLE, transitGatewayId=aws.make(kinds.TRANSIT_GATEWAY).id)
    link = {"transitGatewayRouteTableId": table.id, "transitGatewayAttachmentId": attached.id}
    for kind in (TABLE_OF, TABLE_FROM):
        aws.refuses("InvalidTransitGatewayAttachmentID.NotFound", kind, **link)
    aws.refuses("InvalidTransitGatewayAttachmentID.NotFound", ROUTE, destinationCidrBlock="10.0.0.0/8", **link)


def test_an_attachment_follows_one_table(aws: Account, gateway: Made) -> None:
    vpc = aws.vpc()
    attached = attach(aws, gateway, vpc)
    table = aws.make(kinds.TRANSIT_GATEWAY_TABLE, transitGatewayId=gateway.id)
    link = {"transitGatewayRouteTableId": table.id, "transitGatewayAttachmentId": attached.id}
    assert aws.make(TABLE_OF, **link)["resourceId"] == vpc.id
    aws.refuses("Resource.AlreadyAssociated", TABLE_OF, **link)
    aws.refuses_delete("IncorrectState", table)


def test_an_attachment_follows_the_default_table_until_it_is_replaced(aws: Account) -> None:
    gateway = aws.make(kinds.TRANSIT_GATEWAY)
    attached = attach(aws, gateway, aws.vpc())
    table = aws.make(kinds.TRANSIT_GATEWAY_TABLE, transitGatewayId=gateway.id)
    link = {"transitGatewayRouteTableId": table.id, "transitGatewayAttachmentId": attached.id}
    aws.refuses("Resource.AlreadyAssociated", TABLE_OF, **link)
    assert aws.make(TABLE_OF, replaceExistingAssociation=True, **link)
