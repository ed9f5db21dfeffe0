"""IAM Identity Center: permission sets, what they hold, and to whom they are given in which account.

The instance itself is not made by programs: its ARN comes from the reader's own Identity Center.

Sources: IAM Identity Center API Reference, CreatePermissionSet, PutInlinePolicyToPermissionSet, PutPermissionsBoundaryToPermissionSet,
AttachManagedPolicyToPermissionSet, CreateAccountAssignment; IAM Identity Center User Guide, "IAM Identity Center quotas" (inline policy:
10,240 bytes), "Set session duration" (one to twelve hours); Pulumi Registry, aws.ssoadmin.*.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, Fault, Length, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.identities import MANAGED
from simulator.rules.aws.policy_checks import PolicyDocument

PERMISSION_SET = "aws:ssoadmin/permissionSet:PermissionSet"
INLINE = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"
BOUNDARY = "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment"
ATTACHED = "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment"
ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment"
INSTANCE = r"arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}"
_SET = ref(PERMISSION_SET, by=("arn",), code="ResourceNotFoundException", delete_code="ConflictException")
_CREATE = "IAM Identity Center API Reference, CreatePermissionSet"
_ASSIGN = "IAM Identity Center API Reference, CreateAccountAssignment"


def _instance(source: str) -> Pattern:
    return Pattern("instanceArn", INSTANCE, source=source, saying="the ARN of an instance, such as arn:aws:sso:::instance/ssoins-…")


permission_set = Rules(
    PERMISSION_SET,
    source=f"{_CREATE}; Pulumi Registry, aws.ssoadmin.PermissionSet (the id is ARN,instance)",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", r"[\w+=,.@-]+", source=_CREATE, saying="letters, digits and +=,.@-_"),
        Length("name", 1, 32, source=_CREATE),
        Length("description", 1, 700, source=_CREATE),
        Length("relayState", 1, 240, source=_CREATE),
        _instance(_CREATE),
    ),
    immutable={"instanceArn", "name"},
    unique=(unique("instanceArn", "name", scope="account", code="ConflictException"),),
    defaults={"sessionDuration": "PT1H"},
    id=lambda action: f"{_arn(action)},{action.inputs['instanceArn']}",
    outputs={"createdDate": "{now}"},
)


def _arn(action: Action) -> str:
    instance = str(action.inputs["instanceArn"]).rsplit("/", 1)[1]
    return f"arn:{action.partition}:sso:::permissionSet/{instance}/ps-{action.hex(16)}"


@permission_set.check(source="IAM Identity Center User Guide, 'Set session duration': one hour to twelve hours")
def session_fits(inputs: Properties) -> Iterator[Fault]:
    """ISO 8601, hours and minutes."""
    said = inputs.get("sessionDuration")
    if not isinstance(said, str):
        return
    found = re.fullmatch(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?", said)
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    if not 60 <= minutes <= 720:
        yield "sessionDuration", f"{said!r} is not a duration of one to twelve hours, such as PT1H"


@permission_set.computes
def set_arn(action: Action) -> Properties:
    """The id's first half; a later update keeps the day of creation."""
    made = {"arn": action.id.split(",")[0]}
    return {**made, "createdDate": action.object.outputs["createdDate"]} if action.verb == "update" else made


inline = Rules(
    INLINE,
    source="IAM Identity Center API Reference, PutInlinePolicyToPermissionSet; IAM Identity Center User Guide, 'IAM Identity Center quotas'",
    second_source="botocore",
    checks=(
        _instance("IAM Identity Center API Reference, PutInlinePolicyToPermissionSet"),
        PolicyDocument("inlinePolicy", "identity", source="IAM Identity Center User Guide, 'IAM Identity Center quotas'", most=10240),
    ),
    references={"permissionSetArn": _SET},
    immutable={"instanceArn", "permissionSetArn"},
    unique=(unique("permissionSetArn", scope="account", code="ConflictException"),),
    id="{permissionSetArn},{instanceArn}",
    normalized_json=("inlinePolicy",),
)

boundary = Rules(
    BOUNDARY,
    source="IAM Identity Center API Reference, PutPermissionsBoundaryToPermissionSet; Pulumi Registry, aws.ssoadmin.PermissionsBoundaryAttachment",
    second_source="botocore",
    checks=(
        _instance("IAM Identity Center API Reference, PutPermissionsBoundaryToPermissionSet"),
        Pattern(
            "permissionsBoundary.managedPolicyArn",
            r"arn:aws(-[a-z]{1,5}){0,3}:iam::aws:policy((/[A-Za-z0-9.,+@=_-]+)*)/([A-Za-z0-9.,+=@_-]+)",
            source="IAM Identity Center API Reference, PermissionsBoundary",
            saying="the ARN of a policy that AWS manages",
        ),
    ),
    references={"permissionSetArn": _SET},
    immutable={"instanceArn", "permissionSetArn", "permissionsBoundary"},
    unique=(unique("permissionSetArn", scope="account", code="ConflictException"),),
    id="{permissionSetArn},{instanceArn}",
)

attached = Rules(
    ATTACHED,
    source="IAM Identity Center API Reference, AttachManagedPolicyToPermissionSet; Pulumi Registry, aws.ssoadmin.ManagedPolicyAttachment",
    second_source="botocore",
    checks=(_instance("IAM Identity Center API Reference, AttachManagedPolicyToPermissionSet"),),
    references={
        "permissionSetArn": _SET,
        "managedPolicyArn": ref("aws:iam/policy:Policy", by=("arn",), literals=MANAGED, code="ResourceNotFoundException"),
    },
    immutable={"instanceArn", "managedPolicyArn", "permissionSetArn"},
    unique=(unique("managedPolicyArn", "permissionSetArn", scope="account", code="ConflictException"),),
    id="{managedPolicyArn},{permissionSetArn},{instanceArn}",
)


@attached.computes
def policy_name(action: Action) -> Properties:
    """The last part of the ARN."""
    return {"managedPolicyName": str(action.inputs["managedPolicyArn"]).rsplit("/", 1)[1]}


assignment = Rules(
    ASSIGNMENT,
    source=f"{_ASSIGN}; Pulumi Registry, aws.ssoadmin.AccountAssignment",
    second_source="botocore, cfn-lint",
    checks=(
        _instance(_ASSIGN),
        Allowed("principalType", ("USER", "GROUP"), source=_ASSIGN),
        Allowed("targetType", ("AWS_ACCOUNT",), source=_ASSIGN),
        Pattern("targetId", r"\d{12}", source=_ASSIGN, saying="an account id of 12 digits"),
        Pattern(
            "principalId",
            r"([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}",
            source=_ASSIGN,
            saying="the id of a user or group in the identity store",
        ),
    ),
    references={"permissionSetArn": _SET},
    immutable={"instanceArn", "permissionSetArn", "principalId", "principalType", "targetId", "targetType"},
    unique=(unique("permissionSetArn", "principalId", "targetId", scope="account", code="ConflictException"),),
    id="{principalId},{principalType},{targetId},AWS_ACCOUNT,{permissionSetArn},{instanceArn}",
)
