"""The clusters of zones: what `GcpZones` is told beside the plan, checked before anything is built."""

from collections.abc import Collection, Mapping
from typing import Any, Final, NotRequired, TypedDict

import pydantic

from ai_zones.gcp.cluster_input import Cluster, GcpClusterPoolArgs
from ai_zones.plan import ZoneName, ZonePlan

POD_PORTS: Final = "pod_ports"
NEEDED_SERVICES: Final = ("artifactregistry", "logging", "monitoring")
"""APIs that nodes call: images, logs, metrics."""


class GcpZoneClusterArgs(TypedDict):
    """A zone's Kubernetes cluster."""

    node_service_account: str
    """Address of the account that nodes act as, such as one of the zone's `service_accounts`; it reads the zone's registry."""
    channel: NotRequired[str]
    """Release channel. Default: `REGULAR`."""
    pools: NotRequired[dict[str, GcpClusterPoolArgs]]
    """Pools of nodes by name. Default: `workers` and `sandboxed`."""
    pod_ports: NotRequired[list[int]]
    """TCP ports on which pods of one node answer pods of another. Default: none."""


def own_args(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is the cluster's own; the rest is told to the zone's network."""
    return {key: value for key, value in given.items() if key != POD_PORTS}


def cluster_faults(
    plan: ZonePlan,
    clusters: Mapping[ZoneName, Mapping[str, Any]],
    accounts: Mapping[ZoneName, Mapping[str, str]],
    admitting: Collection[ZoneName],
) -> list[str]:
    """Why the clusters can't be built: each place, what was given, what is allowed."""
    return [fault for zone, given in clusters.items() for fault in _faults(plan, zone, given, accounts.get(zone, {}), zone in admitting)]


def _faults(plan: ZonePlan, zone: ZoneName, given: Mapping[str, Any], accounts: Mapping[str, str], admits: bool) -> list[str]:
    place = f"clusters.{zone}"
    if zone not in plan.zones:
        return [f"{place}: the plan does not declare this zone; add it to plan.zones, or leave the cluster out"]
    if zone is ZoneName.EGRESS:
        return [f"{place}: egress has a road out, and its filters name each program; GcpZones builds clusters in the other zones"]
    faults = []
    if bare := sorted(set(NEEDED_SERVICES) - set(plan.zones[zone].services)):
        faults.append(f"plan.zones.{zone}.services: lacks {', '.join(bare)}, without which no node works; add them")
    if not admits:
        faults.append(f"admission.{zone}: is required with a cluster, or Google's own policy admits every image; say who must have signed")
    account = given.get("node_service_account")
    if isinstance(account, str) and accounts and account.partition("@")[0] not in accounts:
        known = ", ".join(sorted(accounts))
        faults.append(f"{place}.node_service_account: given {account}, service_accounts.{zone} makes {known}; name one of them")
    try:
        Cluster.model_validate({**own_args(given), **_stand_ins(zone)})
    except pydantic.ValidationError as error:
        faults += [
            f"{'.'.join([place, *(str(part) for part in fault['loc'])])}: {str(fault['msg']).removeprefix('Value error, ')}"
            for fault in error.errors(include_url=False)
        ]
    return faults


def _stand_ins(zone: ZoneName) -> dict[str, Any]:
    """What the composite adds by itself, in its form."""
    key = "projects/some-project/locations/europe-west3/keyRings/a/cryptoKeys/b"
    subnet = "projects/some-project/regions/europe-west3/subnetworks/a"
    return {
        "zone": zone.value,
        "project": "some-project",
        "region": "europe-west3",
        "network": "projects/some-project/global/networks/a",
        "subnetwork": subnet,
        "endpoint_subnetwork": subnet,
        "client_cidrs": ["10.0.0.0/20"],
        "kms_key": key,
        "disk_kms_key": key,
    }
