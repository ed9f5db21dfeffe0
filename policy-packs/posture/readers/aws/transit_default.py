"""A transit gateway's default route table: which it is, and which attachments use it.

Source: Amazon VPC Transit Gateways guide, "Transit gateways" (default association and propagation); Pulumi Registry,
`aws.ec2transitgateway.TransitGateway`: both flags default to `enable`, and so do an attachment's.
"""

from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.kinds import TRANSIT_GATEWAYS, TRANSIT_TABLES
from posture.readers.aws.looking import refer
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_OUTPUTS: Final = ("associationDefaultRouteTableId", "propagationDefaultRouteTableId")


@record
class Default:
    """One of the two things that happen to an attachment by default."""

    flag_of_hub: str
    flag_of_attachment: str
    replaced_by: str
    """Token of the resource that puts another table in the default's place."""

    def tables(self, graph: GraphBuilder, hub: str) -> tuple[str, ...]:
        """The table that stands as default: what replaces it, else the one that came with the hub."""
        found: list[str] = []
        for resource in graph.stack.of_type(self.replaced_by):
            view = graph.view(resource.urn)
            if hub in refer(graph, view, "transitGatewayId", TRANSIT_GATEWAYS).targets:
                found.extend(refer_hub_table(graph, view, "transitGatewayRouteTableId").targets)
        return tuple(dict.fromkeys(found)) or (default_table(hub),)


ASSOCIATION: Final = Default(
    "defaultRouteTableAssociation",
    "transitGatewayDefaultRouteTableAssociation",
    "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation",
)
PROPAGATION: Final = Default(
    "defaultRouteTablePropagation",
    "transitGatewayDefaultRouteTablePropagation",
    "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation",
)


def default_table(hub: str) -> str:
    """Name of the table that AWS makes with the hub."""
    return f"{hub}#default-route-table"


def wanted(graph: GraphBuilder, attachment: str, hub: str, default: Default) -> bool | None:
    """Whether the attachment joins the default table. None: unknown. An attachment that the hub's account made may say no for itself."""
    of_hub = graph.view(hub).value(default.flag_of_hub)
    of_attachment = graph.view(attachment).flag(default.flag_of_attachment)
    if of_hub in ("disable", False) or of_attachment is False:
        return False
    if is_unknown(of_hub) or is_unknown(of_attachment):
        return None
    return True


def refer_hub_table(graph: GraphBuilder, view: ResourceView, path: Path) -> Reference:
    """A table of the hub; an output of the hub itself is its default table."""
    found = refer(graph, view, path, TRANSIT_TABLES)
    if found.targets or found.absent:
        return found
    if found.literal is not None:
        owners = tuple(
            default_table(hub.urn)
            for hub in graph.stack.of_type(*TRANSIT_GATEWAYS.tokens)
            if any(hub.props.get(prop) == found.literal for prop in _OUTPUTS)
        )
        return replace(found, targets=owners)
    hubs = view.refers_to(path, TRANSIT_GATEWAYS.tokens)
    return replace(hubs, targets=tuple(default_table(hub) for hub in hubs.targets))
