"""What GKE refuses to combine: private control planes, Dataplane V2, Autopilot; ranges of pods and services; node pools.

Sources: GKE documentation, "Customize network isolation", "GKE Dataplane V2", "VPC-native clusters", "Encrypt Secrets at the application layer"; Terraform
google provider, google_container_cluster (conflicts with enable_autopilot), google_container_node_pool.
"""

from collections.abc import Iterator

from simulator.rules import Action, AtMostOneOf, Cidr, Fault, Length, Needs, Pattern, Properties
from simulator.rules.gcp.common import WRONG, given, inner, last, listed, named
from simulator.rules.gcp.kinds import SUBNETWORK
from simulator.rules.gcp.machines import cluster, node_pool

_CLUSTER = "GKE API, projects.locations.clusters"
_POOL = "GKE API, projects.locations.clusters.nodePools"
_NOT_WITH_AUTOPILOT = (
    *("nodePools", "removeDefaultNodePool", "defaultMaxPodsPerNode", "enableShieldedNodes", "networkPolicy", "enableIntranodeVisibility"),
)
_NAME = r"[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?"
_SAYING = "1 to 40 small letters, digits and hyphens; it starts with a letter and ends with no hyphen"

cluster.checks = (
    *cluster.checks,
    Pattern("name", _NAME, source=f"{_CLUSTER}: name", saying=_SAYING),
    Cidr(
        "privateClusterConfig.masterIpv4CidrBlock",
        shortest=28,
        longest=28,
        source="Terraform google provider, google_container_cluster: master_ipv4_cidr_block ('it must be a /28 subnet')",
    ),
    Pattern(
        "workloadIdentityConfig.workloadPool",
        r"[a-z][a-z0-9.:-]+\.svc\.id\.goog",
        source="GKE documentation, 'Authenticate to Google Cloud APIs from GKE workloads'",
        saying="<project>.svc.id.goog",
    ),
    Needs("databaseEncryption.state", ("databaseEncryption.keyName",), when=("ENCRYPTED",), source=f"{_CLUSTER}: DatabaseEncryption"),
    AtMostOneOf(
        ("privateClusterConfig.masterIpv4CidrBlock", "privateClusterConfig.privateEndpointSubnetwork"),
        source="Terraform google provider, google_container_cluster: private_endpoint_subnetwork",
    ),
    *(
        AtMostOneOf(
            (f"ipAllocationPolicy.{kind}SecondaryRangeName", f"ipAllocationPolicy.{block}"), source=f"{_CLUSTER}: IPAllocationPolicy"
        )
        for kind, block in (("cluster", "clusterIpv4CidrBlock"), ("services", "servicesIpv4CidrBlock"))
    ),
)
cluster.immutable = frozenset(cluster.immutable) | {
    "privateClusterConfig.masterIpv4CidrBlock",
    "privateClusterConfig.privateEndpointSubnetwork",
    "nodeConfig.serviceAccount",
    "enableTpu",
}


@cluster.check(source="Terraform google provider, google_container_cluster: conflicts with enable_autopilot", even_unknown=True)
def autopilot_decides(inputs: Properties) -> Iterator[Fault]:
    """Google runs the nodes of such a cluster."""
    if inputs.get("enableAutopilot") is True:
        for name in _NOT_WITH_AUTOPILOT:
            if given(inputs.get(name)):
                yield name, "conflicts with enableAutopilot"


@cluster.check(source="GKE documentation, 'GKE Dataplane V2'; 'VPC-native clusters'", even_unknown=True)
def network_parts_fit(inputs: Properties) -> Iterator[Fault]:
    """Dataplane V2 enforces policies itself; private nodes need ranges of their own for pods."""
    if inputs.get("datapathProvider") == "ADVANCED_DATAPATH" and inner(inputs.get("networkPolicy")).get("enabled") is True:
        yield "networkPolicy.enabled", "Enabling NetworkPolicy for clusters with DatapathProvider=ADVANCED_DATAPATH is not allowed"
    private = inner(inputs.get("privateClusterConfig"))
    if private.get("enablePrivateNodes") is True and inputs.get("networkingMode") == "ROUTES":
        yield "networkingMode", "must be VPC_NATIVE for private nodes"
    if inputs.get("networkingMode") == "ROUTES" and given(inputs.get("ipAllocationPolicy")):
        yield "ipAllocationPolicy", "is allowed only when networkingMode is 'VPC_NATIVE'"


