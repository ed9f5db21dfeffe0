"""Audit trails of a zone record all regions and global services, and are switched on; so do event data stores.

Source: AWS CloudTrail User Guide, "Security best practices in AWS CloudTrail", "Event data stores" (all regions, unless switched off).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves, used
from posture.rules.scope import guarded
from posture.rules.words import must_be_true

TRAIL: Final = ("aws:cloudtrail/trail:Trail", "aws-native:cloudtrail:Trail")


STORE: Final = "aws:cloudtrail/eventDataStore:EventDataStore"
_OTHERS: Final = ("ConfigurationItem", "Evidence", "ActivityAuditLog", "Insight")
"""Categories of events that are no calls: what stands in them is collected elsewhere."""


@rule(*TRAIL, STORE)
def check(look: Look) -> Iterator[Fault]:
    """A trail concerns a zone by its tag, its bucket or its key; a store of events is the account's."""
    if look.resource.type == STORE:
        if look.scene.classified and not look.resource.external and not _holds_no_calls(look):
            yield from must_be_true(look, "multiRegionEnabled", "records one region only", default=True)
        return
    if not (serves(look) or any(guarded(one) for one in used(look))):
        return
    native = look.resource.type.startswith("aws-native:")
    yield from must_be_true(look, "isLogging" if native else "enableLogging", "is switched off", default=not native)
    yield from must_be_true(look, "isMultiRegionTrail", "records one region only")
    yield from must_be_true(look, "includeGlobalServiceEvents", "leaves out global services such as IAM", default=not native)


def _holds_no_calls(look: Look) -> bool:
    text = str(look.value("advancedEventSelectors"))
    return any(name in text for name in _OTHERS)
