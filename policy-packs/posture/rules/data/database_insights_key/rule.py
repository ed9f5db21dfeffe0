"""Performance Insights of databases with records has a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import RELATIONAL, keeps_records
from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

_DOCUMENTS: Final = ("aws:docdb/clusterInstance:ClusterInstance",)


@rule(*RELATIONAL, "aws:rds/clusterInstance:ClusterInstance", *_DOCUMENTS)
def check(look: Look) -> Iterator[Fault]:
    """Only where it is switched on."""
    native = look.resource.type.startswith("aws-native:")
    enabled = look.flag("enablePerformanceInsights" if native or look.resource.type in _DOCUMENTS else "performanceInsightsEnabled")
    if keeps_records(look) and (is_unknown(enabled) or enabled):
        path = next(
            (one for one in ("performanceInsightsKmsKeyId", "performanceInsightsKmsKeyArn") if look.value(one) is not None),
            "performanceInsightsKmsKeyId",
        )
        yield from must_have_own_key(look, path, "'s record of queries")
