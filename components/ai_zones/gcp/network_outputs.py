"""What every network of a zone offers, built or adopted, with or without a road out: other components take one as they take the other."""

from typing import Protocol


class StandingNetwork(Protocol):
    """A component that has a zone's network."""

    network: str
    workload_subnetwork: str
    endpoint_subnetwork: str
    proxy_subnetwork: str
    firewall_policy: str
    response_policy: str


def network_outputs(built: StandingNetwork) -> dict[str, str]:
    """Its registered outputs."""
    return {
        "network": built.network,
        "workloadSubnetwork": built.workload_subnetwork,
        "endpointSubnetwork": built.endpoint_subnetwork,
        "proxySubnetwork": built.proxy_subnetwork,
        "firewallPolicy": built.firewall_policy,
        "responsePolicy": built.response_policy,
    }
