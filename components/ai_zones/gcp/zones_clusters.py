"""The clusters of zones: each in its zone's network, under its keys, running what is admitted."""

from typing import Any

import pulumi

from ai_zones.gcp.cluster import GcpCluster
from ai_zones.gcp.service_agents import KeyUse
from ai_zones.gcp.subnets import PODS, WORKLOAD
from ai_zones.gcp.zones_built import Built
from ai_zones.gcp.zones_clusters_input import own_args
from ai_zones.plan import ZoneName


def build_cluster(built: Built, zone: ZoneName) -> GcpCluster:
    """The cluster of a zone, after the policy that says what runs in it."""
    zones, network = built.zones, built.networks[zone]
    more: dict[str, Any] = {
        "network": network.network,
        "subnetwork": network.workload_subnetwork,
        "endpoint_subnetwork": network.endpoint_subnetwork,
        "client_cidrs": [zones.range(zone, WORKLOAD), zones.range(zone, PODS)],
        "disk_kms_key": built.key(zone, KeyUse.COMPUTE),
        **own_args(zones.clusters[zone]),
    }
    args = built.service_args(zone, KeyUse.CONTAINER, **more)
    return GcpCluster(zones.name(zone, "cluster"), args, built.keyed_options(zone, network, built.admitted.get(zone)))


def cluster_outputs(cluster: GcpCluster) -> dict[str, pulumi.Input[str]]:
    """What a stack of workloads reads of a cluster."""
    return {
        "name": cluster.cluster_name,
        "path": cluster.cluster_path,
        "endpoint": cluster.endpoint,
        "certificate_authority": cluster.certificate_authority,
        "oidc_issuer": cluster.oidc_issuer,
    }
