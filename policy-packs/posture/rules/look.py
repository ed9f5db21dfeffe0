"""How a rule looks at a resource: its properties, its zone and data class, and what belongs to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from ai_zones.plan import DataClass, ZoneName
from posture.approved import Approved
from posture.cached import cached_property
from posture.graph.builder import GraphBuilder
from posture.graph.classify import BY_CLASS, Classifier
from posture.graph.graph import Graph, Node
from posture.proofs.search import HOLDERS
from posture.readers.gcp.names import project_ref
from posture.reference import Reference
from posture.resource import Resource
from posture.rules.azure_ids import Places, parents, refer
from posture.rules.azure_paths import PREFIX
from posture.rules.contract import EVERY
from posture.rules.gcp_words import PART_OF, kinds_at, points_at, stands_in
from posture.rules.gcp_words import PREFIX as GCP
from posture.rules.kubernetes_places import ground, kubernetes_zone, on_kubernetes
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown
from posture.view import Path, ResourceView

STANDS_IN: Final = (
    "vpcId",
    "subnetId",
    "subnetIds",
    "subnets",
    "vpcZoneIdentifiers",
    "vpcConfig.subnetIds",
    "vpcConfig.subnets",
    "networkConfiguration.subnets",
    "vpcSecurityGroupIds",
    "securityGroupIds",
    "securityGroups",
    "dbSubnetGroupName",
    "securityGroupId",
    "networkAclId",
    "endpointDetails.vpcId",
    "endpointDetails.subnetIds",
)
"""Properties that say in which network a resource stands, most telling first."""
_TOPS: Final = tuple((path, path.partition(".")[0]) for path in STANDS_IN)
STANDS_IN_AZURE: Final = (
    "subnet",
    "subnetId",
    "virtualNetworkSubnetId",
    "network.delegatedSubnetResourceId",
    "ipConfigurations[*].subnet",
    "frontendIPConfigurations[*].subnet",
    "gatewayIPConfigurations[*].subnet",
    "networkProfile.networkInterfaces[*]",
    "networkProfile.networkInterfaceConfigurations[*].ipConfigurations[*].subnet",
    "virtualMachineProfile.networkProfile.networkInterfaceConfigurations[*].ipConfigurations[*].subnet",
    "vnetConfiguration.infrastructureSubnetId",
    "subnetIds[*]",
    "agentPoolProfiles[*].vnetSubnetID",
    "properties.subnet",
    "virtualNetwork",
    "targetResourceId",
    "managedEnvironmentId",
    "environmentId",
    "firewallPolicy",
)
"""The same on Azure; `[*]` is each item of a list. Before these, what a resource is a part of by its path: a subnet of its network."""
COPY_OF: Final = (
    "replicationSourceIdentifier",
    "replicateSourceDb",
    "restoreToPointInTime.sourceClusterIdentifier",
    "restoreToPointInTime.sourceDbInstanceIdentifier",
    "sourceServerResourceId",
    "creationData.sourceResourceId",
)
"""Properties by which a database is a copy of another."""
Note = TypeVar("Note")
_RECORDS: Final = frozenset({DataClass.PHI, DataClass.DEIDENTIFIED})


@dataclass
class Scene:
    """One judged stack, and what rules work out of it once."""

    builder: GraphBuilder
    graph: Graph
    classifier: Classifier
    notes: dict[Any, Any] = field(default_factory=dict)
    stack: Stack = field(init=False)
    """The judged stack."""
    untold: list[tuple["Look", Path]] = field(default_factory=list)
    """What checks have read that only the update tells."""
    _looks: dict[str, "Look"] = field(default_factory=dict)
    _of_packages: dict[frozenset[str], Sequence["Look"]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stack = self.builder.stack

    def once(self, name: str, compute: Callable[[], Note]) -> Note:
        """Works something out for the whole scene, once."""
        if name not in self.notes:
            self.notes[name] = compute()
        found: Note = self.notes[name]
        return found

    @cached_property
    def by_type(self) -> dict[str, list[Resource]]:
        """Resources by type token."""
        found: dict[str, list[Resource]] = {}
        for resource in self.stack:
            found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def packages(self) -> frozenset[str]:
        """Packages of its resources, `aws` of `aws:s3/bucket:Bucket`, and `*` for them all."""
        return frozenset(token.partition(":")[0] for token in self.by_type) | {EVERY}

    def looks_of_packages(self, packages: frozenset[str]) -> Sequence["Look"]:
        """Looks at the resources of the given packages, in registration order; of all packages where none is named. Gathered once."""
        found = self._of_packages.get(packages)
        if found is None:
            every = [self.look(resource) for resource in self.stack] if not packages else self.looks_of_packages(frozenset())
            found = [look for look in every if look.resource.type.partition(":")[0] in packages] if packages else every
            self._of_packages[packages] = found
        return found

    def looks_of(self, tokens: Sequence[str]) -> Iterator["Look"]:
        """Looks at the resources of the given types."""
        for token in tokens:
            yield from self._looks_by_type.get(token, ())

    @cached_property
    def _looks_by_type(self) -> dict[str, list["Look"]]:
        found: dict[str, list[Look]] = {}
        for look in self.looks_of_packages(frozenset()):
            found.setdefault(look.resource.type, []).append(look)
        return found

    def of(self, tokens: Sequence[str]) -> Iterator[Resource]:
        """Resources of the given types."""
        for token in tokens:
            yield from self.by_type.get(token, ())

    @cached_property
    def places(self) -> Places:
        """Azure's resources by what is known of their ids."""
        return Places.read(self.stack)

    @cached_property
    def classified(self) -> bool:
        """Whether anything of the stack is in a zone or holds classified data."""
        return (
            any(node.zone is not None or node.data_class is not None for node in self.graph.nodes.values())
            or any(self.classifier.own(resource.urn).zone is not None for resource in self.stack if resource.type.startswith((PREFIX, GCP)))
            or any(True for _ in ground(self).zoned())
        )

    def look(self, resource: Resource) -> "Look":
        """The look at a resource, made once."""
        found = self._looks.get(resource.urn)
        if found is None:
            found = self._looks[resource.urn] = Look(ResourceView(resource, self.stack), self)
        return found

    def look_at(self, urn: str) -> "Look":
        """The look at a resource of the stack, by its URN."""
        found = self._looks.get(urn)
        return found if found is not None else self.look(self.stack.by_urn[urn])

    def pointing(self, tokens: tuple[str, ...], prop: Path, at: tuple[str, ...]) -> dict[str, list[tuple["Look", bool]]]:
        """Target URN → looks at the resources of `tokens` whose `prop` points there, and whether that is certain. Worked out once."""
        key = ("pointing", tokens, prop, at)
        if key not in self.notes:
            index: dict[str, list[tuple[Look, bool]]] = {}
            for resource in self.of(tokens):
                look = self.look(resource)
                for reference in look.references(prop, at):
                    for urn in reference.targets:
                        index.setdefault(urn, []).append((look, reference.certain))
            self.notes[key] = index
        found: dict[str, list[tuple[Look, bool]]] = self.notes[key]
        return found


