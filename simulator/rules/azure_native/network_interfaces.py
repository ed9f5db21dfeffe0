"""Network interfaces.

Sources: Azure REST API reference, Network Interfaces - Create Or Update, Delete; Azure documentation, "Create, change, or delete a network
interface", "Private IP addresses", "Default outbound access in Azure".
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Properties, Rules
from simulator.rules.azure_native.addresses import address_in, judge_address, network_of
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import GUID_ANSWER, by_id, network_ref, same_place
from simulator.rules.azure_native.ids import given, id_in, last, listed, same
from simulator.rules.azure_native.kinds import ASG, INTERFACE, NSG, PUBLIC_IP, SUBNET
from simulator.rules.azure_native.load_balancers import part_of
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.public_addresses import judge_address_is_free
from simulator.rules.azure_native.subnet_names import reserved
from simulator.rules.azure_native.subnets import IN_USE

_CREATE = "Azure REST API reference, Network Interfaces - Create Or Update"

interface = Rules(
    INTERFACE,
    source=f"{_CREATE}; Azure documentation, 'Create, change, or delete a network interface'",
    checks=(
        network_name("networkInterfaceName"),
        by_id("ipConfigurations[*].subnet", "ipConfigurations[*].publicIPAddress"),
        choice("ipConfigurations[*].privateIPAllocationMethod", "Static", "Dynamic", source=_CREATE),
        choice("ipConfigurations[*].privateIPAddressVersion", "IPv4", "IPv6", source=_CREATE),
        choice("nicType", "Standard", "Elastic", source=_CREATE),
    ),
    references={
        "ipConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "ipConfigurations[*].publicIPAddress.id": network_ref(PUBLIC_IP, delete_code="PublicIPAddressCannotBeDeleted"),
        "ipConfigurations[*].applicationSecurityGroups[*].id": network_ref(ASG, delete_code="ApplicationSecurityGroupInUse"),
        "networkSecurityGroup.id": network_ref(NSG, delete_code="InUseNetworkSecurityGroupCannotBeDeleted"),
    },
    outputs={
        **GUID_ANSWER,
        "defaultOutboundConnectivityEnabled": False,
        "dscpConfiguration": {},
        "hostedWorkloads": [],
        "primary": False,
        "privateEndpoint": {},
        "tapConfigurations": [],
        "virtualMachine": {},
        "vnetEncryptionSupported": False,
        "macAddress": "",
    },
    defaults={"enableAcceleratedNetworking": False, "enableIPForwarding": False, "nicType": "Standard"},
)


@interface.check(source=_CREATE, even_unknown=True)
def configurations_are_sound(inputs: Properties) -> Iterator[Fault]:
    """At least one configuration in a subnet; a static one has its address; one of several is primary."""
    configurations = inputs.get("ipConfigurations")
    if configurations in (None, []):
        yield "ipConfigurations", "at least one configuration must be given"
    parts = listed(configurations)
    for i, one in enumerate(parts):
        if not given(one.get("subnet")):
            yield f"ipConfigurations[{i}].subnet", "is required"
        if is_(one.get("privateIPAllocationMethod"), "Static") and not given(one.get("privateIPAddress")):
            yield f"ipConfigurations[{i}].privateIPAddress", "is required when privateIPAllocationMethod is Static"
    if len(parts) > 1 and all(one.get("primary") is not UNKNOWN for one in parts) and sum(one.get("primary") is True for one in parts) != 1:
        yield "ipConfigurations", "exactly one of several configurations must be primary"


@interface.before("create")
@interface.before("update")
def stands_in_one_network(action: Action) -> None:
    """All subnets belong to one network of the interface's region, and its addresses are free."""
    networks: set[str] = set()
    for i, one in enumerate(listed(action.inputs.get("ipConfigurations"))):
        subnet = id_in(one.get("subnet"))
        vnet = network_of(action, subnet)
        if vnet is None:
            continue
        same_place(action, vnet, f"ipConfigurations[{i}].subnet")
        networks.add(vnet.id.lower())
        kept = reserved(last(subnet))
        if kept is not None:
            action.refuse("SubnetIsReserved", f"ipConfigurations[{i}].subnet: {last(subnet)} is reserved for {kept.service}")
        if one.get("privateIPAddress"):
            judge_address(action, subnet, one["privateIPAddress"], f"ipConfigurations[{i}].privateIPAddress")
        if id_in(one.get("publicIPAddress")):
            judge_address_is_free(action, id_in(one["publicIPAddress"]))
        for pool in listed(one.get("loadBalancerBackendAddressPools")):
            if part_of(action, id_in(pool), "backendAddressPools")[1] is None:
                action.refuse("InvalidResourceReference", f"ipConfigurations[{i}]: backend address pool {id_in(pool)} does not exist")
    if len(networks) > 1:
        action.refuse(
            "NetworkInterfaceSubnetsInDifferentVirtualNetworks", "all configurations of an interface stand in one virtual network"
        )


@interface.computes
def addresses(action: Action) -> Properties:
    """A private address for each configuration, and the interface's hardware address."""
    before = {str(one.get("name")): one for one in listed((action.old.outputs if action.old else {}).get("ipConfigurations"))}
    used: set[str] = set()
    shown = []
    for i, one in enumerate(listed(action.inputs.get("ipConfigurations"))):
        old = before.get(str(one.get("name")), {})
        stays = same(id_in(old.get("subnet")), id_in(one.get("subnet")))
        address = one.get("privateIPAddress") or (old.get("privateIPAddress") if stays else None)
        full = {
            "privateIPAddressVersion": "IPv4",
            "privateIPAllocationMethod": "Dynamic",
            "primary": i == 0,
            **one,
            "id": f"{action.id}/ipConfigurations/{one.get('name')}",
            "privateIPAddress": address or address_in(action, id_in(one.get("subnet")), str(one.get("name")), used),
            "provisioningState": "Succeeded",
        }
        shown.append(full)
    mac = action.hex(6, "mac").upper()
    return {"ipConfigurations": shown, "macAddress": f"00-0D-3A-{mac[:2]}-{mac[2:4]}-{mac[4:]}"}
