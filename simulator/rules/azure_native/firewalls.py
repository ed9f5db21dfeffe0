"""Azure Firewall.

Sources: Azure documentation, "Azure Firewall FAQ" (AzureFirewallSubnet of /26; no network security groups), "Azure Firewall forced tunneling"
(AzureFirewallManagementSubnet), "Deploy and configure Azure Firewall using the Azure portal" (a Standard static public address), "Azure
Firewall known issues and limitations"; Azure REST API reference, Azure Firewalls - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Allowed, Fault, Properties, Rules
from simulator.rules.azure_native.addresses import RESERVED_AT_START, network_of, ranges
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, by_id, network_ref, same_place
from simulator.rules.azure_native.firewall_policies import NOT_SMALLER, TIERS, tier
from simulator.rules.azure_native.ids import given, id_in, last, listed, named, own_id, same
from simulator.rules.azure_native.kinds import FIREWALL, FIREWALL_POLICY, PUBLIC_IP, SUBNET, VIRTUAL_HUB
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.public_addresses import judge_standard
from simulator.rules.azure_native.subnets import IN_USE

_CREATE = "Azure REST API reference, Azure Firewalls - Create Or Update"
_FAQ = "Azure documentation, 'Azure Firewall FAQ'"
_TUNNEL = "Azure documentation, 'Azure Firewall forced tunneling'"
PLACE, MANAGEMENT = "AzureFirewallSubnet", "AzureFirewallManagementSubnet"
_CLASSIC = ("applicationRuleCollections", "natRuleCollections", "networkRuleCollections")

firewall = Rules(
    FIREWALL,
    source=f"{_CREATE}; {_FAQ}",
    checks=(
        network_name("azureFirewallName"),
        by_id(
            "ipConfigurations[*].subnet",
            "ipConfigurations[*].publicIPAddress",
            "managementIpConfiguration.subnet",
            "managementIpConfiguration.publicIPAddress",
        ),
        choice("sku.name", "AZFW_VNet", "AZFW_Hub", source=_CREATE),
        choice("sku.tier", *TIERS, source=_CREATE),
        choice("threatIntelMode", "Alert", "Deny", "Off", source=_CREATE),
        Allowed("zones[*]", ("1", "2", "3"), source=_FAQ),
    ),
    references={
        "ipConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "ipConfigurations[*].publicIPAddress.id": network_ref(PUBLIC_IP, delete_code="PublicIPAddressCannotBeDeleted"),
        "managementIpConfiguration.subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "managementIpConfiguration.publicIPAddress.id": network_ref(PUBLIC_IP, delete_code="PublicIPAddressCannotBeDeleted"),
        "firewallPolicy.id": network_ref(FIREWALL_POLICY, delete_code="FirewallPolicyInUse", anywhere=True),
        "virtualHub.id": network_ref(VIRTUAL_HUB, delete_code="VirtualHubInUse"),
    },
    outputs={**ANSWER, "ipGroups": []},
    defaults={"threatIntelMode": "Alert"},
)


@firewall.check(source=f"{_FAQ}; {_TUNNEL}", even_unknown=True)
def place_is_named(inputs: Properties) -> Iterator[Fault]:
    """In a network: one subnet of the reserved name; in a hub: no addresses of its own. Rules stand in a policy or in the firewall."""
    sku = inputs.get("sku")
    name = sku.get("name") if isinstance(sku, dict) else None
    parts = listed(inputs.get("ipConfigurations"))
    if is_(name, "AZFW_Hub"):
        if inputs.get("virtualHub") is None:
            yield "virtualHub", "is required when sku.name is AZFW_Hub"
        if parts:
            yield "ipConfigurations", "is not allowed when sku.name is AZFW_Hub; give hubIPAddresses"
    elif sku is not UNKNOWN and name is not UNKNOWN and inputs.get("ipConfigurations") in (None, []):
        yield "ipConfigurations", f"is required: a configuration in {PLACE}"
    subnets = [i for i, one in enumerate(parts) if given(one.get("subnet"))]
    if parts and subnets != [0]:
        yield "ipConfigurations", "the first configuration, and only it, names the subnet"
    tunnelled = inputs.get("managementIpConfiguration") is not None
    for i, one in enumerate(parts):
        if one.get("publicIPAddress") is None and not tunnelled:
            yield f"ipConfigurations[{i}].publicIPAddress", "is required unless managementIpConfiguration is given"
        for where, wanted in ((one.get("subnet"), PLACE),):
            yield from _name_faults(where, wanted, f"ipConfigurations[{i}].subnet.id")
    management = inputs.get("managementIpConfiguration")
    if isinstance(management, dict):
        yield from _name_faults(management.get("subnet"), MANAGEMENT, "managementIpConfiguration.subnet.id")
        if management.get("publicIPAddress") is None:
            yield "managementIpConfiguration.publicIPAddress", "is required"
    if tier(inputs) == "basic" and not tunnelled and sku is not UNKNOWN:
        yield "managementIpConfiguration", "is required for the Basic tier"
    if inputs.get("firewallPolicy") is not None:
        for classic in _CLASSIC:
            if given(inputs.get(classic)):
                yield classic, "can't be given together with firewallPolicy"


def _name_faults(reference: object, wanted: str, path: str) -> Iterator[Fault]:
    id_ = id_in(reference)
    if id_ and last(id_).lower() != wanted.lower():
        yield path, f"must name the subnet {wanted}, not {last(id_)}"


@firewall.before("create")
@firewall.before("update")
def place_fits(action: Action) -> None:
    """The network's only firewall, in its region, at Standard addresses, under a policy of no higher tier."""
    own = own_id(action)
    parts = [*listed(action.inputs.get("ipConfigurations")), *listed([action.inputs.get("managementIpConfiguration")])]
    for one in parts:
        subnet = id_in(one.get("subnet"))
        same_place(action, network_of(action, subnet), "ipConfigurations[0].subnet")
        if id_in(one.get("publicIPAddress")):
            judge_standard(action, id_in(one["publicIPAddress"]), "a firewall")
            same_place(action, named(action, id_in(one["publicIPAddress"]), PUBLIC_IP), "ipConfigurations[*].publicIPAddress")
        for other in action.find_anywhere(FIREWALL):
            held = [id_in(part.get("subnet")) for part in listed(other.outputs.get("ipConfigurations"))]
            if subnet and not same(other.id, own) and any(same(subnet, used) for used in held):
                action.refuse(
                    "AzureFirewallSubnetInUse", f"{subnet} holds the firewall {other.id} already: one a virtual network is allowed"
                )
    found = named(action, id_in(action.inputs.get("firewallPolicy")), FIREWALL_POLICY)
    if found is not None and NOT_SMALLER.get(tier(found.outputs), 1) > NOT_SMALLER.get(tier(action.inputs), 1):
        action.refuse(
            "AzureFirewallPolicyTierMismatch",
            f"firewallPolicy: {found.id} is {tier(found.outputs).capitalize()}, a higher tier than the firewall's {tier(action.inputs).capitalize()}",
        )


