"""App Runner: a web service in AWS's own network, with an address on the internet and a way out to it unless it says otherwise.

Sources: AWS App Runner Developer Guide, "Setting up networking configurations for incoming traffic" ("A Public Endpoint is the default
configuration"), "Enabling Private endpoint for incoming traffic", "Enabling VPC access for outgoing traffic" ("By default, your AWS App
Runner application can send messages to public endpoints"; with a VPC connector all of it goes through the VPC).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.kinds import GROUPS
from posture.readers.aws.looking import refer_all
from posture.readers.aws.placements import PLACEMENTS
from posture.readers.aws.tokens import VPC_ENDPOINT
from posture.readers.aws.unclear import unclear
from posture.readers.aws.workloads import default_groups, subnets_of
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

SERVICE: Final = ("aws:apprunner/service:Service", "aws-native:apprunner:Service")
CONNECTOR: Final = ("aws:apprunner/vpcConnector:VpcConnector", "aws-native:apprunner:VpcConnector")
_INGRESS: Final = ("aws:apprunner/vpcIngressConnection:VpcIngressConnection", "aws-native:apprunner:VpcIngressConnection")
_PUBLIC: Final = "networkConfiguration.ingressConfiguration.isPubliclyAccessible"
_WAY_OUT: Final = "networkConfiguration.egressConfiguration.egressType"
_CONNECTOR: Final = "networkConfiguration.egressConfiguration.vpcConnectorArn"
_HTTPS: Final = ((443, 443),)


@reads(*SERVICE)
def service(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who calls it, and where it can call: the internet, or what its VPC connector's subnets lead to."""
    urn = resource.resource.urn
    here = Reference.to(urn)
    public = resource.flag(_PUBLIC)
    if public is not False:
        because = Because(urn, _PUBLIC, "public endpoint")
        graph.edge(graph.internet(), here, EdgeKind.ROUTE, because, certain=not is_unknown(public), ports=_HTTPS)
    kind = resource.text(_WAY_OUT)
    if kind != "VPC":
        because = Because(urn, _WAY_OUT, "outgoing traffic by default")
        graph.edge(here, graph.internet(), EdgeKind.ROUTE, because, certain=not is_unknown(kind))
    if kind != "VPC" and not is_unknown(kind):
        graph.add(WorkloadFact(urn, (), (), because=Because(urn, _WAY_OUT, "managed by AWS")))
        return
    _through_connector(resource, graph)


def _through_connector(resource: ResourceView, graph: GraphBuilder) -> None:
    urn = resource.resource.urn
    connector = resource.refers_to(_CONNECTOR, CONNECTOR)
    if not connector.targets:
        unclear(graph, urn, f"goes out by the VPC connector {connector.literal or ''}, which no resource of the stack is")
        graph.add(WorkloadFact(urn, (), (), because=Because(urn, _CONNECTOR, "managed by AWS")))
        return
    subnets: list[Reference] = []
    groups: list[Reference] = []
    for one in connector.targets:
        view = graph.view(one)
        placement = PLACEMENTS[view.resource.type]
        stands = subnets_of(view, graph, placement)
        subnets += stands
        groups += [group for path in placement.groups for group in refer_all(graph, view, path, GROUPS)] or default_groups(graph, stands)
    certain = connector.certain and not any(subnet.unknown for subnet in subnets)
    graph.add(WorkloadFact(urn, tuple(subnets), tuple(groups), because=Because(urn, _CONNECTOR, "VPC connector"), certain=certain))


@reads(*_INGRESS)
def private_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """A service that answers at an interface endpoint of somebody's VPC."""
    urn = resource.resource.urn
    called = resource.refers_to("serviceArn", SERVICE)
    endpoint = resource.refers_to("ingressVpcConfiguration.vpcEndpointId", VPC_ENDPOINT)
    for found, what in ((called, "service"), (endpoint, "endpoint")):
        if not found.targets:
            unclear(graph, urn, f"the {what} {found.literal or ''} is no resource of the stack")
            return
    because = Because(urn, "ingressVpcConfiguration.vpcEndpointId", "private endpoint")
    graph.edge(endpoint, called, EdgeKind.ROUTE, because, certain=endpoint.certain and called.certain, ports=_HTTPS)


inert(
    "How many instances run, what is traced, under which name, and whose source code it is "
    "(AWS App Runner Developer Guide, 'Managing your App Runner service')",
    "aws:apprunner/autoScalingConfigurationVersion:AutoScalingConfigurationVersion",
    "aws:apprunner/defaultAutoScalingConfigurationVersion:DefaultAutoScalingConfigurationVersion",
    "aws:apprunner/observabilityConfiguration:ObservabilityConfiguration",
    "aws:apprunner/connection:Connection",
    "aws:apprunner/customDomainAssociation:CustomDomainAssociation",
    "aws:apprunner/deployment:Deployment",
)
