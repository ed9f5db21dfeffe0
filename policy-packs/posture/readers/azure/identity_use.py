"""What identities of the stack may use: a workload by its road to the internet, a service of Azure past the network rules, an outsider.

- A workload whose identity may read a store that answers outside reads it wherever it has a road to the internet.
- A service of Azure that acts by its own identity (search, models, factories, …) comes in past the network rules of a store that trusts
  Azure's services, public access or not.
- A stranger who holds a role, or may act as an identity that does (`federation`), is let in by name: that a network keeps him out today
  excuses nothing, as little as it excuses a bucket policy.
Sources: Azure documentation, "Azure Storage firewall rules" ("Trusted Azure services": exceptions stay in effect when public access is
disabled), "Configure Azure Key Vault networking settings", "Workload identity federation".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, GrantFact, IdentityFact, PublicUseFact
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import AI_ACCOUNT, IDENTITY, ROLE_ASSIGNMENT, ROLE_DEFINITION, SEARCH, tokens
from posture.readers.azure.doors import answers_outside, rules_of
from posture.readers.azure.grants import COSMOS_ASSIGNMENT, INVITATION, UNKNOWN_KIND, Grant, grants, holders, opens, service_of
from posture.readers.azure.look import chosen
from posture.readers.azure.sending import asserted, shared_with
from posture.readers.azure.unclear import OUTSIDE, unclear
from posture.readers.registry import INERT, READERS, inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

TRUSTED: Final = (
    *SEARCH,
    *AI_ACCOUNT,
    *tokens(
        "cognitiveservices:Project", "machinelearningservices:Workspace", "machinelearningservices:OnlineEndpoint",
        "machinelearningservices:Compute", "datafactory:Factory", "synapse:Workspace", "streamanalytics:StreamingJob", "logic:Workflow",
        "eventgrid:Topic", "eventgrid:Domain", "eventgrid:SystemTopic", "eventgrid:Namespace", "eventhub:Namespace",
        "healthcareapis:FhirService", "healthcareapis:DicomService", "healthcareapis:IotConnector", "healthcareapis:Service",
        "healthcareapis:AnalyticsConnector", "containerregistry:Registry", "datashare:Account", "purview:Account", "kusto:Cluster",
        "databricks:AccessConnector", "recoveryservices:Vault", "dataprotection:BackupVault", "sql:Server", "sql:ManagedInstance",
        "dbforpostgresql:Server", "dbformysql:Server", "automation:AutomationAccount", "healthdataaiservices:DeidService",
        "apimanagement:ApiManagementService", "storagemover:Endpoint", "monitor:DataCollectionRule", "redis:Redis",
    ),
)  # fmt: skip
"""Services that act by their own identity from Microsoft's network."""
_BYPASS: Final[dict[str, tuple[str, bool]]] = {
    "azure-native:storage:StorageAccount": ("networkRuleSet.bypass", True),
    "azure-native:containerregistry:Registry": ("networkRuleBypassOptions", True),
    "azure-native:cosmosdb:DatabaseAccount": ("networkAclBypass", False),
    "azure-native:cognitiveservices:Account": ("properties.networkAcls.bypass", False),
    "azure-native:search:Service": ("networkRuleSet.bypass", False),
    "azure-native:keyvault:Vault": ("properties.networkAcls.bypass", True),
}
"""Type → where it says that Azure's services come in past its rules, and whether they do where it is silent."""


@reads(*IDENTITY)
def identity(resource: ResourceView, graph: GraphBuilder) -> None:
    """An identity that resources act as."""
    graph.add(IdentityFact(resource.resource.urn, arm.subscription_of(resource)))


