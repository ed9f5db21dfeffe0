"""What a landing zone made is read as it stands: nothing of it is registered, and every part that decides a way is in the state."""

from typing import Any

import pytest

from ai_zones.gcp.adopted_network import GcpAdoptedNetwork
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import Recording, network, record, subnetwork

HOST = "acme-landing"
POLICY = f"projects/{HOST}/global/firewallPolicies/shared"
ANSWERS = f"projects/{HOST}/responsePolicies/shared"
WHOLE: dict[str, Any] = {
    "zone": "phi",
    "network": network("shared", HOST),
    "workload_subnetwork": subnetwork("phi", HOST),
    "endpoint_subnetwork": subnetwork("phi", HOST),
    "other_subnetworks": {"batch": subnetwork("batch", HOST)},
    "routes": {"default": f"projects/{HOST}/global/routes/default-route-1"},
    "firewall_rules": {"deny": f"projects/{HOST}/global/firewalls/deny"},
    "firewall_policy": POLICY,
    "firewall_policy_rules": {"deny-egress": f"{POLICY}/rules/2000000"},
    "firewall_policy_association": f"{POLICY}/associations/shared",
    "peerings": {"hub": f"{HOST}/shared/to-hub"},
    "routers": {"hub": f"projects/{HOST}/regions/europe-west3/routers/hub"},
    "translations": {"exit": f"projects/{HOST}/regions/europe-west3/routers/hub/exit"},
    "tunnels": {"ehr": f"projects/{HOST}/regions/europe-west3/vpnTunnels/ehr"},
    "attachments": {"ehr": f"projects/{HOST}/regions/europe-west3/interconnectAttachments/ehr"},
    "managed_zones": {"internal": f"projects/{HOST}/managedZones/internal"},
    "server_policy": f"projects/{HOST}/policies/shared",
    "response_policy": ANSWERS,
    "response_rules": {"nothing-else": f"{ANSWERS}/rules/nothing-else"},
}


def adopted(**changes: Any) -> Recording:
    args: Any = {**WHOLE, **changes}
    return record(lambda: GcpAdoptedNetwork("shared", args).response_policy)


def test_everything_that_is_named_is_read_and_nothing_is_made() -> None:
    recording = adopted()
    paths = [one for value in WHOLE.values() for one in (value.values() if isinstance(value, dict) else [value])]
    assert {read.id for read in recording.reads} == set(paths) - {"phi"}
    assert [one.type for one in recording.resources] == ["ai-zones:index:GcpAdoptedNetwork"]
    assert {read.parent for read in recording.reads} == {"shared"}


def test_a_subnetwork_that_serves_two_kinds_is_read_once() -> None:
    assert adopted().read("compute/subnetwork:Subnetwork") == {
        "shared-subnet-workload": subnetwork("phi", HOST), "shared-subnet-batch": subnetwork("batch", HOST),
    }  # fmt: skip


def test_it_offers_what_a_network_that_is_built_offers() -> None:
    made: list[GcpAdoptedNetwork] = []
    record(lambda: made.append(GcpAdoptedNetwork("shared", {**WHOLE})))  # type: ignore[typeddict-item]
    assert (made[0].network, made[0].firewall_policy, made[0].response_policy) == (network("shared", HOST), POLICY, "shared")
    assert made[0].proxy_subnetwork == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"network": "shared"}, "path or self link of a VPC network"),
        ({"routes": {"default": "0.0.0.0/0"}}, "of a route"),
        ({"other_subnetworks": {"workload": subnetwork()}}, "has an input of its own"),
        ({"firewall_policy_association": None}, "give both, of one policy, or none"),
        ({"firewall_policy_rules": {"x": f"projects/{HOST}/global/firewallPolicies/other/rules/1"}}, "it must be a rule of"),
        ({"response_policy": None}, "a policy that is given too"),
    ],
)
def test_a_wrong_form_of_id_is_refused_before_anything_is_read(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        adopted(**changes)


def test_routes_must_be_named_even_where_there_are_none() -> None:
    args: Any = {name: value for name, value in WHOLE.items() if name != "routes"}
    with pytest.raises(InvalidInputError, match="routes: is required"):
        record(lambda: GcpAdoptedNetwork("shared", args))
