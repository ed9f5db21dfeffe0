"""Peerings of virtual networks.

Sources: Azure documentation, "Create, change, or delete a virtual network peering" (requirements and constraints; states Initiated, Connected,
Disconnected), "Virtual network peering" (gateways and on-premises connectivity); Azure REST API reference, Virtual Network Peerings -
Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import Action, Fault, Object, Properties, Rules
from simulator.rules.azure_native.addresses import overlap, space
from simulator.rules.azure_native.choices import choice
from simulator.rules.azure_native.common import GUID_ANSWER, network_ref
from simulator.rules.azure_native.ids import below, given, id_in, named, own_id, parent, same
from simulator.rules.azure_native.kinds import PEERING, VNET, VNET_GATEWAY
from simulator.rules.azure_native.names import network_name

_PEERING = "Azure documentation, 'Create, change, or delete a virtual network peering'"

peering = Rules(
    PEERING,
    source=f"Azure REST API reference, Virtual Network Peerings - Create Or Update; {_PEERING}",
    checks=(
        network_name("virtualNetworkPeeringName"),
        choice("peeringState", "Initiated", "Connected", "Disconnected", source=_PEERING),
    ),
    references={"remoteVirtualNetwork.id": network_ref(VNET, delete_code="", anywhere=True, blocks_delete=False)},
    outputs={**GUID_ANSWER, "remoteVirtualNetworkEncryption": {}, "peeringState": "Initiated", "peeringSyncLevel": "FullyInSync"},
    defaults={
        "allowVirtualNetworkAccess": True,
        "allowForwardedTraffic": False,
        "allowGatewayTransit": False,
        "useRemoteGateways": False,
        "peerCompleteVnets": True,
    },
    inline={"peeringState", "peeringSyncLevel", "remoteAddressSpace", "remoteVirtualNetworkAddressSpace"},
)


@peering.check(source=_PEERING, even_unknown=True)
def sides_are_named(inputs: Properties) -> Iterator[Fault]:
    """The other network is named; a side lends its gateway or borrows one; parts of networks are named as such."""
    if not given(inputs.get("remoteVirtualNetwork")):
        yield "remoteVirtualNetwork", "is required"
    if inputs.get("allowGatewayTransit") is True and inputs.get("useRemoteGateways") is True:
        yield "useRemoteGateways", "conflicts with allowGatewayTransit: a network lends its gateway or uses the other's"
    if inputs.get("peerCompleteVnets") is False and not given(inputs.get("localSubnetNames")):
        yield "localSubnetNames", "is required when peerCompleteVnets is false"


def reverse(action: Action, id_: str, remote: str) -> Object | None:
    """The other side's peering back to this one's network."""
    return next((one for one in below(action, remote, PEERING) if same(id_in(one.outputs.get("remoteVirtualNetwork")), parent(id_))), None)


@peering.before("create")
@peering.before("update")
def networks_can_meet(action: Action) -> None:
    """Two networks, met once, without common addresses among each other and those that they meet already."""
    own = own_id(action)
    local, remote = named(action, parent(own), VNET), named(action, id_in(action.inputs.get("remoteVirtualNetwork")), VNET)
    if local is None or remote is None:
        return
    if same(local.id, remote.id):
        action.refuse("InvalidPeering", f"virtual network {local.id} can't be peered with itself")
    others = [one for one in below(action, local.id, PEERING) if not same(one.id, own)]
    for other in others:
        if same(id_in(other.outputs.get("remoteVirtualNetwork")), remote.id):
            action.refuse(
                "AnotherPeeringAlreadyReferencesRemoteVnet", f"Peering {own} can't be made: {other.id} already references {remote.id}"
            )
    _judge_spaces(action, local, remote, "VnetAddressSpacesOverlap")
    for other in others:
        third = named(action, id_in(other.outputs.get("remoteVirtualNetwork")), VNET)
        if third is not None:
            _judge_spaces(action, third, remote, "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet")
    _judge_gateways(action, local, remote, others)


def _judge_spaces(action: Action, first: Object, second: Object, code: str) -> None:
    if action.inputs.get("peerCompleteVnets") is False:
        return
    for one in space(first):
        for other in space(second):
            if overlap(one, other):
                action.refuse(code, f"the address space of {first.id} overlaps with that of {second.id}: {one} and {other}")


def gateways_of(action: Action, vnet_id: str) -> list[Object]:
    """Virtual network gateways in a network."""
    held = f"{vnet_id.lower()}/subnets/gatewaysubnet"
    found = action.find_anywhere(VNET_GATEWAY)
    return [one for one in found if any(same(id_in(part.get("subnet")), held) for part in one.outputs.get("ipConfigurations") or [])]


def _judge_gateways(action: Action, local: Object, remote: Object, others: list[Object]) -> None:
    if action.inputs.get("useRemoteGateways") is not True:
        return
    if not gateways_of(action, remote.id):
        action.refuse("RemoteVnetHasNoGateways", f"useRemoteGateways: {remote.id} has no gateway")
    if gateways_of(action, local.id):
        action.refuse("VnetWithGatewayCannotUseRemoteGateways", f"useRemoteGateways: {local.id} has a gateway of its own")
    if any(one.outputs.get("useRemoteGateways") is True for one in others):
        action.refuse(
            "OnlyOnePeeringCanUseRemoteGateways", f"useRemoteGateways: another peering of {local.id} uses remote gateways already"
        )
    back = reverse(action, own_id(action), remote.id)
    if back is not None and back.outputs.get("allowGatewayTransit") is not True:
        action.refuse("RemotePeeringDoesNotAllowGatewayTransit", f"useRemoteGateways: allowGatewayTransit of {back.id} is off")


@peering.after("create")
def meet(action: Action) -> None:
    """Both sides remember that they have met."""
    back = reverse(action, action.id, id_in(action.outputs.get("remoteVirtualNetwork")))
    if back is not None:
        action.object.state["met"] = True
        back.state["met"] = True
        action.save(back)


@peering.on_read
def state(action: Action) -> None:
    """`Initiated` until the other side peers back, `Disconnected` once it has left."""
    remote = named(action, id_in(action.outputs.get("remoteVirtualNetwork")), VNET)
    back = reverse(action, action.id, remote.id) if remote else None
    met = action.object.state.get("met") is True
    action.outputs["peeringState"] = "Connected" if back and met else "Disconnected" if met else "Initiated"
    if remote is not None:
        action.outputs["remoteAddressSpace"] = remote.outputs.get("addressSpace")
        action.outputs["remoteVirtualNetworkAddressSpace"] = remote.outputs.get("addressSpace")
