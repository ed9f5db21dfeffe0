"""How people and peers enter: Verified Access and what its policies let in, logs of web firewalls, what static tunnels announce."""

from typing import Any

import pytest

from ai_zones.plan import ZoneName
from posture.approved import Approved, ApprovedPeer, Organization
from posture.graph.facts import OPEN_FRONT, EdgeFact, GatewayFact, Unreadable
from posture.graph.kinds import EdgeKind, Outside
from posture.readers.aws.verified_access import Opening, opening
from posture.values import UNKNOWN
from tests.posture.readers.aws.cloud import Cloud, Made
from tests.posture.readers.aws.roads import roads

STAFF = 'permit(principal, action, resource)\nwhen { context.idc.groups has "staff" };'
EVERYBODY = "permit(principal, action, resource);"
TUNNEL = "aws:ec2/vpnConnection:VpnConnection"
TUNNEL_ROUTE = "aws:ec2/vpnConnectionRoute:VpnConnectionRoute"
GATEWAY = "aws:ec2/vpnGateway:VpnGateway"
PROPAGATION = "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation"
ALB = "aws:lb/loadBalancer:LoadBalancer"


@pytest.mark.parametrize(
    ("policy", "word"),
    [
        (STAFF, Opening.SOME),
        (EVERYBODY, Opening.EVERYBODY),
        ("permit ( principal ,action, resource ) when { true };", Opening.EVERYBODY),
        (STAFF + "\n" + EVERYBODY, Opening.EVERYBODY),
        (EVERYBODY + "\nforbid(principal, action, resource) when { context.idc.user.email.verified == false };", Opening.SOME),
        ("// " + EVERYBODY, Opening.NOBODY),
        ("forbid(principal, action, resource);", Opening.NOBODY),
        ("", Opening.NOBODY),
        (UNKNOWN, Opening.UNKNOWN),
    ],
)
def test_a_policys_shape_tells_whom_it_lets_in(policy: object, word: Opening) -> None:
    assert opening(policy) is word


def front(aws: Cloud, *, group: str | None, own: str | None = None, native: bool = False, **more: Any) -> tuple[Made, Made]:
    """An endpoint before an internal load balancer; the endpoint and the balancer."""
    vpc = aws.vpc("door")
    subnet = aws.subnet("door-a", vpc)
    balancer = aws.add(ALB, "portal", "alb", internal=True, subnets=[subnet.id], outputs={"arn": "arn:aws:x:eu-west-1:111122223333:portal"})
    place = "aws-native:ec2:VerifiedAccess" if native else "aws:verifiedaccess/"
    tokens = [f"{place}{name}" if native else f"{place}{name[0].lower()}{name[1:]}:{name}" for name in ("Instance", "Group", "Endpoint")]
    instance = aws.add(tokens[0], "clinic", "vai")
    owner = "verifiedAccessInstanceId" if native else "verifiedaccessInstanceId"
    policy: dict[str, Any] = {"policyDocument": group} if group is not None else {}
    made = aws.add(tokens[1], "staff", "vagr", **{owner: instance.id, **policy})
    options = {"loadBalancerArn": balancer.out("arn"), "port": 443, "protocol": "https", "subnetIds": [subnet.id]}
    own_policy: dict[str, Any] = {"policyDocument": own} if own is not None else {}
    return aws.add(tokens[2], "front", "vae", verifiedAccessGroupId=made.id, loadBalancerOptions=options, **own_policy, **more), balancer


def entries(aws: Cloud, form: str) -> dict[tuple[str, str], EdgeFact]:
    graph = aws.facts(form)
    return {
        (fact.source.literal or fact.source.targets[0].rsplit("::", 1)[-1], fact.target.targets[0].rsplit("::", 1)[-1]): fact
        for fact in graph.of(EdgeFact)
        if fact.target.targets
    }


@pytest.mark.parametrize("native", [False, True])
def test_people_reach_the_endpoint_and_it_reaches_the_load_balancer(aws: Cloud, form: str, native: bool) -> None:
    front(aws, group=STAFF, native=native)
    found = entries(aws, form)
    road = found["internet", "front"]
    assert (road.kind, road.certain, road.because.text) == (EdgeKind.ROUTE, True, "Verified Access")
    assert found["front", "portal"].ports == ((443, 443),)


def test_a_front_without_a_policy_is_shut_but_one_property_away_from_open(aws: Cloud, form: str) -> None:
    front(aws, group=None)
    assert entries(aws, form)["internet", "front"].certain is False


def test_both_policies_must_permit(aws: Cloud, form: str) -> None:
    front(aws, group=EVERYBODY, own=STAFF)
    road = entries(aws, form)["internet", "front"]
    assert (road.certain, road.because.text) == (True, "Verified Access")


def test_a_front_whose_policies_all_permit_everybody_is_said_so(aws: Cloud, form: str) -> None:
    front(aws, group=EVERYBODY, own=EVERYBODY)
    assert entries(aws, form)["internet", "front"].because.text == OPEN_FRONT


def test_a_policy_that_is_switched_off_counts_as_none(aws: Cloud, form: str) -> None:
    front(aws, group=EVERYBODY, own=STAFF, native=True, policyEnabled=False)
    assert entries(aws, form)["internet", "front"].because.text == OPEN_FRONT


