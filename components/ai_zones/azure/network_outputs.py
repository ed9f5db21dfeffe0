"""What every network of a zone offers, built or adopted, with or without a road out: other components take one as they take the other."""

from typing import Protocol


class StandingNetwork(Protocol):
    """A component that has a zone's network."""

    virtual_network_id: str
    virtual_network_name: str
    workload_subnet_id: str
    endpoint_subnet_id: str
    link_subnet_id: str
    security_group_ids: dict[str, str]
    route_table_ids: dict[str, str]
    dns_policy_id: str


def network_outputs(built: StandingNetwork) -> dict[str, str | dict[str, str]]:
    """Its registered outputs."""
    return {
        "virtualNetworkId": built.virtual_network_id,
        "virtualNetworkName": built.virtual_network_name,
        "workloadSubnetId": built.workload_subnet_id,
        "endpointSubnetId": built.endpoint_subnet_id,
        "linkSubnetId": built.link_subnet_id,
        "securityGroupIds": built.security_group_ids,
        "routeTableIds": built.route_table_ids,
        "dnsPolicyId": built.dns_policy_id,
    }
