"""Which zone a resource of a base stands in, by tags, by what it refers to, and by the reviewer's names: where additions have a meaning."""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from tests.mutation.program import Program, Row, plain

NETWORK = "aws:ec2/vpc:Vpc"
AZURE_NETWORK = "azure-native:network:VirtualNetwork"
GCP_NETWORK, GCP_PROJECT = "gcp:compute/network:Network", "gcp:organizations/project:Project"
KUBERNETES_NAMESPACE = "kubernetes:core/v1:Namespace"
_PARENTS = {"virtualNetworkName": AZURE_NETWORK, "routeTableName": "azure-native:network:RouteTable"}


class Zones:
    """Zones of a program's resources."""

    def __init__(self, program: Program, patterns: Mapping[str, tuple[str, ...]]) -> None:
        self.program, self.patterns = program, patterns
        self._known: dict[str, str | None] = {}

    def of(self, row: Row) -> str | None:
        """The zone, or None."""
        if row.urn not in self._known:
            self._known[row.urn] = None
            self._known[row.urn] = (
                self._tag(row) or self._of_project(row) or self._of_namespace(row) or self._named(row) or self._of_network(row)
            )
        return self._known[row.urn]

    def networks(self) -> dict[str, Row]:
        """Zone → its first network."""
        found: dict[str, Row] = {}
        for row in self.program.of_type(NETWORK, "aws:ec2/defaultVpc:DefaultVpc", AZURE_NETWORK, GCP_NETWORK):
            zone = self.of(row)
            if zone and not row.external:
                found.setdefault(zone, row)
        return found

    def _tag(self, row: Row) -> str | None:
        labels = row.inputs.get("labels") or row.outputs.get("labels") if row.type.startswith("gcp:") else None
        if row.type.startswith("kubernetes:"):
            labels = (row.inputs.get("metadata") or {}).get("labels") if isinstance(row.inputs.get("metadata"), dict) else None
        for holder in (row.outputs.get("tagsAll"), row.inputs.get("tags"), labels):
            value = plain(holder.get("ai-zone")) if isinstance(holder, dict) else None
            if isinstance(value, str):
                return value
        return None

    def _of_project(self, row: Row) -> str | None:
        """A zone is a project's on Google Cloud: by the project that the resource, its id or its provider names."""
        if not row.type.startswith("gcp:") or row.type == GCP_PROJECT:
            return None
        named = str(plain(row.inputs.get("project")) or row.outputs.get("project") or "").rpartition("/")[2]
        held = re.match(r"projects/([^/]+)", row.id or "")
        provider = self.program.by_urn.get(row.provider or "")
        name = named or (held[1] if held else "") or (str(plain(provider.inputs.get("project")) or "") if provider else "")
        for one in self.program.of_type(GCP_PROJECT):
            if name and name in (one.outputs.get("projectId"), one.outputs.get("number")):
                return self.of(one)
        return next((str(zone) for zone, globs in self.patterns.items() if name and any(fnmatchcase(name, glob) for glob in globs)), None)

    def _of_namespace(self, row: Row) -> str | None:
        """An object of a cluster is of its namespace's zone."""
        metadata = row.inputs.get("metadata") if row.type.startswith("kubernetes:") else None
        named = plain(metadata.get("namespace")) if isinstance(metadata, dict) else None
        for one in self.program.of_type(KUBERNETES_NAMESPACE) if named else ():
            if one.provider == row.provider and plain((one.inputs.get("metadata") or {}).get("name")) == named:
                return self._tag(one)
        return None

    def _of_network(self, row: Row) -> str | None:
        if row.type.startswith("azure-native:"):
            return self._of_azure_network(row)
        for name in (
            "vpcId",
            "subnetId",
            "subnetIds",
            "routeTableId",
            "vpcConfig",
            "networkAclId",
            "securityGroupId",
            "vpcSecurityGroupIds",
        ):
            for urn in row.property_dependencies.get(name, []):
                owner = self.program.by_urn.get(urn)
                if owner is not None and (zone := self.of(owner)):
                    return zone
        return None

    def _of_azure_network(self, row: Row) -> str | None:
        """Through the subnet that it refers to or that uses it, and the parent that its path names."""
        for name, type_ in _PARENTS.items():
            named = plain(row.inputs.get(name))
            for owner in self.program.of_type(type_) if isinstance(named, str) else ():
                if owner.outputs.get("name") == named and (zone := self.of(owner)):
                    return zone
        near = [self.program.by_urn[urn] for urn in sorted(row.refers_to()) if urn in self.program.by_urn]
        for other in (*near, *self.program.users(row.urn)):
            if other.type in (AZURE_NETWORK, "azure-native:network:Subnet") and (zone := self.of(other)):
                return zone
        return None

    def _named(self, row: Row) -> str | None:
        names = [row.name]
        parent = self.program.by_urn.get(row.parent or "")
        while parent is not None:
            names.append(parent.name)
            parent = self.program.by_urn.get(parent.parent or "")
        for name in names:
            for zone, globs in self.patterns.items():
                if any(fnmatchcase(name, glob) for glob in globs):
                    return str(zone)
        return None


def data_class(row: Row) -> str | None:
    """The store's class by its own tags or its provider's."""
    tags: Any = row.outputs.get("tagsAll") or row.inputs.get("tags")
    if row.type.startswith("gcp:"):
        settings = row.inputs.get("settings")
        tags = row.inputs.get("labels") or (settings.get("userLabels") if isinstance(settings, dict) else None)
    return plain(tags.get("data-class")) if isinstance(tags, dict) else None
