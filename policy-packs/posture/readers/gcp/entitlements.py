"""Entitlements of Privileged Access Manager: who may ask for a role for a while. Without a workflow nobody else has a say, and asking is having.

With approvals it hangs on others whether a role is ever given: then a stranger who may ask is said as uncertain.

Sources: Privileged Access Manager documentation, "Privileged Access Manager overview" (grants without approval are active at once), "Create
entitlements" (resource, role bindings, eligible users); provider reference, `gcp.privilegedaccessmanager.Entitlement`.
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.gcp.iam import Grant, impersonates, on_identity, on_store
from posture.readers.gcp.members import member
from posture.readers.gcp.names import given, parse, project_of, same_project, text_of
from posture.readers.gcp.roles import power
from posture.readers.gcp.stores import STORES
from posture.readers.gcp.tokens import SERVICE_ACCOUNT, tokens
from posture.readers.registry import joins, reads
from posture.values import is_unknown
from posture.view import Path, ResourceView

ENTITLEMENT: Final = ("gcp:privilegedaccessmanager/entitlement:entitlement", *tokens("privilegedaccessmanager:Entitlement"))
"""The SDK writes the first; the second is what its other types are like."""
_ACCESS: Final = "privilegedAccess.gcpIamAccess"


@reads(*ENTITLEMENT)
def entitlement(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by `asked_for`. Here: only what can't be understood."""
    urn = resource.resource.urn
    if resource.resource.external:
        graph.unreadable(urn, "an adopted entitlement: who may ask for what is out of sight")
    for path, what in (("eligibleUsers", "who may ask"), (f"{_ACCESS}.roleBindings", "what may be asked for")):
        if is_unknown(resource.blocks(path)):
            graph.unreadable(urn, f"{what} is unknown until the update ({path})")


@joins
def asked_for(graph: GraphBuilder) -> None:
    """Every role that somebody may ask for, on each store and account below the resource that it is for."""
    for resource in graph.stack.of_type(*ENTITLEMENT):
        view = graph.view(resource.urn)
        kind, sure = text_of(view, f"{_ACCESS}.resourceType").rpartition("/")[2], not given(view, "approvalWorkflow")
        wanted = parse(text_of(view, f"{_ACCESS}.resource")).project if kind == "Project" else None
        targets = list(graph.stack.of_type(*STORES, SERVICE_ACCOUNT))
        for grant in _grants(graph, view, sure=sure):
            allowed = power(grant.role)
            for target in targets:
                if wanted is not None and not same_project(graph, wanted, project_of(graph.view(target.urn))):
                    continue
                if target.type == SERVICE_ACCOUNT:
                    if impersonates(grant.role):
                        on_identity(graph, grant, target.urn, certain=wanted is not None)
                elif allowed is not None and allowed.opens(STORES[target.type]):
                    on_store(graph, grant, target.urn, allowed, certain=wanted is not None)


def _grants(graph: GraphBuilder, view: ResourceView, *, sure: bool) -> Iterator[Grant]:
    people = [path for block in _blocks(view, "eligibleUsers") for path in _principals(view, f"{block}.principals")]
    for block in _blocks(view, f"{_ACCESS}.roleBindings"):
        conditional = not sure or given(view, f"{block}.conditionExpression")
        for path in people:
            because = Because(view.resource.urn, path, str(view.value(path)))
            yield Grant(view, member(graph, view, path), view.value(f"{block}.role"), because, conditional)


def _blocks(view: ResourceView, path: Path) -> list[Path]:
    found = view.blocks(path)
    return [] if is_unknown(found) else list(found)


def _principals(view: ResourceView, path: Path) -> list[Path]:
    value = view.value(path)
    return [f"{path}[{number}]" for number in range(len(value))] if isinstance(value, list | tuple) else [path]
