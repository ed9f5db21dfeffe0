"""Peerings and transit gateways: which networks packets get to, and how far beyond."""

import pytest

from posture.approved import Approved, Asserted, Organization
from posture.graph.facts import AssociationFact, AttachmentFact, GatewayFact, PropagationFact, Unreadable
from posture.graph.kinds import Outside
from tests.posture.readers.aws.cloud import Cloud, Made
from tests.posture.readers.aws.roads import roads

TABLE = "aws:ec2transitgateway/routeTable:RouteTable"
ROUTE = "aws:ec2transitgateway/route:Route"
ASSOCIATION = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
PROPAGATION = "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"
ACCEPTER = "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter"


def two_networks(aws: Cloud) -> tuple[Made, Made, Made, Made]:
    phi, inference = aws.vpc("phi"), aws.vpc("inference", "10.1.0.0/16")
    return phi, aws.subnet("phi-a", phi), inference, aws.subnet("inference-a", inference, "10.1.1.0/24")


def test_a_route_over_a_peering_reaches_the_other_network(aws: Cloud, form: str) -> None:
    phi, subnet, inference, _ = two_networks(aws)
    pcx = aws.peering("pcx", phi, inference)
    aws.route("peer", aws.table("shared", phi, subnet), "10.1.0.0/16", vpcPeeringConnectionId=pcx.id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "inference": True}


def test_a_peering_leads_no_further_than_the_other_network(aws: Cloud, form: str) -> None:
    phi, subnet, inference, other = two_networks(aws)
    far = aws.vpc("far", "10.2.0.0/16")
    one, two = aws.peering("one", phi, inference), aws.peering("two", inference, far)
    table = aws.table("shared", phi, subnet)
    aws.route("all", table, "0.0.0.0/0", vpcPeeringConnectionId=one.id)
    beyond = aws.table("theirs", inference, other)
    aws.route("far", beyond, "10.2.0.0/16", vpcPeeringConnectionId=two.id)
    aws.route("out", beyond, gatewayId=aws.internet_gateway("igw", inference).id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "inference": True}


def test_a_route_by_the_accepters_id_is_a_route_over_the_peering(aws: Cloud, form: str) -> None:
    phi, subnet, inference, _ = two_networks(aws)
    pcx = aws.peering("pcx", inference, phi)
    accepter = aws.add(ACCEPTER, "pcx", "pcx", {"vpcId": "vpc-phi"}, vpcPeeringConnectionId=pcx.id)
    aws.route("peer", aws.table("shared", phi, subnet), "10.1.0.0/16", vpcPeeringConnectionId=accepter.id)
    graph = aws.facts(form)
    assert roads(graph, subnet) == {"phi": True, "inference": True}
    assert [fact.urn for fact in graph.of(GatewayFact)] == [pcx.urn]


def test_a_peer_that_the_reviewer_asserts_is_ours(aws: Cloud, form: str) -> None:
    phi, subnet, *_ = two_networks(aws)
    pcx = aws.peering("pcx", phi, "vpc-0a1b2c3d", peerOwnerId="999988887777")
    aws.route("peer", aws.table("shared", phi, subnet), "10.9.0.0/16", vpcPeeringConnectionId=pcx.id)
    graph = aws.facts(form, Approved(flows=frozenset(), asserted=(Asserted("vpc-0a1b2c3d"),)))
    assert graph.externals["network:vpc-0a1b2c3d"].outside is Outside.OURS
    assert "vpc-0a1b2c3d" in roads(graph, subnet)


@pytest.mark.parametrize(("account", "key"), [("999988887777", "account:999988887777"), ("111122223333", "network:vpc-0a1b2c3d")])
def test_a_peer_in_a_foreign_account_is_that_account(aws: Cloud, form: str, account: str, key: str) -> None:
    phi, *_ = two_networks(aws)
    aws.peering("pcx", phi, "vpc-0a1b2c3d", peerOwnerId=account)
    ours = Organization(stated=True, aws_account_ids=frozenset({"111122223333"}))
    graph = aws.facts(form, Approved(flows=frozenset(), organization=ours))
    assert [fact.far.literal for fact in graph.of(GatewayFact) if fact.urn.endswith("pcx")] == [key]


