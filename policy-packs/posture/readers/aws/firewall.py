"""AWS Network Firewall and Gateway Load Balancer endpoints: next hops that inspect.

Sources: AWS Network Firewall Developer Guide, "Stateless and stateful rules engines", "Managing evaluation order for Suricata compatible
rules" (default actions), "Stateful domain list rule groups"; AWS PrivateLink Guide, "Gateway Load Balancer endpoints".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import GatewayFact
from posture.graph.kinds import GatewayKind
from posture.readers.aws.firewall_policy import Inspection, inspection
from posture.readers.aws.kinds import FIREWALLS, NETWORK, SUBNETS
from posture.readers.aws.looking import refer, refer_all
from posture.readers.aws.tokens import VPC_ENDPOINT
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView

FIREWALL_POLICIES: Final = ("aws:networkfirewall/firewallPolicy:FirewallPolicy", "aws-native:networkfirewall:FirewallPolicy")


@reads(*FIREWALLS.tokens)
def firewall(resource: ResourceView, graph: GraphBuilder) -> None:
    """A firewall has an endpoint in each of its subnets; what it inspects goes on by that subnet's table."""
    urn = resource.resource.urn
    if resource.value("transitGatewayId") not in (None, ""):
        graph.unreadable(urn, "a firewall attached to a transit gateway, which is not followed")
    seen = _inspects(resource, graph)
    network = refer(graph, resource, "vpcId", NETWORK)
    graph.add(
        GatewayFact(
            urn,
            GatewayKind.FIREWALL,
            networks=() if network.absent else (network,),
            subnets=refer_all(graph, resource, "subnetMappings.subnetId", SUBNETS),
            inspects=seen.allows,
            certain=seen.certain,
        )
    )


def _inspects(firewall: ResourceView, graph: GraphBuilder) -> Inspection:
    policy = firewall.refers_to("firewallPolicyArn", FIREWALL_POLICIES)
    if len(policy.targets) != 1 or not policy.certain:
        graph.unreadable(firewall.resource.urn, f"the firewall policy {policy.literal or 'is unknown: it'} is no resource of the stack")
        return Inspection(None, certain=False)
    return inspection(graph, graph.view(policy.targets[0]))


@reads("aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation", "aws-native:networkfirewall:VpcEndpointAssociation")
def firewall_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """One more endpoint of a firewall, in this or another VPC."""
    urn = resource.resource.urn
    owner = refer(graph, resource, "firewallArn", FIREWALLS)
    seen = Inspection(None, certain=False)
    if len(owner.targets) == 1:
        seen = _inspects(graph.view(owner.targets[0]), graph)
    else:
        graph.unreadable(urn, f"the firewall {owner.literal or 'is unknown: it'} is no resource of the stack")
    subnets = refer_all(graph, resource, "subnetMapping.subnetId", SUBNETS)
    graph.add(GatewayFact(urn, GatewayKind.FIREWALL, subnets=subnets, inspects=seen.allows, certain=seen.certain and owner.certain))


@reads(*VPC_ENDPOINT)
def gateway_load_balancer_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """Hands packets to appliances behind a Gateway Load Balancer and takes them back: what these let through, no stack says."""
    if resource.text("vpcEndpointType") != "GatewayLoadBalancer":
        return
    subnets: list[Reference] = list(refer_all(graph, resource, "subnetIds", SUBNETS))
    subnets.extend(refer_all(graph, resource, "subnetConfigurations.subnetId", SUBNETS))
    if not subnets:
        graph.unreadable(resource.resource.urn, "the subnet of the Gateway Load Balancer endpoint is missing")
    graph.add(GatewayFact(resource.resource.urn, GatewayKind.FIREWALL, subnets=tuple(subnets)))


inert(
    "Read by the firewall that uses it (AWS Network Firewall Developer Guide, Firewall policies)",
    *FIREWALL_POLICIES,
    "aws:networkfirewall/ruleGroup:RuleGroup",
    "aws-native:networkfirewall:RuleGroup",
)
inert(
    "Decrypts for inspection inside the firewall, or logs what it saw; neither opens a road (AWS Network Firewall Developer Guide)",
    "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration",
    "aws-native:networkfirewall:TlsInspectionConfiguration",
    "aws:networkfirewall/firewallTransitGatewayAttachmentAccepter:FirewallTransitGatewayAttachmentAccepter",
)
inert(
    "Names addresses of containers for rules; the rules are read, and addresses are no names (AWS Network Firewall Developer Guide)",
    "aws:networkfirewall/containerAssociation:ContainerAssociation",
    "aws-native:networkfirewall:ContainerAssociation",
)
inert(
    "Lets another account attach the policy or rule group to its own firewall: rules travel, data does not",
    "aws:networkfirewall/resourcePolicy:ResourcePolicy",
)
