"""Clusters of analysis in zones encrypt their disks, what they put into buckets, and what their nodes tell each other.

Source: Amazon EMR Management Guide, "Create a security configuration", "Encrypt data at rest and in transit with Amazon EMR".
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_CLUSTER: Final = "aws:emr/cluster:Cluster"
_CONFIGURATION: Final = "aws:emr/securityConfiguration:SecurityConfiguration"


@rule(_CLUSTER, _CONFIGURATION)
def check(look: Look) -> Iterator[Fault]:
    """The two switches, and local disks by themselves; by its own zone, or that of a cluster that names it. A cluster without one encrypts nothing."""
    if look.resource.type == _CLUSTER:
        if look.zone is not None and look.value("securityConfiguration") in (None, ""):
            yield Fault(
                "has no security configuration: its disks and what its nodes tell each other are not encrypted", "securityConfiguration"
            )
        return
    if zone_in_use(look) is None:
        return
    text = look.text("configuration")
    if is_unknown(text):
        yield cannot_tell("configuration", "what it encrypts")
        return
    encryption = _encryption(text)
    if not encryption.get("EnableAtRestEncryption"):
        yield Fault("does not encrypt what clusters keep", "configuration")
    else:
        at_rest = _block(encryption, "AtRestEncryptionConfiguration")
        if "LocalDiskEncryptionConfiguration" not in at_rest:
            yield Fault("does not encrypt local disks of clusters", "configuration")
        if _block(at_rest, "S3EncryptionConfiguration").get("EncryptionMode") == "SSE-S3":
            yield Fault("puts what clusters write into buckets under a key that S3 keeps", "configuration")
    if not encryption.get("EnableInTransitEncryption"):
        yield Fault("does not encrypt what nodes of clusters tell each other", "configuration")


def _encryption(text: Any) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (TypeError, ValueError):
        return {}
    return _block(document, "EncryptionConfiguration") if isinstance(document, dict) else {}


def _block(document: dict[str, Any], name: str) -> dict[str, Any]:
    found = document.get(name)
    return found if isinstance(found, dict) else {}
