"""Azure Lighthouse: another directory manages a subscription or a resource group.

Sources: Azure documentation, "Tenants, users, and roles in Azure Lighthouse scenarios" (no Owner, no roles with data actions; User Access
Administrator only to assign named roles to identities), "Onboard a customer to Azure Lighthouse", "Create eligible authorizations" (8 hours at
most); REST API reference, Registration Definitions, Registration Assignments, Create Or Update.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import ROLE_DEFINITION
from simulator.rules.azure_native.ids import own_id, same
from simulator.rules.azure_native.managed_identities import tenant
from simulator.rules.azure_native.roles import UUID
from simulator.rules.azure_native.service_rules import at_id, completed, get, same_text, service
from simulator.rules.checks import Fault, Length, Pattern
from simulator.values import Properties

DEFINITION = "azure-native:managedservices:RegistrationDefinition"
ASSIGNMENT = "azure-native:managedservices:RegistrationAssignment"
_ROLES = "Azure documentation, 'Tenants, users, and roles in Azure Lighthouse scenarios'"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
USER_ACCESS_ADMINISTRATOR = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"

definition = service(
    DEFINITION,
    source="REST API reference, Registration Definitions, Create Or Update; " + _ROLES,
    checks=(
        Pattern("registrationDefinitionId", UUID, source="REST API reference, Registration Definitions", saying="a GUID"),
        Pattern(
            "properties.managedByTenantId", UUID, source="REST API reference, Registration Definitions", saying="the id of a directory"
        ),
        Pattern("properties.authorizations[*].principalId", UUID, source=_ROLES, saying="the object id of a principal"),
        Length("properties.authorizations", 1, None, source=_ROLES),
    ),
    immutable={"properties.managedByTenantId"},
)


@definition.check(source=_ROLES)
def roles_that_can_be_delegated(inputs: Properties) -> Iterator[Fault]:
    """Never Owner; who may assign roles names those that he may."""
    for name in ("authorizations", "eligibleAuthorizations"):
        for i, one in enumerate(get(inputs, f"properties.{name}") or []):
            role = str(one.get("roleDefinitionId")).lower().rsplit("/", 1)[-1]
            where = f"properties.{name}[{i}]"
            if role == OWNER:
                yield f"{where}.roleDefinitionId", "Owner can't be delegated"
            if role == USER_ACCESS_ADMINISTRATOR and not one.get("delegatedRoleDefinitionIds"):
                yield f"{where}.delegatedRoleDefinitionIds", "is required for User Access Administrator: the roles that it may assign"
            if role != USER_ACCESS_ADMINISTRATOR and one.get("delegatedRoleDefinitionIds"):
                yield f"{where}.delegatedRoleDefinitionIds", "is for User Access Administrator alone"


@definition.before("create")
def to_another_directory(action: Action) -> None:
    """A directory does not delegate to itself; custom roles can't be delegated."""
    if same_text(get(action.inputs, "properties.managedByTenantId"), tenant(action)):
        action.refuse("InvalidRegistrationDefinition", "The managing tenant must be another one than the subscription's own.")
    for one in get(action.inputs, "properties.authorizations") or []:
        guid = str(one.get("roleDefinitionId")).lower().rsplit("/", 1)[-1]
        if any(found.id.lower().endswith("/" + guid) for found in action.find_anywhere(ROLE_DEFINITION)):
            action.refuse("InvalidRegistrationDefinition", f"The custom role '{guid}' can't be delegated: only built-in roles can.")


@definition.before("delete")
def assigned_ones_stay(action: Action) -> None:
    """A definition that is assigned stays."""
    for one in action.find_anywhere(ASSIGNMENT):
        if same(get(one.outputs, "properties.registrationDefinitionId"), action.id):
            action.refuse("RegistrationDefinitionInUse", f"The registration definition '{action.id}' is assigned by '{one.id}'.")


@definition.computes
def definition_answer(action: Action) -> Properties:
    """Both directories."""
    shown = {"provisioningState": "Succeeded", "manageeTenantId": tenant(action), "registrationDefinitionName": action.name}
    return {"properties": completed(action.inputs.get("properties"), shown)}


assignment = service(
    ASSIGNMENT,
    source="REST API reference, Registration Assignments, Create Or Update",
    checks=(Pattern("registrationAssignmentId", UUID, source="REST API reference, Registration Assignments", saying="a GUID"),),
    immutable={"properties.registrationDefinitionId"},
)


@assignment.before("create")
def of_a_definition_once(action: Action) -> None:
    """The definition is there, and is assigned at a scope once."""
    wanted = get(action.inputs, "properties.registrationDefinitionId")
    if at_id(action.world, wanted, DEFINITION) is None:
        action.refuse("RegistrationDefinitionNotFound", f"The registration definition '{wanted}' was not found.")
    place = own_id(action).rsplit("/providers/", 1)[0]
    for one in action.find_anywhere(ASSIGNMENT):
        if same(get(one.outputs, "properties.registrationDefinitionId"), wanted) and same(one.id.rsplit("/providers/", 1)[0], place):
            action.refuse("RegistrationAssignmentExists", f"The definition is assigned at '{place}' already: {one.id}.")


assignment.computes(lambda action: {"properties": completed(action.inputs["properties"], {"provisioningState": "Succeeded"})})
