"""The labels by which people, policies and the proof recognise what a zone holds.

Networks, subnetworks, routes and firewalls bear no labels on Google Cloud: they are in the zone of their project, which does.
A flow's value is the service's name alone, `database`: a label holds no stroke, so not `phi/database` as on AWS and Azure.
Sources: docs/decisions/0001, "Classification that components write and posture reads"; Resource Manager documentation, "Creating and managing
labels: requirements for labels" (64 a resource; keys of 1 to 63 and values of up to 63 lower-case letters, digits, `_`, `-`; a key begins
with a letter).
"""

import re
from typing import Final

from ai_zones.plan.names import DataClass
from ai_zones.plan.tags import DATA_CLASS, FLOW, RESERVED, SERVICE, ZONE
from ai_zones.plan.tags import tags_for as labels_for

__all__ = ["DATA_CLASS", "FLOW", "MAX_EXTRA", "RESERVED", "SERVICE", "ZONE", "DataClass", "label_fault", "labels_for"]

MAX_EXTRA: Final = 64 - len(RESERVED)
"""So that every resource can carry all of them."""
MAX_LENGTH: Final = 63
_KEY: Final = re.compile(r"[a-z][a-z0-9_-]*")
_VALUE: Final = re.compile(r"[a-z0-9_-]*")


def label_fault(key: str, value: str) -> str | None:
    """What Google Cloud would refuse in a label, if anything."""
    if not 1 <= len(key) <= MAX_LENGTH or not _KEY.fullmatch(key):
        return f"{key!r} can't be a label's key: 1 to {MAX_LENGTH} lower-case letters, digits, _, -, beginning with a letter"
    if len(value) > MAX_LENGTH or not _VALUE.fullmatch(value):
        return f"{value!r} can't be the value of {key!r}: up to {MAX_LENGTH} lower-case letters, digits, _, -"
    return None
