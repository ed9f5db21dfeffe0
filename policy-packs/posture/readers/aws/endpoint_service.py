"""The producer half of a private link: endpoint services behind load balancers, and resources behind resource gateways.

Sources: AWS PrivateLink Guide, "Share your services through AWS PrivateLink", "Configure an endpoint service" (allowed principals,
acceptance); Amazon VPC Lattice User Guide, "Resource configurations", "Resource gateways"; AWS RAM User Guide, "Shareable AWS resources".
"""

import re

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ServiceFact, WorkloadFact
from posture.graph.kinds import EdgeKind
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
from posture.readers.registry import reads
from posture.reference import Reference
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
    principals = resource.texts("allowedPrincipals")
    if isinstance(principals, Unknown):
        graph.unreadable(urn, "who may link to the service is unknown until the update (allowedPrincipals)")
        return
    for index, principal in enumerate(principals):
        _admit(graph, urn, principal, acceptance, Because(urn, f"allowedPrincipals[{index}]", str(principal)))


@reads("aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple")
def allowed_principal(resource: ResourceView, graph: GraphBuilder) -> None:
    """A principal admitted by a resource of its own."""
    service = resource.refers_to("vpcEndpointServiceId", ENDPOINT_SERVICE)
    principal = resource.text("principalArn")
    because = Because(resource.resource.urn, "principalArn", str(principal))
    if not service.targets:
        graph.unreadable(resource.resource.urn, f"the endpoint service {service.literal or ''} is no resource of the stack")
    for urn in service.targets:
        _admit(graph, urn, principal, graph.view(urn).flag("acceptanceRequired"), because)


@reads("aws-native:ec2:VpcEndpointServicePermissions")
def service_permissions(resource: ResourceView, graph: GraphBuilder) -> None:
    """CloudFormation's form of the allowed principals."""
    service = resource.refers_to("serviceId", ENDPOINT_SERVICE)
    principals = resource.texts("allowedPrincipals")
    if isinstance(principals, Unknown) or not service.targets:
        graph.unreadable(resource.resource.urn, "who may link to which service is not known")
        return
    for index, principal in enumerate(principals):
        because = Because(resource.resource.urn, f"allowedPrincipals[{index}]", str(principal))
        for urn in service.targets:
            _admit(graph, urn, principal, graph.view(urn).flag("acceptanceRequired"), because)


def _admit(graph: GraphBuilder, urn: str, principal: str | Unknown | None, acceptance: bool | Unknown | None, because: Because) -> None:
    """Who is admitted, as an edge to whoever that is. Acceptance by hand is the producer's word on each link: without a link nobody is in."""
    if principal is None or is_unknown(principal):
        graph.unreadable(because.urn, "a principal that may link to the service is unknown until the update")
        return
    # AWS: with `acceptanceRequired` absent the provider's argument is missing, which it refuses; only a plain False accepts by itself.
    accepts_by_itself = acceptance is False
    if principal == "*":
        graph.edge(Reference.to(urn), graph.anybody(), EdgeKind.SHARE, because, certain=accepts_by_itself)
    elif found := _PRINCIPAL.match(principal):
        graph.edge(Reference.to(urn), graph.aws_account(found.group(1)), EdgeKind.SHARE, because)
    else:
        graph.unreadable(because.urn, f"the principal {principal!r} is no IAM ARN")


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
            network=resource.refers_to("vpcId", VPC) if resource.value("vpcId") is not None else resource.refers_to("vpcIdentifier", VPC),
            because=Because(urn, "subnetIds"),
        )
    )


@reads(*RESOURCE_CONFIGURATION)
def resource_configuration(resource: ResourceView, graph: GraphBuilder) -> None:
    """One resource offered by a resource gateway: an ARN (a database), an address, or a name."""
    urn = resource.resource.urn
    gateway = _first(resource, ("resourceGatewayIdentifier", "resourceGatewayId"), RESOURCE_GATEWAY)
    target = _first(
        resource,
        (
            "resourceConfigurationDefinition.arnResource.arn",
            "resourceConfigurationDefinition.arnResource",
            "resourceConfigurationDefinition.ipResource.ipAddress",
            "resourceConfigurationDefinition.dnsResource.domainName",
        ),
        DATABASE,
    )
    ports = _ports(resource)
    if target.unknown or ports is None:
        graph.unreadable(urn, "what the resource configuration offers is not known")
    targets = tuple(reference for reference in (target, gateway) if reference.targets)
    if target.literal is not None and not target.targets:
        targets = (graph.somewhere("resource", target.literal), *targets)
    graph.add(
        ServiceFact(
            urn=urn,
            targets=targets,
            ports=ports or (),
            service=_service_tag(resource),
            because=Because(urn, "resourceConfigurationDefinition"),
        )
    )


def _first(resource: ResourceView, paths: tuple[str, ...], kinds: tuple[str, ...]) -> Reference:
    for path in paths:
        if resource.value(path) is not None:
            return resource.refers_to(path, kinds)
    return Reference(certain=False)


def _ports(resource: ResourceView) -> tuple[int, ...] | None:
    ranges = resource.texts("portRanges")
    if isinstance(ranges, Unknown):
        return None
    found: list[int] = []
    for text in ranges:
        match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text) if isinstance(text, str) else None
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        # Only the ends matter to a flow's port: a wider range than one port equals no approved flow.
        found.extend({first, last})
    return tuple(sorted(set(found)))
