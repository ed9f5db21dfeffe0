"""CloudWatch alarms on a metric.

Sources: Amazon CloudWatch API Reference, PutMetricAlarm; Amazon CloudWatch User Guide, "Using Amazon CloudWatch alarms" (missing data);
Pulumi Registry, aws.cloudwatch.MetricAlarm.
"""

from collections.abc import Iterator

from simulator.rules import Allowed, AtMostOneOf, AutoName, Between, Fault, Length, Properties, Rules
from simulator.rules.aws.parts import given

METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_PUT = "Amazon CloudWatch API Reference, PutMetricAlarm"
COMPARISONS = (
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
)
_SIZES = ("Bits", "Bytes", *(f"{scale}{unit}" for scale in ("Kilo", "Mega", "Giga", "Tera") for unit in ("bits", "bytes")))
UNITS = (
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Percent",
    "Count",
    "Count/Second",
    "None",
    *_SIZES,
    *(f"{size}/Second" for size in _SIZES),
)

alarm = Rules(
    METRIC_ALARM,
    source="Amazon CloudWatch API Reference, PutMetricAlarm; Pulumi Registry, aws.cloudwatch.MetricAlarm (the id is the name)",
    second_source="botocore, cfn-lint",
    checks=(
        Length("name", 1, 255, source=_PUT),
        Length("alarmDescription", 0, 1024, source=_PUT),
        Length("alarmActions", 0, 5, source=_PUT),
        Length("okActions", 0, 5, source=_PUT),
        Length("insufficientDataActions", 0, 5, source=_PUT),
        Allowed("comparisonOperator", COMPARISONS, source=_PUT),
        Allowed("statistic", ("SampleCount", "Average", "Sum", "Minimum", "Maximum"), source=_PUT),
        Allowed("treatMissingData", ("breaching", "notBreaching", "ignore", "missing"), source=_PUT),
        Allowed("unit", UNITS, source=_PUT),
        Between("datapointsToAlarm", 1, None, source=_PUT),
        Between("evaluationPeriods", 1, None, source=_PUT),
        Between("evaluationInterval", 10, 3600, source=_PUT),
        Between("period", 1, None, source=_PUT),
        Between("evaluationCriteria.promqlCriteria.pendingPeriod", 0, 86400, source=_PUT),
        Between("evaluationCriteria.promqlCriteria.recoveryPeriod", 0, 86400, source=_PUT),
        Between("warmUpConfiguration.warmUpPeriodDurationInMinutes", 1, 2880, source=_PUT),
        AtMostOneOf(("statistic", "extendedStatistic"), source=_PUT),
        AtMostOneOf(("metricName", "metricQueries", "evaluationCriteria"), source=_PUT),
    ),
    immutable={"name"},
    autoname=AutoName("name", 255),
    defaults={"actionsEnabled": True, "treatMissingData": "missing"},
    id="{name}",
    outputs={"arn": "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}", "evaluateLowSampleCountPercentiles": ""},
)


@alarm.check(source=_PUT, even_unknown=True)
def metric_is_whole(inputs: Properties) -> Iterator[Fault]:
    """A metric needs its namespace, a period and a statistic; the period is 10, 20, 30 seconds or whole minutes."""
    if given(inputs.get("metricName")):
        for name in ("namespace", "period"):
            if inputs.get(name) is None:
                yield name, "is required together with metricName"
        if inputs.get("statistic") is None and inputs.get("extendedStatistic") is None:
            yield "statistic", "or extendedStatistic is required together with metricName"
    period = inputs.get("period")
    if isinstance(period, int | float) and period not in (10, 20, 30) and period % 60:
        yield "period", f"{period:g} is not allowed; allowed: 10, 20, 30, or a multiple of 60"
    if (
        isinstance(inputs.get("evaluationPeriods"), int | float)
        and isinstance(period, int | float)
        and period * inputs["evaluationPeriods"] > 604800
    ):
        yield "evaluationPeriods", "times the period is more than seven days"
