"""An alert tells somebody of ours, and what is counted of audit logs is watched where anything is."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import foreign
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import must_be_true
from posture.values import is_unknown

ALERT: Final = gcp("monitoring:AlertPolicy")
CHANNEL: Final = gcp("monitoring:NotificationChannel")
METRIC: Final = gcp("logging:Metric")
_AUDITED: Final = re.compile(r"protoPayload|cloudaudit", re.I)
_KINDS: Final = (
    *("conditionThreshold.filter", "conditionAbsent.filter", "conditionMatchedLog.filter", "conditionPrometheusQueryLanguage.query"),
    *("conditionMonitoringQueryLanguage.query", "conditionSql.query"),
)
"""Where a condition says what it looks at (Cloud Monitoring API, alertPolicies: Condition)."""
_CHANNELS: Final = "notificationChannels"
_NAMED: Final = re.compile(r"^projects/(?P<project>[^/]+)/notificationChannels/")


@rule(*ALERT, *CHANNEL, *METRIC)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Monitoring documentation, "Create and manage notification channels"; an alert and a channel are on unless they are switched off."""
    if not look.scene.classified:
        return
    if look.resource.type in CHANNEL:
        yield from must_be_true(look, "enabled", "passes nothing on: it is switched off", default=True)
        return
    if look.resource.type in METRIC:
        yield from _counted(look)
        return
    yield from must_be_true(look, "enabled", "is switched off", default=True)
    channels = look.value(_CHANNELS)
    if channels is None or (not is_unknown(channels) and not channels):
        yield Fault("tells nobody", _CHANNELS)
    for block in items(look, "conditions"):
        # Cloud Monitoring documentation, "Quotas and limits" (log-based alerting policies): so many notices a day, and none after them.
        match, prop = look.value(f"{block}.conditionMatchedLog"), f"{block}.conditionMatchedLog.filter"
        if isinstance(match, Mapping) and not is_unknown(text := look.text(prop)) and not (text or "").strip():
            yield Fault("is sounded by every log entry there is: what it was made for is lost among them", prop)
    for channel in channels if isinstance(channels, (list, tuple)) else ():
        named = _NAMED.match(channel) if isinstance(channel, str) else None
        if named is not None and foreign(look, named["project"]):
            yield Fault(f"tells somebody in project {named['project']}, which is not listed as ours", _CHANNELS)


def _counted(look: Look) -> Iterator[Fault]:
    """CIS Google Cloud Platform Foundation Benchmark, "Ensure that the log metric filter and alerts exist": a counter of what was audited is for an alert.

    Only where the stack has alerts at all: others may stand elsewhere. One that matches the same entries tells of them as well.
    """
    filter_, name = look.text("filter"), look.value("name")
    alerts = [look.scene.look(one) for one in look.scene.of(ALERT)]
    if not alerts or look.resource.external or not isinstance(filter_, str) or not _AUDITED.search(filter_):
        return
    unsure = False
    for alert in alerts:
        behind = alert.resource.property_dependencies.get("conditions", frozenset())
        if look.urn in behind or is_unknown(alert.value("conditions")):
            return
        for block in items(alert, "conditions"):
            for text in (alert.value(f"{block}.{kind}") for kind in _KINDS):
                if isinstance(text, str) and (text.strip() == filter_.strip() or (isinstance(name, str) and f"/user/{name}" in text)):
                    return
                # What another counter makes unknown looks at that one.
                unsure = unsure or (is_unknown(text) and not behind)
    yield Fault("is counted, and no alert tells of it", "filter", Verdict.UNPROVEN if unsure else Verdict.VIOLATED)
