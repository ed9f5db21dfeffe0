"""KMS keys and aliases. A deleted key waits, disabled, for its end: that is what remains of it in the world.

Sources: KMS API Reference, CreateKey, ScheduleKeyDeletion, EnableKeyRotation, PutKeyPolicy, CreateAlias; AWS KMS Developer Guide, "Default
key policy", "Delete an AWS KMS key" (7 to 30 days), "Key policies" (the lockout check); Pulumi Registry, aws.kms.Key, aws.kms.Alias.
"""

import json
from collections.abc import Iterator
from datetime import timedelta

from simulator.rules import (
    UNKNOWN,
    Action,
    Allowed,
    AtMostOneOf,
    Between,
    Fault,
    Length,
    Needs,
    Object,
    Pattern,
    Properties,
    Rules,
    ref,
    unique,
)
from simulator.rules.aws.kinds import KEY
from simulator.rules.aws.policy_checks import PolicyDocument, as_list, principals, statements

PENDING = f"{KEY} (pending deletion)"
_CREATE = "KMS API Reference, CreateKey"
SPECS = (
    "SYMMETRIC_DEFAULT",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "HMAC_224",
    "HMAC_256",
    "HMAC_384",
    "HMAC_512",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    "ECC_NIST_EDWARDS25519",
    "ML_DSA_44",
    "ML_DSA_65",
    "ML_DSA_87",
    "ML_KEM_512",
    "ML_KEM_768",
    "ML_KEM_1024",
    "SM2",
)
USAGES = ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE")

key = Rules(
    KEY,
    source="KMS API Reference, CreateKey, ScheduleKeyDeletion; Pulumi Registry, aws.kms.Key",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Between("deletionWindowInDays", 7, 30, source="KMS API Reference, ScheduleKeyDeletion"),
        Between("rotationPeriodInDays", 90, 2560, source="KMS API Reference, EnableKeyRotation"),
        Needs("rotationPeriodInDays", ("enableKeyRotation",), source="Pulumi Registry, aws.kms.Key"),
        Allowed("customerMasterKeySpec", SPECS, source=_CREATE),
        Allowed("keyUsage", USAGES, source=_CREATE),
        Length("description", 0, 8192, source=_CREATE),
        Length("policy", 1, 32768, source="KMS API Reference, PutKeyPolicy"),
        PolicyDocument("policy", "resource", source="KMS API Reference, PutKeyPolicy"),
        AtMostOneOf(("multiRegion", "customKeyStoreId"), source=_CREATE),
    ),
    immutable={"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"},
    defaults={
        "bypassPolicyLockoutSafetyCheck": False,
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "enableKeyRotation": False,
        "isEnabled": True,
        "keyUsage": "ENCRYPT_DECRYPT",
    },
    id="{uuid}",
    outputs={
        "arn": "arn:{partition}:kms:{region}:{account}:key/{id}",
        "description": "",
        "keyId": "{id}",
        "multiRegion": False,
        "policy": "",
        "rotationPeriodInDays": 0,
    },
    normalized_json=("policy",),
)


@key.check(source="AWS KMS Developer Guide, 'Rotate AWS KMS keys': symmetric encryption keys only", even_unknown=True)
def only_symmetric_keys_rotate(inputs: Properties) -> Iterator[Fault]:
    """Asymmetric and HMAC keys don't rotate by themselves."""
    spec = inputs.get("customerMasterKeySpec", "SYMMETRIC_DEFAULT")
    usage = inputs.get("keyUsage", "ENCRYPT_DECRYPT")
    if inputs.get("enableKeyRotation") is True and spec not in ("SYMMETRIC_DEFAULT", UNKNOWN):
        yield "enableKeyRotation", f"must be false for a key of spec {spec}"
    if spec == "SYMMETRIC_DEFAULT" and usage not in ("ENCRYPT_DECRYPT", UNKNOWN):
        yield "keyUsage", f"{usage} is not possible with SYMMETRIC_DEFAULT"


