"""A flow has two halves, each under its own zone: what may be called, and who may enter. Together they are the only road."""

from typing import Any

import pytest

from ai_zones.kubernetes import KubernetesFlowConsumer, KubernetesFlowConsumerArgs, KubernetesFlowProducer, KubernetesFlowProducerArgs
from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.recording import Recording, record

OUTSIDE: dict[str, Any] = {"target_namespaces": None, "endpoint_cidrs": ["10.64.2.0/24"], "endpoint_hosts": ["retrieval.clinic.internal"]}
FREE = {"matchExpressions": [{"key": "ai-quarantine", "operator": "DoesNotExist"}]}


def consumer(**changes: Any) -> Recording:
    given: dict[str, Any] = {
        "flow": "rag", "zone": "inference", "namespace": "agents", "target_zone": "deidentification", "service": "retrieval", "port": 443,
        "target_namespaces": ["deid"], **changes,
    }  # fmt: skip
    args: KubernetesFlowConsumerArgs = {key: value for key, value in given.items() if value is not None}  # type: ignore[assignment]
    return record(lambda: KubernetesFlowConsumer("rag", args).policy_name)


def producer(**changes: Any) -> Recording:
    args: KubernetesFlowProducerArgs = {
        "zone": "deidentification",
        "namespace": "deid",
        "service": "retrieval",
        "port": 443,
        "trust_domain": "clinic.internal",
        "sources": {"rag": {"zone": "inference", "namespaces": ["agents"]}},
        **changes,  # type: ignore[typeddict-item]
    }
    return record(lambda: KubernetesFlowProducer("retrieval", args).policy_name)


def zone(name: str, *namespaces: str) -> dict[str, Any]:
    names = {"key": "kubernetes.io/metadata.name", "operator": "In", "values": list(namespaces)}
    return {"matchLabels": {"ai-zone": name}, "matchExpressions": [names]}


def test_a_consumer_reaches_one_service_of_one_zone_at_one_port() -> None:
    assert consumer().object("NetworkPolicy", "agents/flow-rag").spec == {
        "podSelector": FREE,
        "policyTypes": ["Egress"],
        "egress": [
            {
                "to": [{"namespaceSelector": zone("deidentification", "deid"), "podSelector": {**FREE, "matchLabels": {"ai-service": "retrieval"}}}],
                "ports": [{"protocol": "TCP", "port": 443}],
            }
        ],
    }  # fmt: skip


def test_some_callers_alone_may_open_it() -> None:
    one = consumer(callers=["agent"]).object("NetworkPolicy").spec["podSelector"]
    assert one["matchLabels"] == {"ai-service": "agent"}
    two = consumer(callers=["tools", "agent"]).object("NetworkPolicy").spec["podSelector"]
    assert {"key": "ai-service", "operator": "In", "values": ["agent", "tools"]} in two["matchExpressions"]
    assert FREE["matchExpressions"][0] in two["matchExpressions"]


def test_a_service_outside_is_an_address_to_the_network_and_a_name_to_the_mesh() -> None:
    made = consumer(**OUTSIDE)
    assert made.object("NetworkPolicy").spec["egress"][0]["to"] == [{"ipBlock": {"cidr": "10.64.2.0/24"}}]
    entry = made.object("ServiceEntry").spec
    assert (entry["hosts"], entry["exportTo"], entry["ports"][0]["protocol"]) == (["retrieval.clinic.internal"], ["."], "TLS")
    assert consumer(**OUTSIDE, in_mesh=False).objects("ServiceEntry") == {}


def test_a_producer_is_entered_by_its_consumers_at_one_port() -> None:
    assert producer().object("NetworkPolicy", "deid/into-retrieval").spec == {
        "podSelector": {**FREE, "matchLabels": {"ai-service": "retrieval"}},
        "policyTypes": ["Ingress"],
        "ingress": [
            {
                "from": [{"namespaceSelector": zone("inference", "agents"), "podSelector": FREE}],
                "ports": [{"protocol": "TCP", "port": 443}],
            }
        ],
    }


def test_the_mesh_lets_in_these_identities_and_keeps_out_all_others_whatever_else_allows() -> None:
    made = producer(sources={"rag": {"zone": "inference", "namespaces": ["agents"], "service_accounts": ["rag"]}})
    allow, deny = (
        made.object("AuthorizationPolicy", "deid/retrieval-allow").spec,
        made.object("AuthorizationPolicy", "deid/retrieval-deny-others").spec,
    )
    callers = ["clinic.internal/ns/agents/sa/rag"]
    assert allow["rules"] == [{"from": [{"source": {"principals": callers}}], "to": [{"operation": {"ports": ["443"]}}]}]
    assert deny["rules"] == [{"from": [{"source": {"notPrincipals": callers}}]}, {"to": [{"operation": {"notPorts": ["443"]}}]}]
    assert (allow["action"], deny["action"]) == ("ALLOW", "DENY")
    assert allow["selector"] == deny["selector"] == {"matchLabels": {"ai-service": "retrieval"}}


def test_several_sources_are_one_list_in_both_walls() -> None:
    made = producer(
        sources={
            "rag": {"zone": "inference", "namespaces": ["agents"]},
            "prompts": {"zone": "access", "cidrs": ["10.64.8.0/24"]},
        }
    )
    assert [sorted(peer) for peer in made.object("NetworkPolicy").spec["ingress"][0]["from"]] == [
        ["ipBlock"],
        ["namespaceSelector", "podSelector"],
    ]
    [rule] = made.object("AuthorizationPolicy", "deid/retrieval-allow").spec["rules"]
    assert rule["from"][0]["source"]["principals"] == ["clinic.internal/ns/agents/sa/*", "clinic.internal/zone/access/*"]


def test_outside_of_the_mesh_namespaces_alone_decide() -> None:
    assert producer(in_mesh=False).objects("AuthorizationPolicy") == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"target_namespaces": None}, "given neither"),
        ({"endpoint_cidrs": ["10.0.0.0/24"], "endpoint_hosts": ["a.b.internal"]}, "given both"),
        ({**OUTSIDE, "endpoint_hosts": None}, "give both"),
        ({**OUTSIDE, "endpoint_cidrs": ["0.0.0.0/0"]}, "private range"),
        ({"target_namespaces": []}, "at least one"),
        ({"port": 0}, "port"),
    ],
)
def test_a_consumer_that_leads_nowhere_or_anywhere_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        consumer(**changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": {}}, "at least one flow"),
        ({"sources": {"rag": {"zone": "inference"}}}, "given neither"),
        ({"sources": {"rag": {"zone": "inference", "namespaces": ["agents"], "cidrs": ["10.0.0.0/24"]}}}, "given both"),
        ({"sources": {"rag": {"zone": "inference", "cidrs": ["93.184.216.0/24"]}}}, "private range"),
        ({"trust_domain": "*"}, "trust domain"),
    ],
)
def test_a_producer_that_lets_in_anybody_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        producer(**changes)
