"""CloudWatch log groups.

Sources: CloudWatch Logs API Reference, CreateLogGroup, PutRetentionPolicy, PutLogGroupDeletionProtection; Amazon CloudWatch Logs User
Guide, "Encrypt log data in CloudWatch Logs using AWS KMS" (the key's policy must admit the Logs service of the region); Pulumi Registry,
aws.cloudwatch.LogGroup (the id is the name; `skipDestroy` leaves the group in the cloud).
"""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from simulator.rules import Action, Allowed, AtMostOneOf, AutoName, Fault, Object, Pattern, Properties, Protection, Rules, ref, unique
from simulator.rules.aws.kinds import KEY, LOG_GROUP
from simulator.rules.aws.policy_checks import as_list, principals, statements

RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
_CREATE = "CloudWatch Logs API Reference, CreateLogGroup"

log_group = Rules(
    LOG_GROUP,
    source="CloudWatch Logs API Reference, CreateLogGroup, PutRetentionPolicy; Pulumi Registry, aws.cloudwatch.LogGroup",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Pattern(
            "name",
            r"(?!aws/)[.\-_/#A-Za-z0-9]{1,512}",
            source=_CREATE,
            saying="1 to 512 letters, digits and . - _ / #, not beginning with aws/",
        ),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.cloudwatch.LogGroup"),
        Allowed(
            "retentionInDays",
            (0, *RETENTION_DAYS),
            source="CloudWatch Logs API Reference, PutRetentionPolicy; 0 is the provider's 'for ever'",
        ),
        Allowed("logGroupClass", ("STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"), source=_CREATE),
    ),
    references={
        "kmsKeyId": ref(KEY, by=("arn",), code="InvalidParameterException", anywhere=True, blocks_delete=False),
    },
    immutable={"logGroupClass", "name", "namePrefix"},
    autoname=AutoName("name", 512, unless=("namePrefix",)),
    unique=(unique("name", code="ResourceAlreadyExistsException", message="The specified log group already exists: {name}"),),
    defaults={"retentionInDays": 0, "skipDestroy": False},
    id=lambda action: _name(action),
    outputs={
        "arn": "arn:{partition}:logs:{region}:{account}:log-group:{id}",
        "deletionProtectionEnabled": False,
        "logGroupClass": "STANDARD",
        "name": "{id}",
        "namePrefix": "",
    },
    protections=(
        Protection(
            "deletionProtectionEnabled",
            code="ValidationException",
            message="Cannot delete log group with deletion protection enabled. Disable deletion protection first.",
        ),
    ),
)


def _name(action: Action) -> str:
    return str(action.inputs.get("name") or f"{action.inputs.get('namePrefix')}{action.digits(26)}")


@log_group.before("create")
@log_group.before("update")
def key_admits_the_service(action: Action) -> None:
    """CloudWatch Logs refuses a key whose policy does not let it encrypt for this very group."""
    arn = action.inputs.get("kmsKeyId")
    if not arn or (action.verb == "update" and not action.changed("kmsKeyId")):
        return
    group = f"arn:{action.partition}:logs:{action.region}:{action.account}:log-group:{action.id or _name(action)}"
    for key in action.find_anywhere(KEY, arn=arn):
        if not any(_admits(statement, action.region, group) for statement in statements(key.outputs.get("policy"))):
            action.refuse(
                "InvalidParameterException", f"The specified KMS key does not exist or is not allowed to be used with Arn '{group}': {arn}"
            )


def _admits(statement: dict[str, Any], region: str, group: str) -> bool:
    service = {f"logs.{region}.amazonaws.com", "logs.amazonaws.com"}
    if statement.get("Effect") != "Allow" or not service & set(principals(statement, "Service")):
        return False
    for keys in (statement.get("Condition") or {}).values():
        for key, values in keys.items():
            if key.lower() == "kms:encryptioncontext:aws:logs:arn" and not any(fnmatchcase(group, value) for value in as_list(values)):
                return False
    return True


@log_group.after("delete")
def stays_if_asked(action: Action) -> None:
    """With `skipDestroy` only the state forgets the group."""
    if action.object.outputs.get("skipDestroy") is True:
        left = action.object
        action.save(Object(LOG_GROUP, left.id, left.account, left.region, left.outputs, left.inputs, state={"kept_because": "skipDestroy"}))


_MASKING = 'Amazon CloudWatch Logs User Guide, "Understanding data protection policies": a statement for audits, then one that masks'
masking = Rules("aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy", source=_MASKING)


@masking.check(source=_MASKING)
def audits_and_masks(inputs: Properties) -> Iterator[Fault]:
    """It looks like a policy of IAM and is none: each of its two statements names identifiers and one operation."""
    try:
        document = json.loads(str(inputs.get("policyDocument")))
    except ValueError:
        return  # an unknown, or no JSON at all
    found = statements(document)
    operations = [next(iter(one.get("Operation") or {}), "") for one in found]
    if sorted(operations) != ["Audit", "Deidentify"] or any(not one.get("DataIdentifier") for one in found):
        yield (
            "policyDocument",
            "must have two statements, each with DataIdentifier, one with Operation.Audit and one with Operation.Deidentify",
        )
