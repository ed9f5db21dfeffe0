"""Azure SQL and Synapse.

Sources: Azure documentation, "Naming rules and restrictions for Azure resources", "Microsoft Entra-only authentication with Azure SQL",
"Outbound firewall rules for Azure SQL Database", "Azure Synapse Analytics managed virtual network", "Data exfiltration protection for Azure
Synapse Analytics workspaces"; REST API reference of each, Create Or Update.
"""

import ipaddress
from collections.abc import Iterator
from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import NAMING, STORAGE_ACCOUNT
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import has_identity, shown_identity, tenant, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import completed, frozen, get, is_word, service, to
from simulator.rules.checks import Allowed, Between, Fault, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

SQL = "azure-native:sql:Server"
SQL_DATABASE = "azure-native:sql:Database"
SQL_FIREWALL = "azure-native:sql:FirewallRule"
SQL_NETWORK = "azure-native:sql:VirtualNetworkRule"
SQL_OUTBOUND = "azure-native:sql:OutboundFirewallRule"
SQL_AUDITING = "azure-native:sql:ServerBlobAuditingPolicy"
SQL_ENCRYPTION = "azure-native:sql:TransparentDataEncryption"
SQL_BACKUPS = "azure-native:sql:BackupShortTermRetentionPolicy"
SYNAPSE = "azure-native:synapse:Workspace"
SYNAPSE_FIREWALL = "azure-native:synapse:IpFirewallRule"
REDIS_FIREWALL = "azure-native:redis:FirewallRule"
_SQL = "REST API reference, Servers, Create Or Update (SQL)"
_LOWER = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"

sql = shows_connections(
    with_identity(
        service(
            SQL,
            source=_SQL,
            checks=(Pattern("serverName", _LOWER, source=NAMING, saying="1 to 63 lower-case letters, digits and hyphens"),),
            immutable={"administratorLogin", "version"},
            unique=(
                unique(
                    "name", scope="global", code="NameAlreadyExists", message="The name '{name}' already exists. Choose a different name."
                ),
            ),
            defaults={
                "minimalTlsVersion": "1.2",
                "publicNetworkAccess": "Enabled",
                "restrictOutboundNetworkAccess": "Disabled",
                "version": "12.0",
                "isIPv6Enabled": "Disabled",
            },
            outputs={"externalGovernanceStatus": "Disabled", "kind": "v12.0", "state": "Ready", "workspaceFeature": "Disconnected"},
        )
    )
)


@sql.check(source="Azure documentation, 'Microsoft Entra-only authentication with Azure SQL'")
def somebody_administers(inputs: Properties) -> Iterator[Fault]:
    """A login with a password, or an administrator of the directory alone."""
    only = get(inputs, "administrators.azureADOnlyAuthentication") is True
    if not only:
        for name in ("administratorLogin", "administratorLoginPassword"):
            if not inputs.get(name):
                yield name, "is required unless administrators.azureADOnlyAuthentication is true"
    for name in ("login", "sid") if inputs.get("administrators") else ():
        if not get(inputs, f"administrators.{name}"):
            yield f"administrators.{name}", "is required"
    if is_word(inputs.get("administratorLogin"), "admin", "administrator", "sa", "root", "dbmanager", "loginmanager", "guest", "public"):
        yield "administratorLogin", f"{inputs['administratorLogin']!r} is reserved"
    if inputs.get("keyId") and not has_identity(inputs):
        yield "identity", "is required where keyId is given"
    if has_identity(inputs, "UserAssigned") and not inputs.get("primaryUserAssignedIdentityId"):
        yield "primaryUserAssignedIdentityId", "is required where identities are assigned"


@sql.computes
def sql_answer(action: Action) -> Properties:
    """Its host name; the password is never answered."""
    made: Properties = {**shown_identity(action), "fullyQualifiedDomainName": f"{action.outputs['name']}.database.windows.net"}
    if action.inputs.get("administratorLoginPassword"):
        made["administratorLoginPassword"] = None
    if action.inputs.get("administrators"):
        made["administrators"] = completed(
            action.inputs["administrators"], {"administratorType": "ActiveDirectory", "tenantId": tenant(action)}
        )
    return made


