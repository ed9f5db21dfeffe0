"""Code that Google runs: who may call it, and by which road it calls out.

Without VPC egress for all traffic its road is the internet's; with it, its packets go by the network's routes.

Sources: Google Cloud documentation, "Restrict network ingress for Cloud Run", "Direct VPC egress with a VPC network" (`private-ranges-only`,
`all-traffic`), "Serverless VPC Access"; "Cloud Run functions: Configure network settings" (a connector, or Direct VPC egress
by properties of its own).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.layout import CONNECTOR, place
from posture.readers.gcp.machines import CLUSTER
from posture.readers.gcp.names import project_ref, refer
from posture.readers.gcp.tokens import INSTANCES, SERVICE_ACCOUNT, SUBNET, tokens
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

RUN: Final = tokens("cloudrunv2:Service", "cloudrunv2:Job", "cloudrunv2:WorkerPool")
RUN_V1: Final = tokens("cloudrun:Service")
FUNCTIONS_2: Final = tokens("cloudfunctionsv2:Function")
FUNCTIONS: Final = tokens("cloudfunctions:Function")
_CALLABLE: Final = frozenset((*RUN, *RUN_V1, *FUNCTIONS_2, *FUNCTIONS))
_ALL: Final = frozenset({"ALL_TRAFFIC", "VPC_EGRESS_ALL_TRAFFIC", "all-traffic", "all"})


def is_callable(token: str) -> bool:
    """Whether a type answers calls by its own address."""
    return token in _CALLABLE


def _base(view: ResourceView) -> Path:
    """Where a service's template stands."""
    kind = view.resource.type
    if kind in RUN:
        return "template.template." if kind.endswith(":Job") else "template."
    return "serviceConfig." if kind in FUNCTIONS_2 else ""


def _v1(view: ResourceView, name: str) -> object:
    """An annotation of Cloud Run's first API."""
    for path in ("template.metadata.annotations", "metadata.annotations"):
        found = view.value(path)
        if is_unknown(found):
            return found
        if isinstance(found, dict) and name in found:
            return found[name]
    return None


def answers_strangers(graph: GraphBuilder, urn: str) -> bool | None:
    """Whether it can be called from the internet; None when nobody can say."""
    view = graph.view(urn)
    kind = view.resource.type
    if kind in RUN_V1:
        value = _v1(view, "run.googleapis.com/ingress")
    elif kind in RUN:
        if kind.endswith((":Job", ":WorkerPool")):
            return False
        value = view.value("ingress")
    else:
        value = view.value("serviceConfig.ingressSettings" if kind in FUNCTIONS_2 else "ingressSettings")
    if is_unknown(value):
        return None
    return value is None or str(value).upper() in ("INGRESS_TRAFFIC_ALL", "ALLOW_ALL", "ALL")


@reads(*RUN, *RUN_V1, *FUNCTIONS_2, *FUNCTIONS)
def service(resource: ResourceView, graph: GraphBuilder) -> None:
    """A service, job or function: where it stands, and its road out."""
    urn, base, kind = resource.resource.urn, _base(resource), resource.resource.type
    subnets: tuple[Reference, ...] = ()
    network = Reference()
    egress: object = None
    certain = True
    named: object = None
    if kind in RUN:
        egress = resource.text(f"{base}vpcAccess.egress")
        connector: Path | None = f"{base}vpcAccess.connector"
        blocks = resource.blocks(f"{base}vpcAccess.networkInterfaces")
        named = blocks if is_unknown(blocks) or blocks else None
        for block in [] if is_unknown(blocks) else blocks:
            subnet, network = place(graph, resource, f"{block}.")
            subnets = (subnet,) if subnet.targets else ()
    elif kind in RUN_V1:
        egress, connector = _v1(resource, "run.googleapis.com/vpc-access-egress"), None
        named = _v1(resource, "run.googleapis.com/vpc-access-connector")
        if isinstance(named, str):
            subnets = _by_name(graph, named)
        elif is_unknown(named) or _v1(resource, "run.googleapis.com/network-interfaces") is not None:
            graph.unreadable(urn, "the network that it uses is not told (annotations)")
    else:
        connector = f"{base}vpcConnector"
        blocks = resource.blocks(f"{base}directVpcNetworkInterfaces")
        for block in [] if is_unknown(blocks) else blocks:
            subnet, network = place(graph, resource, f"{block}.")
            subnets = (subnet,) if subnet.targets else ()
        direct = is_unknown(blocks) or bool(blocks)
        named = blocks if is_unknown(blocks) or blocks else None
        egress = resource.text(f"{base}directVpcEgress" if direct else f"{base}vpcConnectorEgressSettings")
    if connector is not None and resource.value(connector) is not None:
        named = resource.value(connector)
        found = refer(graph, resource, connector, *CONNECTOR)
        if found.targets:
            subnets, certain = tuple(_range_of(graph, target) for target in found.targets), found.certain
        else:
            graph.unreadable(urn, f"calls out by a connector that no resource of the stack is ({found.literal or 'unknown'})")
    elif named is not None and not subnets and not network.targets:
        graph.unreadable(urn, "calls out by a network that no resource of the stack is")
    graph.add(
        WorkloadFact(
            urn,
            subnets,
            (),
            certain=certain,
            network=network,
            within=project_ref(graph, resource),
            because=Because(urn, base + "vpcAccess"),
        )
    )
    if is_unknown(egress):
        graph.unreadable(urn, "by which road it calls out is unknown until the update")
    elif str(egress or "") not in _ALL or (named is None and not (subnets or network.targets)):
        text = str(egress or "no VPC egress")
        graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, Because(urn, f"{base}vpcAccess.egress", text))
    _acts_as(graph, resource, base)
    _unchecked(graph, resource)


