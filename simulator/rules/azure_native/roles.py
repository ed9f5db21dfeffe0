"""Role definitions and role assignments.

Sources: Azure documentation, "Understand Azure role assignments" (a name is a GUID, unique in the directory; principal types),
"Troubleshoot Azure RBAC" (RoleAssignmentExists, PrincipalNotFound, RoleAssignmentUpdateNotPermitted, 4,000 assignments a subscription),
"Azure custom roles" (assignable scopes; one management group; no data actions with a management group; names unique in the directory;
roles with assignments can't be deleted), "Azure role assignment condition format and syntax" (version 2.0); pulumi-azure-native,
`provider/pkg/gen/replacement.go` (`principalId` and `scope` replace).
"""

import re
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import IDENTITY, ROLE_ASSIGNMENT, ROLE_DEFINITION
from simulator.rules.azure_native.ids import own_id, same
from simulator.rules.azure_native.service_rules import get, same_text, service
from simulator.rules.checks import Allowed, Fault, Length, Needs, Pattern
from simulator.values import Properties
from simulator.world import Object

_ASSIGN = "Azure documentation, 'Understand Azure role assignments'"
_CUSTOM = "Azure documentation, 'Azure custom roles'"
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_ROLE_ID = (
    r"(?i:(/subscriptions/[0-9a-f-]{36}(/resourcegroups/[^/]+)?|/providers/microsoft\.management/managementgroups/[^/]+)?"
    rf"/providers/microsoft\.authorization/roledefinitions/){UUID}"
)
_SCOPE = r"(?i:/?(subscriptions/[0-9a-f-]{36}(/.+)?|providers/.+)?)"
_ROLES = "/providers/microsoft.authorization/roledefinitions/"

assignment = service(
    ROLE_ASSIGNMENT,
    source="REST API reference, Role Assignments, Create; " + _ASSIGN,
    checks=(
        Pattern("roleAssignmentName", UUID, source=_ASSIGN, saying="a GUID"),
        Pattern("principalId", UUID, source=_ASSIGN, saying="the object id of a principal, a GUID"),
        Pattern(
            "roleDefinitionId",
            _ROLE_ID,
            source="REST API reference, Role Assignments, Create",
            saying="the full id of a role definition, such as /subscriptions/…/providers/Microsoft.Authorization/roleDefinitions/<GUID>",
        ),
        Pattern("scope", _SCOPE, source=_ASSIGN, saying="the id of a management group, subscription, resource group or resource"),
        Needs("condition", ("conditionVersion",), source="Azure documentation, 'Azure role assignment condition format and syntax'"),
        Allowed("conditionVersion", ("2.0", "1.0"), source="Azure documentation, 'Azure role assignment condition format and syntax'"),
        Length("description", 0, 2048, source=_ASSIGN),
    ),
    immutable={"principalId", "scope", "roleDefinitionId", "principalType"},
    outputs={"createdBy": "", "createdOn": "{now}", "updatedBy": "", "updatedOn": "{now}"},
)


@assignment.before("create")
def not_twice(action: Action) -> None:
    """The same principal has the same role at the same scope once; the name is unique in the directory."""
    scope = scope_of(own_id(action))
    for one in action.find_anywhere(ROLE_ASSIGNMENT):
        if _same_grant(one, action.inputs) and same(scope_of(one.id), scope):
            action.refuse(
                "RoleAssignmentExists", f"The role assignment already exists. The ID of the existing role assignment is {_bare(one)}."
            )
        if same_text(one.outputs.get("name"), action.inputs.get("roleAssignmentName")):
            action.refuse(
                "RoleAssignmentUpdateNotPermitted",
                f"Tenant ID, application ID, principal ID, and scope are not allowed to be updated: the name is taken by {one.id}.",
            )


@assignment.before("create")
def what_it_names_stands(action: Action) -> None:
    """The scope is there, and a custom role may be assigned at it."""
    scope = scope_of(own_id(action))
    if scope.lower().count("/") > 2 and scope.lower().startswith("/subscriptions/") and not action.world.by_id(scope, any_case=True):
        action.refuse("ResourceNotFound", f"The resource '{scope}' of the role assignment's scope was not found.")
    role = _custom(action, action.inputs.get("roleDefinitionId"))
    if role is not None and not any(_covers(one, scope) for one in role.outputs.get("assignableScopes") or [scope_of(role.id)]):
        action.refuse("RoleDefinitionNotAssignable", f"The role '{role.outputs.get('roleName')}' can't be assigned at '{scope}'.")


@assignment.computes
def the_full_role_id(action: Action) -> Properties:
    """The principal's type is looked up where it was not given; the API answers the role by its subscription."""
    made: Properties = {"scope": scope_of(action.id)}
    if action.inputs.get("principalType") is None:
        made["principalType"] = "ServicePrincipal" if _managed(action) else "User"
    given = str(action.inputs["roleDefinitionId"])
    if given.lower().startswith(_ROLES) and scope_of(action.id).lower().startswith("/subscriptions/"):
        made["roleDefinitionId"] = "/".join(scope_of(action.id).split("/")[:3]) + given
    return made


