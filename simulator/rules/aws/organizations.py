"""AWS Organizations: the organization, its units, accounts, policies and delegated administrators.

Everything is global and answers the management account alone. Member accounts are not made here: as everywhere in the simulated clouds an
account exists as soon as somebody names it, so an import finds any account id as a member that was invited and stands at the root.

Sources: AWS Organizations API Reference, CreateOrganization, CreateOrganizationalUnit, DeleteOrganizationalUnit, CreatePolicy, AttachPolicy,
MoveAccount, RegisterDelegatedAdministrator, ConstraintViolationException; AWS Organizations User Guide, "Quotas and service limits",
"Service control policies" (FullAWSAccess is attached from the start); Pulumi Registry, aws.organizations.*.
"""

import hashlib
from collections.abc import Iterator

from simulator.rules import GLOBAL, Action, Allowed, Fault, Length, Object, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.organization_policies import ATTACHED, RESOURCE_CONTROL, SERVICE_CONTROL, TYPES, content_faults

ORGANIZATION = "aws:organizations/organization:Organization"
UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
ACCOUNT = "aws:organizations/account:Account"
POLICY = "aws:organizations/policy:Policy"
ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
DELEGATED = "aws:organizations/delegatedAdministrator:DelegatedAdministrator"
PARENT = r"r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}"
TARGET = rf"{PARENT}|\d{{12}}"
_NOT_IN_USE = "AWSOrganizationsNotInUseException"
_LIMIT = "ConstraintViolationException"
_GUIDE = "AWS Organizations User Guide"

DELEGATES = (
    "access-analyzer",
    "account",
    "auditmanager",
    "backup",
    "cloudtrail",
    "config",
    "config-multiaccountsetup",
    "detective",
    "fms",
    "guardduty",
    "health",
    "iam",
    "inspector2",
    "ipam",
    "macie",
    "member.org.stacksets.cloudformation",
    "networkmanager",
    "reachabilityanalyzer.networkinsights",
    "resource-explorer-2",
    "securityhub",
    "securitylake",
    "ssm",
    "sso",
    "storage-lens.s3",
)
"""Services that know delegated administrators, without their common suffix."""


def organization_of(action: Action) -> Object:
    """The organization that this account manages."""
    found = action.find(ORGANIZATION)
    if not found:
        action.refuse(_NOT_IN_USE, f"Your account {action.account} is not the management account of an organization")
    return found[0]


def _letters(action: Action, count: int, *words: str) -> str:
    # Not of the world's seed: a stack file that states the organization fits every world.
    return hashlib.sha256(" ".join([action.account, *words]).encode()).hexdigest()[:count]


def organization_id(action: Action) -> str:
    """Always the same for a management account, so that a stack file can state it before the organization is there."""
    return f"o-{_letters(action, 10, 'organization')}"


def root_id(action: Action) -> str:
    """The one root, as determined as the organization."""
    return f"r-{_letters(action, 4, 'root')}"


organization = Rules(
    ORGANIZATION,
    source="AWS Organizations API Reference, CreateOrganization, EnablePolicyType, EnableAWSServiceAccess; "
    "Pulumi Registry, aws.organizations.Organization",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("featureSet", ("ALL", "CONSOLIDATED_BILLING"), source="AWS Organizations API Reference, CreateOrganization"),
        Allowed("enabledPolicyTypes[*]", TYPES, source="AWS Organizations API Reference, EnablePolicyType"),
        Pattern(
            "awsServiceAccessPrincipals[*]",
            r"[\w+=,.@-]{1,128}",
            source="AWS Organizations API Reference, EnableAWSServiceAccess",
            saying="a service principal such as config.amazonaws.com",
        ),
    ),
    defaults={"featureSet": "ALL"},
    id=organization_id,
    outputs={"arn": "arn:{partition}:organizations::{account}:organization/{id}", "masterAccountId": "{account}"},
    unordered=("awsServiceAccessPrincipals", "enabledPolicyTypes"),
)


@organization.before("create")
def is_alone(action: Action) -> None:
    """An account manages one organization."""
    if action.find(ORGANIZATION):
        action.refuse("AlreadyInOrganizationException", f"The account {action.account} is already a member of an organization: import it")


