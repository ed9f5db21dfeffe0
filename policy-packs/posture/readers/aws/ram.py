"""AWS RAM: resources shared with accounts, organizations and organizational units.

Source: AWS RAM User Guide, "Creating a resource share" (principals), "Shareable AWS resources".
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

SHARE: Final = ("aws:ram/resourceShare:ResourceShare",)
NATIVE_SHARE: Final = "aws-native:ram:ResourceShare"
RESOURCE_ASSOCIATION: Final = "aws:ram/resourceAssociation:ResourceAssociation"
PRINCIPAL_ASSOCIATION: Final = "aws:ram/principalAssociation:PrincipalAssociation"

_ORGANIZATION: Final = re.compile(r"^arn:aws[a-z-]*:organizations::(\d{12}):(?:organization|ou)/(o-[a-z0-9]+)(?:/|$)")
_ACCOUNT: Final = re.compile(r"^(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::.*)?$")


@reads(*SHARE, RESOURCE_ASSOCIATION)
def share(resource: ResourceView, graph: GraphBuilder) -> None:
    """A share alone moves nothing: `principal` joins what is in it to whom it is for."""


@reads(PRINCIPAL_ASSOCIATION)
def principal(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whoever is named may use everything in the share."""
    shared = shared_things(graph)
    of = resource.refers_to("resourceShareArn", SHARE)
    who = resource.text("principal")
    if not of.targets:
        unclear(graph, resource.resource.urn, f"the resource share {of.literal or ''} is no resource of the stack")
    for urn in of.targets:
        for item in shared.get(urn, ()):
            _share(graph, item, who, Because(resource.resource.urn, "principal", str(who)), certain=of.certain)


@reads(NATIVE_SHARE)
def native_share(resource: ResourceView, graph: GraphBuilder) -> None:
    """CloudFormation writes principals and resources on the share itself."""
    principals = resource.texts("principals")
    if isinstance(principals, Unknown):
        unclear(graph, resource.resource.urn, "whom it is shared with is unknown until the update (principals)")
        return
    for item in resource.all_refer_to("resourceArns"):
        for index, who in enumerate(principals):
            _share(graph, item, who, Because(resource.resource.urn, f"principals[{index}]", str(who)), certain=True)


def shared_things(graph: GraphBuilder) -> dict[str, list[Reference]]:
    """Share → what was put into it; computed once per graph."""
    return graph.once("aws ram shares", lambda: _contents(graph))


def _contents(graph: GraphBuilder) -> dict[str, list[Reference]]:
    found: dict[str, list[Reference]] = {}
    for resource in graph.stack.of_type(RESOURCE_ASSOCIATION):
        view = graph.view(resource.urn)
        item = view.refers_to("resourceArn")
        for urn in view.refers_to("resourceShareArn", SHARE).targets:
            found.setdefault(urn, []).append(item)
    return found


def _share(graph: GraphBuilder, item: Reference, who: str | Unknown | None, because: Because, *, certain: bool) -> None:
    if who is None or is_unknown(who):
        unclear(graph, because.urn, "whom it is shared with is unknown until the update (principal)")
    elif not item.targets:
        unclear(graph, because.urn, f"what is shared is no resource of the stack ({item.literal or 'unknown'})")
    elif found := _ORGANIZATION.match(who):
        graph.edge(item, graph.aws_organization(found.group(2)), EdgeKind.SHARE, because, certain=certain and item.certain)
    elif found := _ACCOUNT.match(who):
        graph.edge(item, graph.aws_account(found.group(1)), EdgeKind.SHARE, because, certain=certain and item.certain)
    else:
        unclear(graph, because.urn, f"the principal {who!r} is no account, role, organization or unit")
