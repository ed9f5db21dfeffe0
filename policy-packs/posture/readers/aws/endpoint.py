"""VPC endpoints: gateway, interface and resource; what stands at the other end is said by `endpoint_reach`.

Source: AWS PrivateLink Guide, "Access AWS services through AWS PrivateLink", "Gateway endpoints", "Access VPC resources through AWS PrivateLink".
"""

import re
from collections import defaultdict
from dataclasses import replace

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.kinds import GROUPS, NETWORK, SUBNETS, TABLES
from posture.readers.aws.looking import refer, refer_all
from posture.readers.aws.tokens import (
    ENDPOINT_SERVICE,
    RESOURCE_CONFIGURATION,
    ROUTE_TABLE,
    SECURITY_GROUP,
    SERVICE_NETWORK,
    SUBNET,
    VPC_ENDPOINT,
)
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import region_of
from posture.readers.registry import inert, reads
from posture.reference import ABSENT, Reference
from posture.values import is_unknown
from posture.view import ResourceView

PRIVATE = "private"
"""Service of an endpoint to somebody's own endpoint service."""
RESOURCE = "resource"
"""Service of an endpoint to one resource: a database behind a resource gateway."""

SERVICE_NETWORK_ENDPOINT = "service network"
"""Service of an endpoint to everything that a service network offers."""

_AWS_SERVICE = re.compile(
    r"^(?:cn\.)?(?:com\.amazonaws|aws\.api|api\.aws|aws\.sagemaker)\.(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.)?(?P<service>[a-z0-9.\-]+)$"
)
_PRIVATE_SERVICE = re.compile(r"^(?:cn\.)?com\.amazonaws\.vpce\.(?P<region>[a-z0-9-]+)\.[^.]+$")

GATEWAY_LOAD_BALANCER = "GatewayLoadBalancer"


@reads(*VPC_ENDPOINT)
def vpc_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """One endpoint in a consumer's network. Gateway Load Balancer endpoints are next hops, read with the firewalls."""
    kind = resource.text("vpcEndpointType")
    urn = resource.resource.urn
    if is_unknown(kind):
        unclear(graph, urn, "the type of the endpoint is unknown until the update")
        return
    if kind == GATEWAY_LOAD_BALANCER:
        return
    service, region, producer = _other_end(resource)
    if service == SERVICE_NETWORK_ENDPOINT:
        # `lattice` links it to what the network offers.
        if not producer.targets:
            unclear(graph, urn, "leads to a VPC Lattice service network that is no resource of the stack")
        producer = ABSENT
    if service is None:
        unclear(graph, urn, "what the endpoint leads to is unknown: neither serviceName nor a resource of the stack tells")
        return
    places = graph.once("aws endpoint places", lambda: _places(graph))
    _leaves_region(resource, graph, region)
    graph.add(
        EndpointFact(
            urn=urn,
            network=refer(graph, resource, "vpcId", NETWORK),
            service=service,
            producer=producer,
            subnets=(*refer_all(graph, resource, "subnetIds", SUBNETS), *_configured(resource, "subnetId"), *places[urn]["subnetId"]),
            groups=(*refer_all(graph, resource, "securityGroupIds", GROUPS), *places[urn]["securityGroupId"]),
            tables=(*refer_all(graph, resource, "routeTableIds", TABLES), *places[urn]["routeTableId"]),
            region=region,
            because=Because(urn, "serviceName", service),
        )
    )


def _configured(resource: ResourceView, name: str) -> list[Reference]:
    blocks = resource.blocks("subnetConfigurations")
    if is_unknown(blocks):
        return [Reference(certain=False, prop="subnetConfigurations")]
    return [resource.refers_to(f"{block}.{name}", SUBNET) for block in blocks]


def written_service(resource: ResourceView) -> str:
    """The AWS service as its name stands in the stack, `-fips` and all; empty when it is none of AWS's."""
    name = resource.text("serviceName")
    found = _AWS_SERVICE.match(name) if isinstance(name, str) and not _PRIVATE_SERVICE.match(name) else None
    return found["service"] if found is not None else ""


