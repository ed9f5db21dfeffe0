"""What Azure Policy refuses below a management group, as plain documents: roads out, public doors, keys in place of identities, strangers.

Each guardrail is one policy definition: `if` names the fault, `then` refuses it. Where a property can be left out, its absence is the
fault too unless Azure's default is the safe one: `notEquals` holds for a field that is not there.
Sources: Microsoft Learn, "Azure Policy definition structure basics", "Azure Policy definition structure policy rule" (`notEquals` on an
absent field is true; `count` over `[*]` aliases; `current()`), "Details of Azure Policy definition mode" (`Indexed` judges what has tags
and a location; `All` the rest too), "Default outbound access in Azure" (subnets are private where `defaultOutboundAccess` is false),
"Limit cross-tenant private endpoint connections in Azure", "List of built-in policy definitions" (aliases); 45 CFR 164.312(a)(1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

Json = dict[str, Any]

EFFECT: Final = "[parameters('effect')]"
AZURES_OWN_SUBNETS: Final = (
    "AzureBastionSubnet",
    "AzureFirewallManagementSubnet",
    "AzureFirewallSubnet",
    "GatewaySubnet",
    "RouteServerSubnet",
)
"""Subnets that only Azure's own appliances stand in; their roads are the appliances'."""


@dataclass(frozen=True)
class Guardrail:
    """One policy definition."""

    key: str
    """Stable word: the definition's name ends in it."""
    title: str
    why: str
    condition: Json
    mode: str = "Indexed"
    parameters: tuple[str, ...] = ()
    """Names of the initiative's parameters that the condition reads, beside `effect`."""

    @property
    def rule(self) -> Json:
        """The policy rule."""
        return {"if": self.condition, "then": {"effect": EFFECT}}


def _of(kind: str, *faults: Json) -> Json:
    """Resources of a type, with any one of the faults."""
    return {"allOf": [_type(kind), faults[0] if len(faults) == 1 else {"anyOf": list(faults)}]}


def _type(kind: str) -> Json:
    return {"field": "type", "equals": kind}


def _not(alias: str, safe: str | bool) -> Json:
    return {"field": alias, "notEquals": safe}


def _any_item(array: str, condition: Json) -> Json:
    return {"count": {"field": array, "where": condition}, "greater": 0}


def _subscription_of(reference: str) -> str:
    """Expression: subscription in a resource id; an empty text where there is none, which is nobody's."""
    return f"[split(concat({reference}, '////'), '/')[2]]"


PUBLIC_NETWORK_ACCESS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Microsoft.CognitiveServices/accounts": ("publicNetworkAccess",),
        "Microsoft.ContainerRegistry/registries": ("publicNetworkAccess",),
        "Microsoft.DBforPostgreSQL/flexibleServers": ("network.publicNetworkAccess",),
        "Microsoft.DocumentDB/databaseAccounts": ("publicNetworkAccess",),
        "Microsoft.KeyVault/vaults": ("publicNetworkAccess",),
        "Microsoft.MachineLearningServices/workspaces": ("publicNetworkAccess",),
        "Microsoft.OperationalInsights/workspaces": ("publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"),
        "Microsoft.Search/searchServices": ("publicNetworkAccess",),
        "Microsoft.ServiceBus/namespaces": ("publicNetworkAccess",),
        "Microsoft.Storage/storageAccounts": ("publicNetworkAccess",),
    }
)
"""Types with a public door, and the aliases that must say `Disabled`. Search answers in lower case; Azure Policy compares without case."""

IDENTITY_ONLY: Final[Mapping[str, Json]] = MappingProxyType(
    {
        "Microsoft.CognitiveServices/accounts": _not("Microsoft.CognitiveServices/accounts/disableLocalAuth", True),
        "Microsoft.ContainerRegistry/registries": {"field": "Microsoft.ContainerRegistry/registries/adminUserEnabled", "equals": True},
        "Microsoft.DBforPostgreSQL/flexibleServers": _not("Microsoft.DBforPostgreSQL/flexibleServers/authConfig.passwordAuth", "Disabled"),
        "Microsoft.DocumentDB/databaseAccounts": _not("Microsoft.DocumentDB/databaseAccounts/disableLocalAuth", True),
        "Microsoft.KeyVault/vaults": _not("Microsoft.KeyVault/vaults/enableRbacAuthorization", True),
        "Microsoft.Search/searchServices": _not("Microsoft.Search/searchServices/disableLocalAuth", True),
        "Microsoft.ServiceBus/namespaces": _not("Microsoft.ServiceBus/namespaces/disableLocalAuth", True),
        "Microsoft.Storage/storageAccounts": _not("Microsoft.Storage/storageAccounts/allowSharedKeyAccess", False),
    }
)
"""Types with keys or passwords of their own, and how it shows that these are on."""

