"""Cosmos DB: accounts, databases and containers of its SQL API, roles for its data.

Sources: Azure documentation, "Azure Cosmos DB service quotas" (names, throughput), "Configure customer-managed keys" (periodic and
continuous backups; identity; set at creation or later, never taken back), "Online backup and on-demand data restore" (intervals;
continuous is not undone), "Consistency levels", "Manage key-based metadata writes", "Configure role-based access control for Azure Cosmos
DB for NoSQL" (`disableLocalAuth`; data actions; scopes inside of the account), "Partitioning"; REST API reference, Database Accounts,
Create Or Update; pulumi-azure-native, `provider/pkg/gen/replacement.go` (principal and scope of assignments replace).
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.packages.azure_native import normal_location
from simulator.rules.azure_native.data_kinds import COSMOS
from simulator.rules.azure_native.ids import own_id, same
from simulator.rules.azure_native.key_access import KEY_URI, needs_key
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import has_identity, principals, shown_identity, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.roles import UUID
from simulator.rules.azure_native.service_rules import completed, get, kept, owner, same_text, service, to
from simulator.rules.checks import AtMostOneOf, Between, Fault, Length, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

DATABASE = "azure-native:cosmosdb:SqlResourceSqlDatabase"
CONTAINER = "azure-native:cosmosdb:SqlResourceSqlContainer"
ROLE = "azure-native:cosmosdb:SqlResourceSqlRoleDefinition"
ROLE_OF = "azure-native:cosmosdb:SqlResourceSqlRoleAssignment"
_CREATE = "REST API reference, Database Accounts, Create Or Update"
_KEYS = "Azure documentation, 'Configure customer-managed keys for your Azure Cosmos DB account'"
_QUOTAS = "Azure documentation, 'Azure Cosmos DB service quotas'"
_BACKUP = "Azure documentation, 'Online backup and on-demand data restore in Azure Cosmos DB'"
_ROLES = "Azure documentation, 'Use data plane role-based access control with Azure Cosmos DB for NoSQL'"
BUILT_IN = ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002")
"""Cosmos DB Built-in Data Reader and Data Contributor."""

account = shows_connections(
    with_identity(
        service(
            COSMOS,
            source=_CREATE,
            checks=(
                Pattern(
                    "accountName",
                    r"[a-z0-9](?!.*-$)[a-z0-9-]{2,43}",
                    source=_QUOTAS,
                    saying="3 to 44 lower-case letters, digits and hyphens",
                ),
                Length("locations", 1, None, source=_CREATE),
                Pattern("keyVaultKeyUri", KEY_URI, source=_KEYS, saying="the URI of a key"),
                Between("backupPolicy.periodicModeProperties.backupIntervalInMinutes", 60, 1440, source=_BACKUP),
                Between("backupPolicy.periodicModeProperties.backupRetentionIntervalInHours", 8, 720, source=_BACKUP),
                Between("consistencyPolicy.maxStalenessPrefix", 10, 2147483647, source=_CREATE),
                Between("consistencyPolicy.maxIntervalInSeconds", 5, 86400, source=_CREATE),
            ),
            skip=("backupPolicy",),
            references={"virtualNetworkRules[*].id": to(SUBNET, code="BadRequest")},
            immutable={"kind", "createMode", "restoreParameters"},
            unique=(
                unique(
                    "name",
                    scope="global",
                    code="DatabaseAccountAlreadyExists",
                    message="Database account {name} already exists: the name is taken.",
                ),
            ),
            defaults={
                "disableKeyBasedMetadataWriteAccess": False,
                "disableLocalAuth": False,
                "enableAnalyticalStorage": False,
                "enableAutomaticFailover": False,
                "enableFreeTier": False,
                "enableMultipleWriteLocations": False,
                "isVirtualNetworkFilterEnabled": False,
                "kind": "GlobalDocumentDB",
                "minimalTlsVersion": "Tls12",
                "networkAclBypass": "None",
                "publicNetworkAccess": "Enabled",
                "capabilities": [],
                "cors": [],
                "ipRules": [],
                "virtualNetworkRules": [],
                "networkAclBypassResourceIds": [],
                "createMode": "Default",
            },
            outputs={"instanceId": "{uuid}", "keysMetadata": {}, "keyVaultKeyUriVersion": ""},
        )
    )
)


@account.check(source=_CREATE)
def regions_in_order(inputs: Properties) -> Iterator[Fault]:
    """Failover priorities are 0, 1, 2…; regions are listed once; bounded staleness has its bounds; filters are on where rules are."""
    found = inputs.get("locations") or []
    if sorted(one.get("failoverPriority") or 0 for one in found) != list(range(len(found))):
        yield "locations", "failoverPriority must be 0 for one region, and 1, 2… for the others"
    names = [normal_location(str(one.get("locationName"))) for one in found]
    if len(set(names)) < len(names):
        yield "locations", "lists a region twice"
    if inputs.get("virtualNetworkRules") and inputs.get("isVirtualNetworkFilterEnabled") is not True:
        yield "isVirtualNetworkFilterEnabled", "must be true where virtualNetworkRules are given"
    level = get(inputs, "consistencyPolicy.defaultConsistencyLevel")
    if level == "Strong" and inputs.get("enableMultipleWriteLocations") is True:
        yield "consistencyPolicy.defaultConsistencyLevel", "'Strong' can't be combined with enableMultipleWriteLocations"
    kind = get(inputs, "backupPolicy.type")
    if inputs.get("backupPolicy") and kind not in ("Periodic", "Continuous"):
        yield "backupPolicy.type", f"{kind!r} is not allowed; allowed: Periodic, Continuous"


@account.check(source=_KEYS)
def key_and_identity(inputs: Properties) -> Iterator[Fault]:
    """A key without a version; an assigned identity is the default one."""
    key, default = inputs.get("keyVaultKeyUri"), inputs.get("defaultIdentity")
    if isinstance(key, str) and key.rstrip("/").split("/keys/")[-1].count("/"):
        yield "keyVaultKeyUri", f"{key!r} must not hold a version"
    if isinstance(default, str) and default.startswith("UserAssignedIdentity=") and not has_identity(inputs, "UserAssigned"):
        yield "identity", "must be user-assigned where defaultIdentity names an identity"
    if isinstance(default, str) and not default.startswith(("FirstPartyIdentity", "SystemAssignedIdentity", "UserAssignedIdentity=")):
        yield (
            "defaultIdentity",
            f"{default!r} is not allowed; allowed: FirstPartyIdentity, SystemAssignedIdentity, UserAssignedIdentity=<id>",
        )


@account.before("create")
@account.before("update")
def key_is_usable(action: Action) -> None:
    """The default identity reads the key; once there, a key stays."""
    uri, before = action.inputs.get("keyVaultKeyUri"), kept(action, "keyVaultKeyUri")
    if before and not uri:
        action.refuse("BadRequest", "A customer-managed key can't be taken away from an account.")
    default = str(action.inputs.get("defaultIdentity") or "")
    if isinstance(uri, str) and uri != before and default.startswith("UserAssignedIdentity="):
        needs_key(action, uri, principals(action, default.split("=", 1)[1]), "InvalidKeyVaultKeyUri")


@account.before("update")
def continuous_stays(action: Action) -> None:
    """'You can't migrate an account from continuous mode to periodic mode.'"""
    if get(kept(action, "backupPolicy"), "type") == "Continuous" and get(action.inputs, "backupPolicy.type") == "Periodic":
        action.refuse("BadRequest", "An account with continuous backups can't go back to periodic ones.")


