"""HashiCorp Vault and OpenBao: ids are paths, a namespace is an account, most writes replace what stands, and a mount takes with it what it holds.

Sources: pulumi-vault 7, `provider/resources.go` (a `name` that may be left out is made up); Pulumi Terraform bridge, "SetAutonaming",
`__defaults` and `nameRequiresDeleteBeforeReplace`; Terraform Vault provider, "Provider configuration" (`address`, `namespace`); Vault API
documentation, `/sys/mounts` ("disabling a secrets engine ... all of its data is removed") and the POST of each engine, which creates or updates.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from simulator.action import GLOBAL, Action, Place
from simulator.packages.base import Fault, Filling, Package
from simulator.packages.vault_paths import PathId, trimmed
from simulator.rules.registry import Rules, rules_for
from simulator.rules.vault.kinds import (
    AUDIT,
    AUTH_MOUNTS,
    CERTIFICATE,
    CONFIG_CA,
    NAMESPACE,
    REQUEST,
    SECRET_MOUNTS,
    SET_SIGNED,
    SIGN,
    SIGNED,
)
from simulator.schema import TypeSchema
from simulator.values import Properties
from simulator.world import Object, World

ROOT_NAMESPACE = "root"
_NAME_LENGTH = 255
_HEX_DIGITS = 7
_REFUSE_A_SECOND = (*SECRET_MOUNTS, *AUTH_MOUNTS, NAMESPACE, AUDIT)
"""Types of which a second one by the same path is refused by the API; any other write replaces what stands."""


class Vault(Package):
    """A server of Vault or OpenBao. In memory no token is asked for."""

    def config_faults(self, config: Properties) -> Iterator[Fault]:
        """An address by its form."""
        address = config.get("address")
        if isinstance(address, str):
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.netloc:
                yield "address", f"{address!r} is not an address of a server, such as 'https://vault.hospital.example:8200'"

    def place(self, config: Properties) -> Place:
        """The provider's namespace is the account."""
        return Place(trimmed(config.get("namespace")) or ROOT_NAMESPACE, GLOBAL, "vault", config=config)

    def fill(self, filling: Filling) -> Properties:
        """What Check adds: a name, and the provider's defaults with a note of which they are."""
        new, made = dict(filling.new), list[str]()
        one = filling.schema.inputs.get("name")
        if one and one.shape == "str" and not one.required and new.get("name") is None:
            kept = (filling.old or {}).get("name")
            new["name"] = kept if isinstance(kept, str) and "name" in (filling.old or {}).get("__defaults", ()) else _autoname(filling)
            made.append("name")
        rules = rules_for(filling.type)
        for name, value in (rules.defaults if rules else {}).items():
            if new.get(name) is None and name in filling.schema.inputs:
                new[name] = value
                made.append(name)
        if made:
            new["__defaults"] = sorted(made)
        return new

    def default_id(self, action: Action) -> str:
        """For a type without rules: its path or name, as most have it."""
        parts = [trimmed(action.inputs.get(name)) for name in ("backend", "mount", "path", "name", "roleName")]
        return "/".join(part for part in parts if part) or super().default_id(action)

    def immutable(self, type_: str, schema: TypeSchema) -> frozenset[str]:
        """The namespace, and what the path is made of."""
        rules = rules_for(type_)
        named = rules.id.names if rules and isinstance(rules.id, PathId) else ()
        return frozenset({"namespace", *named}) & frozenset(schema.inputs)

    def deletes_first(self, old: Properties, new: Properties) -> bool:
        """A name that the program gives, and keeps, can't be held by two; one that was made up can."""
        return isinstance(old.get("name"), str) and "name" not in old.get("__defaults", ()) and old["name"] == new.get("name")

    def same(self, rules: Rules | None, path: str, old: Any, new: Any) -> bool:
        """Slashes around a path do not count."""
        named = rules.id.names if rules and isinstance(rules.id, PathId) else ()
        return path in named and trimmed(old) == trimmed(new) != ""

    def home(self, action: Action) -> str:
        """The resource's own namespace, below the provider's. What only its path tells from another stands apart from it."""
        home = namespace_of(action)
        rules = rules_for(action.type)
        if rules is None or not is_single_shot(rules):
            return home
        made = rules.id(action) if callable(rules.id) else ""
        taken = {one.account for one in action.world.by_id(made) if one.type == action.type}
        return next(name for name in [home, *(f"{home}#{i}" for i in range(2, len(taken) + 3))] if name not in taken)

    def before_create(self, action: Action) -> None:
        """A write where something stands replaces it: Vault's POST creates or updates."""
        rules = rules_for(action.type)
        if rules is None or not isinstance(rules.id, PathId) or action.type in _REFUSE_A_SECOND or is_single_shot(rules):
            return
        path, home = rules.id(action), namespace_of(action)
        for one in action.world.by_id(path):
            if one.type == action.type and one.account == home:
                action.world.remove(one)
                action.world.log("overwrite", one.type, path, one.urn, f"by {action.name}")

    def own(self, world: World, type_: str, id_: str, urn: str) -> Object | None:
        """Some ids are shared: two requests for an intermediate on one mount have the same path."""
        return next((one for one in world.by_urn(urn) if one.type == type_ and one.id == id_), None) if urn else None

    def find(self, world: World, type_: str, id_: str, account: str, region: str) -> Object | None:
        """By id in the provider's namespace, else in one below it."""
        every = [one for one in world.by_id(id_) if one.type == type_]
        return next((one for one in every if one.account == account), next(iter(every), None))

    def family(self, world: World, found: Object) -> list[Object]:
        """What a mount holds goes with it."""
        if found.type in SECRET_MOUNTS:
            prefix = f"{found.id}/"
        elif found.type in AUTH_MOUNTS:
            prefix = f"auth/{found.id}/"
        else:
            return []
        held = (one for one in world.below(prefix) if one.type not in (*SECRET_MOUNTS, *AUTH_MOUNTS))
        return [one for one in held if one.id.startswith(prefix) and one.account.partition("#")[0] == found.account]

    def imported(self, schema: TypeSchema, found: Object, outputs: Properties) -> Properties:
        """What was asked for; of what nobody asked for, what stands there."""
        asked = {name: value for name, value in found.inputs.items() if name != "__defaults"}
        return asked or super().imported(schema, found, outputs)


def namespace_of(action: Action) -> str:
    """The whole name of the namespace in which a resource stands."""
    own, outer = trimmed(action.known("namespace")), action.place.account
    if not own:
        return outer
    return own if outer == ROOT_NAMESPACE else f"{outer}/{own}"


def is_single_shot(rules: Rules) -> bool:
    """Whether a type is a request, not a place: a second one by the same path stands beside the first."""
    return rules.type in (REQUEST, SIGNED, SET_SIGNED, CONFIG_CA, CERTIFICATE, SIGN)


def _autoname(filling: Filling) -> str:
    """The resource's name, a hyphen and seven hexadecimal digits."""
    digits = filling.world.digest(filling.urn, str(filling.world.births(filling.urn)), "name")[:_HEX_DIGITS]
    return f"{filling.urn.rsplit('::', 1)[-1][: _NAME_LENGTH - _HEX_DIGITS - 1]}-{digits}"


PACKAGE = Vault("vault")
