"""Audit logs record who read and wrote data, and who looked at how it is kept, in every project of a zone, and exempt nobody."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.stores import STORES as SERVICE_OF
from posture.rules.contract import Fault, rule
from posture.rules.gcp_projects import PROJECT, inside
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_true
from posture.values import Unknown, is_unknown

PROJECT_AUDIT: Final = gcp("projects:IAMAuditConfig")
ABOVE: Final = gcp("folder:IamAuditConfig", "organizations:IamAuditConfig")
INDEX: Final = gcp("vertex:AiIndex")
DEPLOYED: Final = gcp("vertex:AiIndexEndpointDeployedIndex")
AUDIT: Final = (*PROJECT_AUDIT, *ABOVE)
_KINDS: Final = frozenset({"DATA_READ", "DATA_WRITE"})
_SPIES: Final = frozenset({"ADMIN_READ"})
"""Who spies out policies, keys and the names of stores only reads configuration: asked of what speaks of all services."""


_ALL: Final = "allServices"


@rule(*AUDIT, *PROJECT, *DEPLOYED)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Logging documentation, "Enable Data Access audit logs": off unless they are given, but for BigQuery.

    Vertex AI API, "DeployedIndex": a private endpoint, which is asked by gRPC and not by the API, writes access logs of its own if it is told to.
    """
    if look.resource.type in PROJECT:
        yield from _unrecorded(look)
        return
    if look.resource.type in DEPLOYED:
        if look.zone is not None and any(index.holds_records for index in look.targets("index", INDEX)):
            yield from must_be_true(
                look, "enableAccessLogging", "does not record when it is searched: no audit log sees its private endpoint"
            )
        return
    if not look.scene.classified or (look.resource.type in PROJECT_AUDIT and look.zone is None):
        return
    blocks = look.blocks("auditLogConfigs")
    if isinstance(blocks, Unknown):
        yield cannot_tell("auditLogConfigs", "what it records")
        return
    kinds = {look.text(f"{block}.logType") for block in blocks}
    wanted = _KINDS | _SPIES if look.text("service") == _ALL else _KINDS
    if not any(is_unknown(kind) for kind in kinds) and (lacking := sorted(wanted - {str(kind) for kind in kinds})):
        yield Fault(f"does not record {', '.join(lacking)}", "auditLogConfigs")
    for block in blocks:
        if look.value(f"{block}.exemptedMembers") not in (None, []):
            yield Fault("records not what some people do", f"{block}.exemptedMembers")


def _unrecorded(look: Look) -> Iterator[Fault]:
    """A configuration of the project, or of anything above it; BigQuery's reads are always recorded."""
    if look.zone is None or look.resource.external:
        return
    services = {one.text("service") for one in inside(look) if one.resource.type in PROJECT_AUDIT}
    services |= {look.scene.look(one).text("service") for one in look.scene.of(ABOVE)}
    if _ALL in services or any(is_unknown(one) for one in services):
        return
    held = {f"{SERVICE_OF[one.resource.type]}.googleapis.com" for one in inside(look) if one.resource.type in SERVICE_OF}
    if lacking := sorted(held - {"bigquery.googleapis.com"} - {str(one) for one in services}):
        said = f"does not record who reads what {', '.join(lacking)} holds"
        yield Fault(said, "IAMAuditConfig")
        # A configuration of the project that stands is the one to widen.
        for one in inside(look):
            if one.resource.type in PROJECT_AUDIT:
                yield Fault(said, "service", urn=one.urn)
    elif not services:
        yield Fault("does not record who reads its data", "IAMAuditConfig")
