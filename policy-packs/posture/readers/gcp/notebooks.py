"""Notebooks: machines that a service makes in a network of ours.

Source: Google Cloud documentation, "Vertex AI Workbench instances: networking" (`disablePublicIp`).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.layout import network_of, place
from posture.readers.gcp.names import project_ref, refer
from posture.readers.gcp.serverless import acts_as
from posture.readers.gcp.tokens import SUBNET, tokens
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_WORKBENCH: Final = tokens("workbench:Instance")
_NOTEBOOK: Final = tokens("notebooks:Instance")


@reads(*_WORKBENCH, *_NOTEBOOK)
def notebook(resource: ResourceView, graph: GraphBuilder) -> None:
    """A notebook's machine: in a subnet of ours, else in the default network."""
    urn = resource.resource.urn
    new = resource.resource.type in _WORKBENCH
    base = "gceSetup.networkInterfaces[0]." if new else ""
    private = resource.flag("gceSetup.disablePublicIp" if new else "noPublicIp")
    subnet, network = place(graph, resource, base) if not new else _place(graph, resource, base)
    if is_unknown(private):
        graph.unreadable(urn, "whether it has an external address is unknown until the update")
    graph.add(
        WorkloadFact(
            urn,
            (subnet,) if subnet.targets else (),
            (),
            public=private is not True,
            certain=subnet.certain and bool(subnet.targets),
            network=network,
            within=project_ref(graph, resource),
            because=Because(urn, "gceSetup.disablePublicIp" if new else "noPublicIp"),
        )
    )
    if private is not True and not subnet.targets:
        graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, Because(urn, "gceSetup.disablePublicIp", "external address"))
    acts_as(graph, resource, "gceSetup.serviceAccounts[0].email" if new else "serviceAccount")


def _place(graph: GraphBuilder, view: ResourceView, base: str) -> tuple[Reference, Reference]:
    return refer(graph, view, f"{base}subnet", SUBNET), network_of(graph, view, f"{base}network")
