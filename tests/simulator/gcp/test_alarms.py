"""Alerting policies whose conditions can't be kept, and channels that lead nowhere, are refused."""

from typing import Any

import pytest

from simulator.rules.gcp.alarms import METRIC
from simulator.rules.gcp.connectivity import CHANNEL
from tests.simulator.gcp.project import Project

ALERT = "gcp:monitoring/alertPolicy:AlertPolicy"
LOG: dict[str, Any] = {"displayName": "x", "conditionMatchedLog": {"filter": 'resource.type="gce_route"'}}
LIMIT: dict[str, Any] = {"notificationRateLimit": {"period": "300s"}}
FILTER = 'metric.type="vpn.googleapis.com/tunnel_established" AND resource.type="vpn_gateway"'


def threshold(**changes: Any) -> dict[str, Any]:
    return {"displayName": "x", "conditionThreshold": {"filter": FILTER, "comparison": "COMPARISON_LT", "duration": "300s", **changes}}


def wrong(gcp: Project, type_: str, **inputs: Any) -> set[str]:
    """Paths at which the inputs are refused."""
    return {fault.partition(":")[0] for fault in gcp.faults(type_, **inputs)}


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"conditions": [LOG], "alertStrategy": LIMIT}, set()),
        ({"conditions": [threshold()]}, set()),
        ({"conditions": [LOG]}, {"alertStrategy.notificationRateLimit"}),
        ({"conditions": [LOG, threshold()], "alertStrategy": LIMIT}, {"conditions"}),
        ({"conditions": [threshold()], "alertStrategy": LIMIT}, {"alertStrategy.notificationRateLimit"}),
        ({"conditions": [{**LOG, **threshold()}], "alertStrategy": LIMIT}, {"conditions[0]"}),
        ({"conditions": [threshold(filter='metric.type="x"')]}, {"conditions[0].conditionThreshold.filter"}),
        ({"conditions": [threshold(duration="90s")]}, {"conditions[0].conditionThreshold.duration"}),
        ({"conditions": [threshold(comparison="COMPARISON_GE")]}, {"conditions[0].conditionThreshold.comparison"}),
        (
            {"conditions": [threshold(aggregations=[{"alignmentPeriod": "30s", "perSeriesAligner": "ALIGN_MEAN"}])]},
            {"conditions[0].conditionThreshold.aggregations[0].alignmentPeriod"},
        ),
        ({"conditions": [threshold()], "severity": "HIGH"}, {"severity"}),
    ],
)
def test_a_condition_can_be_kept(gcp: Project, inputs: dict[str, Any], where: set[str]) -> None:
    assert wrong(gcp, ALERT, displayName="x", combiner="OR", **inputs) == where


def test_a_channel_says_where(gcp: Project) -> None:
    assert wrong(gcp, CHANNEL, type="email", labels={"address": "a@example.com"}) == {"labels"}
    assert wrong(gcp, CHANNEL, type="email", labels={"email_address": "a@example.com"}) == set()


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({}, set()),
        ({"metricDescriptor": {"metricKind": "DELTA", "valueType": "DISTRIBUTION"}}, {"valueExtractor"}),
        ({"bucketOptions": {"linearBuckets": {"width": 1, "offset": 0, "numFiniteBuckets": 3}}}, {"bucketOptions"}),
        ({"labelExtractors": {"who": "EXTRACT(protoPayload.authenticationInfo.principalEmail)"}}, {"labelExtractors"}),
    ],
)
def test_a_metric_declares_what_it_draws_out(gcp: Project, inputs: dict[str, Any], where: set[str]) -> None:
    assert wrong(gcp, METRIC, name="routes", filter='resource.type="gce_route"', **inputs) == where
