"""Pools of nodes: Azure Linux with a verified boot, encrypted down to their caches, without public addresses and without SSH.

Sources: Azure Kubernetes Service documentation, "Pod Sandboxing" (Azure Linux, runtime `KataVmIsolation`), "Host-based encryption",
"Trusted launch", "Manage SSH access on AKS cluster nodes" (disabled), "Enable Federal Information Process Standard (FIPS)", "Use availability
zones", "Customize node surge upgrade".
"""

from typing import Any

from ai_zones.azure.cluster_input import Cluster, ClusterPool
from ai_zones.plan.tags import ZONE

MAX_PODS = 110
MAX_SURGE = "33%"


def pool_properties(cluster: Cluster, pool: ClusterPool, *, least: int) -> dict[str, Any]:
    """What a pool is, as the cluster's own list and as a resource of its own both say it."""
    return {
        "vm_size": pool.size,
        "vnet_subnet_id": cluster.workload_subnet_id,
        "os_type": "Linux",
        # Kata's host is Azure Linux; FIPS has an image of it too.
        "os_sku": "AzureLinux",
        "os_disk_type": "Managed",
        "os_disk_size_gb": pool.disk_gib,
        "max_pods": MAX_PODS,
        "type": "VirtualMachineScaleSets",
        "availability_zones": list(cluster.availability_zones),
        "enable_auto_scaling": True,
        "count": least,
        "min_count": least,
        "max_count": pool.maximum,
        "enable_node_public_ip": False,
        "enable_encryption_at_host": True,
        # Azure has no image that is both: sandboxed pods stand on a host without FIPS.
        "enable_fips": cluster.fips and not pool.sandboxed,
        # Secure boot refuses the modules of Kata's host.
        "security_profile": {
            "enable_secure_boot": not pool.sandboxed,
            "enable_vtpm": not pool.sandboxed,
            "ssh_access": "Disabled",
        },
        "workload_runtime": "KataVmIsolation" if pool.sandboxed else "OCIContainer",
        "node_labels": {**pool.labels, ZONE: cluster.zone},
        "scale_down_mode": "Delete",
        "upgrade_settings": {"max_surge": MAX_SURGE},
        "orchestrator_version": cluster.kubernetes_version,
        "tags": cluster.tags_of(),
    }
