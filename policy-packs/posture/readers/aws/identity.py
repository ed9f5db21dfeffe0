"""Roles that somebody outside ours may act as, and which stores that opens.

Only these roles are followed to stores here: what roles of the stack may do from its own networks is decided by the roads that they have
(`store_reach`).
Sources: IAM User Guide, "How to use trust policies with IAM roles", "Policy evaluation logic".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from posture.cached import cached_property
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, IdentityFact, StoreFact
from posture.graph.kinds import EdgeKind
from posture.iam import (
    ABSENT,
    UNKNOWN,
    AnyPolicy,
    Caller,
    CallerKind,
    NoPolicy,
    Opening,
    PolicyFault,
    PolicyKind,
    Request,
    UnknownPolicy,
    WitnessKind,
    evaluate,
    openings_to_principals,
    parse_policy,
)
from posture.iam.prefixes import Prefixes, Targets
from posture.iam.request import ContextValue
from posture.iam.values import any_of
from posture.readers.aws.acting import (
    ATTACHMENTS,
    POLICY,
    ROLE_POLICY,
    arn_of_role,
    caller_of,
    policies_of_role,
    together,
    trust_of,
    trust_property,
)
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.key_use import key_lets_read
from posture.readers.aws.ours import ours
from posture.readers.aws.resource_policies import access_points_of, arn_of, confined_to, policies_by_store
from posture.readers.aws.store_actions import BY_REQUEST, OPENS_BY_HAND, named_by_requests
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.aws.whereabouts import account_of, same_account
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.resource import Resource
from posture.view import ResourceView


@reads(*ROLE)
def role(resource: ResourceView, graph: GraphBuilder) -> None:
    """A role: an identity of its account."""
    graph.add(IdentityFact(resource.resource.urn, account_of(resource.resource)))


@reads(*POLICY, *ROLE_POLICY, *ATTACHMENTS)
def policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """What roles may do: read with the role that it belongs to."""


inert(
    "Names a role for instances; the role itself is read (IAM User Guide, 'Using instance profiles')",
    "aws:iam/instanceProfile:InstanceProfile",
    "aws-native:iam:InstanceProfile",
)
inert(
    "A role that only its AWS service may assume (IAM User Guide, 'Create a service-linked role')",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    "aws-native:iam:ServiceLinkedRole",
)
inert(
    "Takes away policies that nobody declares; attaches none (Pulumi Registry, aws.iam.RolePoliciesExclusive)",
    "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
)
inert(
    "Makes an issuer known; whom it lets in is said by each role's trust policy, which is read (IAM User Guide, 'Identity providers')",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    "aws:iam/samlProvider:SamlProvider",
    "aws-native:iam:OidcProvider",
    "aws-native:iam:SamlProvider",
)


@joins
def roles_open_to_outside(graph: GraphBuilder) -> None:
    """outside → role → each store that the role may use."""
    for resource in graph.stack.of_type(*ROLE):
        trust = trust_of(graph, resource.urn)
        if isinstance(trust, NoPolicy):
            continue
        if isinstance(trust, (UnknownPolicy, PolicyFault)):
            unclear(graph, resource.urn, "who may assume the role is not known", OUTSIDE)
            for store, _ in stores_used_by(graph, resource.urn, by_hand=True):
                unclear(graph, store, f"who may assume {resource.name}, which may use it, is not known", OUTSIDE)
            continue
        openings = openings_to_principals(trust, ours(graph), arn_of_role(graph, resource.urn))
        for opening in openings:
            _assume(graph, resource.urn, opening, trust_property(graph.view(resource.urn)))
        for store, certain in stores_used_by(graph, resource.urn, by_hand=True) if openings else ():
            because = Because(resource.urn, "policies", "may use it")
            graph.edge(Reference.to(resource.urn), Reference.to(store), EdgeKind.USE, because, certain=certain)


def _assume(graph: GraphBuilder, urn: str, opening: Opening, prop: str) -> None:
    everyone = opening.witness_kind in (WitnessKind.ANY, WitnessKind.ANONYMOUS)
    # A shared provider that certainly lets one of its customers in, lets any of them in.
    everyone = everyone or (opening.witness_kind is WitnessKind.IDENTITY_PROVIDER and opening.certain)
    who = graph.anybody() if everyone else witness(graph, opening, "sts")
    because = Because(urn, f"{prop}.Statement[{opening.statement}]", opening.reason)
    graph.edge(who, Reference.to(urn), EdgeKind.ASSUME, because, certain=opening.certain)


@dataclass(frozen=True)
class _Asked:
    """A store, and what is asked of it from outside our networks."""

    store: str
    resource: Resource
    targets: tuple[str, ...]
    own: tuple[AnyPolicy, ...]
    read: tuple[str, ...]
    by_hand: tuple[str, ...]
    context: dict[str, ContextValue]

    def actions(self, *, by_hand: bool) -> tuple[str, ...]:
        """What is tried. `by_hand`: what opens it to others, or copies it, too."""
        return (*self.read, *self.by_hand) if by_hand else self.read

    @cached_property
    def lets_in(self) -> bool:
        """Whether the store's own policy may let any AWS principal read it."""
        return self._lets_in(self.read)

    @cached_property
    def lets_in_by_hand(self) -> bool:
        """The same, or open it to others."""
        return self.lets_in or self._lets_in(self.by_hand)

    def _lets_in(self, actions: tuple[str, ...]) -> bool:
        if not self.own:
            return False
        somebody = Caller(CallerKind.AWS)
        asked = [Request(action, target, somebody, self.context) for action in actions for target in self.targets]
        return any(evaluate(document, request).allow.possible for document in self.own for request in asked)


