"""Azure Policy: definitions, initiatives, assignments, exemptions; and locks.

Sources: Azure documentation, "Azure Policy definition structure basics" (modes, `if`/`then`), "Azure Policy definitions effect basics",
"Azure Policy initiative definition structure", "Azure Policy assignment structure" (names of 24 characters at a management group and 64
elsewhere; identity and location for deployIfNotExists and modify; 50 messages), "Azure Policy exemption structure", "Remediate
non-compliant resources with Azure Policy", "Lock your resources to protect your infrastructure"; REST API reference, Policy Definitions,
Policy Assignments.
"""

from collections.abc import Iterator
from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import NAMING
from simulator.rules.azure_native.ids import own_id, same
from simulator.rules.azure_native.managed_identities import has_identity, shown_identity, with_identity
from simulator.rules.azure_native.roles import scope_of
from simulator.rules.azure_native.service_rules import LOCKS, at_id, get, is_word, service
from simulator.rules.checks import Fault, Length, Pattern
from simulator.values import Properties
from simulator.world import Object

DEFINITION = "azure-native:authorization:PolicyDefinition"
GROUP_DEFINITION = "azure-native:authorization:PolicyDefinitionAtManagementGroup"
INITIATIVE = "azure-native:authorization:PolicySetDefinition"
GROUP_INITIATIVE = "azure-native:authorization:PolicySetDefinitionAtManagementGroup"
ASSIGNMENT = "azure-native:authorization:PolicyAssignment"
EXEMPTION = "azure-native:authorization:PolicyExemption"
_STRUCTURE = "Azure documentation, 'Azure Policy definition structure basics'"
_EFFECTS_PAGE = "Azure documentation, 'Azure Policy definitions effect basics'"
_ASSIGN = "Azure documentation, 'Azure Policy assignment structure'"
EFFECTS = (
    "addToNetworkGroup",
    "append",
    "audit",
    "auditIfNotExists",
    "deny",
    "denyAction",
    "deployIfNotExists",
    "disabled",
    "manual",
    "modify",
    "mutate",
)
_REMEDIATES = ("deployifnotexists", "modify")
_BUILT_IN = ("/providers/microsoft.authorization/policydefinitions/", "/providers/microsoft.authorization/policysetdefinitions/")
_PLAIN = r"(?!.*[. ]$)[^%%&\\?/#]{1,%d}"


def _definition(type_: str) -> None:
    made = service(
        type_,
        source="REST API reference, Policy Definitions, Create Or Update; " + _STRUCTURE,
        checks=(
            Pattern(
                "policyDefinitionName",
                _PLAIN % 64,
                source=NAMING,
                saying="1 to 64 characters without % & \\ ? / #, not ending in . or space",
            ),
            Length("displayName", 1, 128, source=_STRUCTURE),
            Length("description", 0, 512, source=_STRUCTURE),
            Length("parameters", 0, 20, source="Azure documentation, 'Azure subscription limits', Azure Policy limits"),
            Pattern(
                "mode",
                r"(?i:All|Indexed|Microsoft\.[A-Za-z.]+)",
                source=_STRUCTURE,
                saying="All, Indexed, or a resource provider mode such as Microsoft.KeyVault.Data",
            ),
        ),
        defaults={"mode": "Indexed", "policyType": "Custom", "version": "1.0.0"},
        outputs={"versions": ["1.0.0"]},
    )
    made.check(source=_STRUCTURE)(rule_faults)
    made.before("delete")(unused)


def rule_faults(inputs: Properties) -> Iterator[Fault]:
    """A rule has `if` and `then`; its effect is known, and what it needs is there."""
    rule = inputs.get("policyRule")
    if not isinstance(rule, dict):
        yield "policyRule", "is required: an object with 'if' and 'then'"
        return
    for name in ("if", "then"):
        if not isinstance(rule.get(name), dict):
            yield f"policyRule.{name}", "is required"
    effect = get(rule, "then.effect")
    if effect is None:
        yield "policyRule.then.effect", "is required"
    elif isinstance(effect, str) and not effect.startswith("[") and not is_word(effect, *EFFECTS):
        yield "policyRule.then.effect", f"{effect!r} is not allowed; allowed: {', '.join(EFFECTS)}"
    if is_word(effect, "deployIfNotExists", "modify", "auditIfNotExists", "denyAction", "append") and not get(rule, "then.details"):
        yield "policyRule.then.details", f"is required when the effect is {effect!r}"
    if is_word(effect, "deployIfNotExists", "modify") and not get(rule, "then.details.roleDefinitionIds"):
        yield "policyRule.then.details.roleDefinitionIds", f"is required when the effect is {effect!r}"
    yield from _parameter_faults(rule, inputs.get("parameters") or {}, "policyRule")