OWN_KEYS: Final[Mapping[str, Json]] = MappingProxyType(
    {
        "Microsoft.CognitiveServices/accounts": _not("Microsoft.CognitiveServices/accounts/encryption.keySource", "Microsoft.KeyVault"),
        "Microsoft.ContainerRegistry/registries": _not("Microsoft.ContainerRegistry/registries/encryption.status", "enabled"),
        "Microsoft.DBforPostgreSQL/flexibleServers": _not("Microsoft.DBforPostgreSQL/flexibleServers/dataEncryption.type", "AzureKeyVault"),
        "Microsoft.DocumentDB/databaseAccounts": {"field": "Microsoft.DocumentDB/databaseAccounts/keyVaultKeyUri", "exists": False},
        "Microsoft.MachineLearningServices/workspaces": _not("Microsoft.MachineLearningServices/workspaces/encryption.status", "Enabled"),
        "Microsoft.Search/searchServices": _not("Microsoft.Search/searchServices/encryptionWithCmk.enforcement", "Enabled"),
        "Microsoft.ServiceBus/namespaces": _not("Microsoft.ServiceBus/namespaces/encryption.keySource", "Microsoft.KeyVault"),
        "Microsoft.Storage/storageAccounts": _not("Microsoft.Storage/storageAccounts/encryption.keySource", "Microsoft.Keyvault"),
    }
)
"""Types that encrypt, and how it shows that they do so with a key of Microsoft's."""

ROADS_OUT: Final = (
    "Microsoft.Cdn/profiles",
    "Microsoft.ClassicNetwork/virtualNetworks",
    "Microsoft.ClassicStorage/storageAccounts",
    "Microsoft.Network/natGateways",
    "Microsoft.Network/networkVirtualAppliances",
    "Microsoft.Network/publicIPPrefixes",
    "Microsoft.Network/trafficManagerProfiles",
    "Microsoft.Network/virtualHubs",
    "Microsoft.Network/virtualWans",
    "Microsoft.Relay/namespaces",
)
"""Types whose only work is a road out of a network, or that predate every control named here."""


def _public_network_access() -> Json:
    kinds = PUBLIC_NETWORK_ACCESS.items()
    return {"anyOf": [_of(kind, *(_not(f"{kind}/{alias}", "Disabled") for alias in aliases)) for kind, aliases in kinds]}


def _one_of(table: Mapping[str, Json]) -> Json:
    return {"anyOf": [_of(kind, fault) for kind, fault in table.items()]}


def _default_outbound_access() -> Json:
    subnet = "Microsoft.Network/virtualNetworks/subnets"
    separate = {
        "allOf": [_type(subnet), {"field": "name", "notIn": list(AZURES_OWN_SUBNETS)}, _not(f"{subnet}/defaultOutboundAccess", False)]
    }
    named = {"field": f"{subnet}[*].name", "notIn": list(AZURES_OWN_SUBNETS)}
    inline = _any_item(f"{subnet}[*]", {"allOf": [named, _not(f"{subnet}[*].defaultOutboundAccess", False)]})
    return {"anyOf": [separate, _of("Microsoft.Network/virtualNetworks", inline)]}


def _public_addresses() -> Json:
    configurations = "Microsoft.Network/networkInterfaces/ipconfigurations[*]"
    on_interface = _any_item(configurations, {"field": f"{configurations}.publicIpAddress.id", "exists": True})
    return {"anyOf": [_type("Microsoft.Network/publicIPAddresses"), _of("Microsoft.Network/networkInterfaces", on_interface)]}


def _peerings() -> Json:
    peering = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
    allowed = "[parameters('peeredNetworkIds')]"
    inline = _any_item(f"{peering}[*]", {"field": f"{peering}[*].remoteVirtualNetwork.id", "notIn": allowed})
    return {
        "anyOf": [
            _of(peering, {"field": f"{peering}/remoteVirtualNetwork.id", "notIn": allowed}),
            _of("Microsoft.Network/virtualNetworks", inline),
        ]
    }


def _private_link_services() -> Json:
    service = "Microsoft.Network/privateLinkServices"
    own = "[parameters('subscriptionIds')]"
    strangers = [
        _any_item(f"{service}/{role}.subscriptions[*]", {"field": f"{service}/{role}.subscriptions[*]", "notIn": own})
        for role in ("visibility", "autoApproval")
    ]
    # Without a list of its own a service is visible by role-based access alone: to whoever was granted it, which is nobody's declared flow.
    return _of(service, *strangers)


def _private_endpoints() -> Json:
    endpoint = "Microsoft.Network/privateEndpoints"
    faults = []
    for connections in ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections"):
        target = f"{endpoint}/{connections}[*].privateLinkServiceId"
        foreign = {"value": _subscription_of(f"current('{target}')"), "notIn": "[parameters('subscriptionIds')]"}
        faults.append(_any_item(f"{endpoint}/{connections}[*]", foreign))
    return _of(endpoint, *faults)


def _log_destinations() -> Json:
    setting = "Microsoft.Insights/diagnosticSettings"
    faults = [
        {
            "allOf": [
                {"field": f"{setting}/{alias}", "exists": True},
                {"value": _subscription_of(f"field('{setting}/{alias}')"), "notIn": "[parameters('subscriptionIds')]"},
            ]
        }
        for alias in ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId")
    ]
    return _of(setting, *faults)