def _managed(action: Action) -> bool:
    principal, everything = action.inputs.get("principalId"), action.find_anywhere()
    if any(same_text(one.outputs.get("principalId"), principal) for one in everything if one.type == IDENTITY):
        return True
    return any(same_text(get(one.outputs, "identity.principalId"), principal) for one in everything)


def scope_of(id_: str) -> str:
    """What an extension resource stands on."""
    at = id_.lower().rfind("/providers/microsoft.authorization/")
    return id_[:at] if at > 0 else "/" if at == 0 else id_


def _same_grant(one: Object, inputs: Properties) -> bool:
    role, wanted = (
        str(value).lower().rsplit("/", 1)[-1] for value in (one.outputs.get("roleDefinitionId"), inputs.get("roleDefinitionId"))
    )
    return role == wanted and same_text(one.outputs.get("principalId"), inputs.get("principalId"))


def _bare(one: Object) -> str:
    return str(one.outputs.get("name", "")).replace("-", "")


def _custom(action: Action, id_: object) -> Object | None:
    guid = str(id_).lower().rsplit("/", 1)[-1]
    return next((one for one in action.find_anywhere(ROLE_DEFINITION) if one.id.lower().endswith("/" + guid)), None)


def _covers(assignable: str, scope: str) -> bool:
    whole = assignable.rstrip("/").lower()
    return not whole or whole.startswith("/providers/microsoft.management/") or (scope.lower() + "/").startswith(whole + "/")


definition = service(
    ROLE_DEFINITION,
    source="REST API reference, Role Definitions, Create Or Update; " + _CUSTOM,
    checks=(
        Pattern("roleDefinitionId", UUID, source="REST API reference, Role Definitions, Create Or Update", saying="a GUID"),
        Length("roleName", 1, 512, source=_CUSTOM),
        Length("description", 0, 2048, source=_CUSTOM),
        Allowed("roleType", ("CustomRole",), source=_CUSTOM),
        Pattern("scope", _SCOPE, source=_CUSTOM, saying="the id of a management group, subscription or resource group"),
    ),
    defaults={"roleType": "CustomRole"},
    outputs={"createdBy": "", "createdOn": "{now}", "updatedBy": "", "updatedOn": "{now}"},
)


@definition.check(source=_CUSTOM)
def custom_roles_say_where_and_what(inputs: Properties) -> Iterator[Fault]:
    """A custom role has a name, a permission and its assignable scopes; only one is a management group."""
    if not inputs.get("roleName"):
        yield "roleName", "is required"
    scopes = inputs.get("assignableScopes")
    if not scopes:
        yield "assignableScopes", "is required: at least one management group, subscription or resource group"
    groups = [one for one in scopes or [] if "/providers/microsoft.management/" in str(one).lower()]
    if len(groups) > 1:
        yield "assignableScopes", "may hold only one management group"
    for i, one in enumerate(scopes or []):
        if str(one) == "/":
            yield f"assignableScopes[{i}]", "'/' is for built-in roles alone"
    for i, permission in enumerate(inputs.get("permissions") or []):
        yield from _permission_faults(f"permissions[{i}]", permission, in_group=bool(groups))
    if not any(get(one, "actions") or get(one, "dataActions") for one in inputs.get("permissions") or []):
        yield "permissions", "must allow something: give actions or dataActions"


def _permission_faults(where: str, permission: Properties, *, in_group: bool) -> Iterator[Fault]:
    if in_group and permission.get("dataActions"):
        yield f"{where}.dataActions", "are not allowed in a role that can be assigned at a management group"
    for name in ("actions", "notActions", "dataActions", "notDataActions"):
        for j, action in enumerate(permission.get(name) or []):
            if not re.fullmatch(r"\*|\*/[A-Za-z/*]+|[A-Za-z0-9.]+(/[A-Za-z0-9.*_-]+)+", str(action)):
                yield f"{where}.{name}[{j}]", f"{action!r} is no operation, such as Microsoft.Storage/storageAccounts/read"


@definition.before("create")
@definition.before("update")
def one_name_in_the_directory(action: Action) -> None:
    """'The display name of a custom role must be unique for the Microsoft Entra directory'."""
    for one in action.find_anywhere(ROLE_DEFINITION, roleName=action.inputs.get("roleName")):
        if one.id != action.id:
            action.refuse(
                "RoleDefinitionWithSameNameExists", f"A custom role with the name '{action.inputs['roleName']}' exists: {one.id}."
            )


@definition.before("delete")
def assigned_roles_stay(action: Action) -> None:
    """'There are existing role assignments referencing role'."""
    guid = action.id.lower().rsplit("/", 1)[-1]
    for one in action.find_anywhere(ROLE_ASSIGNMENT):
        if str(one.outputs.get("roleDefinitionId")).lower().endswith("/" + guid):
            action.refuse(
                "RoleDefinitionHasAssignments", f"There are existing role assignments referencing the role (code: {guid}): {one.id}."
            )


@definition.computes
def definition_answer(action: Action) -> Properties:
    """Missing lists are empty."""
    empty: Properties = {"actions": [], "notActions": [], "dataActions": [], "notDataActions": []}
    return {"permissions": [{**empty, **one} for one in action.inputs.get("permissions") or []]}