@reads(*ROLE_ASSIGNMENT, *COSMOS_ASSIGNMENT, *ROLE_DEFINITION)
def assignment(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who may do what: the joins read it with its principal and its stores."""


@joins
def uses(graph: GraphBuilder) -> None:
    """Each store that a workload or a service of the stack may use by its identity."""
    for grant in grants(graph):
        for principal in grant.principal.targets:
            for holder, sure in holders(graph, principal):
                for store in grant.stores:
                    if store != holder and opens(grant, service_of(graph, store)):
                        certain = grant.certain and grant.principal.certain and sure
                        _use(graph, holder, store, grant.because, certain=certain)


def _use(graph: GraphBuilder, holder: str, store: str, because: Because, *, certain: bool) -> None:
    may, sure = answers_outside(graph, store)
    if graph.stack.by_urn[holder].type in TRUSTED:
        past, told = trusts(graph, store)
        if may or past:
            sure = certain and (sure or (past and told))
            graph.edge(Reference.to(holder), Reference.to(store), EdgeKind.USE, because, certain=sure)
    elif may:
        graph.add(PublicUseFact(holder, store, because, certain and sure))


def trusts(graph: GraphBuilder, store: str) -> tuple[bool, bool]:
    """Whether services of Azure come in past the store's rules, and whether that is known."""
    found = _BYPASS.get(graph.stack.by_urn[store].type)
    if found is None:
        flags = [rule.flag("trustedServiceAccessEnabled") for rule in rules_of(graph, store)]
        return any(flag not in (None, False) for flag in flags), any(flag is True for flag in flags) or not any(
            is_unknown(f) for f in flags
        )
    path, default = found
    value = chosen(graph.view(store), path)
    if is_unknown(value):
        return True, False
    return (default if value is None else "azureservices" in str(value)), True


@joins
def strangers(graph: GraphBuilder) -> None:
    """Principals of other tenants: foreign groups, guests, identities that are managed from elsewhere."""
    for grant in grants(graph):
        who = _stranger(graph, grant)
        if who is None:
            continue
        for store in grant.stores:
            service = service_of(graph, store)
            if grant.powers.changes(service) or grant.powers.reads(service):
                shared_with(graph, Reference.to(store), who, grant.because, certain=grant.certain)


def _stranger(graph: GraphBuilder, grant: Grant) -> Reference | None:
    view = graph.view(grant.because.urn)
    if grant.kind == "foreigngroup":
        literal = grant.principal.literal or ""
        named = asserted(graph, literal)
        return graph.somewhere("principal", named) if named is not None else graph.any_account("a group of another tenant")
    if grant.kind == UNKNOWN_KIND and not grant.principal.targets:
        return graph.somewhere("principal", grant.principal.literal or f"of {view.resource.name}")
    delegated = view.value("delegatedManagedIdentityResourceId")
    if isinstance(delegated, str):
        found = arm.parse_arm_id(delegated)
        if found is not None and found.subscription:
            return graph.azure_subscription(found.subscription)
    for urn in grant.principal.targets:
        if graph.stack.by_urn[urn].type in INVITATION:
            mail = graph.view(urn).text("userEmailAddress")
            return graph.somewhere("guest", mail if isinstance(mail, str) else graph.stack.by_urn[urn].name)
    return None


@joins
def in_unknown_hands(graph: GraphBuilder) -> None:
    """Identities that a resource names of which no reader knows what it does with them."""
    named: dict[str, None] = {}
    identities = {resource.urn for resource in graph.stack.of_type(*IDENTITY)}
    for resource in graph.stack:
        if resource.custom and resource.type not in READERS and resource.type not in INERT:
            named.update(dict.fromkeys(sorted(identities & {urn for urns in resource.property_dependencies.values() for urn in urns})))
            listed = graph.view(resource.urn).value("identity.userAssignedIdentities")
            for text in listed if isinstance(listed, (list, tuple, dict)) else ():
                if isinstance(text, str):
                    named.update(dict.fromkeys(arm.look_up(graph, text, IDENTITY).targets))
    for grant in grants(graph):
        for urn in grant.principal.targets:
            for store in grant.stores if urn in named else ():
                if opens(grant, service_of(graph, store)):
                    graph.add(GrantFact(urn, store))


@joins
def out_of_sight(graph: GraphBuilder) -> None:
    """An assignment whose principal nobody can tell may be anybody's."""
    for grant in grants(graph):
        if grant.principal.unknown and grant.kind not in ("user", "group"):
            open_stores = [
                store for store in grant.stores if answers_outside(graph, store)[0] and grant.powers.reads(service_of(graph, store))
            ]
            for store in open_stores:
                unclear(graph, store, "who may use it is unknown until the update (a role assignment's principalId)", OUTSIDE)


inert(
    "Says who may ask for a role for a while, or how; an assignment that stands is read. People of our tenant are no road "
    "(Azure documentation, 'Eligible and time-bound role assignments in Azure RBAC')",
    *tokens(
        "authorization:PimRoleEligibilitySchedule", "authorization:RoleManagementPolicy", "authorization:RoleManagementPolicyAssignment",
        "authorization:AccessReviewScheduleDefinitionById", "authorization:AccessReviewHistoryDefinitionById",
        "authorization:ScopeAccessReviewScheduleDefinitionById", "authorization:ScopeAccessReviewHistoryDefinitionById",
    ),
)  # fmt: skip
