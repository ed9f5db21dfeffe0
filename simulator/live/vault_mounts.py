"""Secrets engines, auth methods, audit devices and namespaces on a server.

Source: Terraform Vault provider, vault_mount, vault_auth_backend, vault_jwt_auth_backend, vault_database_secrets_mount, vault_audit,
vault_namespace; Vault API documentation, "/sys/mounts", "/sys/auth", "/sys/audit", "/sys/namespaces".
"""

from typing import Any

from simulator.action import Action
from simulator.live.vault_api import Api
from simulator.live.vault_handlers import Handler, space
from simulator.live.vault_values import body
from simulator.packages.vault_paths import snake, trimmed
from simulator.schema import TypeSchema
from simulator.values import Properties

_TUNED = {
    "defaultLeaseTtlSeconds": "default_lease_ttl",
    "maxLeaseTtlSeconds": "max_lease_ttl",
    "auditNonHmacRequestKeys": "audit_non_hmac_request_keys",
    "auditNonHmacResponseKeys": "audit_non_hmac_response_keys",
    "allowedResponseHeaders": "allowed_response_headers",
    "passthroughRequestHeaders": "passthrough_request_headers",
    "allowedManagedKeys": "allowed_managed_keys",
    "delegatedAuthAccessors": "delegated_auth_accessors",
    "identityTokenKey": "identity_token_key",
    "listingVisibility": "listing_visibility",
    "forceNoCache": "force_no_cache",
    "pluginVersion": "plugin_version",
}
_PLAIN = ("description", "local", "sealWrap", "externalEntropyAccess", "options")


class Mount(Handler):
    """A secrets engine; `kind` where the type of the resource says what is mounted."""

    def __init__(self, kind: str = "") -> None:
        super().__init__("{path}", fields=_TUNED)
        self.kind = kind

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """Mount, or tune what is mounted."""
        if action.verb == "update":
            tuned = {**_tuning(action.inputs), **body(action.inputs, (), {}), "type": None}
            return api.write(f"sys/mounts/{id_}/tune", {name: tuned[name] for name in tuned if name in _TUNABLE}, space(action))
        plain = {snake(name): action.inputs[name] for name in _PLAIN if action.inputs.get(name) is not None}
        data = {"type": self.kind or action.inputs["type"], "config": _tuning(action.inputs), **plain}
        return api.write(f"sys/mounts/{id_}", data, space(action))

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """Type, accessor and configuration, flat."""
        found = (api.read("sys/mounts", space(action)) or {}).get(f"{id_}/")
        if found is None:
            return None
        data = {**found, **(found.get("config") or {}), "path": id_}
        if action.inputs.get("type") in ("kv-v2", "kv-v1") and data.get("type") == "kv":
            data["type"] = action.inputs["type"]
            data["options"] = action.inputs.get("options")
        if not data.get("options"):
            data.pop("options", None)
        return data

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """Unmount: what it holds is gone."""
        api.delete(f"sys/mounts/{action.id}", space(action))


_TUNABLE = (*_TUNED.values(), "description", "options")


def _tuning(inputs: Properties) -> dict[str, Any]:
    return {field: inputs[name] for name, field in _TUNED.items() if inputs.get(name) is not None}


class DatabaseMount(Mount):
    """A database engine with its connections in one resource."""

    def __init__(self, plugins: dict[str, str]) -> None:
        super().__init__("database")
        self.plugins = plugins

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """Mount, then configure each connection."""
        super().write(api, action, id_)
        for name, value in action.inputs.items():
            for one in value if isinstance(value, list) and value and isinstance(value[0], dict) else ():
                fields = {"rootRotationStatements": "root_rotation_statements"}
                data = {"plugin_name": self._plugin(name), **body(one, ("name", "data"), fields), **(one.get("data") or {})}
                api.write(f"{id_}/config/{one['name']}", data, space(action))
        return {}

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """As a mount, and how many connections there are."""
        found = super().fetch(api, action, id_)
        return found if found is None else {**found, "engine_count": len(api.keys(f"{id_}/config", space(action)))}

    def _plugin(self, block: str) -> str:
        singular = {name.lower(): plugin for name, plugin in self.plugins.items()}
        return next(singular[stem] for stem in (block.lower(), block.lower()[:-1], block.lower()[:-3] + "y") if stem in singular)


