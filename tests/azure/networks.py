"""Arguments from which the network tests start."""

from typing import Any

from tests.azure.recording import PLACE, group_path

WORKSPACE = group_path("Microsoft.OperationalInsights/workspaces", "logs", group="acme-prod-management")
ARCHIVE = group_path("Microsoft.Storage/storageAccounts", "acmearchive", group="acme-prod-management")
NETWORK = group_path("Microsoft.Network/virtualNetworks", "phi")


def phi(**changes: Any) -> Any:
    """The strictest PHI network."""
    return {
        "zone": "phi",
        **PLACE,
        "cidr": "10.20.0.0/16",
        "workload_subnet": "10.20.0.0/17",
        "endpoint_subnet": "10.20.128.0/19",
        "log_workspace_id": WORKSPACE,
        "flow_log_storage_id": ARCHIVE,
        **changes,
    }


def subnet(label: str, network: str = "phi") -> str:
    """Id of a subnet of the tests' network."""
    return group_path("Microsoft.Network/virtualNetworks/subnets", network, label)
