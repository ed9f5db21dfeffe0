"""One label cuts a workload off, at the network and in the mesh; and who takes it off is known."""

from typing import Any

import pytest

from ai_zones.kubernetes import KubernetesQuarantine
from ai_zones.kubernetes import admission_objects as objects
from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.admitting import refused
from tests.kubernetes.pods import made_by, pod
from tests.kubernetes.recording import Recording, record


def built(**changes: Any) -> Recording:
    args: Any = {"namespaces": {"inference": ["models", "agents"]}, **changes}
    return record(lambda: KubernetesQuarantine("quarantine", args).label)


def test_the_label_closes_a_pod_both_ways_in_each_namespace() -> None:
    closed = built().objects("NetworkPolicy")
    assert set(closed) == {"agents/quarantine", "models/quarantine"}
    for one in closed.values():
        assert one.spec == {
            "podSelector": {"matchExpressions": [{"key": "ai-quarantine", "operator": "Exists"}]},
            "policyTypes": ["Ingress", "Egress"],
        }


def test_in_the_mesh_nobody_enters_it_and_it_knows_nobody() -> None:
    made = built()
    assert made.object("AuthorizationPolicy", "models/quarantine").spec == {
        "selector": {"matchLabels": {"ai-quarantine": "true"}},
        "action": "DENY",
        "rules": [{}],
    }
    assert made.object("Sidecar", "models/quarantine").spec == {
        "workloadSelector": {"labels": {"ai-quarantine": "true"}},
        "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"},
        "egress": [{"hosts": ["~/*"]}],
    }
    assert made.result == "ai-quarantine=true"
    assert built(in_mesh=False).objects("Sidecar") == {}


CUT, FREE = pod(labels={"ai-quarantine": "true"}), pod()
REVIEWER = {"userInfo": {"username": "ann", "groups": ["clinic:security"]}}


@pytest.mark.parametrize("kind", ["Pod", "Deployment"])
def test_the_label_is_taken_off_by_the_named_group_alone(kind: str) -> None:
    cut, free = (one if kind == "Pod" else made_by(kind, one) for one in (CUT, FREE))
    rule = objects.release(["clinic:security"])
    assert "clinic:security" in refused(rule, free, before=cut)[0]
    assert refused(rule, free, before=cut, request=REVIEWER) == []
    assert len(refused(objects.release([]), free, before=cut, request=REVIEWER)) == 1


def test_putting_it_on_and_leaving_it_on_is_everybodys() -> None:
    rule = objects.release([])
    assert refused(rule, CUT, before=FREE) == refused(rule, CUT, before=CUT) == refused(rule, FREE, before=FREE) == []


def test_the_rule_is_bound_to_the_zones_and_protected() -> None:
    made = built()
    assert made.object("ValidatingAdmissionPolicy").protect
    assert (
        made.object("ValidatingAdmissionPolicyBinding").spec["matchResources"]["namespaceSelector"]["matchExpressions"][0]["key"]
        == "ai-zone"
    )
    assert not built(removable=True).object("ValidatingAdmissionPolicy").protect


def test_a_group_of_the_clusters_own_releases_nobody() -> None:
    with pytest.raises(InvalidInputError, match="must be groups of people"):
        built(release_groups=["system:masters"])
