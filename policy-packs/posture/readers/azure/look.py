"""How the readers of data look things up on Azure: settings whatever their case, blocks in lists, and what an id, a name or an address means.

Ids are `arm`'s matter. Here: names within a resource group, and the host names under which services answer.
Sources: Azure documentation, "Naming rules and restrictions for Azure resources" (scopes in which names are unique), "Azure services DNS
zone configuration for private endpoints" (host names of services); Azure REST API reference (enumerations are compared without case).
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import tokens
from posture.reference import Reference
from posture.values import UNKNOWN, Unknown, is_unknown
from posture.view import Path, ResourceView
from posture.view import spread as spread

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HOST: Final = re.compile(r"^(?:[a-z+]+://)?([a-z0-9-]+)((?:\.[a-z0-9-]+)+)", re.IGNORECASE)
HOSTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"\.(?:z\d+\.)?(?:blob|dfs|file|queue|table|web)\.(?:storage\.azure\.net|core\.[a-z.]+)$", tokens("storage:StorageAccount")),
    (r"\.(?:documents|mongo\.cosmos|cassandra\.cosmos|gremlin\.cosmos|table\.cosmos)\.azure\.[a-z]+$", tokens("cosmosdb:DatabaseAccount")),
    (r"\.servicebus\.[a-z.]+$", tokens("eventhub:Namespace", "servicebus:Namespace", "relay:Namespace")),
    (r"\.(?:openai\.azure|cognitiveservices\.azure|services\.ai\.azure)\.[a-z]+$", tokens("cognitiveservices:Account")),
    (r"\.search\.(?:windows\.net|azure\.[a-z]+)$", tokens("search:Service")),
    (r"\.postgres\.database\.[a-z.]+$", tokens("dbforpostgresql:Server", "dbforpostgresql:SingleServer")),
    (r"\.mysql\.database\.[a-z.]+$", tokens("dbformysql:Server", "dbformysql:SingleServer")),
    (r"\.database\.[a-z.]+$", tokens("sql:Server", "sql:ManagedInstance")),
    (r"\.(?:vault|managedhsm)\.[a-z.]+$", tokens("keyvault:Vault", "keyvault:ManagedHsm")),
    (r"\.azurecr\.[a-z]+$", tokens("containerregistry:Registry")),
    (r"\.redis\.cache\.windows\.net$", tokens("redis:Redis")),
    (r"\.azurewebsites\.[a-z]+$", tokens("web:WebApp")),
    (r"\.fhir\.azurehealthcareapis\.com$", tokens("healthcareapis:FhirService", "healthcareapis:Service")),
    (r"\.kusto\.windows\.net$", tokens("kusto:Cluster")),
    (r"\.(?:sql|dev)\.azuresynapse\.[a-z]+$", tokens("synapse:Workspace")),
)
"""Ending of a host name → types that answer under it, by their name. The longer ending stands first."""
_UNIQUE: Final = ("storageAccountName", "dataLakeName", "sourceAccount", "destinationAccount", "accountName")
"""Properties with names that are unique in all of Azure when they are those of storage accounts."""
OWNERS: Final = (
    "accountName", "namespaceName", "serverName", "workspaceName", "registryName", "managedInstanceName", "vaultName", "clusterName",
)  # fmt: skip
"""Path parameters by which a part names what it is a part of."""


_NODES: Final = frozenset(
    tokens(
        "sql:Database", "sql:ManagedDatabase", "healthcareapis:FhirService", "healthcareapis:DicomService", "healthcareapis:IotConnector",
        "cognitiveservices:Project", "machinelearningservices:Compute", "machinelearningservices:OnlineEndpoint", "compute:GalleryImageVersion",
        "synapse:SqlPool", "synapse:BigDataPool", "batch:Pool", "network:Subnet",
    )
)  # fmt: skip
"""Types that have an owner, and are nodes of their own beside it."""


def chosen(view: ResourceView, path: Path) -> str | Unknown | None:
    """A setting in lower case: Azure takes `Disabled` and `disabled` alike."""
    value = view.text(path)
    return value.lower() if isinstance(value, str) else value


def first(view: ResourceView, *paths: Path) -> str | Unknown | None:
    """The first of the settings that is given."""
    return next((value for path in paths if (value := view.text(path)) is not None), None)


def entries(view: ResourceView, path: Path) -> list[tuple[str, Path]] | Unknown:
    """Names and paths of a map's entries. A name with a dot or a bracket in it can't be a step of a path, and is unknown as a whole."""
    value = view.value(path)
    if value is None:
        return []
    if isinstance(value, dict) and not any(re.search(r"[.\[\]]", str(key)) for key in value):
        return [(str(key), f"{path}.{key}") for key in value]
    return UNKNOWN


_OWNING: Final = tokens(
    "storage:StorageAccount", "keyvault:Vault", "keyvault:ManagedHsm", "dbforpostgresql:Server", "dbforpostgresql:SingleServer",
    "dbformysql:Server", "dbformysql:SingleServer", "sql:Server", "sql:ManagedInstance", "cosmosdb:DatabaseAccount", "servicebus:Namespace",
    "eventhub:Namespace", "eventgrid:Namespace", "relay:Namespace", "cognitiveservices:Account", "machinelearningservices:Workspace",
    "healthcareapis:Workspace", "containerregistry:Registry", "redisenterprise:RedisEnterprise", "operationalinsights:Workspace",
    "synapse:Workspace", "databricks:Workspace", "kusto:Cluster", "batch:BatchAccount", "recoveryservices:Vault", "dataprotection:BackupVault",
)  # fmt: skip


def guid(text: str) -> str | None:
    """The last GUID in a text, in lower case: of a role definition's id, of a tenant's issuer."""
    found = _GUID.findall(text)
    return found[-1].lower() if found else None


def refer(graph: GraphBuilder, view: ResourceView, path: Path, kinds: Collection[str]) -> Reference:
    """Where a property points: by id, by a part's id, by name, or by the address under which a service answers."""
    value = view.value(path)
    if value is None or value == "":
        return Reference()
    if isinstance(value, str):
        found = resolve(graph, view, value, kinds, path)
    else:
        found = arm.refer(graph, view, path, *kinds)
        found = found if found.targets else _by_dependency(graph, view, path, kinds, found)
    return found if kinds else whole(graph, found)