def stores_used_by(graph: GraphBuilder, urn: str, *, by_hand: bool = False) -> Iterator[tuple[str, bool]]:
    """Stores that the role may use from outside our networks, and whether for certain. `by_hand`: or may open to others, or copy."""
    stores = _asked(graph)
    known: dict[tuple[str, bool], list[tuple[str, bool]]] = graph.once(f"aws stores used by roles, {len(stores)}", dict)
    if (urn, by_hand) not in known:
        known[urn, by_hand] = list(_used(graph, urn, stores, by_hand=by_hand))
    yield from known[urn, by_hand]


def _used(graph: GraphBuilder, urn: str, stores: list[_Asked], *, by_hand: bool) -> Iterator[tuple[str, bool]]:
    caller, identity, resource = caller_of(graph, urn), policies_of_role(graph, urn), graph.stack.by_urn[urn]
    names = Prefixes(identity)
    by_actions, open_to_all = graph.once(f"aws stores by actions, {len(stores)}, {by_hand}", lambda: _by_actions(stores, by_hand=by_hand))
    named = {one for actions, targets in by_actions.items() for one in names.among(targets, actions)}
    for number in sorted(named | open_to_all):
        asked = stores[number]
        actions = asked.actions(by_hand=by_hand)
        granted, let_in = number in named, number in open_to_all
        same = same_account(resource, asked.resource)
        if same is False and not (granted and let_in):
            continue  # across accounts both must let it pass
        answers = [
            any_of(together(identity, asked.own, None, Request(action, target, caller, asked.context), same) for target in asked.targets)
            for action in actions
        ]
        if any(answer.possible for answer in answers):
            key = key_lets_read(graph, asked.store, urn)
            answers = [answer & key if action in asked.read else answer for action, answer in zip(actions, answers, strict=True)]
        if any(answer.possible for answer in answers):
            yield asked.store, any(answer.certain for answer in answers)


def _by_actions(stores: list[_Asked], *, by_hand: bool) -> tuple[dict[tuple[str, ...], Targets], frozenset[int]]:
    """What is asked of which stores, and the stores whose own policies may let anybody in: most pairs of a role and a store need no look."""
    texts: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for number, asked in enumerate(stores):
        texts.setdefault(asked.actions(by_hand=by_hand), []).extend((target, number) for target in asked.targets)
    let_in = (number for number, asked in enumerate(stores) if (asked.lets_in_by_hand if by_hand else asked.lets_in))
    return {actions: Targets(named) for actions, named in texts.items()}, frozenset(let_in)


def _asked(graph: GraphBuilder) -> list[_Asked]:
    """Every store that has been read so far: readers and joins may tell of more."""
    told = sum(1 for _ in graph.of(StoreFact))
    return graph.once(f"aws stores as asked, {told}", lambda: [_as_asked(graph, fact) for fact in graph.of(StoreFact)])


def _as_asked(graph: GraphBuilder, store: StoreFact) -> _Asked:
    arn = arn_of(graph, store.urn)
    asked = BY_REQUEST.get("rds-data" if store.service == "rds" else store.service)
    answers_only_networks = all(confined_to(graph.view(point)) is not None for point in access_points_of(graph, store.urn))
    return _Asked(
        store=store.urn,
        resource=graph.stack.by_urn[store.urn],
        targets=named_by_requests(store.service, arn),
        own=tuple(parse_policy(view.document(path), PolicyKind.RESOURCE) for view, path in policies_by_store(graph).get(store.urn, ())),
        read=tuple(asked.read) if asked is not None else (),
        by_hand=tuple(OPENS_BY_HAND.get(store.service, ())),
        context={
            "aws:SecureTransport": "true",
            "aws:SourceVpc": ABSENT,
            "aws:SourceVpce": ABSENT,
            "aws:VpceAccount": ABSENT,
            "aws:VpceOrgID": ABSENT,
            "aws:ViaAWSService": "false",
            "aws:PrincipalIsAWSService": "false",
            "s3:AccessPointNetworkOrigin": ABSENT if answers_only_networks else UNKNOWN,
        },
    )
