"""Properties that exclude each other by the SDK's own texts, without a rule and at every depth."""

from typing import Any

import pytest

from simulator.packages.gcp_docs import documented
from simulator.packages.gcp_judge import judge
from simulator.schema import type_schema
from simulator.values import UNKNOWN
from tests.simulator.gcp.project import REGION, Project

SLO = "gcp:monitoring/slo:Slo"
CONNECTOR = "gcp:vpcaccess/connector:Connector"


def slo(**cut: Any) -> dict[str, Any]:
    """A service level objective."""
    return {"service": "s", "goal": 0.9, "calendarPeriod": "DAY", "requestBasedSli": cut}


def test_what_a_text_excludes_is_a_fault_at_its_place(gcp: Project) -> None:
    both = slo(distributionCut={"distributionFilter": "f", "range": {"max": 1}}, goodTotalRatio={"totalServiceFilter": "f"})
    assert gcp.faults(SLO, **both) == ["requestBasedSli.goodTotalRatio: conflicts with distributionCut"]
    assert gcp.faults(SLO, **slo(goodTotalRatio={"totalServiceFilter": "f"})) == []


@pytest.mark.parametrize("value", [UNKNOWN, None, "", False], ids=["unknown", "absent", "empty", "off"])
def test_what_is_not_given_or_not_known_excludes_nothing(value: Any) -> None:
    schema, texts = type_schema(CONNECTOR), documented(CONNECTOR)
    assert list(judge(schema, texts, "", {"minInstances": 2, "minThroughput": value}, "")) == []
    assert list(judge(schema, texts, "", {"minInstances": 2, "minThroughput": 200}, "")) == [
        ("minThroughput", "conflicts with minInstances")
    ]
    assert list(judge(schema, texts, "", {"minInstances": 2, "minThroughput": 200, "__defaults": ["minThroughput"]}, "")) == []


def test_a_text_on_something_else_excludes_nothing() -> None:
    """`metricSources` speaks of its members, a dataset's expirations of its tables."""
    assert "metricSources" not in documented("gcp:vertex/aiOnlineEvaluator:AiOnlineEvaluator").excluding.get("", {})
    assert documented("gcp:bigquery/dataset:Dataset").excluding == {}


@pytest.mark.parametrize("token", ["gcp:compute/instanceTemplate:InstanceTemplate", "gcp:container/cluster:Cluster", SLO, CONNECTOR])
def test_what_is_excluded_is_a_property_of_the_same_object(token: str) -> None:
    schema, said = type_schema(token), documented(token).excluding
    assert said
    for key, members in said.items():
        known = schema.objects[key] if key else schema.inputs
        assert {*members, *(other for others in members.values() for other in others)} <= set(known)


def test_a_rule_of_its_own_is_not_needed(gcp: Project) -> None:
    connector = {"name": "out", "region": REGION, "network": "n", "ipCidrRange": "10.8.0.0/28", "minInstances": 2, "maxInstances": 3}
    assert gcp.faults(CONNECTOR, **connector) == []
    assert gcp.faults(CONNECTOR, **connector, minThroughput=200) == ["minThroughput: conflicts with minInstances"]
