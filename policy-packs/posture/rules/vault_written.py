"""What is written to Vault, seen the same whether a type of its own writes it or a generic endpoint.

    @rule(*PKI_ROLE.tokens)
    def check(look: Look) -> Iterator[Fault]:
        yield from each(look, PKI_ROLE, _role)

Fields go by their names in Vault's API (`max_ttl`). An endpoint's `dataJson` is a secret in an exported state: nothing can be told of it then, and the finding says
how it can be read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.kinds import AUTH_MOUNT, SECRET_MOUNT, Kind, kinds_at
from posture.readers.vault.times import seconds
from posture.readers.vault.tokens import AUTH_MOUNTS, ENDPOINT, SECRET_MOUNTS
from posture.rules.contract import Fault
from posture.rules.look import Look, Scene
from posture.values import UNKNOWN, Unknown, Untold, is_unknown
from posture.view import Path

SEALED: Final = "can't be read: what it writes is a secret or unknown until the update; `pulumi stack export --show-secrets` shows it"
_BACKENDS: Final = ("backend", "mount", "path")
_PLURALS: Final = {
    "key_usage": "keyUsages", "ext_key_usage": "extKeyUsages", "allowed_policies_glob": "allowedPoliciesGlobs", "challenge_types": "challengeTypes",
    "disallowed_policies_glob": "disallowedPoliciesGlobs", "jwt_supported_algs": "jwtSupportedAlgs", "organization": "organizations",
}  # fmt: skip
"""Fields that the package calls otherwise than the API."""
_DURATIONS: Final = {"default_lease_ttl": "defaultLeaseTtlSeconds", "max_lease_ttl": "maxLeaseTtlSeconds"}


@dataclass(frozen=True)
class Written:
    """One thing of a kind."""

    look: Look
    kind: Kind
    data: Mapping[str, Any] | None = None
    """Fields of an endpoint; None for a type of its own."""
    mount_path: str | Unknown | None = None
    name: str | Unknown | None = None
    root: Path = ""
    """Where its fields stand in the resource, for what is written inline."""

    def raw(self, field: str) -> Any:
        """A field's value, UNKNOWN, or None (absent)."""
        return self.data.get(field) if self.data is not None else self.look.value(self.prop(field))

    def prop(self, field: str) -> Path:
        """The property that holds a field."""
        if self.data is not None:
            return "dataJson"
        name = _PLURALS.get(field) or _DURATIONS.get(field) or camel(field)
        return f"{self.root}.{name}" if self.root else name

    def flag(self, field: str, default: bool) -> bool | Unknown:
        """A boolean; absent is what Vault takes then."""
        value = self.raw(field)
        if value is None or value == "":
            return default
        if isinstance(value, bool):
            return value
        return value.lower() == "true" if isinstance(value, str) and value.lower() in ("true", "false") else UNKNOWN

    def text(self, field: str) -> str | Unknown | None:
        """A string; empty is absent."""
        value = self.raw(field)
        if value is None or value == "":
            return None
        return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else UNKNOWN

    def length(self, *fields: str) -> int | Unknown:
        """A length of time in seconds, of the first field that says one; absent is 0."""
        for field in fields:
            value = seconds(self.raw(field))
            if is_unknown(value):
                return UNKNOWN
            if value:
                return value
        return 0

    def number(self, field: str) -> int | Unknown | None:
        """A whole number."""
        value = self.raw(field)
        if value is None or value == "":
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return int(value)
        return int(value) if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}", value) else UNKNOWN

    def texts(self, *fields: str) -> list[str | Unknown] | Unknown:
        """A list of strings, of all these fields together; a string with commas is one too, as Vault reads it."""
        found: list[str | Unknown] = []
        for field in fields:
            value = self.raw(field)
            if is_unknown(value):
                return UNKNOWN
            if isinstance(value, str):
                found.extend(part.strip() for part in value.split(",") if part.strip())
            elif isinstance(value, (list, tuple)):
                found.extend(part if isinstance(part, str) else UNKNOWN for part in value)
            elif value is not None:
                return UNKNOWN
        return found


def camel(field: str) -> str:
    """`max_ttl` → `maxTtl`."""
    head, *rest = field.split("_")
    return head + "".join(part.capitalize() for part in rest)


def each(look: Look, kind: Kind, judge: Callable[[Written], Iterator[Fault]]) -> Iterator[Fault]:
    """Everything of a kind that a resource writes must pass `judge`; what can't be read is unproven."""
    if look.resource.type != ENDPOINT:
        if look.resource.type in kind.types:
            yield from judge(own(look, kind))
        return
    fields = fields_of(look)
    for found, match in _at(look):
        if found is not kind:
            continue
        if fields is None:
            yield Fault(SEALED, "dataJson", Verdict.UNPROVEN)
        else:
            yield from judge(_from_endpoint(look, kind, match, fields))


