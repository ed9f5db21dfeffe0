"""Producer half of a private link to a service of our own: an internal load balancer, and a service attachment that the flow's consumers alone
are let into.

Consumers' connections come from addresses of a subnetwork of the service's own. They are accepted by project or by network, each with a limit;
nobody else is, and no connection is handed on to spokes of a hub.
Sources: Virtual Private Cloud documentation, "About published services" (connection preference, consumer lists, limits, reconciliation,
propagated connections; a subnetwork serves one attachment), "Publish services by using Private Service Connect"; Cloud Load Balancing,
"Internal passthrough Network Load Balancer overview" (ports are not translated), "Health checks overview".
"""

from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import compute

from ai_zones.gcp.balancer import Balancer, GroupPath, build_balancer
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import compute_regional
from ai_zones.gcp.subnets import LINK, SubnetSpec, build_subnetwork, home_project, range_faults, subnetwork_name
from ai_zones.gcp.validation import Cidr, NetworkPath, Port, ProjectId, SubnetworkPath, ZonedInput, ZoneText

SERVICE_NAME = r"^[a-z][a-z-]*$"


def _consumer(value: str) -> str:
    if "/" in value:
        return str(pydantic.TypeAdapter(NetworkPath).validate_python(value))
    return pydantic.TypeAdapter(ProjectId).validate_python(value)


Consumer = Annotated[str, pydantic.AfterValidator(_consumer)]


class GcpServiceLinkProducerArgs(TypedDict):
    """Inputs of `GcpServiceLinkProducer`."""

    zone: str
    """Zone that offers the service."""
    service: str
    """Name of the service: `retrieval`, `tools`, `llm`, ..."""
    project: str
    """Project of the zone."""
    region: str
    """Region of the zone's network: consumers' endpoints stand in the same."""
    network: str
    """Path of the zone's network."""
    workload_subnetwork: str
    """Path of the subnetwork of programs, in which the load balancer's address stands."""
    nat_subnet: str
    """Range for the translated addresses of consumers, of the network's `link_range`: /29 or larger; see `link_subnet`."""
    consumers: dict[str, str]
    """Zone that may use the service → its project's id, or its network's path for a narrower border. Nobody else is let in."""
    port: NotRequired[int]
    """Port of the service, on which programs listen too; one of the network's `service_ports`. Default: 443."""
    backends: NotRequired[dict[str, str]]
    """Label → path of an instance group or network endpoint group of the programs. Default: none yet."""
    connection_limit: NotRequired[int]
    """Endpoints that each consumer may connect. Default: 1."""
    proxy_protocol: NotRequired[bool]
    """True puts a PROXY v2 header with the consumer's connection id before each connection: programs must then expect one. Default: False."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ServiceLinkProducer(ZonedInput):
    """Parsed `GcpServiceLinkProducerArgs`."""

    service: Annotated[str, pydantic.Field(pattern=SERVICE_NAME)]
    network: NetworkPath
    workload_subnetwork: SubnetworkPath
    nat_subnet: Cidr
    consumers: dict[ZoneText, Consumer] = pydantic.Field(min_length=1)
    port: Port = 443
    backends: dict[str, GroupPath] = pydantic.Field(default_factory=dict)
    connection_limit: int = pydantic.Field(default=1, ge=1, le=100)
    proxy_protocol: bool = False

    @pydantic.model_validator(mode="after")
    def _joins_two_zones(self) -> Self:
        if self.zone in self.consumers:
            raise ValueError(f"consumers.{self.zone}: is the zone that offers the service; name the zones that use it")
        if len({"/" in one for one in self.consumers.values()}) > 1:
            raise ValueError("consumers: must be all projects or all networks: an attachment names them in one way")
        if faults := range_faults({"nat_subnet": self.nat_subnet}):
            raise ValueError("; ".join(faults))
        return self

    def accepted(self) -> list[compute.ServiceAttachmentConsumerAcceptListArgs]:
        """Who is let in, each once."""
        by_network = any("/" in one for one in self.consumers.values())
        return [
            compute.ServiceAttachmentConsumerAcceptListArgs(
                network_url=one if by_network else None,
                project_id_or_num=None if by_network else one,
                connection_limit=self.connection_limit,
            )
            for one in sorted(set(self.consumers.values()))
        ]


class GcpServiceLinkProducer(pulumi.ComponentResource):
    """Internal passthrough Network Load Balancer, and the service attachment in front of it."""

    service_attachment: str
    """Path of the attachment, which consumers connect to."""
    backend_service: str
    """Path of the backend service."""
    nat_subnetwork: str
    """Path of the subnetwork of translated addresses."""
    address: pulumi.Output[str]
    """Address of the load balancer, for programs of the zone itself."""

    def __init__(self, name: str, args: GcpServiceLinkProducerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ServiceLinkProducer.parse(name, args)
        super().__init__("ai-zones:index:GcpServiceLinkProducer", name, {}, children_wait(opts))
        label = resource_name(Kind.COMPUTE, name)
        form = Balancer(label, given.network, given.workload_subnetwork, given.port, given.backends)
        front = build_balancer(name, form, given, given.labels_of(service=given.service), parent=self)
        self.backend_service = form.path(given, "backendServices")
        subnet = build_subnetwork(name, SubnetSpec(LINK, given.nat_subnet), given, given.network, [], sampling=1.0, parent=self)
        home = home_project(given.network, given.project)
        self.nat_subnetwork = compute_regional(home, given.region, "subnetworks", subnetwork_name(name, LINK))
        compute.ServiceAttachment(
            child(name, "attachment"),
            name=label,
            project=given.project,
            region=given.region,
            description=f"{given.service} of the {given.zone} zone.",
            target_service=form.path(given, "forwardingRules"),
            nat_subnets=[self.nat_subnetwork],
            connection_preference="ACCEPT_MANUAL",
            consumer_accept_lists=given.accepted(),
            reconcile_connections=True,
            propagated_connection_limit=0,
            send_propagated_connection_limit_if_zero=True,
            enable_proxy_protocol=given.proxy_protocol,
            opts=after(self, front, subnet),
        )
        self.service_attachment = form.path(given, "serviceAttachments")
        self.address = front.ip_address
        self.register_outputs(
            {
                "serviceAttachment": self.service_attachment,
                "backendService": self.backend_service,
                "natSubnetwork": self.nat_subnetwork,
                "address": self.address,
            }
        )