@cluster.before("create")
def ranges_are_of_the_subnet(action: Action) -> None:
    """'Pod secondary range is not found in subnetwork.'"""
    subnet = named(action, action.inputs.get("subnetwork"), SUBNETWORK)
    if subnet is None:
        return
    known = [one.get("rangeName") for one in listed(subnet.outputs.get("secondaryIpRanges"))]
    policy = inner(action.inputs.get("ipAllocationPolicy"))
    for name in ("clusterSecondaryRangeName", "servicesSecondaryRangeName"):
        wanted = policy.get(name)
        if isinstance(wanted, str) and wanted and wanted not in known:
            action.refuse(WRONG, f"Error 400: secondary range {wanted!r} ({name}) does not exist in {subnet.id}")
    if policy.get("clusterSecondaryRangeName") and policy.get("clusterSecondaryRangeName") == policy.get("servicesSecondaryRangeName"):
        action.refuse(WRONG, "Error 400: pods and services must use different secondary ranges")


node_pool.checks = (
    *node_pool.checks,
    Pattern("name", _NAME, source=f"{_POOL}: name", saying=_SAYING),
    Length("nodeLocations", 1, source=f"{_POOL}: locations"),
)
node_pool.immutable = frozenset(node_pool.immutable) | {
    f"nodeConfig.{name}"
    for name in (
        *("serviceAccount", "oauthScopes", "bootDiskKmsKey", "spot", "preemptible", "shieldedInstanceConfig", "confidentialNodes"),
        *("localSsdCount", "minCpuPlatform", "metadata", "nodeGroup", "sandboxConfig", "advancedMachineFeatures"),
    )
}


@node_pool.check(
    source="Terraform google provider, google_container_node_pool: autoscaling ('cannot be used with per zone limits')", even_unknown=True
)
def limits_of_one_kind(inputs: Properties) -> Iterator[Fault]:
    """In each zone, or in all together."""
    scaling = inner(inputs.get("autoscaling"))
    each = [name for name in ("minNodeCount", "maxNodeCount") if given(scaling.get(name)) and scaling.get(name) != 0]
    total = [name for name in ("totalMinNodeCount", "totalMaxNodeCount") if given(scaling.get(name)) and scaling.get(name) != 0]
    if each and total:
        yield f"autoscaling.{total[0]}", f"conflicts with {each[0]}"
    for least, most in (("minNodeCount", "maxNodeCount"), ("totalMinNodeCount", "totalMaxNodeCount")):
        low, high = scaling.get(least), scaling.get(most)
        if isinstance(low, int) and isinstance(high, int) and low > high:
            yield f"autoscaling.{least}", f"{low} is more than {most}, {high}"


@node_pool.before("create")
def pods_have_a_range(action: Action) -> None:
    """A range of pods that the pool names must be in its cluster's subnet, unless the pool makes it."""
    network = inner(action.inputs.get("networkConfig"))
    home = named(action, action.inputs.get("cluster"), cluster.type)
    subnet = named(action, home.outputs.get("subnetwork"), SUBNETWORK) if home else None
    wanted = network.get("podRange")
    if subnet is None or not isinstance(wanted, str) or not wanted or network.get("createPodRange") is True:
        return
    if wanted not in [one.get("rangeName") for one in listed(subnet.outputs.get("secondaryIpRanges"))]:
        action.refuse(WRONG, f"Error 400: secondary range {wanted!r} (podRange) does not exist in {last(subnet.id)}")
