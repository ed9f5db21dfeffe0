"""IAM roles and policies. Global: an account has one of a name.

Sources: IAM API Reference, CreateRole, DeleteRole, PutRolePolicy, AttachRolePolicy, CreatePolicy, DeletePolicy; IAM User Guide, "IAM and
AWS STS quotas", "IAM identifiers" (prefixes of unique ids); Pulumi Registry, aws.iam.Role, aws.iam.RolePolicy, aws.iam.Policy.
"""

from simulator.rules import (
    GLOBAL,
    Action,
    AtMostOneOf,
    AutoName,
    Between,
    Length,
    Pattern,
    Properties,
    Rules,
    ref,
    unique,
)
from simulator.rules.aws.kinds import ROLE
from simulator.rules.aws.policy_checks import PolicyDocument

POLICY = "aws:iam/policy:Policy"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
INSTANCE_PROFILE = "aws:iam/instanceProfile:InstanceProfile"
NAME = r"[\w+=,.@-]+"
PATH = r"/|/[\x21-\x7e]+/"
POLICY_PATH = r"((/[A-Za-z0-9.,+@=_-]+)*)/"
MANAGED = ("arn:aws:iam::aws:policy/*", "arn:aws-cn:iam::aws:policy/*", "arn:aws-us-gov:iam::aws:policy/*")
_QUOTAS = "IAM User Guide, 'IAM and AWS STS quotas'"
_CREATE_ROLE = "IAM API Reference, CreateRole"


