"""Endpoints of Bedrock whose policy singles out inference profiles: what passes is answered wherever the profile sends it.

A role that may ask any model (`*`) is held by the endpoint of its network alone, so an endpoint that names a profile and its models beyond
residency lets prompts out. One that names models of the region does not, and `*` singles out nothing.
Sources: Amazon Bedrock User Guide, "Use interface VPC endpoints (AWS PrivateLink)", "Geographic cross-Region inference", "Global cross-Region
inference" (a request needs the profile and the model in each region that it is routed to).
"""

from dataclasses import replace

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import Policy, Request, Truth, evaluate
from posture.iam.values import any_of
from posture.readers.aws.acting import asked_by, caller_of
from posture.readers.aws.endpoint_reach import policies_of, service_endpoints
from posture.readers.aws.inference_profiles import leaving, may_ask, named_resources, served_outside
from posture.readers.aws.roles_at_work import known_roles_in
from posture.readers.registry import joins
from posture.reference import Reference

_RUNTIME = "bedrock-runtime"


@joins
def prompts_leave_by_endpoints(graph: GraphBuilder) -> None:
    """Certain where a role that is known to be at work in the network may ask the profile too; else who asks is not known."""
    for endpoint in service_endpoints(graph):
        if endpoint.service != _RUNTIME:
            continue
        for policy, because in policies_of(graph, endpoint.urn):
            if isinstance(policy, Policy):
                _passes(graph, endpoint, policy, because)


def _passes(graph: GraphBuilder, endpoint: EndpointFact, policy: Policy, because: Because) -> None:
    roles = [role for network in endpoint.network.targets for role in known_roles_in(graph, network)]
    owner = graph.stack.by_urn[endpoint.urn]

    def passes(action: str, resource: str) -> Truth:
        somebody = evaluate(policy, Request(action, resource)).allowed
        asked = [
            evaluate(policy, Request(action, resource, caller_of(graph, role), asked_by(graph, role, owner))).allowed
            & may_ask(graph, role, action, resource)
            for role in roles
        ]
        told = any_of(asked)
        return told if told.certain else Truth.UNKNOWN if somebody.possible else Truth.FALSE

    for geography, region, may in served_outside(graph, endpoint.urn, tuple(named_resources([policy])), passes):
        why = replace(because, text=f"lets requests ask {geography}.… of bedrock")
        certain = may.certain and leaving(graph, geography)[1] and endpoint.network.certain
        graph.edge(Reference.to(endpoint.urn), graph.region(region), EdgeKind.USE, why, moves=Moves.FORWARD, certain=certain)
