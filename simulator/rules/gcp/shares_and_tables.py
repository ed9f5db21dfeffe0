"""Filestore, Spanner, Firestore and Bigtable.

Sources: Filestore documentation, "Service tiers", "Limits"; Spanner documentation, "Compute capacity, nodes, and processing units", "Prevent accidental
database deletion"; Firestore documentation, "Create and manage databases", "CMEK for Firestore"; Bigtable documentation, "Instances, clusters, and
nodes"; Google's definitions (Magic Modules, `immutable`, `exactly_one_of`); Terraform google provider, google_filestore_instance,
google_spanner_(instance, database), google_firestore_database, google_bigtable_(instance, table).
"""

import re
from collections.abc import Iterator

from simulator.packages.gcp import ZONE, made_id, project_of
from simulator.rules import (
    Action,
    AtLeastOneOf,
    AtMostOneOf,
    Between,
    Cidr,
    ExactlyOneOf,
    Fault,
    Length,
    Pattern,
    Properties,
    Protection,
    Rules,
)
from simulator.rules.gcp.common import WRONG, given, inner, last, link, listed, named, part
from simulator.rules.gcp.databases import peered
from simulator.rules.gcp.kinds import NETWORK

SPANNER = "gcp:spanner/instance:Instance"
SPANNER_DATABASE = "gcp:spanner/database:Database"
FIRESTORE = "gcp:firestore/database:Database"
BIGTABLE = "gcp:bigtable/instance:Instance"
BIGTABLE_TABLE = "gcp:bigtable/table:Table"
FILESTORE = "gcp:filestore/instance:Instance"
_FILES = "Filestore API, projects.locations.instances"
_SPANNER = "Spanner API, projects.instances"
_FIRESTORE = "Firestore API, projects.databases"
_BIGTABLE = "Bigtable documentation, 'Instances, clusters, and nodes'"
_LEAST_GB = {"STANDARD": 1024, "BASIC_HDD": 1024, "PREMIUM": 2560, "BASIC_SSD": 2560, "ENTERPRISE": 1024, "HIGH_SCALE_SSD": 10240}
"""Least capacity by tier (Filestore documentation, "Service tiers"); zonal and regional tiers have more than one band."""
_NOBODY = {"anonUid": 65534, "anonGid": 65534}
_REGIONAL_TIERS = ("REGIONAL", "ENTERPRISE")
_V4_TIERS = ("HIGH_SCALE_SSD", "ZONAL", "REGIONAL", "ENTERPRISE")

files = Rules(
    FILESTORE,
    source=f"{_FILES}; Terraform google provider, google_filestore_instance",
    checks=(
        Pattern(
            "name",
            r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?",
            source=f"{_FILES}.create: instanceId",
            saying="1 to 63 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Pattern(
            "tier",
            r"STANDARD|PREMIUM|BASIC_HDD|BASIC_SSD|HIGH_SCALE_SSD|ZONAL|REGIONAL|ENTERPRISE",
            source="Terraform google provider, google_filestore_instance: tier",
        ),
        Pattern(
            "fileShares.name",
            r"[A-Za-z][A-Za-z0-9_]{0,62}",
            source=f"{_FILES}: FileShareConfig, name",
            saying="a letter, then letters, digits and underscores",
        ),
        Length("fileShares.nfsExportOptions", 0, 10, source=f"{_FILES}: 'a limit of 10 export options per file share'"),
        Length("networks", 1, 1, source=f"{_FILES}: 'only a single network is supported'"),
        AtMostOneOf(("zone", "location"), source="Terraform google provider, google_filestore_instance: location"),
        AtMostOneOf(("performanceConfig.iopsPerTb", "performanceConfig.fixedIops"), source=f"{_FILES}: PerformanceConfig"),
    ),
    references={"networks[*].network": link(NETWORK)},
    immutable={
        *("tier", "networks", "kmsKeyName", "initialReplication", "fileShares.name", "fileShares.sourceBackup"),
        *("directoryServices",),
    },
    protections=(Protection("deletionProtectionEnabled", message="the instance is protected against deletion"),),
    outputs={"etag": "{hex16}", "createTime": "{now}", "effectiveReplications": []},
)


