"""Snapshots of records carry the tags of their database."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import GRAPH_CLUSTER, RELATIONAL, is_member, is_replica, keeps_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

_MEMBERS: Final = ("aws:rds/clusterInstance:ClusterInstance",)


@rule(*RELATIONAL, *GRAPH_CLUSTER, *_MEMBERS)
def check(look: Look) -> Iterator[Fault]:
    """Of an Aurora instance the cluster's setting counts: there only an explicit `false` is a fault."""
    if keeps_records(look) and not is_replica(look):
        yield from (
            must_be_false_or_absent(look)
            if is_member(look)
            else must_be_true(look, "copyTagsToSnapshot", "does not pass its tags on to its snapshots")
        )


def must_be_false_or_absent(look: Look) -> Iterator[Fault]:
    """A member that says no, although its cluster decides."""
    if look.resource.declared and "copyTagsToSnapshot" in look.resource.declared:
        yield from must_be_true(look, "copyTagsToSnapshot", "does not pass its tags on to its snapshots")
