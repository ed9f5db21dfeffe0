"""Whose key encrypts a store of Google's: Google's own, one of ours, or somebody else's.

Sources: Cloud KMS documentation, "Customer-managed encryption keys (CMEK)", "Autokey overview" (a key handle names the key that was made),
"Cloud KMS resource hierarchy" (names of keys).
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.parts import given
from posture.view import Path

KEY: Final = gcp("kms:CryptoKey")
NO_KEY: Final = "is not encrypted with a key of its own: Google keeps the key"
_NAMED: Final = re.compile(r"^(?://cloudkms\.googleapis\.com/)?projects/(?P<project>[^/]+)/locations/[^/]+/keyRings/[^/]+/cryptoKeys/")


def must_have_own_key(look: Look, path: Path, what: str = "") -> Iterator[Fault]:
    """The property must name a key: one of the store's zone where the stack has it, of a project of ours where it only names it.

    `what`: the part that is encrypted, where it is not the whole resource.
    """
    subject = f"{what} " if what else ""
    value = given(look, path) if "[" not in path else look.value(path)
    if value is None or value == "":
        yield Fault(f"{subject}{NO_KEY}", path)
        return
    keys = look.targets(path, KEY)
    for key in keys if len(keys) == 1 else []:
        if look.zone is not None and key.zone is not None and key.zone is not look.zone:
            said = f"{subject}is encrypted with the key of zone {key.zone}, while it belongs to zone {look.zone}"
            yield Fault(said, path, urn=key.urn)
    named = _NAMED.match(value) if not keys and isinstance(value, str) else None
    if named is not None and foreign(look, named["project"]):
        yield Fault(f"{subject}is encrypted with a key of project {named['project']}, which is not listed as ours", path)


def foreign(look: Look, project: str) -> bool:
    """Whether the reviewer lists projects, and not this one. A number tells no id."""
    return bool(look.approved.organization.gcp_project_ids) and not project.isdigit() and project not in look.scene.builder.own_projects
