"""Internal load balancer before a zone's programs: no public face, one port, for clients of its own region, and the client's address is kept.

Sources: Cloud Load Balancing documentation, "Internal passthrough Network Load Balancer overview" (the client's address is kept; ports are not
translated), "Health checks overview".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import compute_regional
from ai_zones.gcp.validation import PlacedInput, path_of

GroupPath: Any = path_of(
    r"projects/[a-z0-9.:-]+/(zones|regions)/[a-z0-9-]+/(instanceGroups|networkEndpointGroups)/[a-z0-9-]+",
    "an instance group or a network endpoint group",
    "projects/acme-prod-phi/zones/europe-west3-a/instanceGroups/retrieval",
)


@dataclass(frozen=True)
class Balancer:
    """One service behind one address."""

    label: str
    """Name of all its parts."""
    network: str
    subnetwork: str
    """In which its address stands."""
    port: int
    backends: Mapping[str, str]
    """Label → path of a group of the programs that answer."""
    description: str | None = None
    held: pulumi.Resource | None = None
    """An address that is fixed, of the same label. None: Google picks one."""

    def path(self, place: PlacedInput, collection: str) -> str:
        """Path of one of its parts."""
        return compute_regional(place.project, place.region, collection, self.label)


def build_balancer(
    name: str, form: Balancer, place: PlacedInput, labels: dict[str, str], *, parent: pulumi.Resource
) -> compute.ForwardingRule:
    """Check, backend service and forwarding rule, which is handed back."""
    here = {"name": form.label, "project": place.project, "region": place.region}
    check = compute.RegionHealthCheck(
        child(name, "check"),
        **here,
        tcp_health_check=compute.RegionHealthCheckTcpHealthCheckArgs(port=form.port),
        log_config=compute.RegionHealthCheckLogConfigArgs(enable=True),
        opts=after(parent),
    )
    backend = compute.RegionBackendService(
        child(name, "backend"),
        **here,
        protocol="TCP",
        load_balancing_scheme="INTERNAL",
        network=form.network,
        health_checks=form.path(place, "healthChecks"),
        connection_draining_timeout_sec=300,
        backends=[
            compute.RegionBackendServiceBackendArgs(group=group, balancing_mode="CONNECTION", description=part)
            for part, group in sorted(form.backends.items())
        ]
        or None,
        log_config=compute.RegionBackendServiceLogConfigArgs(enable=True, sample_rate=1.0),
        opts=after(parent, check),
    )
    return compute.ForwardingRule(
        child(name, "front"),
        **here,
        description=form.description,
        ip_protocol="TCP",
        ports=[str(form.port)],
        load_balancing_scheme="INTERNAL",
        ip_address=form.path(place, "addresses") if form.held else None,
        backend_service=form.path(place, "backendServices"),
        network=form.network,
        subnetwork=form.subnetwork,
        allow_global_access=False,
        labels=labels,
        opts=after(parent, backend, [form.held] if form.held else []),
    )
