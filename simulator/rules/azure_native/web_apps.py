"""Web and function apps.

Sources: Azure documentation, "Azure App Service plan overview", "Integrate your app with an Azure virtual network" (delegation
Microsoft.Web/serverFarms; Basic tier or more), "Azure Functions networking options", "Use managed identities for App Service"; REST API
reference, App Service Plans, Web Apps.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import NAMING
from simulator.rules.azure_native.hosted_apps import ENVIRONMENT, delegated, prefix_length
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import shown_identity, with_identity
from simulator.rules.azure_native.service_rules import at_id, completed, get, into_subnet, is_word, same_text, service, to
from simulator.rules.checks import Fault, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

PLAN = "azure-native:web:AppServicePlan"
SITE = "azure-native:web:WebApp"
SITE_NETWORK = "azure-native:web:WebAppSwiftVirtualNetworkConnection"
PUBLISHING = ("azure-native:web:WebAppFtpAllowed", "azure-native:web:WebAppScmAllowed")
"""Whether a site takes a password for FTP, and for its management site."""
_SITES = "Azure documentation, 'Integrate your app with an Azure virtual network'"


plan = with_identity(
    service(
        PLAN,
        source="REST API reference, App Service Plans, Create Or Update",
        checks=(Pattern("name", r"[A-Za-z0-9-]{1,60}", source=NAMING, saying="1 to 60 letters, digits and hyphens"),),
        immutable={"hyperV", "isXenon", "reserved", "zoneRedundant", "kind"},
        defaults={"perSiteScaling": False, "reserved": False, "zoneRedundant": False},
        outputs={
            "geoRegion": "",
            "maximumNumberOfWorkers": 30,
            "numberOfSites": 0,
            "numberOfWorkers": 1,
            "resourceGroup": "{resourceGroupName}",
            "status": "Ready",
            "subscription": "{account}",
        },
    )
)


@plan.check(source="Azure documentation, 'Azure App Service plan overview'")
def linux_is_reserved(inputs: Properties) -> Iterator[Fault]:
    """A Linux plan is reserved; zones need premium."""
    if is_word(inputs.get("kind"), "linux") and inputs.get("reserved") is not True:
        yield "reserved", "must be true when kind is 'Linux'"
    size = str(get(inputs, "sku.name") or "")
    if inputs.get("zoneRedundant") is True and size and not size.startswith(("P", "EP", "I", "WS")):
        yield "zoneRedundant", f"is not supported by the size {size}: it needs a premium one"


@plan.computes
def plan_answer(action: Action) -> Properties:
    """Its size."""
    sku = action.inputs.get("sku") or {"name": "F1", "tier": "Free", "capacity": 0}
    return {
        **shown_identity(action),
        "sku": completed(sku, {"size": sku.get("name"), "capacity": 1}),
        "kind": action.inputs.get("kind") or "app",
    }


@plan.before("delete")
def sites_go_first(action: Action) -> None:
    """'Server farm cannot be deleted because it has web app(s) assigned to it.'"""
    for one in action.find_anywhere(SITE):
        if same_text(one.outputs.get("serverFarmId"), action.id):
            action.refuse(
                "Conflict",
                f"Server farm '{action.outputs['name']}' cannot be deleted because it has web app(s) '{one.outputs['name']}' assigned to it.",
            )


site = with_identity(
    service(
        SITE,
        source="REST API reference, Web Apps, Create Or Update; " + _SITES,
        checks=(
            Pattern("name", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])", source=NAMING, saying="2 to 60 letters, digits and hyphens"),
        ),
        references={
            "serverFarmId": to(PLAN, code="NotFound"),
            "virtualNetworkSubnetId": into_subnet("NotFound"),
            "managedEnvironmentId": to(ENVIRONMENT, code="NotFound"),
        },
        immutable={"kind"},
        unique=(unique("name", scope="global", code="Conflict", message="Website with given name {name} already exists."),),
        # `publicNetworkAccess` has no default: left out, a private endpoint closes the app ("Use private endpoints for App Service apps").
        defaults={
            "clientAffinityEnabled": True,
            "clientCertEnabled": False,
            "enabled": True,
            "httpsOnly": False,
            "kind": "app",
        },
        outputs={
            "availabilityState": "Normal",
            "inProgressOperationId": "",
            "isDefaultContainer": False,
            "lastModifiedTimeUtc": "{now}",
            "maxNumberOfWorkers": 0,
            "outboundIpAddresses": "",
            "possibleOutboundIpAddresses": "",
            "repositorySiteName": "",
            "resourceGroup": "{resourceGroupName}",
            "sku": "",
            "slotSwapStatus": {},
            "state": "Running",
            "suspendedTill": "",
            "targetSwapSlot": "",
            "trafficManagerHostNames": [],
            "usageState": "Normal",
        },
    )
)


@site.check(source=_SITES)
def access_is_a_word(inputs: Properties) -> Iterator[Fault]:
    """Public access is Enabled or Disabled; a Linux app is reserved."""
    access = inputs.get("publicNetworkAccess")
    if access and not is_word(access, "Enabled", "Disabled"):
        yield "publicNetworkAccess", f"{access!r} is not allowed; allowed: Enabled, Disabled"
    if "linux" in str(inputs.get("kind")).lower() and inputs.get("reserved") is False:
        yield "reserved", "must be true for a Linux app"
    if not inputs.get("virtualNetworkSubnetId") and get(inputs, "siteConfig.vnetRouteAllEnabled") is True:
        yield "virtualNetworkSubnetId", "is required where siteConfig.vnetRouteAllEnabled is true"


@site.before("create")
@site.before("update")
def site_subnet_is_delegated(action: Action) -> None:
    """The subnet is delegated to plans (flex consumption: to environments), and the plan's tier can join networks."""
    farm = at_id(action.world, action.inputs.get("serverFarmId"), PLAN)
    subnet = at_id(action.world, action.inputs.get("virtualNetworkSubnetId"), SUBNET)
    size = str(get(farm.outputs, "sku.name")) if farm else ""
    if subnet is None:
        return
    wanted = "Microsoft.App/environments" if size.startswith("FC") else "Microsoft.Web/serverFarms"
    if not delegated(subnet, wanted):
        action.refuse("SubnetDelegationMissing", f"The subnet '{subnet.id}' must be delegated to {wanted}.")
    if size in ("F1", "D1", "Y1"):
        action.refuse("SkuNotSupported", f"The plan's size {size} has no virtual network integration.")
    if prefix_length(subnet) > 28:
        action.refuse("SubnetTooSmall", f"The subnet '{subnet.id}' must be /28 or larger.")


