"""Azure Bastion.

Sources: Azure documentation, "About Bastion configuration settings" (SKUs and their features, AzureBastionSubnet of /26, instances),
"About Azure Bastion private-only deployment"; Azure REST API reference, Bastion Hosts - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Fault, Properties, Rules
from simulator.rules.azure_native.addresses import network_of
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, by_id, network_ref, same_place
from simulator.rules.azure_native.ids import given, id_in, last, listed, own_id, same
from simulator.rules.azure_native.kinds import BASTION, PUBLIC_IP, SUBNET, VNET
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.public_addresses import judge_standard
from simulator.rules.azure_native.subnets import IN_USE

_SETTINGS = "Azure documentation, 'About Bastion configuration settings'"
STANDARD_ONLY = ("enableFileCopy", "enableIpConnect", "enableShareableLink", "enableTunneling", "disableCopyPaste")
PREMIUM_ONLY = ("enablePrivateOnlyBastion", "enableSessionRecording")

bastion = Rules(
    BASTION,
    source=f"Azure REST API reference, Bastion Hosts - Create Or Update; {_SETTINGS}",
    checks=(
        network_name("bastionHostName"),
        by_id("ipConfigurations[*].subnet", "ipConfigurations[*].publicIPAddress"),
        choice("sku.name", "Basic", "Standard", "Developer", "Premium", source=_SETTINGS),
        Between("scaleUnits", 2, 50, source=_SETTINGS),
    ),
    references={
        "ipConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "ipConfigurations[*].publicIPAddress.id": network_ref(PUBLIC_IP, delete_code="PublicIPAddressCannotBeDeleted"),
        "virtualNetwork.id": network_ref(VNET, delete_code="InUseVirtualNetworkCannotBeDeleted"),
    },
    outputs={**ANSWER, "dnsName": ""},
    defaults={"scaleUnits": 2, "sku": {"name": "Standard"}},
)


@bastion.check(source=_SETTINGS, even_unknown=True)
def features_fit_the_sku(inputs: Properties) -> Iterator[Fault]:
    """Developer stands in no subnet, the others in AzureBastionSubnet; features have their SKUs."""
    sku = inputs.get("sku")
    name = sku.get("name") if isinstance(sku, dict) else "Standard" if sku is None else UNKNOWN
    if name is UNKNOWN:
        return
    parts = listed(inputs.get("ipConfigurations"))
    if is_(name, "Developer"):
        if parts:
            yield "ipConfigurations", "is not allowed for the Developer SKU; give virtualNetwork"
        if not given(inputs.get("virtualNetwork")):
            yield "virtualNetwork", "is required for the Developer SKU"
    elif not _open(inputs.get("ipConfigurations")) and len(parts) != 1:
        yield "ipConfigurations", f"exactly one configuration must be given, not {len(parts)}"
    for i, one in enumerate(parts):
        id_ = id_in(one.get("subnet"))
        if id_ and last(id_).lower() != "azurebastionsubnet":
            yield f"ipConfigurations[{i}].subnet.id", f"must name the subnet AzureBastionSubnet, not {last(id_)}"
        if one.get("publicIPAddress") is None and inputs.get("enablePrivateOnlyBastion") is not True:
            yield f"ipConfigurations[{i}].publicIPAddress", "is required unless enablePrivateOnlyBastion is true"
    for feature in STANDARD_ONLY:
        if inputs.get(feature) is True and not is_(name, "Standard", "Premium"):
            yield feature, f"needs sku.name Standard or Premium, not {name}"
    for feature in PREMIUM_ONLY:
        if inputs.get(feature) is True and not is_(name, "Premium"):
            yield feature, f"needs sku.name Premium, not {name}"
    if is_(name, "Basic") and inputs.get("scaleUnits") not in (None, 2, UNKNOWN):
        yield "scaleUnits", "the Basic SKU has two instances"


def _open(parts: object) -> bool:
    return parts is UNKNOWN or (isinstance(parts, list) and UNKNOWN in parts)


@bastion.before("create")
def place_is_free(action: Action) -> None:
    """A network has one Bastion, at a Standard address."""
    for one in listed(action.inputs.get("ipConfigurations")):
        subnet = id_in(one.get("subnet"))
        same_place(action, network_of(action, subnet), "ipConfigurations[0].subnet")
        if id_in(one.get("publicIPAddress")):
            judge_standard(action, id_in(one["publicIPAddress"]), "Azure Bastion")
        for other in action.find_anywhere(BASTION):
            held = [id_in(part.get("subnet")) for part in listed(other.outputs.get("ipConfigurations"))]
            if not same(other.id, own_id(action)) and any(same(subnet, used) for used in held):
                action.refuse(
                    "SubnetAlreadyContainsABastion", f"{subnet} holds {other.id} already: one Bastion a virtual network is allowed"
                )


@bastion.computes
def answer(action: Action) -> Properties:
    """The name at which browsers find it."""
    shown = [
        {"privateIPAllocationMethod": "Dynamic", **one, "id": f"{action.id}/bastionHostIpConfigurations/{one.get('name')}"}
        for one in listed(action.inputs.get("ipConfigurations"))
    ]
    made: Properties = {"dnsName": f"bst-{action.uuid('dns')}.bastion.azure.com"}
    return {**made, "ipConfigurations": shown} if shown else made
