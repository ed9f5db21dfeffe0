"""Azure: ids are made of names, outputs are what the API answers, and what stands in a group or parent goes with it.

Sources: pulumi-azure-native, `provider/pkg/provider/provider.go` (Check fills in names, location and `azureApiVersion`; a preview's outputs
are the inputs of the same name, all else unknown; nothing is created over what stands already), `provider/pkg/convert/previewOutputs.go`;
Azure documentation, "Azure Resource Manager resource IDs", "Azure Resource Manager resource group and resource deletion".
"""

import re
from collections.abc import Iterator
from typing import Any

from simulator.action import GLOBAL, Action, Place
from simulator.errors import CloudError
from simulator.packages.arm import ArmPath, paths, subscription_of
from simulator.packages.azure_answers import answered
from simulator.packages.azure_imports import imported
from simulator.packages.base import Fault, Filling, Package
from simulator.schema import TypeSchema
from simulator.values import UNKNOWN, Properties
from simulator.world import Object, World

DEFAULT_SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
"""Subscription of a provider that names none."""
DEFAULT_TENANT = "00000000-0000-4000-8000-00000000000a"
"""Directory of a provider that names none."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_STABLE = ("name", "location")
_HEX_DIGITS = 8
_CREATE_FIRST = "__createBeforeDelete"


class AzureNative(Package):
    """Microsoft Azure, by its resource manager."""

    def config_faults(self, config: Properties) -> Iterator[Fault]:
        """Ids of subscription and directory are UUIDs."""
        for name in ("subscriptionId", "tenantId"):
            value = config.get(name)
            if isinstance(value, str) and not _UUID.fullmatch(value):
                yield name, f"{value!r} is not a UUID, such as {DEFAULT_SUBSCRIPTION}"

    def place(self, config: Properties) -> Place:
        """Resources have locations of their own, and ids are global: the region plays no part in finding them."""
        subscription = config.get("subscriptionId")
        return Place(subscription.lower() if isinstance(subscription, str) else DEFAULT_SUBSCRIPTION, GLOBAL, "azure", config=config)

    def fill(self, filling: Filling) -> Properties:
        """What Check adds: the resource's own name, its location, the API version."""
        new = dict(filling.new)
        path = paths().get(filling.type)
        old = filling.old or {}
        if path and path.own_name and new.get(path.own_name) is None:
            new[path.own_name], randomly = self._name(path, filling)
            if randomly:
                new[_CREATE_FIRST] = True
        if "location" in filling.schema.inputs and new.get("location") is None:
            location = filling.place.config.get("location") or _location_of_group(filling.world, filling.place, new) or old.get("location")
            if location is not None:
                new["location"] = location
        if filling.schema.api_version:
            new.setdefault("azureApiVersion", filling.schema.api_version)
        return new

    def _name(self, path: ArmPath, filling: Filling) -> tuple[Any, bool]:
        kept = (filling.old or {}).get(path.own_name)
        name = filling.urn.rsplit("::", 1)[-1]
        random = not path.is_nested
        if isinstance(kept, str):
            return kept, random
        digest = filling.world.digest(filling.urn, str(filling.world.births(filling.urn)), "name")
        if path.own_name.endswith("AssignmentName") and path.type.startswith("Microsoft.Authorization/role"):
            return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}", True
        return (name + digest[:_HEX_DIGITS], True) if random else (name, False)

    def unchecked(self, name: str) -> bool:
        """`azureApiVersion` is the provider's own input, which no class declares."""
        return name == "azureApiVersion"

    def shows(self, schema: TypeSchema, name: str) -> bool:
        """Outputs are the answer's body: names in the path are inputs alone."""
        return name in schema.outputs

    def default_id(self, action: Action) -> str:
        """The ARM id."""
        path = paths().get(action.type)
        if path is None:
            return _guessed(action)
        made = path.id(action.inputs, action.account)
        if made is None:
            missing = ", ".join(name for name in path.names if not action.inputs.get(name))
            raise CloudError("InvalidRequest", f"{action.type}: needs {missing} to make an id")
        return made

    def common_outputs(self, action: Action, schema: TypeSchema) -> Properties:
        """`name`, `type`, `location` and `azureApiVersion`."""
        found: Properties = {}
        path = paths().get(action.type)
        if action.id:
            found["name"] = action.id.rsplit("/", 1)[-1]
        if path:
            found["type"] = path.type
        location = action.inputs.get("location")
        if isinstance(location, str):
            found["location"] = normal_location(location)
        version = action.inputs.get("azureApiVersion") or schema.api_version
        if version:
            found["azureApiVersion"] = version
        if action.id:
            found |= {"provisioningState": "Succeeded", "etag": f'W/"{action.uuid("etag")}"'}
        if isinstance(identity := action.inputs.get("identity"), dict):
            found["identity"] = _identity(action, identity)
        return {name: value for name, value in found.items() if name in schema.outputs}

    def preview(self, action: Action, schema: TypeSchema, shown: Properties) -> Properties:
        """Inputs of the same name, with their members that were not given unknown; all else is unknown, documented defaults too."""
        outputs: Properties = {}
        for name in schema.outputs:
            given = action.inputs.get(name)
            outputs[name] = UNKNOWN if given is None or name not in schema.inputs else answered(action.type, name, given)
        if action.verb == "update":
            before = action.old.outputs if action.old else {}
            outputs |= {name: before[name] for name in _STABLE if name in before}
            outputs["id"] = action.id
        return outputs

    def immutable(self, type_: str, schema: TypeSchema) -> frozenset[str]:
        """Path parameters and the location."""
        path = paths().get(type_)
        return frozenset(path.names if path else ()) | ({"location"} if "location" in schema.inputs else set())

    def deletes_first(self, old: Properties, new: Properties) -> bool:
        """An id is taken as long as the old resource stands, unless the provider made up the name."""
        return old.get(_CREATE_FIRST) is not True

    def before_create(self, action: Action) -> None:
        """Group and parents must stand, and nothing by this id yet."""
        path = paths().get(action.type)
        for holder, code in path.holders(action.inputs, action.account) if path else ():
            if not action.world.by_id(holder, any_case=True):
                what = "Resource group" if code == "ResourceGroupNotFound" else "The parent resource"
                raise CloudError(code, f"{what} '{holder}' could not be found.")
        made = path.id(action.inputs, action.account) if path else None
        if made and any(one.type == action.type for one in action.world.by_id(made, any_case=True)):
            raise CloudError("", f"cannot create already existing resource '{made}'")

    def same_when_resent(self) -> bool:
        """A create is a PUT, and a second one of the same body changes nothing; whether something stands there is asked once, before the first.

        Source: Azure REST API reference, "Create Or Update"; Azure SDK for Go, azcore `policy.RetryOptions`; pulumi-azure-native, `CanCreate`.
        """
        return True

    def imported(self, schema: TypeSchema, found: Object, outputs: Properties) -> Properties:
        """The names that the id is made of, and what was asked for or is answered."""
        return imported(paths().get(schema.token), schema, found, outputs)

    def find(self, world: World, type_: str, id_: str, account: str, region: str) -> Object | None:
        """By id in whatever subscription, letters large or small."""
        return next((one for one in world.by_id(id_, any_case=True) if type_ in (one.type, one.adopted_as)), None)

    def account_of(self, id_: str, default: str) -> str:
        """The subscription that the id names."""
        return subscription_of(id_) or default

    def family(self, world: World, found: Object) -> list[Object]:
        """What stands in a group or below a parent: it goes with it."""
        return world.below(found.id + "/")


