"""App Service, Functions and static sites: who may call them, and where their own calls come out.

An app without a virtual network comes out of Microsoft's network, and has the internet. One with a subnet sends private addresses there;
the rest too only where all traffic is routed (plans that scale by Flex Consumption always do).
Sources: Azure documentation, "Integrate your app with an Azure virtual network" ("Application routing": `vnetRouteAllEnabled` is off by
default in the API), "Azure App Service access restrictions" (unmatched: allowed while no rule stands, denied once one does; the deployment
site has rules of its own), "Azure Functions networking options", "Using private endpoints for App Service apps" (public access is off by
default once one exists), "Configure custom storage mounts", "Hybrid connections in Azure App Service".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import CONTAINER_ENVIRONMENT, STORAGE, WEB_APP, tokens
from posture.readers.azure.look import chosen, entries, parent, refer
from posture.readers.azure.placing import answers, at_large, restricted, stands, subnets
from posture.readers.azure.sending import asserted, goes_to, target_of
from posture.readers.azure.stores import behind_endpoint
from posture.readers.azure.tokens import SUBNETS
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

SWIFT: Final = tokens("web:WebAppSwiftVirtualNetworkConnection", "web:WebAppSwiftVirtualNetworkConnectionSlot")
ENVIRONMENT: Final = tokens("web:AppServiceEnvironment")
STATIC: Final = tokens("web:StaticSite")
_MAIN: Final = "siteConfig.ipSecurityRestrictions"
_SCM: Final = "siteConfig.scmIpSecurityRestrictions"
_EVERYBODY: Final = ("any", "0.0.0.0/0", "*")


@reads(*SWIFT)
def connection(resource: ResourceView, graph: GraphBuilder) -> None:
    """The network of an app, in a resource of its own: read with the app. Here: only what joins nothing of the stack."""
    if not parent(graph, resource, "name", WEB_APP).targets:
        unclear(graph, resource.resource.urn, "the app of the network connection is no resource of the stack")


@reads(*WEB_APP)
def outward(resource: ResourceView, graph: GraphBuilder) -> None:
    """Where an app's own calls come out."""
    places = [*subnets(graph, resource, "virtualNetworkSubnetId"), *_joined(graph).get(resource.resource.urn, ())]
    within = refer(graph, resource, "hostingEnvironmentProfile.id", ENVIRONMENT)
    home = refer(graph, resource, "managedEnvironmentId", CONTAINER_ENVIRONMENT)
    for urn in within.targets:
        places.extend(subnets(graph, graph.view(urn), "virtualNetwork.id"))
    for urn in home.targets:
        places.extend(subnets(graph, graph.view(urn), "vnetConfiguration.infrastructureSubnetId"))
    stands(graph, resource, places)
    for reference, prop in ((within, "hostingEnvironmentProfile"), (home, "managedEnvironmentId")):
        if not reference.absent and not reference.targets:
            unclear(graph, resource.resource.urn, f"the environment that the app runs in is no resource of the stack ({prop})")
            return
    if not places and within.absent:
        at_large(graph, resource, "virtualNetworkSubnetId", "no virtual network integration")
    elif within.absent and home.absent:
        _unrouted(graph, resource)


def _joined(graph: GraphBuilder) -> dict[str, list[Reference]]:
    def index() -> dict[str, list[Reference]]:
        found: dict[str, list[Reference]] = {}
        for resource in graph.stack.of_type(*SWIFT):
            view = graph.view(resource.urn)
            for urn in parent(graph, view, "name", WEB_APP).targets:
                found.setdefault(urn, []).extend(subnets(graph, view, "subnetResourceId"))
        return found

    return graph.once("azure networks of apps", index)


def _unrouted(graph: GraphBuilder, view: ResourceView) -> None:
    """Calls to public addresses that don't go by the subnet."""
    if view.value("functionAppConfig") is not None:
        return
    paths = (
        "siteConfig.vnetRouteAllEnabled",
        "vnetRouteAllEnabled",
        "outboundVnetRouting.allTraffic",
        "outboundVnetRouting.applicationTraffic",
    )
    flags = [view.flag(path) for path in paths]
    if any(flag is True for flag in flags):
        return
    certain = not any(is_unknown(flag) for flag in flags)
    at_large(graph, view, paths[0], "only private addresses go by the subnet", certain=certain)


