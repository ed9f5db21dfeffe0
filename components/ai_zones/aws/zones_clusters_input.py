"""The clusters of zones: what `AwsZones` is told beside the plan, checked before anything is built."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from ai_zones.aws.cluster_input import NEEDED_SERVICES, AwsClusterAccessArgs, AwsClusterNodesArgs, AwsClusterPodArgs, Cluster
from ai_zones.aws.zone_network import NetworkCluster
from ai_zones.aws.zones_doors_input import refused
from ai_zones.plan import ZoneName, ZonePlan

NETWORK_KEYS = ("pod_ports", "webhook_ports")
"""What is told to the zone's network; the rest is the cluster's own."""


class AwsZoneClusterArgs(TypedDict):
    """A zone's Kubernetes cluster."""

    kubernetes_version: NotRequired[str]
    """Minor version. Default: that of `AwsCluster`."""
    add_on_versions: NotRequired[dict[str, str]]
    """Versions of add-ons that differ from the pinned ones. Default: none."""
    nodes: NotRequired[dict[str, AwsClusterNodesArgs]]
    """Groups of nodes by a stable key. Default: `workers`."""
    access: NotRequired[dict[str, AwsClusterAccessArgs]]
    """Who may use the API, by a stable key. Default: nobody."""
    pods: NotRequired[dict[str, AwsClusterPodArgs]]
    """Service accounts with a role, by a stable key. Default: none."""
    service_cidr: NotRequired[str]
    """Range of Kubernetes services. Default: that of `AwsCluster`."""
    pod_ports: NotRequired[list[int]]
    """TCP ports on which pods of one node answer pods of another. Default: none."""
    webhook_ports: NotRequired[list[int]]
    """TCP ports on which admission webhooks answer the control plane. Default: none."""


def cluster_faults(plan: ZonePlan, clusters: Mapping[ZoneName, Mapping[str, Any]]) -> list[str]:
    """Why the clusters can't be built: each place, what was given, what is allowed."""
    return [fault for zone, given in clusters.items() for fault in _faults(plan, zone, given)]


def _faults(plan: ZonePlan, zone: ZoneName, given: Mapping[str, Any]) -> list[str]:
    place = f"clusters.{zone}"
    if zone not in plan.zones:
        return [f"{place}: the plan does not declare this zone; add it to plan.zones, or leave the cluster out"]
    if zone is ZoneName.EGRESS:
        return [f"{place}: egress has a road out, and its filters name each program; AwsZones builds clusters in the other zones"]
    faults = []
    if bare := sorted(set(NEEDED_SERVICES) - set(plan.zones[zone].services)):
        faults.append(f"plan.zones.{zone}.services: lacks {', '.join(bare)}, without which no node joins the cluster; add them")
    network = {key: value for key, value in given.items() if key in NETWORK_KEYS}
    stand_ins = {"a": "subnet-a", "b": "subnet-b"}
    own = {
        **{key: value for key, value in given.items() if key not in NETWORK_KEYS},
        "zone": zone.value,
        "region": plan.region,
        "account_id": plan.zones[zone].account or "0" * 12,
        "subnet_ids": stand_ins,
        "control_plane_subnet_ids": stand_ins,
        "node_security_group_id": "-",
        "control_plane_security_group_id": "-",
        "kms_key_arn": "-",
    }
    return [*faults, *refused(place, NetworkCluster, network), *refused(place, Cluster, own)]
