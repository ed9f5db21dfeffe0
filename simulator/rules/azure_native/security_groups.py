"""Network security groups, their six default rules, and application security groups.

Sources: Azure documentation, "Azure network security groups overview" (default security rules), "Application security groups"; Azure REST API
reference, Network Security Groups - Create Or Update, Application Security Groups - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Properties, Rules
from simulator.rules.azure_native.common import GUID_ANSWER
from simulator.rules.azure_native.ids import listed, pointing
from simulator.rules.azure_native.inline import Inline, lists, wanted
from simulator.rules.azure_native.kinds import ASG, FLOW_LOG, INTERFACE, NSG, SECURITY_RULE, SUBNET
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.security_rules import checks, conflict, part_faults, references

_OVERVIEW = "Azure documentation, 'Azure network security groups overview'"
_TYPE = "Microsoft.Network/networkSecurityGroups"
DEFAULTS = (
    ("AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
    ("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
    ("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"),
    ("AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
    ("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
    ("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"),
)
"""(name, priority, direction, access, source, destination) of the rules that every group has and nobody can take away."""

group = Rules(
    NSG,
    source=f"Azure REST API reference, Network Security Groups - Create Or Update; {_OVERVIEW}",
    checks=(network_name("networkSecurityGroupName"), *checks("securityRules[*].")),
    references=references("securityRules[*]."),  # type: ignore[arg-type]
    outputs={**GUID_ANSWER, "flowLogs": [], "networkInterfaces": [], "subnets": [], "securityRules": []},
)


@group.check(source=_OVERVIEW, even_unknown=True)
def rules_are_sound(inputs: Properties) -> Iterator[Fault]:
    """Each rule has a name, a priority, and one form of source, destination and ports."""
    for i, one in enumerate(listed(inputs.get("securityRules"))):
        for needed in ("name", "priority"):
            if one.get(needed) is not UNKNOWN and not one.get(needed):
                yield f"securityRules[{i}].{needed}", "is required"
        yield from ((f"securityRules[{i}].{path}", reason) for path, reason in network_name("name").faults(one))
        yield from part_faults(one, f"securityRules[{i}].")


_RULES = Inline("securityRules", SECURITY_RULE, f"{_TYPE}/securityRules", lambda action, given: dict(given))


@group.before("create")
@group.before("update")
def priorities_are_free(action: Action) -> None:
    """No two rules of one direction have the same priority."""
    written = wanted(action, _RULES)
    rules = [(str(one.get("name")), one) for one in (written or {}).values()]
    for name, one in rules:
        conflict(action, name, one, rules)


@group.computes
def default_rules(action: Action) -> Properties:
    """The rules that Azure makes."""
    made = [
        {
            "name": name,
            "id": f"{action.id}/defaultSecurityRules/{name}",
            "type": f"{_TYPE}/defaultSecurityRules",
            "provisioningState": "Succeeded",
            "etag": f'W/"{action.uuid(name)}"',
            "priority": priority,
            "direction": direction,
            "access": access,
            "protocol": "*",
            "sourceAddressPrefix": source,
            "sourceAddressPrefixes": [],
            "sourcePortRange": "*",
            "sourcePortRanges": [],
            "destinationAddressPrefix": destination,
            "destinationAddressPrefixes": [],
            "destinationPortRange": "*",
            "destinationPortRanges": [],
        }
        for name, priority, direction, access, source, destination in DEFAULTS
    ]
    return {"defaultSecurityRules": made}


lists(group, _RULES)


@group.on_read
def what_it_guards(action: Action) -> None:
    """Subnets and interfaces that the group is associated with, and flow logs of it."""
    action.outputs["subnets"] = [{"id": one.id} for one in pointing(action, action.id, "networkSecurityGroup.id", SUBNET)]
    action.outputs["networkInterfaces"] = [{"id": one.id} for one in pointing(action, action.id, "networkSecurityGroup.id", INTERFACE)]
    action.outputs["flowLogs"] = [{"id": one.id} for one in pointing(action, action.id, "targetResourceId", FLOW_LOG)]


application_group = Rules(
    ASG,
    source="Azure REST API reference, Application Security Groups - Create Or Update; Azure documentation, 'Application security groups'",
    checks=(network_name("applicationSecurityGroupName"),),
    outputs=GUID_ANSWER,
)
