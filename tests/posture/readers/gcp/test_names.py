"""Which names resolvers answer."""

import pytest

from tests.posture.readers.gcp.programs import OURS, T1, T5, Gcp, Made


def ward() -> tuple[Gcp, Made]:
    program = Gcp()
    program.project(OURS, "phi")
    network = program.network()
    program.subnet("a", network)
    return program, network


def test_a_network_without_a_response_policy_answers_every_name(form: str) -> None:
    program, _ = ward()
    assert program.verdicts(form)[T5] == "violated"


def test_a_response_policy_that_blocks_every_name_closes(form: str) -> None:
    program, network = ward()
    program.close_names(network)
    assert program.verdicts(form)[T5] == "proven"


@pytest.mark.parametrize(("dns", "behavior"), [("*.", "bypassResponsePolicy"), ("evil.example.", None)])
def test_a_policy_that_leaves_other_names_open_closes_nothing(form: str, dns: str, behavior: str | None) -> None:
    program, network = ward()
    program.close_names(network, dns=dns, behavior=behavior)
    assert program.verdicts(form)[T5] == "violated"


@pytest.mark.parametrize(("name", "verdict"), [("*.googleapis.com.", "proven"), ("*.com.", "violated"), ("*.internal.", "proven")])
def test_an_exception_may_not_be_anybodys(form: str, name: str, verdict: str) -> None:
    program, network = ward()
    policy = program.close_names(network)
    program.add(
        "dns:ResponsePolicyRule", "past", responsePolicy=policy.name, ruleName="past", dnsName=name, behavior="bypassResponsePolicy"
    )
    assert program.verdicts(form)[T5] == verdict


def test_a_policy_of_another_network_closes_nothing(form: str) -> None:
    program, _ = ward()
    program.close_names(program.network("aside"))
    assert program.verdicts(form)[T5] == "violated"


def test_a_private_zone_for_the_root_closes(form: str) -> None:
    program, network = ward()
    where = {"networks": [{"networkUrl": network.id}]}
    program.add("dns:ManagedZone", "root", dnsName=".", visibility="private", privateVisibilityConfig=where)
    assert program.verdicts(form)[T5] == "proven"


def test_a_forwarding_zone_to_a_public_server_carries_names_out(form: str) -> None:
    program, network = ward()
    program.close_names(network)
    where = {"networks": [{"networkUrl": network.id}]}
    servers = {"targetNameServers": [{"ipv4Address": "8.8.8.8"}]}
    program.add(
        "dns:ManagedZone", "away", dnsName="x.example.", visibility="private", privateVisibilityConfig=where, forwardingConfig=servers
    )
    assert program.verdicts(form)[T1] == "violated"


def test_alternative_name_servers_leave_a_closed_policy_open(form: str) -> None:
    program, network = ward()
    program.close_names(network)
    servers = {"targetNameServers": [{"ipv4Address": "10.9.9.9"}]}
    program.add("dns:Policy", "servers", networks=[{"networkUrl": network.id}], alternativeNameServerConfig=servers)
    assert program.verdicts(form)[T5] == "unproven"
