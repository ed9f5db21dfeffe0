"""What is called PHI stands in no zone that PHI may not enter, no such zone is let at it, and nothing of phi or deidentification is called public."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import DataClass, ZoneName
from posture.graph.classify import CLASS_TAG
from posture.proofs.search import HOLDERS
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import BUCKET, VPC, VPC_ENDPOINT
from posture.rules.aws_documents import not_known
from posture.rules.aws_engines import CLUSTER_INSTANCE
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.look import STANDS_IN, Look
from posture.rules.neighbours import buckets_named
from posture.values import is_unknown

_WITHOUT_PHI: Final = frozenset({ZoneName.INFERENCE, ZoneName.EGRESS, ZoneName.TRAINING, ZoneName.CONTROL})
"""Zones that PHI reaches only behind a gate (DESIGN, "Vocabulary"). Management keeps archives and backups, and access is where people enter."""
_SAID: Final = frozenset({*STORES, *CLUSTER_INSTANCE})
"""Of these `class-fits-neighbours` says that they are not public."""


@rule(EVERY, of=("aws", "aws-native"))
def check(look: Look) -> Iterator[Fault]:
    """By the resource's own tags; the zone may be that of its network, which is then what has to be mended or told."""
    if look.resource.external:
        return
    if look.resource.type in VPC_ENDPOINT and look.zone in _WITHOUT_PHI:
        if is_unknown(look.value("policy")):
            yield not_known("policy", "at which buckets it lets its zone")
        for bucket in _holds_phi(look):
            yield Fault(f"lets {look.zone} at {bucket.name}, which is called phi", "policy")
    said = look.scene.classifier.tags(look.urn).get(CLASS_TAG)
    if said not in (DataClass.PHI, DataClass.PUBLIC) or look.zone is None:
        return
    if said == DataClass.PUBLIC:
        if look.zone in HOLDERS and look.resource.type not in _SAID:
            yield Fault(f"is called public, though it belongs to {look.zone}", "tags")
    elif look.zone in _WITHOUT_PHI:
        network = None if look.scene.classifier.own(look.urn).zone is not None else _network(look)
        if network is None:
            yield Fault(f"is called phi, though it belongs to {look.zone}, where no PHI may be", "tags")
        else:
            yield Fault(
                f"is called phi, though {network.name}, in which it stands, belongs to {look.zone}, where no PHI may be",
                "tags",
                urn=network.urn,
            )


def _holds_phi(endpoint: Look) -> Iterator[Look]:
    """Buckets of PHI that the endpoint's policy names."""
    named = set(buckets_named(endpoint))
    for one in endpoint.scene.of(BUCKET) if named else ():
        bucket = endpoint.scene.look(one)
        if bucket.text("bucket") in named and bucket.data_class == DataClass.PHI:
            yield bucket


def _network(look: Look) -> Look | None:
    """The network that it stands in, by itself or by its subnets and groups."""
    for prop in STANDS_IN:
        for target in look.targets(prop):
            if target.resource.type in VPC:
                return target
            if target.urn != look.urn and (found := _network(target)) is not None:
                return found
    return None