@organization.check(source="Pulumi Registry, aws.organizations.Organization: enabledPolicyTypes needs featureSet ALL")
def policies_need_all_features(inputs: Properties) -> Iterator[Fault]:
    """Consolidated billing alone knows no policies."""
    if inputs.get("enabledPolicyTypes") and inputs.get("featureSet", "ALL") != "ALL":
        yield "enabledPolicyTypes", "needs featureSet ALL"


@organization.computes
def members(action: Action) -> Properties:
    """The root, with its enabled types, and the management account."""
    own, root = f"arn:{action.partition}:organizations::{action.account}", root_id(action)
    first = {
        "id": action.account,
        "arn": f"{own}:account/{action.id}/{action.account}",
        "name": "management",
        "email": "management@example.org",
        "state": "ACTIVE",
        "status": "ACTIVE",
        "joinedMethod": "INVITED",
        "joinedTimestamp": "",
    }
    types = [{"type": kind, "status": "ENABLED"} for kind in sorted(action.inputs.get("enabledPolicyTypes") or [])]
    return {
        "accounts": [first],
        "masterAccountArn": first["arn"],
        "masterAccountEmail": first["email"],
        "masterAccountName": first["name"],
        "nonMasterAccounts": [],
        "roots": [{"id": root, "arn": f"{own}:root/{action.id}/{root}", "name": "Root", "policyTypes": types}],
    }


@organization.before("delete")
def is_empty(action: Action) -> None:
    """'You can delete an organization only when it has no members, units or policies.'"""
    left = [one.id for one in action.find(UNIT, ACCOUNT, POLICY)]
    if left:
        action.refuse("OrganizationNotEmptyException", f"The organization still has {', '.join(left[:5])}")


unit = Rules(
    UNIT,
    source="AWS Organizations API Reference, CreateOrganizationalUnit, DeleteOrganizationalUnit; "
    "Pulumi Registry, aws.organizations.OrganizationalUnit",
    second_source="botocore, cfn-lint",
    checks=(
        Length("name", 1, 128, source="AWS Organizations API Reference, CreateOrganizationalUnit"),
        Pattern("parentId", PARENT, source="AWS Organizations API Reference, CreateOrganizationalUnit", saying="the id of a root or unit"),
    ),
    immutable={"parentId"},
    unique=(unique("name", "parentId", scope="account", code="DuplicateOrganizationalUnitException"),),
    id=lambda action: f"ou-{root_id(action)[2:]}-{action.hex(8)}",
    outputs={"accounts": []},
)


@unit.before("create")
def has_a_parent(action: Action) -> None:
    """Five levels below the root."""
    parent, depth = str(action.inputs["parentId"]), 1
    organization_of(action)
    while parent != root_id(action):
        found = action.get(UNIT, parent)
        if found is None:
            action.refuse("ParentNotFoundException", f"We can't find a root or organizational unit (OU) with the ParentId {parent}")
        parent, depth = str(found.outputs["parentId"]), depth + 1
    if depth > 5:
        action.refuse(_LIMIT, "OU_DEPTH_LIMIT_EXCEEDED: units may stand five levels deep")


@unit.computes
def unit_arn(action: Action) -> Properties:
    """Names the organization too."""
    found = organization_of(action)
    return {"arn": f"arn:{action.partition}:organizations::{action.account}:ou/{found.id}/{action.id}"}


@unit.before("delete")
def holds_nothing(action: Action) -> None:
    """'You must first move all accounts out of the OU and any child OUs, and then delete the child OUs.'"""
    left = [one.id for one in action.find(UNIT, ACCOUNT, parentId=action.id)]
    if left:
        action.refuse("OrganizationalUnitNotEmptyException", f"{action.id} still holds {', '.join(left)}")


