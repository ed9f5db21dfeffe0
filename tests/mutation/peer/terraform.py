"""A state of ours as Terraform: blocks with their arguments and references, as checkov's own parser would read them from a file.

pulumi-aws is made from Terraform's AWS provider: a type's name is another, a property's is the same in snake case, and a list of blocks is
in the plural with us. What is not so regular stands in `terraform_names.json`: `names` by path, and `maps`, which are no blocks.
It is made by `terraform_names.py`.

A value that is an output of another resource, on which the property depends, is written as the reference that a person would write: checkov
follows references from resource to resource.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

NAMES = Path(__file__).parent / "terraform_names.json"
PROVIDER = "pulumi:providers:aws"
_SECRET = "a secret"
_ASSET = "function.zip"
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_TAGS = ("tags", "tagsAll")
_WORD = re.compile(r"(?<=[a-z0-9])([A-Z])")


class Block(NamedTuple):
    """One block of a Terraform file."""

    kind: str
    """`resource` or `provider`."""
    type: str
    name: str
    body: dict[str, Any]
    """Each argument as a list of one value, each nested block as one of a list: so checkov's parser gives them."""

    @property
    def address(self) -> str:
        """`aws_s3_bucket.records`."""
        return f"{self.type}.{self.name}"


class _Naming(NamedTuple):
    type: str
    names: Mapping[str, str]
    maps: frozenset[str]


@cache
def _namings() -> dict[str, _Naming]:
    read = json.loads(NAMES.read_text(encoding="utf-8"))
    return {token: _Naming(one["type"], one.get("names", {}), frozenset(one.get("maps", ()))) for token, one in read.items()}


def terraform_type(token: str) -> str | None:
    """Terraform's name of a type, None where it has no such type or we don't know its name."""
    found = _namings().get(token)
    return found.type if found else None


def blocks(rows: list[dict[str, Any]]) -> dict[str, Block]:
    """URN → block, of every row of a state that Terraform can write. Components, and what is only read, are left out."""
    addresses: dict[str, str] = {}
    taken: set[str] = set()
    for row in rows:
        type_ = terraform_type(row["type"]) if row.get("custom") and not row.get("external") else None
        if type_ is None:
            continue
        name = re.sub(r"\W", "_", row["urn"].rsplit("::", 1)[-1])
        while f"{type_}.{name}" in taken:
            name += "_"
        taken.add(f"{type_}.{name}")
        addresses[row["urn"]] = f"{type_}.{name}"
    by_urn = {row["urn"]: row for row in rows}
    made = {urn: _resource(by_urn[urn], address, by_urn, addresses) for urn, address in addresses.items()}
    for row in rows:
        if row["type"] == PROVIDER:
            made[row["urn"]] = _provider(row)
    return made


def _resource(row: dict[str, Any], address: str, by_urn: Mapping[str, Any], addresses: Mapping[str, str]) -> Block:
    type_, name = address.split(".")
    naming = _namings()[row["type"]]
    body: dict[str, Any] = {}
    for prop, value in (row.get("inputs") or {}).items():
        if prop.startswith("__") or value is None:
            continue
        origins = [urn for urn in (row.get("propertyDependencies") or {}).get(prop, ()) if urn in addresses]
        known = {text: reference for urn in origins for text, reference in _outputs(by_urn[urn], addresses[urn]).items()}
        body.update(_argument(naming, prop, prop, value, known))
    return Block("resource", type_, name, body)


def _outputs(row: Mapping[str, Any], address: str) -> dict[str, str]:
    """Value → reference; the id wins, for it is what people write."""
    outputs = {name: value for name, value in (row.get("outputs") or {}).items() if isinstance(value, str) and len(value) > 2}
    naming = _namings()[row["type"]]
    found = {value: f"${{{address}.{naming.names.get(name, snake(name))}}}" for name, value in outputs.items()}
    if arn := outputs.get("arn"):
        found[arn] = f"${{{address}.arn}}"
    if row.get("id"):
        found[str(row["id"])] = f"${{{address}.id}}"
    return found


def _argument(naming: _Naming, prop: str, path: str, value: Any, known: Mapping[str, str]) -> dict[str, Any]:
    name = naming.names.get(path, snake(prop))
    value = _opened(value)
    if prop in _TAGS or path in naming.maps:
        return {name: [_plain(value, known)]}
    if isinstance(value, dict):
        return {name: [_block(naming, path, value, known)]}
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return {name: [_block(naming, path, item, known) for item in value]}
    return {name: [_plain(value, known)]}


def _block(naming: _Naming, path: str, value: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for prop, item in value.items():
        if item is not None and not prop.startswith("__"):
            body.update(_argument(naming, prop, f"{path}.{prop}", item, known))
    return body


def _opened(value: Any) -> Any:
    """Any text stands for a secret, and a name of a file for what it holds."""
    if isinstance(value, dict) and _SIGNATURE in value:
        return _SECRET if "ciphertext" in value else _ASSET
    return value


def _plain(value: Any, known: Mapping[str, str]) -> Any:
    value = _opened(value)
    if isinstance(value, dict):
        return {name: _plain(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, known) for item in value]
    return known.get(value, value) if isinstance(value, str) else value


def _provider(row: dict[str, Any]) -> Block:
    """Region, tags and keys of a provider, in which values are JSON in a string."""
    naming = _Naming("", {}, frozenset({"defaultTags.tags"}))
    body: dict[str, Any] = {}
    for prop, value in (row.get("inputs") or {}).items():
        if prop.startswith("__") or prop == "version":
            continue
        read = value
        if isinstance(value, str) and value[:1] in "{[":
            read = json.loads(value)
        body.update(_argument(naming, prop, prop, read, {}))
    return Block("provider", "aws", re.sub(r"\W", "_", row["urn"].rsplit("::", 1)[-1]), body)


def snake(name: str) -> str:
    """`kmsMasterKeyId` → `kms_master_key_id`."""
    return _WORD.sub(r"_\1", re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)).lower()
