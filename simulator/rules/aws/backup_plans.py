"""Plans of AWS Backup, what they select, and the reports on their jobs.

Sources: AWS Backup API Reference, CreateBackupPlan, Lifecycle ("backups transitioned to cold storage must be stored in cold storage for a
minimum of 90 days"), CreateBackupSelection, CreateReportPlan; AWS Backup Developer Guide, "Creating a backup plan" (windows),
"Point-in-time recovery" (35 days); Pulumi Registry, aws.backup.Plan, Selection, ReportPlan.
"""

from collections.abc import Iterator
from typing import Any

from simulator.rules import Action, Allowed, AutoName, Between, Fault, Length, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.backup_vaults import AIR_GAPPED, NAME, VAULT
from simulator.rules.aws.kinds import BUCKET, ROLE

PLAN = "aws:backup/plan:Plan"
SELECTION = "aws:backup/selection:Selection"
REPORT = "aws:backup/reportPlan:ReportPlan"
COLD_DAYS = 90
CONTINUOUS_DAYS = 35
_LIFECYCLE = "AWS Backup API Reference, Lifecycle"
_PLAN = "AWS Backup Developer Guide, 'Creating a backup plan'"
_REPORT = "AWS Backup API Reference, CreateReportPlan"

plan = Rules(
    PLAN,
    source="AWS Backup API Reference, CreateBackupPlan; Pulumi Registry, aws.backup.Plan",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern(
            "rules[*].ruleName", r"[a-zA-Z0-9\-\_\.]{1,50}", source=_PLAN, saying="1 to 50 letters, digits, hyphens, underscores and dots"
        ),
        Pattern("rules[*].targetVaultName", NAME, source=_PLAN, saying="the name of a vault"),
        Between("rules[*].lifecycle.deleteAfter", 1, 36500, source=_LIFECYCLE),
        Between("rules[*].startWindow", 60, 1_000_000, source=_PLAN),
    ),
    references={
        "rules[*].targetVaultName": ref(
            VAULT, AIR_GAPPED, by=("name",), literals=("Default",), code="ResourceNotFoundException", blocks_delete=False
        ),
        "rules[*].copyActions[*].destinationVaultArn": ref(
            VAULT,
            AIR_GAPPED,
            by=("arn",),
            literals=("arn:aws:backup:*", "arn:aws-cn:backup:*", "arn:aws-us-gov:backup:*"),
            code="InvalidParameterValueException",
            anywhere=True,
            blocks_delete=False,
        ),
    },
    immutable=set(),
    unset={"rules[*].enableContinuousBackup": False},
    autoname=AutoName("name", 50),
    id="{uuid}",
    outputs={"arn": "arn:{partition}:backup:{region}:{account}:backup-plan:{id}", "version": "{hex40}"},
)


@plan.check(source=_LIFECYCLE)
def cold_storage_lasts(inputs: Properties) -> Iterator[Fault]:
    """Cold storage keeps 90 days or more, in the vault and in each copy."""
    for place, life in _lives(inputs):
        cold, end = life.get("coldStorageAfter"), life.get("deleteAfter")
        if isinstance(cold, int | float) and isinstance(end, int | float) and cold > 0 and end < cold + COLD_DAYS:
            least = f"{cold + COLD_DAYS:g}"
            yield (
                f"{place}.deleteAfter",
                f"DeleteAfterDays cannot be less than {COLD_DAYS} days from MoveToColdStorageAfterDays: {least} or more",
            )


@plan.check(source="AWS Backup Developer Guide, 'Point-in-time recovery'")
def continuous_backups_are_short(inputs: Properties) -> Iterator[Fault]:
    """Point-in-time recovery reaches back 35 days, and knows no cold storage."""
    for index, rule in enumerate(_listed(inputs.get("rules"))):
        if rule.get("enableContinuousBackup") is not True:
            continue
        life = rule.get("lifecycle") or {}
        end = life.get("deleteAfter")
        if end is None or (isinstance(end, int | float) and not 1 <= end <= CONTINUOUS_DAYS):
            yield f"rules[{index}].lifecycle.deleteAfter", f"continuous backups are kept for 1 to {CONTINUOUS_DAYS} days"
        if life.get("coldStorageAfter"):
            yield f"rules[{index}].lifecycle.coldStorageAfter", "continuous backups have no cold storage"