def _leaves_region(resource: ResourceView, graph: GraphBuilder, region: str | None) -> None:
    """An endpoint to a service of another region carries what passes into that region.

    Source: AWS PrivateLink Guide, "Cross-Region enabled AWS services" (`serviceRegion`).
    """
    urn = resource.resource.urn
    asked = resource.text("serviceRegion")
    if is_unknown(asked):
        unclear(graph, urn, "the region of the service is unknown until the update (serviceRegion)")
        return
    region = asked or region
    residency = graph.approved.residency
    home = region_of(resource.resource)
    if region is None or (region in residency if residency else region == home or (asked is None and home is None)):
        return
    because = Because(urn, "serviceRegion" if asked else "serviceName", region)
    graph.edge(Reference.to(urn), graph.region(region), EdgeKind.USE, because)


def _other_end(resource: ResourceView) -> tuple[str | None, str | None, Reference]:
    """Service, its region, and the producer where it is somebody's own."""
    for prop, kinds in (("resourceConfigurationArn", RESOURCE_CONFIGURATION), ("serviceNetworkArn", SERVICE_NETWORK)):
        found = resource.refers_to(prop, kinds)
        if not found.absent:
            return (RESOURCE if kinds is RESOURCE_CONFIGURATION else SERVICE_NETWORK_ENDPOINT), None, found
    name = resource.text("serviceName")
    if is_unknown(name):
        producer = resource.refers_to("serviceName", ENDPOINT_SERVICE)
        return (PRIVATE, None, producer) if producer.targets else (None, None, producer)
    if name is None:
        return None, None, Reference(certain=False, prop="serviceName")
    if found_private := _PRIVATE_SERVICE.match(name):
        return PRIVATE, found_private["region"], resource.look_up(name, ENDPOINT_SERVICE, "serviceName")
    if found_service := _AWS_SERVICE.match(name):
        region = resource.text("serviceRegion")
        return (
            found_service["service"].removesuffix("-fips"),
            (region if isinstance(region, str) else found_service["region"]),
            Reference(prop="serviceName"),
        )
    return PRIVATE, None, Reference(literal=name, prop="serviceName")


# Resources that put an endpoint somewhere else too → the property that says where, and what it accepts.
_PLACES = {
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": ("routeTableId", ROUTE_TABLE),
    "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": ("subnetId", SUBNET),
    "aws:ec2/securityGroupAssociation:SecurityGroupAssociation": ("securityGroupId", SECURITY_GROUP),
}
Places = dict[str, dict[str, list[Reference]]]


def _places(graph: GraphBuilder) -> Places:
    found: Places = defaultdict(lambda: defaultdict(list))
    for resource in graph.stack.of_type(*_PLACES):
        view = graph.view(resource.urn)
        prop, kinds = _PLACES[resource.type]
        where = view.refers_to(prop, kinds)
        endpoint = view.refers_to("vpcEndpointId", VPC_ENDPOINT)
        for urn in endpoint.targets:
            certain = where.certain and endpoint.certain
            found[urn][prop].append(replace(where, certain=certain))
    return found


@reads(*_PLACES)
def place(resource: ResourceView, graph: GraphBuilder) -> None:
    """An endpoint in one more table or subnet, or behind one more group: `vpc_endpoint` adds it to the endpoint that it names."""
    endpoint = resource.refers_to("vpcEndpointId", VPC_ENDPOINT)
    if not endpoint.targets:
        unclear(graph, resource.resource.urn, f"the endpoint {endpoint.literal or ''} is no resource of the stack")


inert(
    "Gives an endpoint its service's name inside the network; the endpoint itself is read (AWS PrivateLink Guide, 'Private DNS')",
    "aws:vpc/endpointPrivateDns:EndpointPrivateDns",
)
inert(
    "Shows that a producer owns the name of his service (AWS PrivateLink Guide, 'Manage DNS names for VPC endpoint services')",
    "aws:vpc/endpointServicePrivateDnsVerification:EndpointServicePrivateDnsVerification",
)
