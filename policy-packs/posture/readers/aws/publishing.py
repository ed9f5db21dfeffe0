"""Distributions: what an origin holds, served to the internet.

Source: Amazon CloudFront Developer Guide, "Use various origins with CloudFront distributions", "Restrict access to an Amazon S3 origin"
(who may ask the origin, not who may ask the distribution), "Restrict access with VPC origins".
"""

from typing import Final
from urllib.parse import urlsplit

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.functions import FUNCTION, FUNCTION_URL
from posture.readers.aws.tokens import BUCKET, LOAD_BALANCER
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

_VPC_ORIGIN: Final = ("aws:cloudfront/vpcOrigin:VpcOrigin", "aws-native:cloudfront:VpcOrigin")
_WEBSITES: Final = (
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
)
_MACHINES: Final = ("aws:ec2/instance:Instance", "aws-native:ec2:Instance")
_NAMES: Final = ("bucketRegionalDomainName", "bucketDomainName", "websiteEndpoint", "dnsName", "dualStackDomainName")


@reads("aws:cloudfront/distribution:Distribution")
def distribution(resource: ResourceView, graph: GraphBuilder) -> None:
    """The internet asks the distribution, and the distribution its origins."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "origins")))
    graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, Because(urn, "enabled", "distribution"), ports=((443, 443),))
    blocks = resource.blocks("origins")
    for block in ["origins"] if isinstance(blocks, Unknown) else blocks:
        path = f"{block}.domainName"
        origin = resource.refers_to(path, (*BUCKET, *LOAD_BALANCER))
        if resource.value(f"{block}.vpcOriginConfig.vpcOriginId") is not None:
            path = f"{block}.vpcOriginConfig.vpcOriginId"
            origin = _inside(resource, graph, path)
        if origin.literal is not None and not origin.targets:
            named = tuple(
                found.urn
                for found in graph.stack.of_type(*BUCKET, *LOAD_BALANCER)
                if origin.literal in [found.props.get(name) for name in _NAMES]
            )
            origin = Reference(named, origin.literal, len(named) == 1, path) if named else origin
        if not origin.targets:
            origin = _website(resource, graph, path, origin)
        if not origin.targets:
            origin = _called(resource, graph, path, origin)
        if origin.targets:
            graph.edge(Reference.to(urn), origin, EdgeKind.USE, Because(urn, path, origin.literal or ""), certain=origin.certain)
        else:
            unclear(graph, urn, f"serves an origin that is no resource of the stack ({path})")


def _website(resource: ResourceView, graph: GraphBuilder, path: str, origin: Reference) -> Reference:
    """An origin named by a bucket's website configuration, a resource of its own (Amazon S3 User Guide, "Website endpoints")."""
    found = resource.refers_to(path, _WEBSITES)
    sites = found.targets or tuple(
        one.urn
        for one in graph.stack.of_type(*_WEBSITES)
        if origin.literal is not None and origin.literal == one.props.get("websiteEndpoint")
    )
    if len(sites) != 1:
        return origin
    bucket = graph.view(sites[0]).refers_to("bucket", BUCKET)
    return Reference(bucket.targets, bucket.literal, bucket.certain and (found.certain or not found.targets), path)


def _called(resource: ResourceView, graph: GraphBuilder, path: str, origin: Reference) -> Reference:
    """The function whose URL's host the origin names (Amazon CloudFront Developer Guide, "Using a Lambda function URL")."""
    found = resource.refers_to(path, FUNCTION_URL)
    urls = found.targets or tuple(
        one.urn
        for one in graph.stack.of_type(*FUNCTION_URL)
        if origin.literal is not None and origin.literal == urlsplit(str(one.props.get("functionUrl"))).hostname
    )
    if len(urls) != 1:
        return origin
    view = graph.view(urls[0])
    function = view.refers_to("functionName" if view.value("functionName") is not None else "targetFunctionArn", FUNCTION)
    return Reference(function.targets, function.literal, function.certain and (found.certain or not found.targets), path)


def _inside(resource: ResourceView, graph: GraphBuilder, path: str) -> Reference:
    """What a VPC origin stands for: a balancer or machine in a private subnet."""
    origin = resource.refers_to(path, _VPC_ORIGIN)
    if len(origin.targets) != 1:
        return Reference(literal=origin.literal, certain=False, prop=path)
    found = graph.view(origin.targets[0]).refers_to("vpcOriginEndpointConfig.arn", (*LOAD_BALANCER, *_MACHINES))
    return Reference(found.targets, found.literal, found.certain and origin.certain, path)


inert(
    "Lets a distribution ask its origin, or says how it answers; the distribution itself is read (Amazon CloudFront Developer Guide)",
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    "aws:cloudfront/originAccessIdentity:OriginAccessIdentity",
    *_VPC_ORIGIN,
    "aws:cloudfront/cachePolicy:CachePolicy",
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
)
