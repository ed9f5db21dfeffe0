"""What a name means on GCP: a full id, a self link, a relative path, or a short name in its own project and region, all compared as equal.

Sources: Google Cloud documentation, "Resource names" (full and relative resource names), Compute Engine API, "Resource paths and self links"
(a field takes a full or partial URL); Pulumi Registry, gcp (ids are relative names; a name alone is looked up in the provider's project).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.gcp.tokens import PROJECT, tokens
from posture.record import record
from posture.reference import ABSENT, Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_HOST: Final = re.compile(r"^(?:https?:)?//[a-z0-9.-]+/(?:(?:compute|sql|storage|dns)/)?(?:v\d\w*/|beta/|alpha/)?(?:b/)?", re.IGNORECASE)
_PLACES: Final = ("locations", "regions", "zones")
_REGION: Final = re.compile(r"^[a-z]+-[a-z]+\d+")
_ZONE: Final = re.compile(r"^([a-z]+-[a-z]+\d+)-[a-z]$")
NAMED_BY: Final = (
    "name", "bucket", "datasetId", "instanceId", "instance", "clusterId", "secretId", "repositoryId", "workspaceId", "topic", "accountId",
    "projectId", "workloadIdentityPoolProviderId", "workloadIdentityPoolId", "policyName", "responsePolicyName", "ruleName", "shortName",
    "tunnelName", "displayName", "location",
)  # fmt: skip
"""Properties that hold a resource's last name; the first that is a text wins."""
LIES_IN: Final[dict[str, str]] = {
    **dict.fromkeys(tokens("alloydb:Instance", "alloydb:User"), "cluster"),
    **dict.fromkeys(tokens("datacatalog:PolicyTag"), "taxonomy"),
    **dict.fromkeys(
        tokens("healthcare:FhirStore", "healthcare:DicomStore", "healthcare:Hl7Store", "healthcare:ConsentStore", "healthcare:PipelineJob"),
        "dataset",
    ),
    **dict.fromkeys(tokens("kms:CryptoKey", "kms:KeyRingImportJob"), "keyRing"),
    **dict.fromkeys(tokens("kms:CryptoKeyVersion", "kms:SecretCiphertext"), "cryptoKey"),
    **dict.fromkeys(tokens("secretmanager:SecretVersion", "secretmanager:RegionalSecretVersion"), "secret"),
    **dict.fromkeys(tokens("storage:Notification", "storage:BucketObject", "storage:Folder", "storage:ManagedFolder"), "bucket"),
    **dict.fromkeys(tokens("vertex:AiIndexEndpointDeployedIndex"), "indexEndpoint"),
}
"""Types that take no project (Pulumi Registry, gcp): theirs is the one of what this property names, and not the provider's."""
GLOBALLY_NAMED: Final = tokens("storage:Bucket")
"""Types of which no two bear one name, whoever's they are (Cloud Storage documentation, "Bucket naming rules"): a name alone tells which."""


@record
class Name:
    """The parts that tell one resource from another; None where nothing says them."""

    name: str
    project: str | None = None
    place: str | None = None


def parse(literal: str) -> Name:
    """The parts of a name as written."""
    path = _HOST.sub("", literal.strip()).strip("/")
    parts = path.split("/")
    found = dict(pairwise(parts))
    place = next((found[kind] for kind in _PLACES if kind in found), None)
    if place is None and "global" in parts[:-1]:
        place = "global"
    return Name(parts[-1], found.get("projects"), place)


def text_of(view: ResourceView, path: Path) -> str:
    """A text; empty where it is absent, unknown or no text."""
    value = view.value(path)
    return value if isinstance(value, str) else ""


def given(view: ResourceView, path: Path) -> bool:
    """Whether something stands there; what is unknown may."""
    value = view.value(path)
    return is_unknown(value) or bool(value)


