"""Secrets Manager. A deleted secret can be brought back for a while, and its name is taken meanwhile.

Sources: Secrets Manager API Reference, CreateSecret, DeleteSecret (7 to 30 days; 0 deletes at once), PutResourcePolicy; AWS Secrets Manager
User Guide, "Delete a secret"; Pulumi Registry, aws.secretsmanager.Secret (the id is the ARN), aws.secretsmanager.SecretVersion.
"""

from datetime import timedelta

from simulator.rules import Action, AtMostOneOf, AutoName, Between, ExactlyOneOf, Length, Object, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.kinds import KEY
from simulator.rules.aws.policy_checks import PolicyDocument

SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105
PENDING = f"{SECRET} (in its recovery window)"
_CREATE = "Secrets Manager API Reference, CreateSecret"
_DELETE = "Secrets Manager API Reference, DeleteSecret"


def _days(outputs: Properties) -> float:
    days = outputs.get("recoveryWindowInDays")
    return 30 if days is None else float(days)


secret = Rules(
    SECRET,
    source="Secrets Manager API Reference, CreateSecret, DeleteSecret; Pulumi Registry, aws.secretsmanager.Secret",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Pattern("name", r"[A-Za-z0-9/_+=.@!-]{1,512}", source=_CREATE, saying="1 to 512 letters, digits and /_+=.@!-"),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.secretsmanager.Secret"),
        Between("recoveryWindowInDays", 7, 30, also=(0,), source=_DELETE),
        Length("description", 0, 2048, source=_CREATE),
        PolicyDocument("policy", "resource", source="Secrets Manager API Reference, PutResourcePolicy", most=20480),
    ),
    references={
        "kmsKeyId": ref(
            KEY, by=("arn", "id"), literals=("alias/*", "arn:aws:kms:*"), code="ValidationException", anywhere=True, blocks_delete=False
        )
    },
    immutable={"name", "namePrefix"},
    autoname=AutoName("name", 512, unless=("namePrefix",)),
    defaults={"forceOverwriteReplicaSecret": False, "recoveryWindowInDays": 30},
    unique=(
        unique(
            "name",
            code="ResourceExistsException",
            message="The operation failed because the secret {name} already exists.",
            reserved_days=_days,
            reserved_code="InvalidRequestException",
            reserved_message="You can't create this secret because a secret with this name is already scheduled for deletion: {name}",
        ),
    ),
    id=lambda action: (
        f"arn:{action.partition}:secretsmanager:{action.region}:{action.account}:secret:"
        f"{action.inputs.get('name') or str(action.inputs.get('namePrefix')) + action.digits(26)}-{action.hex(6, 'suffix')}"
    ),
    outputs={"arn": "{id}", "name": "", "namePrefix": "", "policy": "", "replicas": []},
    normalized_json=("policy",),
)


@secret.computes
def secret_name(action: Action) -> Properties:
    """The ARN's last part without its six random characters."""
    return {"name": action.id.split(":secret:", 1)[1][:-7]}


@secret.after("delete")
def can_be_restored(action: Action) -> None:
    """Until the window ends the secret can be restored, and is still there."""
    gone, days = action.object, _days(action.object.outputs)
    if days:
        until = action.now() + timedelta(days=days)
        because = f"in its recovery window until {until:%Y-%m-%d}"
        action.save(Object(PENDING, gone.id, gone.account, gone.region, gone.outputs, state={"kept_because": because}))


version = Rules(
    "aws:secretsmanager/secretVersion:SecretVersion",
    source="Secrets Manager API Reference, PutSecretValue; Pulumi Registry, aws.secretsmanager.SecretVersion (the id is secret|version)",
    second_source="botocore",
    checks=(
        ExactlyOneOf(("secretString", "secretBinary", "secretStringWo"), source="Secrets Manager API Reference, PutSecretValue"),
        Length("secretString", 1, 65536, source="Secrets Manager API Reference, PutSecretValue"),
    ),
    references={"secretId": ref(SECRET, by=("id", "name"), code="ResourceNotFoundException", blocks_delete=False)},
    immutable={"secretBinary", "secretId", "secretString", "secretStringWoVersion"},
    id="{secretId}|{uuid}",
    outputs={"arn": "{secretId}", "hasSecretStringWo": False, "secretArn": "{secretId}", "versionId": "", "versionStages": ["AWSCURRENT"]},
)


@version.computes
def version_id(action: Action) -> Properties:
    """The id's second half."""
    return {"versionId": action.id.rsplit("|", 1)[1]}


policy = Rules(
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    source="Secrets Manager API Reference, PutResourcePolicy; Pulumi Registry, aws.secretsmanager.SecretPolicy (the id is the secret's ARN)",
    second_source="cfn-lint",
    checks=(PolicyDocument("policy", "resource", source="Secrets Manager API Reference, PutResourcePolicy", most=20480),),
    references={"secretArn": ref(SECRET, by=("arn",), code="ResourceNotFoundException", blocks_delete=False)},
    immutable={"secretArn"},
    id="{secretArn}",
    normalized_json=("policy",),
)
