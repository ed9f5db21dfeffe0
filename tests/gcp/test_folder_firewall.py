"""A folder's firewall leaves private packets to the networks, and denies the internet whatever they say."""

from typing import Any

import pytest

from ai_zones.gcp.folder_firewall import GcpFolderFirewall
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import Recording, record

FOLDER = "folders/123456789012"
RULE = "compute/firewallPolicyRule:FirewallPolicyRule"


def firewall(**changes: Any) -> Recording:
    args: Any = {"parent": FOLDER, **changes}
    return record(lambda: GcpFolderFirewall("zones", args).firewall_policy)


def rules(**changes: Any) -> dict[str, Any]:
    return {one.name.removeprefix("zones-firewall-"): one.inputs for one in firewall(**changes).of(RULE)}


def test_what_is_not_left_to_the_networks_is_denied_and_logged() -> None:
    found = rules()
    assert {name: (one["direction"], one["action"], one["enableLogging"]) for name, one in found.items()} == {
        "on-egress": ("EGRESS", "goto_next", False), "on-ingress": ("INGRESS", "goto_next", False),
        "deny-egress": ("EGRESS", "deny", True), "deny-ingress": ("INGRESS", "deny", True),
    }  # fmt: skip
    assert found["deny-egress"]["match"]["destIpRanges"] == found["deny-ingress"]["match"]["srcIpRanges"] == ["0.0.0.0/0", "::/0"]
    assert max(one["priority"] for one in found.values() if one["action"] == "goto_next") < found["deny-egress"]["priority"]


def test_only_private_ranges_googles_restricted_address_and_probes_are_left_to_the_networks() -> None:
    private = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"]
    assert rules()["on-egress"]["match"]["destIpRanges"] == [*private, "199.36.153.4/30"]
    assert rules()["on-ingress"]["match"]["srcIpRanges"] == [*private, "130.211.0.0/22", "35.191.0.0/16"]
    assert "203.0.113.0/24" in rules(further_ranges=["203.0.113.0/24"])["on-egress"]["match"]["destIpRanges"]


def test_the_policy_binds_the_folder_once_it_is_whole() -> None:
    recording = firewall()
    bound = recording.one("compute/firewallPolicyAssociation:FirewallPolicyAssociation")
    assert bound.inputs["attachmentTarget"] == FOLDER
    assert all(recording.waits(bound, one) for one in recording.of(RULE))
    other = firewall(target="folders/222222222222").one("compute/firewallPolicyAssociation:FirewallPolicyAssociation")
    assert other.inputs["attachmentTarget"] == "folders/222222222222"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"parent": "projects/acme-prod-phi"}, "folders/<number>"),
        ({"further_ranges": ["0.0.0.0/0"]}, "a /16 or smaller"),
    ],
)
def test_a_firewall_of_no_folder_or_for_everybody_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        firewall(**changes)