sql_database = service(
    SQL_DATABASE,
    source="REST API reference, Databases, Create Or Update (SQL)",
    checks=(
        Pattern("databaseName", r"(?!.*[. ]$)[^<>*%&:\\/?]{1,128}", source=NAMING, saying="1 to 128 characters without < > * % & : \\ / ?"),
    ),
    immutable={"collation", "catalogCollation", "isLedgerOn", "createMode", "sampleName"},
    defaults={"collation": "SQL_Latin1_General_CP1_CI_AS", "zoneRedundant": False, "readScale": "Disabled"},
    outputs={
        "creationDate": "{now}",
        "currentBackupStorageRedundancy": "Geo",
        "currentServiceObjectiveName": "GP_Gen5_2",
        "currentSku": {"name": "GP_Gen5", "tier": "GeneralPurpose", "capacity": 2},
        "databaseId": "{uuid}",
        "defaultSecondaryLocation": "",
        "earliestRestoreDate": "{now}",
        "failoverGroupId": "",
        "isInfraEncryptionEnabled": False,
        "kind": "v12.0,user,vcore",
        "managedBy": "",
        "maxLogSizeBytes": 68719476736,
        "pausedDate": "",
        "requestedServiceObjectiveName": "GP_Gen5_2",
        "resumedDate": "",
        "status": "Online",
    },
)
sql_outbound = service(
    SQL_OUTBOUND,
    source="REST API reference, Outbound Firewall Rules, Create Or Update",
    checks=(
        Pattern(
            "outboundRuleFqdn",
            r"[A-Za-z0-9.-]+\.[a-z]{2,}",
            source="Azure documentation, 'Outbound firewall rules for Azure SQL Database'",
            saying="the name of a host",
        ),
    ),
)
sql_network = service(
    SQL_NETWORK,
    source="REST API reference, Virtual Network Rules, Create Or Update",
    references={"virtualNetworkSubnetId": to(SUBNET, code="VirtualNetworkRuleBadRequest")},
    outputs={"state": "Ready"},
)


auditing = service(
    SQL_AUDITING,
    source="REST API reference, Server Blob Auditing Policies, Create Or Update",
    checks=(
        Allowed("blobAuditingPolicyName", ("default",), source="REST API reference, Server Blob Auditing Policies"),
        Between("retentionDays", 0, 3285, source="REST API reference, Server Blob Auditing Policies"),
    ),
    # 'Set up auditing for Azure SQL Database': retention is unlimited, 0 days, unless a number is given.
    defaults={"retentionDays": 0},
)


@auditing.check(source="Azure documentation, 'Set up auditing for Azure SQL Database'")
def audits_go_somewhere(inputs: Properties) -> Iterator[Fault]:
    """To storage or to Azure Monitor; storage by a key or by the server's identity."""
    on = is_word(inputs.get("state"), "Enabled")
    if on and not inputs.get("storageEndpoint") and inputs.get("isAzureMonitorTargetEnabled") is not True:
        yield "storageEndpoint", "is required, or isAzureMonitorTargetEnabled, when state is 'Enabled'"


@auditing.computes
def auditing_answer(action: Action) -> Properties:
    """Keys are never answered; the groups of actions that hold where nothing was said."""
    groups = ["SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP", "FAILED_DATABASE_AUTHENTICATION_GROUP", "BATCH_COMPLETED_GROUP"]
    made: Properties = {"auditActionsAndGroups": action.inputs.get("auditActionsAndGroups") or groups}
    if action.inputs.get("storageAccountAccessKey"):
        made["storageAccountAccessKey"] = None
    return made


service(
    SQL_ENCRYPTION,
    source="REST API reference, Transparent Data Encryptions, Create Or Update",
    checks=(Allowed("tdeName", ("current",), source="REST API reference, Transparent Data Encryptions"),),
)
service(
    SQL_BACKUPS,
    source="REST API reference, Backup Short Term Retention Policies, Create Or Update",
    checks=(
        Allowed("policyName", ("default",), source="REST API reference, Backup Short Term Retention Policies"),
        Between("retentionDays", 1, 35, source="Azure documentation, 'Automated backups in Azure SQL Database'"),
        Allowed("diffBackupIntervalInHours", (12, 24), source="Azure documentation, 'Automated backups in Azure SQL Database'"),
    ),
    defaults={"retentionDays": 7, "diffBackupIntervalInHours": 12},
)


