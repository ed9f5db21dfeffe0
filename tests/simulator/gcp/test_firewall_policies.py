"""Firewall policies: their rules, and what they are associated with."""

from typing import Any

import pytest

from simulator.errors import CloudError
from simulator.rules.gcp.kinds import (
    FOLDER,
    HIERARCHICAL_POLICY,
    HIERARCHICAL_POLICY_ASSOCIATION,
    HIERARCHICAL_POLICY_RULE,
    NETWORK_POLICY,
    NETWORK_POLICY_ASSOCIATION,
    NETWORK_POLICY_RULE,
    REGION_POLICY,
    REGION_POLICY_ASSOCIATION,
    REGION_POLICY_RULE,
)
from tests.simulator.gcp.project import ORGANIZATION, Project

MATCH = {"destIpRanges": ["0.0.0.0/0"], "layer4Configs": [{"ipProtocol": "all"}]}
RULE: dict[str, Any] = {"firewallPolicy": "closed", "priority": 65000, "direction": "EGRESS", "action": "deny", "match": MATCH}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"action": "drop"}, "action"),
        ({"priority": 2147483647}, "priority"),
        ({"direction": "OUT"}, "direction"),
        ({"direction": "INGRESS"}, "match"),
        ({"match": {**MATCH, "layer4Configs": []}}, "match.layer4Configs"),
        ({"match": {**MATCH, "destIpRanges": ["10.0.0.1/8"]}}, "match.destIpRanges[0]"),
        ({"match": {"layer4Configs": [{"ipProtocol": "all"}]}}, "match"),
        ({"match": {**MATCH, "layer4Configs": [{"ipProtocol": "icmp", "ports": ["1"]}]}}, "match.layer4Configs[0].ports"),
        ({"match": {**MATCH, "destFqdns": ["a.example"] * 101}}, "match.destFqdns"),
        ({"action": "apply_security_profile_group"}, "securityProfileGroup"),
        ({"securityProfileGroup": "g"}, "securityProfileGroup"),
        ({"tlsInspect": True}, "tlsInspect"),
        ({"action": "goto_next", "enableLogging": True}, "enableLogging"),
        ({"match": {**MATCH, "destNetworkScope": "MARS"}}, "match.destNetworkScope"),
    ],
)
@pytest.mark.parametrize("type_", [NETWORK_POLICY_RULE, REGION_POLICY_RULE, HIERARCHICAL_POLICY_RULE])
def test_a_rule_of_a_policy_makes_sense(gcp: Project, type_: str, changes: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(type_, **{**RULE, **changes})}


def test_a_sound_rule_is_made_and_its_priority_is_its_name(gcp: Project) -> None:
    gcp.make(NETWORK_POLICY, name="closed")
    rule = gcp.make(NETWORK_POLICY_RULE, **RULE)
    assert rule.id == "projects/hospital-phi/global/firewallPolicies/closed/rules/65000"
    with pytest.raises(CloudError, match="409"):
        gcp.make(NETWORK_POLICY_RULE, **{**RULE, "action": "allow"})
    assert gcp.replaced_by(rule, priority=1) == ["priority"]
    assert gcp.change(rule, action="allow")["action"] == "allow"
    with pytest.raises(CloudError, match=r"does not exist|not found"):
        gcp.make(NETWORK_POLICY_RULE, **{**RULE, "firewallPolicy": "none"})


def test_a_network_has_one_policy(gcp: Project) -> None:
    network = gcp.network()
    policies = [gcp.make(NETWORK_POLICY, name=name) for name in ("closed", "open")]
    gcp.make(NETWORK_POLICY_ASSOCIATION, name="a", firewallPolicy=policies[0].id, attachmentTarget=network.id)
    gcp.refuses("alreadyExists", NETWORK_POLICY_ASSOCIATION, name="b", firewallPolicy=policies[1].id, attachmentTarget=network["selfLink"])
    gcp.refuses_delete("resourceInUseByAnotherResource", policies[0])
    gcp.refuses_delete("resourceInUseByAnotherResource", network)


def test_a_regional_policy_stands_beside_it(gcp: Project) -> None:
    network = gcp.network()
    policy = gcp.make(REGION_POLICY, name="closed")
    gcp.make(REGION_POLICY_RULE, **RULE)
    gcp.make(REGION_POLICY_ASSOCIATION, name="a", firewallPolicy=policy["name"], attachmentTarget=network.id)
    gcp.refuses("alreadyExists", REGION_POLICY_ASSOCIATION, name="b", firewallPolicy=policy["name"], attachmentTarget=network.id)
    assert policy["selfLinkWithId"].split("/")[-1].isdigit()


def test_a_hierarchical_policy_hangs_on_organization_or_folder(gcp: Project) -> None:
    folder = gcp.make(FOLDER, displayName="clinic", parent=ORGANIZATION)
    policy = gcp.make(HIERARCHICAL_POLICY, parent=ORGANIZATION, shortName="hospital")
    assert policy.id == f"locations/global/firewallPolicies/{policy['name']}"
    rule = gcp.make(HIERARCHICAL_POLICY_RULE, **{**RULE, "firewallPolicy": policy.id})
    assert rule.id == f"{policy.id}/rules/65000"
    made = gcp.make(HIERARCHICAL_POLICY_ASSOCIATION, name="a", firewallPolicy=policy.id, attachmentTarget=folder.id)
    assert made["shortName"] == "hospital"
    gcp.refuses("alreadyExists", HIERARCHICAL_POLICY_ASSOCIATION, name="b", firewallPolicy=policy.id, attachmentTarget=folder.id)
    gcp.refuses("notFound", HIERARCHICAL_POLICY_ASSOCIATION, name="c", firewallPolicy=policy.id, attachmentTarget="projects/hospital-phi")
    assert gcp.faults(HIERARCHICAL_POLICY, parent="projects/hospital-phi", shortName="x") != []
