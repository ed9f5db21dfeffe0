"""Parts of a network, groups, parameters and access points carry the zone of what they belong to, or none."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.tokens import BUCKET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users

_IN_SUBNETS: Final = (
    "aws:rds/subnetGroup:SubnetGroup",
    "aws:docdb/subnetGroup:SubnetGroup",
    "aws:neptune/subnetGroup:SubnetGroup",
    "aws:redshift/subnetGroup:SubnetGroup",
    "aws:elasticache/subnetGroup:SubnetGroup",
    "aws:memorydb/subnetGroup:SubnetGroup",
    "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup",
    "aws-native:rds:DbSubnetGroup",
)
_OF_ITS_USERS: Final = (
    "aws:rds/parameterGroup:ParameterGroup",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
    "aws:neptune/clusterParameterGroup:ClusterParameterGroup",
    "aws:redshift/parameterGroup:ParameterGroup",
    "aws:elasticache/parameterGroup:ParameterGroup",
    "aws:ec2/eip:Eip",
    "aws:ecs/cluster:Cluster",
    "aws:verifiedaccess/group:Group",
)
_PART_OF: Final = {
    "aws:ec2/securityGroup:SecurityGroup": "vpcId",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "vpcId",
    "aws:ec2/networkAcl:NetworkAcl": "vpcId",
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": "defaultNetworkAclId",
    "aws:ec2/routeTable:RouteTable": "vpcId",
    "aws:ec2/defaultRouteTable:DefaultRouteTable": "defaultRouteTableId",
    "aws:ec2/flowLog:FlowLog": "vpcId",
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": "vpcId",
    "aws:lb/targetGroup:TargetGroup": "vpcId",
    "aws:lb/listener:Listener": "loadBalancerArn",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "securityGroupId",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "securityGroupId",
}
"""Part → the property that says of what."""
_NETWORK: Final = "vpcConfiguration.vpcId"
_POINT: Final = ("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")


@rule(*_IN_SUBNETS, *_OF_ITS_USERS, *_POINT, *_PART_OF)
def check(look: Look) -> Iterator[Fault]:
    """An access point belongs to its bucket, and to the network that it is for."""
    own = look.scene.classifier.own(look.urn).zone
    owners = [(owner.name, owner.zone) for owner in _owners(look) if owner.zone is not None] if own is not None else []
    if owners and all(zone != own for _, zone in owners):
        name, zone = owners[0]
        verdict = Verdict.UNPROVEN if _network_elsewhere(look) else Verdict.VIOLATED
        yield Fault(f"is tagged {own}, though it belongs to {name} of {zone}", "tags", verdict)


def _network_elsewhere(look: Look) -> bool:
    """Whether the network that an access point is for stands in another stack: it may be of the zone of the tag."""
    return look.value(_NETWORK) is not None and not look.targets(_NETWORK)


def _owners(look: Look) -> list[Look]:
    kind = look.resource.type
    if kind in _POINT:
        return [*look.targets("bucket", BUCKET), *look.targets(_NETWORK)]
    if kind in _IN_SUBNETS:
        return look.targets("subnetIds")
    if kind in _PART_OF:
        # A default list or table is named by its own id; a state says its network too.
        return look.targets("vpcId") or look.targets(_PART_OF[kind])
    return users(look)
