"""Content filters, block lists, projects, connections and managed networks of AI accounts.

Sources: Azure documentation, "Content filtering configurability" (categories, severities, where they look), "How to use blocklists with
Azure OpenAI" (10,000 terms), "Create a project for Microsoft Foundry", "Add a new connection to your project", "Set up a managed virtual
network for Foundry"; REST API reference, Rai Policies, Rai Blocklists, Projects, Account Connections, Commitment Plans.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.ai_accounts import DEPLOYMENT, FILTER, PROJECT
from simulator.rules.azure_native.data_kinds import AI_ACCOUNT
from simulator.rules.azure_native.managed_identities import has_identity, shown_identity, with_identity
from simulator.rules.azure_native.managed_networks import isolation_only_rises, rule_faults, rule_fits
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, owner, same_text, service
from simulator.rules.checks import Fault, Length, Pattern
from simulator.values import Properties

BLOCKLIST = "azure-native:cognitiveservices:RaiBlocklist"
BLOCKLIST_ITEM = "azure-native:cognitiveservices:RaiBlocklistItem"
COMMITMENT = "azure-native:cognitiveservices:CommitmentPlan"
MANAGED_NETWORK = "azure-native:cognitiveservices:ManagedNetworkSetting"
OUTBOUND_RULE = "azure-native:cognitiveservices:OutboundRule"
CONNECTIONS = ("azure-native:cognitiveservices:AccountConnection", "azure-native:cognitiveservices:ProjectConnection")
CAPABILITY_HOSTS = ("azure-native:cognitiveservices:AccountCapabilityHost", "azure-native:cognitiveservices:ProjectCapabilityHost")
_FILTERS = "Azure documentation, 'Content filtering configurability'"
SEVERE = ("Hate", "Sexual", "Selfharm", "Violence")
"""Filters with a severity."""
PLAIN = (
    "Jailbreak",
    "Indirect Attack",
    "Indirect Attack Spotlighting",
    "Protected Material Text",
    "Protected Material Code",
    "Profanity",
    "Personally Identifiable Information",
    "Ungrounded Material",
    "Task Adherence",
)
_AUTHENTICATION = (
    "AAD",
    "AccessKey",
    "AccountKey",
    "AccountManagedIdentity",
    "AgenticIdentityToken",
    "AgenticUser",
    "ApiKey",
    "CustomKeys",
    "ManagedIdentity",
    "None",
    "OAuth2",
    "PAT",
    "ProjectManagedIdentity",
    "SAS",
    "ServicePrincipal",
    "UserEntraToken",
    "UsernamePassword",
)

content_filter = service(
    FILTER,
    source="REST API reference, Rai Policies, Create Or Update; " + _FILTERS,
    checks=(
        Pattern(
            "raiPolicyName",
            r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}",
            source="REST API reference, Rai Policies",
            saying="1 to 64 letters, digits and _ . -",
        ),
    ),
)


@content_filter.check(source=_FILTERS)
def filters_are_known(inputs: Properties) -> Iterator[Fault]:
    """Each filter is known, says where it looks, and has a severity where it has grades; once for each place."""
    if not get(inputs, "properties.basePolicyName"):
        yield "properties.basePolicyName", "is required, such as Microsoft.DefaultV2"
    seen: set[tuple[str, str]] = set()
    for i, one in enumerate(get(inputs, "properties.contentFilters") or []):
        where, name, source = f"properties.contentFilters[{i}]", str(one.get("name")), str(one.get("source"))
        if not is_word(name, *SEVERE, *PLAIN):
            yield f"{where}.name", f"{name!r} is not allowed; allowed: {', '.join((*SEVERE, *PLAIN))}"
        if is_word(name, *SEVERE) and not one.get("severityThreshold"):
            yield f"{where}.severityThreshold", f"is required for {name}: Low, Medium or High"
        if not one.get("source"):
            yield f"{where}.source", "is required: Prompt or Completion"
        if is_word(name, "Jailbreak", "Indirect Attack") and is_word(source, "Completion"):
            yield f"{where}.source", f"{name} looks at prompts: source must be 'Prompt'"
        if is_word(name, "Protected Material Text", "Protected Material Code") and is_word(source, "Prompt"):
            yield f"{where}.source", f"{name} looks at completions: source must be 'Completion'"
        if (name.lower(), source.lower()) in seen:
            yield f"{where}.name", f"{name!r} is listed twice for {source}"
        seen.add((name.lower(), source.lower()))


@content_filter.before("create")
@content_filter.before("update")
def lists_stand(action: Action) -> None:
    """Block lists are there."""
    home = owner(action, AI_ACCOUNT)
    for one in get(action.inputs, "properties.customBlocklists") or []:
        if home and at_id(action.world, f"{home.id}/raiBlocklists/{one.get('blocklistName')}", BLOCKLIST) is None:
            action.refuse("InvalidRaiBlocklist", f"The block list '{one.get('blocklistName')}' was not found in '{home.id}'.")


@content_filter.before("delete")
def used_filters_stay(action: Action) -> None:
    """A filter that a deployment uses can't be deleted."""
    home = action.id.rsplit("/raiPolicies/", 1)
    for one in action.world.below(home[0] + "/deployments/"):
        if one.type == DEPLOYMENT and same_text(get(one.outputs, "properties.raiPolicyName"), home[1]):
            action.refuse("RaiPolicyInUse", f"The content filter '{home[1]}' is used by the deployment '{one.outputs.get('name')}'.")


