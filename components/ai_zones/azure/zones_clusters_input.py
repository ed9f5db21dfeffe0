"""The clusters of zones: what `AzureZones` is told beside the plan, checked before anything is built."""

from collections.abc import Mapping
from typing import Any, Final, NotRequired, TypedDict

import pydantic

from ai_zones.azure.arm import arm_id
from ai_zones.azure.cluster_input import AzureClusterPoolArgs, Cluster, private_zone
from ai_zones.plan import ZoneName, ZonePlan

NEEDED_SERVICES: Final = ("container-registry", "key-vault")
"""What nodes start from, and what encrypts the cluster's secrets."""
_WEBHOOKS: Final = "webhook_ports"
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"


class AzureZoneClusterArgs(TypedDict):
    """A zone's Kubernetes cluster."""

    administrator_group_ids: NotRequired[list[str]]
    """Groups of Microsoft Entra ID that administer the cluster. Default: none."""
    kubernetes_version: NotRequired[str]
    """Minor version. Default: that of `AzureCluster`."""
    pools: NotRequired[dict[str, AzureClusterPoolArgs]]
    """Pools of nodes by name. Default: `sandboxed`."""
    system_pool: NotRequired[AzureClusterPoolArgs]
    """Pool of the cluster's own programs. Default: three nodes."""
    pod_cidr: NotRequired[str]
    """Range of pods. Default: that of `AzureCluster`."""
    service_cidr: NotRequired[str]
    """Range of Kubernetes services. Default: that of `AzureCluster`."""
    fips: NotRequired[bool]
    """False leaves out modules that are validated by FIPS 140. Default: true."""
    webhook_ports: NotRequired[list[int]]
    """TCP ports on which admission webhooks answer the API server. Default: none."""


def own_args(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is the cluster's own; the rest is told to the zone's network."""
    return {key: value for key, value in given.items() if key != _WEBHOOKS}


def network_cluster(given: Mapping[str, Any], api_server_subnet: str) -> dict[str, Any]:
    """What the zone's network is told."""
    pods = given.get("pod_cidr") or str(Cluster.model_fields["pod_cidr"].default)
    return {"api_server_subnet": api_server_subnet, "pod_cidr": pods, _WEBHOOKS: given.get(_WEBHOOKS, [])}


def cluster_faults(plan: ZonePlan, clusters: Mapping[ZoneName, Mapping[str, Any]]) -> list[str]:
    """Why the clusters can't be built: each place, what was given, what is allowed."""
    return [fault for zone, given in clusters.items() for fault in _faults(plan, zone, given)]


def _faults(plan: ZonePlan, zone: ZoneName, given: Mapping[str, Any]) -> list[str]:
    place = f"clusters.{zone}"
    if zone not in plan.zones:
        return [f"{place}: the plan does not declare this zone; add it to plan.zones, or leave the cluster out"]
    if zone is ZoneName.EGRESS:
        return [f"{place}: egress has a road out, and its filters name each program; AzureZones builds clusters in the other zones"]
    faults = []
    if bare := sorted(set(NEEDED_SERVICES) - set(plan.zones[zone].services)):
        faults.append(f"plan.zones.{zone}.services: lacks {', '.join(bare)}, which its cluster starts from; add them")
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

    def one(path: str, *names: str) -> str:
        return arm_id(_NOBODY, "group", path, *names)

    key = {
        "key_uri": "https://some-vault.vault.azure.net/keys/a",
        "identity_id": one("Microsoft.ManagedIdentity/userAssignedIdentities", "a"),
    }
    subnet = one("Microsoft.Network/virtualNetworks/subnets", "a", "b")
    return {
        "zone": zone.value,
        "subscription_id": _NOBODY,
        "resource_group_name": "group",
        "location": "westeurope",
        "tenant_id": _NOBODY,
        "workload_subnet_id": subnet,
        "api_server_subnet_id": subnet,
        "private_zone_id": one("Microsoft.Network/privateDnsZones", private_zone("westeurope")),
        "registry_id": one("Microsoft.ContainerRegistry/registries", "a"),
        "key_vault_id": one("Microsoft.KeyVault/vaults", "a"),
        "log_workspace_id": one("Microsoft.OperationalInsights/workspaces", "a"),
        "key": key,
        "secrets_key": {**key, "versioned_key_uri": f"{key['key_uri']}/0"},
    }