def test_a_group_of_another_stack_leaves_the_front_open_to_question(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("door")
    aws.add(
        "aws:verifiedaccess/endpoint:Endpoint",
        "front",
        "vae",
        verifiedAccessGroupId="vagr-0123456789abcdef0",
        policyDocument=STAFF,
        loadBalancerOptions={"subnetIds": [aws.subnet("door-a", vpc).id]},
    )
    graph = aws.facts(form)
    assert any("vagr-0123456789abcdef0" in fact.reason for fact in graph.of(Unreadable))
    assert entries(aws, form)["internet", "front"].certain is False


def test_a_firewall_logs_requests_of_what_it_stands_before(aws: Cloud, form: str) -> None:
    _, balancer = front(aws, group=STAFF)
    acl = aws.add("aws:wafv2/webAcl:WebAcl", "acl", "acl", outputs={"arn": "arn:aws:x:eu-west-1:111122223333:acl"})
    aws.add(
        "aws:wafv2/webAclAssociation:WebAclAssociation", "acl-before", "assoc", webAclArn=acl.out("arn"), resourceArn=balancer.out("arn")
    )
    aws.add(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        "acl-logs",
        "logs",
        resourceArn=acl.out("arn"),
        logDestinationConfigs=["arn:aws:firehose:eu-west-1:999988887777:deliverystream/aws-waf-logs-soc"],
    )
    graph = aws.facts(form, Approved(flows=frozenset(), organization=Organization(stated=True)))
    sent = [fact for fact in graph.of(EdgeFact) if fact.kind is EdgeKind.REPLICATE]
    assert [(fact.source.targets, fact.target.literal) for fact in sent] == [((balancer.urn,), "account:999988887777")]
    assert graph.externals["account:999988887777"].outside is Outside.FOREIGN


@pytest.mark.parametrize(("account", "open_"), [("999988887777", True), ("111122223333", False)])
def test_requests_of_what_is_not_followed_are_not_passed_over_when_a_stranger_gets_them(
    aws: Cloud, form: str, account: str, open_: bool
) -> None:
    """A stage of an API has no node: whose requests the line tells of is not known, but who reads it is."""
    acl = aws.add("aws:wafv2/webAcl:WebAcl", "acl", "acl", outputs={"arn": "arn:aws:x:eu-west-1:111122223333:acl"})
    stage = aws.add("aws:apigateway/stage:Stage", "prod", "prod", outputs={"arn": "arn:aws:apigateway:eu-west-1::/restapis/a/stages/prod"})
    aws.add("aws:wafv2/webAclAssociation:WebAclAssociation", "before", "assoc", webAclArn=acl.out("arn"), resourceArn=stage.out("arn"))
    aws.add(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        "acl-logs",
        "logs",
        resourceArn=acl.out("arn"),
        logDestinationConfigs=[f"arn:aws:firehose:eu-west-1:{account}:deliverystream/aws-waf-logs-soc"],
    )
    ours = Organization(stated=True, aws_account_ids=frozenset({"111122223333"}))
    graph = aws.facts(form, Approved(flows=frozenset(), organization=ours))
    assert any(account in fact.reason for fact in graph.of(Unreadable)) is open_


def private_road(aws: Cloud, *prefixes: str, static: bool = True) -> tuple[Made, Made]:
    """A network whose table takes what its VPN gateway announces; the gateway and the subnet."""
    vpc = aws.vpc("net")
    subnet = aws.subnet("net-a", vpc)
    gateway = aws.add(GATEWAY, "vgw", "vgw", vpcId=vpc.id)
    site = aws.add("aws:ec2/customerGateway:CustomerGateway", "site", "cgw", ipAddress="203.0.113.12")
    tunnel = aws.add(TUNNEL, "tunnel", "vpn", vpnGatewayId=gateway.id, customerGatewayId=site.id, staticRoutesOnly=static)
    for at, prefix in enumerate(prefixes):
        aws.add(TUNNEL_ROUTE, f"route-{at}", "vpnr", vpnConnectionId=tunnel.id, destinationCidrBlock=prefix)
    aws.add(PROPAGATION, "on", "prop", vpnGatewayId=gateway.id, routeTableId=aws.table("rtb", vpc, subnet).id)
    return gateway, subnet


def announced(aws: Cloud, form: str) -> tuple[str, ...] | None:
    return next(fact.announces for fact in aws.facts(form).of(GatewayFact) if fact.urn.endswith("vgw"))


def test_static_tunnels_tell_what_is_propagated(aws: Cloud, form: str) -> None:
    private_road(aws, "192.168.40.0/24", "192.168.41.0/24")
    assert announced(aws, form) == ("192.168.40.0/24", "192.168.41.0/24")


@pytest.mark.parametrize("prefixes", [(), ("192.168.40.0/24",)])
def test_a_tunnel_that_learns_by_bgp_tells_nothing(aws: Cloud, form: str, prefixes: tuple[str, ...]) -> None:
    private_road(aws, *prefixes, static=False)
    assert announced(aws, form) is None


def test_a_circuit_beside_a_static_tunnel_may_announce_anything(aws: Cloud, form: str) -> None:
    gateway, _ = private_road(aws, "192.168.40.0/24")
    circuit = aws.add("aws:directconnect/gateway:Gateway", "campus", "dxgw")
    aws.add(
        "aws:directconnect/gatewayAssociation:GatewayAssociation", "campus", "ga", dxGatewayId=circuit.id, associatedGatewayId=gateway.id
    )
    assert announced(aws, form) is None


def test_propagated_routes_to_a_declared_peer_end_there_and_others_at_the_far_device(aws: Cloud, form: str) -> None:
    _, subnet = private_road(aws, "192.168.40.0/24", "192.168.99.0/24")
    peer = ApprovedPeer("feed", ZoneName.PHI, "192.168.40.0/24", 2575, inbound=True)
    graph = aws.facts(form, Approved(flows=frozenset(), peers=(peer,), peers_stated=True))
    assert roads(graph, subnet) == {"net": True, "feed": True, "203.0.113.12": True}
    assert graph.externals["circuit:203.0.113.12"].outside is Outside.FOREIGN
    assert graph.externals["peer:feed"].outside is Outside.OURS
