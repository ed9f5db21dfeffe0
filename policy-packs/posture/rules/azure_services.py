"""Azure's services that hold, answer or carry data: how each says that its door is closed, that it takes identities alone, whose key it has.

Sources: Azure REST API reference of each service; Azure Well-Architected Framework, "Security" pillar (service guides); Azure Policy built-in
definitions ("… should disable public network access", "… should have local authentication methods disabled").
"""

from typing import Final

from posture.record import record
from posture.rules.azure_paths import PREFIX


@record
class Says:
    """A property, the words (lower case) that make it safe, and what Azure takes where it is absent (None: nothing that is safe)."""

    prop: str
    safe: tuple[str, ...]
    default: str | None = None


_OFF: Final = ("disabled", "securedbyperimeter")
_YES: Final = ("true",)
_NO: Final = ("false",)

DOORS: Final = {
    f"{PREFIX}{name}": Says(prop, _OFF)
    for name, prop in {
        "storage:StorageAccount": "publicNetworkAccess",
        "keyvault:Vault": "properties.publicNetworkAccess",
        "keyvault:ManagedHsm": "properties.publicNetworkAccess",
        "dbforpostgresql:Server": "network.publicNetworkAccess",
        "dbformysql:Server": "network.publicNetworkAccess",
        "sql:Server": "publicNetworkAccess",
        "cosmosdb:DatabaseAccount": "publicNetworkAccess",
        "servicebus:Namespace": "publicNetworkAccess",
        "eventhub:Namespace": "publicNetworkAccess",
        "eventgrid:Topic": "publicNetworkAccess",
        "eventgrid:Domain": "publicNetworkAccess",
        "eventgrid:Namespace": "publicNetworkAccess",
        "search:Service": "publicNetworkAccess",
        "cognitiveservices:Account": "properties.publicNetworkAccess",
        "machinelearningservices:Workspace": "publicNetworkAccess",
        "machinelearningservices:OnlineEndpoint": "onlineEndpointProperties.publicNetworkAccess",
        "containerregistry:Registry": "publicNetworkAccess",
        "redis:Redis": "publicNetworkAccess",
        "redisenterprise:RedisEnterprise": "publicNetworkAccess",
        "appconfiguration:ConfigurationStore": "publicNetworkAccess",
        "datafactory:Factory": "publicNetworkAccess",
        "synapse:Workspace": "publicNetworkAccess",
        "kusto:Cluster": "publicNetworkAccess",
        "databricks:Workspace": "publicNetworkAccess",
        "batch:BatchAccount": "publicNetworkAccess",
        "recoveryservices:Vault": "properties.publicNetworkAccess",
        "operationalinsights:Workspace": "publicNetworkAccessForIngestion",
        "applicationinsights:Component": "publicNetworkAccessForIngestion",
    }.items()
}
"""Whether a service answers at its public address. Absent: it does."""

DOORS.update(
    {
        f"{PREFIX}{name}": Says(prop, _OFF)
        for name, prop in {
            "eventgrid:PartnerNamespace": "publicNetworkAccess",
            "signalrservice:SignalR": "publicNetworkAccess",
            "webpubsub:WebPubSub": "publicNetworkAccess",
            "apimanagement:ApiManagementService": "publicNetworkAccess",
            "iothub:IotHubResource": "properties.publicNetworkAccess",
            "deviceprovisioningservices:IotDpsResource": "properties.publicNetworkAccess",
            "purview:Account": "publicNetworkAccess",
            "botservice:Bot": "properties.publicNetworkAccess",
            "dashboard:Grafana": "properties.publicNetworkAccess",
            "mongocluster:MongoCluster": "properties.publicNetworkAccess",
            "relay:Namespace": "publicNetworkAccess",
            "notificationhubs:Namespace": "publicNetworkAccess",
            "digitaltwins:DigitalTwin": "publicNetworkAccess",
            "elasticsan:ElasticSan": "publicNetworkAccess",
            "machinelearningservices:Registry": "publicNetworkAccess",
            "desktopvirtualization:HostPool": "publicNetworkAccess",
            "desktopvirtualization:Workspace": "publicNetworkAccess",
            "healthdataaiservices:DeidService": "properties.publicNetworkAccess",
            "dbformariadb:Server": "properties.publicNetworkAccess",
        }.items()
    }
)
DOORS.update(
    {
        f"{PREFIX}storagesync:StorageSyncService": Says("incomingTrafficPolicy", ("allowvirtualnetworksonly",)),
        f"{PREFIX}automation:AutomationAccount": Says("publicNetworkAccess", _NO),
        f"{PREFIX}sql:ManagedInstance": Says("publicDataEndpointEnabled", _NO, "false"),
        f"{PREFIX}dbforpostgresql:ServerGroupCluster": Says("coordinatorEnablePublicIpAccess", _NO),
        f"{PREFIX}appplatform:ApiPortal": Says("properties.public", _NO, "false"),
    }
)
"""Other words for the same."""