def _member(action: Action) -> str:
    """An import of any account id finds a member at the root (see the module)."""
    if action.find(ORGANIZATION) and len(action.id) == 12 and action.id.isdigit() and action.get(ACCOUNT, action.id) is None:
        found = organization_of(action)
        outputs = {
            "id": action.id,
            "arn": f"arn:{action.partition}:organizations::{action.account}:account/{found.id}/{action.id}",
            "name": f"account-{action.id}",
            "email": f"aws+{action.id}@example.org",
            "parentId": root_id(action),
            "joinedMethod": "INVITED",
            "joinedTimestamp": "2024-01-01T00:00:00Z",
            "state": "ACTIVE",
            "status": "ACTIVE",
            "govcloudId": "",
            "tags": {},
            "tagsAll": {},
        }
        action.world.put(Object(ACCOUNT, action.id, action.account, GLOBAL, outputs))
    return action.id


account = Rules(
    ACCOUNT,
    source="AWS Organizations API Reference, CreateAccount, MoveAccount, RemoveAccountFromOrganization; "
    "Pulumi Registry, aws.organizations.Account (without closeOnDeletion the account is only removed from the organization)",
    second_source="botocore, cfn-lint",
    checks=(
        Length("name", 1, 50, source="AWS Organizations API Reference, CreateAccount"),
        Length("email", 6, 64, source="AWS Organizations API Reference, CreateAccount"),
        Pattern("email", r"[^\s@]+@[^\s@]+\.[^\s@]+", source="AWS Organizations API Reference, CreateAccount", saying="an e-mail address"),
        Pattern("roleName", r"[\w+=,.@-]{1,64}", source="AWS Organizations API Reference, CreateAccount"),
        Allowed("iamUserAccessToBilling", ("ALLOW", "DENY"), source="AWS Organizations API Reference, CreateAccount"),
        Pattern("parentId", PARENT, source="AWS Organizations API Reference, MoveAccount", saying="the id of a root or unit"),
    ),
    immutable={"email", "name", "createGovcloud", "iamUserAccessToBilling", "roleName"},
    id="{digits12}",
    outputs={
        "govcloudId": "",
        "joinedMethod": "CREATED",
        "joinedTimestamp": "{now}",
        "state": "ACTIVE",
        "status": "ACTIVE",
        "parentId": "",
    },
    import_id=_member,
)


@account.before("create")
@account.before("update")
def goes_to_a_place(action: Action) -> None:
    """A root or a unit of this organization."""
    organization_of(action)
    parent = action.inputs.get("parentId")
    if parent not in (None, root_id(action)) and action.get(UNIT, parent) is None:
        action.refuse("DestinationParentNotFoundException", f"We can't find the destination container {parent}")


@account.computes
def account_place(action: Action) -> Properties:
    """At the root where nothing is said."""
    found = organization_of(action)
    return {
        "arn": f"arn:{action.partition}:organizations::{action.account}:account/{found.id}/{action.id}",
        "parentId": action.inputs.get("parentId") or root_id(action),
    }


policy = Rules(
    POLICY,
    source="AWS Organizations API Reference, CreatePolicy, DeletePolicy; Pulumi Registry, aws.organizations.Policy",
    second_source="botocore, cfn-lint",
    checks=(
        Length("name", 1, 128, source="AWS Organizations API Reference, CreatePolicy"),
        Length("description", 0, 512, source="AWS Organizations API Reference, CreatePolicy"),
        Allowed("type", TYPES, source="AWS Organizations API Reference, CreatePolicy"),
    ),
    immutable={"type"},
    unique=(unique("name", "type", scope="account", code="DuplicatePolicyException"),),
    defaults={"type": SERVICE_CONTROL, "description": ""},
    id="p-{hex8}",
    normalized_json=("content",),
)


@policy.check(source=f"{_GUIDE}, 'SCP syntax', 'RCP syntax', 'Quotas and service limits'")
def content_is_sound(inputs: Properties) -> Iterator[Fault]:
    """The type's own grammar and size."""
    yield from content_faults(inputs)


@policy.before("create")
def organization_has_policies(action: Action) -> None:
    """All features are needed."""
    if organization_of(action).outputs.get("featureSet") != "ALL":
        action.refuse("PolicyTypeNotAvailableForOrganizationException", "The organization has consolidated billing alone")


