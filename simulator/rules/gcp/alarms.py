"""Alerting policies, their conditions, channels and log-based metrics.

Sources: Cloud Monitoring API, alertPolicies (Condition: one kind; LogMatch: 'NotificationRateLimit … required'), notificationChannels; Cloud Monitoring
documentation, "Configure log-based alerting policies" (a log-match condition is the only one), "Monitoring filters" (an alert's filter names a
metric and one type of resource), "Quotas and limits" (six conditions, sixteen channels); Cloud Logging API, projects.metrics.
"""

import re
from collections.abc import Iterator

from simulator.rules import Allowed, Fault, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import given, inner, listed, texts
from simulator.rules.gcp.connectivity import alert, channel

METRIC = "gcp:logging/metric:Metric"
_POLICIES = "Cloud Monitoring API, alertPolicies"
_KINDS = (
    *("conditionAbsent", "conditionMatchedLog", "conditionMonitoringQueryLanguage", "conditionPrometheusQueryLanguage", "conditionSql"),
    "conditionThreshold",
)
_NEEDED = {"email": "email_address", "pubsub": "topic", "sms": "number", "slack": "channel_name", "webhook_tokenauth": "url"}

alert.checks = (
    *alert.checks,
    Length("conditions", 1, 6, source="Cloud Monitoring documentation, 'Quotas and limits'"),
    Length("notificationChannels", 0, 16, source="Cloud Monitoring documentation, 'Quotas and limits'"),
    Allowed("severity", ("CRITICAL", "ERROR", "WARNING"), source=f"{_POLICIES}: severity"),
    Allowed("conditions[*].conditionThreshold.comparison", ("COMPARISON_GT", "COMPARISON_LT"), source=f"{_POLICIES}: comparison"),
    Pattern(
        "conditions[*].conditionThreshold.duration",
        r"(?:0|[1-9]\d*)s",
        source=f"{_POLICIES}: duration",
        saying="seconds, such as 300s",
    ),
)


@alert.check(source=f"{_POLICIES}: Condition; 'Configure log-based alerting policies'")
def conditions_are_whole(inputs: Properties) -> Iterator[Fault]:
    """Each condition is of one kind; one that matches logs stands alone and says how often it tells."""
    conditions = listed(inputs.get("conditions"))
    by_log = False
    for at, one in enumerate(conditions):
        kinds = [name for name in _KINDS if given(one.get(name))]
        by_log = by_log or "conditionMatchedLog" in kinds
        if len(kinds) != 1:
            yield f"conditions[{at}]", f"exactly one of {', '.join(_KINDS)} is to be given"
        yield from _threshold(inner(one.get("conditionThreshold")), f"conditions[{at}].conditionThreshold")
    limit = inner(inner(inputs.get("alertStrategy")).get("notificationRateLimit")).get("period")
    if by_log and len(conditions) > 1:
        yield "conditions", "a condition that matches logs stands alone"
    if by_log and not given(limit):
        yield "alertStrategy.notificationRateLimit", "is required with a condition that matches logs"
    if conditions and not by_log and given(limit):
        yield "alertStrategy.notificationRateLimit", "is allowed only with a condition that matches logs"


def _threshold(condition: Properties, where: str) -> Iterator[Fault]:
    text, lasts = condition.get("filter"), condition.get("duration")
    if isinstance(text, str):
        for name in ("metric.type", "resource.type"):
            if not re.search(rf"{re.escape(name)}\s*=", text):
                yield f"{where}.filter", f'must specify a restriction on "{name}" in the filter'
    if isinstance(lasts, str) and re.fullmatch(r"\d+s", lasts) and int(lasts[:-1]) % 60:
        yield f"{where}.duration", f"{lasts} is not allowed: whole minutes"
    for at, one in enumerate(listed(condition.get("aggregations"))):
        period = one.get("alignmentPeriod")
        if isinstance(period, str) and re.fullmatch(r"\d+s", period) and int(period[:-1]) < 60:
            yield f"{where}.aggregations[{at}].alignmentPeriod", f"{period} is not allowed: 60s or more"
        if one.get("crossSeriesReducer") not in (None, "", "REDUCE_NONE") and not given(one.get("perSeriesAligner")):
            yield f"{where}.aggregations[{at}].perSeriesAligner", "is required with crossSeriesReducer"


@channel.check(source="Cloud Monitoring documentation, 'Create and manage notification channels': labels by type")
def channel_says_where(inputs: Properties) -> Iterator[Fault]:
    """Each type of channel has its label."""
    needed = _NEEDED.get(str(inputs.get("type")))
    if needed and not given(inner(inputs.get("labels")).get(needed)):
        yield "labels", f"lack {needed!r}, which type {inputs['type']!r} needs"


metric = Rules(
    METRIC,
    source="Cloud Logging API, projects.metrics; Terraform google provider, google_logging_metric",
    checks=(
        Pattern("name", r"[A-Za-z0-9_.,+!*',()%/-]{1,100}", source="Cloud Logging API, projects.metrics: name"),
        Length("filter", 1, 20000, source="Cloud Logging API, projects.metrics: filter"),
        Allowed("metricDescriptor.metricKind", ("DELTA", "GAUGE", "CUMULATIVE"), source="Cloud Logging API, projects.metrics"),
    ),
    immutable={"name"},
    # Provider reference, `gcp.logging.Metric`: 'a default metric descriptor with a DELTA metric kind, INT64 value type, … and a unit of "1"'.
    unset={"metricDescriptor": {"metricKind": "DELTA", "valueType": "INT64", "unit": "1"}, "metricDescriptor.unit": "1"},
)


@metric.check(source="Cloud Logging API, projects.metrics: valueExtractor, bucketOptions, labelExtractors")
def values_have_a_kind(inputs: Properties) -> Iterator[Fault]:
    """A distribution is of extracted values, and what is extracted is declared."""
    descriptor = inner(inputs.get("metricDescriptor"))
    spread = descriptor.get("valueType") == "DISTRIBUTION"
    if spread and not given(inputs.get("valueExtractor")):
        yield "valueExtractor", "is required when metricDescriptor.valueType is 'DISTRIBUTION'"
    if given(inputs.get("bucketOptions")) and not spread:
        yield "bucketOptions", "is allowed only when metricDescriptor.valueType is 'DISTRIBUTION'"
    declared = {str(one.get("key")) for one in listed(descriptor.get("labels"))}
    drawn = set(inner(inputs.get("labelExtractors")))
    if declared != drawn:
        yield (
            "labelExtractors",
            f"must draw out exactly what metricDescriptor.labels declares: {', '.join(texts(sorted(declared))) or 'nothing'}",
        )