@content_filter.computes
def filter_answer(action: Action) -> Properties:
    """User-managed, blocking."""
    defaults = {"mode": "Default", "type": "UserManaged", "contentFilters": [], "customBlocklists": []}
    return {"properties": completed(action.inputs.get("properties"), defaults)}


blocklist = service(
    BLOCKLIST,
    source="REST API reference, Rai Blocklists, Create Or Update",
    checks=(
        Pattern(
            "raiBlocklistName",
            r"[A-Za-z0-9_~.-]{1,64}",
            source="REST API reference, Rai Blocklists",
            saying="1 to 64 letters, digits and - _ . ~",
        ),
    ),
)
blocklist.computes(lambda action: {"properties": action.inputs.get("properties") or {}})

blocklist_item = service(
    BLOCKLIST_ITEM,
    source="REST API reference, Rai Blocklist Items, Create Or Update",
    checks=(Length("properties.pattern", 1, 1000, source="Azure documentation, 'How to use blocklists with Azure OpenAI'"),),
)
blocklist_item.computes(lambda action: {"properties": completed(action.inputs.get("properties"), {"isRegex": False})})

commitment = service(COMMITMENT, source="REST API reference, Commitment Plans, Create Or Update")
commitment.computes(
    lambda action: {"properties": completed(action.inputs.get("properties"), {"autoRenew": False, "provisioningState": "Succeeded"})}
)

project = with_identity(
    service(
        PROJECT,
        source="REST API reference, Projects, Create; Azure documentation, 'Create a project for Microsoft Foundry'",
        checks=(
            Pattern(
                "projectName",
                r"[A-Za-z0-9][A-Za-z0-9_.-]{1,63}",
                source="REST API reference, Projects",
                saying="2 to 64 letters, digits and _ . -",
            ),
        ),
    )
)


@project.check(source="REST API reference, Projects, Create")
def projects_have_identities(inputs: Properties) -> Iterator[Fault]:
    """A project acts by an identity of its own."""
    if not has_identity(inputs):
        yield "identity", "is required: a project has a managed identity"


@project.before("create")
def account_holds_projects(action: Action) -> None:
    """Only accounts that manage projects have them; they stand in the same region."""
    home = owner(action, AI_ACCOUNT)
    if home and get(home.outputs, "properties.allowProjectManagement") is not True:
        action.refuse("ProjectManagementNotAllowed", f"'{home.id}' has no projects: allowProjectManagement must be true.")


@project.computes
def project_answer(action: Action) -> Properties:
    """Its endpoint."""
    home = owner(action, AI_ACCOUNT)
    name = str(get(home.outputs if home else {}, "properties.customSubDomainName") or action.inputs["accountName"]).lower()
    shown = {
        "endpoints": {"AI Foundry API": f"https://{name}.services.ai.azure.com/api/projects/{action.outputs['name']}"},
        "isDefault": False,
        "provisioningState": "Succeeded",
    }
    return {**shown_identity(action), "properties": completed(action.inputs.get("properties"), shown)}


for _type in CONNECTIONS:
    _made = service(
        _type, source="REST API reference, Account Connections, Create; Azure documentation, 'Add a new connection to your project'"
    )

    @_made.check(source="REST API reference, Account Connections, Create")
    def connections_say_how_and_where(inputs: Properties) -> Iterator[Fault]:
        """A connection has a known kind of authentication and a target."""
        kind = get(inputs, "properties.authType")
        if kind not in _AUTHENTICATION:
            yield "properties.authType", f"{kind!r} is not allowed; allowed: {', '.join(_AUTHENTICATION)}"
        if not get(inputs, "properties.category"):
            yield "properties.category", "is required"
        if not get(inputs, "properties.target"):
            yield "properties.target", "is required"
        if kind == "ApiKey" and not get(inputs, "properties.credentials"):
            yield "properties.credentials", "is required when authType is 'ApiKey'"

    @_made.computes
    def secrets_are_not_answered(action: Action) -> Properties:
        """Credentials are never shown."""
        return {
            "properties": {
                **action.inputs["properties"],
                "credentials": None,
                "isSharedToAll": action.inputs["properties"].get("isSharedToAll", False),
            }
        }


for _type in CAPABILITY_HOSTS:
    service(
        _type,
        source="REST API reference, Account Capability Hosts, Create Or Update",
        immutable={"capabilityHostProperties", "projectCapabilityHostProperties"},
    )

managed_network = service(
    MANAGED_NETWORK,
    source="REST API reference, Managed Network Settings, Put; Azure documentation, 'Set up a managed virtual network for Foundry'",
    skip=("properties.managedNetwork.outboundRules",),
)
managed_network.check(source="Azure documentation, 'Set up a managed virtual network for Foundry'")(
    lambda inputs: rule_faults(inputs, "properties.managedNetwork")
)
managed_network.before("update")(lambda action: isolation_only_rises(action, "properties.managedNetwork.isolationMode"))
managed_network.computes(
    lambda action: {
        "properties": completed(
            action.inputs.get("properties"), {"provisioningState": "Succeeded", "managedNetwork": {"status": {"status": "Inactive"}}}
        )
    }
)

outbound_rule = service(OUTBOUND_RULE, source="REST API reference, Outbound Rules, Create Or Update", skip=("properties",))
outbound_rule.check(source="Azure documentation, 'Set up a managed virtual network for Foundry'")(
    lambda inputs: rule_fits(inputs.get("properties") or {}, "properties")
)
