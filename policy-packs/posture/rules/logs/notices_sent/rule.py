"""What tells of failures, deletions and threats is switched on, and event lakes are not deleted by one command.

Sources: Amazon RDS User Guide, "Working with Amazon RDS event notification"; AWS DMS User Guide, "Working with Amazon SNS events"; Amazon
GuardDuty User Guide, "Suspending or disabling GuardDuty"; Amazon Macie User Guide, "Suspending Macie"; AWS CloudTrail User Guide,
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
        return
    prop, fault, default = SWITCHES[look.resource.type]
    yield from must_be_true(look, prop, fault, default=default)