def _identity(action: Action, given: Properties) -> Properties:
    """Any type's identities, as every answer shows them: the list of assigned ones as a map, each with its principal, and the resource's own."""
    shown = dict(given)
    if "systemassigned" in str(given.get("type")).lower():
        tenant = action.place.config.get("tenantId")
        shown |= {"principalId": action.uuid("principal"), "tenantId": tenant if isinstance(tenant, str) else DEFAULT_TENANT}
    assigned = given.get("userAssignedIdentities")
    if isinstance(assigned, list | dict):
        shown["userAssignedIdentities"] = {one: _principal(action.world, one) for one in assigned if isinstance(one, str)}
    return shown


def _principal(world: World, id_: str) -> Properties:
    found = world.by_id(id_, any_case=True)
    return {name: found[0].outputs[name] for name in ("clientId", "principalId") if name in found[0].outputs} if found else {}


def normal_location(location: str) -> str:
    """`West Europe` → `westeurope`."""
    return location.replace(" ", "").lower()


def _location_of_group(world: World, place: Place, inputs: Properties) -> str | None:
    group = inputs.get("resourceGroupName")
    if not isinstance(group, str):
        return None
    found = world.by_id(f"/subscriptions/{place.account}/resourceGroups/{group}", any_case=True)
    location = found[0].outputs.get("location") if found else None
    return location if isinstance(location, str) else None


def _guessed(action: Action) -> str:
    """An id for a type whose path nobody has written down: `coverage` counts it as known by its SDK only."""
    module, _, kind = action.type.removeprefix("azure-native:").partition(":")
    group = action.inputs.get("resourceGroupName")
    inside = f"/resourceGroups/{group}" if isinstance(group, str) else ""
    names = [str(value) for name, value in action.inputs.items() if name.endswith("Name") and name != "resourceGroupName"]
    plural = kind[0].lower() + kind[1:] + "s"
    return f"/subscriptions/{action.account}{inside}/providers/Microsoft.{module.capitalize()}/{plural}/{'/'.join(names) or action.name}"


PACKAGE = AzureNative("azure-native")
