"""Subnets, made apart or in their network.

Sources: Azure REST API reference, Subnets - Create Or Update, Delete; Azure documentation, "Azure Virtual Network frequently asked questions
(FAQ)", "What is subnet delegation?", "Default outbound access in Azure", "Manage network policies for private endpoints", "Disable
network policies for Private Link service source IP"; Azure Networking Blog, "Private subnets by default in Azure Virtual Networks"
(from API version 2025-07-01 on `defaultOutboundAccess` is false where nobody says otherwise).
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Object, Pattern, Properties, Rules, at
from simulator.rules.azure_native.addresses import FAQ, block_faults, inside, network, network_of, overlap, ranges, space
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, MISSING, network_ref
from simulator.rules.azure_native.ids import below, id_in, last, listed, location, named, own_id, same
from simulator.rules.azure_native.ids import given as is_given
from simulator.rules.azure_native.kinds import (
    INTERFACE,
    LINK_SERVICE,
    NAT_GATEWAY,
    NSG,
    PRIVATE_ENDPOINT,
    ROUTE_TABLE,
    SERVICE_ENDPOINT_POLICY,
    SUBNET,
)
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.subnet_names import judge_attachments, size_faults

_CREATE = "Azure REST API reference, Subnets - Create Or Update"
PRIVATE_BY_DEFAULT = "2025-07-01"
"""First API version whose new subnets have no default outbound access unless told otherwise."""
POLICIES = ("Enabled", "Disabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled")
ATTACHED = {
    "networkSecurityGroup.id": network_ref(NSG, delete_code="InUseNetworkSecurityGroupCannotBeDeleted"),
    "routeTable.id": network_ref(ROUTE_TABLE, delete_code="InUseRouteTableCannotBeDeleted"),
    "natGateway.id": network_ref(NAT_GATEWAY, delete_code="InUseNatGatewayCannotBeDeleted"),
    "serviceEndpointPolicies[*].id": network_ref(SERVICE_ENDPOINT_POLICY, delete_code="InUseServiceEndpointPolicyCannotBeDeleted"),
}
"""What a subnet refers to: of the network's own subscription and region."""
IN_USE = "InUseSubnetCannotBeDeleted"

subnet = Rules(
    SUBNET,
    source=f"{_CREATE}; Azure documentation, 'Azure Virtual Network frequently asked questions (FAQ)'",
    checks=(
        network_name("subnetName"),
        choice("privateEndpointNetworkPolicies", *POLICIES, source=_CREATE),
        choice("privateLinkServiceNetworkPolicies", "Enabled", "Disabled", source=_CREATE),
        choice("sharingScope", "Tenant", "DelegatedServices", source=_CREATE),
        Pattern(
            "delegations[*].serviceName",
            r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)+(/[A-Za-z0-9]+)+",
            source="Azure documentation, 'What is subnet delegation?'",
            saying="the type of a service's resources, such as Microsoft.Network/dnsResolvers",
        ),
    ),
    references=ATTACHED,
    outputs={
        **ANSWER,
        "ipConfigurations": [],
        "ipConfigurationProfiles": [],
        "privateEndpoints": [],
        "purpose": "",
        "resourceNavigationLinks": [],
        "serviceAssociationLinks": [],
        "delegations": [],
    },
    defaults={"privateEndpointNetworkPolicies": "Disabled", "privateLinkServiceNetworkPolicies": "Enabled"},
)


def part_faults(given: Properties, name: object, path: str = "") -> Iterator[Fault]:
    """What is wrong with a subnet, made apart or written into its network."""
    single, several = given.get("addressPrefix"), given.get("addressPrefixes")
    if not any(is_given(given.get(name)) for name in ("addressPrefix", "addressPrefixes", "ipamPoolPrefixAllocations")):
        yield f"{path}addressPrefix", "one of addressPrefix, addressPrefixes, ipamPoolPrefixAllocations must be given"
    if isinstance(single, str) and isinstance(several, list) and UNKNOWN not in several and several not in ([], [single]):
        yield f"{path}addressPrefixes", "conflicts with addressPrefix: at most one of the two may be given"
    for where, text in [*at(given, "addressPrefix"), *at(given, "addressPrefixes[*]")]:
        yield from block_faults(path + where, text)
        block = network(text)
        if block and block.version == 6 and block.prefixlen != 64:
            yield path + where, f"{text!r} has prefix length /{block.prefixlen}; the IPv6 block of a subnet is exactly /64"
    if isinstance(given.get("delegations"), list) and len(given["delegations"]) > 1:
        yield f"{path}delegations", f"has length {len(given['delegations'])}; a subnet is delegated to one service"
    if isinstance(given.get("sharingScope"), str) and given.get("defaultOutboundAccess") not in (False, UNKNOWN):
        yield f"{path}sharingScope", "can only be given together with defaultOutboundAccess false"
    yield from size_faults(name, given, path)


@subnet.check(source=f"{_CREATE}; {FAQ}", even_unknown=True)
def fits_azure(inputs: Properties) -> Iterator[Fault]:
    """Blocks, delegations, and the sizes of reserved subnets."""
    yield from part_faults(inputs, inputs.get("subnetName"))


