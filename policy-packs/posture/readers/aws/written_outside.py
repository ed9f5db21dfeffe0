"""Where the policies of a role let objects be written that is not ours: a bucket of anybody's, or one that nobody knows.

Asked for whatever is told by its users where to write, and needs no road of ours to get there: a database that exports, a job of Spark.
Sources: IAM User Guide, "Policy evaluation logic"; AWS whitepaper "Building a Data Perimeter on AWS" (trusted resources).
"""

from dataclasses import replace

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import Opening, Policy, reachable_outside
from posture.readers.aws.acting import policies_of_role
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.ours import ours
from posture.reference import Reference

_WRITES = ("s3:PutObject",)


def writes_outside(graph: GraphBuilder, actor: Reference, role: str, *, certain: bool) -> None:
    """Content of the actor goes to each bucket that is not known to be ours and that the role may write into."""
    for opening in _openings(graph, role):
        because = Because(role, "policies", opening.reason)
        where = witness(graph, opening, "s3")
        graph.edge(actor, where, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain and opening.certain)


def _openings(graph: GraphBuilder, role: str) -> list[Opening]:
    """All of a role's documents count as one: what one of them denies, none of them allows."""
    documents = policies_of_role(graph, role)
    told = [document for document in documents if isinstance(document, Policy) and not document.open_ended]
    statements = tuple(statement for document in told for statement in document.statements)
    if not told or len(told) < len(documents):
        return []  # a document that nobody knows: who may use which store is then told as not known already
    numbered = tuple(replace(statement, index=index) for index, statement in enumerate(statements))
    return reachable_outside(replace(told[0], statements=numbered), "s3", ours(graph), _WRITES)
