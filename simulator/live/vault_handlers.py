"""How most resources of Vault are applied: one path, one body, read back, deleted.

Source: Terraform Vault provider, the Create, Read, Update and Delete of each resource.
"""

from collections.abc import Mapping
from typing import Any

from simulator.action import Action
from simulator.errors import CloudError
from simulator.live.vault_api import Api
from simulator.live.vault_values import body, shown
from simulator.packages.vault import ROOT_NAMESPACE, namespace_of
from simulator.packages.vault_paths import PathId
from simulator.schema import TypeSchema
from simulator.values import Properties


class Handler:
    """A resource at a path that its inputs make: `Handler("{backend}/roles/{name}")`.

    `fields`: properties whose name in the API is another. `left_out`: properties that only the provider knows. `keeps`: a delete leaves it as it
    is. `blind`: it can't be read back.
    """

    def __init__(
        self,
        path: str,
        defaults: Mapping[str, str] | None = None,
        *,
        fields: Mapping[str, str] | None = None,
        left_out: tuple[str, ...] = (),
        keeps: bool = False,
        blind: bool = False,
    ) -> None:
        self.path = PathId(path, defaults or {})
        self.fields = fields or {}
        self.left_out = (*self.path.names, *left_out)
        self.keeps = keeps
        self.blind = blind

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Write, and read back."""
        id_ = self.path(action)
        answer = self.write(api, action, id_)
        return id_, self._read_back(api, action, schema, id_, answer)

    def update(self, api: Api, action: Action, schema: TypeSchema) -> Properties:
        """Write again."""
        answer = self.write(api, action, action.id)
        return self._read_back(api, action, schema, action.id, answer)

    def read(self, api: Api, action: Action, schema: TypeSchema, state: Properties) -> Properties | None:
        """What stands there."""
        if self.blind:
            return dict(state)
        inputs = action.inputs if state else {**self.path.values(action.id), **action.inputs}
        data = self.fetch(api, action, action.id)
        return None if data is None else self._shown(schema, inputs, data, state, action.id)

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """Remove."""
        if not self.keeps:
            api.delete(action.id, space(action))

    # What special resources do in another way.

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """The call that creates and changes."""
        return api.write(id_, self.sent(action.inputs), space(action))

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """The data that is shown, by the API's names."""
        return api.read(id_, space(action))

    def sent(self, inputs: Properties) -> dict[str, Any]:
        """The body."""
        return body(inputs, self.left_out, self.fields)

    def _read_back(self, api: Api, action: Action, schema: TypeSchema, id_: str, answer: dict[str, Any]) -> Properties:
        data = answer if self.blind else self.fetch(api, action, id_)
        if data is None:
            raise CloudError("404", f"{id_} was written and can't be read back")
        before = action.old.outputs if action.old else {}
        return self._shown(schema, action.inputs, data, before, id_)

    def _shown(self, schema: TypeSchema, inputs: Properties, data: Mapping[str, Any], before: Properties, id_: str) -> Properties:
        found = shown(schema, inputs, data, self.fields)
        for name, one in schema.outputs.items():
            # What the server does not tell stays as it was: keys of a request, versions of the provider's own.
            if one.required and name not in found and name != "id":
                found[name] = before.get(name, _nothing(one.shape))
        return {**found, "id": id_}


class Named(Handler):
    """A resource whose id is its name alone, below a path of the API's."""

    def __init__(self, below: str) -> None:
        super().__init__("{name}")
        self.below = below

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """Below the path."""
        return api.write(f"{self.below}{id_}", self.sent(action.inputs), space(action))

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """Below the path."""
        return api.read(f"{self.below}{id_}", space(action))

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """Below the path."""
        api.delete(f"{self.below}{action.id}", space(action))


class Setting(Handler):
    """A setting of a mount: it is always there, so that a delete only forgets it."""

    def __init__(self, path: str, defaults: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(path, defaults, **{"keeps": True, **options})


def space(action: Action) -> str:
    """The namespace's header; empty for the root."""
    home = namespace_of(action)
    return "" if home == ROOT_NAMESPACE else home


def _nothing(shape: Any) -> Any:
    kind = shape if isinstance(shape, str) else shape[0]
    return {"list": [], "map": {}, "object": {}, "int": 0, "number": 0, "bool": False}.get(kind, "")