@account.computes
def account_answer(action: Action) -> Properties:
    """Endpoints by region."""
    name, inputs = action.outputs["name"], action.inputs

    def region(i: int, one: Properties) -> Properties:
        place = normal_location(str(one.get("locationName")))
        return {
            "id": f"{name}-{place}",
            "locationName": one.get("locationName"),
            "documentEndpoint": f"https://{name}-{place}.documents.azure.com:443/",
            "failoverPriority": one.get("failoverPriority") or i,
            "isZoneRedundant": one.get("isZoneRedundant") is True,
            "provisioningState": "Succeeded",
        }

    regions = [region(i, one) for i, one in enumerate(sorted(inputs["locations"], key=lambda one: one.get("failoverPriority") or 0))]
    writes = regions if inputs.get("enableMultipleWriteLocations") is True else regions[:1]
    periodic = {"backupIntervalInMinutes": 240, "backupRetentionIntervalInHours": 8, "backupStorageRedundancy": "Geo"}
    backup = inputs.get("backupPolicy") or {"type": "Periodic", "periodicModeProperties": periodic}
    if backup.get("type") == "Continuous":
        # 'Continuous backup with point-in-time restore': thirty days unless the tier says seven.
        backup = completed(backup, {"continuousModeProperties": {"tier": "Continuous30Days"}})
    uri = inputs.get("keyVaultKeyUri")
    return {
        **shown_identity(action),
        "documentEndpoint": f"https://{name}.documents.azure.com:443/",
        "failoverPolicies": [{key: one[key] for key in ("id", "locationName", "failoverPriority")} for one in regions],
        "locations": regions,
        "readLocations": regions,
        "writeLocations": writes,
        "backupPolicy": completed(backup, {"periodicModeProperties": periodic} if backup.get("type") == "Periodic" else {}),
        "consistencyPolicy": completed(
            inputs.get("consistencyPolicy"), {"defaultConsistencyLevel": "Session", "maxIntervalInSeconds": 5, "maxStalenessPrefix": 100}
        ),
        "defaultIdentity": inputs.get("defaultIdentity") or "FirstPartyIdentity",
        "keyVaultKeyUriVersion": f"{uri}/{action.world.digest(str(uri), 'version')[:32]}" if uri else "",
    }


