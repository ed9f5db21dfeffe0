"""Further faces of buckets: multi-Region access points, Object Lambda access points, access grants.

Sources: Amazon S3 User Guide, "Managing multi-Region access points" (requests go to the nearest bucket, and fail over to the others),
"Transforming objects with S3 Object Lambda", "Managing access with S3 Access Grants"; a policy of such a face lets in only whom the bucket's
policy lets in too, or the role that the face acts by.
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import NoPolicy, PolicyFault, PolicyKind, UnknownPolicy, WitnessKind, openings_to_principals, parse_policy
from posture.readers.aws.arn_targets import follow, sent
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import bucket_named, share
from posture.readers.aws.ours import ours
from posture.readers.aws.resource_policies import ACCESS_POINT
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

MULTI_REGION: Final = ("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",)
OBJECT_LAMBDA: Final = ("aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint",)
LOCATION: Final = ("aws:s3control/accessGrantsLocation:AccessGrantsLocation", "aws-native:s3:AccessGrantsLocation")
GRANT: Final = ("aws:s3control/accessGrant:AccessGrant", "aws-native:s3:AccessGrant")
_BUCKET_URL: Final = re.compile(r"^s3://([^/*]+)")


@reads(*MULTI_REGION)
def multi_region(resource: ResourceView, graph: GraphBuilder) -> None:
    """What is written by the access point lies in any of its buckets, and is read from any."""
    urn = resource.resource.urn
    members = _members(resource, graph)
    for one in members:
        for other in members:
            if one.targets and one.targets != other.targets:
                because = Because(urn, other.prop, other.literal or "")
                graph.edge(one, other, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=one.certain and other.certain)


def _members(resource: ResourceView, graph: GraphBuilder) -> list[Reference]:
    blocks = resource.blocks("details.regions")
    if isinstance(blocks, Unknown):
        unclear(graph, resource.resource.urn, "which buckets it joins is unknown until the update (details.regions)")
        return []
    found: list[Reference] = []
    for block in blocks:
        account, path = resource.text(f"{block}.bucketAccountId"), f"{block}.bucket"
        if isinstance(account, str) and account not in graph.own_accounts:
            far = graph.aws_account(account)
            found.append(Reference(far.targets, far.literal, far.certain, path))
            continue
        member = resource.refers_to(path, BUCKET)
        if member.targets or member.literal is None:
            found.append(member)
        else:
            far = bucket_named(resource, graph, member.literal, path)
            found.append(Reference(far.targets, far.literal, far.certain, path))
        if found[-1].unknown:
            unclear(graph, resource.resource.urn, f"which bucket it joins is not known ({path})")
    return _told_apart(found)


def _told_apart(members: list[Reference]) -> list[Reference]:
    """Each bucket is a member once: as many unknown members as there are candidates are those candidates."""
    unions = [member for member in members if member.targets and not member.certain]
    if not unions:
        return members
    candidates = dict.fromkeys(urn for member in unions for urn in member.targets)
    exact = len(candidates) == len(unions)
    apart = [Reference((urn,), certain=exact, prop=unions[0].prop) for urn in candidates]
    return [*(member for member in members if member not in unions), *apart]


@reads(*OBJECT_LAMBDA)
def object_lambda(resource: ResourceView, graph: GraphBuilder) -> None:
    """Objects pass through a function before they are answered."""
    buckets = _behind(resource, graph)
    for block in _listed(resource, "configuration.transformationConfigurations"):
        sent(resource, graph, buckets, f"{block}.contentTransformation.awsLambda.functionArn", FUNCTION)


def _behind(resource: ResourceView, graph: GraphBuilder) -> Reference:
    """The buckets of the access point that an Object Lambda access point stands on."""
    point = follow(resource, graph, "configuration.supportingAccessPoint", ACCESS_POINT)
    targets: list[str] = []
    for urn in point.targets:
        targets += graph.view(urn).refers_to("bucket", BUCKET).targets
    if not targets:
        unclear(graph, resource.resource.urn, "the access point that it stands on is no resource of the stack")
    return Reference(tuple(dict.fromkeys(targets)), certain=point.certain and len(targets) == 1)


def _listed(resource: ResourceView, path: str) -> list[str]:
    blocks = resource.blocks(path)
    return [] if isinstance(blocks, Unknown) else blocks


@reads(
    "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy",
    "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
    "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy",
)
def policy_of_a_face(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whom a face lets in from outside: what they reach is what the bucket's own policy, or the face's role, lets them reach."""
    urn = resource.resource.urn
    path = "details.policy" if resource.value("details") is not None else "policy"
    policy = parse_policy(resource.document(path), PolicyKind.RESOURCE)
    if isinstance(policy, NoPolicy):
        return
    if isinstance(policy, (UnknownPolicy, PolicyFault)):
        unclear(graph, urn, f"whom the policy lets in is not known ({path})", OUTSIDE)
        return
    for opening in openings_to_principals(policy, ours(graph), "*"):
        public = opening.witness_kind in (WitnessKind.ANY, WitnessKind.ANONYMOUS)
        who = graph.anybody() if public else witness(graph, opening, "s3")
        for bucket in graph.stack.of_type(*BUCKET):
            because = Because(urn, f"{path}.Statement[{opening.statement}]", opening.reason)
            graph.edge(Reference.to(bucket.urn), who, EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=False)


@reads(*LOCATION)
def location(resource: ResourceView, graph: GraphBuilder) -> None:
    """A bucket, or a part of one, that grants are about: read with them."""


@reads(*GRANT)
def grant(resource: ResourceView, graph: GraphBuilder) -> None:
    """Somebody may read or write a location, by the role of the location."""
    urn = resource.resource.urn
    permission = resource.text("permission")
    if permission == "WRITE":
        return
    buckets = _granted(resource, graph)
    if not buckets.targets:
        unclear(graph, urn, "the location that is granted is no bucket of the stack")
        return
    kind, path = resource.text("grantee.granteeType"), "grantee.granteeIdentifier"
    who = resource.text(path)
    because = Because(urn, path, who if isinstance(who, str) else "")
    if kind == "IAM":
        share(graph, buckets, who, because)
    elif isinstance(who, str):
        there = graph.somewhere("directory", who)
        graph.edge(buckets, there, EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=buckets.certain)
    else:
        unclear(graph, urn, f"whom it is granted to is not known ({path})")


def _granted(resource: ResourceView, graph: GraphBuilder) -> Reference:
    place = follow(resource, graph, "accessGrantsLocationId", LOCATION)
    targets: list[str] = []
    everything = not place.targets
    for urn in place.targets:
        view = graph.view(urn)
        scope = view.text("locationScope")
        named = _BUCKET_URL.match(scope) if isinstance(scope, str) else None
        if named is not None:
            targets += view.look_up(named.group(1), BUCKET, "locationScope").targets
        elif isinstance(scope, str):
            everything = True
        else:
            targets += view.refers_to("locationScope", BUCKET).targets
    if everything:
        targets = [bucket.urn for bucket in graph.stack.of_type(*BUCKET)]
    return Reference(tuple(dict.fromkeys(targets)), certain=not everything and len(targets) == 1)


inert(
    "An instance that holds grants, which are read; what measures buckets; which Region answers (Amazon S3 User Guide)",
    "aws:s3control/accessGrantsInstance:AccessGrantsInstance",
    "aws-native:s3:AccessGrantsInstance",
    "aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes",
)