@plan.check(source=_PLAN)
def windows_fit(inputs: Properties) -> Iterator[Fault]:
    """A job that may start for an hour can't have to be complete before."""
    for index, rule in enumerate(_listed(inputs.get("rules"))):
        start, complete = rule.get("startWindow"), rule.get("completionWindow")
        if isinstance(start, int | float) and isinstance(complete, int | float) and complete < start + 60:
            yield f"rules[{index}].completionWindow", f"{complete:g} minutes must be startWindow ({start:g}) and 60 more, at least"


def _lives(inputs: Properties) -> Iterator[tuple[str, Properties]]:
    for index, rule in enumerate(_listed(inputs.get("rules"))):
        yield f"rules[{index}].lifecycle", rule.get("lifecycle") or {}
        for number, copy in enumerate(_listed(rule.get("copyActions"))):
            yield f"rules[{index}].copyActions[{number}].lifecycle", copy.get("lifecycle") or {}


def _listed(value: Any) -> list[Properties]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


selection = Rules(
    SELECTION,
    source="AWS Backup API Reference, CreateBackupSelection; Pulumi Registry, aws.backup.Selection",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern(
            "name",
            r"[a-zA-Z0-9\-\_\.]{1,50}",
            source="AWS Backup API Reference, CreateBackupSelection",
            saying="1 to 50 letters, digits, hyphens, underscores and dots",
        ),
        Allowed("selectionTags[*].type", ("STRINGEQUALS",), source="AWS Backup API Reference, Condition"),
    ),
    references={
        "planId": ref(PLAN, code="ResourceNotFoundException", delete_code="InvalidRequestException"),
        "iamRoleArn": ref(
            ROLE,
            by=("arn",),
            literals=("arn:aws:iam::*:role/service-role/*", "arn:aws:iam::*:role/aws-service-role/*"),
            code="InvalidParameterValueException",
            blocks_delete=False,
        ),
    },
    immutable={"name", "planId", "iamRoleArn", "resources", "notResources", "conditions", "selectionTags"},
    autoname=AutoName("name", 50),
    id="{uuid}",
    outputs={"conditions": [], "notResources": []},
    unordered=("resources", "notResources"),
)

report = Rules(
    REPORT,
    source="AWS Backup API Reference, CreateReportPlan; Pulumi Registry, aws.backup.ReportPlan",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern(
            "name",
            r"[a-zA-Z][_a-zA-Z0-9]*",
            source=_REPORT,
            saying="letters, digits and underscores, beginning with a letter",
        ),
        Length("name", 1, 256, source=_REPORT),
        Length("description", 0, 1024, source=_REPORT),
        Allowed("reportDeliveryChannel.formats[*]", ("CSV", "JSON"), source="AWS Backup API Reference, ReportDeliveryChannel"),
        Allowed(
            "reportSetting.reportTemplate",
            (
                "RESOURCE_COMPLIANCE_REPORT",
                "CONTROL_COMPLIANCE_REPORT",
                "BACKUP_JOB_REPORT",
                "COPY_JOB_REPORT",
                "RESTORE_JOB_REPORT",
                "SCAN_JOB_REPORT",
            ),
            source="AWS Backup API Reference, ReportSetting",
        ),
    ),
    references={
        "reportDeliveryChannel.s3BucketName": ref(
            BUCKET, by=("bucket",), code="InvalidParameterValueException", anywhere=True, blocks_delete=False
        )
    },
    immutable={"name"},
    autoname=AutoName("name", 256, separator="_"),
    unique=(unique("name", code="AlreadyExistsException", message="Report plan with the same name already exists: {name}"),),
    id=lambda action: str(action.inputs["name"]),
    outputs={
        "arn": "arn:{partition}:backup:{region}:{account}:report-plan:{id}-{hex8}",
        "creationTime": "{now}",
        "deploymentStatus": "COMPLETED",
    },
)


@plan.before("create")
def continuous_vault_is_here(action: Action) -> None:
    """A rule names its vault by name, so the vault stands in the plan's own account and region."""
    for rule in _listed(action.inputs.get("rules")):
        gapped = rule.get("targetLogicallyAirGappedBackupVaultArn")
        if isinstance(gapped, str) and not action.find(AIR_GAPPED, arn=gapped):
            action.refuse("InvalidParameterValueException", f"The logically air-gapped vault {gapped} is not of this account and region")
