"""Alerts: who is told that something happened. A message holds names and numbers, and of a log entry only what labels draw out of it.

Sources: Cloud Monitoring documentation, "Configure log-based alerting policies" (label extractors, which documentation may quote), "Create and manage
notification channels", "SQL-based alerting policies" (rows of a query); Cloud Monitoring API, alertPolicies.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.gcp.names import given
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import inert, reads
from posture.values import is_unknown
from posture.view import ResourceView

_DRAWN: Final = ("conditionMatchedLog.labelExtractors", "conditionSql")


@reads(*tokens("monitoring:AlertPolicy"))
def alert(resource: ResourceView, graph: GraphBuilder) -> None:
    """What is drawn out of entries goes to every channel, and nobody here knows what stands in them."""
    urn = resource.resource.urn
    conditions = resource.blocks("conditions")
    if is_unknown(conditions):
        graph.unreadable(urn, "what its conditions draw out of log entries is unknown until the update")
        return
    for condition in conditions:
        if any(given(resource, f"{condition}.{path}") for path in _DRAWN):
            graph.unreadable(urn, "what it draws out of log entries is told to whoever its channels name")


inert(
    "Where messages of alerts go; what they hold is read with the alerts ('Create and manage notification channels')",
    *tokens("monitoring:NotificationChannel"),
)
inert(
    "How Identity-Aware Proxy asks who somebody is; who passes is read with the grants, whether it asks at all with its backend ('IapSettings')",
    *tokens("iap:Settings", "iap:TunnelDestGroup", "iap:Brand", "iap:Client"),
)
