"""Whom a rule is for, and in which order levels are asked."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OURS, T1, Gcp, Made

ALL = {"layer4Configs": [{"ipProtocol": "all"}]}


def guarded(*rules: dict[str, Any], order: str | None = None, associated: bool = True) -> tuple[Gcp, Made]:
    program = Gcp()
    program.project(OURS, "phi")
    network = program.network(bare=False, autoCreateSubnetworks=False)
    if order:
        network.inputs["networkFirewallPolicyEnforcementOrder"] = order
    program.subnet("a", network)
    program.add("compute:NetworkFirewallPolicy", "policy")
    for number, rule in enumerate(rules):
        program.add("compute:NetworkFirewallPolicyRule", f"r{number}", firewallPolicy="policy", direction="EGRESS", **rule)
    if associated:
        program.add("compute:NetworkFirewallPolicyAssociation", "use", firewallPolicy="policy", attachmentTarget=network.id)
    return program, network


DENY: dict[str, Any] = {"priority": 100, "action": "deny", "match": {**ALL, "destIpRanges": ["0.0.0.0/0"]}}


def test_a_policy_that_denies_everything_closes(form: str) -> None:
    program, _ = guarded(DENY)
    assert program.verdicts(form)[T1] == "proven"


def test_a_policy_of_no_network_closes_nothing(form: str) -> None:
    program, _ = guarded(DENY, associated=False)
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(("order", "verdict"), [(None, "violated"), ("BEFORE_CLASSIC_FIREWALL", "proven")])
def test_classic_rules_come_before_policies_unless_the_network_says_otherwise(form: str, order: str | None, verdict: str) -> None:
    program, network = guarded(DENY, order=order)
    program.firewall("open", network, direction="EGRESS", destinationRanges=["0.0.0.0/0"], allows=[{"protocol": "all"}])
    assert program.verdicts(form)[T1] == verdict


@pytest.mark.parametrize(("home", "verdict"), [("10.0.1.0/24", "proven"), ("10.9.0.0/24", "violated")])
def test_a_rule_is_for_the_addresses_that_it_names_as_its_own(form: str, home: str, verdict: str) -> None:
    program, _ = guarded({**DENY, "match": {**ALL, "destIpRanges": ["0.0.0.0/0"], "srcIpRanges": [home]}})
    assert program.verdicts(form)[T1] == verdict


def test_a_rule_by_region_is_sure_of_nothing(form: str) -> None:
    program, _ = guarded({**DENY, "match": {**ALL, "destRegionCodes": ["RU"]}})
    assert program.verdicts(form)[T1] == "unproven"


def test_an_address_group_of_the_stack_is_its_addresses(form: str) -> None:
    program, _ = guarded()
    group = program.add("networksecurity:AddressGroup", "everything", location="global", items=["0.0.0.0/0"], type="IPV4", capacity=1)
    match = {**ALL, "destAddressGroups": [group.id]}
    program.add(
        "compute:NetworkFirewallPolicyRule", "all", firewallPolicy="policy", direction="EGRESS", priority=100, action="deny", match=match
    )
    assert program.verdicts(form)[T1] == "proven"


@pytest.mark.parametrize(("target", "verdict"), [("organizations/1", "proven"), ("organizations/2", "violated"), ("folders/7", "violated")])
def test_a_hierarchical_policy_holds_below_what_it_is_attached_to(form: str, target: str, verdict: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.subnet("a", program.network(bare=False, autoCreateSubnetworks=False))
    program.add("compute:FirewallPolicy", "top", parent="organizations/1", shortName="top")
    program.add("compute:FirewallPolicyRule", "rest", firewallPolicy="top", direction="EGRESS", **DENY)
    program.add("compute:FirewallPolicyAssociation", "use", firewallPolicy="top", attachmentTarget=target)
    found = program.verdicts(form)[T1]
    assert found == verdict if verdict == "proven" else found != "proven"