def project_of(view: ResourceView) -> str | None:
    """The project that a resource stands in: its own word, else its id's, else its provider's. A project stands in itself."""
    own = view.value("projectId" if view.resource.type == PROJECT else "project")
    if isinstance(own, str) and own:
        return own.removeprefix("projects/")
    for text in (view.resource.id, view.value("selfLink")):
        if isinstance(text, str) and (found := parse(text).project):
            return found
    if is_unknown(own):
        return None
    if view.resource.type in LIES_IN:
        return _owners_project(view, LIES_IN[view.resource.type])
    return view.resource.provider.account if view.resource.provider is not None else None


def _owners_project(view: ResourceView, prop: Path) -> str | None:
    """The project in the owner's path, else that of the one resource which the path comes from."""
    value = view.value(prop)
    if isinstance(value, str):
        provider = view.resource.provider
        return parse(value).project or (provider.account if provider is not None else None)
    depends = [view.stack.by_urn[urn] for urn in sorted(view.resource.property_dependencies.get(prop, ())) if urn in view.stack.by_urn]
    made = {project_of(ResourceView(one, view.stack)) for one in depends if one.type.startswith("gcp:")}
    return made.pop() if len(made) == 1 else None


def region_of(view: ResourceView) -> str | None:
    """The region or location, in lower case; a zone's region. None where nothing tells."""
    for prop in ("region", "location", "zone"):
        value = view.value(prop)
        if isinstance(value, str) and value:
            text = value.rpartition("/")[2].lower()
            found = _REGION.match(text)
            return found.group(0) if found else text
    provider = view.resource.provider
    return provider.region.lower() if provider is not None and provider.region else None


def region_called(place: str) -> str:
    """What a location, its path or its link names, in lower case; of a zone, its region."""
    return _ZONE.sub(r"\1", place.rpartition("/")[2].lower())


def own_name(view: ResourceView) -> Name:
    """What a resource is called."""
    for text in (view.value("selfLink"), view.resource.id):
        if isinstance(text, str) and "/" in text:
            found = parse(text)
            return Name(found.name, found.project or project_of(view), found.place)
    name = next((value for prop in NAMED_BY if isinstance(value := view.value(prop), str) and value), "")
    place = next((value for prop in ("region", "zone", "location") if isinstance(value := view.value(prop), str) and value), None)
    return Name(name.rpartition("/")[2], project_of(view), place.rpartition("/")[2] if place else None)


def _index(graph: GraphBuilder) -> dict[str, list[tuple[str, Name]]]:
    def made() -> dict[str, list[tuple[str, Name]]]:
        found: dict[str, list[tuple[str, Name]]] = defaultdict(list)
        for resource in graph.stack:
            if resource.type.startswith("gcp:"):
                name = own_name(graph.view(resource.urn))
                if name.name:
                    found[name.name].append((resource.urn, name))
        return found

    return graph.once("gcp names", made)


def same_project(graph: GraphBuilder, one: str | None, other: str | None) -> bool:
    """Whether two projects may be one: by id, or one by number where nothing tells its id."""
    if one is None or other is None or one == other:
        return True
    numbers = numbers_of(graph)
    one, other = numbers.get(one, one), numbers.get(other, other)
    return one == other or (one.isdigit() != other.isdigit())


def numbers_of(graph: GraphBuilder) -> dict[str, str]:
    """Project number → id, where a resource of the stack says both."""

    def made() -> dict[str, str]:
        found: dict[str, str] = {}
        for resource in graph.stack:
            number = resource.props.get("number") if resource.type == PROJECT else resource.props.get("projectNumber")
            project = resource.props.get("projectId") if resource.type == PROJECT else resource.props.get("project")
            if isinstance(number, (str, int)) and isinstance(project, str) and str(number).isdigit():
                found[str(number)] = project
        return found

    return graph.once("gcp project numbers", made)