@dataclass(eq=False)
class Look:
    """One resource, as a rule sees it. Values are known, `UNKNOWN` or None (absent)."""

    view: ResourceView
    scene: Scene
    # What every rule asks for is there, and not looked up through the view each time.
    resource: Resource = field(init=False, repr=False)
    """The resource itself."""
    urn: str = field(init=False)
    name: str = field(init=False)
    """Name in the program."""
    on_azure: bool = field(init=False, repr=False)
    """Whether it is a resource of Azure Native."""
    on_gcp: bool = field(init=False, repr=False)
    """Whether it is a resource of Google's."""

    def __post_init__(self) -> None:
        resource = self.resource = self.view.resource
        self.urn = resource.urn
        self.name = resource.name
        self.on_azure = resource.type.startswith(PREFIX)
        self.on_gcp = resource.type.startswith(GCP)

    @property
    def approved(self) -> Approved:
        """What the reviewer approves."""
        return self.scene.builder.approved

    @property
    def node(self) -> Node | None:
        """The node of the graph, where a reader makes one of it."""
        return self.scene.graph.nodes.get(self.urn)

    @cached_property
    def zone(self) -> ZoneName | None:
        """Zone: the node's; else its own tag's; else that of the network, subnet or security group that it stands in, on GCP of its project."""
        if (node := self.node) is not None and node.zone is not None:
            return node.zone
        if on_kubernetes(self.resource.type):
            return kubernetes_zone(self)
        own = self.scene.classifier.own(self.urn)
        if own.zone is not None:
            return own.zone
        if self.on_gcp and (zone := self._project_zone()) is not None:
            return zone
        for prop in self._stands_in():
            for target in self.targets(prop):
                if target.urn != self.urn and (zone := target.zone) is not None:
                    return zone
        return self.scene.classifier.zone(self.urn).zone

    @property
    def zone_said(self) -> ZoneName | None:
        """Its zone where a tag, a name or what it stands in says one; None where only its class does (`BY_CLASS`)."""
        return None if (node := self.node) is not None and node.zone_from == BY_CLASS else self.zone

    def _project_zone(self) -> ZoneName | None:
        """On GCP a project is of one zone, and what stands in it too (decision 0012, "A zone is a project's")."""
        targets = project_ref(self.scene.builder, self.view).targets
        return self.scene.classifier.zone(targets[0]).zone if len(targets) == 1 and targets[0] != self.urn else None

    def _stands_in(self) -> Iterator[str]:
        if self.on_gcp:
            yield from stands_in(self.resource.type)
            return
        if not self.on_azure:
            props = self.resource.props
            yield from (path for path, top in _TOPS if top in props)
            return
        yield from parents(self.resource.type)
        yield from STANDS_IN_AZURE

    @cached_property
    def parent(self) -> "Look | None":
        """What it is a part of, if the stack has it: on Azure by its path (a container's account), on GCP by one property (a table's dataset)."""
        if self.on_gcp and (part_of := PART_OF.get(self.resource.type)) is not None:
            return next((found for found in self.targets(part_of) if found.urn != self.urn), None)
        if not self.on_azure:
            return None
        return next((found for prop in parents(self.resource.type) for found in self.targets(prop) if found.urn != self.urn), None)

    @cached_property
    def data_class(self) -> str | None:
        """Class of a store's data: its own tag's, else that of what it is a part of, else `phi` in the phi zone, else None."""
        if (node := self.node) is not None and node.data_class is not None:
            return node.data_class
        if self.on_gcp and self.parent is not None and self.scene.classifier.data_class(self.urn, None)[0] is None:
            # A subscription bears no label of its own: it holds what its topic is said to hold.
            return self.parent.data_class
        own = self.scene.classifier.data_class(self.urn, self.zone)[0]
        return self.parent.data_class if own is None and self.parent is not None else own

    @property
    def holds_records(self) -> bool:
        """Whether it holds PHI or de-identified records: by its class; without one, by standing in phi or deidentification, or as a copy."""
        if self.data_class is not None:
            return self.data_class in _RECORDS
        return self.zone in HOLDERS or any(
            source.holds_records for prop in COPY_OF for source in self.targets(prop) if source.urn != self.urn
        )

    @property
    def classified(self) -> bool:
        """Whether it stands in a zone or holds classified data: what the design is about."""
        return self.zone is not None or self.data_class is not None

    def value(self, path: Path) -> Any:
        """The raw value."""
        found = self.view.value(path)
        return found if found is not UNKNOWN else self._untold(path, scalar=True)

    def text(self, path: Path) -> str | Unknown | None:
        """A string."""
        found = self.view.text(path)
        return found if found is not UNKNOWN else self._untold(path, scalar=True)

    def number(self, path: Path) -> int | Unknown | None:
        """A whole number."""
        found = self.view.number(path)
        return found if found is not UNKNOWN else self._untold(path)

    def flag(self, path: Path) -> bool | Unknown | None:
        """A boolean."""
        found = self.view.flag(path)
        return found if found is not UNKNOWN else self._untold(path)

    def texts(self, path: Path) -> list[str | Unknown] | Unknown:
        """A list of strings."""
        found = self.view.texts(path)
        return found if found is not UNKNOWN else self._untold(path)

    def listed(self, path: Path) -> Any:
        """See `ResourceView.listed`."""
        found = self.view.listed(path)
        return found if found is not UNKNOWN else self._untold(path)

    def written(self, path: Path) -> Any:
        """See `ResourceView.written`."""
        found = self.view.written(path)
        return found if found is not UNKNOWN else self._untold(path)

    def mapping(self, path: Path) -> Any:
        """See `ResourceView.mapping`."""
        found = self.view.mapping(path)
        return found if found is not UNKNOWN else self._untold(path)

    def blocks(self, path: Path) -> list[Path] | Unknown:
        """Paths of a list's items."""
        found = self.view.blocks(path)
        return found if found is not UNKNOWN else self._untold(path)

    def _untold(self, path: Path, *, scalar: bool = False) -> Unknown:
        """Notes that a check has read what only the update tells. An id, an ARN or a name that depends on something is told by that; a whole block is not."""
        top = path.split(".", 1)[0].split("[", 1)[0]
        whole = top != path and self.resource.props.get(top) is UNKNOWN
        if whole or not scalar or not self.resource.property_dependencies.get(top):
            self.scene.untold.append((self, path))
        return UNKNOWN

    def first(self, *paths: Path) -> Any:
        """The first of several spellings of one property that is there."""
        return next((value for path in paths if (value := self.value(path)) is not None), None)

    def references(self, path: Path, kinds: tuple[str, ...] = ()) -> list[Reference]:
        """Where a property points, as references."""
        if self.on_gcp:
            return points_at(self.scene.builder, self.view, path, kinds or kinds_at(self.resource.type, path))
        return refer(self.scene.places, self.view, path, kinds) if self.on_azure else self.view.all_refer_to(path, kinds)

    def targets(self, path: Path, kinds: tuple[str, ...] = ()) -> list["Look"]:
        """The resources of the stack that a property may point at."""
        urns = dict.fromkeys([urn for reference in self.references(path, kinds) for urn in reference.targets])
        return [self.scene.look_at(urn) for urn in urns]

    def companions(self, tokens: tuple[str, ...], prop: Path, kinds: tuple[str, ...] = ()) -> list["Look"]:
        """Resources of `tokens` whose `prop` certainly points here: a bucket's versioning, a cluster's instances."""
        return [look for look, certain in self._pointing(tokens, prop, kinds) if certain]

    def maybe_companions(self, tokens: tuple[str, ...], prop: Path, kinds: tuple[str, ...] = ()) -> list["Look"]:
        """Those that may point here, but need not: none of them proves or violates anything."""
        return [look for look, certain in self._pointing(tokens, prop, kinds) if not certain]

    def _pointing(self, tokens: tuple[str, ...], prop: Path, kinds: tuple[str, ...]) -> list[tuple["Look", bool]]:
        return self.scene.pointing(tokens, prop, kinds or (self.resource.type,)).get(self.urn, [])


def unknown_to_none(value: Any) -> Any:
    """For printing: an unknown is nothing."""
    return None if value is UNKNOWN else value
