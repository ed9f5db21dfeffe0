"""From resources to verdicts: the roads that peers of this tool overlook, each in the exported state and in the preview."""

from collections.abc import Callable
from typing import Any

import pytest

from posture.approved import Approved
from posture.graph.build import build
from posture.proofs.judge import judge
from posture.proofs.verdict import Verdict
from tests.posture.readers.aws.cloud import Cloud, Made

Build = Callable[[Cloud, Made, Made], None]
"""Adds to a closed phi network with one subnet."""


def phi(aws: Cloud) -> tuple[Made, Made]:
    """A closed network that holds PHI, with a resolver that answers nothing."""
    vpc = aws.vpc("phi", tags={"ai-zone": "phi"}, enableDnsSupport=False)
    return vpc, aws.subnet("phi-a", vpc)


def inference(aws: Cloud) -> tuple[Made, Made]:
    vpc = aws.vpc("inference", "10.1.0.0/16", tags={"ai-zone": "inference"}, enableDnsSupport=False)
    return vpc, aws.subnet("inference-a", vpc, "10.1.1.0/24")


def verdicts(aws: Cloud, form: str, approved: Approved | None = None) -> dict[str, Verdict]:
    graph = aws.facts(form, approved)
    return {result.theorem: result.verdict for result in judge(build(graph), graph.approved)}


def internet_gateway(aws: Cloud, vpc: Made, subnet: Made) -> None:
    aws.route("out", aws.table("shared", vpc, subnet), gatewayId=aws.internet_gateway("igw", vpc).id)


def inherited_main_table(aws: Cloud, vpc: Made, subnet: Made) -> None:
    aws.route("out", vpc.out("mainRouteTableId"), gatewayId=aws.internet_gateway("igw", vpc).id)


def adopted_default_table(aws: Cloud, vpc: Made, subnet: Made) -> None:
    routes = [{"cidrBlock": "0.0.0.0/0", "gatewayId": aws.internet_gateway("igw", vpc).id}]
    token = "aws:ec2/defaultRouteTable:DefaultRouteTable"
    aws.add(token, "phi", "rtb-main-of", defaultRouteTableId=vpc.out("defaultRouteTableId"), routes=routes)


def split_default(aws: Cloud, vpc: Made, subnet: Made) -> None:
    table = aws.table("split", vpc, subnet)
    gateway = aws.internet_gateway("igw", vpc)
    for half in ("0.0.0.0/1", "128.0.0.0/1"):
        aws.route(half, table, half, gatewayId=gateway.id)


def prefix_list_default(aws: Cloud, vpc: Made, subnet: Made) -> None:
    listed = aws.add("aws:ec2/managedPrefixList:ManagedPrefixList", "world", "pl", entries=[{"cidr": "0.0.0.0/0"}])
    gateway = aws.internet_gateway("igw", vpc)
    aws.route("out", aws.table("shared", vpc, subnet), None, destinationPrefixListId=listed.id, gatewayId=gateway.id)


def literal_gateway(aws: Cloud, vpc: Made, subnet: Made) -> None:
    aws.route("out", aws.table("shared", vpc, subnet), gatewayId="igw-0a1b2c3d")


def nat_instance(aws: Cloud, vpc: Made, subnet: Made) -> None:
    place = aws.public_subnet("public", vpc)
    interface = aws.add("aws:ec2/networkInterface:NetworkInterface", "nat", "eni", subnetId=place.id, sourceDestCheck=False)
    # The subnet of the NAT instance would be a fault by itself: judged for phi-a alone.
    place.inputs["tags"] = {"ai-zone": "egress"}
    aws.route("out", aws.table("shared", vpc, subnet), networkInterfaceId=interface.id)


def egress_only(aws: Cloud, vpc: Made, subnet: Made) -> None:
    vpc.inputs["ipv6CidrBlock"], subnet.inputs["ipv6CidrBlock"] = "2001:db8::/56", "2001:db8::/64"
    gateway = aws.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "eigw", "eigw", vpcId=vpc.id)
    table = aws.table("shared", vpc, subnet)
    aws.route("out", table, None, destinationIpv6CidrBlock="::/0", egressOnlyGatewayId=gateway.id)


def central_egress(aws: Cloud, vpc: Made, subnet: Made) -> None:
    egress = aws.vpc("egress", "10.2.0.0/16")
    landing = aws.subnet("landing", egress, "10.2.1.0/24")
    nat = aws.nat("nat", aws.public_subnet("public", egress, "10.2.2.0/24"))
    aws.route("to-nat", aws.table("landing", egress, landing), natGatewayId=nat.id)
    hub = aws.transit_gateway("hub")
    aws.attach("phi-hub", hub, vpc, subnet)
    target = aws.attach("egress-hub", hub, egress, landing)
    aws.route("to-hub", aws.table("shared", vpc, subnet), transitGatewayId=hub.id)
    where: dict[str, Any] = {
        "transitGatewayRouteTableId": hub.out("associationDefaultRouteTableId"),
        "transitGatewayAttachmentId": target.id,
    }
    aws.add("aws:ec2transitgateway/route:Route", "out", "r", destinationCidrBlock="0.0.0.0/0", **where)