@files.check(source="Filestore documentation, 'Service tiers'; " + f"{_FILES}: protocol, NfsExportOptions", even_unknown=True)
def tier_can_do_it(inputs: Properties) -> Iterator[Fault]:
    """Capacity and protocol follow from the tier; anonymous ids need a squashed root."""
    tier, shares = inputs.get("tier"), inner(inputs.get("fileShares"))
    size = shares.get("capacityGb")
    least = _LEAST_GB.get(tier, 0) if isinstance(tier, str) else 0
    if isinstance(size, int | float) and size < least:
        yield "fileShares.capacityGb", f"{size:g} is not allowed for tier {tier}: at least {least}"
    if inputs.get("protocol") == "NFS_V4_1" and isinstance(tier, str) and tier not in _V4_TIERS:
        yield "protocol", f"NFS_V4_1 is not allowed for tier {tier}; it is for {', '.join(_V4_TIERS)}"
    for at, one in enumerate(listed(shares.get("nfsExportOptions"))):
        for name in ("anonUid", "anonGid"):
            if given(one.get(name)) and one.get("squashMode", "NO_ROOT_SQUASH") == "NO_ROOT_SQUASH":
                yield f"fileShares.nfsExportOptions[{at}].{name}", "is allowed only when squashMode is 'ROOT_SQUASH'"
    for at, one in enumerate(listed(inputs.get("networks"))):
        if given(one.get("pscConfig")) and one.get("connectMode") != "PRIVATE_SERVICE_CONNECT":
            yield f"networks[{at}].pscConfig", "is allowed only when connectMode is 'PRIVATE_SERVICE_CONNECT'"


@files.plans
def nobody_writes_for_a_squashed_root(action: Action) -> Properties:
    """Filestore API, NfsExportOptions: 'an integer representing the anonymous user id with a default value of 65534', of the group too."""
    shares = action.inputs.get("fileShares")
    options = inner(shares).get("nfsExportOptions")
    if not isinstance(options, list):
        return {}
    shown = [{**_NOBODY, **one} if inner(one).get("squashMode") == "ROOT_SQUASH" else one for one in options]
    return {"fileShares": {**inner(shares), "nfsExportOptions": shown}}


@files.before("create")
def stands_where_its_tier_does(action: Action) -> None:
    """Filestore documentation, "Service tiers": regional instances stand in a region, all others in a zone; the provider's zone where none is named."""
    place, tier = part(made_id(action), "locations"), action.inputs["tier"]
    regional = tier in _REGIONAL_TIERS
    if place and regional is bool(ZONE.fullmatch(place)):
        action.refuse(WRONG, f"Error 400: location {place} is not valid for tier {tier}: name a {'region' if regional else 'zone'}")


@files.before("create")
def services_are_peered(action: Action) -> None:
    """Private services access must stand before an instance goes there."""
    for one in listed(action.inputs.get("networks")):
        if one.get("connectMode") == "PRIVATE_SERVICE_ACCESS" and not peered(action, one.get("network")):
            action.refuse(
                "failedPrecondition",
                f"Error 400: private services access is not configured for {last(one.get('network'))}: make a servicenetworking.Connection first",
            )


