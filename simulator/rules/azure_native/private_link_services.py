"""Private link services: our own services behind a Standard load balancer, and who may connect.

Sources: Azure documentation, "What is Azure Private Link service?" (Standard load balancer only, not IP-based pools; visibility and
auto-approval; up to eight NAT addresses; connections must go before the service), "Disable network policies for Private Link service
source IP"; Azure REST API reference, Private Link Services - Create Or Update, Update Private Endpoint Connection.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Length, Pattern, Properties, Rules, at
from simulator.rules.azure_native.addresses import address_in, judge_address, network_of
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, MISSING, by_id, network_ref, same_place
from simulator.rules.azure_native.ids import below, given, id_in, last, listed, location, named, own_id, same, subscription
from simulator.rules.azure_native.kinds import INTERFACE, LINK_CONNECTION, LINK_SERVICE, SUBNET
from simulator.rules.azure_native.load_balancers import FRONTENDS, is_standard, part_of
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.subnets import IN_USE

_WHAT = "Azure documentation, 'What is Azure Private Link service?'"
_UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_SUBSCRIPTION = "the id of a subscription (a UUID), or *"

service = Rules(
    LINK_SERVICE,
    source=f"Azure REST API reference, Private Link Services - Create Or Update; {_WHAT}",
    checks=(
        network_name("serviceName"),
        by_id("ipConfigurations[*].subnet"),
        Pattern("visibility.subscriptions[*]", rf"{_UUID}|\*", source=_WHAT, saying=_SUBSCRIPTION),
        Pattern("autoApproval.subscriptions[*]", rf"{_UUID}|\*", source=_WHAT, saying=_SUBSCRIPTION),
        Length("ipConfigurations", 1, 8, source=_WHAT),
        choice("ipConfigurations[*].privateIPAddressVersion", "IPv4", source=f"{_WHAT}: supports IPv4 traffic only"),
        choice("ipConfigurations[*].privateIPAllocationMethod", "Static", "Dynamic", source=_WHAT),
    ),
    references={"ipConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE)},
    outputs={**ANSWER, "alias": "", "networkInterfaces": [], "privateEndpointConnections": []},
    defaults={"enableProxyProtocol": False},
)


@service.check(source=_WHAT, even_unknown=True)
def exposure_is_sound(inputs: Properties) -> Iterator[Fault]:
    """Frontends or a destination, NAT addresses, and no approval for whom the service is hidden from."""
    if not any(given(inputs.get(name)) for name in ("loadBalancerFrontendIpConfigurations", "destinationIPAddress")):
        yield "loadBalancerFrontendIpConfigurations", "one of loadBalancerFrontendIpConfigurations, destinationIPAddress must be given"
    parts = listed(inputs.get("ipConfigurations"))
    if inputs.get("ipConfigurations") is None:
        yield "ipConfigurations", "at least one NAT address configuration must be given"
    for i, one in enumerate(parts):
        if not given(one.get("subnet")):
            yield f"ipConfigurations[{i}].subnet", "is required"
    if len(parts) > 1 and sum(one.get("primary") is True for one in parts) > 1:
        yield "ipConfigurations", "only one NAT address configuration is primary"
    visible, approved = (_names(inputs, name) for name in ("visibility", "autoApproval"))
    if approved is None or visible is None or "*" in visible:
        return
    for named_one in approved:
        if named_one not in visible:
            yield (
                "autoApproval.subscriptions",
                f"{named_one} is not in visibility.subscriptions: auto-approval is a subset of the visibility",
            )


def _names(inputs: Properties, property_: str) -> list[str] | None:
    part = inputs.get(property_)
    values = part.get("subscriptions") if isinstance(part, dict) else ([] if part is None else None)
    values = [] if values is None and isinstance(part, dict) else values
    return [str(one).lower() for one in values] if isinstance(values, list) and UNKNOWN not in values else None


@service.before("create")
@service.before("update")
def place_fits(action: Action) -> None:
    """Frontends of a Standard load balancer with pools of interfaces; NAT addresses in subnets without policies for the service."""
    own = own_id(action)
    for i, one in enumerate(listed(action.inputs.get("loadBalancerFrontendIpConfigurations"))):
        where, id_ = f"loadBalancerFrontendIpConfigurations[{i}]", id_in(one)
        balancer, frontend = part_of(action, id_, FRONTENDS)
        if balancer is None or frontend is None:
            action.refuse(MISSING, f"{where}: {id_} was not found: it must name a frontend configuration of a load balancer")
        if not is_standard(balancer):
            action.refuse("PrivateLinkServiceRequiresStandardLoadBalancer", f"{where}: private link services need a Standard load balancer")
        same_place(action, balancer, where)
        if any(listed(pool.get("loadBalancerBackendAddresses")) for pool in listed(balancer.outputs.get("backendAddressPools"))):
            action.refuse(
                "PrivateLinkServiceUnsupportedWithIPBasedBackendPools",
                f"{where}: the pools of {balancer.id} are made of addresses, not of interfaces",
            )
        for other in action.find_anywhere(LINK_SERVICE):
            if not same(other.id, own) and any(
                same(used, id_) for _, used in at(other.outputs, "loadBalancerFrontendIpConfigurations[*].id")
            ):
                action.refuse("FrontendIPConfigurationInUseByPrivateLinkService", f"{where}: {id_} is in use by {other.id}")
    for i, one in enumerate(listed(action.inputs.get("ipConfigurations"))):
        subnet = named(action, id_in(one.get("subnet")), SUBNET)
        if subnet is None:
            continue
        same_place(action, network_of(action, subnet.id), f"ipConfigurations[{i}].subnet")
        if not is_(subnet.outputs.get("privateLinkServiceNetworkPolicies"), "Disabled"):
            action.refuse(
                "PrivateLinkServiceNetworkPoliciesCannotBeEnabledOnPrivateLinkServiceSubnet",
                f"Private link service network policies cannot be enabled on private link service subnet {subnet.id}: "
                "set privateLinkServiceNetworkPolicies to Disabled",
            )
        if one.get("privateIPAddress"):
            judge_address(action, subnet.id, one["privateIPAddress"], f"ipConfigurations[{i}].privateIPAddress")


@service.computes
def answer(action: Action) -> Properties:
    """The alias by which strangers may ask: `<name>.<guid>.<region>.azure.privatelinkservice`."""
    made: Properties = {
        "ipConfigurations": [
            {
                "primary": i == 0,
                "privateIPAllocationMethod": "Dynamic",
                "privateIPAddressVersion": "IPv4",
                **one,
                "id": f"{action.id}/ipConfigurations/{one.get('name')}",
                "provisioningState": "Succeeded",
            }
            for i, one in enumerate(listed(action.inputs.get("ipConfigurations")))
        ],
        "visibility": action.inputs.get("visibility") or {"subscriptions": []},
        "autoApproval": action.inputs.get("autoApproval") or {"subscriptions": []},
    }
    if action.verb == "create":
        made["alias"] = f"{last(action.id)}.{action.uuid('alias')}.{location(action.inputs.get('location'))}.azure.privatelinkservice"
        made["networkInterfaces"] = [{"id": _interface_id(action)}]
    return made


def _interface_id(action: Action) -> str:
    return f"{action.id.rsplit('/privateLinkServices/', 1)[0]}/networkInterfaces/{last(action.id)}.nic.{action.uuid('nic')}"


@service.after("create")
def bring_interface(action: Action) -> None:
    """'A network interface is created for the lifecycle of the resource': it holds the NAT addresses."""
    used: set[str] = set()
    parts = [
        {**one, "privateIPAddress": one.get("privateIPAddress") or address_in(action, id_in(one["subnet"]), f"nat {one.get('name')}", used)}
        for one in action.outputs["ipConfigurations"]
    ]
    action.keep(
        INTERFACE,
        _interface_id(action),
        {
            "name": last(_interface_id(action)),
            "location": action.outputs.get("location"),
            "ipConfigurations": parts,
            "privateLinkService": {"id": action.id},
            "provisioningState": "Succeeded",
        },
    )


@service.on_read
def connections(action: Action) -> None:
    """Everybody who asked, with the state of his request."""
    action.outputs["privateEndpointConnections"] = [
        {name: value for name, value in one.outputs.items() if name != "azureApiVersion"}
        for one in below(action, action.id, LINK_CONNECTION)
    ]


@service.before("delete")
def nobody_is_connected(action: Action) -> None:
    """'Before you delete the service, ensure that there are no private endpoint connections associated with it.'"""
    for one in below(action, action.id, LINK_CONNECTION):
        if not is_(one.outputs["privateLinkServiceConnectionState"]["status"], "Rejected", "Disconnected"):
            action.refuse(
                "PrivateLinkServiceHasPrivateEndpointConnections",
                f"{action.id} can't be deleted because {one.outputs['privateEndpoint']['id']} is connected to it",
            )


def exposure(offered: Properties, caller: str, owner_id: str) -> str | None:
    """`Approved`, `Pending`, or None for whom the service is hidden from."""
    visible, approved = (_names(offered, name) or [] for name in ("visibility", "autoApproval"))
    if subscription(owner_id) == caller or caller in approved or "*" in approved:
        return "Approved"
    return "Pending" if not visible or caller in visible or "*" in visible else None


connection = Rules(
    LINK_CONNECTION,
    source="Azure REST API reference, Private Link Services - Update Private Endpoint Connection; Azure documentation, 'Manage Azure private endpoints'",
    checks=(
        choice(
            "privateLinkServiceConnectionState.status",
            "Approved",
            "Pending",
            "Rejected",
            "Disconnected",
            source="Azure documentation, 'Manage Azure private endpoints'",
        ),
    ),
    outputs={**ANSWER, "linkIdentifier": "{digits9}", "privateEndpoint": {}, "privateEndpointLocation": ""},
)


@connection.before("create")
def comes_from_an_endpoint(action: Action) -> None:
    """A connection begins with a private endpoint; what its owner does is import and change it."""
    action.refuse(
        "PrivateEndpointConnectionNotFound",
        f"{own_id(action)} was not found: a private endpoint makes it; import it to approve or reject it",
    )