@firewall.computes
def addresses(action: Action) -> Properties:
    """The address that routes name: the first one of the subnet that Azure doesn't reserve."""
    shown = []
    for one in listed(action.inputs.get("ipConfigurations")):
        full = {**one, "id": f"{action.id}/azureFirewallIpConfigurations/{one.get('name')}", "provisioningState": "Succeeded"}
        subnet = named(action, id_in(one.get("subnet")), SUBNET)
        block = next((each for each in ranges(subnet.outputs) if each.version == 4), None) if subnet else None
        if block is not None:
            full["privateIPAddress"] = str(block[RESERVED_AT_START])
        shown.append(full)
    made: Properties = {"ipConfigurations": shown} if shown else {}
    if is_((action.inputs.get("sku") or {}).get("name"), "AZFW_Hub"):
        given = action.inputs.get("hubIPAddresses") or {}
        count = int((given.get("publicIPs") or {}).get("count") or 1)
        public = [{"address": f"20.73.{int(action.hex(2, 'hub'), 16)}.{i + 1}"} for i in range(count)]
        made["hubIPAddresses"] = {**given, "privateIPAddress": _in_hub(action), "publicIPs": {"count": count, "addresses": public}}
    return made


def _in_hub(action: Action) -> str:
    hub = named(action, id_in(action.inputs.get("virtualHub")), VIRTUAL_HUB)
    block = ranges({"addressPrefix": (hub.outputs if hub else {}).get("addressPrefix")})
    return str(block[0][132]) if block and block[0].num_addresses > 132 else ""
