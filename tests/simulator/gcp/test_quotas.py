"""Limits and default quotas: one more than the documentation says is refused, the last that it allows is not."""

from typing import Any

import pytest

from simulator.rules.gcp import kinds
from simulator.rules.gcp.quotas import MOST, attributes
from tests.simulator.gcp.project import REGION, Project

LABELLED = ("gcp:storage/bucket:Bucket", {"name": "hospital-labels", "location": REGION})


def entries(count: int) -> list[str]:
    """So many texts."""
    return [f"10.{at // 250}.{at % 250}.0/24" for at in range(count)]


ENTRIES: list[tuple[str, dict[str, Any], str, list[Any]]] = [
    (kinds.FIREWALL, {"name": "f", "network": "n", "allows": [{"protocol": "tcp"}]}, "sourceTags", [f"t{at}" for at in range(30)]),
    (
        kinds.FIREWALL,
        {"name": "f", "network": "n", "allows": [{"protocol": "tcp"}], "sourceRanges": ["10.0.0.0/8"]},
        "targetTags",
        ["t"] * 70,
    ),
    (kinds.FIREWALL, {"name": "f", "network": "n", "allows": [{"protocol": "tcp"}]}, "sourceRanges", entries(5000)),
    (kinds.RECORD, {"name": "a.example.org.", "type": "A", "ttl": 300, "managedZone": "z"}, "rrdatas", ["10.0.0.1"] * 100),
    (
        kinds.SINK,
        {"name": "s", "destination": "storage.googleapis.com/logs"},
        "exclusions",
        [{"name": "e", "filter": "severity<INFO"}] * 50,
    ),
    (
        kinds.LOG_BUCKET,
        {"bucketId": "b", "location": REGION, "project": "p"},
        "indexConfigs",
        [{"fieldPath": "a", "type": "INDEX_TYPE_STRING"}] * 20,
    ),
]


@pytest.mark.parametrize(("type_", "inputs", "name", "most"), ENTRIES, ids=[f"{one[0].split('/')[1]}-{one[2]}" for one in ENTRIES])
def test_one_entry_too_many_is_refused(gcp: Project, type_: str, inputs: dict[str, Any], name: str, most: list[Any]) -> None:
    assert [one for one in gcp.faults(type_, **inputs, **{name: most}) if one.startswith(f"{name}:")] == []
    [fault] = [one for one in gcp.faults(type_, **inputs, **{name: [*most, most[0]]}) if one.startswith(f"{name}:")]
    assert f"has length {len(most) + 1}" in fault


def test_five_routers_serve_a_network_in_a_region(gcp: Project) -> None:
    network, other = gcp.network(), gcp.network("other")
    for at in range(5):
        gcp.make(kinds.ROUTER, name=f"r{at}", network=network.id)
    gcp.refuses("invalid", kinds.ROUTER, match="at most 5", name="r5", network=network.id)
    assert gcp.make(kinds.ROUTER, name="r5", network=other.id)
    assert gcp.make(kinds.ROUTER, name="r6", network=network.id, region="us-east1")


def test_a_network_has_twenty_five_peers(gcp: Project) -> None:
    hub = gcp.network("hub")
    for at in range(26):
        peer = gcp.network(f"n{at}")
        given = {"name": f"to-n{at}", "network": hub.id, "peerNetwork": peer.id}
        if at < 25:
            gcp.make(kinds.PEERING, **given)
        else:
            gcp.refuses("quotaExceeded", kinds.PEERING, match="PEERINGS_PER_NETWORK", **given)


def test_a_project_has_a_hundred_service_accounts(gcp: Project, other: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST[kinds.SERVICE_ACCOUNT].most == 100
    for at in range(100):
        gcp.make(kinds.SERVICE_ACCOUNT, accountId=f"reader-{at:03d}")
    gcp.refuses("resourceExhausted", kinds.SERVICE_ACCOUNT, match="Maximum number of service accounts", accountId="reader-100")
    assert other.make(kinds.SERVICE_ACCOUNT, accountId="reader-100")


@pytest.mark.parametrize(
    "labels",
    [
        {f"k{at}": "v" for at in range(65)},
        {"Zone": "phi"},
        {"zone": "PHI"},
        {"9zone": "phi"},
        {"zone": "a.b"},
        {"zone": "v" * 64},
        {"k" * 64: ""},
    ],
    ids=["65", "capital-key", "capital-value", "digit-first", "point", "long-value", "long-key"],
)
def test_labels_that_google_does_not_take_are_refused(gcp: Project, labels: dict[str, str]) -> None:
    type_, inputs = LABELLED
    gcp.refuses("invalid", type_, **inputs, labels=labels)


def test_sixty_four_labels_stand_and_a_change_is_judged_too(gcp: Project) -> None:
    type_, inputs = LABELLED
    made = gcp.make(type_, **inputs, labels={**{f"k{at}": "" for at in range(63)}, "zone_1-a": "phi-1_b"})
    gcp.refuses_change("invalid", made, "violates format constraints", labels={"zone": "PHI"})


def test_proxies_need_a_subnet_of_64_addresses(gcp: Project) -> None:
    given = {"name": "proxies", "network": "n", "purpose": "REGIONAL_MANAGED_PROXY", "role": "ACTIVE"}
    assert [one.split(":")[0] for one in gcp.faults(kinds.SUBNETWORK, **given, ipCidrRange="10.1.0.0/27")] == ["ipCidrRange"]
    assert gcp.faults(kinds.SUBNETWORK, **given, ipCidrRange="10.1.0.0/26") == []


def test_attributes_of_a_perimeters_rules_are_counted_each_time(gcp: Project) -> None:
    rule = {
        "ingressFrom": {"identities": ["user:a@b.org", "user:c@b.org"], "sources": [{"accessLevel": "*"}]},
        "ingressTo": {
            "resources": ["*"],
            "operations": [{"serviceName": "storage.googleapis.com", "methodSelectors": [{"method": "*"}, {"permission": "p"}]}],
        },
    }
    assert attributes({"ingressPolicies": [rule, rule], "egressPolicies": []}) == 12
    policy = "accessPolicies/1"
    given = {"name": f"{policy}/servicePerimeters/phi", "parent": policy, "title": "phi"}
    full, over = ({"restrictedServices": ["storage.googleapis.com"], "ingressPolicies": [rule] * count} for count in (1000, 1001))
    assert gcp.faults(kinds.PERIMETER, **given, status=full) == []
    [fault] = gcp.faults(kinds.PERIMETER, **given, status=over)
    assert fault == "status.ingressPolicies: rules of ingress and egress have 6006 attributes; allowed: 6000"