FRONTS: Final = tuple(
    f"{PREFIX}{name}" for name in ("apimanagement:ApiManagementService", "signalrservice:SignalR", "webpubsub:WebPubSub", "botservice:Bot")
)
"""What people come in by: in access it may answer at a public address, where the program says so."""

DOORS.update({f"{PREFIX}{name}:NamespaceNetworkRuleSet": Says("publicNetworkAccess", _OFF) for name in ("servicebus", "eventhub")})
"""A rule set says it for its namespace once more, and where it leaves it out, the namespace is opened: 'By default it is enabled' (REST API)."""

SECOND_DOORS: Final = {
    f"{PREFIX}operationalinsights:Workspace": (Says("publicNetworkAccessForQuery", _OFF),),
    f"{PREFIX}applicationinsights:Component": (Says("publicNetworkAccessForQuery", _OFF),),
    f"{PREFIX}machinelearningservices:Workspace": (Says("allowPublicAccessWhenBehindVnet", _NO, "false"),),
    f"{PREFIX}cosmosdb:DatabaseAccount": (Says("networkAclBypass", ("none",), "none"),),
    f"{PREFIX}dbforpostgresql:ServerGroupCluster": (Says("nodeEnablePublicIpAccess", _NO),),
    f"{PREFIX}purview:Account": (Says("managedResourcesPublicNetworkAccess", _OFF),),
}

RULE_SETS: Final = {
    f"{PREFIX}{name}": root
    for name, root in {
        "storage:StorageAccount": "networkRuleSet",
        "keyvault:Vault": "properties.networkAcls",
        "keyvault:ManagedHsm": "properties.networkAcls",
        "cognitiveservices:Account": "properties.networkAcls",
        "containerregistry:Registry": "networkRuleSet",
        "servicebus:NamespaceNetworkRuleSet": "",
        "eventhub:NamespaceNetworkRuleSet": "",
    }.items()
}
"""Where a service says from which networks its public address may be used."""

IDENTITIES: Final = {
    f"{PREFIX}{name}": says
    for name, says in {
        "storage:StorageAccount": Says("allowSharedKeyAccess", _NO),
        "cosmosdb:DatabaseAccount": Says("disableLocalAuth", _YES),
        "servicebus:Namespace": Says("disableLocalAuth", _YES),
        "eventhub:Namespace": Says("disableLocalAuth", _YES),
        "eventgrid:Topic": Says("disableLocalAuth", _YES),
        "eventgrid:Domain": Says("disableLocalAuth", _YES),
        "search:Service": Says("disableLocalAuth", _YES),
        "cognitiveservices:Account": Says("properties.disableLocalAuth", _YES),
        "operationalinsights:Workspace": Says("features.disableLocalAuth", _YES),
        "applicationinsights:Component": Says("disableLocalAuth", _YES),
        "containerregistry:Registry": Says("adminUserEnabled", _NO, "false"),
        "redis:Redis": Says("disableAccessKeyAuthentication", _YES),
        "redisenterprise:Database": Says("accessKeysAuthentication", ("disabled",)),
        "appconfiguration:ConfigurationStore": Says("disableLocalAuth", _YES),
        "machinelearningservices:Workspace": Says("systemDatastoresAuthMode", ("identity", "userdelegationsas")),
        "machinelearningservices:OnlineEndpoint": Says("onlineEndpointProperties.authMode", ("aadtoken",)),
        "containerservice:ManagedCluster": Says("disableLocalAccounts", _YES),
        "automation:AutomationAccount": Says("disableLocalAuth", _YES),
        "synapse:Workspace": Says("azureADOnlyAuthentication", _YES),
        "sql:ManagedInstance": Says("administrators.azureADOnlyAuthentication", _YES),
        "dbforpostgresql:ServerGroupCluster": Says("authConfig.passwordAuth", ("disabled",)),
        "eventgrid:PartnerNamespace": Says("disableLocalAuth", _YES),
        "signalrservice:SignalR": Says("disableLocalAuth", _YES),
        "webpubsub:WebPubSub": Says("disableLocalAuth", _YES),
        "iothub:IotHubResource": Says("properties.disableLocalAuth", _YES),
        "botservice:Bot": Says("properties.disableLocalAuth", _YES),
        "maps:Account": Says("properties.disableLocalAuth", _YES),
        "dashboard:Grafana": Says("properties.apiKey", ("disabled",), "disabled"),
    }.items()
}
"""Whether a service takes identities of Entra ID alone, and no keys of its own. Absent: it takes keys, unless a default says otherwise."""

