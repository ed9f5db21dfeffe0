"""A network that holds records, is part of a zone or is peered with one names a zone itself."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import DataClass
from posture.graph.classify import CLASS_TAG
from posture.readers.aws.kinds import PEERINGS
from posture.readers.aws.tokens import BUCKET, SUBNET, VPC, VPC_ENDPOINT
from posture.rules.aws_engines import DATABASES
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import buckets_named, users

_ENDS: Final = ("vpcId", "peerVpcId")
_GROUP: Final = ("aws:ec2/securityGroup:SecurityGroup",)
_RECORDS: Final = (DataClass.PHI, DataClass.DEIDENTIFIED)
_GROUPS: Final = ("vpcSecurityGroupIds", "securityGroupIds")


@rule(*VPC)
def check(look: Look) -> Iterator[Fault]:
    """Flow logs, query logs, the default group and all flows are judged by the network's zone. One that several zones share has none."""
    if look.zone is not None or look.resource.external:
        return
    zones = {subnet.zone for subnet in look.companions(SUBNET, "vpcId", VPC)} - {None}
    if len(zones) == 1:
        yield Fault(f"names no zone, though its subnets belong to {zones.pop()}", "tags")
    if zones:
        return
    if (store := _records(look)) is not None:
        yield Fault(f"names no zone, though records stand in it, or it is let at them: {store.name}", "tags")
    elif (neighbour := _peer(look)) is not None:
        yield Fault(f"names no zone, though it is peered with {neighbour.name} of {neighbour.zone}", "tags")


def _records(look: Look) -> Look | None:
    for resource in look.scene.of(DATABASES):
        store = look.scene.look(resource)
        groups = (group for prop in _GROUPS for group in store.targets(prop))
        if store.holds_records and any(network.urn == look.urn for group in groups for network in group.targets("vpcId", VPC)):
            return store
    # Whatever says by its own tag that it holds records, and names the network, a subnet or a group of it.
    parts = [look, *look.companions(SUBNET, "vpcId", VPC), *look.companions(_GROUP, "vpcId", VPC)]
    classes = look.scene.classifier
    beside = next((one for part in parts for one in users(part) if classes.text(one.urn, CLASS_TAG) in _RECORDS), None)
    return beside or _let_at(look)


def _let_at(look: Look) -> Look | None:
    """A bucket of records that an endpoint of the network names in its policy."""
    named = {name for end in look.companions(VPC_ENDPOINT, "vpcId", VPC) for name in buckets_named(end)}
    buckets = (look.scene.look(one) for one in look.scene.of(BUCKET)) if named else iter(())
    return next((one for one in buckets if one.value("bucket") in named and one.data_class in _RECORDS), None)


def _peer(look: Look) -> Look | None:
    joins = (join for prop in _ENDS for join in look.companions(PEERINGS.tokens, prop, VPC))
    others = (network for join in joins for prop in _ENDS for network in join.targets(prop, VPC))
    return next((network for network in others if network.urn != look.urn and network.zone is not None), None)
