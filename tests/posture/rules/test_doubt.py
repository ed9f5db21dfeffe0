"""What only may make something a rule's matter leaves it unproven: it is neither a fault for certain, nor none."""

import pytest

from posture.proofs.verdict import Verdict
from tests.posture.rules.wrong import WrongSample, known_places

POINTING = [
    ("access-point-policy", "violating", "policy", "bucket"),
    ("bucket-replica-key", "violating", "replication", "bucket"),
    ("firewall-protected", "violating_gcp", "inspection", "caPool"),
    ("private-endpoints-filtered", "violating_inline", "vault", "subnet"),
    ("service-network-asks", "violating", "member", "serviceNetworkIdentifier"),
    ("service-network-asks", "violating", "offer", "serviceNetworkIdentifier"),
    ("shares-stay-inside", "unstated", "somebodys", "resourceShareArn"),
    ("transit-gateway-closed", "violating", "joined", "transitGatewayId"),
]


def found(rule: str, sample: str, resource: str, prop: str) -> WrongSample:
    return next(one for one in known_places(rule) if (one.sample, one.resource.name, one.place) == (sample, resource, (prop,)))


@pytest.mark.parametrize(("rule", "sample", "resource", "prop"), POINTING)
def test_what_may_point_there_leaves_its_faults_unproven(rule: str, sample: str, resource: str, prop: str) -> None:
    place = found(rule, sample, resource, prop)
    said, before = place.judged({"odd": 2.5}), place.judged(place.value)
    assert said.verdict is not Verdict.PROVEN
    certain = {one.urn for one in said.findings if one.verdict is Verdict.VIOLATED}
    assert certain <= {one.urn for one in before.findings}
    assert any(one.verdict is Verdict.UNPROVEN for one in said.findings)
