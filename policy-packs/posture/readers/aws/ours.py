"""What is ours on AWS, for the policy evaluator: the reviewer's list, and what the stack itself holds."""

from posture.graph.builder import GraphBuilder
from posture.iam import Ours
from posture.readers.aws.tokens import BUCKET, VPC, VPC_ENDPOINT
from posture.values import Unknown


def ours(graph: GraphBuilder) -> Ours:
    """Computed once per graph."""
    return graph.once("aws ours", lambda: _ours(graph))


def _ours(graph: GraphBuilder) -> Ours:
    asserted = {entry.literal for entry in graph.approved.asserted}
    arns = {arn for resource in graph.stack if isinstance(arn := resource.props.get("arn"), str)}
    return Ours(
        organization_ids=graph.approved.organization.aws_organization_ids,
        account_ids=graph.own_accounts,
        resource_arns=frozenset(arns | {literal for literal in asserted if literal.startswith("arn:")}),
        bucket_names=frozenset(_names(graph, BUCKET, "bucket", "bucketName") | asserted),
        vpc_ids=frozenset(_names(graph, VPC, "id", "vpcId") | {literal for literal in asserted if literal.startswith("vpc-")}),
        vpc_endpoint_ids=frozenset(_names(graph, VPC_ENDPOINT, "id") | {literal for literal in asserted if literal.startswith("vpce-")}),
    )


def _names(graph: GraphBuilder, types: tuple[str, ...], *props: str) -> set[str]:
    found: set[str] = set()
    for resource in graph.stack.of_type(*types):
        found.update(value for prop in props if isinstance(value := resource.props.get(prop), str))
        if resource.id is not None and not isinstance(resource.id, Unknown):
            found.add(resource.id)
    return found
