"""The clusters of zones: each in its zone's network, under its key, with its endpoints alone as a way to AWS."""

from typing import cast

import pulumi

from ai_zones.aws.cluster import AwsCluster
from ai_zones.aws.cluster_input import AwsClusterArgs
from ai_zones.aws.zone_network import AwsZoneNetwork
from ai_zones.aws.zones_built import Built
from ai_zones.aws.zones_clusters_input import NETWORK_KEYS
from ai_zones.plan import Tier, ZoneName


def build_cluster(built: Built, zone: ZoneName) -> AwsCluster:
    """The cluster of a zone. Nodes start when the endpoints stand that they join by."""
    zones, network = built.zones, built.networks[zone]
    assert isinstance(network, AwsZoneNetwork)
    args = {
        **{key: value for key, value in zones.clusters[zone].items() if key not in NETWORK_KEYS},
        "zone": zone.value,
        "region": zones.region,
        "account_id": zones.account(zone),
        "subnet_ids": dict(network.subnet_ids[Tier.WORKLOAD]),
        "control_plane_subnet_ids": dict(network.subnet_ids[Tier.ENDPOINT]),
        "node_security_group_id": network.workload_security_group_id,
        "control_plane_security_group_id": network.control_plane_security_group_id,
        "kms_key_arn": built.keys[zone].key_arn,
        "log_retention_days": zones.log_retention_days,
        "removable": zones.removable,
        "single_availability_zone": zones.single_availability_zone,
        "tags": zones.tags,
    }
    options = pulumi.ResourceOptions.merge(built.options(zone), pulumi.ResourceOptions(depends_on=built.doors.get(zone, [])))
    return AwsCluster(zones.cluster_name(zone), cast(AwsClusterArgs, args), options)


def cluster_outputs(cluster: AwsCluster) -> dict[str, pulumi.Output[str]]:
    """What a stack of workloads reads of a cluster."""
    return {
        "name": cluster.cluster_name,
        "arn": cluster.cluster_arn,
        "endpoint": cluster.endpoint,
        "certificate_authority": cluster.certificate_authority,
        "oidc_issuer": cluster.oidc_issuer,
    }
