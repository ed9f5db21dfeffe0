"""Kubernetes clusters and their node pools.

Sources: Azure documentation, "Create a private Azure Kubernetes Service cluster" (no authorized ranges; private for ever), "Use system node pools"
(one pool at least), "Quotas, virtual machine size restrictions, and region availability in AKS" (names), "Customize cluster egress with outbound
types", "Configure Azure CNI"; REST API reference, Managed Clusters, Agent Pools; pulumi-azure-native, `provider/pkg/gen/replacement.go`.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import DISK_ENCRYPTION_SET, NAMING
from simulator.rules.azure_native.managed_identities import has_identity, shown_identity, with_identity
from simulator.rules.azure_native.service_rules import completed, frozen, get, into_subnet, is_word, owner, service, to
from simulator.rules.checks import Between, Fault, Length, Pattern
from simulator.values import Properties

CLUSTER = "azure-native:containerservice:ManagedCluster"
POOL = "azure-native:containerservice:AgentPool"
_CREATE = "REST API reference, Managed Clusters, Create Or Update"
_PRIVATE = "Azure documentation, 'Create a private Azure Kubernetes Service (AKS) cluster'"
_POOL_NAME = r"[a-z][a-z0-9]{0,11}"

cluster = with_identity(
    service(
        CLUSTER,
        source=_CREATE,
        skip=("agentPoolProfiles[*].vmSize",),
        checks=(
            Pattern(
                "resourceName", r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?", source=NAMING, saying="1 to 63 letters, digits, _ and -"
            ),
            Pattern(
                "dnsPrefix", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,52}[A-Za-z0-9])?", source=_CREATE, saying="1 to 54 letters, digits and hyphens"
            ),
            Pattern(
                "agentPoolProfiles[*].name",
                _POOL_NAME,
                source=_CREATE,
                saying="1 to 12 lower-case letters and digits, beginning with a letter",
            ),
            Length(
                "apiServerAccessProfile.authorizedIPRanges",
                0,
                200,
                source="Azure documentation, 'Secure access to the API server using authorized IP ranges'",
            ),
        ),
        references={
            "agentPoolProfiles[*].vnetSubnetID": into_subnet("InvalidParameter"),
            "apiServerAccessProfile.subnetId": into_subnet("InvalidParameter"),
            "diskEncryptionSetID": to(DISK_ENCRYPTION_SET, code="InvalidParameter"),
        },
        immutable={
            "diskEncryptionSetID",
            "dnsPrefix",
            "fqdnSubdomain",
            "linuxProfile",
            "nodeResourceGroup",
            "networkProfile.networkPlugin",
            "networkProfile.podCidr",
            "networkProfile.serviceCidr",
            "networkProfile.dnsServiceIP",
            "networkProfile.outboundType",
        },
        defaults={"disableLocalAccounts": False, "enableRBAC": True, "supportPlan": "KubernetesOfficial"},
        outputs={
            "azurePortalFQDN": "",
            "currentKubernetesVersion": "1.33.2",
            "eTag": "{uuid}",
            "fqdn": "",
            "maxAgentPools": 100,
            "powerState": {"code": "Running"},
            "privateFQDN": "",
            "resourceUID": "{hex24}",
        },
    )
)
frozen(
    cluster,
    "apiServerAccessProfile.enablePrivateCluster",
    code="PropertyChangeNotAllowed",
    why="a cluster is private from its creation, or never",
)


@cluster.check(source=_PRIVATE)
def a_cluster_is_whole(inputs: Properties) -> Iterator[Fault]:
    """An identity, a name in the DNS, a system pool; a private server has no authorized ranges."""
    if not has_identity(inputs) and not inputs.get("servicePrincipalProfile"):
        yield "identity", "is required, or servicePrincipalProfile"
    if not inputs.get("dnsPrefix") and not inputs.get("fqdnSubdomain"):
        yield "dnsPrefix", "is required, or fqdnSubdomain"
    pools = inputs.get("agentPoolProfiles") or []
    if not any(is_word(one.get("mode"), "System") for one in pools):
        yield "agentPoolProfiles", "needs a pool of the mode System"
    access = inputs.get("apiServerAccessProfile") or {}
    if access.get("enablePrivateCluster") is True and access.get("authorizedIPRanges"):
        yield "apiServerAccessProfile.authorizedIPRanges", "are not for a private cluster"
    if access.get("privateDNSZone") and access.get("enablePrivateCluster") is not True:
        yield "apiServerAccessProfile.privateDNSZone", "is for a private cluster"
    if is_word(get(inputs, "networkProfile.outboundType"), "userDefinedRouting") and not all(one.get("vnetSubnetID") for one in pools):
        yield "agentPoolProfiles", "need vnetSubnetID when networkProfile.outboundType is 'userDefinedRouting'"


@cluster.computes
def cluster_answer(action: Action) -> Properties:
    """Host names; how nodes reach out where nothing was said."""
    inputs, location = action.inputs, action.outputs.get("location")
    stem = f"{inputs.get('dnsPrefix') or inputs.get('fqdnSubdomain')}-{action.hex(8, 'dns')}"
    private = get(inputs, "apiServerAccessProfile.enablePrivateCluster") is True
    network = {"networkPlugin": "azure", "outboundType": "loadBalancer", "loadBalancerSku": "standard"}
    made: Properties = {
        **shown_identity(action),
        "fqdn": f"{stem}.hcp.{location}.azmk8s.io",
        "azurePortalFQDN": f"{stem}.portal.hcp.{location}.azmk8s.io",
        "privateFQDN": f"{stem}.{action.hex(8, 'zone')}.privatelink.{location}.azmk8s.io" if private else "",
        "networkProfile": completed(inputs.get("networkProfile"), network),
        "nodeResourceGroup": inputs.get("nodeResourceGroup") or f"MC_{inputs['resourceGroupName']}_{action.outputs['name']}_{location}",
    }
    if inputs.get("kubernetesVersion"):
        made["currentKubernetesVersion"] = inputs["kubernetesVersion"]
    return made


pool = service(
    POOL,
    source="REST API reference, Agent Pools, Create Or Update",
    checks=(
        Pattern("agentPoolName", _POOL_NAME, source="REST API reference, Agent Pools", saying="1 to 12 lower-case letters and digits"),
        Between("count", 0, 1000, source="REST API reference, Agent Pools"),
        Between("maxPods", 10, 250, source="Azure documentation, 'Configure Azure CNI networking'"),
    ),
    references={"vnetSubnetID": into_subnet("InvalidParameter"), "podSubnetID": into_subnet("InvalidParameter")},
    immutable={"vmSize", "vnetSubnetID", "podSubnetID", "osType", "osDiskType", "gpuInstanceProfile", "availabilityZones"},
    defaults={"mode": "User", "osType": "Linux", "enableNodePublicIP": False},
    outputs={"currentOrchestratorVersion": "1.33.2", "eTag": "{uuid}", "nodeImageVersion": "", "type": "VirtualMachineScaleSets"},
)


@pool.check(source="REST API reference, Agent Pools, Create Or Update")
def scaling_has_bounds(inputs: Properties) -> Iterator[Fault]:
    """A pool that scales has bounds in their order."""
    low, high = inputs.get("minCount"), inputs.get("maxCount")
    if inputs.get("enableAutoScaling") is True and (low is None or high is None):
        yield "minCount", "minCount and maxCount are required where enableAutoScaling is true"
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield "minCount", f"{low} is more than maxCount, {high}"


@pool.computes
def kind_of_pool(action: Action) -> Properties:
    """`type` is the pool's own kind here, not the resource's."""
    home = owner(action, CLUSTER)
    version = home.outputs.get("currentKubernetesVersion") if home else None
    return {"type": action.inputs.get("type") or "VirtualMachineScaleSets", "currentOrchestratorVersion": version or "1.33.2"}