spanner = Rules(
    SPANNER,
    source=f"{_SPANNER}; Terraform google provider, google_spanner_instance",
    checks=(
        Pattern(
            "name",
            r"[a-z][-a-z0-9]*[a-z0-9]",
            source=f"{_SPANNER}: name",
            saying="small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Length("displayName", 4, 30, source=f"{_SPANNER}: displayName, 'between 4 and 30 characters in length'"),
        AtMostOneOf(
            ("numNodes", "processingUnits", "autoscalingConfig"), source="Terraform google provider, google_spanner_instance: num_nodes"
        ),
    ),
    immutable={"config", "name"},
    # Provider reference, `gcp.spanner.Instance`: 'if unset or NONE, no default backup schedule will be created'; forceDestroy is the provider's own.
    unset={"defaultBackupScheduleType": "NONE", "forceDestroy": False},
    outputs={"state": "READY", "edition": "STANDARD"},
)


@spanner.check(source="Spanner documentation, 'Compute capacity, nodes, and processing units'; " + f"{_SPANNER}: name, 2 to 64 characters")
def capacity_is_in_steps(inputs: Properties) -> Iterator[Fault]:
    """Hundreds below a node, thousands above."""
    units = inputs.get("processingUnits")
    if isinstance(units, int) and (units < 100 or units % (100 if units < 1000 else 1000)):
        yield "processingUnits", f"{units} is not allowed: multiples of 100 below 1000, of 1000 above"
    name = inputs.get("name")
    if isinstance(name, str) and not 2 <= len(name) <= 64:
        yield "name", f"has length {len(name)}; allowed: 2 to 64"


def _statements_change(old: Properties, new: Properties) -> frozenset[str]:
    """'Newly appended DDL statements can be executed in an update. Modifications to prior statements will recreate.'"""
    before, after = old.get("ddls") or [], new.get("ddls") or []
    return frozenset() if after[: len(before)] == before else frozenset({"ddls"})


spanner_database = Rules(
    SPANNER_DATABASE,
    source=f"{_SPANNER}.databases; Terraform google provider, google_spanner_database",
    checks=(
        Pattern(
            "name",
            r"[a-z][a-z0-9_\-]{0,28}[a-z0-9]",
            source=f"{_SPANNER}.databases.create: 2 to 30 characters",
            saying="2 to 30 small letters, digits, underscores and hyphens; it starts with a letter and ends with neither hyphen nor underscore",
        ),
        AtMostOneOf(("encryptionConfig.kmsKeyName", "encryptionConfig.kmsKeyNames"), source=f"{_SPANNER}.databases: EncryptionConfig"),
    ),
    references={"instance": link(SPANNER, blocks_delete=False)},
    immutable={"databaseDialect", "encryptionConfig", "instance", "name"},
    replacing=_statements_change,
    defaults={"deletionProtection": True},
    protections=(Protection("enableDropProtection", code="failedPrecondition", message="Error 400: drop protection is enabled"),),
    outputs={"state": "READY", "databaseDialect": "GOOGLE_STANDARD_SQL", "versionRetentionPeriod": "1h"},
)


backup_schedule = Rules(
    "gcp:spanner/backupSchedule:BackupSchedule",
    source=f"{_SPANNER}.databases.backupSchedules; Terraform google provider, google_spanner_backup_schedule",
    checks=(
        AtLeastOneOf(("spec.cronSpec.text",), source=f"{_SPANNER}.databases.backupSchedules: CrontabSpec, 'text, required'"),
        ExactlyOneOf(
            ("fullBackupSpec", "incrementalBackupSpec"), source="Terraform google provider, google_spanner_backup_schedule: exactly one of"
        ),
    ),
    # Spanner API, CreateBackupEncryptionConfig, EncryptionType: 'This is the default option when encryption_config is empty.'
    unset={"encryptionConfig": {"encryptionType": "USE_DATABASE_ENCRYPTION"}},
)


def _grant(kind: str) -> Rules:
    made = Rules(
        f"gcp:spanner/databaseIAM{kind}:DatabaseIAM{kind}",
        source=f"{_SPANNER}.databases.setIamPolicy; Terraform google provider, google_spanner_database_iam",
    )

    @made.before("create")
    def database_stands_there(action: Action) -> None:
        """A short name is one of the grant's own project, or of the provider's."""
        wanted = action.inputs.get("instance")
        if named(action, wanted, SPANNER) is None and any(last(one.id) == last(wanted) for one in action.find_anywhere(SPANNER)):
            action.refuse("notFound", f"Error 404: Instance not found: projects/{project_of(action)}/instances/{last(wanted)}")

    return made


grants = tuple(_grant(kind) for kind in ("Member", "Binding", "Policy"))


@spanner.before("delete")
def no_dropped_protection(action: Action) -> None:
    """'Prevents the deletion of the parent instance containing the database.'"""
    for one in action.find_anywhere(SPANNER_DATABASE):
        if last(one.outputs.get("instance")) == last(action.object.id) and one.outputs.get("enableDropProtection") is True:
            action.refuse("failedPrecondition", f"Error 400: drop protection is enabled on {one.id}")


firestore = Rules(
    FIRESTORE,
    source=f"{_FIRESTORE}; Terraform google provider, google_firestore_database",
    checks=(
        Pattern(
            "name",
            r"\(default\)|(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$)[a-z][a-z0-9-]{2,61}[a-z0-9]",
            source=f"{_FIRESTORE}.create: databaseId",
            saying="4 to 63 small letters, digits and hyphens, beginning with a letter and not like a UUID; or (default)",
        ),
    ),
    immutable={"cmekConfig", "locationId", "name", "type"},
    protections=(
        Protection(
            "deleteProtectionState",
            ("DELETE_PROTECTION_ENABLED",),
            code="failedPrecondition",
            message="Error 400: Cannot delete a database whose delete protection is enabled",
            off="DELETE_PROTECTION_DISABLED",
        ),
    ),
    outputs={
        "uid": "{uuid}",
        "etag": "{hex16}",
        "databaseEdition": "STANDARD",
        "concurrencyMode": "PESSIMISTIC",
        "appEngineIntegrationMode": "DISABLED",
        "versionRetentionPeriod": "3600s",
        "keyPrefix": "",
    },
)


@firestore.plans
def only_forgotten(action: Action) -> Properties:
    """Unlike every other type's, its policy of deletion is ABANDON where nobody says otherwise."""
    return {"deletionPolicy": action.inputs.get("deletionPolicy") or action.place.config.get("deletionPolicy") or "ABANDON"}


bigtable = Rules(
    BIGTABLE,
    source="Bigtable Admin API, projects.instances; Terraform google provider, google_bigtable_instance",
    checks=(
        Pattern(
            "name",
            r"[a-z][-a-z0-9]{4,31}[a-z0-9]",
            source="Bigtable Admin API, projects.instances.create: instanceId, 6 to 33 characters",
            saying="6 to 33 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Length("displayName", 4, 30, source="Bigtable Admin API, projects.instances: displayName"),
        Pattern(
            "clusters[*].clusterId",
            r"[a-z][-a-z0-9]{4,28}[a-z0-9]",
            source="Bigtable Admin API, projects.instances.clusters.create: clusterId, 6 to 30 characters",
            saying="6 to 30 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Pattern("clusters[*].storageType", "SSD|HDD", source="Terraform google provider, google_bigtable_instance: storage_type"),
        Between("clusters[*].numNodes", 1, None, source=f"{_BIGTABLE}: at least one node"),
    ),
    immutable={"name", "tags"},
    defaults={"deletionProtection": True},
    outputs={"instanceType": "PRODUCTION"},
)


@bigtable.check(
    source=f"{_BIGTABLE}: clusters in up to 8 regions, each in a zone of its own; Terraform google provider: num_nodes", even_unknown=True
)
def clusters_stand_apart(inputs: Properties) -> Iterator[Fault]:
    """One cluster a zone; nodes are counted or scaled."""
    seen: dict[str, int] = {}
    for at, one in enumerate(listed(inputs.get("clusters"))):
        zone = one.get("zone")
        if isinstance(zone, str):
            if zone in seen:
                yield f"clusters[{at}].zone", f"{zone} holds clusters[{seen[zone]}] already: each cluster has a zone of its own"
            seen.setdefault(zone, at)
        if given(one.get("numNodes")) and given(one.get("autoscalingConfig")):
            yield f"clusters[{at}].autoscalingConfig", "conflicts with numNodes"
    regions = {re.sub(r"-[a-z]$", "", zone) for zone in seen}
    if len(regions) > 8:
        yield "clusters", f"are in {len(regions)} regions; allowed: up to 8"


bigtable_table = Rules(
    BIGTABLE_TABLE,
    source="Bigtable Admin API, projects.instances.tables; Terraform google provider, google_bigtable_table",
    checks=(
        Pattern(
            "name",
            r"[_a-zA-Z0-9][-_.a-zA-Z0-9]{0,49}",
            source="Bigtable Admin API, projects.instances.tables.create: tableId",
            saying="1 to 50 letters, digits, hyphens, underscores and points",
        ),
    ),
    references={"instanceName": link(BIGTABLE, blocks_delete=False)},
    immutable={"instanceName", "name", "splitKeys"},
    protections=(Protection("deletionProtection", ("PROTECTED",), message="deletion protection is PROTECTED", off="UNPROTECTED"),),
)


@files.check(source=f"{_FILES}: NetworkConfig, reservedIpRange: 'a /29 CIDR block' for basic tiers")
def range_is_a_block(inputs: Properties) -> Iterator[Fault]:
    """By number, or by the name of an allocated range."""
    for at, one in enumerate(listed(inputs.get("networks"))):
        value = one.get("reservedIpRange")
        if isinstance(value, str) and "/" in value and re.match(r"[0-9.]+/", value):
            checked = Cidr("range", longest=29, source=f"{_FILES}: NetworkConfig")
            yield from ((f"networks[{at}].reservedIpRange", why) for _, why in checked.faults({"range": value}))


@spanner_database.before("create")
def retention_is_a_week_at_most(action: Action) -> None:
    """'The retention period must be between 1 hour and 7 days.'"""
    found = re.fullmatch(r"(\d+)([dhms])", str(action.inputs.get("versionRetentionPeriod") or "1h"))
    seconds = int(found[1]) * {"d": 86400, "h": 3600, "m": 60, "s": 1}[found[2]] if found else 0
    if not 3600 <= seconds <= 7 * 86400:
        action.refuse(
            WRONG, f"Error 400: versionRetentionPeriod {action.inputs.get('versionRetentionPeriod')} is not between 1 hour and 7 days"
        )
