"""Private endpoints: their connection, its state, and the interface that they bring.

Sources: Azure documentation, "What is a private endpoint?" (one subnet of the endpoint's own region; sub-resources; states of a connection; an
alias needs a manual request), "Manage Azure private endpoints" (Pending, Approved, Rejected, Disconnected); Azure REST API reference,
Private Endpoints - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Object, Properties, Rules
from simulator.rules.azure_native.addresses import address_in, judge_address, network_of
from simulator.rules.azure_native.common import ANSWER, MISSING, by_id, network_ref, same_place
from simulator.rules.azure_native.endpoint_targets import members, sub_resources
from simulator.rules.azure_native.ids import given, id_in, last, listed, named, resource_type, same
from simulator.rules.azure_native.kinds import ASG, INTERFACE, LINK_CONNECTION, LINK_SERVICE, PRIVATE_ENDPOINT, SUBNET
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.private_connections import connections
from simulator.rules.azure_native.private_link_services import exposure
from simulator.rules.azure_native.subnet_names import reserved
from simulator.rules.azure_native.subnets import IN_USE

_WHAT = "Azure documentation, 'What is a private endpoint?'"
LISTS = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")
_ALIAS_END = ".azure.privatelinkservice"

endpoint = Rules(
    PRIVATE_ENDPOINT,
    source=f"Azure REST API reference, Private Endpoints - Create Or Update; {_WHAT}",
    checks=(network_name("privateEndpointName", 2, 64), network_name("customNetworkInterfaceName"), by_id("subnet")),
    references={
        "subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "applicationSecurityGroups[*].id": network_ref(ASG, delete_code="ApplicationSecurityGroupInUse"),
    },
    outputs={**ANSWER, "networkInterfaces": []},
)


@endpoint.check(source=_WHAT, even_unknown=True)
def has_one_connection(inputs: Properties) -> Iterator[Fault]:
    """A subnet and one connection, automatic or manual; an alias is asked for by hand."""
    if not given(inputs.get("subnet")):
        yield "subnet", "is required"
    lists = [inputs.get(name) for name in LISTS]
    if any(one is UNKNOWN or (isinstance(one, list) and UNKNOWN in one) for one in lists):
        return
    asked = [(name, i, one) for name in LISTS for i, one in enumerate(listed(inputs.get(name)))]
    if len(asked) != 1:
        yield LISTS[0], f"exactly one connection must be given in {' or '.join(LISTS)}, not {len(asked)}"
    for name, i, one in asked:
        target, groups = one.get("privateLinkServiceId"), one.get("groupIds")
        if target is None:
            yield f"{name}[{i}].privateLinkServiceId", "is required"
        if isinstance(target, str) and target.endswith(_ALIAS_END) and name == LISTS[0]:
            yield f"{name}[{i}].privateLinkServiceId", f"an alias can only be asked for by {LISTS[1]}"
        if isinstance(groups, list) and len(groups) > 1:
            yield f"{name}[{i}].groupIds", f"has length {len(groups)}; an endpoint connects to one sub-resource"
        message = one.get("requestMessage")
        if isinstance(message, str) and len(message) > 140:
            yield f"{name}[{i}].requestMessage", f"has length {len(message)}; allowed: 0 to 140"
        known = sub_resources(target) if isinstance(target, str) else None
        for group in groups if isinstance(groups, list) and known is not None else []:
            if isinstance(group, str) and group.lower() not in (known or {}):
                allowed = ", ".join(known or {}) or "none"
                yield f"{name}[{i}].groupIds[0]", f"{group!r} is no sub-resource of {resource_type(target)}; allowed: {allowed}"
        if known and groups in (None, []):
            yield f"{name}[{i}].groupIds", f"is required; sub-resources of {resource_type(target)}: {', '.join(known)}"


def asked(values: Properties) -> tuple[str, Properties]:
    """(list, connection) of an endpoint."""
    return next(((name, one) for name in LISTS for one in listed(values.get(name))), (LISTS[0], {}))


def target_of(action: Action, connection: Properties) -> Object | None:
    """What an endpoint points at: by id, or a link service by its alias."""
    text = str(connection.get("privateLinkServiceId") or "")
    if text.endswith(_ALIAS_END):
        return next(iter(action.find_anywhere(LINK_SERVICE, alias=text)), None)
    return named(action, text)


@endpoint.before("create")
def place_fits(action: Action) -> None:
    """The subnet is of the endpoint's region and not reserved, the target stands and shows itself to the caller."""
    subnet = id_in(action.inputs.get("subnet"))
    vnet = network_of(action, subnet)
    same_place(action, vnet, "subnet")
    kept = reserved(last(subnet))
    if kept is not None:
        action.refuse("SubnetIsReserved", f"subnet: {last(subnet)} is reserved for {kept.service}")
    for i, one in enumerate(listed(action.inputs.get("ipConfigurations"))):
        judge_address(action, subnet, one.get("privateIPAddress"), f"ipConfigurations[{i}].privateIPAddress")
    name, connection = asked(action.inputs)
    target = target_of(action, connection)
    if target is None:
        action.refuse(MISSING, f"{name}[0].privateLinkServiceId: {connection.get('privateLinkServiceId')} was not found")
    if target.type == LINK_SERVICE and exposure(target.outputs, action.account, target.id) is None:
        action.refuse(
            "PrivateLinkServiceNotVisible",
            f"{name}[0].privateLinkServiceId: {target.id} is not visible to subscription {action.account}: its owner must add it to visibility.subscriptions",
        )


