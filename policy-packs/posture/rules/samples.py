"""Samples of a rule: small stacks in YAML beside it, which are its tests and its illustration.

    resources:
      records:
        type: aws:s3/bucket:Bucket
        properties: {bucket: clinic-records, tags: {data-class: phi}}
      versions:
        type: aws:s3/bucketVersioning:BucketVersioning
        properties: {bucket: "${records.id}", versioningConfiguration: {status: Suspended}}
    violated: [versions]      # exactly these are reported; `allowed*.yaml` has none
    preview_unproven: []      # what a preview can't decide, though the state does

`${records.id}` is written as in Pulumi YAML. As a state it is the id (`records-id`; `arn` is `arn:aws:x:eu-west-1:111122223333:records`,
another property its value), as a preview an unknown with its property dependency. Optional keys: `parents: {child: parent}`,
`computed: {name: {prop: value}}` for outputs that only the state has, `posture: {...}` for the reviewer's file. An Azure resource has the id
that follows from its names, in subscription `SUBSCRIPTION`; without a `resourceGroupName` of its own it stands in the group `group`. One of
Google's stands in the project `sample`, and is called as in the sample where nothing else names it; an object of Kubernetes too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

from posture.cached import cached_property
from posture.inputs.arm_ids import arm_id
from posture.inputs.words import in_known_words
from posture.resource import Provider, Resource
from posture.rules.azure_paths import GROUP, PREFIX, names_in, paths
from posture.stack import Form, Stack
from posture.values import UNKNOWN

_REFERENCE: Final = re.compile(r"\$\{([\w-]+)\.([\w.]+)\}")
ACCOUNT: Final = "111122223333"
REGION: Final = "eu-west-1"
SUBSCRIPTION: Final = "11111111-aaaa-4bbb-8ccc-000000000001"
_AZURE_PROVIDER: Final = Provider("urn:pulumi:sample::sample::pulumi:providers:azure-native::azure", account=SUBSCRIPTION)
PROJECT: Final = "sample"
_KUBERNETES: Final = "kubernetes:"
_GCP: Final = "gcp:"
_GCP_REGION: Final = "europe-west1"
_GCP_PROVIDER: Final = Provider("urn:pulumi:sample::sample::pulumi:providers:gcp::gcp", region=_GCP_REGION, account=PROJECT)
_GCP_NAMES: Final = frozenset(
    {"name", "datasetId", "instanceId", "clusterId", "secretId", "repositoryId", "accountId", "projectId", "responsePolicyName", "bucket"}
)
"""Properties that say what a resource of Google's is called."""


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    properties: dict[str, Any] = Field(default_factory=dict)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    resources: dict[str, _Written]
    violated: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    preview_unproven: tuple[str, ...] = ()
    parents: dict[str, str] = Field(default_factory=dict)
    computed: dict[str, dict[str, Any]] = Field(default_factory=dict)
    posture: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """One file of a rule's `samples/`."""

    path: Path

    @cached_property
    def file(self) -> _File:
        """What is written."""
        return _File.model_validate(yaml.safe_load(self.path.read_text(encoding="utf-8")))

    def stack(self, form: Form) -> Stack:
        """The sample as resources of a state or of a preview."""
        resources = [self._resource(name, written, form) for name, written in self.file.resources.items()]
        return Stack(in_known_words(resources), form, self.path.stem)

    def _resource(self, name: str, written: _Written, form: Form) -> Resource:
        depends: dict[str, frozenset[str]] = {}
        props = {}
        for prop, value in written.properties.items():
            found: set[str] = set()
            props[prop] = self._resolved(value, form, found)
            if found:
                depends[prop] = frozenset(self._urn(one) for one in found)
        state = form is Form.STATE
        azure, gcp = written.type.startswith(PREFIX), written.type.startswith(_GCP)
        custom = azure or written.type.count(":") != 2 or "/" in written.type or written.type.startswith("aws-native")
        if azure:
            name_prop = next(iter(names_in(written.type)[-1:]), "")
            props = {"resourceGroupName": "group", name_prop or "name": name, **props}
            if state:
                props = {"name": name, **props, **self.file.computed.get(name, {})}
        elif gcp:
            props = {
                **({} if _GCP_NAMES & props.keys() else {"name": name}),
                **props,
                **(self.file.computed.get(name, {}) if state else {}),
            }
        elif written.type.startswith(_KUBERNETES):
            # The provider names what the program does not, in a preview too.
            given = props.get("metadata", {})
            props = {**props, "metadata": {"name": name, **given} if isinstance(given, Mapping) else given}
        elif state and custom:
            props = {"arn": self._arn(name), **props, **self.file.computed.get(name, {})}
        parent = self.file.parents.get(name)
        return Resource(
            urn=self._urn(name),
            type=written.type,
            name=name,
            id=(self._id(name) if state else UNKNOWN) if custom else None,
            props=props,
            parent=self._urn(parent) if parent else None,
            dependencies=frozenset(urn for urns in depends.values() for urn in urns),
            property_dependencies=depends,
            custom=custom,
            provider=_AZURE_PROVIDER if azure else _GCP_PROVIDER if gcp else None,
            declared=frozenset(props if (azure or gcp) and not state else written.properties),
            arm_id=arm_id(written.type, props, SUBSCRIPTION) if azure else "",
            stack=self.path.stem,
        )

    def _resolved(self, value: Any, form: Form, found: set[str]) -> Any:
        if isinstance(value, Mapping):
            return {key: self._resolved(item, form, found) for key, item in value.items()}
        if isinstance(value, list):
            return [self._resolved(item, form, found) for item in value]
        if not isinstance(value, str) or not _REFERENCE.search(value):
            return value
        found.update(match[1] for match in _REFERENCE.finditer(value))
        # One unknown part makes the whole string unknown.
        return _REFERENCE.sub(lambda match: self._property(match[1], match[2]), value) if form is Form.STATE else UNKNOWN

    def _property(self, name: str, prop: str) -> str:
        if name not in self.file.resources:
            raise ValueError(f"{self.path}: ${{{name}.{prop}}}: no resource is called {name!r}")
        if prop == "id":
            return self._id(name)
        known = {**self.file.resources[name].properties, **self.file.computed.get(name, {})}
        if prop == "arn":
            return str(known.get("arn", self._arn(name)))
        if prop == "metadata.name":
            return str((self.file.resources[name].properties.get("metadata") or {}).get("name", name))
        if prop == "name" and self.file.resources[name].type.startswith(_GCP):
            return str(known.get("name", name))
        if prop == "name" and self.file.resources[name].type.startswith(PREFIX):
            return str(known.get(next(iter(names_in(self.file.resources[name].type)[-1:]), "name"), name))
        if prop not in known:
            raise ValueError(f"{self.path}: ${{{name}.{prop}}}: write it in `properties` or `computed` of {name!r}")
        return str(known[prop])

    def _id(self, name: str) -> str:
        written = self.file.resources[name]
        if written.type.startswith(_GCP):
            return self._gcp_id(name, written)
        if not written.type.startswith(PREFIX):
            return f"{name}-id"
        names = {prop: str(value) for prop, value in written.properties.items() if isinstance(value, str)}
        group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{names.get('resourceGroupName', 'group')}"
        if written.type == GROUP:
            return group if "resourceGroupName" in names else f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{name}"
        steps = paths().get(written.type)
        if steps is None:
            module, kind = written.type.split(":")[1:]
            return f"{group}/providers/microsoft.{module}/{kind.lower()}s/{name}"
        filled = [step if step[0] != "{" else self._name_in(names.get(step[1:-1], name)) for step in steps]
        return f"{group}/providers/{'/'.join(filled)}"

    def _gcp_id(self, name: str, written: _Written) -> str:
        """Buckets go by their names alone, projects by theirs; what else there is by a path, which tells kind and place."""
        called = next((str(written.properties[prop]) for prop in sorted(_GCP_NAMES) if prop in written.properties), name)
        kind = written.type.rsplit(":", 1)[-1]
        if kind == "Bucket":
            return called
        return (
            f"projects/{called}"
            if kind == "Project"
            else f"projects/{PROJECT}/locations/{_GCP_REGION}/{kind[:1].lower()}{kind[1:]}s/{called}"
        )

    def _name_in(self, text: str) -> str:
        return _REFERENCE.sub(lambda match: self._property(match[1], match[2]), text)

    def _arn(self, name: str) -> str:
        service = self.file.resources[name].type.split(":")[1].split("/")[0]
        return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"

    def _urn(self, name: str) -> str:
        return f"urn:pulumi:sample::sample::{self.file.resources[name].type}::{name}"


def samples(folder: Path) -> list[Sample]:
    """The samples of a rule's folder, by name."""
    return [Sample(path) for path in sorted((folder / "samples").glob("*.yaml"))]
