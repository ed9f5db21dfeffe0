"""A cluster opens the flows of its plan, and no other: judged pod by pod, for plans at random."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_zones.kubernetes import KubernetesPlanFlows
from ai_zones.kubernetes.validation import InvalidInputError
from ai_zones.plan import CEILING, ZoneName, ZonePlan
from posture.settings.registered import PLAN_REGISTERED_BY
from tests.kubernetes.plans import FLOWS, SERVICES, built, plan
from tests.kubernetes.reaching import Judge, Pod, connects
from tests.kubernetes.recording import record

OTHERS = ("agent", "database", "vault")


def pods(namespaces: dict[ZoneName, list[str]]) -> list[tuple[ZoneName, str, Pod]]:
    """A pod of each service of its zone in each namespace, and of some that are not: those that may open a flow, and an agent."""
    return [
        (zone, service, Pod(name, (("ai-service", service),), (("ai-zone", zone.value), ("kubernetes.io/metadata.name", name))))
        for zone, names in namespaces.items()
        for name in names
        for service in sorted({*(one.value for one in CEILING.services[zone]), *OTHERS})
    ]


def allowed(given: ZonePlan, source: ZoneName, caller: str, target: ZoneName, service: str, port: int) -> bool:
    """Whether the plan has it: its zones, service and port, opened by whom the ceiling says."""
    for flow in given.flows.values():
        found = CEILING.find(flow.source, flow.target, flow.service)
        initiator = found.initiator if found else None
        if (flow.source, flow.target, flow.service.value, flow.port) == (source, target, service, port) and initiator in (None, caller):
            return True
    return False


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_pods_of_a_cluster_reach_exactly_what_the_plan_allows(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(FLOWS)), max_size=8, unique=True), "flows")
    moved = data.draw(st.dictionaries(st.sampled_from(SERVICES), st.integers(8000, 8003), max_size=3), "ports")
    held = data.draw(st.lists(st.sampled_from(list(ZoneName)), min_size=1, max_size=3, unique=True), "zones")
    namespaces = {zone: [f"{zone.value}-{place}" for place in range(data.draw(st.integers(1, 2), zone.value))] for zone in held}
    judged = plan(names, moved)
    made, all_pods = built(judged, namespaces), pods(namespaces)
    judge = Judge(made, [one for *_, one in all_pods])
    ports = sorted({flow.port for flow in judged.flows.values()} | {443})
    for (zone, caller, source), (other, service, target) in itertools.product(all_pods, all_pods):
        expected = {port for port in ports if allowed(judged, zone, caller, other, service, port)}
        assert {port for port in ports if connects(made, source, target, port)} == expected, f"{zone}/{caller} → {other}/{service}"
        assert judge.ports(source, target, ports) == expected, f"{zone}/{caller} → {other}/{service}, by the judge"


def test_a_namespace_that_only_claims_a_zone_reaches_nothing() -> None:
    namespaces = {ZoneName.INFERENCE: ["agents"], ZoneName.DEIDENTIFICATION: ["deid"]}
    made = built(plan(["inference-deidentification-retrieval"]), namespaces)
    target = Pod("deid", (("ai-service", "retrieval"),), (("ai-zone", "deidentification"), ("kubernetes.io/metadata.name", "deid")))
    for name, zone in (("liar", "inference"), ("agents", "egress")):
        source = Pod(name, (("ai-service", "agent"),), (("ai-zone", zone), ("kubernetes.io/metadata.name", name)))
        assert not connects(made, source, target, 443)


@pytest.mark.parametrize("end", ["source", "target"])
def test_a_quarantined_pod_reaches_nothing_and_is_reached_by_nothing(end: str) -> None:
    namespaces = {ZoneName.INFERENCE: ["agents"], ZoneName.DEIDENTIFICATION: ["deid"]}
    made = built(plan(["inference-deidentification-retrieval"]), namespaces)

    def one(zone: str, name: str, service: str, cut: bool) -> Pod:
        mark = (("ai-quarantine", "true"),) if cut else ()
        return Pod(name, (("ai-service", service), *mark), (("ai-zone", zone), ("kubernetes.io/metadata.name", name)))

    for cut in (False, True):
        source = one("inference", "agents", "agent", cut and end == "source")
        target = one("deidentification", "deid", "retrieval", cut and end == "target")
        assert connects(made, source, target, 443) is not cut


def test_the_plan_is_registered_so_that_it_can_be_judged_by() -> None:
    judged = plan(["inference-deidentification-retrieval"])
    made = built(judged, {ZoneName.INFERENCE: ["agents"]})
    [flows] = [one for one in made.resources if one.type == "ai-zones:index:KubernetesPlanFlows"]
    assert flows.inputs["plan"] == judged.to_document()
    assert flows.type in PLAN_REGISTERED_BY


def test_what_another_component_builds_is_left_to_it_and_not_told() -> None:
    flows = ["inference-deidentification-retrieval", "inference-deidentification-tools"]
    namespaces = {ZoneName.INFERENCE: ["agents"], ZoneName.DEIDENTIFICATION: ["deid"]}
    made = built(plan(flows), namespaces, built_elsewhere=[flows[1]])
    assert made.result == []
    assert {name for name in made.objects("NetworkPolicy") if "flow-" in name or "into-" in name} == {
        f"agents/flow-{flows[0]}",
        "deid/into-retrieval",
    }


def test_where_another_component_builds_the_doors_those_who_open_the_flow_still_have_their_half() -> None:
    flows = ["access-inference-api", "access-deidentification-prompt"]
    namespaces = {ZoneName.ACCESS: ["portal"], ZoneName.INFERENCE: ["agents"], ZoneName.DEIDENTIFICATION: ["deid"]}
    made = built(plan(flows), namespaces, doors={flows[0]: ["models"], flows[1]: ["deid"]})
    assert made.result == []
    assert {name for name in made.objects("NetworkPolicy") if "flow-" in name or "into-" in name} == {f"portal/flow-{one}" for one in flows}
    [peer] = made.object("NetworkPolicy", f"portal/flow-{flows[0]}").spec["egress"][0]["to"]
    assert peer["namespaceSelector"]["matchLabels"] == {"ai-zone": "inference"}
    assert peer["namespaceSelector"]["matchExpressions"][0]["values"] == ["models"]


def test_halves_whose_other_half_is_elsewhere_are_told_until_it_is_given() -> None:
    flows = ["inference-deidentification-retrieval", "access-inference-api"]
    namespaces = {ZoneName.INFERENCE: ["agents"]}
    assert built(plan(flows), namespaces).result == [
        "access-inference-api: access → inference/api:443 comes into the cluster; give its entrance",
        "inference-deidentification-retrieval: inference → deidentification/retrieval:443 leaves the cluster; give its endpoint",
    ]
    endpoint = {"cidrs": ["10.64.2.0/24"], "hosts": ["retrieval.clinic.internal"]}
    made = built(plan(flows), namespaces, endpoints={flows[0]: endpoint}, entrances={flows[1]: ["10.64.8.0/24"]})
    assert made.result == []
    assert made.object("NetworkPolicy", f"agents/flow-{flows[0]}").spec["egress"][0]["to"] == [{"ipBlock": {"cidr": "10.64.2.0/24"}}]
    assert made.object("NetworkPolicy", "agents/into-api").spec["ingress"][0]["from"] == [{"ipBlock": {"cidr": "10.64.8.0/24"}}]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"callers": {"nothing": ["agent"]}}, "the plan has no such flow"),
        ({"namespaces": {ZoneName.INFERENCE: ["one"], ZoneName.EGRESS: ["one"]}}, "is a namespace of inference already"),
        (
            {"endpoints": {"inference-deidentification-retrieval": {"cidrs": ["10.0.0.0/24"], "hosts": ["a.b.internal"]}}},
            "its target is in this cluster",
        ),
        ({"doors": {"nothing": ["deid"]}}, "doors.nothing: the plan has no such flow"),
        ({"doors": {"inference-deidentification-retrieval": ["agents"]}}, "agents is a namespace of inference"),
        (
            {"namespaces": {ZoneName.DEIDENTIFICATION: ["deid"]}, "doors": {"inference-deidentification-retrieval": ["deid"]}},
            "source is not in",
        ),
        (
            {"doors": {"inference-deidentification-retrieval": ["deid"]}, "built_elsewhere": ["inference-deidentification-retrieval"]},
            "it is in built_elsewhere too",
        ),
    ],
)
def test_what_does_not_belong_to_the_plan_is_refused(changes: dict[str, Any], said: str) -> None:
    namespaces = changes.pop("namespaces", {ZoneName.INFERENCE: ["agents"], ZoneName.DEIDENTIFICATION: ["deid"]})
    args: Any = {
        "plan": plan(["inference-deidentification-retrieval"]),
        "namespaces": namespaces,
        "trust_domain": "clinic.internal",
        **changes,
    }
    with pytest.raises(InvalidInputError, match=said):
        record(lambda: KubernetesPlanFlows("flows", args).left_out)
