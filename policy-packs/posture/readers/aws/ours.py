"""What is ours on AWS, for the policy evaluator: the reviewer's list, and what the stack itself holds."""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.kinds import Outside
from posture.iam import Ours
from posture.readers.aws.identity_pools import identity_pools
from posture.readers.aws.looking import spread
from posture.readers.aws.tokens import BUCKET, VPC, VPC_ENDPOINT
from posture.resource import Resource
from posture.values import Unknown

_ACCOUNT: Final = re.compile(r"^arn:aws[a-z-]*:[^:]*:[^:]*:(\d{12}):")


def ours(graph: GraphBuilder) -> Ours:
    """Computed once per graph."""
    return graph.once("aws ours", lambda: _ours(graph))


def _ours(graph: GraphBuilder) -> Ours:
    asserted = {entry.literal for entry in graph.approved.asserted}
    providers = frozenset(asserted | _issuers(graph))
    arns = {arn for resource in graph.stack if isinstance(arn := resource.props.get("arn"), str) and not _may_be_anybodys(graph, resource)}
    return Ours(
        organization_ids=graph.approved.organization.aws_organization_ids,
        account_ids=graph.own_accounts,
        resource_arns=frozenset(arns | {literal for literal in asserted if literal.startswith("arn:")}),
        bucket_names=frozenset(_names(graph, BUCKET, "bucket", "bucketName") | asserted),
        vpc_ids=frozenset(_names(graph, VPC, "id", "vpcId") | {literal for literal in asserted if literal.startswith("vpc-")}),
        vpc_endpoint_ids=frozenset(_names(graph, VPC_ENDPOINT, "id") | {literal for literal in asserted if literal.startswith("vpce-")}),
        identity_providers=providers,
        identity_pools=identity_pools(graph, providers),
        canonical_user_ids=frozenset(asserted),
    )


def _may_be_anybodys(graph: GraphBuilder, resource: Resource) -> bool:
    """What is only adopted (`Resource.get`) is ours when its ARN says so: a program can adopt whatever it may look at."""
    return resource.external and whose(graph, resource) is not Outside.OURS


def whose(graph: GraphBuilder, resource: Resource) -> Outside:
    """Whose an adopted resource is, by the account in its ARN. The ARN of a bucket has none, and says nothing."""
    arn = resource.props.get("arn")
    found = _ACCOUNT.match(arn) if isinstance(arn, str) else None
    literals = [text for text in (resource.id, arn, resource.props.get("bucket")) if isinstance(text, str)]
    if found is not None and found.group(1) in graph.own_accounts:
        return Outside.OURS
    if any(entry.literal in literals for entry in graph.approved.asserted):
        return Outside.OURS
    return Outside.FOREIGN if found is not None and graph.approved.organization.stated else Outside.UNKNOWN


def _issuers(graph: GraphBuilder) -> set[str]:
    """Hosts of the identity providers that are the stack's own clusters: every subject there is a pod of ours.

    Source: Amazon EKS User Guide, "IAM roles for service accounts" (each cluster has an issuer of its own).
    """
    found: set[str] = set()
    for resource in graph.stack.of_type("aws:eks/cluster:Cluster"):
        view = graph.view(resource.urn)
        for place in () if resource.external else spread(view, "identities.oidcs.issuer"):
            issuer = view.text(place)
            if isinstance(issuer, str):
                found.add(issuer.removeprefix("https://"))
    return found


def _names(graph: GraphBuilder, types: tuple[str, ...], *props: str) -> set[str]:
    found: set[str] = set()
    for resource in graph.stack.of_type(*types):
        if resource.type in BUCKET and _may_be_anybodys(graph, resource):
            continue
        found.update(value for prop in props if isinstance(value := resource.props.get(prop), str))
        if resource.id is not None and not isinstance(resource.id, Unknown):
            found.add(resource.id)
    return found
