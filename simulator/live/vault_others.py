"""Resources that are not one path and one body: keys in two calls, connections with a block, identities with an id of the server's, and the bare path.

Source: Terraform Vault provider, vault_transit_secret_backend_key, vault_database_secret_backend_connection, vault_identity_entity, _group,
_entity_alias, vault_generic_endpoint, vault_kv_secret_v2, vault_approle_auth_backend_role, _role_secret_id.
"""

import json
from typing import Any

from simulator.action import Action
from simulator.live.vault_api import Api
from simulator.live.vault_handlers import Handler, space
from simulator.live.vault_values import body, same, shown
from simulator.packages.vault_paths import trimmed
from simulator.rules.vault.databases import PLUGINS
from simulator.schema import TypeSchema
from simulator.values import Properties


class TransitKey(Handler):
    """A key: made by one call, configured by another."""

    _CONFIG = ("minDecryptionVersion", "minEncryptionVersion", "deletionAllowed", "exportable", "allowPlaintextBackup", "autoRotatePeriod")
    _MADE = ("type", "derived", "convergentEncryption", "context", "keySize", "parameterSet", "hybridKeyTypeEc", "hybridKeyTypePqc")

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """The first write makes the key; a second by the same name changes nothing of it."""
        given = {name: value for name, value in action.inputs.items() if value is not None}
        if action.verb == "create":
            api.write(
                id_, body({name: given[name] for name in (*self._MADE, "autoRotatePeriod") if given.get(name)}, (), {}), space(action)
            )
        return api.write(f"{id_}/config", body({name: given[name] for name in self._CONFIG if name in given}, (), {}), space(action))

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """Versions as a list of maps."""
        found = super().fetch(api, action, id_)
        if found is None:
            return None
        versions = [one if isinstance(one, dict) else {"id": str(one)} for one in (found.get("keys") or {}).values()]
        return {**found, "keys": [{name: str(value) for name, value in one.items()} for one in versions]}


class Connection(Handler):
    """A connection of the database engine: the block's properties are fields of the same body."""

    _FIELDS = {"rootRotationStatements": "root_rotation_statements"}  # noqa: RUF012

    def sent(self, inputs: Properties) -> dict[str, Any]:
        """Plugin, block, and what is common to all."""
        block = next((name for name in PLUGINS if inputs.get(name) is not None), "")
        plain = body(inputs, (*self.left_out, *PLUGINS, "data"), self._FIELDS)
        inner = {name: value for name, value in (inputs.get(block) or {}).items() if not name.startswith("__") and not name.endswith("Wo")}
        own = body(inner, ("passwordWoVersion",), {})
        return {"plugin_name": inputs.get("pluginName") or PLUGINS.get(block, ""), **plain, **own, **(inputs.get("data") or {})}

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """The block as it was asked for, where the server has the same; its password is never told."""
        found = super().fetch(api, action, id_)
        if found is None:
            return None
        details = found.get("connection_details") or {}
        data = {**found, "root_rotation_statements": found.get("root_credentials_rotate_statements")}
        for block in PLUGINS:
            asked = action.inputs.get(block)
            if isinstance(asked, dict):
                data[_snake(block)] = {name: _now(value, details.get(_snake(name), value)) for name, value in asked.items()}
        return data


def _now(asked: Any, answered: Any) -> Any:
    return asked if same(asked, answered) else answered


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


class Identity(Handler):
    """An entity, a group or an alias: the server gives it an id."""

    def __init__(self, kind: str, *, left_out: tuple[str, ...] = ()) -> None:
        super().__init__(f"identity/{kind}", left_out=left_out)
        self.kind = kind

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """A name that is taken is changed, not refused: the id is looked up then."""
        answer = api.write(f"identity/{self.kind}", self.sent(action.inputs), space(action))
        id_ = str(answer.get("id") or (api.read(f"identity/{self.kind}/name/{action.inputs.get('name')}", space(action)) or {}).get("id"))
        return id_, self._read_back(api, action, schema, id_, answer)

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """By id."""
        return api.write(f"identity/{self.kind}/id/{id_}", self.sent(action.inputs), space(action))

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """By id."""
        return api.read(f"identity/{self.kind}/id/{id_}", space(action))

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """By id."""
        api.delete(f"identity/{self.kind}/id/{action.id}", space(action))


