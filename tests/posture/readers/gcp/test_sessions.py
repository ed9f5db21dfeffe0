"""What a peer can announce: only what import policies let by, where they drop everything else."""

from dataclasses import replace
from typing import Any

import pytest

from ai_zones.plan import ZoneName
from posture.approved import ApprovedPeer
from tests.posture.readers.gcp.programs import APPROVED, T1, T4, Gcp

FEED = "192.168.40.0/24"
APPROVAL = replace(APPROVED, peers=(ApprovedPeer("ehr", ZoneName.PHI, FEED, 2575, inbound=True),), peers_stated=True)
ALL = {"expression": "destination.inAnyRange(prefix('0.0.0.0/0').orLonger())"}


def term(priority: int, match: dict[str, Any] | None, action: str) -> dict[str, Any]:
    return {"priority": priority, "actions": [{"expression": action}], **({"match": match} if match else {})}


def under(prefix: str) -> dict[str, Any]:
    return {"expression": f"destination.inAnyRange(prefix('{prefix}').orLonger())"}


BELIEVED = [term(0, under(FEED), "accept()"), term(1, ALL, "drop()")]


def fed(terms: list[dict[str, Any]] | None, **session: Any) -> Gcp:
    program = Gcp()
    program.project()
    network = program.network()
    program.instance("receiver", program.subnet("a", network))
    program.close_names(network)
    program.firewall("in", network, direction="INGRESS", priority=900, allows=[{"protocol": "tcp", "ports": ["2575"]}], sourceRanges=[FEED])
    program.deny_egress(network)
    router = program.add("compute:Router", "router", network=network.id, region="europe-west1")
    gateway = program.add("compute:HaVpnGateway", "gateway", network=network.id, region="europe-west1")
    program.add("compute:VPNTunnel", "tunnel", vpnGateway=gateway.id, router=router.id, peerExternalGateway="ehr", region="europe-west1")
    program.add("compute:RouterInterface", "interface", router="router", vpnTunnel="tunnel", region="europe-west1")
    if terms is not None:
        policy: dict[str, Any] = {"router": "router", "region": "europe-west1", "terms": terms}
        program.add("compute:RouterRoutePolicy", "believed", type="ROUTE_POLICY_TYPE_IMPORT", **policy)
        session = {"importPolicies": ["believed"], **session}
    program.add("compute:RouterPeer", "session", router="router", interface="interface", region="europe-west1", peerAsn=65001, **session)
    return program


@pytest.mark.parametrize("last", [term(1, ALL, "drop()"), term(1, None, "drop()")])
def test_a_session_that_believes_the_feed_alone_is_proven(form: str, last: dict[str, Any]) -> None:
    verdicts = fed([term(0, under(FEED), "accept()"), last]).verdicts(form, APPROVAL)
    assert (verdicts[T1], verdicts[T4]) == ("proven", "proven")


@pytest.mark.parametrize(
    "terms",
    [
        None,
        [term(0, under(FEED), "accept()")],
        [term(1, under(FEED), "accept()"), term(0, {"expression": "community == '1:1'"}, "accept()"), term(2, ALL, "drop()")],
        [term(0, under(FEED), "accept()"), term(1, under("10.0.0.0/8"), "drop()")],
    ],
)
def test_a_session_that_may_believe_more_is_not(form: str, terms: list[dict[str, Any]] | None) -> None:
    assert fed(terms).verdicts(form, APPROVAL)[T4] == "unproven"


@pytest.mark.parametrize("more", [{"enableIpv6": True}, {"importPolicies": ["believed", "another"]}])
def test_a_session_with_more_than_one_policy_or_ipv6_is_not(form: str, more: dict[str, Any]) -> None:
    assert fed(BELIEVED, **more).verdicts(form, APPROVAL)[T4] == "unproven"


def test_a_session_that_believes_another_range_too_joins_it(form: str) -> None:
    program = fed([term(0, under("10.77.0.0/16"), "accept()"), *[{**one, "priority": one["priority"] + 1} for one in BELIEVED]])
    firewall = next(made for made in program.made if made.name == "ward-deny")
    program.made.remove(firewall)
    assert program.verdicts(form, APPROVAL)[T4] == "violated"


def test_what_is_configured_beside_the_policy_counts(form: str) -> None:
    program = fed(BELIEVED, customLearnedIpRanges=[{"range": "10.78.0.0/16"}])
    program.made.remove(next(made for made in program.made if made.name == "ward-deny"))
    assert program.verdicts(form, APPROVAL)[T4] == "violated"
