"""Networks joined to others: peerings, hubs, tunnels, private links, load balancers, serverless code."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T2, T3, T4, THEIRS, Gcp, Made


def two() -> tuple[Gcp, Made, Made]:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "inference")
    phi, llm = program.network(), program.network("model", project=OTHER)
    program.instance("records", program.subnet("a", phi))
    program.instance("gpu", program.subnet("b", llm, "10.1.1.0/24"))
    for network in (phi, llm):
        program.firewall(f"{network.name}-in", network, sourceRanges=["10.0.0.0/8"], allows=[{"protocol": "all"}])
    return program, phi, llm


def peer(program: Gcp, name: str, here: Made, there: Made, **more: Any) -> Made:
    return program.add("compute:NetworkPeering", name, project=here.project, network=here.self_link, peerNetwork=there.self_link, **more)


def test_networks_that_nothing_joins_are_apart(form: str) -> None:
    program, _, _ = two()
    verdicts = program.verdicts(form)
    assert (verdicts[T2], verdicts[T4]) == ("proven", "proven")


def test_a_peering_of_both_sides_joins(form: str) -> None:
    program, phi, llm = two()
    peer(program, "there", phi, llm)
    peer(program, "back", llm, phi)
    verdicts = program.verdicts(form)
    assert (verdicts[T2], verdicts[T4]) == ("violated", "violated")


def test_one_side_of_a_peering_joins_nothing(form: str) -> None:
    program, phi, llm = two()
    peer(program, "there", phi, llm)
    assert program.verdicts(form)[T2] == "proven"


def test_a_peering_that_firewalls_close_joins_nothing(form: str) -> None:
    program, phi, llm = two()
    peer(program, "there", phi, llm)
    peer(program, "back", llm, phi)
    for network in (phi, llm):
        program.deny_egress(network)
    assert program.verdicts(form)[T2] == "proven"


def test_a_peering_goes_no_further(form: str) -> None:
    program, phi, llm = two()
    between = program.network("hub", project="clinic-hub")
    for number, (here, there) in enumerate(((phi, between), (between, phi), (between, llm), (llm, between))):
        peer(program, f"p{number}", here, there)
    assert program.verdicts(form)[T2] == "proven"


def test_a_peering_with_a_stranger_is_a_way_out(form: str) -> None:
    program, phi, _ = two()
    stranger = f"https://www.googleapis.com/compute/v1/projects/{THEIRS}/global/networks/theirs"
    program.add("compute:NetworkPeering", "away", network=phi.self_link, peerNetwork=stranger)
    assert program.verdicts(form)[T1] == "violated"


def test_spokes_of_one_hub_reach_each_other(form: str) -> None:
    program, phi, llm = two()
    hub = program.add("networkconnectivity:Hub", "hub")
    for network in (phi, llm):
        program.add(
            "networkconnectivity:Spoke", f"{network.name}-spoke", hub=hub.id, linkedVpcNetwork={"uri": network.self_link}, location="global"
        )
    assert program.verdicts(form)[T2] == "violated"


def test_a_spoke_that_exports_nothing_is_not_reached(form: str) -> None:
    program, phi, llm = two()
    hub = program.add("networkconnectivity:Hub", "hub")
    for network in (phi, llm):
        link = {"uri": network.self_link, "excludeExportRanges": ["10.0.0.0/8"]}
        program.add("networkconnectivity:Spoke", f"{network.name}-spoke", hub=hub.id, linkedVpcNetwork=link, location="global")
    assert program.verdicts(form)[T2] == "proven"


def test_a_tunnel_to_somebody_is_not_proven(form: str) -> None:
    program, phi, _ = two()
    router = program.add("compute:Router", "router", network=phi.id, region="europe-west1")
    gateway = program.add("compute:HaVpnGateway", "gateway", network=phi.id, region="europe-west1")
    program.add(
        "compute:VPNTunnel", "tunnel", vpnGateway=gateway.id, router=router.id, peerExternalGateway="partner", region="europe-west1"
    )
    assert program.verdicts(form)[T1] == "unproven"


def publish(program: Gcp, network: Made, **more: Any) -> Made:
    subnet = next(made for made in program.made if made.token.endswith("Subnetwork"))
    front = program.add("compute:ForwardingRule", "front", network=network.id, subnetwork=subnet.id, region="europe-west1",
                        loadBalancingScheme="INTERNAL", ports=["5432"])  # fmt: skip
    given = {"connectionPreference": "ACCEPT_MANUAL", "consumerAcceptLists": [{"projectIdOrNum": OTHER, "connectionLimit": 1}], **more}
    return program.add("compute:ServiceAttachment", "service", region="europe-west1", targetService=front.self_link, natSubnets=[], **given)


def backed(program: Gcp, phi: Made) -> None:
    records = next(made for made in program.made if made.name == "records")
    group = program.add("compute:InstanceGroup", "group", zone="europe-west1-b", instances=[records.self_link])
    service = program.add("compute:RegionBackendService", "backend", region="europe-west1", backends=[{"group": group.id}])
    next(made for made in program.made if made.name == "front").inputs["backendService"] = service.id


def test_an_attachment_for_named_projects_of_ours_is_no_way_out(form: str) -> None:
    program, phi, _ = two()
    publish(program, phi)
    backed(program, phi)
    assert program.verdicts(form)[T1] == "proven"


@pytest.mark.parametrize(
    ("backends", "verdict"), [(None, "proven"), ([], "proven"), ([{"group": "projects/x/zones/y/instanceGroups/z"}], "unproven")]
)
def test_a_front_whose_service_has_no_backend_hands_nothing_on(form: str, backends: list[Any] | None, verdict: str) -> None:
    program, phi, _ = two()
    publish(program, phi)
    more: dict[str, Any] = {} if backends is None else {"backends": backends}
    service = program.add("compute:RegionBackendService", "backend", region="europe-west1", **more)
    next(made for made in program.made if made.name == "front").inputs["backendService"] = service.id
    assert program.verdicts(form)[T1] == verdict


@pytest.mark.parametrize(
    "preference",
    [
        {"connectionPreference": "ACCEPT_AUTOMATIC", "consumerAcceptLists": []},
        {"consumerAcceptLists": [{"projectIdOrNum": THEIRS, "connectionLimit": 1}]},
    ],
)
def test_an_attachment_that_strangers_may_use_is_a_way_out(form: str, preference: dict[str, Any]) -> None:
    program, phi, _ = two()
    publish(program, phi, **preference)
    backed(program, phi)
    assert program.verdicts(form)[T1] == "violated"


def test_an_endpoint_of_inference_to_records_is_past_redaction(form: str) -> None:
    program, phi, llm = two()
    attachment = publish(program, phi)
    backed(program, phi)
    subnet = next(made for made in program.made if made.name == "b")
    program.add("compute:ForwardingRule", "link", project=OTHER, network=llm.id, subnetwork=subnet.id, region="europe-west1",
                loadBalancingScheme="", target=attachment.id)  # fmt: skip
    verdicts = program.verdicts(form)
    assert (verdicts[T2], verdicts[T4]) == ("violated", "violated")


def test_a_strangers_attachment_is_a_way_out(form: str) -> None:
    program, phi, _ = two()
    target = f"projects/{THEIRS}/regions/europe-west1/serviceAttachments/vendor"
    subnet = next(made for made in program.made if made.name == "a")
    program.add(
        "compute:ForwardingRule", "link", network=phi.id, subnetwork=subnet.id, region="europe-west1", loadBalancingScheme="", target=target
    )
    assert program.verdicts(form)[T1] == "violated"


def test_an_external_load_balancer_lets_the_internet_in(form: str) -> None:
    program, phi, _ = two()
    program.add("compute:ForwardingRule", "front", region="europe-west1", loadBalancingScheme="EXTERNAL", portRange="443")
    backed(program, phi)
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(("egress", "verdict"), [("ALL_TRAFFIC", "proven"), ("PRIVATE_RANGES_ONLY", "violated"), (None, "violated")])
def test_code_calls_out_by_the_internet_unless_all_traffic_takes_the_network(form: str, egress: str | None, verdict: str) -> None:
    program = Gcp()
    program.project()
    subnet = program.subnet("a", program.network())
    access: dict[str, Any] = {"networkInterfaces": [{"subnetwork": subnet.id}]}
    if egress:
        access["egress"] = egress
    program.add(
        "cloudrunv2:Service", "api", location="europe-west1", template={"vpcAccess": access}, ingress="INGRESS_TRAFFIC_INTERNAL_ONLY"
    )
    assert program.verdicts(form)[T1] == verdict


@pytest.mark.parametrize(("ingress", "verdict"), [("INGRESS_TRAFFIC_ALL", "violated"), ("INGRESS_TRAFFIC_INTERNAL_ONLY", "proven")])
def test_everybody_as_invoker_opens_what_answers_the_internet(form: str, ingress: str, verdict: str) -> None:
    program = Gcp()
    program.project()
    subnet = program.subnet("a", program.network())
    access = {"networkInterfaces": [{"subnetwork": subnet.id}], "egress": "ALL_TRAFFIC"}
    service = program.add("cloudrunv2:Service", "api", location="europe-west1", template={"vpcAccess": access}, ingress=ingress)
    program.add(
        "cloudrunv2:ServiceIamMember",
        "all",
        name=service.inputs["name"],
        location="europe-west1",
        role="roles/run.invoker",
        member="allUsers",
    )
    assert program.verdicts(form)[T1] == verdict


@pytest.mark.parametrize(("name", "verdict"), [("api.openai.com", "proven"), ("api.evil.example", "violated")])
def test_a_firewall_by_names_is_an_inspector(form: str, name: str, verdict: str) -> None:
    program = Gcp()
    program.project(OURS, "egress")
    program.project(OTHER, "phi")
    program.add("storage:Bucket", "records", project=OTHER, location="europe-west1")
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", network)
    policy = program.add("compute:NetworkFirewallPolicy", "policy")
    match = {"layer4Configs": [{"ipProtocol": "tcp", "ports": ["443"]}]}
    rule = {"firewallPolicy": policy.inputs["name"], "direction": "EGRESS"}
    program.add("compute:NetworkFirewallPolicyRule", "names", priority=100, action="allow", match={**match, "destFqdns": [name]}, **rule)
    everything = {"layer4Configs": [{"ipProtocol": "all"}], "destIpRanges": ["0.0.0.0/0"]}
    program.add("compute:NetworkFirewallPolicyRule", "rest", priority=200, action="deny", match=everything, **rule)
    program.add("compute:NetworkFirewallPolicyAssociation", "use", firewallPolicy=policy.inputs["name"], attachmentTarget=network.id)
    assert program.verdicts(form)[T3] == verdict
    program.made = [made for made in program.made if made.name != "rest"]
    assert program.verdicts(form)[T3] == "violated"


def test_what_is_sent_on_to_the_next_level_is_decided_there(form: str) -> None:
    program = Gcp()
    program.project()
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", network)
    policy = program.add("compute:NetworkFirewallPolicy", "policy")
    rule = {"firewallPolicy": policy.inputs["name"], "direction": "EGRESS"}
    inside = {"layer4Configs": [{"ipProtocol": "all"}], "destIpRanges": ["10.0.0.0/8"]}
    program.add("compute:NetworkFirewallPolicyRule", "inside", priority=100, action="goto_next", match=inside, **rule)
    everything = {"layer4Configs": [{"ipProtocol": "all"}], "destIpRanges": ["0.0.0.0/0"]}
    rest = program.add("compute:NetworkFirewallPolicyRule", "rest", priority=200, action="deny", match=everything, **rule)
    program.add("compute:NetworkFirewallPolicyAssociation", "use", firewallPolicy=policy.inputs["name"], attachmentTarget=network.id)
    assert program.verdicts(form)[T1] == "proven"
    rest.inputs["action"] = "goto_next"
    assert program.verdicts(form)[T1] == "violated"
