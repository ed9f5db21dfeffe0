"""Private Service Connect: endpoints to Google's API bundles, to databases and to service attachments; and who may connect to an attachment.

Sources: Google Cloud documentation, "Access Google APIs through endpoints" (bundles `vpc-sc` and `all-apis`), "Access published services through
endpoints", "Publish services" (`ACCEPT_AUTOMATIC`, `ACCEPT_MANUAL`, consumer lists), "Access regional Google APIs through endpoints".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, ServiceFact
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.balancing import ports_of, stand
from posture.readers.gcp.databases import CLUSTER, FACE, INSTANCE, SQL
from posture.readers.gcp.google_access import leads_to
from posture.readers.gcp.layout import network_of, place
from posture.readers.gcp.models import DEPLOYED, INDEX_ENDPOINT
from posture.readers.gcp.names import numbers_of, parse, project_called, project_of, refer, text_of
from posture.readers.gcp.tokens import ATTACHMENT, FORWARDING_RULE, GLOBAL_FORWARDING_RULE, PROJECT, VPN_GATEWAY, tokens
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_BUNDLES: Final = {"vpc-sc": True, "all-apis": False}
_REGIONAL: Final = tokens("networkconnectivity:RegionalEndpoint")


def is_endpoint(view: ResourceView) -> bool:
    """Whether a forwarding rule is a Private Service Connect endpoint."""
    scheme, target = view.text("loadBalancingScheme"), view.value("target")
    return target is not None and scheme in (None, "") and not _is_proxy(view)


def _is_proxy(view: ResourceView) -> bool:
    kinds = {graph_type.rpartition(":")[2] for graph_type in _dependency_types(view)}
    target = view.value("target")
    named = isinstance(target, str) and ("Proxies/" in target or "/targetPools/" in target or "/targetInstances/" in target)
    return named or any(kind.startswith("Target") for kind in kinds)


def _dependency_types(view: ResourceView) -> list[str]:
    found = view.resource.property_dependencies.get("target", ())
    return [view.stack.by_urn[urn].type for urn in found if urn in view.stack.by_urn]


@reads(FORWARDING_RULE, GLOBAL_FORWARDING_RULE)
def forwarding_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """An endpoint of Private Service Connect, else the front of a load balancer; a classic VPN's carries tunnels, which are read by themselves."""
    if refer(graph, resource, "target", VPN_GATEWAY).targets:
        return
    if not is_endpoint(resource):
        stand(graph, resource)
        return
    urn = resource.resource.urn
    subnet, network = place(graph, resource)
    if not network.targets and subnet.targets:
        network = network_of(graph, graph.view(subnet.targets[0])) if subnet.targets[0] in graph.stack.by_urn else network
    target = resource.value("target")
    bundle = _BUNDLES.get(target) if isinstance(target, str) else None
    because = Because(urn, "target", str(target) if isinstance(target, str) else "")
    if bundle is not None:
        graph.add(EndpointFact(urn, network, "googleapis", because=because))
        for one in network.targets:
            leads_to(graph, urn, one, project_of(resource), restricted=bundle)
        return
    producer = _producer(graph, resource)
    subnets = (subnet,) if subnet.targets else ()
    graph.add(EndpointFact(urn, network, "private", producer, subnets=subnets, because=because, unguarded=True))
    if not network.targets:
        graph.unreadable(urn, f"stands in {network.literal or 'an unknown network'}, which no resource of the stack is")