database = service(
    DATABASE,
    source="REST API reference, Sql Resources, Create Update Sql Database",
    checks=(
        Pattern(
            "databaseName", r"[^/\\#?]{1,255}(?<! )", source=_QUOTAS, saying="1 to 255 characters without / \\ # ?, not ending in a space"
        ),
        AtMostOneOf(("options.throughput", "options.autoscaleSettings"), source=_QUOTAS),
        Between("options.throughput", 400, 1000000, source=_QUOTAS),
        Between("options.autoscaleSettings.maxThroughput", 1000, 1000000, source=_QUOTAS),
    ),
)
container = service(
    CONTAINER,
    source="REST API reference, Sql Resources, Create Update Sql Container",
    checks=(
        Pattern(
            "containerName", r"[^/\\#?]{1,255}(?<! )", source=_QUOTAS, saying="1 to 255 characters without / \\ # ?, not ending in a space"
        ),
        AtMostOneOf(("options.throughput", "options.autoscaleSettings"), source=_QUOTAS),
        Between("options.throughput", 400, 1000000, source=_QUOTAS),
    ),
    immutable={"resource.partitionKey", "resource.uniqueKeyPolicy", "resource.vectorEmbeddingPolicy"},
)


@database.check(source="REST API reference, Sql Resources")
def database_id_is_its_name(inputs: Properties) -> Iterator[Fault]:
    """The id in the body is the name in the path."""
    if not same_text(get(inputs, "resource.id"), inputs.get("databaseName")):
        yield "resource.id", f"must equal databaseName, {inputs.get('databaseName')!r}"


@container.check(source="REST API reference, Sql Resources; Azure documentation, 'Partitioning and horizontal scaling in Azure Cosmos DB'")
def container_id_is_its_name(inputs: Properties) -> Iterator[Fault]:
    """The same; and a container has a partition key of one to three paths."""
    if not same_text(get(inputs, "resource.id"), inputs.get("containerName")):
        yield "resource.id", f"must equal containerName, {inputs.get('containerName')!r}"
    paths = get(inputs, "resource.partitionKey.paths") or []
    if not 1 <= len(paths) <= 3 or not all(str(one).startswith("/") for one in paths):
        yield "resource.partitionKey.paths", "is required: one to three paths that begin with /"


@database.computes
@container.computes
def resource_answer(action: Action) -> Properties:
    """Ids that the service makes."""
    shown = {"rid": action.hex(8, "rid"), "ts": 0, "etag": f'"{action.uuid("etag")}"'}
    return {"resource": completed(action.inputs["resource"], shown)}


role = service(
    ROLE,
    source="REST API reference, Sql Resources, Create Update Sql Role Definition; " + _ROLES,
    checks=(
        Pattern("roleDefinitionId", UUID, source=_ROLES, saying="a GUID"),
        Pattern(
            "permissions[*].dataActions[*]",
            r"(?i:microsoft\.documentdb/databaseaccounts/[A-Za-z/*]+)",
            source=_ROLES,
            saying="a data action, such as Microsoft.DocumentDB/databaseAccounts/readMetadata",
        ),
    ),
    defaults={"type": "CustomRole"},
)


@role.check(source=_ROLES)
def scopes_inside(inputs: Properties) -> Iterator[Fault]:
    """A role has a name, a permission, and scopes inside of its account."""
    for name in ("roleName", "permissions", "assignableScopes"):
        if not inputs.get(name):
            yield name, "is required"
    for i, scope in enumerate(inputs.get("assignableScopes") or []):
        if f"/databaseaccounts/{inputs.get('accountName')}".lower() not in str(scope).lower():
            yield f"assignableScopes[{i}]", f"{scope!r} is outside of the account"


role_of = service(
    ROLE_OF,
    source="REST API reference, Sql Resources, Create Update Sql Role Assignment; " + _ROLES,
    checks=(
        Pattern("roleAssignmentId", UUID, source=_ROLES, saying="a GUID"),
        Pattern("principalId", UUID, source=_ROLES, saying="the object id of a principal, a GUID"),
    ),
    immutable={"principalId", "scope"},
)


@role_of.before("create")
def a_role_of_the_account(action: Action) -> None:
    """Role and scope are the account's, and the grant is new."""
    home = owner(action, COSMOS)
    scope, role_id = str(action.inputs.get("scope")), str(action.inputs.get("roleDefinitionId"))
    if home is None:
        return
    if not (scope.lower() + "/").startswith(home.id.lower() + "/"):
        action.refuse("BadRequest", f"The scope '{scope}' is outside of the account '{home.id}'.")
    guid = role_id.rsplit("/", 1)[-1]
    if guid not in BUILT_IN and not action.world.by_id(role_id, any_case=True):
        action.refuse("NotFound", f"The role definition '{role_id}' was not found in the account.")
    for one in action.world.below(home.id + "/sqlRoleAssignments/"):
        twin = same(one.outputs.get("scope"), scope) and same_text(one.outputs.get("principalId"), action.inputs.get("principalId"))
        if twin and same(one.outputs.get("roleDefinitionId"), role_id) and not same(one.id, own_id(action)):
            action.refuse("Conflict", f"The role assignment exists already: {one.id}.")
