"""Databases of a zone are not publicly accessible."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import CLUSTER, CLUSTER_INSTANCE, INSTANCE, WAREHOUSE, keeps_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_false

_MORE: Final = (
    "aws:redshiftserverless/workgroup:Workgroup",
    "aws:dms/replicationInstance:ReplicationInstance",
    "aws:timestreaminfluxdb/dbInstance:DbInstance",
    "aws:mq/broker:Broker",
)
_ON: Final = ("aws:dms/replicationInstance:ReplicationInstance",)


@rule(*CLUSTER, *INSTANCE, *CLUSTER_INSTANCE, *WAREHOUSE, *_MORE)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is given; not so at DMS."""
    if guarded(look) or keeps_records(look):
        default = look.resource.type in _ON
        yield from must_be_false(look, "publiclyAccessible", "has a public address", default=default)
