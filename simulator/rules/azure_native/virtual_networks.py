"""Virtual networks: their address space, and their subnets and peerings as they stand.

Sources: Azure REST API reference, Virtual Networks - Create Or Update, Delete; Azure documentation, "Azure Virtual Network frequently asked
questions (FAQ)" (address ranges that can't be added), "Create, change, or delete a virtual network" (a subnet's range can't be taken
away from the address space).
"""

from collections.abc import Iterator

from simulator.rules import Action, Between, Fault, Length, Object, Pattern, Properties, Rules, at
from simulator.rules.azure_native.addresses import FAQ, block_faults, blocks, overlap
from simulator.rules.azure_native.choices import choice
from simulator.rules.azure_native.common import GUID_ANSWER, network_ref
from simulator.rules.azure_native.ids import below, last, listed
from simulator.rules.azure_native.ids import given as is_given
from simulator.rules.azure_native.inline import Inline, lists, wanted
from simulator.rules.azure_native.kinds import DDOS_PLAN, PEERING, SUBNET, VNET
from simulator.rules.azure_native.names import SOURCE, network_name
from simulator.rules.azure_native.subnets import ATTACHED, VNET_TYPE, complete, judge, judge_change, part_faults, show_users

_CREATE = "Azure REST API reference, Virtual Networks - Create Or Update"

vnet = Rules(
    VNET,
    source=f"{_CREATE}; Azure documentation, 'Azure Virtual Network frequently asked questions (FAQ)'",
    checks=(
        network_name("virtualNetworkName", 2, 64),
        Between("flowTimeoutInMinutes", 4, 30, source=_CREATE),
        Length("dhcpOptions.dnsServers", 0, 20, source="Azure documentation, 'Azure subscription and service limits', networking limits"),
        Pattern(
            "dhcpOptions.dnsServers[*]",
            r"\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]+",
            source="Azure documentation, 'Name resolution for resources in Azure virtual networks'",
            saying="the IP address of a DNS server",
        ),
        choice("encryption.enforcement", "AllowUnencrypted", "DropUnencrypted", source=_CREATE),
        choice("privateEndpointVNetPolicies", "Disabled", "Basic", source=_CREATE),
    ),
    references={
        "ddosProtectionPlan.id": network_ref(DDOS_PLAN, delete_code="DdosProtectionPlanInUse", anywhere=True),
        **{f"subnets[*].{path}": target for path, target in ATTACHED.items()},
    },
    outputs={**GUID_ANSWER, "flowLogs": [], "subnets": [], "virtualNetworkPeerings": []},
    defaults={"enableDdosProtection": False, "enableVmProtection": False, "privateEndpointVNetPolicies": "Disabled"},
)


@vnet.check(source=f"{_CREATE}; {FAQ}; {SOURCE}", even_unknown=True)
def space_fits(inputs: Properties) -> Iterator[Fault]:
    """Blocks that Azure allows and that don't overlap, and sound subnets of different names."""
    given = inputs.get("addressSpace")
    prefixes = given.get("addressPrefixes") if isinstance(given, dict) else None
    if given is None or (isinstance(given, dict) and not is_given(prefixes) and not is_given(given.get("ipamPoolPrefixAllocations"))):
        yield "addressSpace.addressPrefixes", "at least one address block must be given"
    for where, text in at(inputs, "addressSpace.addressPrefixes[*]"):
        yield from block_faults(where, text)
    known = blocks(prefixes)
    for i, one in enumerate(known):
        for other in known[:i]:
            if overlap(one, other):
                yield "addressSpace.addressPrefixes", f"{one} overlaps with {other}"
    seen: set[str] = set()
    for i, part in enumerate(listed(inputs.get("subnets"))):
        name = part.get("name")
        if not is_given(name):
            yield f"subnets[{i}].name", "is required"
        elif isinstance(name, str):
            if name.lower() in seen:
                yield f"subnets[{i}].name", f"{name!r} is given twice"
            seen.add(name.lower())
            yield from ((f"subnets[{i}].{path}", reason) for path, reason in network_name("name").faults(part))
        yield from part_faults(part, name, f"subnets[{i}].")
    if inputs.get("enableDdosProtection") is True and not is_given(inputs.get("ddosProtectionPlan")):
        yield "ddosProtectionPlan", "is required when enableDdosProtection is true"


_SUBNETS = Inline("subnets", SUBNET, f"{VNET_TYPE}/subnets", complete)
_PEERINGS = Inline("virtualNetworkPeerings", PEERING, f"{VNET_TYPE}/virtualNetworkPeerings", lambda action, given: dict(given))


@vnet.before("create")
@vnet.before("update")
def subnets_fit(action: Action) -> None:
    """Every subnet, written here or made apart, lies in the address space and on addresses of its own."""
    written = wanted(action, _SUBNETS)
    standing = {last(one.id).lower(): one for one in below(action, action.id, SUBNET)} if action.id else {}
    parts = [(str(one.get("name")), one) for one in written.values()] if written is not None else []
    kept = parts if written is not None else [(last(one.id), one.outputs) for one in standing.values()]
    place = action.old
    for name, given in kept:
        if place is None:
            place = Object(action.type, str(action.inputs.get("virtualNetworkName")), action.account, action.region, {})
        judge(action, place, action.inputs, name, given, kept)
        old = standing.get(name.lower())
        if written is not None and old is not None:
            judge_change(action, old.id, old.outputs, given)


lists(vnet, _SUBNETS, _PEERINGS)


@vnet.on_read
def who_is_in(action: Action) -> None:
    """Each listed subnet shows what stands in it."""
    for one in action.outputs["subnets"]:
        show_users(action, one["id"], one)
