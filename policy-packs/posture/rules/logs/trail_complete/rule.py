"""Audit trails of a zone record all regions and global services, and are switched on."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves, used
from posture.rules.scope import guarded
from posture.rules.words import must_be_true

TRAIL: Final = ("aws:cloudtrail/trail:Trail", "aws-native:cloudtrail:Trail")


@rule(*TRAIL)
def check(look: Look) -> Iterator[Fault]:
    """A trail concerns a zone by its tag, its bucket or its key."""
    if not (serves(look) or any(guarded(one) for one in used(look))):
        return
    native = look.resource.type.startswith("aws-native:")
    yield from must_be_true(look, "isLogging" if native else "enableLogging", "is switched off", default=not native)
    yield from must_be_true(look, "isMultiRegionTrail", "records one region only")
    yield from must_be_true(look, "includeGlobalServiceEvents", "leaves out global services such as IAM", default=not native)