def test_a_peer_in_a_region_outside_residency_is_outside(aws: Cloud, form: str) -> None:
    phi, *_ = two_networks(aws)
    aws.peering("pcx", phi, "vpc-0a1b2c3d", peerRegion="us-east-1")
    graph = aws.facts(form, Approved(flows=frozenset(), residency=frozenset({"eu-west-1"})))
    assert [fact.far.literal for fact in graph.of(GatewayFact) if fact.urn.endswith("pcx")] == ["region:us-east-1"]


def hub_of(aws: Cloud, **flags: str) -> tuple[Made, Made, Made, Made, Made]:
    """phi and egress on one hub; phi's default route leads to the hub."""
    phi, egress = aws.vpc("phi"), aws.vpc("egress", "10.1.0.0/16")
    a, landing = aws.subnet("phi-a", phi), aws.subnet("landing", egress, "10.1.1.0/24")
    hub = aws.transit_gateway("hub", **flags)
    aws.route("to-hub", aws.table("phi-table", phi, a), transitGatewayId=hub.id)
    nat = aws.nat("nat", aws.public_subnet("public", egress, "10.1.2.0/24"))
    aws.route("to-nat", aws.table("landing-table", egress, landing), natGatewayId=nat.id)
    return a, hub, aws.attach("phi-hub", hub, phi, a), aws.attach("egress-hub", hub, egress, landing), nat


def test_central_egress_over_the_default_table_is_a_road_out(aws: Cloud, form: str) -> None:
    a, hub, _, egress, _ = hub_of(aws)
    aws.add(
        ROUTE, "out", "r", destinationCidrBlock="0.0.0.0/0", transitGatewayAttachmentId=egress.id,
        transitGatewayRouteTableId=hub.out("associationDefaultRouteTableId"),
    )  # fmt: skip
    assert roads(aws.facts(form), a) == {"phi": True, "egress": True, "internet": True}


def test_the_default_table_knows_the_networks_that_propagate_into_it(aws: Cloud, form: str) -> None:
    a, *_ = hub_of(aws)
    assert roads(aws.facts(form), a) == {"phi": True, "egress": True}


def test_a_hub_with_both_defaults_off_leads_nowhere(aws: Cloud, form: str) -> None:
    a, *_ = hub_of(aws, defaultRouteTableAssociation="disable", defaultRouteTablePropagation="disable")
    assert roads(aws.facts(form), a) == {"phi": True}


def segmented(aws: Cloud) -> tuple[Made, Made, Made]:
    a, hub, phi, egress, _ = hub_of(aws, defaultRouteTableAssociation="disable", defaultRouteTablePropagation="disable")
    tables = {}
    for name, attachment in (("phi", phi), ("egress", egress)):
        tables[name] = aws.add(TABLE, f"{name}-tgw", "tgw-rtb", transitGatewayId=hub.id)
        aws.add(ASSOCIATION, f"{name}-assoc", "a", transitGatewayRouteTableId=tables[name].id, transitGatewayAttachmentId=attachment.id)
    return a, tables["phi"], egress


def test_segmented_tables_hold_networks_apart(aws: Cloud, form: str) -> None:
    a, _, egress = segmented(aws)
    table = next(made for made in aws.made if made.name == "egress-tgw")
    aws.add(ROUTE, "out", "r", destinationCidrBlock="0.0.0.0/0", transitGatewayAttachmentId=egress.id, transitGatewayRouteTableId=table.id)
    graph = aws.facts(form)
    assert roads(graph, a) == {"phi": True}
    assert not list(graph.of(Unreadable))


def test_a_propagation_into_a_segments_table_joins_it(aws: Cloud, form: str) -> None:
    a, table, egress = segmented(aws)
    aws.add(PROPAGATION, "p", "p", transitGatewayRouteTableId=table.id, transitGatewayAttachmentId=egress.id)
    assert roads(aws.facts(form), a) == {"phi": True, "egress": True}


