"""Policies of the whole cluster: tiers, priorities, and what each action does.

Source of every expectation: SIG Network, "Network Policy API: API overview".
"""

from typing import Any

import pytest

from posture.graph.addresses import AddressSet
from posture.graph.ports import common
from posture.kubernetes.cluster_policies import parse_cluster_policy
from posture.kubernetes.network_policies import parse_policy
from posture.kubernetes.parties import NamedPort, Namespace, Outside, Pod
from posture.kubernetes.reach import Policies
from posture.kubernetes.selectors import Labels
from posture.values import UNKNOWN

HOME = Namespace.make("phi", "phi", Labels({"ai-zone": "phi"}))
OTHER = Namespace.make("lab", "lab", Labels())
RECORDS = Pod("records", "records", HOME, Labels({"app": "records"}), (NamedPort("sql", "tcp", 5432),))
CALLER = Pod("caller", "caller", OTHER, Labels({"app": "caller"}))
WEB = Outside(AddressSet.parse("93.184.216.34"))
PORT = (("tcp", 5432, 5432),)
ALL_PEERS: list[dict[str, Any]] = [{"namespaces": {}}]
SUBJECT: dict[str, Any] = {"namespaces": {}}


def said(*specs: dict[str, Any], closed: bool = False, kind: str = "ClusterNetworkPolicy") -> tuple[bool, bool]:
    """Whether the caller may, and certainly can, connect to the records' port."""
    network = (parse_policy("closed", "closed", "phi", {"podSelector": {}, "policyTypes": ["Ingress"]}),) if closed else ()
    cluster = tuple(parse_cluster_policy(str(index), str(index), kind, spec) for index, spec in enumerate(specs))
    found = Policies(network, cluster).between(CALLER, RECORDS)
    return bool(common(found.may, PORT)), bool(common(found.must, PORT))


def admin(priority: Any, *rules: tuple[Any, Any], tier: Any = "Admin", subject: Any = SUBJECT, **more: Any) -> dict[str, Any]:
    listed = [{"action": action, "from": peers, **more} for action, peers in rules]
    return {"tier": tier, "priority": priority, "subject": subject, "ingress": listed}


@pytest.mark.parametrize(
    ("specs", "closed", "passes"),
    [
        ((), False, True),
        ((), True, False),
        ((admin(1, ("Deny", ALL_PEERS)),), False, False),
        ((admin(1, ("Accept", ALL_PEERS)),), True, True),
        ((admin(1, ("Pass", ALL_PEERS)),), True, False),
        ((admin(1, ("Pass", ALL_PEERS), ("Accept", ALL_PEERS)),), True, False),
        ((admin(1, ("Accept", ALL_PEERS), ("Deny", ALL_PEERS)),), False, True),
        ((admin(9, ("Deny", ALL_PEERS)), admin(1, ("Accept", ALL_PEERS))), False, True),
        ((admin(1, ("Deny", ALL_PEERS), tier="Baseline"),), False, False),
        ((admin(1, ("Accept", ALL_PEERS), tier="Baseline"),), True, False),
        ((admin(1, ("Deny", [{"namespaces": {"matchLabels": {"kubernetes.io/metadata.name": "lab"}}}])),), False, False),
        ((admin(1, ("Deny", [{"namespaces": {"matchLabels": {"kubernetes.io/metadata.name": "phi"}}}])),), False, True),
        ((admin(1, ("Deny", ALL_PEERS), subject={"namespaces": {"matchLabels": {"ai-zone": "training"}}}),), False, True),
        ((admin(1, ("Deny", ALL_PEERS), protocols=[{"tcp": {"destinationPort": {"number": 443}}}]),), False, True),
        ((admin(1, ("Deny", ALL_PEERS), protocols=[{"tcp": {"destinationPort": {"range": {"start": 5000, "end": 6000}}}}]),), False, False),
        ((admin(1, ("Deny", ALL_PEERS), protocols=[{"destinationNamedPort": "sql"}]),), False, False),
        ((admin(1, ("Deny", ALL_PEERS), ports=[{"portNumber": {"protocol": "TCP", "port": 5432}}]),), False, False),
        ((admin(1, ("Deny", ALL_PEERS), ports=[{"namedPort": "http"}]),), False, True),
    ],
)
def test_the_first_rule_that_matches_decides(specs: tuple[dict[str, Any], ...], closed: bool, passes: bool) -> None:
    assert said(*specs, closed=closed) == (passes, passes)


@pytest.mark.parametrize(
    "spec",
    [
        admin(UNKNOWN, ("Deny", ALL_PEERS)) | {"ingress": UNKNOWN},
        admin(1, (UNKNOWN, ALL_PEERS)),
        admin(1, ("Deny", UNKNOWN)),
        admin(1, ("Deny", ALL_PEERS), subject=UNKNOWN),
        admin(1, ("Deny", ALL_PEERS), tier=UNKNOWN),
        admin(1, ("Deny", ALL_PEERS), ports=UNKNOWN),
    ],
)
def test_what_is_unknown_leaves_both_open(spec: dict[str, Any]) -> None:
    assert said(spec) == (True, False)


def test_two_policies_of_one_priority_leave_both_open() -> None:
    assert said(admin(1, ("Deny", ALL_PEERS)), admin(1, ("Accept", ALL_PEERS))) == (True, False)


def test_the_older_kinds_have_their_tier_in_their_name() -> None:
    spec = admin(1, ("Deny", ALL_PEERS), tier=None)
    assert said(spec, kind="AdminNetworkPolicy") == (False, False)
    assert said(admin(1, ("Allow", ALL_PEERS), tier=None), closed=True, kind="AdminNetworkPolicy") == (True, True)
    assert said(spec, kind="BaselineAdminNetworkPolicy") == (False, False)


def test_a_policy_of_names_may_open_any_address() -> None:
    spec = {
        "tier": "Admin",
        "priority": 1,
        "subject": SUBJECT,
        "egress": [
            {"action": "Accept", "to": [{"domainNames": ["api.example.com"]}]},
            {"action": "Deny", "to": [{"networks": ["0.0.0.0/0"]}]},
        ],
    }
    found = Policies((), (parse_cluster_policy("names", "names", "ClusterNetworkPolicy", spec),)).between(RECORDS, WEB)
    assert found.may
    assert not found.must
