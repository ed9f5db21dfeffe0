"""Functions that look up what stands: `getVirtualNetwork` and the like for every type whose path is known, and `getClientConfig`.

Sources: Pulumi Registry, azure-native.network.getVirtualNetwork and the other `get…` functions (they ask the resource's own API with the names
in its path, and fail where there is none), azure-native.authorization.getClientConfig.
"""

from simulator.packages.arm import paths
from simulator.rules import Action, Call, Properties, invoke
from simulator.rules.registry import Handler, rules_for

_SOURCE = "Pulumi Registry, azure-native get functions; Azure REST API reference, Get operations"
DEFAULT_TENANT = "00000000-0000-4000-8000-00000000000a"
"""Directory of a provider that names none."""
APPLICATION = "00000000-0000-4000-8000-00000000000b"
"""Who the simulated provider signs in as, where its configuration doesn't say."""


def function_of(type_: str) -> str:
    """`azure-native:network:Subnet` → `azure-native:network:getSubnet`."""
    module, _, name = type_.rpartition(":")
    return f"{module}:get{name}"


def _getter(type_: str) -> Handler:
    def get(call: Call) -> Properties:
        """What stands there, as a read shows it."""
        id_ = paths()[type_].id(call.inputs, call.account)
        found = next((one for one in call.world.by_id(id_, any_case=True) if one.type == type_), None) if id_ else None
        if found is None:
            call.refuse("ResourceNotFound", f"The Resource '{id_ or type_}' was not found.")
        action = Action("read", type_, found.urn or "", found.id, found.inputs, dict(found.outputs), found, call.world, call.place)
        rules = rules_for(type_)
        for hook in rules.hooks["read"] if rules else ():
            hook(action)
        return {**action.outputs, "id": found.id}

    return get


for _type in paths():
    invoke(function_of(_type), source=_SOURCE)(_getter(_type))


@invoke("azure-native:authorization:getClientConfig", source="Pulumi Registry, azure-native.authorization.getClientConfig")
def client(call: Call) -> Properties:
    """Who deploys, and where."""
    config = call.place.config
    return {
        "clientId": str(config.get("clientId") or APPLICATION),
        "objectId": APPLICATION,
        "subscriptionId": call.account,
        "tenantId": str(config.get("tenantId") or DEFAULT_TENANT),
    }