@endpoint.before("update")
def stays_where_it_is(action: Action) -> None:
    """Subnet and target are those of the endpoint's creation."""
    before = action.old.inputs if action.old else {}
    if not same(id_in(before.get("subnet")), id_in(action.inputs.get("subnet"))):
        action.refuse("PrivateEndpointSubnetCannotBeChanged", f"the subnet of {action.id} can't change; make another endpoint")
    if not same(asked(before)[1].get("privateLinkServiceId"), asked(action.inputs)[1].get("privateLinkServiceId")):
        action.refuse("PrivateEndpointTargetCannotBeChanged", f"the target of {action.id} can't change; make another endpoint")


@endpoint.computes
def connect(action: Action) -> Properties:
    """The connection with its id, and the interface's id."""
    name, connection = asked(action.inputs)
    interface = action.inputs.get("customNetworkInterfaceName") or f"{last(action.id)}.nic.{action.uuid('nic')}"
    group = action.id.rsplit("/privateEndpoints/", 1)[0]
    return {
        name: [
            {
                "groupIds": [],
                **connection,
                "id": f"{action.id}/{name}/{connection.get('name')}",
                "type": f"Microsoft.Network/privateEndpoints/{name}",
                "provisioningState": "Succeeded",
                "privateLinkServiceConnectionState": _first_state(action, name, target_of(action, connection)),
            }
        ],
        next(other for other in LISTS if other != name): [],
        "customNetworkInterfaceName": action.inputs.get("customNetworkInterfaceName", ""),
        "networkInterfaces": [{"id": f"{group}/networkInterfaces/{interface}"}],
    }


def _first_state(action: Action, name: str, target: Object | None) -> Properties:
    if target is not None and target.type == LINK_SERVICE:
        status = exposure(target.outputs, action.account, target.id) or "Pending"
    else:
        status = "Approved" if name == LISTS[0] else "Pending"
    return {"status": status, "description": "Auto-Approved" if status == "Approved" else "Awaiting Approval", "actionsRequired": "None"}


