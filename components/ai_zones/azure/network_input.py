"""Inputs that every network of a zone shares, with or without a road out, and what follows from them before anything is built."""

from typing import Self

import pydantic

from ai_zones.azure.dns_policy import answered_names
from ai_zones.azure.flow_logs import FlowLogSpec
from ai_zones.azure.network_parts import HTTPS, SubnetPlan
from ai_zones.azure.references import IdentityId, StorageAccountId, WorkspaceId
from ai_zones.azure.security_rules import PortFlow
from ai_zones.azure.subnets import ENDPOINT, LINK, WORKLOAD, range_faults
from ai_zones.azure.validation import Cidr, PlacedInput, Port


class NetworkInput(PlacedInput):
    """Parsed: ranges, logs, ports and names of a network."""

    cidr: Cidr
    workload_subnet: Cidr
    endpoint_subnet: Cidr
    link_subnet: Cidr | None = None
    log_workspace_id: WorkspaceId
    flow_log_storage_id: StorageAccountId
    flow_log_identity_id: IdentityId | None = None
    traffic_analytics: bool = False
    network_watcher_name: str | None = None
    network_watcher_group_name: str | None = None
    own_network_watcher: bool = False
    endpoint_ports: tuple[Port, ...] = (HTTPS,)
    service_ports: tuple[Port, ...] = ()
    allowed_domains: tuple[str, ...] = ()
    deletion_protection: bool = True

    @pydantic.model_validator(mode="after")
    def _lies_well(self) -> Self:
        if self.service_ports and self.link_subnet is None:
            raise ValueError("link_subnet: is required with service_ports; add a range for load balancers and link services")
        if faults := range_faults(self.cidr, {f"{label}_subnet": cidr for label, cidr in self.ranges().items()}):
            raise ValueError("; ".join(faults))
        self.domains()
        return self

    def ranges(self) -> dict[str, Cidr]:
        """Subnet → range."""
        given = {WORKLOAD: self.workload_subnet, ENDPOINT: self.endpoint_subnet, LINK: self.link_subnet}
        return {label: cidr for label, cidr in given.items() if cidr is not None}

    def domains(self) -> list[str]:
        """Names that the resolver answers."""
        return answered_names(self.allowed_domains)

    def private_flows(self) -> list[PortFlow]:
        """What passes between the subnets: programs to private endpoints, private links to programs."""
        flows = [PortFlow(WORKLOAD, ENDPOINT, port) for port in self.endpoint_ports]
        return flows + [PortFlow(LINK, WORKLOAD, port) for port in self.service_ports]

    def private_subnets(self) -> list[SubnetPlan]:
        """The subnets beside that of programs: they have no way out."""
        links = [SubnetPlan(LINK, self.link_subnet, for_private_links=True)] if self.link_subnet is not None else []
        return [SubnetPlan(ENDPOINT, self.endpoint_subnet), *links]

    def flow_logs(self) -> FlowLogSpec:
        """Where flows are logged to."""
        return FlowLogSpec(
            storage_id=self.flow_log_storage_id,
            identity_id=self.flow_log_identity_id,
            analytics_workspace_id=self.log_workspace_id if self.traffic_analytics else None,
            watcher_name=self.network_watcher_name,
            watcher_group_name=self.network_watcher_group_name,
            own_watcher=self.own_network_watcher,
        )
