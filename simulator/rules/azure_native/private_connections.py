"""Private endpoint connections of services: what a service shows of the endpoints that point at it, and their approval.

Sources: Azure documentation, "What is a private endpoint?" (approval, states Approved, Pending, Rejected, Disconnected; sub-resources),
"Manage Azure private endpoints"; REST API references of the services, Private Endpoint Connections.
"""

from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.ids import last, own_id, same
from simulator.rules.azure_native.kinds import PRIVATE_ENDPOINT
from simulator.rules.azure_native.service_rules import at_id, get, service
from simulator.rules.checks import Pattern
from simulator.rules.registry import Rules
from simulator.schema import type_schema
from simulator.values import Properties
from simulator.world import Object, World

TYPES = (
    "azure-native:storage:PrivateEndpointConnection",
    "azure-native:keyvault:PrivateEndpointConnection",
    "azure-native:keyvault:MHSMPrivateEndpointConnection",
    "azure-native:dbforpostgresql:PrivateEndpointConnection",
    "azure-native:containerregistry:PrivateEndpointConnection",
    "azure-native:cognitiveservices:PrivateEndpointConnection",
    "azure-native:search:PrivateEndpointConnection",
    "azure-native:machinelearningservices:PrivateEndpointConnection",
    "azure-native:cosmosdb:PrivateEndpointConnection",
    "azure-native:servicebus:PrivateEndpointConnection",
    "azure-native:eventhub:PrivateEndpointConnection",
    "azure-native:eventgrid:PrivateEndpointConnection",
    "azure-native:healthcareapis:WorkspacePrivateEndpointConnection",
    "azure-native:monitor:PrivateEndpointConnection",
    "azure-native:compute:DiskAccessAPrivateEndpointConnection",
)
_SOURCE = "Azure documentation, 'Manage Azure private endpoints'; REST API reference, Private Endpoint Connections"
_STATE = "privateLinkServiceConnectionState"


def connections(world: World, id_: str) -> list[Properties]:
    """What the endpoints of the world make of a resource: one connection for each that names it, oldest first."""
    found = []
    for endpoint in world.find(PRIVATE_ENDPOINT):
        for property_, automatic in (("privateLinkServiceConnections", True), ("manualPrivateLinkServiceConnections", False)):
            for one in endpoint.inputs.get(property_) or []:
                if same(one.get("privateLinkServiceId"), id_):
                    found.append(_connection(world, id_, endpoint, one, automatic))
    return found


def _connection(world: World, id_: str, endpoint: Object, one: Properties, automatic: bool) -> Properties:
    name = f"{last(endpoint.id)}.{world.digest(endpoint.id.lower(), id_.lower())[:32]}"
    own = f"{id_}/privateEndpointConnections/{name}"
    judged = at_id(world, own, *TYPES)
    state = _judgement(judged) if judged else {"status": "Approved" if automatic else "Pending"}
    return {
        "id": own,
        "name": name,
        "groupIds": list(one.get("groupIds") or []),
        "privateEndpoint": {"id": endpoint.id},
        "privateLinkServiceConnectionState": {"description": "", "actionsRequired": "None", **state},
        "provisioningState": "Succeeded",
    }


def _judgement(judged: Object) -> Properties:
    found = judged.outputs.get(_STATE) or get(judged.outputs, f"properties.{_STATE}") or {}
    return {name: value for name, value in found.items() if value is not None}


def shows_connections(rules: Rules, path: str = "privateEndpointConnections") -> Rules:
    """The resource lists the endpoints that point at it, with their state, at each read (`properties.privateEndpointConnections`)."""

    def show(action: Action) -> None:
        found: list[Any] = connections(action.world, action.object.id)
        if "." not in path:
            action.outputs[path] = found
            return
        top, name = path.split(".")
        inner = dict(action.outputs.get(top) or {})
        if found or name in inner:
            action.outputs[top] = {**inner, name: found}

    rules.on_read(show)
    return rules


def _rules(type_: str) -> Rules:
    at_top = type_.split(":")[1] not in ("cognitiveservices", "search")
    prefix = "" if at_top else "properties."
    rules = service(
        type_,
        source=_SOURCE,
        checks=(
            Pattern(
                f"{prefix}{_STATE}.status",
                "Approved|Rejected|Pending|Disconnected",
                source=_SOURCE,
                saying="Approved, Rejected, Pending or Disconnected",
            ),
        ),
    )
    rules.before("create")(connection_stands)
    rules.computes(_seen)
    return rules


def _seen(action: Action) -> Properties:
    """The endpoint that made the connection."""
    target, _, name = action.id.rpartition("/privateEndpointConnections/")
    mine = next((one for one in connections(action.world, target) if same(one["name"], name)), None)
    known = type_schema(action.type).outputs
    return {word: mine[word] for word in ("groupIds", "privateEndpoint") if mine and word in known and action.inputs.get(word) is None}


def connection_stands(action: Action) -> None:
    """A connection is made by its endpoint; a service only approves, rejects or removes what is there."""
    target, _, name = own_id(action).rpartition("/privateEndpointConnections/")
    standing = connections(action.world, target)
    if not any(same(one["name"], name) for one in standing):
        names = ", ".join(one["name"] for one in standing) or "none"
        action.refuse("PrivateEndpointConnectionNotFound", f"'{target}' has no private endpoint connection '{name}'; there are: {names}.")


RULES = {type_: _rules(type_) for type_ in TYPES}
