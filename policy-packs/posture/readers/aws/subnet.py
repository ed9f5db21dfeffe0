"""Subnets. Roads are judged for the subnet: a place where any workload may stand.

Source: Amazon VPC User Guide, "Subnets for your VPC".
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import SubnetFact
from posture.readers.aws.kinds import NETWORK
from posture.readers.aws.looking import addresses, refer
from posture.readers.aws.tokens import SUBNET
from posture.readers.registry import reads
from posture.view import ResourceView


@reads(*SUBNET)
def subnet(resource: ResourceView, graph: GraphBuilder) -> None:
    """One subnet. Its addresses are unknown as long as one of its blocks is."""
    urn = resource.resource.urn
    network = refer(graph, resource, "vpcId", NETWORK)
    # A default subnet names its availability zone; the provider finds the VPC.
    if network.absent and resource.resource.type != "aws:ec2/defaultSubnet:DefaultSubnet":
        graph.unreadable(urn, "vpcId is missing: the subnet stands in no VPC")
    elif network.unknown:
        graph.unreadable(urn, "vpcId is unknown, and nothing that it depends on is a VPC")
    known, complete = addresses(graph, resource, "cidrBlock", "ipv6CidrBlock", "ipv6CidrBlocks")
    graph.add(SubnetFact(urn, network, known if complete and not known.is_empty else None))


def launches_public(resource: ResourceView) -> bool:
    """Whether a machine launched into the subnet gets a public address unless it says otherwise. Unknown counts as yes.

    Source: Amazon VPC User Guide, "IP addressing for your VPCs and subnets": default subnets have the attribute on.
    """
    flag = resource.flag("mapPublicIpOnLaunch")
    if flag is None:
        return resource.resource.type == "aws:ec2/defaultSubnet:DefaultSubnet"
    return flag is not False