def test_a_blackhole_drops_what_a_propagation_would_carry(aws: Cloud, form: str) -> None:
    a, table, egress = segmented(aws)
    aws.add(PROPAGATION, "p", "p", transitGatewayRouteTableId=table.id, transitGatewayAttachmentId=egress.id)
    aws.add(ROUTE, "hole", "r", destinationCidrBlock="10.1.0.0/16", blackhole=True, transitGatewayRouteTableId=table.id)
    assert roads(aws.facts(form), a) == {"phi": True}


def test_a_prefix_list_reference_is_a_route_for_each_entry(aws: Cloud, form: str) -> None:
    a, table, egress = segmented(aws)
    listed = aws.add("aws:ec2/managedPrefixList:ManagedPrefixList", "world", "pl", entries=[{"cidr": "0.0.0.0/0"}])
    aws.add(
        "aws:ec2transitgateway/prefixListReference:PrefixListReference", "by-list", "x",
        prefixListId=listed.id, transitGatewayAttachmentId=egress.id, transitGatewayRouteTableId=table.id,
    )  # fmt: skip
    assert roads(aws.facts(form), a) == {"phi": True, "egress": True, "internet": True}


def test_an_attachment_that_refuses_the_default_table_has_none(aws: Cloud, form: str) -> None:
    phi, subnet, inference, other = two_networks(aws)
    hub = aws.transit_gateway("hub")
    aws.attach("phi-hub", hub, phi, subnet, transitGatewayDefaultRouteTableAssociation=False)
    aws.attach("inference-hub", hub, inference, other)
    aws.route("to-hub", aws.table("t", phi, subnet), transitGatewayId=hub.id)
    assert roads(aws.facts(form), subnet) == {"phi": True}


def test_a_replaced_default_table_is_the_one_that_attachments_use(aws: Cloud, form: str) -> None:
    phi, subnet, inference, other = two_networks(aws)
    hub = aws.transit_gateway("hub", defaultRouteTablePropagation="disable")
    table = aws.add(TABLE, "own", "tgw-rtb", transitGatewayId=hub.id)
    token = "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation"
    aws.add(token, "instead", "x", transitGatewayId=hub.id, transitGatewayRouteTableId=table.id)
    aws.attach("phi-hub", hub, phi, subnet)
    target = aws.attach("inference-hub", hub, inference, other)
    aws.add(ROUTE, "r", "r", destinationCidrBlock="10.1.0.0/16", transitGatewayAttachmentId=target.id, transitGatewayRouteTableId=table.id)
    aws.route("to-hub", aws.table("t", phi, subnet), transitGatewayId=hub.id)
    assert roads(aws.facts(form), subnet) == {"phi": True, "inference": True}


def test_an_accepter_is_the_other_half_of_one_attachment(aws: Cloud, form: str) -> None:
    phi, subnet, *_ = two_networks(aws)
    hub = aws.transit_gateway("hub")
    attachment = aws.attach("phi-hub", hub, phi, subnet)
    token = "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter"
    aws.add(token, "phi-hub", "tgw-attach", {"vpcId": "vpc-phi"}, transitGatewayAttachmentId=attachment.id)
    graph = aws.facts(form)
    assert [fact.urn for fact in graph.of(AttachmentFact)] == [attachment.urn]
    assert not list(graph.of(Unreadable))


