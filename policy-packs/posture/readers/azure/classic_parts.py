"""Azure Classic's associations: folded into what they join as the stack is read; one whose owner is nobody of the stack changes what nobody sees.

Source: Pulumi Registry, `azure.network.SubnetRouteTableAssociation` and its kin.
"""

from posture.graph.builder import GraphBuilder
from posture.inputs.classic.joined import ASSOCIATIONS
from posture.readers.registry import reads
from posture.view import ResourceView


@reads(*ASSOCIATIONS)
def association(resource: ResourceView, graph: GraphBuilder) -> None:
    """A filter, table or NAT gateway of a subnet or interface."""
    found = ASSOCIATIONS[resource.resource.type]
    owner = resource.refers_to(found.owner)
    if len(owner.targets) != 1:
        what = owner.literal or "something unknown"
        graph.unreadable(resource.resource.urn, f"gives {what}, which no one resource of the stack is, another {found.prop}")
