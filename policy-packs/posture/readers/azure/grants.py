"""Who holds which role on which stores: role assignments, and what of the stack acts as their principals.

A managed identity is a resource of its own, or comes with the resource that it belongs to; either way the stack shows who acts as it. A
person, a group or an application of our tenant that no resource of the stack is, is no road (people who read records are the reason why
records are kept; only principals of our own directory can be given a role). Pods of a cluster of ours act as the identities that trust it.
Sources: Azure documentation, "Understand Azure role assignments", "What are managed identities for Azure resources?", "Understand scope for
Azure RBAC" (a scope covers all that stands below it).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import AI_ACCOUNT, CLUSTER, COSMOS, IDENTITY, ROLE_ASSIGNMENT, RUNS, tokens
from posture.readers.azure.look import chosen, parent, resolve
from posture.readers.azure.role_powers import Powers, powers_of
from posture.readers.azure.stores import STORES, VAULT_SERVICE
from posture.readers.azure.tokens import RESOURCE_GROUP
from posture.record import record
from posture.reference import Reference
from posture.resource import Resource
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

COSMOS_ASSIGNMENT: Final = tokens(
    "cosmosdb:SqlResourceSqlRoleAssignment",
    "cosmosdb:TableResourceTableRoleAssignment",
    "cosmosdb:GremlinResourceGremlinRoleAssignment",
    "cosmosdb:CassandraResourceCassandraRoleAssignment",
    "cosmosdb:MongoMIResourceMongoMIRoleAssignment",
)
CREDENTIAL: Final = tokens("managedidentity:FederatedIdentityCredential")
SERVICE_PRINCIPAL: Final = ("azuread:index/servicePrincipal:ServicePrincipal",)
INVITATION: Final = ("azuread:index/invitation:Invitation",)


UNKNOWN_KIND: Final = "unknown"
"""A kind of principal that only the update tells."""


@record
class Grant:
    """One principal, one role, the stores below one scope."""

    principal: Reference
    """The managed identity, the resource with an identity of its own, or the application; by id what no resource of the stack is."""
    kind: str
    """`principalType` in lower case, empty when nothing tells."""
    powers: Powers
    stores: tuple[str, ...]
    because: Because
    certain: bool


def grants(graph: GraphBuilder) -> tuple[Grant, ...]:
    """Every assignment of the stack, worked out once."""
    return graph.once("azure grants", lambda: tuple(_grants(graph)))


def service_of(graph: GraphBuilder, urn: str) -> str:
    """The service of a store, as the plan calls it."""
    resource = graph.stack.by_urn[urn]
    if resource.type in AI_ACCOUNT:
        return "openai" if chosen(graph.view(urn), "kind") == "openai" else "ai-services"
    return STORES.get(resource.type) or RUNS.get(resource.type, "")


def _grants(graph: GraphBuilder) -> Iterator[Grant]:
    for resource in graph.stack.of_type(*ROLE_ASSIGNMENT):
        view = graph.view(resource.urn)
        stores, sure = covered(graph, view, "scope")
        kind = chosen(view, "principalType")
        because = Because(resource.urn, "roleDefinitionId", "by its role")
        powers = powers_of(graph, view, "roleDefinitionId")
        yield Grant(
            principal_of(graph, view),
            UNKNOWN_KIND if is_unknown(kind) else str(kind or ""),
            powers,
            stores,
            because,
            sure and powers.certain,
        )
    for resource in graph.stack.of_type(*COSMOS_ASSIGNMENT):
        view = graph.view(resource.urn)
        owner = parent(graph, view, "accountName", COSMOS)
        because = Because(resource.urn, "principalId", "by its role")
        yield Grant(principal_of(graph, view), "", Powers(frozenset({"cosmos-db"})), owner.targets, because, owner.certain)


def principal_of(graph: GraphBuilder, view: ResourceView, path: str = "principalId") -> Reference:
    """What of the stack the principal is."""
    value = view.value(path)
    if isinstance(value, str):
        owners = _by_principal(graph).get(value.lower(), ())
        return Reference(owners, value, len(owners) < 2, path)
    candidates = sorted(urn for urn in view.resource.property_dependencies.get(path.split(".")[0], ()) if _acts(graph, urn))
    return Reference(tuple(candidates), certain=len(candidates) == 1, prop=path)


def _acts(graph: GraphBuilder, urn: str) -> bool:
    resource = graph.stack.by_urn.get(urn)
    if resource is None:
        return False
    return resource.type in (*IDENTITY, *SERVICE_PRINCIPAL, *INVITATION) or has_own_identity(graph.view(urn))


def has_own_identity(view: ResourceView) -> bool:
    """Whether the resource has an identity that comes and goes with it."""
    kind = chosen(view, "identity.type")
    return is_unknown(kind) or (isinstance(kind, str) and "systemassigned" in kind.replace(" ", "").replace("_", ""))


def _by_principal(graph: GraphBuilder) -> dict[str, tuple[str, ...]]:
    def index() -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for resource in graph.stack:
            for value in (*_principals(resource),):
                found.setdefault(value.lower(), []).append(resource.urn)
        return {key: tuple(dict.fromkeys(urns)) for key, urns in found.items()}

    return graph.once("azure principals", index)


def _principals(resource: Resource) -> Iterator[str]:
    if resource.type in IDENTITY:
        listed = [resource.props.get("principalId")]
    elif resource.type in SERVICE_PRINCIPAL:
        listed = [resource.props.get("objectId"), resource.id]
    elif resource.type in INVITATION:
        listed = [resource.props.get("userId")]
    else:
        identity = resource.props.get("identity")
        listed = [identity.get("principalId")] if isinstance(identity, dict) else []
    yield from (value for value in listed if isinstance(value, str) and value)


def covered(graph: GraphBuilder, view: ResourceView, path: str) -> tuple[tuple[str, ...], bool]:
    """Stores below a scope, and what runs code there; and whether that is sure."""
    stores = [resource.urn for resource in graph.stack.of_type(*STORES, *AI_ACCOUNT, *RUNS)]
    value = view.value(path)
    if isinstance(value, str):
        wanted = "/" + value.strip("/").lower()
        if wanted in ("/", "") or "/managementgroups/" in wanted:
            return tuple(stores), True
        found = tuple(urn for urn in stores if _below(graph, urn, wanted))
        return found or resolve(graph, view, wanted, (*STORES, *AI_ACCOUNT, *RUNS), path).targets, True
    depends = [urn for urn in sorted(view.resource.property_dependencies.get(path, ())) if urn in graph.stack.by_urn]
    if value is not None and not depends:
        return tuple(stores), False  # it may be the scope of any of them
    covered: dict[str, None] = {}
    for urn in depends:
        resource = graph.stack.by_urn[urn]
        if urn in stores:
            covered[urn] = None
        elif resource.type == RESOURCE_GROUP:
            covered.update(dict.fromkeys(store for store in stores if _in_group(graph, store, urn)))
        else:
            for prop in ("accountName", "namespaceName", "serverName", "vaultName", "workspaceName"):
                covered.update(dict.fromkeys(parent(graph, graph.view(urn), prop, tuple(STORES)).targets if prop in resource.props else ()))
    return tuple(covered), len(depends) == 1


def _below(graph: GraphBuilder, urn: str, scope: str) -> bool:
    made = arm.arm_id(graph.view(urn))
    if made is None:
        return False
    if made == scope or made.startswith(f"{scope}/") or scope.startswith(f"{made}/"):
        return True
    # A store whose subscription nobody tells may stand in the one that the scope names.
    return made.startswith("/subscriptions//") and f"/{made.split('/', 3)[3]}".startswith(f"/{'/'.join(scope.split('/')[3:])}")


def _in_group(graph: GraphBuilder, store: str, group: str) -> bool:
    view = graph.view(store)
    if group in view.refers_to("resourceGroupName", (RESOURCE_GROUP,)).targets:
        return True
    name = graph.stack.by_urn[group].props.get("resourceGroupName")
    return isinstance(name, str) and str(view.value("resourceGroupName")).lower() == name.lower()


def holders(graph: GraphBuilder, principal: str) -> tuple[tuple[str, bool], ...]:
    """Resources that act as the principal, and whether that is sure."""
    if graph.stack.by_urn[principal].type not in IDENTITY:
        return ((principal, True),) if graph.stack.by_urn[principal].type.startswith("azure-native:") else ()
    return tuple(graph.once("azure holders of identities", lambda: _holders(graph)).get(principal, ()))


def _holders(graph: GraphBuilder) -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for resource in graph.stack:
        if not resource.type.startswith("azure-native:") or resource.props.get("identity") is None:
            continue
        view = graph.view(resource.urn)
        listed = view.value("identity.userAssignedIdentities")
        texts = list(listed) if isinstance(listed, (list, tuple, dict)) else []
        named = {urn for text in texts if isinstance(text, str) for urn in arm.look_up(graph, text, IDENTITY).targets}
        for urn in sorted(named):
            found.setdefault(urn, []).append((resource.urn, True))
        if is_unknown(listed) or any(isinstance(text, Unknown) for text in texts) or is_unknown(view.value("identity")):
            candidates = [urn for urn in view.refers_to("identity", IDENTITY).targets if urn not in named] or [
                urn
                for urn in sorted(resource.property_dependencies.get("identity", ()))
                if (other := graph.stack.by_urn.get(urn)) is not None and other.type in IDENTITY and urn not in named
            ]
            for urn in candidates:
                found.setdefault(urn, []).append((resource.urn, len(candidates) == max(1, sum(isinstance(t, Unknown) for t in texts))))
    for credential in graph.stack.of_type(*CREDENTIAL):
        view = graph.view(credential.urn)
        clusters = cluster_behind(graph, view)
        for urn in parent(graph, view, "resourceName", IDENTITY).targets if clusters else ():
            found.setdefault(urn, []).extend((cluster, len(clusters) == 1) for cluster in clusters)
    return found


def cluster_behind(graph: GraphBuilder, credential: ResourceView) -> tuple[str, ...]:
    """Clusters of the stack whose pods a federated credential trusts."""
    found = credential.refers_to("issuer", CLUSTER)
    if found.targets:
        return found.targets
    issuer = credential.value("issuer")
    if not isinstance(issuer, str):
        return ()
    told = "oidcIssuerProfile.issuerURL"
    return tuple(
        cluster.urn
        for cluster in graph.stack.of_type(*CLUSTER)
        if str(graph.view(cluster.urn).value(told)).rstrip("/") == issuer.rstrip("/")
    )


def opens(grant: Grant, service: str) -> bool:
    """Whether the grant opens data of a service; keys of a vault are no records."""
    return service != VAULT_SERVICE and grant.powers.reads(service)