def _storage() -> Json:
    account = "Microsoft.Storage/storageAccounts"
    return _of(
        account,
        _not(f"{account}/allowBlobPublicAccess", False),
        _not(f"{account}/allowCrossTenantReplication", False),
        # Absent, objects may be copied from and to accounts of any tenant.
        {"field": f"{account}/allowedCopyScope", "exists": False},
        {"field": f"{account}/minimumTlsVersion", "notIn": ["TLS1_2", "TLS1_3"]},
        _not(f"{account}/supportsHttpsTrafficOnly", True),
        {"field": f"{account}/isLocalUserEnabled", "equals": True},
        {"field": f"{account}/isSftpEnabled", "equals": True},
    )


def _places() -> Json:
    return {
        "allOf": [
            {"field": "location", "notIn": "[parameters('locations')]"},
            {"field": "location", "notEquals": "global"},
            # A B2C tenant's "location" is a continent: the built-in definition of allowed locations spares it too.
            {"field": "type", "notEquals": "Microsoft.AzureActiveDirectory/b2cDirectories"},
        ]
    }


def _global_models() -> Json:
    deployment = "Microsoft.CognitiveServices/accounts/deployments"
    return _of(deployment, {"field": f"{deployment}/sku.name", "notIn": ["Standard", "ProvisionedManaged"]})


GUARDRAILS: Final[Sequence[Guardrail]] = (
    Guardrail("public-addresses", "No public addresses", "A public address is a road in or out past every gate.", _public_addresses()),
    Guardrail(
        "public-network-access",
        "No public network access",
        "Stores and services are reached by private endpoint.",
        _public_network_access(),
    ),
    Guardrail(
        "default-outbound-access",
        "No default outbound access",
        "A subnet without defaultOutboundAccess: false may reach the internet through an address of Azure's.",
        _default_outbound_access(),
        mode="All",
    ),
    Guardrail("identity-only", "Identities, not keys", "Shared keys and passwords name nobody and end never.", _one_of(IDENTITY_ONLY)),
    Guardrail("own-keys", "Keys of our own", "Data is encrypted with a key that we can withdraw.", _one_of(OWN_KEYS)),
    Guardrail("storage", "Closed storage accounts", "No anonymous reader, no other tenant, no old TLS, no local user.", _storage()),
    Guardrail("locations", "Residency", "Data stays where it was promised to stay.", _places(), parameters=("locations",)),
    Guardrail(
        "resource-groups",
        "Residency of resource groups",
        "A group's location holds the metadata of all that is in it.",
        {"allOf": [_type("Microsoft.Resources/subscriptions/resourceGroups"), {"field": "location", "notIn": "[parameters('locations')]"}]},
        mode="All",
        parameters=("locations",),
    ),
    Guardrail(
        "zone-tags",
        "Every resource names its zone",
        "What has no zone can't be judged.",
        {"field": "tags['ai-zone']", "notIn": "[parameters('zones')]"},
        parameters=("zones",),
    ),
    Guardrail(
        "peerings",
        "No peering but the declared ones",
        "A peering joins two zones whole; flows are private links.",
        _peerings(),
        mode="All",
        parameters=("peeredNetworkIds",),
    ),
    Guardrail(
        "private-link-services",
        "Private Link Services for our own subscriptions",
        "With '*' anybody may ask for a connection, or gets one unasked.",
        _private_link_services(),
        parameters=("subscriptionIds",),
    ),
    Guardrail(
        "private-endpoints",
        "Private endpoints to our own resources",
        "A private endpoint to a stranger's resource is a private road out.",
        _private_endpoints(),
        parameters=("subscriptionIds",),
    ),
    Guardrail(
        "log-destinations",
        "Logs stay with us",
        "Logs of PHI stores may not go to a stranger's workspace, account or event hub.",
        _log_destinations(),
        mode="All",
        parameters=("subscriptionIds",),
    ),
    Guardrail(
        "delegation",
        "No delegation to other tenants",
        "Azure Lighthouse gives another tenant's people standing access.",
        {"anyOf": [_type("Microsoft.ManagedServices/registrationDefinitions"), _type("Microsoft.ManagedServices/registrationAssignments")]},
        mode="All",
    ),
    Guardrail("roads-out", "No road out by type", "These types exist to lead out.", {"field": "type", "in": list(ROADS_OUT)}, mode="All"),
    Guardrail(
        "model-places",
        "Models answer in their region",
        "Global and data zone deployments may process a prompt in any region.",
        _global_models(),
        mode="All",
    ),
)
"""All guardrails, by key."""

PARAMETERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "locations": "Locations in which resources may stand",
        "peeredNetworkIds": "Virtual networks that may be peered with",
        "subscriptionIds": "Our subscriptions",
        "zones": "Values of the tag ai-zone",
    }
)
"""Parameters of the initiative that are lists, and what they hold."""


def parameters_of(guardrail: Guardrail) -> Json:
    """Parameters of a guardrail's definition."""
    lists = {name: {"type": "Array", "metadata": {"displayName": PARAMETERS[name]}} for name in guardrail.parameters}
    return {**lists, "effect": {"type": "String", "allowedValues": ["Deny", "Audit"], "defaultValue": "Deny"}}