@policy.computes
def policy_arn(action: Action) -> Properties:
    """Holds the type in lower case."""
    found, kind = organization_of(action), str(action.inputs.get("type") or SERVICE_CONTROL).lower()
    return {"arn": f"arn:{action.partition}:organizations::{action.account}:policy/{found.id}/{kind}/{action.id}"}


attachment = Rules(
    ATTACHMENT,
    source="AWS Organizations API Reference, AttachPolicy; Pulumi Registry, aws.organizations.PolicyAttachment (the id is target:policy)",
    second_source="botocore",
    checks=(
        Pattern("targetId", TARGET, source="AWS Organizations API Reference, AttachPolicy", saying="the id of a root, unit or account"),
    ),
    references={"policyId": ref(POLICY, literals=("p-FullAWSAccess",), code="PolicyNotFoundException", delete_code="PolicyInUseException")},
    immutable={"policyId", "targetId"},
    unique=(unique("policyId", "targetId", scope="account", code="DuplicatePolicyAttachmentException"),),
    id="{targetId}:{policyId}",
)


@attachment.before("create")
def fits_its_target(action: Action) -> None:
    """The type is enabled, the target exists and takes one more."""
    found, target = organization_of(action), str(action.inputs["targetId"])
    attached = action.target("policyId", POLICY)
    kind = str(attached.outputs["type"]) if attached else SERVICE_CONTROL
    if kind not in (found.outputs.get("enabledPolicyTypes") or []):
        action.refuse("PolicyTypeNotEnabledException", f"The policy type {kind} is not enabled in the root {root_id(action)}")
    if not target.isdigit() and target != root_id(action) and action.get(UNIT, target) is None:
        action.refuse("TargetNotFoundException", f"We can't find a root, OU or account with the TargetId {target}")
    others = [action.get(POLICY, one.outputs["policyId"]) for one in action.find(ATTACHMENT, targetId=target)]
    # The managed policy that comes with the type holds one place.
    most = ATTACHED.get(kind, 10) - (1 if kind in (SERVICE_CONTROL, RESOURCE_CONTROL) else 0)
    if sum(1 for one in others if one is not None and one.outputs["type"] == kind) >= most:
        action.refuse(
            _LIMIT, f"MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED: {target} has {most} policies of type {kind} beside the managed one"
        )


delegated = Rules(
    DELEGATED,
    source="AWS Organizations API Reference, RegisterDelegatedAdministrator; Pulumi Registry, aws.organizations.DelegatedAdministrator",
    second_source="botocore",
    checks=(
        Pattern("accountId", r"\d{12}", source="AWS Organizations API Reference, RegisterDelegatedAdministrator", saying="12 digits"),
        Allowed(
            "servicePrincipal",
            tuple(f"{name}.amazonaws.com" for name in DELEGATES),
            source=f"{_GUIDE}, 'AWS services that you can use with AWS Organizations'",
        ),
    ),
    immutable={"accountId", "servicePrincipal"},
    unique=(unique("accountId", "servicePrincipal", scope="account", code="AccountAlreadyRegisteredException"),),
    id="{accountId}/{servicePrincipal}",
    outputs={
        "delegationEnabledDate": "{now}",
        "email": "",
        "joinedMethod": "INVITED",
        "joinedTimestamp": "{now}",
        "name": "",
        "status": "ACTIVE",
    },
)


@delegated.before("create")
def may_be_delegated(action: Action) -> None:
    """'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR', 'SERVICE_ACCESS_NOT_ENABLED' (ConstraintViolationException)."""
    found, service = organization_of(action), action.inputs["servicePrincipal"]
    if action.inputs["accountId"] == action.account:
        action.refuse(_LIMIT, "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR: delegate to a member account")
    if service not in (found.outputs.get("awsServiceAccessPrincipals") or []):
        action.refuse(_LIMIT, f"SERVICE_ACCESS_NOT_ENABLED: enable trusted access of {service} first")


@delegated.computes
def delegated_arn(action: Action) -> Properties:
    """The member's own ARN."""
    found, member = organization_of(action), action.inputs["accountId"]
    return {"arn": f"arn:{action.partition}:organizations::{action.account}:account/{found.id}/{member}"}
