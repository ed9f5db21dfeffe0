"""What tells of failures, deletions and threats is switched on, and event lakes are not deleted by one command.

Sources: Amazon RDS User Guide, "Working with Amazon RDS event notification"; AWS DMS User Guide, "Working with Amazon SNS events"; Amazon
GuardDuty User Guide, "Suspending or disabling GuardDuty"; Amazon Macie User Guide, "Suspending Macie", "Storing and retaining
sensitive data discovery results" (90 days, for audits and investigations longer in a bucket); AWS CloudTrail User Guide,
"Termination protection" (event data stores); Amazon CloudWatch Logs User Guide, "Log anomaly detection".
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

SWITCHES: Final[dict[str, tuple[str, str, bool]]] = {
    "aws:rds/eventSubscription:EventSubscription": ("enabled", "tells of no failure and no deletion", True),
    "aws:docdb/eventSubscription:EventSubscription": ("enabled", "tells of no failure and no deletion", True),
    "aws:neptune/eventSubscription:EventSubscription": ("enabled", "tells of no failure and no deletion", True),
    "aws:redshift/eventSubscription:EventSubscription": ("enabled", "tells of no failure and no deletion", True),
    "aws:dms/eventSubscription:EventSubscription": ("enabled", "tells of no failure and no deletion", True),
    "aws:guardduty/detector:Detector": ("enable", "watches for no threat", True),
    "aws:cloudwatch/logAnomalyDetector:LogAnomalyDetector": ("enabled", "watches no log", False),
    "aws:cloudtrail/eventDataStore:EventDataStore": ("terminationProtectionEnabled", "can be deleted by one command", True),
}
"""Type → its switch, what is lost without it, and what AWS takes where it is left out."""
WATCHER: Final = "aws:macie2/account:Account"
_JOB: Final = ("aws:macie2/classificationJob:ClassificationJob",)
_RESULTS: Final = ("aws:macie2/classificationExportConfiguration:ClassificationExportConfiguration",)
"""One for an account and region: where the program switches Macie on and gives it work, it is the one to say it."""


@rule(*SWITCHES, WATCHER)
def check(look: Look) -> Iterator[Fault]:
    """They are the account's, or tell of everything in it: they concern every program in which something is classified."""
    if not look.scene.classified or look.resource.external:
        return
    if look.resource.type == WATCHER:
        status = given(look, "status")
        if is_unknown(status):
            yield cannot_tell("status", "whether it watches no bucket")
        elif status not in (None, "", "ENABLED"):
            yield Fault("watches no bucket", "status")
        elif any(True for _ in look.scene.of(_JOB)) and not any(True for _ in look.scene.of(_RESULTS)):
            yield Fault("forgets after 90 days what its jobs looked at and found: no bucket is named for their results", "status")
        return
    prop, fault, default = SWITCHES[look.resource.type]
    yield from must_be_true(look, prop, fault, default=default)
