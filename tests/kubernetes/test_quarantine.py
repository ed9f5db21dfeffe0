"""One label cuts a workload off, at the network and in the mesh; and who takes it off is known."""

from functools import partial
from typing import Any

import pytest

from ai_zones.kubernetes import KubernetesQuarantine
from ai_zones.kubernetes import admission_objects as objects
from ai_zones.kubernetes.validation import InvalidInputError
from stacks.kubernetes.program import build
from tests.kubernetes import programs
from tests.kubernetes.admitting import refused
from tests.kubernetes.pods import made_by, pod
from tests.kubernetes.recording import Recording, record
from tests.stacks.stack_files import engine_config

PLATFORM = {"istio-system"}
"""Namespaces whose zone is that of the cluster, and where no program of a zone runs."""


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


def test_a_models_own_namespace_is_cut_off_the_same_before_the_model_runs() -> None:
    by_list, own = built(), programs.built("model")
    for kind in ("NetworkPolicy", "AuthorizationPolicy", "Sidecar"):
        made = own.object(kind, "models/quarantine")
        assert made.spec == by_list.object(kind, "models/quarantine").spec
        assert own.waits(own.object("Deployment"), made)
        assert own.waits(made, own.object("Namespace", "models"))


def test_no_namespace_of_a_stack_is_left_out_or_cut_off_twice() -> None:
    for stack in ("kubernetes-clinical", "kubernetes-dev"):
        made = record(partial(build, stack, engine_config(stack)))
        zoned = {
            name for name, one in made.objects("Namespace").items() if "ai-zone" in one.inputs["metadata"].get("labels", {})
        } - PLATFORM
        for kind in ("NetworkPolicy", "AuthorizationPolicy", "Sidecar"):
            names = [one.named for one in made.resources if one.inputs.get("kind") == kind and one.named.endswith("/quarantine")]
            assert sorted(names) == sorted(f"{name}/quarantine" for name in zoned)


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