def default_policy(action: Action) -> str:
    """AWS KMS Developer Guide, 'Default key policy': the account may do everything, so that IAM policies decide."""
    return json.dumps(
        {
            "Id": "key-default-1",
            "Statement": [
                {
                    "Action": "kms:*",
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:{action.partition}:iam::{action.account}:root"},
                    "Resource": "*",
                    "Sid": "Enable IAM User Permissions",
                }
            ],
            "Version": "2012-10-17",
        }
    )


@key.computes
def shown(action: Action) -> Properties:
    """AWS's default policy and rotation period where none are given."""
    made: Properties = {}
    if action.inputs.get("policy") is None:
        made["policy"] = default_policy(action)
    if action.inputs.get("rotationPeriodInDays") is None:
        made["rotationPeriodInDays"] = 365 if action.inputs.get("enableKeyRotation") is True else 0
    return made


@key.before("create")
@key.before("update")
def nobody_is_locked_out(action: Action) -> None:
    """KMS refuses a policy under which the caller could not change the policy again."""
    policy = action.inputs.get("policy")
    if policy is None or action.inputs.get("bypassPolicyLockoutSafetyCheck") is True:
        return
    root = f"arn:{action.partition}:iam::{action.account}:root"
    for statement in statements(policy):
        named = principals(statement)
        ours = any(one in (root, action.account, "*") or one.startswith(f"arn:{action.partition}:iam::{action.account}:") for one in named)
        actions = [one.lower() for one in as_list(statement.get("Action"))]
        may = "NotAction" in statement or any(one in ("*", "kms:*", "kms:put*", "kms:putkeypolicy") for one in actions)
        if statement.get("Effect") == "Allow" and ours and may:
            return
    action.refuse("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.")


@key.before("update")
def is_not_pending(action: Action) -> None:
    """A disabled key takes no changes but its own enabling."""
    if action.object.outputs.get("isEnabled") is False and action.changed("enableKeyRotation") and action.inputs.get("isEnabled") is False:
        action.refuse("DisabledException", f"{action.object.outputs['arn']} is disabled.")


@key.after("delete")
def wait_for_the_end(action: Action) -> None:
    """The key is disabled now and gone only after its waiting period; nothing can use it meanwhile."""
    gone = action.object
    days = gone.outputs.get("deletionWindowInDays") or 30
    until = action.now() + timedelta(days=days)
    outputs = {**gone.outputs, "isEnabled": False, "keyState": "PendingDeletion", "deletionDate": until.isoformat()}
    because = f"KMS deletes it on {until:%Y-%m-%d}; `aws kms cancel-key-deletion` brings it back until then"
    action.save(Object(PENDING, gone.id, gone.account, gone.region, outputs, state={"kept_because": because}))


alias = Rules(
    "aws:kms/alias:Alias",
    source="KMS API Reference, CreateAlias; Pulumi Registry, aws.kms.Alias (the id is the name)",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Pattern(
            "name",
            r"alias/(?!aws/)[a-zA-Z0-9/_-]{1,250}",
            source="KMS API Reference, CreateAlias",
            saying="alias/ and letters, digits, / _ -, not beginning with alias/aws/",
        ),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.kms.Alias"),
    ),
    references={"targetKeyId": ref(KEY, by=("id", "arn"), code="NotFoundException", blocks_delete=False)},
    immutable={"name", "namePrefix"},
    unique=(unique("name", code="AlreadyExistsException", message="An alias with the name {name} already exists"),),
    id=lambda action: str(action.inputs.get("name") or (str(action.inputs.get("namePrefix") or f"alias/{action.name}-") + action.hex(7))),
    outputs={"arn": "arn:{partition}:kms:{region}:{account}:{id}", "name": "{id}", "namePrefix": "", "targetKeyArn": ""},
)


@alias.computes
def target_arn(action: Action) -> Properties:
    """ARN and id of the key."""
    for found in action.find(KEY):
        if action.inputs["targetKeyId"] in (found.id, found.outputs["arn"]):
            return {"targetKeyArn": found.outputs["arn"], "targetKeyId": found.id}
    return {}