@reads(*WEB_APP)
def inward(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who may call an app, and its deployment site."""
    settings = [chosen(resource, path) for path in ("publicNetworkAccess", "siteConfig.publicNetworkAccess")]
    access = next((value for value in settings if value is not None), None)
    if access == "disabled" or resource.value("hostingEnvironmentProfile.id") is not None:
        return
    sure = not is_unknown(access)
    if access is None:
        behind = behind_endpoint(graph, resource.resource.urn)
        if behind is True:
            return
        sure = behind is False
    _let_in(graph, resource, _MAIN, "siteConfig.ipSecurityRestrictionsDefaultAction", sure)
    if resource.flag("siteConfig.scmIpSecurityRestrictionsUseMain") is not True:
        _let_in(graph, resource, _SCM, "siteConfig.scmIpSecurityRestrictionsDefaultAction", sure)


def _let_in(graph: GraphBuilder, view: ResourceView, path: str, default: str, sure: bool) -> None:
    deny = chosen(view, default)
    listed = restricted(graph, view, path, "ipAddress", "action")
    side = "deployment site" if path == _SCM else "public app"
    # Rules that only deny leave nobody in, unless the default says so: what no rule matches is denied once a rule stands.
    if listed is None and deny != "deny" and (deny is not None or is_unknown(view.value(path)) or not view.value(path)):
        answers(graph, view, "publicNetworkAccess", side, certain=sure and not is_unknown(deny))
    elif deny == "allow":
        answers(graph, view, default, side, certain=sure)
    for text, known in listed or ():
        if text.lower() in _EVERYBODY or not known:
            answers(graph, view, path, text or "unknown rule", certain=sure and known)
        else:
            named = asserted(graph, text, text.removesuffix("/32"))
            who = graph.somewhere("address", named) if named is not None else None
            # A service's tag (a front door's) lets in every customer of that service; headers may narrow it.
            answers(graph, view, path, text, certain=sure and text[:1].isdigit(), who=who)
    blocks = view.blocks(path)
    for block in () if is_unknown(blocks) else blocks:
        if view.value(f"{block}.vnetSubnetResourceId") is not None and chosen(view, f"{block}.action") != "deny":
            found = arm.refer(graph, view, f"{block}.vnetSubnetResourceId", *SUBNETS)
            because = Because(view.resource.urn, f"{block}.vnetSubnetResourceId", "service endpoint")
            graph.edge(found, Reference.to(view.resource.urn), EdgeKind.ROUTE, because, certain=sure and found.certain, ports=((443, 443),))


@reads(*WEB_APP, *tokens("web:WebAppAzureStorageAccounts", "web:WebAppAzureStorageAccountsSlot"))
def mounts(resource: ResourceView, graph: GraphBuilder) -> None:
    """Shares and containers that the app has as directories."""
    own = Reference.to(resource.resource.urn) if resource.resource.type in WEB_APP else parent(graph, resource, "name", WEB_APP)
    for path in ("siteConfig.azureStorageAccounts", "properties"):
        listed = entries(resource, path)
        if is_unknown(listed):
            unclear(graph, resource.resource.urn, f"what the app has as directories is unknown ({path})")
            continue
        for _, place in listed:
            account = f"{place}.accountName"
            if resource.value(account) is None:
                continue
            found = refer(graph, resource, account, STORAGE)
            who = found if found.targets or found.literal is None else graph.somewhere("storage account", found.literal)
            if who.targets or who.literal is not None:
                graph.edge(own, who, EdgeKind.USE, Because(resource.resource.urn, account, "mount"), certain=own.certain and who.certain)


@reads(*tokens("web:WebAppBackupConfiguration", "web:WebAppBackupConfigurationSlot"))
def backup(resource: ResourceView, graph: GraphBuilder) -> None:
    """Files and databases of the app, written to a container by its address."""
    goes_to(graph, resource, parent(graph, resource, "name", WEB_APP), "storageAccountUrl", STORAGE, text="backup")


@reads(*tokens("web:WebAppDiagnosticLogsConfiguration", "web:WebAppDiagnosticLogsConfigurationSlot"))
def logs(resource: ResourceView, graph: GraphBuilder) -> None:
    """What the app prints and who asked it, written to a container by its address."""
    own = parent(graph, resource, "name", WEB_APP)
    for path in ("applicationLogs.azureBlobStorage.sasUrl", "httpLogs.azureBlobStorage.sasUrl"):
        if resource.value(path) is not None:
            goes_to(graph, resource, own, path, STORAGE, text="logs")


@reads(*tokens("web:WebAppHybridConnection", "web:WebAppHybridConnectionSlot", "web:WebAppRelayServiceConnection",
               "web:WebAppRelayServiceConnectionSlot", "web:WebAppVnetConnection", "web:WebAppVnetConnectionSlot"))  # fmt: skip
def side_road(resource: ResourceView, graph: GraphBuilder) -> None:
    """A relay or a gateway by which the app reaches a host in somebody's own house."""
    own = parent(graph, resource, "name", WEB_APP)
    host = resource.text("hostname")
    if not own.targets:
        unclear(graph, resource.resource.urn, "the app of the connection is no resource of the stack")
        return
    name = host if isinstance(host, str) else resource.resource.name
    because = Because(resource.resource.urn, "hostname", name)
    graph.edge(own, graph.somewhere("host", name), EdgeKind.ROUTE, because, certain=own.certain)


@reads(*STATIC)
def static_site(resource: ResourceView, graph: GraphBuilder) -> None:
    """A site that is served to the internet, and asks what it is linked with."""
    stands(graph, resource, ())
    access = chosen(resource, "publicNetworkAccess")
    if access != "disabled":
        answers(graph, resource, "publicNetworkAccess", "static site", certain=not is_unknown(access))


@reads(*tokens("web:StaticSiteLinkedBackend", "web:StaticSiteLinkedBackendForBuild", "web:StaticSiteDatabaseConnection",
               "web:StaticSiteBuildDatabaseConnection", "web:StaticSiteUserProvidedFunctionAppForStaticSite",
               "web:StaticSiteUserProvidedFunctionAppForStaticSiteBuild"))  # fmt: skip
def linked(resource: ResourceView, graph: GraphBuilder) -> None:
    """An app or database behind a site."""
    site = parent(graph, resource, "name", STATIC)
    path = next(
        (p for p in ("backendResourceId", "resourceId", "functionAppResourceId") if resource.value(p) is not None), "backendResourceId"
    )
    found = target_of(graph, resource, path, ())
    if site.targets and (found.targets or found.literal is not None):
        graph.edge(
            site, found, EdgeKind.USE, Because(resource.resource.urn, path, "behind the site"), certain=site.certain and found.certain
        )
    else:
        unclear(graph, resource.resource.urn, f"what stands behind the site is not known ({path})")


inert(
    "Settings, code, names or certificates of an app; where it runs and who may call it is read with the app "
    "(Azure documentation, 'Configure an App Service app', 'App Service Environment overview')",
    *tokens(
        "web:AppServicePlan", "web:AppServicePlanRouteForVnet", "web:AppServiceEnvironment", "web:Certificate", "web:SiteCertificate",
        "web:SiteCertificateSlot", "web:KubeEnvironment", "web:WebAppApplicationSettings", "web:WebAppApplicationSettingsSlot",
        "web:WebAppAuthSettings", "web:WebAppAuthSettingsSlot", "web:WebAppAuthSettingsV2", "web:WebAppAuthSettingsV2Slot",
        "web:WebAppAuthSettingsV2WithoutSecrets", "web:WebAppAuthSettingsV2WithoutSecretsSlot", "web:WebAppConnectionStrings",
        "web:WebAppConnectionStringsSlot", "web:WebAppDeployment", "web:WebAppDeploymentSlot", "web:WebAppDomainOwnershipIdentifier",
        "web:WebAppDomainOwnershipIdentifierSlot", "web:WebAppFtpAllowed", "web:WebAppFtpAllowedSlot", "web:WebAppFunction",
        "web:WebAppHostNameBinding", "web:WebAppHostNameBindingSlot", "web:WebAppInstanceFunctionSlot", "web:WebAppMetadata",
        "web:WebAppMetadataSlot", "web:WebAppPublicCertificate", "web:WebAppPublicCertificateSlot", "web:WebAppScmAllowed",
        "web:WebAppScmAllowedSlot", "web:WebAppSlotConfigurationNames", "web:WebAppSourceControl", "web:WebAppSourceControlSlot",
        "web:WebAppSiteContainer", "web:WebAppSiteContainerSlot", "web:StaticSiteCustomDomain",
    ),
)  # fmt: skip