def complete(action: Action, given: Properties) -> Properties:
    """Outputs of a subnet from what is written: Azure's own defaults filled in."""
    filled: Properties = {
        "delegations": [],
        "privateEndpointNetworkPolicies": "Disabled",
        "privateLinkServiceNetworkPolicies": "Enabled",
        **given,
    }
    id_ = action.id if action.type == SUBNET else f"{action.id}/subnets/{given.get('name')}"
    filled["delegations"] = [
        {**one, "id": f"{id_}/delegations/{one.get('name')}", "provisioningState": "Succeeded", "type": f"{VNET_TYPE}/subnets/delegations"}
        for one in listed(filled["delegations"])
    ]
    filled["serviceEndpoints"] = [
        {"locations": ["*"], **one, "provisioningState": "Succeeded"} for one in listed(given.get("serviceEndpoints"))
    ]
    outbound = given.get("defaultOutboundAccess", _outbound(action, id_))
    if outbound is not None:
        filled["defaultOutboundAccess"] = outbound
    return filled


VNET_TYPE = "Microsoft.Network/virtualNetworks"


def _outbound(action: Action, id_: str) -> bool | None:
    """What absent means. Older API versions leave it out of their answer, and on. Newer ones make new subnets private, and keep old ones."""
    if str(action.inputs.get("azureApiVersion", "")) < PRIVATE_BY_DEFAULT:
        return None
    old = named(action, id_, SUBNET)
    return False if old is None else old.outputs.get("defaultOutboundAccess")


@subnet.computes
def answer(action: Action) -> Properties:
    """What Azure adds to the subnet."""
    shown = ("delegations", "serviceEndpoints", "defaultOutboundAccess")
    filled = complete(action, action.inputs)
    return {name: filled[name] for name in shown if filled.get(name) not in (None, [])}


def judge(action: Action, vnet: Object, outer: Properties, name: str, given: Properties, others: list[tuple[str, Properties]]) -> None:
    """Refuse a subnet that lies outside of its network's space, on another's addresses, or holds what it may not."""
    for block in ranges(given):
        if not any(inside(block, one) for one in space(outer)):
            blocks_ = ", ".join(map(str, space(outer))) or "none"
            action.refuse(
                "NetcfgInvalidSubnet",
                f"Subnet '{name}' is not valid in virtual network '{last(vnet.id)}': {block} is not part of {blocks_}",
            )
        for other, values in others:
            clash = next((one for one in ranges(values) if overlap(one, block)), None)
            if other.lower() != name.lower() and clash:
                action.refuse(
                    "NetcfgSubnetRangesOverlap",
                    f"Subnet '{name}' is not valid because its IP address range overlaps with that of '{other}', {clash}",
                )
    judge_attachments(action, name, given)
    for part in ("networkSecurityGroup", "routeTable", "natGateway"):
        target = named(action, id_in(given.get(part)), *(one for path in ATTACHED if path == f"{part}.id" for one in ATTACHED[path].types))
        if target is not None:
            there, here = location(target.outputs.get("location")), location(outer.get("location"))
            if there and here and there != here:
                action.refuse(MISSING, f"{part}: {target.id} is in {there}, the network in {here}: both must be in the same region")


def judge_change(action: Action, id_: str, old: Properties, new: Properties) -> None:
    """Refuse changes of a subnet that is in use.

    `defaultOutboundAccess` may change in place: the REST reference of newer versions no longer says that it can't, and `az network vnet subnet
    update` takes it. Machines that have a way out by then keep it until they are stopped and deallocated.
    """
    used = users(action, id_)
    if used and {str(one) for one in ranges(old)} - {str(one) for one in ranges(new)}:
        action.refuse(
            "InUsePrefixCannotBeDeleted", f"the address prefix of {id_} has active allocations and can't be deleted: {used[0].id}"
        )
    gone = {str(one.get("serviceName")).lower() for one in listed(old.get("delegations"))} - {
        str(one.get("serviceName")).lower() for one in listed(new.get("delegations"))
    }
    if used and gone:
        action.refuse("SubnetDelegationInUse", f"{id_} is delegated to {', '.join(sorted(gone))} and in use by {used[0].id}")
    if not is_(new.get("privateLinkServiceNetworkPolicies"), "Disabled") and any(one.type == LINK_SERVICE for one in used):
        action.refuse(
            "PrivateLinkServiceNetworkPoliciesCannotBeEnabledOnPrivateLinkServiceSubnet",
            f"{id_} holds a private link service: privateLinkServiceNetworkPolicies must stay Disabled",
        )


def users(action: Action, id_: str) -> list[Object]:
    """What refers to a subnet and stands in it."""
    found = named(action, id_, SUBNET)
    return [one for one, _, _ in action.world.pointing_at(found)] if found else []


@subnet.before("create")
@subnet.before("update")
def range_is_free(action: Action) -> None:
    """The subnet lies in its network, and no other has any of its addresses."""
    id_ = own_id(action)
    vnet = network_of(action, id_)
    if vnet is None:
        return
    others = [(last(one.id), one.outputs) for one in below(action, vnet.id, SUBNET) if not same(one.id, id_)]
    judge(action, vnet, vnet.outputs, last(id_), action.inputs, others)
    if action.verb == "update" and action.old:
        judge_change(action, action.id, action.old.outputs, action.inputs)


def show_users(action: Action, id_: str, outputs: Properties) -> None:
    """Private endpoints and interface configurations in a subnet."""
    parts = []
    for one in action.find_anywhere(INTERFACE):
        for part in listed(one.outputs.get("ipConfigurations")):
            if same(id_in(part.get("subnet")), id_):
                parts.append({"id": part.get("id", one.id)})
    outputs["ipConfigurations"] = parts
    inside_ = [one for one in users(action, id_) if one.type == PRIVATE_ENDPOINT]
    outputs["privateEndpoints"] = [{"id": one.id} for one in inside_]


@subnet.on_read
def who_is_in(action: Action) -> None:
    """What stands in the subnet by now."""
    show_users(action, action.id, action.outputs)
