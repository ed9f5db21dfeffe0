"""VPC Block Public Access: an account's setting that stops what its networks send to and take from the internet, and what it leaves out.

It is no guardrail on requests (0010): it drops packets at the gateways, whoever wrote the routes and whenever. It counts where the judged stack
itself sets it, for the networks of the same account and region.

Sources: Amazon VPC User Guide, "Block public access to VPCs and subnets", "VPC BPA basics"; Pulumi Registry, aws.ec2.VpcBlockPublicAccessOptions,
aws.ec2.VpcBlockPublicAccessExclusion.
"""

from typing import Final

from posture.graph.barriers import BarrierFact, SparedFact
from posture.graph.builder import GraphBuilder
from posture.readers.aws.kinds import NETWORK, SUBNETS
from posture.readers.aws.looking import refer
from posture.readers.aws.tokens import VPC
from posture.readers.aws.whereabouts import region_of, same_account
from posture.readers.registry import reads
from posture.resource import Resource
from posture.view import ResourceView

OPTIONS: Final = ("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "aws-native:ec2:VpcBlockPublicAccessOptions")
EXCLUSIONS: Final = ("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "aws-native:ec2:VpcBlockPublicAccessExclusion")
_INWARD: Final = {"allow-bidirectional": True, "allow-egress": False}


@reads(*OPTIONS)
def options(resource: ResourceView, graph: GraphBuilder) -> None:
    """Shuts the gateways of every network of its account and region that the stack owns."""
    mode = resource.text("internetGatewayBlockMode")
    for network in graph.stack.of_type(*VPC):
        here = _together(resource.resource, network)
        if here is not False:
            graph.add(BarrierFact(network.urn, mode if isinstance(mode, str) else None, here is True))


@reads(*EXCLUSIONS)
def exclusion(resource: ResourceView, graph: GraphBuilder) -> None:
    """One network or one subnet goes on as if the setting were not there, or outward only."""
    mode = resource.text("internetGatewayExclusionMode")
    inward = _INWARD.get(mode) if isinstance(mode, str) else None
    for prop, kind in (("vpcId", NETWORK), ("subnetId", SUBNETS)):
        place = refer(graph, resource, prop, kind)
        if not place.absent:
            graph.add(SparedFact(place, inward))


def _together(setting: Resource, network: Resource) -> bool | None:
    """Whether the setting is that of the network's account and region; None when nothing tells."""
    regions = (region_of(setting), region_of(network))
    same_region: bool | None = regions[0] == regions[1]
    if None in regions:
        one_provider = setting.provider is not None and network.provider is not None and setting.provider.urn == network.provider.urn
        own = any(resource.props.get("region") is not None for resource in (setting, network))
        same_region = True if one_provider and not own else None
    answers = (same_region, _of_one_account(setting, network))
    return False if False in answers else None if None in answers else True


def _of_one_account(setting: Resource, network: Resource) -> bool | None:
    account = setting.props.get("awsAccountId")
    owner = network.props.get("ownerId")
    if isinstance(account, str) and isinstance(owner, str):
        return account == owner
    return same_account(setting, network)