def _parameter_faults(value: Any, known: Properties, path: str) -> Iterator[Fault]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _parameter_faults(item, known, f"{path}.{name}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _parameter_faults(item, known, f"{path}[{i}]")
    elif isinstance(value, str) and value.lower().startswith("[parameters('") and value.endswith("')]"):
        name = value[len("[parameters('") : -len("')]")]
        if name not in known:
            yield path, f"names the parameter {name!r}, which is not among parameters"


def unused(action: Action) -> None:
    """A definition that is assigned, or stands in an initiative, can't be deleted."""
    for one in action.find_anywhere(ASSIGNMENT, INITIATIVE, GROUP_INITIATIVE):
        ids = [
            one.outputs.get("policyDefinitionId"),
            *(get(part, "policyDefinitionId") for part in one.outputs.get("policyDefinitions") or []),
        ]
        if any(same(id_, action.id) for id_ in ids):
            action.refuse("PolicyDefinitionInUse", f"The policy definition '{action.id}' is in use by '{one.id}' and can't be deleted.")


def _initiative(type_: str) -> None:
    made = service(
        type_,
        source="REST API reference, Policy Set Definitions, Create Or Update; Azure documentation, 'Azure Policy initiative definition structure'",
        checks=(
            Pattern("policySetDefinitionName", _PLAIN % 64, source=NAMING, saying="1 to 64 characters without % & \\ ? / #"),
            Length("policyDefinitions", 1, 1000, source="Azure documentation, 'Azure subscription limits', Azure Policy limits"),
            Length("parameters", 0, 400, source="Azure documentation, 'Azure subscription limits', Azure Policy limits"),
            Length("displayName", 1, 128, source=_STRUCTURE),
        ),
        defaults={"policyType": "Custom", "version": "1.0.0"},
        outputs={"versions": ["1.0.0"]},
    )
    made.before("create")(parts_stand)
    made.before("update")(parts_stand)
    made.before("delete")(unused)


def parts_stand(action: Action) -> None:
    """Every definition of an initiative is there, by a reference id of its own."""
    seen: set[str] = set()
    for part in action.inputs.get("policyDefinitions") or []:
        known(action, part.get("policyDefinitionId"))
        name = part.get("policyDefinitionReferenceId")
        if name in seen:
            action.refuse("InvalidPolicySetDefinition", f"The policyDefinitionReferenceId '{name}' is used twice.")
        seen |= {name} if name else set()


def known(action: Action, id_: object) -> Object | None:
    """A custom definition; built-in ones are Azure's own, and are not in the world."""
    if isinstance(id_, str) and not id_.lower().startswith(_BUILT_IN):
        found = at_id(action.world, id_, DEFINITION, GROUP_DEFINITION, INITIATIVE, GROUP_INITIATIVE)
        if found is None:
            action.refuse("PolicyDefinitionNotFound", f"The policy definition '{id_}' was not found.")
        return found
    return None


for _type in (DEFINITION, GROUP_DEFINITION):
    _definition(_type)
for _type in (INITIATIVE, GROUP_INITIATIVE):
    _initiative(_type)

assignment = with_identity(
    service(
        ASSIGNMENT,
        source="REST API reference, Policy Assignments, Create; " + _ASSIGN,
        checks=(
            Pattern("policyAssignmentName", _PLAIN % 64, source=_ASSIGN, saying="1 to 64 characters without % & \\ ? / #"),
            Length("nonComplianceMessages", 0, 50, source=_ASSIGN),
            Length("notScopes", 0, 400, source="Azure documentation, 'Azure subscription limits', Azure Policy limits"),
            Length("displayName", 1, 128, source=_ASSIGN),
        ),
        defaults={"enforcementMode": "Default", "assignmentType": "Custom"},
        outputs={"effectiveDefinitionVersion": "1.0.0", "latestDefinitionVersion": "1.0.0", "instanceId": "{uuid}"},
        immutable={"policyDefinitionId", "identity.type"},
    )
)


@assignment.check(source=_ASSIGN)
def named_by_scope(inputs: Properties) -> Iterator[Fault]:
    """24 characters at a management group; a definition; a location for an identity."""
    scope, name = str(inputs.get("scope")), inputs.get("policyAssignmentName")
    if "/managementgroups/" in scope.lower() and isinstance(name, str) and len(name) > 24:
        yield "policyAssignmentName", f"has length {len(name)}; allowed at a management group: up to 24"
    if not inputs.get("policyDefinitionId"):
        yield "policyDefinitionId", "is required"
    if has_identity(inputs) and not inputs.get("location"):
        yield "location", "is required where the assignment has an identity"
    inside = [str(one).lower().strip("/") for one in inputs.get("notScopes") or []]
    for i, one in enumerate(inside):
        whole = scope.lower().strip("/")
        if whole.startswith("subscriptions/") and not one.startswith(whole + "/"):
            yield f"notScopes[{i}]", f"is not inside of the assignment's scope, {scope}"


@assignment.before("create")
@assignment.before("update")
def definition_is_served(action: Action) -> None:
    """The definition stands above the scope; required parameters are given, unknown ones are not; remediation has an identity."""
    definition = known(action, action.inputs.get("policyDefinitionId"))
    if definition is None:
        return
    given, declared = action.inputs.get("parameters") or {}, definition.outputs.get("parameters") or {}
    for name in given:
        if name not in declared:
            action.refuse(
                "UndefinedPolicyParameter", f"The policy assignment has the parameter '{name}', which its definition does not declare."
            )
    for name, one in declared.items():
        if name not in given and one.get("defaultValue") is None:
            action.refuse("MissingPolicyParameter", f"The policy assignment is missing the parameter value of '{name}'.")
        value = get(given.get(name), "value")
        if value is not None and one.get("allowedValues") and value not in one["allowedValues"] and not isinstance(value, list):
            action.refuse(
                "PolicyParameterValueNotAllowed", f"The value {value!r} of the parameter '{name}' is not among {one['allowedValues']}."
            )
    effect = str(get(definition.outputs, "policyRule.then.effect")).lower()
    if effect in _REMEDIATES and not has_identity(action.inputs):
        action.refuse("ResourceIdentityRequired", f"The policy's effect '{effect}' needs a managed identity on the assignment.")
    place, scope = scope_of(definition.id).lower(), scope_of(own_id(action)).lower()
    if place.startswith("/subscriptions/") and not (scope + "/").startswith(place + "/"):
        action.refuse("InvalidPolicyDefinitionScope", f"The definition of '{place}' can't be assigned at '{scope}'.")


@assignment.computes
def assignment_answer(action: Action) -> Properties:
    """Its identity's principal."""
    return {**shown_identity(action), "scope": scope_of(action.id)}


exemption = service(
    EXEMPTION,
    source="REST API reference, Policy Exemptions, Create Or Update; Azure documentation, 'Azure Policy exemption structure'",
    checks=(Pattern("policyExemptionName", _PLAIN % 64, source=NAMING, saying="1 to 64 characters without % & \\ ? / #"),),
    defaults={"assignmentScopeValidation": "Default"},
)


@exemption.before("create")
def something_to_be_exempt_of(action: Action) -> None:
    """The assignment is there, and holds at the exempted scope."""
    found = at_id(action.world, action.inputs.get("policyAssignmentId"), ASSIGNMENT)
    if found is None:
        action.refuse("PolicyAssignmentNotFound", f"The policy assignment '{action.inputs.get('policyAssignmentId')}' was not found.")
    place, scope = scope_of(found.id).lower(), scope_of(own_id(action)).lower()
    if place.startswith("/subscriptions/") and not (scope + "/").startswith(place + "/"):
        action.refuse("InvalidPolicyExemptionScope", f"The assignment '{found.id}' does not hold at '{scope}'.")


for _type in LOCKS:
    service(
        _type,
        source="REST API reference, Management Locks, Create Or Update; Azure documentation, 'Lock your resources to protect your infrastructure'",
        checks=(
            Pattern(
                "lockName",
                r"(?!.*\.$)[A-Za-z0-9._()-]{1,90}",
                source=NAMING,
                saying="1 to 90 letters, digits and . _ - ( ), not ending in .",
            ),
            Length("notes", 0, 512, source="REST API reference, Management Locks, Create Or Update"),
            Pattern("level", "CanNotDelete|ReadOnly", source="REST API reference, Management Locks", saying="CanNotDelete or ReadOnly"),
        ),
    )