class Auth(Handler):
    """An auth method; its `tune` is an object of the provider's."""

    def __init__(self) -> None:
        super().__init__("{path}")

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """At its path, or at the name of its type."""
        id_ = trimmed(action.inputs.get("path")) or str(action.inputs.get("type", "jwt"))
        self.write(api, action, id_)
        return id_, self._read_back(api, action, schema, id_, {})

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """Enable, or tune what is enabled."""
        tune = {snake(name): value for name, value in (action.inputs.get("tune") or {}).items() if not name.startswith("__")}
        if action.verb == "update":
            said = {"description": action.inputs.get("description") or ""}
            return api.write(f"sys/auth/{id_}/tune", {**tune, **said}, space(action))
        plain = {snake(name): action.inputs[name] for name in ("description", "local") if action.inputs.get(name) is not None}
        return api.write(f"sys/auth/{id_}", {"type": action.inputs.get("type", "jwt"), "config": tune, **plain}, space(action))

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """Type, accessor, description, and the tuned values that were asked for."""
        found = (api.read("sys/auth", space(action)) or {}).get(f"{id_}/")
        if found is None:
            return None
        asked = action.inputs.get("tune")
        tune = {name: (found.get("config") or {}).get(snake(name)) for name in asked or {} if not name.startswith("__")}
        return {**{name: found[name] for name in ("type", "accessor", "description", "local")}, "path": id_, "tune": tune}

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """Disable: every token that it gave out is revoked."""
        api.delete(f"sys/auth/{action.id}", space(action))


class JwtAuth(Auth):
    """An auth method of type jwt or oidc, with its configuration."""

    _OWN = ("path", "type", "description", "local", "tune", "disableRemount", "oidcClientSecretWo", "oidcClientSecretWoVersion")

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """Enable, then configure."""
        super().write(api, action, id_)
        return api.write(f"auth/{id_}/config", body(action.inputs, self._OWN, {}), space(action))

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """Both."""
        found = super().fetch(api, action, id_)
        return found if found is None else {**(api.read(f"auth/{id_}/config", space(action)) or {}), **found}


class Audit(Handler):
    """An audit device. An OpenBao refuses it over its API unless its configuration allows it."""

    def __init__(self) -> None:
        super().__init__("{path}")

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """At its path, or at the name of its type."""
        id_ = trimmed(action.inputs.get("path")) or str(action.inputs["type"])
        api.write(f"sys/audit/{id_}", body(action.inputs, ("path",), {}), space(action))
        return id_, self._read_back(api, action, schema, id_, {})

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """One of the list."""
        found = (api.read("sys/audit", space(action)) or {}).get(f"{id_}/")
        return found if found is None else {**found, "path": id_}

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """Disable."""
        api.delete(f"sys/audit/{action.id}", space(action))


class Namespace(Handler):
    """A namespace: OpenBao's own are as Vault Enterprise's."""

    def __init__(self) -> None:
        super().__init__("{path}")

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Its id ends with a slash."""
        id_ = f"{trimmed(action.inputs['path'])}/"
        self.write(api, action, id_)
        return id_, self._read_back(api, action, schema, id_, {})

    def write(self, api: Api, action: Action, id_: str) -> dict[str, Any]:
        """Create, or change the metadata."""
        return api.write(f"sys/namespaces/{id_.rstrip('/')}", self.sent(action.inputs), space(action))

    def fetch(self, api: Api, action: Action, id_: str) -> dict[str, Any] | None:
        """Id and metadata."""
        found = api.read(f"sys/namespaces/{id_.rstrip('/')}", space(action))
        if found is None:
            return None
        return {**found, "namespace_id": found["id"], "path_fq": found["path"].rstrip("/"), "path": id_.rstrip("/")}

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """Delete."""
        api.delete(f"sys/namespaces/{action.id.rstrip('/')}", space(action))
