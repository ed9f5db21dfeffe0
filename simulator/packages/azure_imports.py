"""What an import finds: the inputs of a resource that is read by its id alone.

The names come from the id, all else from the answer, of which only what can be an input counts. Sources: pulumi-azure-native,
`provider/pkg/provider/provider.go` (Read without old inputs), `provider/pkg/resources/resources.go` (`ParseResourceID`),
`provider/pkg/convert/sdkOutputsToSdkInputs.go`.

Where the resource was made by a program, its inputs are what that program asked for. The real provider knows only the answer, with every
value that Azure has filled in, so that it may find differences where this finds none.
"""

from typing import Any

from simulator.packages.arm import ArmPath
from simulator.schema import Property, Shape, TypeSchema
from simulator.values import Properties
from simulator.world import Object


def imported(path: ArmPath | None, schema: TypeSchema, found: Object, outputs: Properties) -> Properties:
    """Inputs of what stands."""
    names = (path.names_in(found.id) if path else None) or {}
    if found.inputs:
        return {**names, **found.inputs}
    version = {"azureApiVersion": schema.api_version} if schema.api_version else {}
    return {**names, **_members(schema, schema.inputs, outputs), **version}


def _members(schema: TypeSchema, declared: dict[str, Property], given: Properties) -> Properties:
    return {name: _input(schema, declared[name].shape, value) for name, value in given.items() if name in declared and value is not None}


def _input(schema: TypeSchema, shape: Shape, value: Any) -> Any:
    """A value of the answer as an input: members that the API alone sets are left out."""
    if isinstance(shape, str):
        return value
    kind, inner = shape
    if kind == "list" and isinstance(value, list):
        return [_input(schema, inner, item) for item in value]
    if kind == "list" and isinstance(value, dict):
        return list(value)  # Identities: a list in the program, a map in the answer.
    if kind == "map" and isinstance(value, dict):
        return {key: _input(schema, inner, item) for key, item in value.items()}
    if kind == "object" and isinstance(value, dict):
        return _members(schema, schema.objects[inner], value)
    return value
