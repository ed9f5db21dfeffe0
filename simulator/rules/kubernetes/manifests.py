"""YAML as objects: the function that the SDK's own ConfigFile and ConfigGroup call, and what the remote ones of `yaml/v2` are made of.

Source: pulumi-kubernetes, `invoke_decode_yaml.go`, `provider/pkg/provider/yaml/v2/yaml.go` (lists are taken apart; a resource is called
`<prefix>-<namespace>/<name>`; the prefix is the component's name unless told; data of Secrets are secret).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from simulator.action import Call
from simulator.errors import CloudError
from simulator.rules import Properties, invoke

Manifest = dict[str, Any]

_SHOWN = 100


@invoke("kubernetes:yaml:decode", source="pulumi-kubernetes, invoke_decode_yaml.go")
def decode_yaml(call: Call) -> Properties:
    """Each document that is not empty; those without a namespace in the default one that is given."""
    default = call.inputs.get("defaultNamespace")
    found = list(documents(str(call.inputs.get("text") or "")))
    for one in found:
        if default and isinstance(one.get("metadata"), dict):
            one["metadata"].setdefault("namespace", default)
    return {"result": found}


def documents(text: str) -> Iterator[Manifest]:
    """Objects of a text with any number of documents."""
    try:
        read = list(yaml.safe_load_all(text))
    except yaml.YAMLError as fault:
        raise CloudError("", f"decoding YAML: {' '.join(str(fault).split())}") from None
    for one in read:
        if isinstance(one, dict) and one:
            yield one
        elif one:
            raise CloudError("", f"decoding YAML: a document must be an object, not {str(one)[:_SHOWN]!r}")


def contents(files: Iterable[str]) -> Iterator[str]:
    """Texts of files, by path or pattern. Nothing is fetched: an address is refused."""
    for file in files:
        if "://" in file:
            raise CloudError("", f"{file}: the simulator fetches nothing; name a file")
        paths = sorted(Path().glob(file)) if any(letter in file for letter in "*?[") and not Path(file).is_absolute() else [Path(file)]
        for path in paths:
            try:
                yield path.read_text(encoding="utf-8")
            except OSError as fault:
                raise CloudError("", f"reading YAML file from disk: {path}: {fault.strerror}") from None


def named(manifests: Iterable[Manifest], prefix: str) -> Iterator[tuple[str, str, Manifest]]:
    """(type token, resource name, manifest) of each object; what a list holds stands for itself."""
    for one in manifests:
        version, kind, metadata = one.get("apiVersion"), one.get("kind"), one.get("metadata") or {}
        if not isinstance(version, str) or not isinstance(kind, str):
            raise CloudError("", f"Kubernetes resources require a kind and apiVersion: {str(one)[:_SHOWN]}")
        if kind.endswith("List") and isinstance(one.get("items"), list):
            yield from named(one["items"], prefix)
            continue
        if not metadata.get("name"):
            raise CloudError("", f"YAML object does not have a .metadata.name: {str(one)[:_SHOWN]}")
        place = f"{metadata['namespace']}/" if metadata.get("namespace") else ""
        token = f"kubernetes:{version if '/' in version else f'core/{version}'}:{kind}"
        yield token, f"{prefix}-{place}{metadata['name']}" if prefix else f"{place}{metadata['name']}", one
