"""What a service that nobody follows may be asked for behind its endpoint, and whether anybody there may ask it.

A request to a service does nothing that its caller may not ask for. Where the stack tells every role of the endpoint's network and none of them
may ask the service for anything that hands data on, no request gets at another zone. What only lists or tags hands nothing on; of some
services more is known, service by service.
Sources: Service Authorization Reference (access levels); AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; Amazon
ECS Developer Guide, "Amazon ECS interface VPC endpoints"; Amazon Comprehend Medical Developer Guide, "Text analysis APIs".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import EndpointFact
from posture.iam import NoPolicy, Policy, Request, Truth, evaluate
from posture.iam.catalogue import AccessLevel, meant
from posture.iam.trial import action_texts, grouped_by
from posture.iam.values import any_of
from posture.readers.aws.acting import asked_by, caller_of, granted_by_identity, policies_of_role, roles_in
from posture.readers.aws.endpoint import written_service
from posture.readers.aws.endpoint_reach import policies_of, service_endpoints
from posture.readers.aws.endpoint_support import FOLLOWED, SENDS_TO_ANYBODY, iam_service
from posture.readers.aws.unclear import DATA
from posture.readers.registry import joins

_NOTHING: Final = (AccessLevel.LIST, AccessLevel.TAGGING)
ANSWER_WHAT_IS_SENT: Final = frozenset({"comprehend", "comprehendmedical", "polly", "rekognition", "textract", "transcribe", "translate"})
"""Prefixes of services whose actions of the level Read answer from what they are sent, or from a job of the caller's account. What starts a
job, and names a bucket for what it finds, is of the level Write."""
_RUNS: Final = frozenset(
    f"ecs:{name}"
    for name in ("CreateService", "CreateTaskSet", "ExecuteCommand", "RegisterTaskDefinition", "RunTask", "StartTask", "UpdateService")
)
"""What starts containers or gets into them; the rest of Amazon ECS is what its agent says, and settings."""


@joins
def errands(graph: GraphBuilder) -> None:
    """Each endpoint of a service that nobody follows, unless nobody there may ask it: open where the stacks hold anything of another zone."""
    for endpoint in service_endpoints(graph):
        prefix = iam_service(written_service(graph.view(endpoint.urn)) or endpoint.service)
        if FOLLOWED & {prefix, endpoint.service} or endpoint.service in SENDS_TO_ANYBODY or nobody_asks(graph, endpoint, prefix):
            continue
        reason = f"what a request to {endpoint.service} can get at in our own accounts is not followed"
        graph.unreadable(endpoint.urn, reason, *DATA, beyond=True)


def nobody_asks(graph: GraphBuilder, endpoint: EndpointFact, prefix: str) -> bool:
    """Whether the stack tells every role of the endpoint's network, and none may ask the service for what hands data on."""
    network = endpoint.network.targets
    roles = roles_in(graph, network[0]) if len(network) == 1 and endpoint.network.certain else None
    actions = _handing_on(prefix)
    if roles is None or not actions:
        return False
    return not any(_may_ask(graph, endpoint, role, actions) for role in roles)


def _handing_on(prefix: str) -> tuple[str, ...]:
    """Actions of the service that may hand data on. Empty: the catalogue does not know the service."""
    if prefix == "ecs":
        return tuple(sorted(_RUNS))
    harmless = (*_NOTHING, AccessLevel.READ) if prefix in ANSWER_WHAT_IS_SENT else _NOTHING
    return tuple(sorted(one.name for one in meant(f"{prefix}:*") if one.level not in harmless))


def _may_ask(graph: GraphBuilder, endpoint: EndpointFact, role: str, actions: tuple[str, ...]) -> bool:
    own = policies_of_role(graph, role)
    through = [policy for policy, _ in policies_of(graph, endpoint.urn)]
    texts = action_texts([*own, *through])
    return any(_asks(graph, endpoint, role, first).possible for first, _ in grouped_by(texts, actions))


def _asks(graph: GraphBuilder, endpoint: EndpointFact, role: str, action: str) -> Truth:
    context = asked_by(graph, role, graph.stack.by_urn[endpoint.urn])
    request = Request(action, "*", caller_of(graph, role), context)
    granted = granted_by_identity(graph, role, request)
    if not granted.possible:
        return granted
    policies = [policy for policy, _ in policies_of(graph, endpoint.urn)]
    return granted & any_of(
        evaluate(policy, request).allowed if isinstance(policy, Policy) else Truth.TRUE if isinstance(policy, NoPolicy) else Truth.UNKNOWN
        for policy in policies
    )
