"""Data looked after and handed on: Dataplex, BigQuery transfers and sharing, templates of Sensitive Data Protection, Backup and DR.

Sources: Dataplex API, projects.locations.lakes; BigQuery Data Transfer API, projects.locations.transferConfigs; BigQuery sharing (Analytics Hub) API,
projects.locations.dataExchanges; Sensitive Data Protection API, deidentifyTemplates, inspectTemplates; Backup and DR documentation, "Backup vaults",
"Backup plans"; Terraform google provider, google_dataplex_(lake, zone, asset), google_bigquery_data_transfer_config, google_bigquery_analytics_hub_*,
google_data_loss_prevention_*, google_backup_dr_*.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtMostOneOf, ExactlyOneOf, Fault, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import last, link, listed, named, part
from simulator.rules.gcp.kinds import DATASET, TOPIC

LAKE = "gcp:dataplex/lake:Lake"
LAKE_ZONE = "gcp:dataplex/zone:Zone"
ASSET = "gcp:dataplex/asset:Asset"
VAULT = "gcp:backupdisasterrecovery/backupVault:BackupVault"
BACKUP_PLAN = "gcp:backupdisasterrecovery/backupPlan:BackupPlan"
_ID = r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?"
_SAYING = "1 to 63 small letters, digits and hyphens; it starts with a letter and ends with no hyphen"
_LAKES = "Dataplex API, projects.locations.lakes"
_HUB = "BigQuery sharing API, projects.locations.dataExchanges"
_DLP = "Sensitive Data Protection API, templates"
_BACKUP = "Backup and DR documentation, 'Backup vaults'"
_DAY = 86400

lake = Rules(
    LAKE,
    source=f"{_LAKES}; Terraform google provider, google_dataplex_lake",
    checks=(Pattern("name", _ID, source=f"{_LAKES}.create: lakeId", saying=_SAYING),),
    immutable={"name"},
    outputs={"uid": "{uuid}", "state": "ACTIVE", "serviceAccount": "", "assetStatuses": [], "metastoreStatuses": []},
)

lake_zone = Rules(
    LAKE_ZONE,
    source=f"{_LAKES}.zones; Terraform google provider, google_dataplex_zone",
    checks=(
        Pattern("name", _ID, source=f"{_LAKES}.zones.create: zoneId", saying=_SAYING),
        Allowed("type", ("RAW", "CURATED"), source=f"{_LAKES}.zones: type"),
        Allowed("resourceSpec.locationType", ("SINGLE_REGION", "MULTI_REGION"), source=f"{_LAKES}.zones: ResourceSpec, locationType"),
    ),
    references={"lake": link(LAKE, blocks_delete=False)},
    immutable={"lake", "name"},
    outputs={"uid": "{uuid}", "state": "ACTIVE", "assetStatuses": []},
)

asset = Rules(
    ASSET,
    source=f"{_LAKES}.zones.assets; Terraform google provider, google_dataplex_asset",
    checks=(
        Pattern("name", _ID, source=f"{_LAKES}.zones.assets.create: assetId", saying=_SAYING),
        Allowed("resourceSpec.type", ("STORAGE_BUCKET", "BIGQUERY_DATASET"), source=f"{_LAKES}.zones.assets: ResourceSpec, type"),
        Pattern(
            "resourceSpec.name",
            r"projects/[^/]+/(?:buckets|datasets)/[^/]+",
            source=f"{_LAKES}.zones.assets: ResourceSpec, name",
            saying="projects/<number>/buckets/<bucket> or projects/<number>/datasets/<dataset>",
        ),
    ),
    references={"lake": link(LAKE, blocks_delete=False), "dataplexZone": link(LAKE_ZONE, blocks_delete=False)},
    immutable={"lake", "dataplexZone", "name"},
    outputs={"uid": "{uuid}", "state": "ACTIVE"},
)


def _parts_go_first(rules: Rules, collection: str) -> None:
    @rules.before("delete")
    def nothing_in_it(action: Action) -> None:
        """'A lake with zones, a zone with assets can't be deleted.'"""
        for one in action.world.below(f"{action.object.id}/{collection}/"):
            action.refuse("failedPrecondition", f"Error 400: {action.object.id} is not empty: {one.id}")


_parts_go_first(lake, "zones")
_parts_go_first(lake_zone, "assets")

