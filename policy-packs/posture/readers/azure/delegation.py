"""Other tenants that are let into ours: Azure Lighthouse, access policies of vaults, administrators of databases.

Sources: Azure documentation, "Azure Lighthouse architecture" (a definition says which tenant gets which roles, an assignment on which scope;
roles with data actions are not allowed, Contributor may list keys), "Assign a Key Vault access policy", "Microsoft Entra authentication for
Azure SQL" (an administrator's `tenantId`), "Administer Azure Lighthouse: eligible authorizations".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure.data_tokens import POSTGRES, SQL_INSTANCE, SQL_SERVER, VAULT, tokens
from posture.readers.azure.grants import covered, service_of
from posture.readers.azure.look import parent, refer, spread
from posture.readers.azure.role_powers import ANYTHING, Powers, powers_of
from posture.readers.azure.sending import shared_with, tenant
from posture.readers.azure.unclear import OUTSIDE, unclear
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

DEFINITION: Final = tokens("managedservices:RegistrationDefinition")
ASSIGNMENT: Final = tokens("managedservices:RegistrationAssignment")
_ROLES: Final = ("properties.authorizations.roleDefinitionId", "properties.eligibleAuthorizations.roleDefinitionId")


@reads(*DEFINITION, *ASSIGNMENT)
def lighthouse(resource: ResourceView, graph: GraphBuilder) -> None:
    """Definition and assignment stand apart: the join reads both."""


@joins
def delegated(graph: GraphBuilder) -> None:
    """Stores below the scope → the tenant that manages it."""
    for resource in graph.stack.of_type(*ASSIGNMENT):
        view = graph.view(resource.urn)
        path = "properties.registrationDefinitionId"
        named = refer(graph, view, path, DEFINITION)
        stores, sure = covered(graph, view, "scope")
        if not named.targets:
            for store in stores:
                unclear(graph, store, "its subscription is managed by a tenant that no resource of the stack tells", OUTSIDE)
        for urn in named.targets:
            _managed(graph, graph.view(urn), stores, Because(resource.urn, path, "Azure Lighthouse"), sure and named.certain)


def _managed(graph: GraphBuilder, view: ResourceView, stores: tuple[str, ...], because: Because, sure: bool) -> None:
    manager = view.text("properties.managedByTenantId")
    if not isinstance(manager, str):
        who, known = graph.somewhere("tenant", f"of {view.resource.name}"), False
    else:
        who, known = graph.azure_tenant(manager), True
    powers = _powers(graph, view)
    for store in stores:
        service = service_of(graph, store)
        for power in powers:
            if power.changes(service) or power.reads(service):
                shared_with(graph, Reference.to(store), who, because, certain=sure and known and power.certain)
                break


def _powers(graph: GraphBuilder, view: ResourceView) -> list[Powers]:
    if is_unknown(view.value("properties.authorizations")) or is_unknown(view.value("properties")):
        return [ANYTHING]
    found = [powers_of(graph, view, place) for path in _ROLES for place in spread(view, path) if view.value(place) is not None]
    return sorted(found, key=lambda power: not power.certain)


@reads(*VAULT)
def vault(resource: ResourceView, graph: GraphBuilder) -> None:
    """The tenant whose principals a vault knows, and those of its access policies."""
    own = Reference.to(resource.resource.urn)
    tenant(graph, resource, "properties.tenantId", own)
    if is_unknown(resource.value("properties.accessPolicies")):
        unclear(graph, resource.resource.urn, "whom its access policies name is unknown (properties.accessPolicies)", OUTSIDE)
        return
    for place in spread(resource, "properties.accessPolicies.tenantId"):
        tenant(graph, resource, place, own)


@reads(*tokens("keyvault:AccessPolicy"))
def access_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """One more access policy of a vault."""
    owner = parent(graph, resource, "vaultName", VAULT)
    if owner.targets:
        tenant(graph, resource, "policy.tenantId", owner)
    else:
        unclear(graph, resource.resource.urn, f"the vault {owner.literal or ''} of the access policy is no resource of the stack", OUTSIDE)


@reads(*SQL_SERVER, *SQL_INSTANCE, *POSTGRES)
def administrators(resource: ResourceView, graph: GraphBuilder) -> None:
    """The tenant of a server's administrators."""
    own = Reference.to(resource.resource.urn)
    for path in ("administrators.tenantId", "authConfig.tenantId"):
        tenant(graph, resource, path, own)
