"""Azure Virtual Network Manager.

Sources: Azure documentation, "What is Azure Virtual Network Manager?" (scopes, features), "Connectivity configuration in Azure Virtual Network Manager",
"Security admin rules in Azure Virtual Network Manager" (priorities 1 to 4096, AlwaysAllow); Azure REST API reference, Network Managers,
Connectivity Configurations, Security Admin Configurations, Admin Rule Collections, Admin Rules - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Fault, Length, Properties, Rules
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import GUID_ANSWER, MISSING, network_ref
from simulator.rules.azure_native.ids import below, given, last, listed, named, own_id, parent, same
from simulator.rules.azure_native.kinds import (
    ADMIN_RULE,
    ADMIN_RULE_COLLECTION,
    CONNECTIVITY_CONFIGURATION,
    NETWORK_MANAGER,
    SECURITY_CONFIGURATION,
)
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.security_rules import is_address, is_tag

_WHAT = "Azure documentation, 'What is Azure Virtual Network Manager?'"
_CONNECT = "Azure documentation, 'Connectivity configuration in Azure Virtual Network Manager'"
_ADMIN = "Azure documentation, 'Security admin rules in Azure Virtual Network Manager'"
ANSWER: Properties = {**GUID_ANSWER, "systemData": {}}
NETWORK_GROUP = "azure-native:network:NetworkGroup"
_GROUP = network_ref(NETWORK_GROUP, delete_code="NetworkGroupInUse")

manager = Rules(
    NETWORK_MANAGER,
    source=f"Azure REST API reference, Network Managers - Create Or Update; {_WHAT}",
    checks=(
        network_name("networkManagerName"),
        choice("networkManagerScopeAccesses[*]", "SecurityAdmin", "Connectivity", "SecurityUser", "Routing", source=_WHAT),
    ),
    outputs=ANSWER,
)


@manager.check(source=_WHAT, even_unknown=True)
def has_a_scope(inputs: Properties) -> Iterator[Fault]:
    """Subscriptions or management groups, by their ids."""
    scopes = inputs.get("networkManagerScopes")
    if not isinstance(scopes, dict):
        return
    if not given(scopes.get("subscriptions")) and not given(scopes.get("managementGroups")):
        yield "networkManagerScopes", "one of subscriptions, managementGroups must be given"
    forms = (("subscriptions", "/subscriptions/"), ("managementGroups", "/providers/Microsoft.Management/managementGroups/"))
    for name, start in forms:
        values = scopes.get(name)
        for i, one in enumerate(values if isinstance(values, list) else []):
            if isinstance(one, str) and not one.lower().startswith(start.lower()):
                yield f"networkManagerScopes.{name}[{i}]", f"{one!r} does not begin with {start}"


@manager.before("create")
def scope_is_free(action: Action) -> None:
    """Two managers don't have the same access to the same scope."""
    scopes = action.inputs.get("networkManagerScopes") or {}
    mine = {str(one).lower() for name in ("subscriptions", "managementGroups") for one in scopes.get(name) or []}
    for other in action.find_anywhere(NETWORK_MANAGER):
        theirs = other.outputs.get("networkManagerScopes") or {}
        held = {str(one).lower() for name in ("subscriptions", "managementGroups") for one in theirs.get(name) or []}
        shared = sorted(
            set(action.inputs.get("networkManagerScopeAccesses") or []) & set(other.outputs.get("networkManagerScopeAccesses") or [])
        )
        if mine & held and shared and not same(other.id, own_id(action)):
            action.refuse("NetworkManagerScopeConflict", f"{other.id} has {', '.join(shared)} for {', '.join(sorted(mine & held))} already")


network_group = Rules(
    NETWORK_GROUP,
    source="Azure REST API reference, Network Groups - Create Or Update; Azure documentation, 'Work with network groups in Azure Virtual Network Manager'",
    checks=(
        network_name("networkGroupName"),
        choice("memberType", "VirtualNetwork", "Subnet", source="Azure REST API reference, Network Groups - Create Or Update"),
    ),
    outputs=ANSWER,
)

connectivity = Rules(
    CONNECTIVITY_CONFIGURATION,
    source=f"Azure REST API reference, Connectivity Configurations - Create Or Update; {_CONNECT}",
    checks=(
        network_name("configurationName"),
        choice("connectivityTopology", "HubAndSpoke", "Mesh", source=_CONNECT),
        choice("appliesToGroups[*].groupConnectivity", "None", "DirectlyConnected", source=_CONNECT),
        Length("appliesToGroups", 1, None, source=_CONNECT),
    ),
    references={"appliesToGroups[*].networkGroupId": _GROUP},
    outputs=ANSWER,
    defaults={"isGlobal": "False", "deleteExistingPeering": "False"},
)


