"""AWS RAM: resources shared with accounts, organizations and organizational units.

Source: AWS RAM User Guide, "Creating a resource share" (principals), "Shareable AWS resources".
"""

import re
from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.aws.lattice_shares import AUTH_POLICY, SERVICE, shared_services
from posture.readers.aws.tokens import SERVICE_NETWORK
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

SHARE: Final = ("aws:ram/resourceShare:ResourceShare",)
NATIVE_SHARE: Final = "aws-native:ram:ResourceShare"
RESOURCE_ASSOCIATION: Final = "aws:ram/resourceAssociation:ResourceAssociation"
EXCLUSIVE: Final = "aws:ram/resourceShareAssociationsExclusive:ResourceShareAssociationsExclusive"
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


@reads(NATIVE_SHARE, EXCLUSIVE)
def whole_share(resource: ResourceView, graph: GraphBuilder) -> None:
    """Principals and resources in one place: CloudFormation writes them on the share, the provider in the list of all that a share holds."""
    principals = resource.texts("principals")
    if isinstance(principals, Unknown):
        unclear(graph, resource.resource.urn, "whom it is shared with is unknown until the update (principals)")
        return
    for item in resource.all_refer_to("resourceArns"):
        for index, who in enumerate(principals):
            _share(graph, _itself(item, graph), who, Because(resource.resource.urn, f"principals[{index}]", str(who)), certain=True)


def shared_things(graph: GraphBuilder) -> dict[str, list[Reference]]:
    """Share → what was put into it; computed once per graph."""
    return graph.once("aws ram shares", lambda: _contents(graph))


def _contents(graph: GraphBuilder) -> dict[str, list[Reference]]:
    found: dict[str, list[Reference]] = {}
    for resource in graph.stack.of_type(RESOURCE_ASSOCIATION):
        view = graph.view(resource.urn)
        item = _itself(view.refers_to("resourceArn"), graph)
        for urn in view.refers_to("resourceShareArn", SHARE).targets:
            found.setdefault(urn, []).append(item)
    return found


def _itself(item: Reference, graph: GraphBuilder) -> Reference:
    """An auth policy has the ARN of what it is for as its id; what is shared is the thing."""
    left = tuple(urn for urn in item.targets if graph.stack.by_urn[urn].type not in AUTH_POLICY)
    return replace(item, targets=left, certain=True) if len(item.targets) > len(left) == 1 else item


def _share(graph: GraphBuilder, item: Reference, who: str | Unknown | None, because: Because, *, certain: bool) -> None:
    if who is None or is_unknown(who):
        unclear(graph, because.urn, "whom it is shared with is unknown until the update (principal)")
    elif not item.targets:
        unclear(graph, because.urn, f"what is shared is no resource of the stack ({item.literal or 'unknown'})")
    elif found := _ORGANIZATION.match(who):
        _with(graph, item, graph.aws_organization(found.group(2)), because, certain=certain)
    elif found := _ACCOUNT.match(who):
        _with(graph, item, graph.aws_account(found.group(1)), because, certain=certain)
    else:
        unclear(graph, because.urn, f"the principal {who!r} is no account, role, organization or unit")


def _with(graph: GraphBuilder, item: Reference, whom: Reference, because: Because, *, certain: bool) -> None:
    """A service of Lattice answers whom its auth policy lets in, wherever it is shared; anything else is theirs to use."""
    if not any(graph.stack.by_urn[urn].type in (*SERVICE, *SERVICE_NETWORK) for urn in item.targets):
        graph.edge(item, whom, EdgeKind.SHARE, because, certain=certain and item.certain)
        return
    for service, lets in shared_services(graph, item):
        if lets.possible:
            graph.edge(service, whom, EdgeKind.SHARE, because, certain=certain and item.certain and service.certain and lets.certain)
