"""What is called PHI stands in no zone that PHI may not enter, and nothing of phi or deidentification is called public."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import DataClass, ZoneName
from posture.graph.classify import CLASS_TAG
from posture.proofs.search import HOLDERS
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import VPC
from posture.rules.aws_engines import CLUSTER_INSTANCE
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.look import STANDS_IN, Look

_WITHOUT_PHI: Final = frozenset({ZoneName.INFERENCE, ZoneName.EGRESS, ZoneName.TRAINING, ZoneName.CONTROL})
"""Zones that PHI reaches only behind a gate (DESIGN, "Vocabulary"). Management keeps archives and backups, and access is where people enter."""
_SAID: Final = frozenset({*STORES, *CLUSTER_INSTANCE})
"""Of these `class-fits-neighbours` says that they are not public."""


@rule(EVERY)
def check(look: Look) -> Iterator[Fault]:
    """By the resource's own tags; the zone may be that of its network, which is then what has to be mended or told."""
    if look.resource.external or not look.resource.type.startswith(("aws:", "aws-native:")):
        return
    said = look.scene.classifier.text(look.urn, CLASS_TAG)
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


def _network(look: Look) -> Look | None:
    """The network that it stands in, by itself or by its subnets and groups."""
    for prop in STANDS_IN:
        for target in look.targets(prop):
            if target.resource.type in VPC:
                return target
            if target.urn != look.urn and (found := _network(target)) is not None:
                return found
    return None
