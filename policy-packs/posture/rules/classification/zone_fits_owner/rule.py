"""Parts of a network, groups, parameters, access points and what serves one zone carry the zone of what they belong to, or none."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.classify import ZONE_TAG
from posture.proofs.verdict import Verdict
from posture.readers.aws.tokens import BUCKET, ROLE
from posture.rules.aws_belonging import ALARMS, PARTS, SERVES, elsewhere, served, wholes, zones
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
_DEFAULTS: Final = {
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": "defaultNetworkAclId",
    "aws:ec2/defaultRouteTable:DefaultRouteTable": "defaultRouteTableId",
}
"""A default list or table is named by its own id; a state says its network too."""
_NETWORK: Final = "vpcConfiguration.vpcId"
_POINT: Final = ("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")
_SERVES: Final = (*SERVES, *ALARMS, *ROLE)
_KEEPERS: Final = frozenset({ZoneName.MANAGEMENT, ZoneName.CONTROL})
"""Zones that keep and watch what others use. A role of control acts as control, whoever uses it."""


@rule(*_IN_SUBNETS, *_OF_ITS_USERS, *_POINT, *_DEFAULTS, *PARTS, *_SERVES)
def check(look: Look) -> Iterator[Fault]:
    """An access point belongs to its bucket, and to the network that it is for. What serves several zones, or is management's, is nobody else's."""
    told = look.scene.classifier.tags(look.urn)
    if ZONE_TAG not in told and "*" not in told:
        return
    serves = look.resource.type in _SERVES
    owners = [(owner.name, found) for owner in (served(look) if serves else _owners(look)) if (found := zones(owner))]
    if serves:
        # Management keeps what others use, and names it its own.
        owners = [(name, left) for name, found in owners if (left := found - {ZoneName.MANAGEMENT})]
    among = {zone for _, found in owners for zone in found}
    if not owners or (serves and len(among) > 1):
        return
    name, zone = owners[0][0], min(owners[0][1])
    own = look.scene.classifier.own(look.urn).zone
    if own is None:
        said = told.get(ZONE_TAG, told.get("*"))
        if said is not None and not isinstance(said, str):
            yield Fault(f"belongs to {name} of {zone}, and its own zone is not known yet", "tags", Verdict.UNPROVEN)
    elif own not in among and not (serves and own in (_KEEPERS - {ZoneName.CONTROL} if look.resource.type in ROLE else _KEEPERS)):
        verdict = Verdict.UNPROVEN if _owner_elsewhere(look) else Verdict.VIOLATED
        yield Fault(f"is tagged {own}, though it belongs to {name} of {zone}", "tags", verdict)


def _owner_elsewhere(look: Look) -> bool:
    """Whether one of several owners stands in another stack, such as the network that an access point is for: it may be of the zone of the tag."""
    if look.resource.type in _POINT:
        return look.value(_NETWORK) is not None and not look.targets(_NETWORK)
    return elsewhere(look)


def _owners(look: Look) -> list[Look]:
    kind = look.resource.type
    if kind in _POINT:
        return [*look.targets("bucket", BUCKET), *look.targets(_NETWORK)]
    if kind in _IN_SUBNETS:
        return look.targets("subnetIds")
    if kind in _DEFAULTS:
        return look.targets("vpcId") or look.targets(_DEFAULTS[kind])
    if kind in PARTS:
        return list(wholes(look))
    return users(look)
