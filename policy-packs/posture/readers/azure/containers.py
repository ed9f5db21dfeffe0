"""Container Apps and Container Instances: where containers run, who may call them, and where what they print goes.

Sources: Azure documentation, "Networking in Azure Container Apps environment" (without a subnet: Microsoft's network; `internal` closes the
public side), "Ingress in Azure Container Apps" (`external` is off by default), "Set up IP ingress restrictions", "Dynamic sessions" (egress is
off unless enabled), "Collect and read OpenTelemetry data", "Log storage and monitoring options"; "Deploy container instances into an Azure
virtual network", "Container groups in Azure Container Instances".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.data_tokens import CONTAINER_APP, CONTAINER_ENVIRONMENT, CONTAINER_GROUP, STORAGE, tokens
from posture.readers.azure.look import chosen, parent, refer, spread
from posture.readers.azure.placing import answers, at_large, logs_to, restricted, stands, subnets
from posture.readers.azure.sending import address, asserted, send
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_SUBNET: Final = "vnetConfiguration.infrastructureSubnetId"
SESSIONS: Final = tokens("app:ContainerAppsSessionPool")


@reads(*CONTAINER_ENVIRONMENT)
def environment(resource: ResourceView, graph: GraphBuilder) -> None:
    """All apps of an environment share its network, and its logs."""
    places = subnets(graph, resource, _SUBNET)
    stands(graph, resource, places)
    if not places:
        unknown = is_unknown(resource.value("vnetConfiguration"))
        at_large(graph, resource, _SUBNET, "no virtual network", certain=not unknown)
    own = Reference.to(resource.resource.urn)
    logs_to(graph, resource, "appLogsConfiguration.logAnalyticsConfiguration.customerId", own)
    telemetry = "openTelemetryConfiguration.destinationsConfiguration"
    site = resource.text(f"{telemetry}.dataDogConfiguration.site")
    if site is not None:
        because = Because(resource.resource.urn, f"{telemetry}.dataDogConfiguration.site", str(site))
        send(graph, own, address(graph, site) if isinstance(site, str) else graph.internet(), because)
    for place in spread(resource, f"{telemetry}.otlpConfigurations.endpoint"):
        text = resource.text(place)
        if isinstance(text, str):
            send(graph, own, address(graph, text), Because(resource.resource.urn, place, text))
        elif text is not None:
            unclear(graph, resource.resource.urn, f"where telemetry goes is unknown until the update ({place})")


@reads(*CONTAINER_APP)
def app(resource: ResourceView, graph: GraphBuilder) -> None:
    """An app stands where its environment does, and answers outside where both let it."""
    urn = resource.resource.urn
    prop = next((p for p in ("managedEnvironmentId", "environmentId") if resource.value(p) is not None), "environmentId")
    home = refer(graph, resource, prop, CONTAINER_ENVIRONMENT)
    places = [place for env in home.targets for place in subnets(graph, graph.view(env), _SUBNET)]
    stands(graph, resource, places)
    if not home.targets:
        unclear(graph, urn, f"the environment {home.literal or ''} that it runs in is no resource of the stack")
        return
    if not places:
        unknown = any(is_unknown(graph.view(env).value("vnetConfiguration")) for env in home.targets)
        at_large(graph, resource, prop, "no virtual network", certain=home.certain and not unknown)
    graph.edge(Reference.to(urn), home, EdgeKind.USE, Because(urn, prop, "environment"), certain=home.certain)
    _ingress(graph, resource, graph.view(home.targets[0]), home.certain)


def _ingress(graph: GraphBuilder, view: ResourceView, home: ResourceView, sure: bool) -> None:
    path = "configuration.ingress.external"
    external = view.flag(path)
    internal, access = home.flag("vnetConfiguration.internal"), chosen(home, "publicNetworkAccess")
    if external in (None, False) or internal is True or access == "disabled":
        return
    certain = sure and not any(is_unknown(value) for value in (external, internal, access))
    listed = restricted(graph, view, "configuration.ingress.ipSecurityRestrictions", "ipAddressRange", "action")
    if listed is None:
        answers(graph, view, path, "external ingress", certain=certain)
    for text, known in listed or ():
        named = asserted(graph, text, text.removesuffix("/32")) if text else None
        who = graph.somewhere("address", named) if named is not None else None
        answers(graph, view, path, text or "unknown rule", certain=certain and known, who=who)


@reads(*SESSIONS)
def sessions(resource: ResourceView, graph: GraphBuilder) -> None:
    """Sandboxes for code that models write. They reach nothing unless egress is enabled; whoever holds a token may call them."""
    stands(graph, resource, ())
    egress = chosen(resource, "sessionNetworkConfiguration.status")
    if egress not in (None, "egressdisabled"):
        at_large(graph, resource, "sessionNetworkConfiguration.status", "egress", certain=egress == "egressenabled")


@reads(*tokens("app:ManagedEnvironmentsStorage"))
def share(resource: ResourceView, graph: GraphBuilder) -> None:
    """A share of files for apps of the environment."""
    home = parent(graph, resource, "environmentName", CONTAINER_ENVIRONMENT)
    path = "properties.azureFile.accountName"
    found = refer(graph, resource, path, STORAGE)
    if home.targets and found.targets:
        graph.edge(home, found, EdgeKind.USE, Because(resource.resource.urn, path, "mount"), certain=home.certain and found.certain)
    else:
        unclear(graph, resource.resource.urn, "which share which environment has is not known")


@reads(*CONTAINER_GROUP)
def group(resource: ResourceView, graph: GraphBuilder) -> None:
    """Containers in a subnet, or in Microsoft's network; with a public address where they are given one."""
    places = subnets(graph, resource, "subnetIds.id")
    stands(graph, resource, places)
    own = Reference.to(resource.resource.urn)
    if not places:
        at_large(graph, resource, "subnetIds", "no virtual network", certain=not is_unknown(resource.value("subnetIds")))
    kind = chosen(resource, "ipAddress.type")
    if kind is not None and kind != "private":
        ports = [port for place in spread(resource, "ipAddress.ports.port") if isinstance(port := resource.number(place), int)]
        listed = tuple((port, port) for port in ports) or ((0, 65535),)
        answers(graph, resource, "ipAddress.type", "public address", certain=kind == "public", ports=listed)
    path = "diagnostics.logAnalytics.workspaceResourceId"
    logs_to(graph, resource, path if resource.value(path) is not None else "diagnostics.logAnalytics.workspaceId", own)
    for place in spread(resource, "volumes.azureFile.storageAccountName"):
        found = refer(graph, resource, place, STORAGE)
        if found.targets:
            graph.edge(own, found, EdgeKind.USE, Because(resource.resource.urn, place, "mount"), certain=found.certain)
        elif found.literal is not None:
            who = graph.somewhere("storage account", found.literal)
            graph.edge(own, who, EdgeKind.USE, Because(resource.resource.urn, place, "mount"))


inert(
    "Settings, certificates or parts of an environment; where containers run and who may call them is read elsewhere "
    "(Azure documentation, 'Azure Container Apps environments', 'Dapr components in Azure Container Apps')",
    *tokens(
        "app:AppResiliency", "app:Certificate", "app:ConnectedEnvironmentsCertificate", "app:ContainerAppsAuthConfig",
        "app:DaprComponentResiliencyPolicy", "app:DotNetComponent", "app:HttpRouteConfig", "app:JavaComponent", "app:ManagedCertificate",
        "app:MaintenanceConfiguration", "app:ContainerAppsSourceControl", "containerinstance:CGProfile",
        "containerinstance:ContainerGroupProfile",
    ),
)  # fmt: skip
