"""Inputs that every network of a zone shares, with or without a road out, and what follows from them before anything is built."""

import ipaddress
from typing import Self

import pydantic

from ai_zones.gcp.firewall import EGRESS, INGRESS, PROBES, PassRule
from ai_zones.gcp.google_apis import PORT, google_domains, range_of
from ai_zones.gcp.private_dns import answered_names, own_names, with_all_under
from ai_zones.gcp.subnets import ENDPOINT, PODS, PROXY, SERVICES, WORKLOAD, SubnetSpec, range_faults
from ai_zones.gcp.validation import Cidr, PlacedInput, Port


class NetworkInput(PlacedInput):
    """Parsed: ranges, ports, names and logs of a network."""

    workload_subnet: Cidr
    endpoint_subnet: Cidr
    link_range: Cidr | None = None
    proxy_subnet: Cidr | None = None
    pod_range: Cidr | None = None
    service_range: Cidr | None = None
    google_apis_address: ipaddress.IPv4Address | None = None
    google_domains: tuple[str, ...] = ()
    endpoint_ports: tuple[Port, ...] = (PORT,)
    service_ports: tuple[Port, ...] = ()
    workload_ports: tuple[Port, ...] = ()
    allowed_domains: tuple[str, ...] = ()
    flow_log_sampling: float = pydantic.Field(default=1.0, gt=0, le=1)

    @pydantic.model_validator(mode="after")
    def _lies_well(self) -> Self:
        if self.service_ports and self.link_range is None:
            raise ValueError("link_range: is required with service_ports; add a range for the translated addresses of consumers")
        if (self.pod_range is None) != (self.service_range is None):
            raise ValueError("pod_range, service_range: a cluster needs both; give both, or none")
        named = {f"{label}_subnet": cidr for label, cidr in self.ranges().items()}
        if self.pod_range is not None and self.service_range is not None:
            named |= {"pod_range": self.pod_range, "service_range": self.service_range}
        if self.link_range is not None:
            named["link_range"] = self.link_range
        if faults := range_faults(named):
            raise ValueError("; ".join(faults))
        address = self.google_apis_address
        if address is not None and (not address.is_private or any(address in cidr for cidr in named.values())):
            raise ValueError(f"google_apis_address: given {address}, it must be a private address outside of every range of the network")
        self.domains()
        self.google_names()
        return self

    def ranges(self) -> dict[str, Cidr]:
        """Subnetwork → range."""
        given = {WORKLOAD: self.workload_subnet, ENDPOINT: self.endpoint_subnet, PROXY: self.proxy_subnet}
        return {label: cidr for label, cidr in given.items() if cidr is not None}

    def subnets(self) -> list[SubnetSpec]:
        """Subnetworks to build; a cluster's ranges stand beside that of programs."""
        aliases = {SERVICES: self.service_range, PODS: self.pod_range}
        secondary = {label: cidr for label, cidr in aliases.items() if cidr is not None}
        return [SubnetSpec(label, cidr, secondary if label == WORKLOAD else {}) for label, cidr in self.ranges().items()]

    def google_names(self) -> list[str]:
        """Google's domains that lead to its APIs."""
        return google_domains(self.google_domains)

    def domains(self) -> list[str]:
        """Names that the resolver answers."""
        return answered_names([*self.allowed_domains, *with_all_under(self.google_names()), *own_names(self.project)])

    def programs(self) -> tuple[str, ...]:
        """Where programs stand."""
        return tuple(str(cidr) for cidr in (self.workload_subnet, self.pod_range) if cidr is not None)

    def probed_ports(self) -> tuple[int, ...]:
        """Ports at which Google's probes ask whether programs are well: those of load balancers."""
        return self.service_ports

    def rules(self) -> list[PassRule]:
        """What may pass within the network, to Google's APIs, and in by private links. Priorities are fixed: they are part of ids."""
        programs = self.programs()
        found = [
            PassRule("to-endpoints", EGRESS, 1000, programs, (str(self.endpoint_subnet),), self.endpoint_ports),
            PassRule("to-google-apis", EGRESS, 1010, programs, (range_of(self.google_apis_address),), (PORT,)),
            PassRule("to-programs", EGRESS, 1020, programs, programs, self.workload_ports),
            PassRule("from-programs", INGRESS, 10020, programs, programs, self.workload_ports),
            PassRule("from-probes", INGRESS, 10010, PROBES, programs, self.probed_ports()),
        ]
        entries = (("from-links", 10000, self.link_range), ("from-proxies", 10030, self.proxy_subnet))
        found += [
            PassRule(label, INGRESS, place, (str(entered),), programs, self.service_ports) for label, place, entered in entries if entered
        ]
        return [rule for rule in found if rule.ports]
