"""The producer half of a private link: endpoint services behind load balancers, and resources behind resource gateways.

Sources: AWS PrivateLink Guide, "Share your services through AWS PrivateLink", "Configure an endpoint service" (allowed principals,
acceptance); Amazon VPC Lattice User Guide, "Resource configurations", "Resource gateways"; AWS RAM User Guide, "Shareable AWS resources".
"""

import ipaddress
import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ServiceFact, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.handing_on import to_region
from posture.readers.aws.tokens import (
    DATABASE,
    ENDPOINT_SERVICE,
    LOAD_BALANCER,
    RESOURCE_CONFIGURATION,
    RESOURCE_GATEWAY,
    SECURITY_GROUP,
    SUBNET,
    VPC,
)
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.resource import Resource
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

_PRINCIPAL = re.compile(r"^arn:aws[a-z-]*:iam::(\d{12}):.+$")


@reads(*ENDPOINT_SERVICE)
def endpoint_service(resource: ResourceView, graph: GraphBuilder) -> None:
    """A service that others may link to: what is behind it, and who may ask."""
    urn = resource.resource.urn
    targets = [
        reference
        for prop in ("networkLoadBalancerArns", "gatewayLoadBalancerArns")
        for reference in resource.all_refer_to(prop, LOAD_BALANCER)
    ]
    acceptance = resource.flag("acceptanceRequired")
    graph.add(
        ServiceFact(
            urn=urn,
            targets=tuple(targets),
            service=_service_tag(resource),
            manual_acceptance=None if is_unknown(acceptance) else acceptance,
            because=Because(urn, "networkLoadBalancerArns"),
        )
    )
    _regions(resource, graph)
    principals = resource.texts("allowedPrincipals")
    if isinstance(principals, Unknown):
        unclear(graph, urn, "who may link to the service is unknown until the update (allowedPrincipals)")
        return
    for index, principal in enumerate(principals):
        _admit(graph, urn, principal, acceptance, Because(urn, f"allowedPrincipals[{index}]", str(principal)))


def _regions(resource: ResourceView, graph: GraphBuilder) -> None:
    """Consumers of other regions, where the service is offered there too (AWS PrivateLink Guide, "Cross-Region access")."""
    urn = resource.resource.urn
    regions = resource.texts("supportedRegions")
    if isinstance(regions, Unknown):
        unclear(graph, urn, "the regions that may link to the service are unknown until the update (supportedRegions)")
        return
    for index, region in enumerate(regions):
        if isinstance(region, str):
            to_region(graph, Reference.to(urn), region, Because(urn, f"supportedRegions[{index}]", region), EdgeKind.SHARE)
        else:
            unclear(graph, urn, f"a region that may link to the service is unknown until the update (supportedRegions[{index}])")


@reads("aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple")
def allowed_principal(resource: ResourceView, graph: GraphBuilder) -> None:
    """A principal admitted by a resource of its own."""
    service = resource.refers_to("vpcEndpointServiceId", ENDPOINT_SERVICE)
    principal = resource.text("principalArn")
    because = Because(resource.resource.urn, "principalArn", str(principal))
    if not service.targets:
        unclear(graph, resource.resource.urn, f"the endpoint service {service.literal or ''} is no resource of the stack")
    for urn in service.targets:
        _admit(graph, urn, principal, graph.view(urn).flag("acceptanceRequired"), because)


@reads("aws-native:ec2:VpcEndpointServicePermissions")
def service_permissions(resource: ResourceView, graph: GraphBuilder) -> None:
    """CloudFormation's form of the allowed principals."""
    service = resource.refers_to("serviceId", ENDPOINT_SERVICE)
    principals = resource.texts("allowedPrincipals")
    if isinstance(principals, Unknown) or not service.targets:
        unclear(graph, resource.resource.urn, "who may link to which service is not known")
        return
    for index, principal in enumerate(principals):
        because = Because(resource.resource.urn, f"allowedPrincipals[{index}]", str(principal))
        for urn in service.targets:
            _admit(graph, urn, principal, graph.view(urn).flag("acceptanceRequired"), because)


def _admit(graph: GraphBuilder, urn: str, principal: str | Unknown | None, acceptance: bool | Unknown | None, because: Because) -> None:
    """Who is admitted, as an edge to whoever that is. Acceptance by hand is the producer's word on each link: without a link nobody is in."""
    if principal is None or is_unknown(principal):
        unclear(graph, because.urn, "a principal that may link to the service is unknown until the update")
        return
    # Where acceptance is not known to be off, `*` lets anybody ask and nobody in: who was accepted, the stack does not say.
    accepts_by_itself = acceptance is False
    if principal == "*":
        graph.edge(Reference.to(urn), graph.anybody(), EdgeKind.SHARE, because, certain=accepts_by_itself)
    elif found := _PRINCIPAL.match(principal):
        graph.edge(Reference.to(urn), graph.aws_account(found.group(1)), EdgeKind.SHARE, because)
    else:
        unclear(graph, because.urn, f"the principal {principal!r} is no IAM ARN of an account")


def _service_tag(resource: ResourceView) -> str | None:
    value = resource.tags().get("ai-service")
    return value if isinstance(value, str) else None


@reads(*RESOURCE_GATEWAY)
def resource_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """Addresses in the producer's network from which linked consumers reach the resource."""
    urn = resource.resource.urn
    graph.add(
        WorkloadFact(
            urn=urn,
            subnets=tuple(resource.all_refer_to("subnetIds", SUBNET)),
            groups=tuple(resource.all_refer_to("securityGroupIds", SECURITY_GROUP)),
            network=_network_of(resource),
            because=Because(urn, "subnetIds"),
        )
    )


