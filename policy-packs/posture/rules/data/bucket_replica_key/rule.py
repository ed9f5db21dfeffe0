"""Replicas of records are made of encrypted objects too, and encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET, REPLICATION
from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, each_place
from posture.rules.words import must_be_one_of

_SOURCE: Final = "sourceSelectionCriteria.sseKmsEncryptedObjects.status"


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Each replication rule that is switched on."""
    if look.holds_records:
        yield from each_place(look, REPLICATION, lambda spot: _replicates(spot, look))


def _replicates(spot: Spot, bucket: Look) -> Iterator[Fault]:
    if spot.look.text(spot.at("status")) == "Disabled":
        yield Fault("has a replication that is switched off", spot.at("status"))
        return
    below = ("destination.encryptionConfiguration.replicaKmsKeyId", "destination.replicaKmsKeyId")
    path = next((one for name in below if spot.look.value(one := spot.at(name)) is not None), spot.at(below[0]))
    yield from must_have_own_key(spot.look, path, "'s replica", under=bucket)
    yield from must_be_one_of(spot.look, spot.at(_SOURCE), ("Enabled",), "does not replicate objects that are encrypted by KMS")