@endpoint.after("create")
def bring_interface(action: Action) -> None:
    """'A network interface is also created for the lifecycle of the private endpoint': it has the addresses of the target's members."""
    name, connection = asked(action.inputs)
    subnet = id_in(action.inputs["subnet"])
    target = target_of(action, connection)
    group = next(iter(connection.get("groupIds") or []), "")
    found = members(target.id, group, target) if target else []
    chosen = {str(one.get("memberName")).lower(): one for one in listed(action.inputs.get("ipConfigurations"))}
    used: set[str] = set()
    parts, names = [], []
    for i, (member, hosts) in enumerate(found or [("default", [])]):
        given = chosen.get(member.lower()) or (next(iter(chosen.values()), {}) if len(chosen) == 1 and len(found) <= 1 else {})
        address = given.get("privateIPAddress") or address_in(action, subnet, member, used)
        interface = action.outputs["networkInterfaces"][0]["id"]
        public = [host.replace("privatelink.", "", 1) for host in hosts]
        parts.append(
            {
                "name": given.get("name") or f"privateEndpointIpConfig.{action.uuid(member)}",
                "id": f"{interface}/ipConfigurations/{given.get('name') or 'privateEndpointIpConfig.' + action.uuid(member)}",
                "primary": i == 0,
                "privateIPAddress": address,
                "privateIPAddressVersion": "IPv4",
                "privateIPAllocationMethod": "Static" if given else "Dynamic",
                "subnet": {"id": subnet},
                "privateLinkConnectionProperties": {"groupId": group, "requiredMemberName": member, "fqdns": public},
            }
        )
        names += [{"fqdn": host, "ipAddresses": [address]} for host in public]
    action.outputs["customDnsConfigs"] = names
    action.object.state["hosts"] = [
        [host, part["privateIPAddress"]] for (_, hosts), part in zip(found, parts, strict=False) for host in hosts
    ]
    action.keep(
        INTERFACE,
        action.outputs["networkInterfaces"][0]["id"],
        {
            "name": last(action.outputs["networkInterfaces"][0]["id"]),
            "location": action.outputs.get("location"),
            "ipConfigurations": parts,
            "privateEndpoint": {"id": action.id},
            "provisioningState": "Succeeded",
        },
    )
    if target is not None and target.type == LINK_SERVICE:
        _ask(action, target, action.outputs[name][0])


def _ask(action: Action, target: Object, connection: Properties) -> None:
    own = f"{last(action.id)}.{action.uuid('connection')}"
    made = action.keep(
        LINK_CONNECTION,
        f"{target.id}/privateEndpointConnections/{own}",
        {
            "name": own,
            "type": "Microsoft.Network/privateLinkServices/privateEndpointConnections",
            "etag": f'W/"{action.uuid("etag")}"',
            "linkIdentifier": action.digits(9, "link"),
            "privateEndpoint": {"id": action.id},
            "privateEndpointLocation": action.outputs.get("location"),
            "privateLinkServiceConnectionState": connection["privateLinkServiceConnectionState"],
            "provisioningState": "Succeeded",
        },
    )
    action.object.state["connection"] = made.id


@endpoint.on_read
def state_of_the_connection(action: Action) -> None:
    """What the target's owner decided; `Disconnected` once the target or the connection is gone."""
    _, connection = asked(action.outputs)
    if not connection:
        return
    made = action.object.state.get("connection")
    found = named(action, made, LINK_CONNECTION) if made else None
    if found is not None:
        connection["privateLinkServiceConnectionState"] = found.outputs["privateLinkServiceConnectionState"]
        return
    target = target_of(action, connection)
    if made or target is None:
        gone = {
            "status": "Disconnected",
            "description": "the target removed the connection",
            "actionsRequired": "Delete the private endpoint",
        }
        connection["privateLinkServiceConnectionState"] = gone
        return
    mine = next((one for one in connections(action.world, target.id) if same(one["privateEndpoint"]["id"], action.id)), None)
    status = mine["privateLinkServiceConnectionState"]["status"] if mine else ""
    if status and status != connection["privateLinkServiceConnectionState"]["status"]:
        connection["privateLinkServiceConnectionState"] = mine["privateLinkServiceConnectionState"] if mine else {}
