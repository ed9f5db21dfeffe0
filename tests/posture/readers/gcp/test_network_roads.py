"""Roads out of GCP networks: default routes and networks, priorities and tags, appliances, external addresses."""

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T4, Gcp

GATEWAY = "default-internet-gateway"


def ward(zone: str = "phi") -> Gcp:
    program = Gcp()
    program.project(OURS, zone)
    return program


def test_a_network_without_default_routes_is_closed(form: str) -> None:
    program = ward()
    network = program.network()
    program.subnet("a", network)
    program.close_names(network)
    assert set(program.verdicts(form).values()) == {"proven"}


def test_a_default_route_that_is_not_deleted_leads_out(form: str) -> None:
    program = ward()
    program.subnet("a", program.network(bare=False, autoCreateSubnetworks=False))
    result = program.results(form)[T1]
    assert result.verdict.value == "violated"
    assert [finding.shown_path for finding in result.findings] == ["a → routes of a → 0.0.0.0/0 → internet"]


def test_an_auto_mode_network_has_subnets_that_nobody_wrote(form: str) -> None:
    program = ward()
    program.network(bare=False)
    assert program.verdicts(form)[T1] == "violated"


def test_egress_is_allowed_unless_a_rule_denies_it(form: str) -> None:
    program = ward()
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", network)
    program.deny_egress(network)
    assert program.verdicts(form)[T1] == "proven"


@pytest.mark.parametrize(
    "rule",
    [
        {"priority": 900, "allows": [{"protocol": "tcp", "ports": ["443"]}], "direction": "EGRESS", "destinationRanges": ["0.0.0.0/0"]},
        {"priority": 900, "allows": [{"protocol": "all"}], "direction": "EGRESS", "destinationRanges": ["0.0.0.0/1"]},
        {"priority": 900, "allows": [{"protocol": "all"}], "direction": "EGRESS", "targetTags": ["out"]},
    ],
)
def test_a_rule_before_the_denial_opens(form: str, rule: dict[str, object]) -> None:
    program = ward()
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", network)
    program.deny_egress(network)
    program.firewall("open", network, **rule)
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(
    "denial",
    [{"disabled": True}, {"targetTags": ["closed"]}, {"destinationRanges": ["0.0.0.0/1"]}, {"denies": [{"protocol": "tcp"}]}],
)
def test_a_denial_that_does_not_hold_everything_closes_nothing(form: str, denial: dict[str, object]) -> None:
    program = ward()
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", network)
    program.deny_egress(network, **denial)
    assert program.verdicts(form)[T1] == "violated"


def test_a_rule_after_the_denial_opens_nothing(form: str) -> None:
    program = ward()
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", network)
    program.deny_egress(network)
    program.firewall("late", network, direction="EGRESS", allows=[{"protocol": "all"}], destinationRanges=["0.0.0.0/0"], priority=65001)
    assert program.verdicts(form)[T1] == "proven"


def test_a_route_of_ones_own_to_the_internet_gateway_leads_out(form: str) -> None:
    program = ward()
    network = program.network()
    program.subnet("a", network)
    program.route("out", network, "0.0.0.0/0", nextHopGateway=GATEWAY)
    assert program.verdicts(form)[T1] == "violated"


def test_two_halves_of_the_internet_lead_out(form: str) -> None:
    program = ward()
    network = program.network()
    program.subnet("a", network)
    for name, half in (("low", "0.0.0.0/1"), ("high", "128.0.0.0/1")):
        program.route(name, network, half, nextHopGateway=f"projects/{OURS}/global/gateways/{GATEWAY}")
    assert program.verdicts(form)[T1] == "violated"


def test_a_route_for_a_tag_leads_out_whoever_carries_it(form: str) -> None:
    program = ward()
    network = program.network()
    program.subnet("a", network)
    program.route("out", network, "0.0.0.0/0", nextHopGateway=GATEWAY, tags=["nat"])
    assert program.verdicts(form)[T1] == "violated"


def test_a_route_for_a_tag_does_not_hide_the_one_for_everybody(form: str) -> None:
    program = ward()
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", network)
    program.route("aside", network, "0.0.0.0/0", nextHopIp="10.0.1.9", tags=["inspected"], priority=1)
    assert program.verdicts(form)[T1] == "violated"


def test_a_next_hop_machine_goes_on_by_its_own_network(form: str) -> None:
    program = ward()
    hospital, edge = program.network(), program.network("edge", bare=False, autoCreateSubnetworks=False)
    inside, outside = program.subnet("a", hospital), program.subnet("e", edge, "10.9.0.0/24")
    router = program.add(
        "compute:Instance", "router", zone="europe-west1-b", canIpForward=True,
        networkInterfaces=[{"subnetwork": inside.id, "networkIp": "10.0.1.9"}, {"subnetwork": outside.id}],
    )  # fmt: skip
    program.route("out", hospital, "0.0.0.0/0", nextHopInstance=router.self_link)
    assert program.verdicts(form)[T1] == "violated"


def test_the_projects_default_network_leads_out(form: str) -> None:
    program = Gcp()
    program.instance("vm", None, labels={"ai-zone": "phi"})
    assert program.verdicts(form)[T1] == "violated"


def test_a_default_network_that_the_stack_hardens_is_judged_as_written(form: str) -> None:
    program = ward()
    network = program.network("default")
    program.subnet("a", network)
    program.instance("vm", None)
    assert program.verdicts(form)[T1] == "proven"


def test_an_adopted_network_is_not_proven(form: str) -> None:
    program = ward()
    program.subnet("a", program.network(external=True))
    assert program.verdicts(form)[T1] == "unproven"


def test_ipv6_leads_out_though_the_default_route_is_deleted(form: str) -> None:
    program = ward()
    program.subnet("a", program.network(), stackType="IPV4_IPV6", ipv6AccessType="EXTERNAL")
    assert program.verdicts(form)[T1] == "violated"


def test_a_machine_with_an_external_address_is_entered_from_the_internet(form: str) -> None:
    program = ward("control")
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.deny_egress(network)
    program.instance("vm", program.subnet("a", network), public=True)
    program.firewall("ssh", network, sourceRanges=["0.0.0.0/0"], allows=[{"protocol": "tcp", "ports": ["22"]}])
    assert program.verdicts(form)[T4] == "violated"


def test_health_checks_and_iap_are_no_strangers(form: str) -> None:
    program = ward()
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.deny_egress(network)
    program.instance("vm", program.subnet("a", network))
    program.firewall("probes", network, sourceRanges=["35.191.0.0/16", "130.211.0.0/22", "35.235.240.0/20"], allows=[{"protocol": "tcp"}])
    assert program.verdicts(form)[T1] == "proven"


def test_a_subnet_of_a_network_that_nobody_sees_is_not_proven(form: str) -> None:
    program = ward()
    program.subnet("a", f"projects/{OTHER}/global/networks/shared")
    assert program.verdicts(form)[T1] == "unproven"


def test_a_policy_based_route_is_said(form: str) -> None:
    program = ward()
    network = program.network()
    program.subnet("a", network)
    program.add(
        "networkconnectivity:PolicyBasedRoute", "aside", network=network.id, nextHopIlbIp="10.0.1.5", filter={"protocolVersion": "IPV4"}
    )
    assert program.verdicts(form)[T1] == "unproven"
