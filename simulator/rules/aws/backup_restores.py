"""Restore testing of AWS Backup.

Sources: AWS Backup API Reference, CreateRestoreTestingPlan, RestoreTestingRecoveryPointSelection, CreateRestoreTestingSelection
(RestoreTestingSelectionForCreate); AWS Backup Developer Guide, "Restore testing" (windows: 1 to 168 hours; selection window: 1 to 365 days;
validation window: 1 to 168 hours); Pulumi Registry, aws.backup.RestoreTestingPlan, RestoreTestingSelection (ids).
"""

from collections.abc import Iterator

from simulator.rules import Allowed, AutoName, Between, Fault, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.backup_vaults import AIR_GAPPED, VAULT
from simulator.rules.aws.kinds import ROLE

PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
NAME = r"[a-zA-Z0-9_]{1,50}"
_NAMED = "1 to 50 letters, digits and underscores"
_PLAN = "AWS Backup API Reference, CreateRestoreTestingPlan"
_SELECTION = "AWS Backup API Reference, RestoreTestingSelectionForCreate"

plan = Rules(
    PLAN,
    source="AWS Backup API Reference, CreateRestoreTestingPlan; Pulumi Registry, aws.backup.RestoreTestingPlan",
    second_source="cfn-lint",
    checks=(
        Pattern("name", NAME, source=_PLAN, saying=_NAMED),
        Allowed(
            "recoveryPointSelection.algorithm",
            ("LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"),
            source="AWS Backup API Reference, RestoreTestingRecoveryPointSelection",
        ),
        Allowed(
            "recoveryPointSelection.recoveryPointTypes[*]",
            ("CONTINUOUS", "SNAPSHOT"),
            source="AWS Backup API Reference, RestoreTestingRecoveryPointSelection",
        ),
        Between(
            "recoveryPointSelection.selectionWindowDays",
            1,
            365,
            source="AWS Backup API Reference, RestoreTestingRecoveryPointSelection",
        ),
        Between("startWindowHours", 1, 168, source=_PLAN),
    ),
    references={
        "recoveryPointSelection.includeVaults[*]": ref(
            VAULT, AIR_GAPPED, by=("arn",), literals=("*",), code="InvalidParameterValueException", blocks_delete=False
        )
    },
    immutable={"name"},
    unset={"recoveryPointSelection.selectionWindowDays": 30},
    defaults={"startWindowHours": 24, "scheduleExpressionTimezone": "Etc/UTC"},
    autoname=AutoName("name", 50, separator="_"),
    unique=(unique("name", code="AlreadyExistsException", message="Restore testing plan already exists: {name}"),),
    id=lambda action: str(action.inputs["name"]),
    outputs={"arn": "arn:{partition}:backup:{region}:{account}:restore-testing-plan:{id}-{uuid}"},
)

selection = Rules(
    SELECTION,
    source="AWS Backup API Reference, CreateRestoreTestingSelection; Pulumi Registry, aws.backup.RestoreTestingSelection",
    second_source="cfn-lint",
    checks=(
        Pattern("name", NAME, source=_SELECTION, saying=_NAMED),
        Allowed(
            "protectedResourceType",
            ("Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"),
            source="AWS Backup Developer Guide, 'Restore testing'",
        ),
        Between("validationWindowHours", 0, 168, source=_SELECTION),
    ),
    references={
        "restoreTestingPlanName": ref(PLAN, by=("name",), code="ResourceNotFoundException", delete_code="InvalidRequestException"),
        "iamRoleArn": ref(ROLE, by=("arn",), code="InvalidParameterValueException", blocks_delete=False),
    },
    immutable={"name", "protectedResourceType", "restoreTestingPlanName"},
    autoname=AutoName("name", 50, separator="_"),
    id=lambda action: f"{action.inputs['name']}:{action.inputs['restoreTestingPlanName']}",
    outputs={"protectedResourceArns": [], "restoreMetadataOverrides": {}, "validationWindowHours": 0},
)


@selection.check(source=_SELECTION)
def what_is_tested_is_said(inputs: Properties) -> Iterator[Fault]:
    """'RestoreTestingSelection must have either ProtectedResourceArns or ProtectedResourceConditions'; a wildcard excludes others."""
    arns = inputs.get("protectedResourceArns")
    if arns is None and inputs.get("protectedResourceConditions") is None:
        yield "protectedResourceArns", "give protectedResourceArns or protectedResourceConditions"
    if isinstance(arns, list) and "*" in arns and len(arns) > 1:
        yield "protectedResourceArns", "'*' stands alone"
