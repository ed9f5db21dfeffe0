"""Stores of records are protected against deletion."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import CLUSTERS, INSTANCE, is_member
from posture.rules.aws_files import on_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_true

_TABLES: Final = ("aws:dynamodb/table:Table", "aws-native:dynamodb:Table")
_FAULT: Final = "can be deleted by one command"


_BUCKETS: Final = ("aws:s3tables/tableBucket:TableBucket", "aws:s3/vectorsVectorBucket:VectorsVectorBucket", "aws:dsql/cluster:Cluster")
"""Where one word makes the provider delete what is in it, too."""


_GRAPH: Final = ("aws:neptunegraph/graph:Graph",)
LINKED: Final = ("aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",)


@rule(*CLUSTERS, *INSTANCE, *_GRAPH, *_TABLES, *_BUCKETS, *LINKED)
def check(look: Look) -> Iterator[Fault]:
    """A member of a cluster is no store of its own."""
    if look.resource.type in LINKED:
        if on_records(look):
            yield from must_be_false(look, "deleteDataInFilesystem", "takes the files of its file system with it when it is deleted")
    elif look.resource.type in _BUCKETS:
        if look.holds_records:
            yield from must_be_false(look, "forceDestroy", "is deleted with all that is in it")
    elif look.holds_records and not is_member(look):
        yield from must_be_true(look, "deletionProtectionEnabled" if look.resource.type in _TABLES else "deletionProtection", _FAULT)