transfer_config = Rules(
    "gcp:bigquery/dataTransferConfig:DataTransferConfig",
    source="BigQuery Data Transfer API, projects.locations.transferConfigs; Terraform google provider, google_bigquery_data_transfer_config",
    references={"destinationDatasetId": link(DATASET, by=("id", "datasetId"), blocks_delete=False)},
    immutable={"dataSourceId", "destinationDatasetId"},
    id=lambda action: (
        f"projects/{action.account}/locations/{str(action.inputs.get('location') or 'US').lower()}/transferConfigs/{action.hex(32)}"
    ),
    outputs={"name": "{id}", "disabled": False},
)

exchange = Rules(
    "gcp:bigqueryanalyticshub/dataExchange:DataExchange",
    source=f"{_HUB}; Terraform google provider, google_bigquery_analytics_hub_data_exchange",
    checks=(
        Pattern("dataExchangeId", r"[A-Za-z0-9_]{1,63}", source=f"{_HUB}.create: dataExchangeId", saying="letters, digits and underscores"),
        Length("displayName", 1, 63, source=f"{_HUB}: displayName"),
        Length("description", 0, 2000, source=f"{_HUB}: description"),
        AtMostOneOf(
            ("sharingEnvironmentConfig.dcrExchangeConfig", "sharingEnvironmentConfig.defaultExchangeConfig"),
            source=f"{_HUB}: SharingEnvironmentConfig",
        ),
    ),
    immutable={"sharingEnvironmentConfig"},
    outputs={"listingCount": 0, "name": "{id}"},
)

listing = Rules(
    "gcp:bigqueryanalyticshub/listing:Listing",
    source=f"{_HUB}.listings; Terraform google provider, google_bigquery_analytics_hub_listing",
    checks=(
        Pattern("listingId", r"[A-Za-z0-9_]{1,63}", source=f"{_HUB}.listings.create: listingId", saying="letters, digits and underscores"),
        Length("displayName", 1, 63, source=f"{_HUB}.listings: displayName"),
        ExactlyOneOf(("bigqueryDataset", "pubsubTopic"), source=f"{_HUB}.listings: source"),
    ),
    references={
        "bigqueryDataset.dataset": link(DATASET, blocks_delete=False),
        "pubsubTopic.topic": link(TOPIC, blocks_delete=False),
    },
    immutable={"dataExchangeId", "bigqueryDataset.dataset"},
    outputs={"state": "ACTIVE", "name": "{id}"},
)


def _template(kind: str, collection: str) -> Rules:
    parent = r"(?:projects|organizations)/[^/]+(?:/locations/[^/]+)?"
    return Rules(
        f"gcp:dataloss/prevention{kind}:Prevention{kind}",
        source=f"Sensitive Data Protection API, {collection}; Terraform google provider, google_data_loss_prevention_*_template",
        checks=(
            Pattern(
                "parent", parent, source=f"{_DLP}: parent", saying="projects/<id> or organizations/<number>, with or without /locations/<l>"
            ),
            Pattern(
                "templateId", r"[a-zA-Z\d_-]{1,100}", source=f"{_DLP}: templateId", saying="1 to 100 letters, digits, hyphens, underscores"
            ),
            Length("displayName", 0, 256, source=f"{_DLP}: displayName"),
            Length("description", 0, 256, source=f"{_DLP}: description"),
        ),
        immutable={"parent", "templateId"},
        id=lambda action: f"{action.inputs['parent']}/{collection}/{action.inputs.get('templateId') or action.digits(19)}",
        outputs={"name": "{id}"},
    )


deidentify_template = _template("DeidentifyTemplate", "deidentifyTemplates")
inspect_template = _template("InspectTemplate", "inspectTemplates")
# Sensitive Data Protection API, InspectConfig: includeQuote, excludeInfoTypes ("when true, …").
inspect_template.unset = {"inspectConfig.includeQuote": False, "inspectConfig.excludeInfoTypes": False}
deidentify_template.checks = (
    *deidentify_template.checks,
    ExactlyOneOf(
        tuple(f"deidentifyConfig.{one}" for one in ("imageTransformations", "infoTypeTransformations", "recordTransformations")),
        source="Sensitive Data Protection API, DeidentifyConfig: transformation",
    ),
)