def _producer(graph: GraphBuilder, view: ResourceView) -> Reference:
    found = refer(graph, view, "target", ATTACHMENT, *SQL, *CLUSTER, *INSTANCE, *DEPLOYED)
    if not found.targets:
        text = found.literal
        made = [urn for urn in (r.urn for r in graph.stack.of_type(*SQL, *INSTANCE, *DEPLOYED)) if text and text in _links(graph.view(urn))]
        found = Reference(tuple(made), text, len(made) == 1) if made else found
    if found.targets:
        faces: list[str] = []
        for urn in found.targets:
            kind = graph.stack.by_urn[urn].type
            owners = {
                **dict.fromkeys(INSTANCE, refer(graph, graph.view(urn), "cluster", *CLUSTER).targets),
                **dict.fromkeys(DEPLOYED, refer(graph, graph.view(urn), "indexEndpoint", *INDEX_ENDPOINT).targets),
            }.get(kind, (urn,))
            faces.extend(one if graph.stack.by_urn[one].type == ATTACHMENT else f"{one}{FACE}" for one in owners)
        return Reference(tuple(dict.fromkeys(faces)), certain=found.certain)
    if found.literal is None:
        graph.unreadable(view.resource.urn, "what the endpoint leads to is unknown until the update")
        return Reference(certain=False, prop="target")
    project = parse(found.literal).project
    asserted = any(entry.literal == found.literal for entry in graph.approved.asserted)
    if asserted or project is None or project in graph.own_projects:
        return graph.somewhere("service attachment", found.literal)
    return graph.gcp_project(project)


def _links(view: ResourceView) -> tuple[object, ...]:
    paths = ("pscServiceAttachmentLink", "pscInstanceConfig.serviceAttachmentLink", "privateEndpoints[0].serviceAttachment")
    return tuple(view.value(path) for path in paths)


@reads(ATTACHMENT)
def service_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """A service that other projects may link to."""
    urn = resource.resource.urn
    target = refer(graph, resource, "targetService", FORWARDING_RULE, GLOBAL_FORWARDING_RULE)
    if not target.targets:
        graph.unreadable(urn, "what stands behind the attachment is no resource of the stack")
    tag = resource.tags().get("ai-service")
    ports = tuple(port for one in target.targets for port in ports_of(graph.view(one)))
    front = next((graph.view(one).tags().get("ai-service") for one in target.targets), None)
    service = next((text for text in (tag, front) if isinstance(text, str)), None)
    manual = resource.text("connectionPreference") == "ACCEPT_MANUAL"
    because = Because(urn, "targetService")
    graph.add(
        ServiceFact(urn, (target,), tuple(p for p, q in ports if p == q), service, manual, because, tuple(r for r in ports if r[0] != r[1]))
    )
    preference = resource.text("connectionPreference")
    if preference == "ACCEPT_AUTOMATIC":
        text = "ACCEPT_AUTOMATIC"
        graph.edge(Reference.to(urn), graph.anybody(), EdgeKind.SHARE, Because(urn, "connectionPreference", text))
    elif is_unknown(preference):
        graph.unreadable(urn, "who may connect is unknown until the update (connectionPreference)")
    blocks = resource.blocks("consumerAcceptLists")
    if is_unknown(blocks):
        graph.unreadable(urn, "who may connect is unknown until the update (consumerAcceptLists)")
        return
    for block in blocks:
        _accepted(graph, resource, block)


def _accepted(graph: GraphBuilder, view: ResourceView, block: str) -> None:
    urn = view.resource.urn
    path = f"{block}.projectIdOrNum"
    value = view.text(path)
    if is_unknown(value):
        if not view.refers_to(path, (PROJECT,)).targets:
            graph.unreadable(urn, f"who may connect is unknown until the update ({path})")
        return
    if value is None:
        network = network_of(graph, view, f"{block}.networkUrl")
        value = parse(network.literal).project if network.literal is not None and not network.targets else None
        path = f"{block}.networkUrl"
    if value is None:
        return
    project = numbers_of(graph).get(str(value), str(value))
    if project_called(graph, project).targets and project in graph.own_projects:
        return
    whose = graph.somewhere("project", project) if project.isdigit() else graph.gcp_project(project)
    graph.edge(Reference.to(urn), whose, EdgeKind.SHARE, Because(urn, path, project))


@reads(*_REGIONAL)
def regional_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """An endpoint for one Google API of one region: whoever reaches it reaches that API's data in every project, but for a perimeter."""
    urn = resource.resource.urn
    network = network_of(graph, resource)
    host = text_of(resource, "targetGoogleApi")
    service = host.partition(".")[0]
    graph.add(EndpointFact(urn, network, service or "googleapis", because=Because(urn, "targetGoogleApi", host)))
    for one in network.targets:
        leads_to(graph, urn, one, project_of(resource), restricted=True)