@reads(*RESOURCE_CONFIGURATION)
def resource_configuration(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a resource gateway offers: an ARN (a database), an address, a name; or a group of such."""
    urn = resource.resource.urn
    group = resource.text("type") == "GROUP" or resource.text("resourceConfigurationType") == "GROUP"
    members = [found.urn for found in graph.stack.of_type(*RESOURCE_CONFIGURATION) if urn in _group_of(graph, found.urn).targets]
    offered = [_offered(graph.view(one), graph) for one in (members if group else [urn])]
    targets = tuple(reference for references, _ in offered for reference in references)
    ports = [found for _, found in offered]
    if not targets or None in ports or is_unknown(resource.text("type")):
        unclear(graph, urn, "what the resource configuration offers is not known")
    known = tuple(sorted({port for found in ports if found is not None for port in found}))
    because = Because(urn, "resourceConfigurationDefinition")
    graph.add(ServiceFact(urn=urn, targets=targets, port_ranges=known, service=_service_tag(resource), because=because))


def _group_of(graph: GraphBuilder, urn: str) -> Reference:
    return _first(graph.view(urn), ("resourceConfigurationGroupId", "resourceConfigurationGroupIdentifier"), RESOURCE_CONFIGURATION)


def _offered(resource: ResourceView, graph: GraphBuilder) -> tuple[tuple[Reference, ...], tuple[tuple[int, int], ...] | None]:
    """What one configuration offers, with the gateway before it, and on which ports; None when they are not known."""
    gateways = ("resourceGatewayIdentifier", "resourceGatewayId")
    gateway = _first(resource, gateways, RESOURCE_GATEWAY)
    owner = _group_of(graph, resource.resource.urn)
    if not gateway.targets and len(owner.targets) == 1:
        gateway = _first(graph.view(owner.targets[0]), gateways, RESOURCE_GATEWAY)
    target = _first(
        resource,
        (
            "resourceConfigurationDefinition.arnResource.arn",
            "resourceConfigurationDefinition.arnResource",
            "resourceConfigurationDefinition.ipResource.ipAddress",
            "resourceConfigurationDefinition.ipResource",
            "resourceConfigurationDefinition.dnsResource.domainName",
        ),
        DATABASE,
    )
    if target.literal is not None and not target.targets:
        named = tuple(found.urn for found in graph.stack.of_type(*DATABASE) if target.literal in _addresses(found))
        target = Reference(named, target.literal, len(named) == 1) if named else _by_address(graph, gateway, target.literal)
    targets = tuple(reference for reference in (target, gateway) if not reference.unknown and not reference.absent)
    if target.unknown:
        return (), None
    return targets, _ports(resource) or _ports_of(graph, target)


def _by_address(graph: GraphBuilder, gateway: Reference, literal: str) -> Reference:
    """An address of the gateway's own VPC is whatever stands in that subnet: reached by packets from the gateway. Any other is somebody's.

    Source: Amazon VPC Lattice User Guide, "Resource configurations for VPC resources" (an IP address that the resource gateway's VPC reaches).
    """
    networks = {urn for one in gateway.targets for urn in _network_of(graph.view(one)).targets}
    for subnet in graph.stack.of_type(*SUBNET) if networks else ():
        own = graph.view(subnet.urn).refers_to("vpcId", VPC)
        blocks = [subnet.props.get(name) for name in ("cidrBlock", "ipv6CidrBlock")]
        if networks & set(own.targets) and any(_holds(block, literal) for block in blocks):
            return Reference((subnet.urn,), literal, certain=own.certain and gateway.certain)
    return graph.somewhere("resource", literal)


def _network_of(gateway: ResourceView) -> Reference:
    return gateway.refers_to("vpcId" if gateway.value("vpcId") is not None else "vpcIdentifier", VPC)


def _holds(block: object, address: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(str(block), strict=False)
    except ValueError:
        return False


def _addresses(database: Resource) -> list[object]:
    return [database.props.get(prop) for prop in ("endpoint", "readerEndpoint", "address")]


def _ports_of(graph: GraphBuilder, target: Reference) -> tuple[tuple[int, int], ...] | None:
    """A configuration by ARN has the database's own port.

    Source: Amazon VPC Lattice User Guide, "Resource configurations" (no port ranges for an ARN); Amazon RDS User Guide, "Settings for DB
    instances" and Amazon Aurora User Guide, "Settings for Aurora DB clusters" (default ports).
    """
    found: set[tuple[int, int]] = set()
    for urn in target.targets:
        database = graph.view(urn)
        port, engine = database.number("port"), database.text("engine")
        if port is None and isinstance(engine, str):
            port = next((default for word, default in _DEFAULT_PORTS.items() if word in engine), None)
        if not isinstance(port, int):
            return None
        found.add((port, port))
    return tuple(sorted(found)) or None


_DEFAULT_PORTS: Final = {"postgres": 5432, "mysql": 3306, "mariadb": 3306, "oracle": 1521, "sqlserver": 1433, "db2": 50000}


def _first(resource: ResourceView, paths: tuple[str, ...], kinds: tuple[str, ...]) -> Reference:
    for path in paths:
        if resource.value(path) is not None:
            return resource.refers_to(path, kinds)
    return Reference(certain=False)


def _ports(resource: ResourceView) -> tuple[tuple[int, int], ...] | None:
    ranges = resource.texts("portRanges")
    if isinstance(ranges, Unknown):
        return None
    found: set[tuple[int, int]] = set()
    for text in ranges:
        match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text) if isinstance(text, str) else None
        if match is None:
            return None
        found.add((int(match[1]), int(match[2] or match[1])))
    return tuple(sorted(found))