@connectivity.check(source=_CONNECT, even_unknown=True)
def hub_is_named(inputs: Properties) -> Iterator[Fault]:
    """Hub and spoke has one hub, a mesh none."""
    topology, hubs = inputs.get("connectivityTopology"), inputs.get("hubs")
    if hubs is UNKNOWN:
        return
    if is_(topology, "HubAndSpoke") and len(hubs or []) != 1:
        yield "hubs", f"exactly one hub must be given when connectivityTopology is HubAndSpoke, not {len(hubs or [])}"
    if is_(topology, "Mesh") and hubs:
        yield "hubs", "is not allowed when connectivityTopology is Mesh"


@connectivity.before("create")
@connectivity.before("update")
def hub_stands(action: Action) -> None:
    """The hub is a virtual network that stands, and the manager may connect."""
    _needs_access(action, "Connectivity", parent(own_id(action)))
    for i, one in enumerate(listed(action.inputs.get("hubs"))):
        if named(action, one.get("resourceId")) is None:
            action.refuse(MISSING, f"hubs[{i}].resourceId: {one.get('resourceId')} was not found")


def _needs_access(action: Action, access: str, manager_id: str) -> None:
    found = named(action, manager_id, NETWORK_MANAGER)
    held = (found.outputs.get("networkManagerScopeAccesses") if found else None) or []
    if found is not None and not any(is_(one, access) for one in held):
        action.refuse(
            "NetworkManagerScopeAccessMissing", f"{found.id} lacks networkManagerScopeAccesses {access}; it has {', '.join(held) or 'none'}"
        )


security = Rules(
    SECURITY_CONFIGURATION,
    source=f"Azure REST API reference, Security Admin Configurations - Create Or Update; {_ADMIN}",
    checks=(
        network_name("configurationName"),
        choice("applyOnNetworkIntentPolicyBasedServices[*]", "None", "All", "AllowRulesOnly", source=_ADMIN),
    ),
    outputs=ANSWER,
)


@security.before("create")
def manager_may_admit(action: Action) -> None:
    """The manager has access to security."""
    _needs_access(action, "SecurityAdmin", parent(own_id(action)))


collection = Rules(
    ADMIN_RULE_COLLECTION,
    source=f"Azure REST API reference, Admin Rule Collections - Create Or Update; {_ADMIN}",
    checks=(network_name("ruleCollectionName"), Length("appliesToGroups", 1, None, source=_ADMIN)),
    references={"appliesToGroups[*].networkGroupId": _GROUP},
    outputs=ANSWER,
)

rule = Rules(
    ADMIN_RULE,
    source=f"Azure REST API reference, Admin Rules - Create Or Update; {_ADMIN}",
    checks=(
        network_name("ruleName"),
        choice("access", "Allow", "Deny", "AlwaysAllow", source=_ADMIN),
        choice("direction", "Inbound", "Outbound", source=_ADMIN),
        choice("protocol", "Tcp", "Udp", "Icmp", "Esp", "Ah", "Any", source=_ADMIN),
        choice("kind", "Custom", source="Azure REST API reference, Admin Rules - Create Or Update"),
        Between("priority", 1, 4096, source=_ADMIN),
    ),
    outputs=ANSWER,
)


@rule.check(source=_ADMIN, even_unknown=True)
def sides_are_sound(inputs: Properties) -> Iterator[Fault]:
    """Prefixes and tags as their type says."""
    for name in ("sources", "destinations"):
        for i, one in enumerate(listed(inputs.get(name))):
            text, kind = one.get("addressPrefix"), one.get("addressPrefixType")
            if not isinstance(text, str) or kind is UNKNOWN:
                continue
            if is_(kind, "IPPrefix") and text != "*" and not is_address(text):
                yield f"{name}[{i}].addressPrefix", f"{text!r} is not an address or a CIDR block"
            if is_(kind, "ServiceTag") and not is_tag(text):
                yield f"{name}[{i}].addressPrefix", f"{text!r} is not a service tag"


@rule.before("create")
@rule.before("update")
def priority_is_free(action: Action) -> None:
    """A collection has one rule of a priority and direction."""
    own = own_id(action)
    for other in below(action, parent(own), ADMIN_RULE):
        alike = is_(other.outputs.get("direction"), str(action.inputs.get("direction")))
        if not same(other.id, own) and alike and other.outputs.get("priority") == action.inputs.get("priority"):
            action.refuse("AdminRulePriorityConflict", f"priority {action.inputs.get('priority')} is taken by {last(other.id)}")
