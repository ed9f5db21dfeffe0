"""Networks, keys, identities, roles and policies of the landscape."""

from tests.simulator.azure.data_places import CRYPTO_USER, PERSON, READER
from tests.simulator.azure.data_steps import ROLE_GUID, WHOLE, add
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import LOCATION, TENANT

# Networks that stand below.
add("group", "resources:ResourceGroup", resourceGroupName=GROUP, location=LOCATION)
add("vnet", "network:VirtualNetwork", virtualNetworkName="vnet", addressSpace={"addressPrefixes": ["10.0.0.0/16"]})


def _subnet(name: str, block: str, service: str = "") -> None:
    delegations = [{"name": "own", "serviceName": service}] if service else []
    add(
        f"subnet-{name}",
        "network:Subnet",
        virtualNetworkName="vnet",
        subnetName=name,
        addressPrefix=block,
        defaultOutboundAccess=False,
        delegations=delegations,
    )


_subnet("work", "10.0.0.0/24")
_subnet("boxes", "10.0.1.0/24", "Microsoft.ContainerInstance/containerGroups")
_subnet("apps", "10.0.2.0/23", "Microsoft.App/environments")
_subnet("sites", "10.0.4.0/24", "Microsoft.Web/serverFarms")
add(
    "nic",
    "network:NetworkInterface",
    lambda m: {"networkInterfaceName": "nic", "ipConfigurations": [{"name": "one", "subnet": {"id": m["subnet-work"].id}}]},
)

# Keys and identities.
_VAULT = {
    "sku": {"family": "A", "name": "premium"},
    "tenantId": TENANT,
    "enableRbacAuthorization": True,
    "enablePurgeProtection": True,
    "publicNetworkAccess": "Disabled",
    "networkAcls": {"bypass": "AzureServices", "defaultAction": "Deny"},
}
add("vault", "keyvault:Vault", vaultName="clinic-keys", properties=_VAULT)
add("key", "keyvault:Key", vaultName="clinic-keys", keyName="records", properties={"kty": "RSA-HSM", "keySize": 3072})
add("secret", "keyvault:Secret", vaultName="clinic-keys", secretName="registry", properties={"value": "made up"})
add(
    "hsm",
    "keyvault:ManagedHsm",
    name="clinic-hsm",
    sku={"family": "B", "name": "Standard_B1"},
    properties={"tenantId": TENANT, "initialAdminObjectIds": [PERSON], "enablePurgeProtection": True},
)
add("reader", "managedidentity:UserAssignedIdentity", resourceName="clinic-reader")
add(
    "trust",
    "managedidentity:FederatedIdentityCredential",
    resourceName="clinic-reader",
    federatedIdentityCredentialResourceName="pipeline",
    issuer="https://token.actions.example.com",
    subject="repo:clinic/app:ref:refs/heads/main",
    audiences=["api://AzureADTokenExchange"],
)
add(
    "grant",
    "authorization:RoleAssignment",
    lambda m: {
        "scope": m["vault"].id,
        "principalId": m["reader"]["principalId"],
        "principalType": "ServicePrincipal",
        "roleDefinitionId": CRYPTO_USER,
    },
)
add(
    "role",
    "authorization:RoleDefinition",
    scope=WHOLE,
    roleDefinitionId=ROLE_GUID,
    roleName="Record keeper",
    assignableScopes=[WHOLE],
    permissions=[{"actions": ["Microsoft.Storage/storageAccounts/read"], "notActions": []}],
)
add(
    "eligible",
    "authorization:PimRoleEligibilitySchedule",
    lambda m: {
        "scope": WHOLE,
        "principalId": PERSON,
        "roleDefinitionId": f"{WHOLE}{READER}",
        "scheduleInfo": {"expiration": {"type": "AfterDuration", "duration": "P365D"}},
    },
)
add(
    "pim",
    "authorization:RoleManagementPolicy",
    scope=WHOLE,
    roleManagementPolicyName="bbbbbbbb-0000-4000-8000-000000000001",
    rules=[{"id": "Expiration_EndUser_Assignment", "ruleType": "RoleManagementPolicyExpirationRule", "maximumDuration": "PT8H"}],
)
add(
    "pim-of",
    "authorization:RoleManagementPolicyAssignment",
    lambda m: {
        "scope": WHOLE,
        "roleManagementPolicyAssignmentName": "cccccccc-0000-4000-8000-000000000001",
        "policyId": m["pim"].id,
        "roleDefinitionId": f"{WHOLE}{READER}",
    },
)

# Policies.
_DENY = {"if": {"field": "type", "equals": "Microsoft.Network/publicIPAddresses"}, "then": {"effect": "deny"}}
for _kind, _names in (("", {}), ("AtManagementGroup", {"managementGroupId": "clinic"})):
    add(
        f"definition{_kind}",
        f"authorization:PolicyDefinition{_kind}",
        policyDefinitionName="no-public-ip",
        displayName="No public addresses",
        mode="All",
        policyRule=_DENY,
        **_names,
    )
    add(
        f"initiative{_kind}",
        f"authorization:PolicySetDefinition{_kind}",
        lambda m, kind=_kind, names=_names: {  # type: ignore[misc]
            "policySetDefinitionName": "closed",
            "policyDefinitions": [{"policyDefinitionId": m[f"definition{kind}"].id, "policyDefinitionReferenceId": "ip"}],
            **names,
        },
    )
add(
    "assignment",
    "authorization:PolicyAssignment",
    lambda m: {"scope": WHOLE, "policyAssignmentName": "closed", "policyDefinitionId": m["initiative"].id},
)
add(
    "exemption",
    "authorization:PolicyExemption",
    lambda m: {
        "scope": m["group"].id,
        "policyExemptionName": "lab",
        "policyAssignmentId": m["assignment"].id,
        "exemptionCategory": "Waiver",
    },
)