def _addresses(first: str, last: str) -> Any:
    def faults(inputs: Properties) -> Iterator[Fault]:
        """Two IPv4 addresses in order."""
        found = []
        for name in (first, last):
            try:
                found.append(ipaddress.IPv4Address(str(inputs.get(name))))
            except ValueError:
                yield name, f"{inputs.get(name)!r} is not an IPv4 address"
        if len(found) == 2 and found[0] > found[1]:
            yield first, f"{found[0]} is behind {last}, {found[1]}"

    return faults


for _type, _first, _last in (
    (SQL_FIREWALL, "startIpAddress", "endIpAddress"),
    (SYNAPSE_FIREWALL, "startIpAddress", "endIpAddress"),
    (REDIS_FIREWALL, "startIP", "endIP"),
):
    service(_type, source="REST API reference, Firewall Rules, Create Or Update").check(
        source="REST API reference, Firewall Rules, Create Or Update"
    )(_addresses(_first, _last))

synapse = with_identity(
    service(
        SYNAPSE,
        source="REST API reference, Workspaces, Create Or Update (Synapse)",
        checks=(
            Pattern(
                "workspaceName",
                r"(?!.*-ondemand)[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?",
                source="REST API reference, Workspaces (Synapse)",
                saying="1 to 50 lower-case letters, digits and hyphens, without -ondemand",
            ),
            Allowed(
                "managedVirtualNetwork", ("default", ""), source="Azure documentation, 'Azure Synapse Analytics managed virtual network'"
            ),
        ),
        references={"defaultDataLakeStorage.resourceId": to(STORAGE_ACCOUNT, code="ValidationFailed")},
        immutable={"managedVirtualNetwork", "managedResourceGroupName", "defaultDataLakeStorage"},
        unique=(unique("name", scope="global", code="WorkspaceNameExists"),),
        defaults={"publicNetworkAccess": "Enabled", "trustedServiceBypassEnabled": False},
        outputs={"adlaResourceId": "", "extraProperties": {}, "settings": {}, "workspaceUID": "{uuid}"},
    )
)
frozen(
    synapse,
    "managedVirtualNetworkSettings.preventDataExfiltration",
    code="DataExfiltrationCannotBeChanged",
    why="'you can't change the workspace configuration for data exfiltration protection after the workspace is created'",
)


@synapse.check(source="Azure documentation, 'Data exfiltration protection for Azure Synapse Analytics workspaces'")
def exfiltration_needs_a_network(inputs: Properties) -> Iterator[Fault]:
    """Protection against exfiltration stands on the managed network; a workspace has an identity and a lake."""
    if get(inputs, "managedVirtualNetworkSettings.preventDataExfiltration") is True and not inputs.get("managedVirtualNetwork"):
        yield "managedVirtualNetwork", "must be 'default' where preventDataExfiltration is true"
    if not has_identity(inputs):
        yield "identity", "is required"
    for name in ("accountUrl", "filesystem"):
        if not get(inputs, f"defaultDataLakeStorage.{name}"):
            yield f"defaultDataLakeStorage.{name}", "is required"


@synapse.computes
def synapse_answer(action: Action) -> Properties:
    """Endpoints; the password is never answered."""
    name = action.outputs["name"]
    ends = {
        "web": f"https://web.azuresynapse.net?workspace={action.id}",
        "dev": f"https://{name}.dev.azuresynapse.net",
        "sqlOnDemand": f"{name}-ondemand.sql.azuresynapse.net",
        "sql": f"{name}.sql.azuresynapse.net",
    }
    made: Properties = {**shown_identity(action), "connectivityEndpoints": ends}
    if action.inputs.get("sqlAdministratorLoginPassword"):
        made["sqlAdministratorLoginPassword"] = None
    return made
