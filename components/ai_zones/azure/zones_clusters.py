"""The clusters of zones: each in its zone's network, under its keys, started from its registry."""

from typing import Any

import pulumi

from ai_zones.azure.cluster import AzureCluster
from ai_zones.azure.cluster_input import private_zone
from ai_zones.azure.zones_built import Built, service_args
from ai_zones.azure.zones_clusters_input import own_args
from ai_zones.azure.zones_foundation import DISKS_KEY, SECRETS_KEY
from ai_zones.plan import ZoneName


def build_cluster(built: Built, zone: ZoneName) -> AzureCluster:
    """The cluster of a zone, after the endpoint by which its nodes start."""
    zones, network = built.zones, built.networks[zone]
    registry = zones.id_of(zone, "Microsoft.ContainerRegistry/registries", zones.registry(zone))
    args: dict[str, Any] = service_args(
        built,
        zone,
        DISKS_KEY,
        secrets_key=built.key(zone, SECRETS_KEY),
        key_vault_id=built.vaults[zone].vault_id,
        tenant_id=zones.tenant_id,
        workload_subnet_id=network.workload_subnet_id,
        api_server_subnet_id=network.api_server_subnet_id,
        private_zone_id=built.private_zones[zone].zone_ids[private_zone(zones.location)],
        registry_id=registry,
        availability_zones=list(zones.plan.availability_zones),
        **own_args(zones.clusters[zone]),
    )
    for key in zones.names:
        del args[key]  # A cluster's name needs no hash: it is unique in its group.
    options = built.service_options(zone, network, built.private_zones[zone], built.doors.get(zone), *built.known(registry))
    return AzureCluster(zones.name(zone, "cluster"), args, options)  # type: ignore[arg-type]


def cluster_outputs(cluster: AzureCluster) -> dict[str, pulumi.Input[str]]:
    """What a stack of workloads reads of a cluster."""
    return {
        "id": cluster.cluster_id,
        "name": cluster.cluster_name,
        "endpoint": cluster.endpoint,
        "oidc_issuer": cluster.oidc_issuer,
    }
