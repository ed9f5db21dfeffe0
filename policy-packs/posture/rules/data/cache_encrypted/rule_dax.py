"""A cache before tables with records is encrypted, and speaks TLS.

Source: Amazon DynamoDB Developer Guide, "DAX encryption at rest" and "DAX encryption in transit": both are off unless they are asked for when the cluster is
made, and neither can be switched on later. DAX takes no key of one's own.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_true

CLUSTER: Final = "aws:dax/cluster:Cluster"


@rule(CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """It keeps what it answered, so it holds what its tables hold."""
    if not look.holds_records:
        return
    yield from must_be_true(look, "serverSideEncryption.enabled", "is not encrypted at rest")
    yield from must_be_one_of(look, "clusterEndpointEncryptionType", ("TLS",), "speaks without TLS", default="NONE")