def unique_id(action: Action, prefix: str) -> str:
    """`AROA…`, `ANPA…`: 21 letters and digits (IAM User Guide, 'IAM identifiers')."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    number, made = int(action.hex(40, "unique id"), 16), ""
    for _ in range(17):
        number, last = divmod(number, 32)
        made += digits[last]
    return prefix + made


def _named(action: Action) -> str:
    return str(action.inputs.get("name") or f"{action.inputs.get('namePrefix') or ''}{action.digits(26)}")


role = Rules(
    ROLE,
    source="IAM API Reference, CreateRole; IAM User Guide, 'IAM and AWS STS quotas'; Pulumi Registry, aws.iam.Role",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Pattern("name", NAME, source=_CREATE_ROLE, saying="letters, digits and +=,.@-_"),
        Length("name", 1, 64, source=_QUOTAS),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.iam.Role"),
        Pattern("path", PATH, source=_CREATE_ROLE, saying="begins and ends with /"),
        Length("path", 1, 512, source=_CREATE_ROLE),
        Length("description", 0, 1000, source=_CREATE_ROLE),
        Between("maxSessionDuration", 3600, 43200, source=_CREATE_ROLE),
        PolicyDocument("assumeRolePolicy", "trust", source="IAM API Reference, CreateRole", most=4096),
        PolicyDocument("inlinePolicies[*].policy", "identity", source="IAM API Reference, PutRolePolicy", most=10240),
    ),
    references={
        "permissionsBoundary": ref(POLICY, by=("arn",), literals=MANAGED, code="NoSuchEntity"),
        "managedPolicyArns[*]": ref(POLICY, by=("arn",), literals=MANAGED, code="NoSuchEntity", delete_code="DeleteConflict"),
    },
    immutable={"name", "namePrefix", "path"},
    autoname=AutoName("name", 64, unless=("namePrefix",)),
    unique=(unique("name", scope="account", code="EntityAlreadyExists", message="Role with name {name} already exists."),),
    defaults={"forceDetachPolicies": False, "maxSessionDuration": 3600, "path": "/"},
    id=_named,
    outputs={
        "arn": "arn:{partition}:iam::{account}:role{path}{id}",
        "createDate": "{now}",
        "inlinePolicies": [],
        "managedPolicyArns": [],
        "name": "{id}",
        "namePrefix": "",
        "uniqueId": "",
    },
    normalized_json=("assumeRolePolicy",),
)


@role.computes
def role_id(action: Action) -> Properties:
    """Created once; an update leaves both."""
    if action.verb == "update":
        return {"createDate": action.object.outputs["createDate"], "uniqueId": action.object.outputs["uniqueId"]}
    return {"uniqueId": unique_id(action, "AROA")}


@role.on_read
def list_policies(action: Action) -> None:
    """Policies attached or put on their own show in the role."""
    attached = [one.outputs["policyArn"] for one in action.find(ATTACHMENT) if _of(action, one.outputs.get("role"))]
    named = [arn for arn in action.object.inputs.get("managedPolicyArns") or [] if arn not in attached]
    action.outputs["managedPolicyArns"] = sorted([*named, *attached])
    apart = [one for one in action.find(ROLE_POLICY) if _of(action, one.outputs.get("role"))]
    inline = list(action.object.inputs.get("inlinePolicies") or [])
    action.outputs["inlinePolicies"] = inline or [{"name": one.outputs["name"], "policy": one.outputs["policy"]} for one in apart]


def _of(action: Action, said: object) -> bool:
    return said in (action.id, action.object.outputs.get("arn"))


@role.before("delete")
def is_bare(action: Action) -> None:
    """A role must have lost its policies and instance profiles; `forceDetachPolicies` takes the policies away."""
    if action.outputs.get("forceDetachPolicies") is True:
        for one in action.find(ATTACHMENT, ROLE_POLICY):
            if _of(action, one.outputs.get("role")):
                action.world.remove(one)
    for kind, what in (
        (ATTACHMENT, "detach all policies"),
        (ROLE_POLICY, "delete policies"),
        (INSTANCE_PROFILE, "remove roles from instance profile"),
    ):
        left = [one.id for one in action.find(kind) if _of(action, one.outputs.get("role"))]
        if left:
            action.refuse("DeleteConflict", f"Cannot delete entity, must {what} first: {', '.join(left)}")


_ROLE_REF = ref(ROLE, by=("id",), code="NoSuchEntity", blocks_delete=False)

role_policy = Rules(
    ROLE_POLICY,
    source="IAM API Reference, PutRolePolicy; Pulumi Registry, aws.iam.RolePolicy (the id is role:name)",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Pattern("name", NAME, source="IAM API Reference, PutRolePolicy", saying="letters, digits and +=,.@-_"),
        Length("name", 1, 128, source="IAM API Reference, PutRolePolicy"),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.iam.RolePolicy"),
        PolicyDocument("policy", "identity", source="IAM API Reference, PutRolePolicy", most=10240),
    ),
    references={"role": _ROLE_REF},
    immutable={"name", "namePrefix", "role"},
    autoname=AutoName("name", 128, unless=("namePrefix",)),
    id=lambda action: f"{action.inputs['role']}:{_named(action)}",
    outputs={"name": "", "namePrefix": ""},
    normalized_json=("policy",),
)


@role_policy.computes
def policy_name(action: Action) -> Properties:
    """The name is the second half of the id."""
    return {"name": action.id.split(":", 1)[1]}


attachment = Rules(
    ATTACHMENT,
    source="IAM API Reference, AttachRolePolicy; Pulumi Registry, aws.iam.RolePolicyAttachment",
    second_source="moto",
    references={
        "role": _ROLE_REF,
        "policyArn": ref(POLICY, by=("arn",), literals=MANAGED, code="NoSuchEntity", delete_code="DeleteConflict"),
    },
    immutable={"policyArn", "role"},
    id="{role}/{policyArn}",
)


@attachment.before("create")
def not_too_many(action: Action) -> None:
    """'Managed policies per role: 10, up to 20' (IAM quotas)."""
    others = action.find(ATTACHMENT, role=action.inputs["role"])
    if len(others) >= 20:
        action.refuse("LimitExceeded", f"Cannot exceed quota for PoliciesPerRole: 20 are attached to {action.inputs['role']}")


policy = Rules(
    POLICY,
    source="IAM API Reference, CreatePolicy, DeletePolicy; Pulumi Registry, aws.iam.Policy (the id is the ARN)",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Pattern("name", NAME, source="IAM API Reference, CreatePolicy", saying="letters, digits and +=,.@-_"),
        Length("name", 1, 128, source="IAM API Reference, CreatePolicy"),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.iam.Policy"),
        Pattern("path", POLICY_PATH, source="IAM API Reference, CreatePolicy", saying="begins and ends with /"),
        Length("description", 0, 1000, source="IAM API Reference, CreatePolicy"),
        PolicyDocument("policy", "identity", source="IAM API Reference, CreatePolicy", most=6144),
    ),
    immutable={"description", "name", "namePrefix", "path"},
    autoname=AutoName("name", 128, unless=("namePrefix",)),
    unique=(unique("name", scope="account", code="EntityAlreadyExists", message="A policy called {name} already exists."),),
    defaults={"path": "/"},
    id=lambda action: f"arn:{action.partition}:iam::{action.account}:policy{action.inputs.get('path') or '/'}{_named(action)}",
    outputs={"arn": "{id}", "attachmentCount": 0, "name": "", "namePrefix": "", "policyId": ""},
    normalized_json=("policy",),
)


@policy.computes
def policy_id(action: Action) -> Properties:
    """Name and unique id."""
    if action.verb == "update":
        return {}
    return {"name": action.id.rsplit("/", 1)[1], "policyId": unique_id(action, "ANPA")}


@policy.on_read
def count_attachments(action: Action) -> None:
    """How many roles have it."""
    action.outputs["attachmentCount"] = len(action.world.find(ATTACHMENT, account=action.account, region=GLOBAL, policyArn=action.id))


instance_profile = Rules(
    INSTANCE_PROFILE,
    source="IAM API Reference, CreateInstanceProfile; Pulumi Registry, aws.iam.InstanceProfile",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", NAME, source="IAM API Reference, CreateInstanceProfile", saying="letters, digits and +=,.@-_"),
        Length("name", 1, 128, source="IAM API Reference, CreateInstanceProfile"),
    ),
    references={"role": _ROLE_REF},
    immutable={"name", "namePrefix", "path"},
    autoname=AutoName("name", 128, unless=("namePrefix",)),
    unique=(unique("name", scope="account", code="EntityAlreadyExists", message="Instance Profile {name} already exists."),),
    defaults={"path": "/"},
    id=_named,
    outputs={
        "arn": "arn:{partition}:iam::{account}:instance-profile{path}{id}",
        "createDate": "{now}",
        "name": "{id}",
        "namePrefix": "",
        "uniqueId": "",
    },
)


@instance_profile.computes
def profile_id(action: Action) -> Properties:
    """Created once."""
    if action.verb == "update":
        return {"createDate": action.object.outputs["createDate"]}
    return {"uniqueId": unique_id(action, "AIPA")}
