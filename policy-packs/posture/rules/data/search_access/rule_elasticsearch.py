"""The older type of the same domains: its properties have the same names.

Source: Amazon OpenSearch Service Developer Guide, "Fine-grained access control", "Monitoring audit logs" (both from Elasticsearch 6.7 on).
"""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.data.search_access.rule import check as opensearch
from posture.rules.look import Look


@rule("aws:elasticsearch/domain:Domain")
def check(look: Look) -> Iterator[Fault]:
    """As of OpenSearch's own type."""
    yield from opensearch.check(look)
