"""Azure Health Data Services, and the older API for FHIR: clinical stores, what they export, and who may come in.

A private endpoint closes the public side of a workspace; without one its services answer on the internet.
Sources: Azure documentation, "Configure Private Link for Azure Health Data Services" (public network access is disabled once a private
endpoint exists), "Configure export settings for FHIR service", "DICOM service with Azure Data Lake Storage", "Get started with the MedTech
service", "SMART on FHIR" (identity providers), "Configure cross-origin resource sharing" (what a browser may do, no road by itself).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.azure.data_tokens import DICOM, FHIR, HEALTH_API, HEALTH_WORKSPACE, REGISTRY, STORAGE, tokens
from posture.readers.azure.look import chosen, guid, parent, refer, spread
from posture.readers.azure.sending import asserted, goes_to, host_of, send
from posture.readers.azure.stores import behind_endpoint
from posture.readers.azure.unclear import unclear
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

MEDTECH: Final = tokens("healthcareapis:IotConnector")
_ENTRA: Final = ("login.microsoftonline.com", "login.microsoftonline.us", "sts.windows.net", "login.partner.microsoftonline.cn")


@joins
def public_side(graph: GraphBuilder) -> None:
    """A workspace answers on the internet unless a private endpoint leads to it, or its answer says that public access is off."""
    for resource in graph.stack.of_type(*HEALTH_WORKSPACE):
        view = graph.view(resource.urn)
        settings = (chosen(view, path) for path in ("publicNetworkAccess", "properties.publicNetworkAccess"))
        access = next((value for value in settings if value is not None), None)
        behind = behind_endpoint(graph, resource.urn)
        if access == "disabled" or behind is True:
            continue
        because = Because(resource.urn, "publicNetworkAccess", "no private endpoint")
        own = Reference.to(resource.urn)
        graph.edge(graph.internet(), own, EdgeKind.ROUTE, because, certain=behind is False, ports=((443, 443),))


@reads(*FHIR, *HEALTH_API)
def export(resource: ResourceView, graph: GraphBuilder) -> None:
    """Everything that is exported goes to one account; what is imported comes from one."""
    own = Reference.to(resource.resource.urn)
    for block in ("exportConfiguration", "properties.exportConfiguration"):
        if resource.value(f"{block}.storageAccountName") is not None:
            goes_to(graph, resource, own, f"{block}.storageAccountName", STORAGE, text="export")
    for block in ("importConfiguration", "properties.importConfiguration"):
        source = refer(graph, resource, f"{block}.integrationDataStore", STORAGE)
        if source.targets:
            send(graph, source, own, Because(resource.resource.urn, f"{block}.integrationDataStore", "import"))


@reads(*FHIR, *HEALTH_API)
def templates(resource: ResourceView, graph: GraphBuilder) -> None:
    """Templates of `$convert-data` come from registries; records don't go there. A registry of the stack is a store that is read."""
    own = Reference.to(resource.resource.urn)
    for block in ("acrConfiguration.loginServers", "properties.acrConfiguration.loginServers"):
        listed = resource.texts(block)
        for index in range(0 if is_unknown(listed) else len(listed)):
            found = refer(graph, resource, f"{block}[{index}]", REGISTRY)
            if found.targets:
                because = Because(resource.resource.urn, f"{block}[{index}]", "templates")
                graph.edge(own, found, EdgeKind.USE, because, certain=found.certain, moves=Moves.BACKWARD)


@reads(*FHIR)
def issuers(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whom the service trusts to say who people are: a tenant of Entra, or somebody else's identity provider."""
    own = Reference.to(resource.resource.urn)
    places = ["authenticationConfiguration.authority"]
    places += spread(resource, "authenticationConfiguration.smartIdentityProviders.authority")
    for place in places:
        authority = resource.text(place)
        if authority is None:
            continue
        because = Because(resource.resource.urn, place, authority if isinstance(authority, str) else "")
        if not isinstance(authority, str):
            unclear(graph, resource.resource.urn, f"whom the service trusts is unknown until the update ({place})", ("phi-exit",))
        elif host_of(authority) in _ENTRA and (named := guid(authority)) is not None:
            graph.edge(own, graph.azure_tenant(named), EdgeKind.SHARE, because, moves=Moves.FORWARD)
        elif asserted(graph, authority, host_of(authority)) is None:
            who = graph.somewhere("identity provider", authority)
            graph.edge(own, who, EdgeKind.SHARE, because, moves=Moves.FORWARD)


@reads(*DICOM)
def lake(resource: ResourceView, graph: GraphBuilder) -> None:
    """Images may be kept in an account of the user's."""
    path = "storageConfiguration.storageResourceId"
    if resource.value(path) is not None:
        goes_to(graph, resource, Reference.to(resource.resource.urn), path, STORAGE, text="images")


@reads(*MEDTECH)
def devices(resource: ResourceView, graph: GraphBuilder) -> None:
    """Messages of devices come from an event hub, and become resources of a FHIR service."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "workspaceName")))
    path = "ingestionEndpointConfiguration.fullyQualifiedEventHubNamespace"
    source = refer(graph, resource, path, tokens("eventhub:Namespace"))
    if source.targets:
        send(graph, source, Reference.to(urn), Because(urn, path, "messages of devices"))


@reads(*tokens("healthcareapis:IotConnectorFhirDestination"))
def device_records(resource: ResourceView, graph: GraphBuilder) -> None:
    """From the devices' service to a FHIR service."""
    source = parent(graph, resource, "iotConnectorName", MEDTECH)
    goes_to(graph, resource, source, "fhirServiceResourceId", FHIR)


@reads(*tokens("healthcareapis:AnalyticsConnector"))
def analytics(resource: ResourceView, graph: GraphBuilder) -> None:
    """Records as Parquet files in a data lake."""
    source = refer(graph, resource, "dataSourceConfiguration.url", (*FHIR, *HEALTH_API))
    if not source.targets:
        source = parent(graph, resource, "workspaceName", HEALTH_WORKSPACE)
    goes_to(graph, resource, source, "dataDestinationConfiguration.dataLakeName", STORAGE, text="analytics")


@reads(*tokens("healthdataaiservices:DeidService"))
def deidentification(resource: ResourceView, graph: GraphBuilder) -> None:
    """The cloud's own de-identification: text goes in and comes back; it answers on the internet unless public access is off."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "properties.publicNetworkAccess")))
    access = chosen(resource, "properties.publicNetworkAccess")
    if access != "disabled":
        because = Because(urn, "properties.publicNetworkAccess", "public network access")
        certain = not is_unknown(access)
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=certain, ports=((443, 443),))
