"""Services that stand in subnets behind security groups: both are of one VPC.

Source: Amazon EC2 API Reference, CreateNetworkInterface: a group of another VPC is not found in that of the subnet. Each service makes such
interfaces, and refuses at once what it could not attach (AWS DMS API Reference, CreateReplicationInstance: 'The VPC security group must work
with the VPC containing the replication instance'; the Create call of each).
"""

from typing import Any, Final

from simulator.rules import Action
from simulator.rules.aws.addresses import all_in_vpc
from simulator.rules.aws.kinds import SECURITY_GROUP, SUBNET
from simulator.rules.aws.passed_roles import at_path
from simulator.rules.registry import every_type

_CODE: Final = "InvalidParameterException"
_IN_SUBNETS: Final[dict[str, tuple[str, str]]] = {
    "aws:efs/mountTarget:MountTarget": ("subnetId", "securityGroups"),
    "aws:msk/cluster:Cluster": ("brokerNodeGroupInfo.clientSubnets", "brokerNodeGroupInfo.securityGroups"),
    "aws:transfer/server:Server": ("endpointDetails.subnetIds", "endpointDetails.securityGroupIds"),
    "aws:codebuild/project:Project": ("vpcConfig.subnets", "vpcConfig.securityGroupIds"),
    "aws:sagemaker/model:Model": ("vpcConfig.subnets", "vpcConfig.securityGroupIds"),
    "aws:redshiftserverless/workgroup:Workgroup": ("subnetIds", "securityGroupIds"),
}
"""Type → its subnets, and its groups."""
_IN_A_GROUP: Final[dict[str, tuple[str, str, str, str]]] = {
    "aws:docdb/cluster:Cluster": ("aws:docdb/subnetGroup:SubnetGroup", "name", "dbSubnetGroupName", "vpcSecurityGroupIds"),
    "aws:neptune/cluster:Cluster": ("aws:neptune/subnetGroup:SubnetGroup", "name", "neptuneSubnetGroupName", "vpcSecurityGroupIds"),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        "aws:elasticache/subnetGroup:SubnetGroup",
        "name",
        "subnetGroupName",
        "securityGroupIds",
    ),
    "aws:dms/replicationInstance:ReplicationInstance": (
        "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup",
        "replicationSubnetGroupId",
        "replicationSubnetGroupId",
        "vpcSecurityGroupIds",
    ),
}
"""Type → its kind of subnet group and the name of one, where it names it, and its groups."""


@every_type("aws", "create", source="Amazon EC2 API Reference, CreateNetworkInterface; the Create call of each service")
def groups_are_of_its_network(action: Action) -> None:
    """What names groups of another VPC than that of its subnets is refused."""
    subnets: Any = None
    groups = ""
    if action.type in _IN_SUBNETS:
        where, groups = _IN_SUBNETS[action.type]
        subnets = at_path(action.inputs, where)
    elif action.type in _IN_A_GROUP:
        kind, name, prop, groups = _IN_A_GROUP[action.type]
        named = action.inputs.get(prop)
        found = next(iter(action.find(kind, **{name: named})), None) if isinstance(named, str) else None
        subnets = found.outputs.get("subnetIds") if found else None
    ids = [subnets] if isinstance(subnets, str) else subnets or []
    first = action.get(SUBNET, str(ids[0])) if ids else None
    if first is not None:
        wanted = [str(one) for one in at_path(action.inputs, groups) or []]
        all_in_vpc(action, SECURITY_GROUP, wanted, first.outputs.get("vpcId"), _CODE)