def resolve(graph: GraphBuilder, view: ResourceView, literal: str, kinds: Collection[str], prop: Path = "") -> Reference:
    """A literal → the resource of the stack that it means, else the literal itself."""
    wanted = parse(literal)
    project = wanted.project or (project_of(view) if "/" not in literal.strip("/") or "projects/" not in literal else None)
    place = wanted.place if wanted.place is not None else None
    owners: dict[str, None] = {}
    for urn, name in _index(graph).get(wanted.name, ()):
        if kinds and graph.stack.by_urn[urn].type not in kinds:
            continue
        if graph.stack.by_urn[urn].type not in GLOBALLY_NAMED and not same_project(graph, project, name.project):
            continue
        if place is not None and name.place is not None and place != name.place and "global" not in (place, name.place):
            continue
        owners[urn] = None
    if len(owners) > 1 and place is None:
        # A short name is looked up in the region of the resource that says it.
        near = {urn: None for urn in owners if region_of(graph.view(urn)) == region_of(view)}
        owners = near or owners
    if owners:
        return Reference(tuple(owners), literal, len(owners) == 1, prop)
    known = view.look_up(literal, tuple(kinds), prop)
    if known.targets and "/" in literal:
        return known
    return Reference(literal=literal, prop=prop)


def refer(graph: GraphBuilder, view: ResourceView, path: Path, *kinds: str) -> Reference:
    """Where a property points."""
    value = view.value(path)
    if value is None or value == "":
        return ABSENT
    if isinstance(value, str):
        return resolve(graph, view, value, kinds, path)
    return view.refers_to(path, kinds)


def refer_all(graph: GraphBuilder, view: ResourceView, path: Path, *kinds: str) -> list[Reference]:
    """Where each item of a list points; one reference for a wholly unknown list's every candidate."""
    value = view.value(path)
    if isinstance(value, (list, tuple)):
        known = [resolve(graph, view, item, kinds, f"{path}[{number}]") for number, item in enumerate(value) if isinstance(item, str)]
        if len(known) == len(value):
            return known
        taken = {urn for reference in known for urn in reference.targets}
        others = [one for one in view.all_refer_to(path, kinds) if not (set(one.targets) & taken) and (one.targets or one.unknown)]
        return [*known, *others]
    return [refer(graph, view, path, *kinds)] if isinstance(value, str) else view.all_refer_to(path, kinds)


def project_ref(graph: GraphBuilder, view: ResourceView) -> Reference:
    """The project of a resource, as a resource of the stack; by dependency where its id is not known yet. ABSENT where the stack has none."""
    if is_unknown(view.text("project")):
        found = view.refers_to("project", (PROJECT,))
        return found if found.targets else ABSENT
    owner = LIES_IN.get(view.resource.type)
    if owner is not None and is_unknown(view.value(owner)) and project_of(view) is None:
        owners = [graph.view(one) for one in view.refers_to(owner).targets]
        made = dict.fromkeys(target for one in owners for target in project_ref(graph, one).targets)
        return Reference(tuple(made), certain=len(made) == 1, prop=owner) if made else ABSENT
    project = project_of(view)
    if project is None:
        return ABSENT
    return project_called(graph, project)


def project_called(graph: GraphBuilder, project: str) -> Reference:
    """A project by id or number, as a resource of the stack; ABSENT where it is none."""

    def made() -> dict[str, str]:
        found: dict[str, str] = {}
        for resource in graph.stack.of_type(PROJECT):
            for text in (resource.props.get("projectId"), resource.props.get("number"), resource.id):
                if isinstance(text, str):
                    found.setdefault(text.removeprefix("projects/"), resource.urn)
        return found

    known = graph.once("gcp projects", made)
    project = project.removeprefix("projects/")
    urn = known.get(project) or known.get(numbers_of(graph).get(project, ""))
    return Reference.to(urn) if urn is not None else ABSENT


def projects(graph: GraphBuilder) -> Iterator[ResourceView]:
    """The projects that the stack makes or adopts."""
    return (graph.view(resource.urn) for resource in graph.stack.of_type(PROJECT))