def own(look: Look, kind: Kind) -> Written:
    """What a type of its own writes."""
    mount = next((value for prop in _BACKENDS if (value := look.value(prop)) is not None), None)
    name = next((value for prop in ("name", "roleName", "role") if (value := look.value(prop)) is not None), None)
    path = mount.strip("/") if isinstance(mount, str) else UNKNOWN if mount is not None else kind.default_mount or None
    return Written(look, kind, None, path, name if isinstance(name, str) else UNKNOWN if is_unknown(name) else None)


def _from_endpoint(look: Look, kind: Kind, match: re.Match[str], fields: Mapping[str, Any]) -> Written:
    groups = match.groupdict()
    return Written(look, kind, fields, groups.get("mount"), groups.get("name"))


def fields_of(look: Look) -> Mapping[str, Any] | None:
    """The fields that an endpoint writes; None where they are secret, unknown or no JSON."""
    if not isinstance(look.value("dataJson"), str):
        return None
    document = look.written("dataJson")
    return document if isinstance(document, Mapping) else None


def _at(look: Look) -> list[tuple[Kind, re.Match[str]]]:
    path = look.text("path")
    if not isinstance(path, str):
        return []
    key = ("vault at", look.urn)
    if key not in look.scene.notes:
        look.scene.notes[key] = kinds_at(path, engine_of(look.scene, path), fields_of(look) or ())
    found: list[tuple[Kind, re.Match[str]]] = look.scene.notes[key]
    return found


def kinds_of(look: Look) -> list[Kind]:
    """What an endpoint may write, by its path, the engine that is mounted there, and its fields."""
    return [kind for kind, _ in _at(look)]


def engine_of(scene: Scene, path: str) -> str | None:
    """The type of the engine or method that an API path is under; None where no mount of the stack is."""
    path = path.strip("/")
    mounts = auth_mounts(scene) if path.startswith("auth/") else secret_mounts(scene)
    rest = path.removeprefix("auth/")
    fitting = [one for one in mounts if rest == one or rest.startswith(f"{one}/")]
    return _engine(mounts[max(fitting, key=len)]) if fitting else None


def _engine(look: Look) -> str | None:
    if look.resource.type == "vault:database/secretsMount:SecretsMount":
        return "database"
    value = look.value("type")
    if isinstance(value, str):
        return {"kv-v2": "kv", "generic": "kv"}.get(value, value)
    return look.resource.type.split(":")[1].split("/")[0] if value is None and look.resource.type in AUTH_MOUNTS else None


def secret_mounts(scene: Scene) -> dict[str, Look]:
    """Secrets engines of the stack by path."""
    return _mounts(scene, SECRET_MOUNTS)


def auth_mounts(scene: Scene) -> dict[str, Look]:
    """Auth methods of the stack by path; one that names none is at its type."""
    return _mounts(scene, AUTH_MOUNTS)


def _mounts(scene: Scene, types: tuple[str, ...]) -> dict[str, Look]:
    key = ("vault mounts", types)
    if key not in scene.notes:
        found: dict[str, Look] = {}
        for resource in scene.of(types):
            look = scene.look(resource)
            path = look.text("path")
            where = path if isinstance(path, str) else _engine(look) if path is None else None
            if where:
                found.setdefault(where.strip("/"), look)
        scene.notes[key] = found
    mounts: dict[str, Look] = scene.notes[key]
    return mounts


def mount_look(written: Written) -> Look | None:
    """The mount that it is written to, if the stack has it."""
    types = AUTH_MOUNTS if written.kind.path.startswith("auth/") else SECRET_MOUNTS
    path = written.mount_path
    if isinstance(path, str):
        return _mounts(written.look.scene, types).get(path.removeprefix("auth/"))
    if written.data is None:
        for prop in _BACKENDS:
            targets = written.look.targets(prop, types)
            if len(targets) == 1:
                return targets[0]
    return None


def mount_key(written: Written) -> str | None:
    """What is the same for all that is written to one mount; None where it can't be told."""
    look = mount_look(written)
    if look is not None:
        return look.urn
    return written.mount_path if isinstance(written.mount_path, str) else None


def all_of(scene: Scene, *kinds: Kind) -> list[Written]:
    """Everything of these kinds that the stack writes; of what is sealed every field is unknown."""
    found: list[Written] = []
    for kind in kinds:
        key = ("vault kind", kind.name)
        if key not in scene.notes:
            rows: list[Written] = [own(scene.look(resource), kind) for resource in scene.of(kind.types)]
            for resource in scene.of((ENDPOINT,)):
                look = scene.look(resource)
                fields = fields_of(look)
                rows += [
                    _from_endpoint(look, kind, match, Untold() if fields is None else fields) for one, match in _at(look) if one is kind
                ]
            scene.notes[key] = rows
        found += scene.notes[key]
    return found


def beside(written: Written, *kinds: Kind) -> tuple[list[Written], bool]:
    """What of these kinds is written to the same mount, and whether there may be more, at a mount that can't be told."""
    key = mount_key(written)
    others = all_of(written.look.scene, *kinds)
    if key is None:
        return [], bool(others)
    return [one for one in others if mount_key(one) == key], any(mount_key(one) is None for one in others)


MOUNT_KINDS: Final = (SECRET_MOUNT, AUTH_MOUNT)