@site.computes
def site_answer(action: Action) -> Properties:
    """Its host names; of its settings what was given, with TLS 1.2 where no version was ('TLS/SSL in Azure App Service', minimum version)."""
    given = action.inputs.get("siteConfig")
    settings = {"siteConfig": completed(given, {"minTlsVersion": "1.2", "scmMinTlsVersion": "1.2"})} if isinstance(given, dict) else {}
    name = str(action.outputs["name"]).lower()
    host = f"{name}.azurewebsites.net"
    return {
        **shown_identity(action),
        **settings,
        "defaultHostName": host,
        "enabledHostNames": [host, f"{name}.scm.azurewebsites.net"],
        "hostNames": [host],
        "customDomainVerificationId": action.world.digest(action.account, "domains")[:64].upper(),
        "keyVaultReferenceIdentity": action.inputs.get("keyVaultReferenceIdentity") or "SystemAssigned",
    }


site_network = service(
    SITE_NETWORK,
    source="REST API reference, Web Apps, Create Or Update Swift Virtual Network Connection With Check",
    references={"subnetResourceId": into_subnet("NotFound")},
)


@site_network.before("create")
def joins_a_delegated_subnet(action: Action) -> None:
    """The same."""
    subnet = at_id(action.world, action.inputs.get("subnetResourceId"), SUBNET)
    if subnet is None or not delegated(subnet, "Microsoft.Web/serverFarms"):
        action.refuse("SubnetDelegationMissing", "subnetResourceId must name a subnet that is delegated to Microsoft.Web/serverFarms.")


for _type in PUBLISHING:
    # The API answers `allow`; a site publishes by password unless it is turned off.
    service(_type, source="REST API reference, Web Apps, Update Ftp Allowed, Update Scm Allowed")
