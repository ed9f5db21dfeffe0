"""Kubernetes clusters and their node pools.

Sources: Azure documentation, "Create a private Azure Kubernetes Service cluster" (no authorized ranges; private for ever), "Use system node pools"
(one pool at least), "Quotas, virtual machine size restrictions, and region availability in AKS" (names), "Customize cluster egress with outbound
types", "Configure Azure CNI"; REST API reference, Managed Clusters, Agent Pools; pulumi-azure-native, `provider/pkg/gen/replacement.go`.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import DISK_ENCRYPTION_SET, NAMING
from simulator.rules.azure_native.hosted_apps import delegated
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import has_identity, shown_identity, with_identity
from simulator.rules.azure_native.service_rules import at_id, completed, frozen, get, into_subnet, is_word, owner, service, to
from simulator.rules.checks import Between, Fault, Length, Pattern
from simulator.values import Properties

CLUSTER = "azure-native:containerservice:ManagedCluster"
POOL = "azure-native:containerservice:AgentPool"
API_SERVER = "Microsoft.ContainerService/managedClusters"
"""What the subnet of an API server is delegated to."""
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


@cluster.check(
    source="Azure documentation, 'Network isolated AKS clusters'; 'API Server VNet Integration'; 'Azure CNI Overlay'; 'Azure CNI Powered by Cilium'"
)
def network_parts_fit(inputs: Properties) -> Iterator[Fault]:
    """Isolation starts from a cache; overlay, dataplane and policy belong together; an API server's subnet needs the integration."""
    network, access = inputs.get("networkProfile") or {}, inputs.get("apiServerAccessProfile") or {}
    bootstrap = inputs.get("bootstrapProfile") or {}
    cached = is_word(bootstrap.get("artifactSource"), "Cache")
    if is_word(network.get("outboundType"), "none") and not cached:
        yield "bootstrapProfile.artifactSource", "must be 'Cache' when networkProfile.outboundType is 'none'"
    if bootstrap.get("containerRegistryId") and not cached:
        yield "bootstrapProfile.containerRegistryId", "is for the artifact source 'Cache'"
    if is_word(network.get("networkPluginMode"), "overlay") and not is_word(network.get("networkPlugin"), "azure"):
        yield "networkProfile.networkPluginMode", "'overlay' needs networkPlugin 'azure'"
    policy, cilium = network.get("networkPolicy"), is_word(network.get("networkDataplane"), "cilium")
    if policy is not None and is_word(policy, "cilium") is not cilium:
        yield "networkProfile.networkPolicy", "'cilium' and networkDataplane 'cilium' need each other"
    if access.get("subnetId") and access.get("enableVnetIntegration") is not True:
        yield "apiServerAccessProfile.subnetId", "needs enableVnetIntegration"
    zone = access.get("privateDNSZone")
    if isinstance(zone, str) and zone.startswith("/") and not (inputs.get("identity") or {}).get("userAssignedIdentities"):
        yield "identity", "must be user-assigned where privateDNSZone is one of your own"


@cluster.check(
    source="Azure documentation, 'Workload identity overview'; 'Manage local accounts'; 'Add Key Management Service etcd encryption'; 'Image Cleaner'"
)
def security_parts_fit(inputs: Properties) -> Iterator[Fault]:
    """Workload identity needs the issuer; without local accounts Entra ID must be there; a private vault needs the integration."""
    if get(inputs, "securityProfile.workloadIdentity.enabled") is True and get(inputs, "oidcIssuerProfile.enabled") is not True:
        yield "oidcIssuerProfile.enabled", "must be true for workload identity"
    if inputs.get("disableLocalAccounts") is True and not (inputs.get("aadProfile") or {}).get("managed"):
        yield "disableLocalAccounts", "is for clusters with Microsoft Entra ID (aadProfile.managed)"
    kms = get(inputs, "securityProfile.azureKeyVaultKms")
    if isinstance(kms, dict) and kms.get("enabled") is True:
        if not kms.get("keyId"):
            yield "securityProfile.azureKeyVaultKms.keyId", "is required when KMS is enabled"
        if is_word(kms.get("keyVaultNetworkAccess"), "Private"):
            if not kms.get("keyVaultResourceId"):
                yield "securityProfile.azureKeyVaultKms.keyVaultResourceId", "is required when the vault is private"
            if get(inputs, "apiServerAccessProfile.enableVnetIntegration") is not True:
                yield (
                    "securityProfile.azureKeyVaultKms.keyVaultNetworkAccess",
                    "'Private' needs apiServerAccessProfile.enableVnetIntegration",
                )
    hours = get(inputs, "securityProfile.imageCleaner.intervalHours")
    if isinstance(hours, int | float) and not 24 <= hours <= 2160:
        yield "securityProfile.imageCleaner.intervalHours", f"{hours:g} is not between 24 and 2160 (three months)"


def _pool_faults(pool: Properties, place: str) -> Iterator[Fault]:
    if is_word(pool.get("workloadRuntime"), "KataVmIsolation"):
        if not str(pool.get("osSKU", "")).lower().startswith("azurelinux"):
            yield f"{place}workloadRuntime", "'KataVmIsolation' needs osSKU 'AzureLinux'"
        if pool.get("enableFIPS") is True:
            yield f"{place}enableFIPS", "is not for pods in machines of their own"
    low, high = pool.get("minCount"), pool.get("maxCount")
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield f"{place}minCount", f"{low:g} is more than maxCount, {high:g}"


@cluster.check(source="Azure documentation, 'Pod Sandboxing'; REST API reference, Managed Clusters")
def pools_fit(inputs: Properties) -> Iterator[Fault]:
    """Sandboxed pods have a host of their own kind."""
    for at, one in enumerate(inputs.get("agentPoolProfiles") or []):
        yield from _pool_faults(one, f"agentPoolProfiles[{at}].")


@cluster.before("create")
@cluster.before("update")
def server_subnet_is_delegated(action: Action) -> None:
    """Azure documentation, "API Server VNet Integration": the API server stands in a subnet that is delegated to it alone."""
    id_ = get(action.inputs, "apiServerAccessProfile.subnetId")
    if isinstance(id_, str) and not delegated(at_id(action.world, id_, SUBNET), API_SERVER):
        action.refuse("SubnetDelegationMissing", f"The subnet '{id_}' must be delegated to {API_SERVER}.")


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
    if get(inputs, "oidcIssuerProfile.enabled") is True:
        issuer = f"https://{location}.oic.prod-aks.azure.com/{action.uuid('tenant')}/{action.uuid('issuer')}/"
        made["oidcIssuerProfile"] = {"enabled": True, "issuerURL": issuer}
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


@pool.check(source="Azure documentation, 'Pod Sandboxing'")
def sandboxes_fit(inputs: Properties) -> Iterator[Fault]:
    """The same of a pool that is a resource of its own."""
    yield from (fault for fault in _pool_faults(inputs, "") if fault[0] != "minCount")


@pool.computes
def kind_of_pool(action: Action) -> Properties:
    """`type` is the pool's own kind here, not the resource's."""
    home = owner(action, CLUSTER)
    version = home.outputs.get("currentKubernetesVersion") if home else None
    return {"type": action.inputs.get("type") or "VirtualMachineScaleSets", "currentOrchestratorVersion": version or "1.33.2"}
