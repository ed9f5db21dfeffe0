"""Instances of databases with records have enhanced monitoring or Performance Insights."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import CLUSTER, INSTANCE, keeps_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

_MEMBERS: Final = ("aws:rds/clusterInstance:ClusterInstance",)


@rule(*INSTANCE, *_MEMBERS)
def check(look: Look) -> Iterator[Fault]:
    """An interval of 0, the default, is off. An Aurora cluster may set either for all its instances; Performance Insights watches as well."""
    if not keeps_records(look):
        return
    clusters = look.targets("clusterIdentifier", CLUSTER)
    insights = look.flag("enablePerformanceInsights" if look.resource.type.startswith("aws-native:") else "performanceInsightsEnabled")
    if insights is not True and not any(_watched(cluster) for cluster in clusters):
        yield from must_be_at_least(look, "monitoringInterval", 1, "is not watched from outside of the engine", default=0)


def _watched(cluster: Look) -> bool:
    interval = cluster.number("monitoringInterval")
    return (isinstance(interval, int) and interval > 0) or cluster.flag("performanceInsightsEnabled") is True