MODES: Final = {
    f"{PREFIX}batch:BatchAccount": ("allowedAuthenticationModes", ("sharedkey",)),
    f"{PREFIX}mongocluster:MongoCluster": ("properties.authConfig.allowedModes", ("nativeauth",)),
}
"""Services that list the ways to log in, and the ways that are keys or passwords. Absent: those among others."""

SECOND_IDENTITIES: Final = {
    f"{PREFIX}storage:StorageAccount": (Says("defaultToOAuthAuthentication", _YES),),
    f"{PREFIX}cosmosdb:DatabaseAccount": (Says("disableKeyBasedMetadataWriteAccess", _YES),),
    f"{PREFIX}containerregistry:Registry": (Says("anonymousPullEnabled", _NO, "false"),),
}


@record
class Key:
    """How a service names a key of one's own: the word that switches it on, if there is one, and where the key is named."""

    source: Says | None
    names: tuple[str, ...]


KEYS: Final = {
    f"{PREFIX}{name}": key
    for name, key in {
        "storage:StorageAccount": Key(
            Says("encryption.keySource", ("microsoft.keyvault",)),
            ("encryption.keyVaultProperties.keyName", "encryption.keyVaultProperties.keyVaultUri"),
        ),
        "dbforpostgresql:Server": Key(Says("dataEncryption.type", ("azurekeyvault",)), ("dataEncryption.primaryKeyURI",)),
        "dbformysql:Server": Key(Says("dataEncryption.type", ("azurekeyvault",)), ("dataEncryption.primaryKeyURI",)),
        "sql:Server": Key(None, ("keyId",)),
        "cosmosdb:DatabaseAccount": Key(None, ("keyVaultKeyUri",)),
        "servicebus:Namespace": Key(
            Says("encryption.keySource", ("microsoft.keyvault",)),
            ("encryption.keyVaultProperties[0].keyName", "encryption.keyVaultProperties[0].keyVaultUri"),
        ),
        "eventhub:Namespace": Key(
            Says("encryption.keySource", ("microsoft.keyvault",)),
            ("encryption.keyVaultProperties[0].keyName", "encryption.keyVaultProperties[0].keyVaultUri"),
        ),
        "cognitiveservices:Account": Key(
            Says("properties.encryption.keySource", ("microsoft.keyvault",)),
            ("properties.encryption.keyVaultProperties.keyName", "properties.encryption.keyVaultProperties.keyVaultUri"),
        ),
        "machinelearningservices:Workspace": Key(
            Says("encryption.status", ("enabled",)),
            ("encryption.keyVaultProperties.keyIdentifier", "encryption.keyVaultProperties.keyVaultArmId"),
        ),
        "containerregistry:Registry": Key(Says("encryption.status", ("enabled",)), ("encryption.keyVaultProperties.keyIdentifier",)),
        "healthcareapis:FhirService": Key(None, ("encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl",)),
        "healthcareapis:DicomService": Key(None, ("encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl",)),
        "redisenterprise:RedisEnterprise": Key(None, ("encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl",)),
        "datafactory:Factory": Key(None, ("encryption.keyName", "encryption.vaultBaseUrl")),
        "search:Service": Key(Says("encryptionWithCmk.enforcement", ("enabled",)), ()),
        "recoveryservices:Vault": Key(None, ("properties.encryption.keyVaultProperties.keyUri",)),
        "dataprotection:BackupVault": Key(
            Says("properties.securitySettings.encryptionSettings.state", ("enabled",)),
            ("properties.securitySettings.encryptionSettings.keyVaultProperties.keyUri",),
        ),
        "appconfiguration:ConfigurationStore": Key(None, ("encryption.keyVaultProperties.keyIdentifier",)),
        "synapse:Workspace": Key(None, ("encryption.cmk.key.name", "encryption.cmk.key.keyVaultUrl")),
        "kusto:Cluster": Key(None, ("keyVaultProperties.keyName", "keyVaultProperties.keyVaultUri")),
        "batch:BatchAccount": Key(Says("encryption.keySource", ("microsoft.keyvault",)), ("encryption.keyVaultProperties.keyIdentifier",)),
        "automation:AutomationAccount": Key(
            Says("encryption.keySource", ("microsoft.keyvault",)),
            ("encryption.keyVaultProperties.keyName", "encryption.keyVaultProperties.keyvaultUri"),
        ),
        "netapp:Account": Key(Says("encryption.keySource", ("microsoft.keyvault",)), ("encryption.keyVaultProperties.keyName",)),
        "hdinsight:Cluster": Key(None, ("properties.diskEncryptionProperties.keyName", "properties.diskEncryptionProperties.vaultUri")),
        "sql:ManagedInstance": Key(None, ("keyId",)),
    }.items()
}
"""How each service is given a key of one's own."""