def _unchecked(graph: GraphBuilder, view: ResourceView) -> None:
    """A service that asks no caller for a grant. Source: "Allowing public (unauthenticated) access" (Disable the Cloud Run Invoker IAM check)."""
    urn, kind = view.resource.urn, view.resource.type
    path: Path = "invokerIamDisabled"
    value = _v1(view, "run.googleapis.com/invoker-iam-disabled") if kind in RUN_V1 else view.value(path) if kind in RUN else None
    answers = answers_strangers(graph, urn)
    if answers is not False and (is_unknown(value) or str(value).lower() == "true"):
        sure = answers is True and not is_unknown(value)
        graph.edge(
            graph.internet(), Reference.to(urn), EdgeKind.ROUTE, Because(urn, path, "asks nobody"), certain=sure, ports=((443, 443),)
        )


def _by_name(graph: GraphBuilder, name: str) -> tuple[Reference, ...]:
    short = name.rpartition("/")[2]
    return tuple(_range_of(graph, r.urn) for r in graph.stack.of_type(*CONNECTOR) if short in (r.props.get("name"), r.name))


def _acts_as(graph: GraphBuilder, view: ResourceView, base: Path) -> None:
    for path in (f"{base}serviceAccount", "serviceAccountEmail", f"{base}serviceAccountEmail", "template.spec.serviceAccountName"):
        acts_as(graph, view, path)


def acts_as(graph: GraphBuilder, view: ResourceView, path: Path) -> None:
    """A workload acts by a service account of the stack."""
    value = view.value(path)
    if value is None or value == "":
        return
    if isinstance(value, str):
        targets = tuple(
            account.urn
            for account in graph.stack.of_type(SERVICE_ACCOUNT)
            if account.props.get("email") == value or value.startswith(f"{account.props.get('accountId')}@")
        )
        found = Reference(targets, value, len(targets) == 1)
    else:
        found = view.refers_to(path, (SERVICE_ACCOUNT,))
    if found.targets:
        because = Because(view.resource.urn, path, "acts as")
        graph.edge(Reference.to(view.resource.urn), found, EdgeKind.ASSUME, because, certain=found.certain)


@reads(*CONNECTOR)
def connector(resource: ResourceView, graph: GraphBuilder) -> None:
    """A Serverless VPC Access connector: `layout` says its range. Here: only what can't be placed."""
    if resource.value("ipCidrRange") is None and resource.value("subnet") is None:
        graph.unreadable(resource.resource.urn, "where the connector stands is not told")


def _range_of(graph: GraphBuilder, connector: str) -> Reference:
    """The subnet in which a connector's machines stand."""
    view = graph.view(connector)
    if view.value("subnet") is not None:
        return refer(graph, view, "subnet.name", SUBNET)
    return Reference.to(f"{connector}#range")


@joins
def machines_act(graph: GraphBuilder) -> None:
    """Instances and clusters act as their service accounts."""
    for resource in graph.stack.of_type(*INSTANCES):
        acts_as(graph, graph.view(resource.urn), "serviceAccount.email")
    for resource in graph.stack.of_type(*CLUSTER, *tokens("container:NodePool")):
        acts_as(graph, graph.view(resource.urn), "nodeConfig.serviceAccount")
