"""ARM paths of the types that rules look at: how an id is made of the names that a program gives.

Source: Azure REST API reference, the request URI of each resource's "Create Or Update". The names in braces are the SDK's inputs.
A resource in a group stands below `/subscriptions/{subscription}/resourceGroups/{group}/providers/`.
"""

import re
from functools import cache
from typing import Final

from posture.inputs.arm_ids import arm_paths

PREFIX: Final = "azure-native:"
_WRITTEN: Final = """
dbformysql:Server Microsoft.DBforMySQL/flexibleServers/{serverName}
redisenterprise:RedisEnterprise Microsoft.Cache/redisEnterprise/{clusterName}
redisenterprise:Database Microsoft.Cache/redisEnterprise/{clusterName}/databases/{databaseName}
recoveryservices:ProtectionPolicy Microsoft.RecoveryServices/vaults/{vaultName}/backupPolicies/{policyName}
containerservice:ManagedCluster Microsoft.ContainerService/managedClusters/{resourceName}
containerservice:AgentPool Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}
dbforpostgresql:ServerGroupCluster Microsoft.DBforPostgreSQL/serverGroupsv2/{clusterName}
dbforpostgresql:ServerGroupFirewallRule Microsoft.DBforPostgreSQL/serverGroupsv2/{clusterName}/firewallRules/{firewallRuleName}
dbformariadb:Server Microsoft.DBforMariaDB/servers/{serverName}
dbformariadb:FirewallRule Microsoft.DBforMariaDB/servers/{serverName}/firewallRules/{firewallRuleName}
mongocluster:MongoCluster Microsoft.DocumentDB/mongoClusters/{mongoClusterName}
mongocluster:FirewallRule Microsoft.DocumentDB/mongoClusters/{mongoClusterName}/firewallRules/{firewallRuleName}
apimanagement:ApiManagementService Microsoft.ApiManagement/service/{serviceName}
apimanagement:Backend Microsoft.ApiManagement/service/{serviceName}/backends/{backendId}
automation:AutomationAccount Microsoft.Automation/automationAccounts/{automationAccountName}
automation:Variable Microsoft.Automation/automationAccounts/{automationAccountName}/variables/{variableName}
batch:BatchAccount Microsoft.Batch/batchAccounts/{accountName}
batch:Pool Microsoft.Batch/batchAccounts/{accountName}/pools/{poolName}
cdn:Profile Microsoft.Cdn/profiles/{profileName}
cdn:Endpoint Microsoft.Cdn/profiles/{profileName}/endpoints/{endpointName}
cdn:AFDEndpoint Microsoft.Cdn/profiles/{profileName}/afdEndpoints/{endpointName}
cdn:Route Microsoft.Cdn/profiles/{profileName}/afdEndpoints/{endpointName}/routes/{routeName}
cdn:AFDCustomDomain Microsoft.Cdn/profiles/{profileName}/customDomains/{customDomainName}
cdn:SecurityPolicy Microsoft.Cdn/profiles/{profileName}/securityPolicies/{securityPolicyName}
appplatform:Service Microsoft.AppPlatform/Spring/{serviceName}
appplatform:ApiPortal Microsoft.AppPlatform/Spring/{serviceName}/apiPortals/{apiPortalName}
resources:ResourceGroup {resourceGroupName}
"""
IN_GROUP: Final = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/"
_NAME: Final = re.compile(r"\{(\w+)\}")


@cache
def paths() -> dict[str, tuple[str, ...]]:
    """Type token → the steps of its path, names in braces: `("microsoft.network", "virtualnetworks", "{virtualNetworkName}")`."""
    rows = (line.split() for line in _WRITTEN.strip().splitlines())
    listed = {f"{PREFIX}{token}": path for token, path in rows} | {
        token: path.removeprefix(IN_GROUP) for token, path in arm_paths().items() if path.startswith(IN_GROUP)
    }
    return {token: tuple(step if step[0] == "{" else step.lower() for step in path.split("/")) for token, path in listed.items()}


@cache
def parent_of(token: str, prop: str) -> tuple[tuple[str, ...], str] | None:
    """The path of what an input names (`virtualNetworkName` of a subnet) and that type's token; None for its own name and for other inputs."""
    steps = paths().get(token, ())
    step = "{" + prop + "}"
    if prop == "resourceGroupName" and token != GROUP:
        return ("{resourceGroupName}",), GROUP
    if step not in steps or steps.index(step) == len(steps) - 1:
        return None
    above = steps[: steps.index(step) + 1]
    return next(((above, other) for other, path in paths().items() if _shape(path) == _shape(above)), None)


@cache
def names_in(token: str) -> tuple[str, ...]:
    """The inputs that name a resource's parents and itself, outermost first."""
    return tuple(found[1] for step in paths().get(token, ()) if (found := _NAME.fullmatch(step)))


def _shape(steps: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("{}" if step[0] == "{" else step for step in steps)


GROUP: Final = "azure-native:resources:ResourceGroup"
