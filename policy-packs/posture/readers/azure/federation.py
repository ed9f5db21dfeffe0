"""Who outside may act as an identity of ours: federated credentials of managed identities and of applications.

A credential trusts one issuer and one subject. Our own tenant and our own clusters are us; a tenant that is not listed is a stranger. So is
whoever stands behind an issuer that anybody may be a customer of (GitHub, another cloud), until the reviewer vouches for that subject; an
issuer of somebody's own is not known to be ours until he vouches for it.
Sources: Azure documentation, "Workload identity federation" (issuer and subject are compared as they stand), "Flexible federated identity
credentials (preview)" (an expression may hold wildcards), "Use Microsoft Entra Workload ID with Azure Kubernetes Service (AKS)".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, IdentityFact
from posture.graph.kinds import EdgeKind
from posture.readers.azure.data_tokens import IDENTITY
from posture.readers.azure.grants import CREDENTIAL, SERVICE_PRINCIPAL, cluster_behind, grants, service_of
from posture.readers.azure.look import first, guid, parent
from posture.readers.azure.sending import asserted, host_of
from posture.readers.azure.unclear import OUTSIDE, unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.view import ResourceView

APPLICATION: Final = (
    "azuread:index/application:Application",
    "azuread:index/applicationRegistration:ApplicationRegistration",
)
APPLICATION_CREDENTIAL: Final = (
    "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
    "azuread:index/applicationFlexibleFederatedIdentityCredential:ApplicationFlexibleFederatedIdentityCredential",
)
SHARED: Final = (
    "token.actions.githubusercontent.com",
    "gitlab.com",
    "app.terraform.io",
    "accounts.google.com",
    "api.pulumi.com",
    "oidc.circleci.com",
    "vstoken.dev.azure.com",
    "agent.buildkite.com",
    "api.bitbucket.org",
)
"""Hosts of issuers whose customers anybody may be: the subject says which one."""
_ENTRA: Final = ("login.microsoftonline.com", "sts.windows.net", "login.microsoftonline.us", "login.partner.microsoftonline.cn")


@reads(*CREDENTIAL, *APPLICATION_CREDENTIAL)
def credential(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with its identity by the join."""


@reads(*SERVICE_PRINCIPAL)
def principal(resource: ResourceView, graph: GraphBuilder) -> None:
    """An application in our tenant."""
    graph.add(IdentityFact(resource.resource.urn))


@joins
def trusted(graph: GraphBuilder) -> None:
    """outside → identity → each store that it opens."""
    opened: dict[str, None] = {}
    for resource in graph.stack.of_type(*CREDENTIAL):
        view = graph.view(resource.urn)
        owner = parent(graph, view, "resourceName", IDENTITY)
        if not owner.targets:
            unclear(
                graph, resource.urn, f"the identity {owner.literal or ''} that is trusted to somebody is no resource of the stack", OUTSIDE
            )
        opened.update(dict.fromkeys(_trust(graph, view, owner)))
    for resource in graph.stack.of_type(*APPLICATION_CREDENTIAL):
        view = graph.view(resource.urn)
        named = _application(graph, view, "applicationId")
        principals = tuple(
            other.urn
            for other in graph.stack.of_type(*SERVICE_PRINCIPAL)
            if set(_application(graph, graph.view(other.urn), "clientId").targets) & set(named.targets)
        )
        opened.update(dict.fromkeys(_trust(graph, view, Reference(principals, certain=named.certain))))
    for urn in opened:
        _opens(graph, urn)


def _application(graph: GraphBuilder, view: ResourceView, path: str) -> Reference:
    """An application by its object, by its client id, or by what the value comes from."""
    value = view.value(path)
    if not isinstance(value, str):
        return view.refers_to(path, APPLICATION)
    wanted = value.rsplit("/", 1)[-1].lower()
    props = ("clientId", "applicationId", "objectId", "id")
    named = tuple(
        resource.urn
        for resource in graph.stack.of_type(*APPLICATION)
        if wanted in {str(resource.props.get(prop)).rsplit("/", 1)[-1].lower() for prop in props}
    )
    return Reference(named, value, len(named) < 2, path)


def _trust(graph: GraphBuilder, view: ResourceView, owner: Reference) -> tuple[str, ...]:
    who, sure = _trusted(graph, view)
    if who is None:
        return ()
    subject = first(view, "subject", "claimsMatchingExpression")
    because = Because(view.resource.urn, "subject", subject if isinstance(subject, str) else "")
    for urn in owner.targets:
        graph.edge(who, Reference.to(urn), EdgeKind.ASSUME, because, certain=sure and owner.certain)
    return owner.targets


def _trusted(graph: GraphBuilder, view: ResourceView) -> tuple[Reference | None, bool]:
    """Somebody outside; None for ourselves."""
    issuer = view.text("issuer")
    subject = first(view, "subject", "claimsMatchingExpression")
    if cluster_behind(graph, view):
        return None, True
    if not isinstance(issuer, str):
        return graph.somewhere("issuer", f"of {view.resource.name}"), False
    if host_of(issuer) in _ENTRA and (tenant := guid(issuer)) is not None:
        return graph.azure_tenant(tenant), True
    text = subject if isinstance(subject, str) else ""
    shared = host_of(issuer).endswith(SHARED)
    if asserted(graph, text, f"{issuer} {text}", *(() if shared else (issuer, host_of(issuer)))) is not None:
        return None, True
    if "*" in text:
        return graph.anybody(), True
    if shared and graph.approved.organization.stated and isinstance(subject, str):
        return graph.any_account(f"{host_of(issuer)} {text}"), True
    return graph.somewhere("issuer", f"{issuer} {text}".strip()), isinstance(subject, str)


def _opens(graph: GraphBuilder, urn: str) -> None:
    for grant in grants(graph):
        if urn not in grant.principal.targets:
            continue
        for store in grant.stores:
            service = service_of(graph, store)
            changes = grant.powers.changes(service)
            if changes or grant.powers.reads(service):
                certain = grant.certain and grant.principal.certain
                text = "may open it" if changes else "may use it"
                because = Because(grant.because.urn, grant.because.prop, text)
                graph.edge(Reference.to(urn), Reference.to(store), EdgeKind.USE, because, certain=certain)


inert(
    "People, groups and names of our own tenant, or a credential that never ends: rules ask about it, no road leads by it "
    "(Microsoft Entra documentation, 'Application and service principal objects', 'Groups and group membership')",
    *APPLICATION,
    "azuread:index/group:Group",
    "azuread:index/groupMember:GroupMember",
    "azuread:index/user:User",
    "azuread:index/applicationPassword:ApplicationPassword",
    "azuread:index/applicationCertificate:ApplicationCertificate",
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword",
    "azuread:index/invitation:Invitation",
    "azuread:index/appRoleAssignment:AppRoleAssignment",
    "azuread:index/applicationOwner:ApplicationOwner",
    "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy",
    "azuread:index/namedLocation:NamedLocation",
)