def whole(graph: GraphBuilder, found: Reference) -> Reference:
    """A part stands for what it is a part of: the blob service of an account is the account."""
    targets: dict[str, None] = {}
    for urn in found.targets:
        resource = graph.stack.by_urn.get(urn)
        own = re.findall(r"\{(\w+)\}", arm.template_of(resource.type))[-1:] if resource is not None else []
        owner = next((prop for prop in OWNERS if resource is not None and prop in resource.props and prop not in own), None)
        if owner is None or resource is None or resource.type in _NODES:
            targets[urn] = None
            continue
        above = parent(graph, graph.view(urn), owner, tuple(token for token in _OWNING if token != resource.type))
        targets.update(dict.fromkeys(above.targets or (urn,)))
    exact = found.certain or (len(found.targets) > 1 and len(targets) == 1)
    return Reference(tuple(targets), found.literal, exact, found.prop)


def resolve(graph: GraphBuilder, view: ResourceView, literal: str, kinds: Collection[str], prop: Path = "") -> Reference:
    """A literal → the resource of the stack that it means, else the literal itself."""
    if literal.startswith("/"):
        return _by_id(graph, literal, kinds, prop)
    known = view.look_up(literal, tuple(kinds), prop)
    host = _HOST.match(literal)
    if host is not None and (named := _answering(host.group(2), kinds)) is not None:
        owners = [urn for urn in _of(graph, named) if _called(graph, urn, host.group(1))]
    else:
        owners = [urn for urn in _of(graph, kinds) if _called(graph, urn, literal) and _near(graph, view, urn, prop)]
        owners = owners or [urn for urn in known.targets if _near(graph, view, urn, prop)]
    if owners:
        return Reference(tuple(dict.fromkeys(owners)), literal, len(set(owners)) == 1, prop)
    return Reference(literal=literal, prop=prop)


