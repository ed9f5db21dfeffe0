"""Keys that serve records are of one region, unless the program makes their replicas."""

from collections.abc import Iterator

from posture.rules.aws_kms import OWN_KEY
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false


@rule(*OWN_KEY)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is given."""
    replicas = look.companions(("aws:kms/replicaKey:ReplicaKey", "aws-native:kms:ReplicaKey"), "primaryKeyArn")
    if serves(look) and not replicas:
        yield from must_be_false(look, "multiRegion", "can be copied to other regions, though the program makes no copy")
