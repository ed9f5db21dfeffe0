"""What every zone stands on: its project with the APIs that its parts need, its keys, and the archive that all logs go to.

Sources: those of the components; Google Cloud Architecture Center, "Decide a resource hierarchy for your Google Cloud landing zone" (a project as the
unit of trust, of quota and of APIs).
"""

from typing import Any

import pulumi

from ai_zones.gcp.database_link import DatabaseEngine
from ai_zones.gcp.keys import GcpKeys
from ai_zones.gcp.log_archive import GcpLogArchive
from ai_zones.gcp.service_agents import KeyUse
from ai_zones.gcp.zone_project import GcpZoneProject
from ai_zones.gcp.zones_built import Built, loose
from ai_zones.gcp.zones_input import ACCESS, EGRESS, MANAGEMENT, PHI, Zones
from ai_zones.plan import ZoneName

_WEB_PROXY = ("certificatemanager", "networksecurity", "networkservices", "privateca")
_FRONT = ("certificatemanager", "iap")
_TABLES = ("bigquery", "bigquerydatapolicy", "datacatalog")


def keys_of(zones: Zones, zone: ZoneName) -> list[KeyUse]:
    """Keys that a zone's parts need: each its own, so that each can be withdrawn alone."""
    wanted = {
        KeyUse.STORAGE: zones.keeps_objects(zone) or zone is MANAGEMENT,
        KeyUse.LOGGING: zone is MANAGEMENT,
        KeyUse.SQL: zone is PHI and zones.engine is DatabaseEngine.SQL,
        KeyUse.ALLOYDB: zone is PHI and zones.engine is DatabaseEngine.ALLOYDB,
        KeyUse.HEALTHCARE: zone is PHI and zones.clinical_store is not None,
        KeyUse.BIGQUERY: zone in zones.tables,
        KeyUse.SECRETS: zone in zones.secrets,
        KeyUse.ARTIFACTS: zone in zones.registries,
        KeyUse.PUBSUB: zone in zones.messages,
        KeyUse.VERTEX: zones.uses_vertex(zone),
        KeyUse.COMPUTE: zone in zones.machines or zone in zones.notebooks or zone in zones.clusters,
        KeyUse.CONTAINER: zone in zones.clusters,
    }
    return [use for use, needed in wanted.items() if needed]


def apis_of(zones: Zones, zone: ZoneName) -> list[str]:
    """APIs of a zone's project, beside those of every project: what the plan lets programs call, and what builds the zone's parts."""
    parts: dict[tuple[str, ...], bool] = {
        _WEB_PROXY: zone is EGRESS,
        _FRONT: zone is ACCESS and zones.front is not None,
        _TABLES: zone in zones.tables,
        ("healthcare",): zone is PHI and zones.clinical_store is not None,
        ("secretmanager",): zone in zones.secrets,
        ("pubsub",): zone in zones.messages,
        ("binaryauthorization", "containeranalysis"): zone in zones.admission,
        ("container",): zone in zones.clusters,
        ("notebooks", "aiplatform"): zone in zones.notebooks,
    }
    return sorted({*zones.services(zone), *(api for apis, needed in parts.items() if needed for api in apis)})


def build_project(built: Built, zone: ZoneName) -> None:
    """Project of a zone: read, or made."""
    zones = built.zones
    args: dict[str, Any] = {
        "zone": zone.value,
        "project": zones.project(zone),
        "services": apis_of(zones, zone),
        "default_service_accounts": zones.default_service_accounts,
        "deletion_protection": zones.deletion_protection,
    }
    if zones.create is not None:
        # The log archive's lock outlives the stack.
        args |= {"kept": zones.locked and zone is MANAGEMENT}
        args |= {"create": zones.create.model_dump(exclude_none=True), "labels": zones.labels}
    built.projects[zone] = GcpZoneProject(zones.name(zone, "project"), loose(args), built.options(zone))


def build_keys(built: Built, zone: ZoneName) -> None:
    """Keys of a zone, where anything in it encrypts with one."""
    zones = built.zones
    if not (uses := keys_of(zones, zone)):
        return
    built.keys[zone] = GcpKeys(
        zones.name(zone, "keys"),
        loose(
            {
                **zones.place(zone),
                "zone": zone.value,
                "purposes": [use.value for use in uses],
                "data_project_number": built.number(zone),
                "removable": zones.removable,
            }
        ),
        built.options(zone),
    )


def build_archive(built: Built) -> GcpLogArchive | None:
    """The archive of all zones' logs, in management. A folder's sink takes what is below it; without a folder each project has one."""
    zones = built.zones
    if MANAGEMENT not in zones.zones:
        return None
    sources = [zones.project(zone) for zone in ZoneName if zone in zones.plan.zones and zones.stands(zone)]
    args = {
        **zones.place(MANAGEMENT),
        **zones.names,
        "kms_key": built.key(MANAGEMENT, KeyUse.LOGGING),
        "archive_kms_key": built.key(MANAGEMENT, KeyUse.STORAGE),
        "readers": list(zones.log_readers),
        "retention_days": zones.log_retention_days,
        "locked": zones.locked,
        "removable": zones.removable,
        **({"folder_id": zones.log_folder_id} if zones.log_folder_id is not None else {"source_projects": sources}),
    }
    others: list[pulumi.Resource] = [] if zones.log_folder_id is not None else list(built.projects.values())
    archive = GcpLogArchive(zones.name(MANAGEMENT, "archive"), loose(args), built.keyed_options(MANAGEMENT, *others))
    built.archive = archive
    return archive