class Endpoint(Handler):
    """The bare path: what is read back is compared as it is, so that a duration written as 24h is drift, as it is to the provider."""

    def __init__(self) -> None:
        super().__init__("{path}")

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """The document itself."""
        return api.write(id_, json.loads(action.inputs["dataJson"]), space(action))

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Write, keep the fields of the answer that were asked for, read back."""
        id_ = trimmed(action.inputs["path"])
        answer = self.write(api, action, id_)
        return id_, self._after(api, action, id_, answer)

    def update(self, api: Api, action: Action, schema: TypeSchema) -> Properties:
        """Write again."""
        return self._after(api, action, action.id, self.write(api, action, action.id))

    def read(self, api: Api, action: Action, schema: TypeSchema, state: Properties) -> Properties | None:
        """The fields that were written, or all of them."""
        if action.inputs.get("disableRead"):
            return dict(state)
        data = api.read(action.id, space(action))
        if data is None:
            return None
        asked: dict[str, Any] = json.loads(str(state.get("dataJson") or "{}"))
        if action.inputs.get("ignoreAbsentFields"):
            data = {name: data.get(name, value) for name, value in asked.items()}
        now = state.get("dataJson") if data == asked else json.dumps(data, sort_keys=True, separators=(",", ":"))
        return {**state, "dataJson": now, "path": action.inputs.get("path", action.id), "id": action.id}

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """Unless it is to be left."""
        if not action.inputs.get("disableDelete"):
            api.delete(action.id, space(action))

    def _after(self, api: Api, action: Action, id_: str, answer: dict[str, Any]) -> Properties:
        kept = {name: answer[name] for name in action.inputs.get("writeFields") or [] if name in answer}
        return {
            **{name: value for name, value in action.inputs.items() if not name.startswith("__")},
            "writeData": {name: value if isinstance(value, str) else json.dumps(value) for name, value in kept.items()},
            "writeDataJson": json.dumps(kept, separators=(",", ":")) if answer else "null",
            "id": id_,
        }


class KvSecret(Handler):
    """A secret of the key-value engine, version 2."""

    def __init__(self) -> None:
        super().__init__("{mount}/data/{name}")

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """A new version, and the metadata where it was given."""
        given = action.inputs
        options = {**(given.get("options") or {}), **({"cas": given["cas"]} if given.get("cas") is not None else {})}
        answer = api.write(
            id_, {"data": json.loads(given.get("dataJson") or "{}"), **({"options": options} if options else {})}, space(action)
        )
        if given.get("customMetadata"):
            held = {name: value for name, value in given["customMetadata"].items() if not name.startswith("__")}
            about = body({name: value for name, value in held.items() if name != "data"}, (), {})
            api.write(id_.replace("/data/", "/metadata/", 1), {**about, "custom_metadata": held.get("data") or {}}, space(action))
        return answer

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """The latest version."""
        found = api.read(id_, space(action))
        if found is None:
            return None
        data, asked = found.get("data") or {}, json.loads(action.inputs.get("dataJson") or "{}")
        text = action.inputs.get("dataJson") if data == asked else json.dumps(data)
        return {
            "data": data,
            "data_json": text,
            "metadata": found.get("metadata"),
            "path": id_,
            "custom_metadata": action.inputs.get("customMetadata"),
        }

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """The latest version, or all."""
        path = action.id.replace("/data/", "/metadata/", 1) if action.inputs.get("deleteAllVersions") else action.id
        api.delete(path, space(action))


class AppRole(Handler):
    """A role of AppRole, with its role id."""

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """The role, and its id where one was given."""
        api.write(id_, body(action.inputs, (*self.left_out, "roleId"), {}), space(action))
        return api.write(f"{id_}/role-id", {"role_id": action.inputs["roleId"]}, space(action)) if action.inputs.get("roleId") else {}

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """Both."""
        found = api.read(id_, space(action))
        return found if found is None else {**found, **(api.read(f"{id_}/role-id", space(action)) or {})}


class AppRoleSecret(Handler):
    """A secret id: shown once."""

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Made by the server, or given."""
        path = self.path(action)
        given = body(action.inputs, (*self.left_out, "wrappingTtl", "withWrappedAccessor"), {})
        answer = api.write(f"{path}/{'custom-secret-id' if given.get('secret_id') else 'secret-id'}", given, space(action))
        backend, role = path.split("/role/", 1)
        id_ = f"backend={backend.removeprefix('auth/')}::role={role}::accessor={answer['secret_id_accessor']}"
        found = shown(schema, action.inputs, {**answer, "accessor": answer["secret_id_accessor"]}, {})
        return id_, {**found, "wrappingAccessor": "", "wrappingToken": "", "id": id_}

    def read(self, api: Api, action: Action, schema: TypeSchema, state: Properties) -> Properties | None:
        """By its accessor."""
        listed = api.keys(f"{self.path(action)}/secret-id", space(action))
        return dict(state) if state.get("accessor") in listed else None

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """By its accessor."""
        before = action.old.outputs if action.old else {}
        path = f"{self.path(action)}/secret-id-accessor/destroy"
        if before.get("accessor") in api.keys(f"{self.path(action)}/secret-id", space(action)):
            api.write(path, {"secret_id_accessor": before["accessor"]}, space(action))
