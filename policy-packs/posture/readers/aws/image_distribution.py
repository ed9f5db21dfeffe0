"""Images that Image Builder makes: to whom they are given, and into which regions they go; documents of Systems Manager, the same.

Sources: EC2 Image Builder User Guide, "Set up and manage distribution settings for AMI" (launch permissions for accounts, `all`, organizations
and organizational units; target accounts; regions), "Export AMI to Amazon S3"; AWS Systems Manager User Guide, "Sharing SSM documents"
(`Permissions`, account ids or `All`), "Create a Session Manager preferences document".
"""

import re
from collections.abc import Mapping
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import by_arn, leaves, stores_beside
from posture.readers.aws.handing_on import bucket_named, share, to_region
from posture.readers.aws.looking import spread
from posture.readers.aws.managed_work import into_bucket
from posture.readers.aws.tokens import BUCKET, LOG_GROUP
from posture.readers.aws.unclear import DATA, unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

DISTRIBUTION: Final = ("aws:imagebuilder/distributionConfiguration:DistributionConfiguration",)
DOCUMENT: Final = ("aws:ssm/document:Document",)
_IMAGE: Final = "distributions.amiDistributionConfiguration"
_TO: Final = (
    f"{_IMAGE}.launchPermission.userIds",
    f"{_IMAGE}.launchPermission.userGroups",
    f"{_IMAGE}.targetAccountIds",
    "distributions.fastLaunchConfigurations.accountId",
    "distributions.launchTemplateConfigurations.accountId",
)
_ORGANIZATIONS: Final = (f"{_IMAGE}.launchPermission.organizationArns", f"{_IMAGE}.launchPermission.organizationalUnitArns")
_ORGANIZATION: Final = re.compile(r":(?:organization|ou)/(o-[a-z0-9]+)")


@reads(*DISTRIBUTION)
def distribution(resource: ResourceView, graph: GraphBuilder) -> None:
    """An image is a store of what was baked into it."""
    urn = resource.resource.urn
    own = Reference.to(urn)
    graph.add(StoreFact(urn, "ebs", account=account_of(resource.resource), region=region_of(resource.resource)))
    for path in _TO:
        for place in spread(resource, path):
            for who in _listed(resource, place):
                share(graph, own, who, Because(urn, place, str(who)))
    for path in _ORGANIZATIONS:
        for place in spread(resource, path):
            for arn in _listed(resource, place):
                found = _ORGANIZATION.search(arn) if isinstance(arn, str) else None
                if found is None:
                    unclear(graph, urn, f"which organization gets the image is not known ({place})")
                else:
                    graph.edge(
                        own, graph.aws_organization(found.group(1)), EdgeKind.SHARE, Because(urn, place, str(arn)), moves=Moves.FORWARD
                    )
    for place in spread(resource, "distributions.region"):
        region = resource.text(place)
        if isinstance(region, str):
            to_region(graph, own, region, Because(urn, place, region))
    for place in spread(resource, "distributions.s3ExportConfiguration.s3Bucket"):
        into_bucket(resource, graph, own, place)


def _listed(resource: ResourceView, path: str) -> list[str | Unknown]:
    value = resource.value(path)
    if value is None:
        return []
    if isinstance(value, str) or is_unknown(value):
        one = resource.text(path)
        return [] if one is None else [one]
    found = resource.texts(path)
    return [found] if isinstance(found, Unknown) else list(found)


@reads(*DOCUMENT)
def document(resource: ResourceView, graph: GraphBuilder) -> None:
    """A document is shared by its permissions; preferences of sessions say where all that is typed and shown goes."""
    urn = resource.resource.urn
    named = [found for path in ("permissions.account_ids", "permissions.accountIds") if (found := resource.text(path)) is not None]
    ids = named[0] if named else None
    if ids is not None:
        graph.add(StoreFact(urn, "ssm", account=account_of(resource.resource), region=region_of(resource.resource)))
        for who in [ids] if is_unknown(ids) else [one.strip() for one in str(ids).split(",") if one.strip()]:
            share(graph, Reference.to(urn), who, Because(urn, "permissions", str(who)))


@joins
def sessions_recorded(graph: GraphBuilder) -> None:
    """Where sessions are recorded, once every store is known."""
    for resource in graph.stack.of_type(*DOCUMENT):
        view = graph.view(resource.urn)
        if view.text("documentType") == "Session":
            _sessions(view, graph)


def _sessions(resource: ResourceView, graph: GraphBuilder) -> None:
    urn, written = resource.resource.urn, resource.written("content")
    inputs = written.get("inputs", {}) if isinstance(written, Mapping) else None
    if not isinstance(inputs, Mapping):
        unclear(graph, urn, "where sessions are recorded can't be read (content)", DATA)
        return
    stores = stores_beside(graph, resource.resource)
    for name, kinds in (("s3BucketName", BUCKET), ("cloudWatchLogGroupName", LOG_GROUP)):
        target = inputs.get(name)
        if not isinstance(target, str) or not target or not stores.targets:
            continue
        because = Because(urn, "content", f"{name} {target}")
        found = by_arn(graph, resource, target, kinds, "content")
        for urn_of in found.targets:
            leaves(graph, stores, graph.stack.by_urn[urn_of], because)
        if not found.targets and name == "s3BucketName":
            for store in stores.targets:
                place = bucket_named(resource, graph, target, "content")
                graph.edge(Reference.to(store), place, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=place.certain)
