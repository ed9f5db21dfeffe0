"""Ways for people into a subnet that AWS keeps open beside every route table: Client VPN, EC2 Instance Connect Endpoint, Airflow's web server.

Whoever signs in stands on the internet, and answers ride back to him; that he signs in narrows who it is, and not where the data goes.
Sources: AWS Client VPN Administrator Guide, "How AWS Client VPN works", "Authorization rules" (without one nobody reaches any network);
Amazon EC2 User Guide, "Connect to your instances using EC2 Instance Connect Endpoint" ("from the internet, without requiring the
instances to have public IPv4 addresses"); Amazon MWAA User Guide, "Apache Airflow access modes" (`PUBLIC_ONLY`).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.kinds import GROUPS, SUBNETS
from posture.readers.aws.looking import refer, refer_all
from posture.readers.aws.workloads import default_groups
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

CLIENT_VPN: Final = ("aws:ec2clientvpn/endpoint:Endpoint", "aws-native:ec2:ClientVpnEndpoint")
_ASSOCIATION: Final = ("aws:ec2clientvpn/networkAssociation:NetworkAssociation", "aws-native:ec2:ClientVpnTargetNetworkAssociation")
_AUTHORIZATION: Final = ("aws:ec2clientvpn/authorizationRule:AuthorizationRule", "aws-native:ec2:ClientVpnAuthorizationRule")
_CLIENT_VPN: Final = "client VPN"
_ENDPOINT: Final = "clientVpnEndpointId"


@reads(*_ASSOCIATION)
def client_vpn(resource: ResourceView, graph: GraphBuilder) -> None:
    """People's machines come in by an interface in the subnet, behind the endpoint's groups, as far as authorization rules let them.

    Where the reviewer asserts the endpoint, they are ours.
    """
    urn = resource.resource.urn
    subnet = refer(graph, resource, "subnetId", SUBNETS)
    if not subnet.targets:
        graph.unreadable(urn, f"a client VPN in {subnet.literal or 'an unknown subnet'}")
        return
    endpoint = resource.refers_to(_ENDPOINT, CLIENT_VPN)
    groups = tuple(group for one in endpoint.targets for group in refer_all(graph, graph.view(one), "securityGroupIds", GROUPS))
    because = Because(urn, "subnetId", _CLIENT_VPN)
    graph.add(WorkloadFact(urn, (subnet,), groups or default_groups(graph, (subnet,)), because=because, certain=subnet.certain))
    names = {text for text in (resource.text(_ENDPOINT), resource.resource.name) if isinstance(text, str)}
    names |= {graph.view(one).resource.name for one in endpoint.targets}
    named = sorted(entry.literal for entry in graph.approved.asserted if entry.literal in names)
    people = graph.somewhere(_CLIENT_VPN, named[0]) if named else graph.internet()
    graph.edge(people, Reference.to(urn), EdgeKind.ROUTE, because, certain=_lets_in(graph, endpoint))


def _lets_in(graph: GraphBuilder, endpoint: Reference) -> bool:
    """Whether some authorization rule is the endpoint's: none of the stack, and it is open whether one stands elsewhere."""
    rules = (graph.view(rule.urn).refers_to(_ENDPOINT, CLIENT_VPN) for rule in graph.stack.of_type(*_AUTHORIZATION))
    return any(rule.certain and set(rule.targets) & set(endpoint.targets) for rule in rules)


@reads("aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint", "aws-native:ec2:InstanceConnectEndpoint")
def instance_connect(resource: ResourceView, graph: GraphBuilder) -> None:
    """Tunnels from the internet to the machines that the endpoint's subnet and groups reach. Where it stands, `workloads` reads."""
    urn = resource.resource.urn
    graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, Because(urn, "subnetId", "EC2 Instance Connect Endpoint"))


@reads("aws:mwaa/environment:Environment", "aws-native:mwaa:Environment")
def airflow_web_server(resource: ResourceView, graph: GraphBuilder) -> None:
    """Airflow's web server answers on the internet where the environment says so; private is the default."""
    urn = resource.resource.urn
    mode = resource.text("webserverAccessMode")
    if mode == "PUBLIC_ONLY" or is_unknown(mode):
        because = Because(urn, "webserverAccessMode", "public web server")
        certain = not is_unknown(mode)
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=certain, ports=((443, 443),))