def test_a_vpn_at_the_hub_leads_to_the_customers_address(aws: Cloud, form: str) -> None:
    hub = aws.transit_gateway("hub")
    customer = aws.add("aws:ec2/customerGateway:CustomerGateway", "site", "cgw", ipAddress="203.0.113.9", bgpAsn="65000", type="ipsec.1")
    vpn = aws.add(
        "aws:ec2/vpnConnection:VpnConnection", "vpn", "vpn", {"transitGatewayAttachmentId": "tgw-attach-of-vpn"},
        customerGatewayId=customer.id, transitGatewayId=hub.id, type="ipsec.1",
    )  # fmt: skip
    table = aws.add(TABLE, "own", "tgw-rtb", transitGatewayId=hub.id)
    aws.add(ASSOCIATION, "a", "a", transitGatewayRouteTableId=table.id, transitGatewayAttachmentId=vpn.out("transitGatewayAttachmentId"))
    graph = aws.facts(form)
    assert [(fact.urn, fact.far.literal) for fact in graph.of(AttachmentFact)] == [(vpn.urn, "circuit:203.0.113.9")]
    associations = [fact for fact in graph.of(AssociationFact) if fact.table.targets == (table.urn,)]
    assert [fact.subnet.targets for fact in associations] == [(vpn.urn,)]
    assert all(fact.subnet.certain for fact in associations)


def test_a_vpn_gateway_announces_its_far_side(aws: Cloud, form: str) -> None:
    phi, subnet, *_ = two_networks(aws)
    gateway = aws.add("aws:ec2/vpnGateway:VpnGateway", "vgw", "vgw", vpcId=phi.id)
    customer = aws.add("aws:ec2/customerGateway:CustomerGateway", "site", "cgw", ipAddress="203.0.113.9", bgpAsn="65000", type="ipsec.1")
    aws.add("aws:ec2/vpnConnection:VpnConnection", "vpn", "vpn", customerGatewayId=customer.id, vpnGatewayId=gateway.id, type="ipsec.1")
    table = aws.table("t", phi, subnet)
    token = "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation"
    aws.add(token, "p", "p", vpnGatewayId=gateway.id, routeTableId=table.id)
    graph = aws.facts(form)
    assert [fact.source.targets for fact in graph.of(PropagationFact)] == [(gateway.urn,)]
    assert roads(graph, subnet) == {"phi": True, "203.0.113.9": False}


def test_a_hub_of_another_account_is_said_to_be_out_of_sight(aws: Cloud, form: str) -> None:
    phi, subnet, *_ = two_networks(aws)
    token = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
    made = aws.add(token, "shared", "tgw-attach", transitGatewayId="tgw-0a1b2c3d", vpcId=phi.id, subnetIds=[subnet.id])
    aws.route("to-hub", aws.table("t", phi, subnet), transitGatewayId="tgw-0a1b2c3d")
    graph = aws.facts(form)
    assert made.urn in {fact.about for fact in graph.of(Unreadable)}
    assert roads(graph, subnet) == {"phi": True, "tgw-0a1b2c3d": False}


@pytest.mark.parametrize(("asserted", "open_questions"), [((), 1), ((Asserted("tgw-hub", reason="ours"),), 0)])
def test_tables_of_a_hub_outside_the_stack_are_unknown_unless_the_reviewer_vouches_for_the_hub(
    aws: Cloud, form: str, asserted: tuple[Asserted, ...], open_questions: int
) -> None:
    phi, subnet, _, _ = two_networks(aws)
    token = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
    aws.add(token, "at", "tgw-attach", transitGatewayId="tgw-hub", vpcId=phi.id, subnetIds=[subnet.id])
    found = list(aws.facts(form, Approved(flows=frozenset(), asserted=asserted)).of(Unreadable))
    assert len(found) == open_questions
    assert all("dns-closed" not in fact.theorems for fact in found), "names go another way"


BRIDGE = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
BRIDGE_ACCEPTER = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"


def two_hubs(aws: Cloud, **flags: str) -> tuple[Made, Made, Made, Made, Made]:
    """phi at the near hub, inference at the far one, a peering between the hubs, and phi's default route to its own."""
    phi, a, inference, b = two_networks(aws)
    near, far = aws.transit_gateway("near", **flags), aws.transit_gateway("far", **flags)
    aws.route("to-hub", aws.table("phi-table", phi, a), transitGatewayId=near.id)
    aws.attach("phi-hub", near, phi, a)
    aws.attach("inference-hub", far, inference, b)
    bridge = aws.add(BRIDGE, "bridge", "tgw-attach", transitGatewayId=near.id, peerTransitGatewayId=far.id, peerRegion="eu-west-1")
    aws.add(BRIDGE_ACCEPTER, "bridge", "tgw-attach", {"transitGatewayId": far.id}, transitGatewayAttachmentId=bridge.id)
    return a, near, far, bridge, b