EXITS: tuple[Build, ...] = (
    internet_gateway,
    inherited_main_table,
    adopted_default_table,
    split_default,
    prefix_list_default,
    literal_gateway,
    nat_instance,
    egress_only,
    central_egress,
)


@pytest.mark.parametrize("leak", EXITS, ids=lambda leak: leak.__name__)
def test_a_road_out_of_the_phi_network_violates_phi_exit(aws: Cloud, form: str, leak: Build) -> None:
    leak(aws, *phi(aws))
    assert verdicts(aws, form)["phi-exit"] is Verdict.VIOLATED


def test_a_closed_phi_network_is_proven(aws: Cloud, form: str) -> None:
    phi(aws)
    found = verdicts(aws, form)
    assert found["phi-exit"] is Verdict.PROVEN
    assert found["dns-closed"] is Verdict.PROVEN


@pytest.mark.parametrize(("prop", "literal"), [("natGatewayId", "nat-0a1b2c3d"), ("transitGatewayId", "tgw-0a1b2c3d")])
def test_a_next_hop_out_of_sight_leaves_phi_exit_unproven(aws: Cloud, form: str, prop: str, literal: str) -> None:
    vpc, subnet = phi(aws)
    aws.route("out", aws.table("shared", vpc, subnet), **{prop: literal})
    assert verdicts(aws, form)["phi-exit"] is Verdict.UNPROVEN


def test_a_peering_between_phi_and_inference_violates_segmentation_and_no_more_than_its_networks(aws: Cloud, form: str) -> None:
    (vpc, subnet), (other, place) = phi(aws), inference(aws)
    far = aws.vpc("far", "10.9.0.0/16")
    one, two = aws.peering("one", vpc, other), aws.peering("two", other, far)
    aws.route("there", aws.table("phi", vpc, subnet), "0.0.0.0/0", vpcPeeringConnectionId=one.id)
    table = aws.table("inference", other, place)
    aws.route("back", table, "10.0.0.0/16", vpcPeeringConnectionId=one.id)
    aws.route("on", table, "10.9.0.0/16", vpcPeeringConnectionId=two.id)
    found = verdicts(aws, form)
    assert found["zone-segmentation"] is Verdict.VIOLATED
    assert found["phi-redaction"] is Verdict.VIOLATED
    assert found["phi-exit"] is Verdict.PROVEN


def test_segmented_hub_tables_hold_phi_and_inference_apart(aws: Cloud, form: str) -> None:
    (vpc, subnet), (other, place) = phi(aws), inference(aws)
    hub = aws.transit_gateway("hub", defaultRouteTableAssociation="disable", defaultRouteTablePropagation="disable")
    for network, where in ((vpc, subnet), (other, place)):
        attachment = aws.attach(f"{network.name}-hub", hub, network, where)
        table = aws.add("aws:ec2transitgateway/routeTable:RouteTable", f"{network.name}-tgw", "tgw-rtb", transitGatewayId=hub.id)
        token = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
        pair: dict[str, Any] = {"transitGatewayRouteTableId": table.id, "transitGatewayAttachmentId": attachment.id}
        aws.add(token, f"{network.name}-association", "a", **pair)
        aws.route(f"{network.name}-to-hub", aws.table(f"{network.name}-table", network, where), "10.0.0.0/8", transitGatewayId=hub.id)
    found = verdicts(aws, form)
    assert (found["zone-segmentation"], found["phi-redaction"], found["phi-exit"]) == (Verdict.PROVEN,) * 3


def test_a_network_acl_that_denies_the_peer_keeps_zones_apart(aws: Cloud, form: str) -> None:
    (vpc, subnet), (other, place) = phi(aws), inference(aws)
    pcx = aws.peering("pcx", vpc, other)
    aws.route("there", aws.table("phi", vpc, subnet), "10.1.0.0/16", vpcPeeringConnectionId=pcx.id)
    aws.route("back", aws.table("inference", other, place), "10.0.0.0/16", vpcPeeringConnectionId=pcx.id)
    block: dict[str, Any] = {"protocol": "-1", "fromPort": 0, "toPort": 0, "ruleNo": 100}
    deny, allow = (
        {**block, "action": "deny", "cidrBlock": "10.1.0.0/16"},
        {**block, "action": "allow", "ruleNo": 200, "cidrBlock": "0.0.0.0/0"},
    )
    rules = {"ingress": [deny, allow], "egress": [deny, allow]}
    acl = aws.add("aws:ec2/networkAcl:NetworkAcl", "acl", "acl", None, vpcId=vpc.id, subnetIds=[subnet.id], ingress=rules["ingress"])
    acl.inputs["egress"] = rules["egress"]
    found = verdicts(aws, form)
    assert (found["zone-segmentation"], found["phi-redaction"]) == (Verdict.PROVEN, Verdict.PROVEN)
