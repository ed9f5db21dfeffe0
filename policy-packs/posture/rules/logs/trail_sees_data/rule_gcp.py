"""Audit logs record who read and wrote data, and exempt nobody."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import Unknown, is_unknown

PROJECT_AUDIT: Final = gcp("projects:IAMAuditConfig")
AUDIT: Final = (*PROJECT_AUDIT, *gcp("folder:IamAuditConfig", "organizations:IamAuditConfig"))
_KINDS: Final = frozenset({"DATA_READ", "DATA_WRITE"})


@rule(*AUDIT)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Logging documentation, "Enable Data Access audit logs": off unless they are given, but for BigQuery."""
    if not look.scene.classified or (look.resource.type in PROJECT_AUDIT and look.zone is None):
        return
    blocks = look.blocks("auditLogConfigs")
    if isinstance(blocks, Unknown):
        yield cannot_tell("auditLogConfigs", "what it records")
        return
    kinds = {look.text(f"{block}.logType") for block in blocks}
    if not any(is_unknown(kind) for kind in kinds) and (lacking := sorted(_KINDS - {str(kind) for kind in kinds})):
        yield Fault(f"does not record {', '.join(lacking)}", "auditLogConfigs")
    for block in blocks:
        if look.value(f"{block}.exemptedMembers") not in (None, []):
            yield Fault("records not what some people do", f"{block}.exemptedMembers")