def over(aws: Cloud, name: str, table: object, bridge: Made, cidr: str) -> None:
    aws.add(ROUTE, name, "r", destinationCidrBlock=cidr, transitGatewayAttachmentId=bridge.id, transitGatewayRouteTableId=table)


def test_a_static_route_over_a_peering_of_hubs_reaches_what_the_far_hubs_default_table_knows(aws: Cloud, form: str) -> None:
    a, near, _, bridge, _ = two_hubs(aws)
    over(aws, "over", near.out("associationDefaultRouteTableId"), bridge, "10.1.0.0/16")
    assert roads(aws.facts(form), a) == {"phi": True, "inference": True}


def test_a_peering_of_hubs_propagates_nothing(aws: Cloud, form: str) -> None:
    a, *_ = two_hubs(aws)
    graph = aws.facts(form)
    assert roads(graph, a) == {"phi": True}
    assert {fact.source.targets[0].rpartition("::")[2] for fact in graph.of(PropagationFact)} == {"phi-hub", "inference-hub"}


@pytest.mark.parametrize(("knows", "reached"), [(True, {"phi": True, "inference": True}), (False, {"phi": True})])
def test_each_hub_has_a_table_of_its_own_for_their_peering(aws: Cloud, form: str, knows: bool, reached: dict[str, bool]) -> None:
    off = {"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}
    a, near, far, bridge, _ = two_hubs(aws, **off)
    attachments = {made.name: made for made in aws.made}
    tables = {name: aws.add(TABLE, name, "tgw-rtb", transitGatewayId=hub.id) for name, hub in (("n", near), ("f", far), ("empty", far))}
    for name, table, attachment in (
        ("phi", "n", attachments["phi-hub"]),
        ("inference", "f", attachments["inference-hub"]),
        ("near-bridge", "n", bridge),
        ("far-bridge", "f" if knows else "empty", bridge),
    ):
        aws.add(ASSOCIATION, name, "a", transitGatewayRouteTableId=tables[table].id, transitGatewayAttachmentId=attachment.id)
    aws.add(PROPAGATION, "p", "p", transitGatewayRouteTableId=tables["f"].id, transitGatewayAttachmentId=attachments["inference-hub"].id)
    over(aws, "over", tables["n"].id, bridge, "10.1.0.0/16")
    assert roads(aws.facts(form), a) == reached


SHARE, SHARED = "aws:ram/resourceShare:ResourceShare", "aws:ram/resourceAssociation:ResourceAssociation"
SHARED_WITH = "aws:ram/principalAssociation:PrincipalAssociation"


@pytest.mark.parametrize(
    ("accepts", "account", "beyond"),
    [("enable", "999988887777", True), ("disable", "999988887777", False), ("enable", "111122223333", False)],
)
def test_a_hub_that_accepts_what_a_stranger_attaches_may_lead_to_the_stranger(
    aws: Cloud, form: str, accepts: str, account: str, beyond: bool
) -> None:
    a, hub, *_ = hub_of(aws, autoAcceptSharedAttachments=accepts)
    share = aws.add(SHARE, "share", "rs")
    aws.add(SHARED, "share-hub", "ra", resourceArn=hub.id, resourceShareArn=share.id)
    aws.add(SHARED_WITH, "share-with", "pa", principal=account, resourceShareArn=share.id)
    ours = Approved(flows=frozenset(), organization=Organization(stated=True, aws_account_ids=frozenset({"111122223333"})))
    found = roads(aws.facts(form, ours), a)
    assert found.pop(f"account {account}", None) is (False if beyond else None)
    assert found == {"phi": True, "egress": True}