def _by_id(graph: GraphBuilder, literal: str, kinds: Collection[str], prop: Path) -> Reference:
    """The id of a resource, or of a part of it: the longest beginning that the stack knows."""
    text = literal.rstrip("/")
    while text.count("/") > 2:
        found = arm.look_up(graph, text, tuple(kinds), prop)
        if found.targets:
            return Reference(found.targets, literal, found.certain, prop)
        text = text.rpartition("/")[0]
    return Reference(literal=literal, prop=prop)


def _of(graph: GraphBuilder, kinds: Collection[str]) -> Iterator[str]:
    return (resource.urn for resource in graph.stack.of_type(*kinds))


def _answering(ending: str, kinds: Collection[str]) -> tuple[str, ...] | None:
    for pattern, named in HOSTS:
        if re.search(pattern, ending, re.IGNORECASE):
            return tuple(token for token in named if not kinds or token in kinds)
    return None


def answered_by_azure(host: str) -> bool:
    """Whether a host is that of a resource of one of Azure's services."""
    found = _HOST.match(host)
    return found is not None and any(re.search(pattern, found.group(2), re.IGNORECASE) for pattern, _ in HOSTS)


def _called(graph: GraphBuilder, urn: str, name: str) -> bool:
    return (arm.name_of(graph.view(urn)) or "").lower() == name.lower()


def _near(graph: GraphBuilder, view: ResourceView, urn: str, prop: Path) -> bool:
    """Whether a bare name may mean the resource: within one resource group and subscription, unless such names are unique everywhere."""
    other = graph.view(urn)
    if prop.rpartition(".")[2] in _UNIQUE and other.resource.type in tokens("storage:StorageAccount"):
        return True
    groups = {text.lower() for one in (view, other) if isinstance(text := one.value("resourceGroupName"), str)}
    subscriptions = {found for one in (view, other) if (found := arm.subscription_of(one)) is not None}
    return len(groups) < 2 and len(subscriptions) < 2


def _by_dependency(graph: GraphBuilder, view: ResourceView, path: Path, kinds: Collection[str], found: Reference) -> Reference:
    """An unknown that comes from a part of what is meant: a container's name or an authorization rule's id leads to its owner."""
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    owners: dict[str, None] = {}
    for urn in sorted(view.resource.property_dependencies.get(top, ())):
        part = graph.stack.by_urn.get(urn)
        if part is None or part.type in kinds:
            continue
        for prop in OWNERS:
            if prop in part.props:
                owners.update(dict.fromkeys(parent(graph, graph.view(urn), prop, kinds).targets))
    return Reference(tuple(owners), certain=len(owners) == 1, prop=path) if owners else found


def refer_all(graph: GraphBuilder, view: ResourceView, path: Path, kinds: Collection[str]) -> list[Reference]:
    """One reference for each place that the path leads to. As many unknown ids as candidates: each of them is one."""
    found: list[Reference] = []
    for place in spread(view, path):
        value = view.value(place)
        if isinstance(value, (list, tuple)):
            found.extend(refer(graph, view, f"{place}[{index}]", kinds) for index in range(len(value)))
        elif value is not None:
            found.append(refer(graph, view, place, kinds))
    taken = {urn for reference in found if reference.certain for urn in reference.targets}
    unsure = [reference for reference in found if not reference.certain]
    candidates = sorted({urn for reference in unsure for urn in reference.targets} - taken)
    if unsure and len(candidates) == len(unsure):
        sure = [Reference((urn,), prop=unsure[0].prop) for urn in candidates]
        return [*(reference for reference in found if reference.certain), *sure]
    if any(is_unknown(view.value(place)) for place in spread(view, path)) and len(candidates) > len(unsure):
        # One unknown list of several: each candidate stands for itself.
        return [*(reference for reference in found if reference.certain), *(Reference((urn,), None, False, path) for urn in candidates)]
    return found


def parent(graph: GraphBuilder, view: ResourceView, prop: Path, kinds: Collection[str]) -> Reference:
    """The resource that this one is a part of, by the path parameter that names it, else by its own id."""
    if isinstance(view.value(prop), str):
        found = resolve(graph, view, str(view.value(prop)), kinds, prop)
        if found.targets:
            return found
    identifier = view.resource.id
    if isinstance(identifier, str) and identifier.startswith("/"):
        return _by_id(graph, identifier, kinds, prop)
    return refer(graph, view, prop, kinds)