vault = Rules(
    VAULT,
    source=f"{_BACKUP}; Terraform google provider, google_backup_dr_backup_vault",
    checks=(
        Pattern("backupVaultId", _ID, source="Backup and DR API, backupVaults.create: backupVaultId", saying=_SAYING),
        Pattern(
            "backupMinimumEnforcedRetentionDuration", r"\d+s", source="Backup and DR API, backupVaults", saying="seconds, such as 86400s"
        ),
    ),
    immutable={"backupRetentionInheritance", "encryptionConfig"},
    outputs={
        "uid": "{uuid}",
        "etag": "{hex16}",
        "state": "ACTIVE",
        "deletable": True,
        "backupCount": "0",
        "totalStoredBytes": "0",
        "serviceAccount": "vault-{hex12}@gcp-sa-backupdr-pr.iam.gserviceaccount.com",
        "name": "{id}",
    },
)


@vault.check(source=f"{_BACKUP}: 'minimum enforced retention period, 1 day to 99 years'")
def kept_a_day_at_least(inputs: Properties) -> Iterator[Fault]:
    """A vault that enforces nothing is none."""
    found = re.fullmatch(r"(\d+)s", str(inputs.get("backupMinimumEnforcedRetentionDuration") or ""))
    if found and not _DAY <= int(found[1]) <= 99 * 366 * _DAY:
        yield "backupMinimumEnforcedRetentionDuration", f"{found[0]} is not allowed: 1 day (86400s) to 99 years"


@vault.before("update")
def lock_holds(action: Action) -> None:
    """'A locked vault's retention can be increased, never reduced.'"""
    before = action.object.outputs
    old, new = (str(one.get("backupMinimumEnforcedRetentionDuration") or "0s").rstrip("s") for one in (before, action.inputs))
    if before.get("effectiveTime") and old.isdigit() and new.isdigit() and int(new) < int(old):
        action.refuse(
            "failedPrecondition", f"Error 400: the backup vault {last(action.object.id)} is locked: its retention can't be reduced"
        )


backup_plan = Rules(
    BACKUP_PLAN,
    source="Backup and DR documentation, 'Backup plans'; Terraform google provider, google_backup_dr_backup_plan",
    checks=(Pattern("backupPlanId", _ID, source="Backup and DR API, backupPlans.create: backupPlanId", saying=_SAYING),),
    references={"backupVault": link(VAULT, delete_code="failedPrecondition")},
    immutable={"backupVault", "resourceType"},
    outputs={"name": "{id}", "backupVaultServiceAccount": "", "supportedResourceTypes": []},
)


@backup_plan.before("create")
@backup_plan.before("update")
def kept_as_long_as_the_vault_asks(action: Action) -> None:
    """'The value should be greater than or equal to minimum enforced retention of the backup vault'; both stand in one region."""
    found = named(action, action.inputs["backupVault"], VAULT)
    if found is None:
        return
    least = int(str(found.outputs.get("backupMinimumEnforcedRetentionDuration") or "0s").rstrip("s") or 0) / _DAY
    for rule in listed(action.inputs.get("backupRules")):
        days = rule.get("backupRetentionDays")
        if isinstance(days, int) and days < least:
            action.refuse(
                "invalid",
                f"Error 400: backup rule {rule.get('ruleId')} keeps backups {days} days, the vault {last(found.id)} at least {least:g}",
            )
    if part(found.id, "locations") != last(action.inputs["location"]):
        action.refuse("invalid", f"Error 400: the backup plan must be in the location of its vault, {part(found.id, 'locations')}")


plan_association = Rules(
    "gcp:backupdisasterrecovery/backupPlanAssociation:BackupPlanAssociation",
    source="Backup and DR documentation, 'Backup plans'; Terraform google provider, google_backup_dr_backup_plan_association",
    checks=(Pattern("backupPlanAssociationId", _ID, source="Backup and DR API, backupPlanAssociations.create", saying=_SAYING),),
    references={"backupPlan": link(BACKUP_PLAN, delete_code="failedPrecondition")},
    immutable={"backupPlan", "resource", "resourceType"},
    outputs={"name": "{id}", "dataSource": "", "rulesConfigInfos": []},
)


@plan_association.before("create")
def kinds_agree(action: Action) -> None:
    """A plan is for one kind of resource."""
    plan = named(action, action.inputs["backupPlan"], BACKUP_PLAN)
    if plan and plan.outputs.get("resourceType") != action.inputs["resourceType"]:
        action.refuse("invalid", f"Error 400: the backup plan {last(plan.id)} is for {plan.outputs.get('resourceType')}")
