"""Which stores of the stack a request through a service endpoint can reach: endpoint policy, store policy, access points, and who asks.

- An endpoint whose policy names a store (or lets everything pass) reaches it, unless the store refuses what comes from there; in another
  account the store must let it in besides. A policy only narrows: where the stack tells every role that is at work there and none may use
  the store, no request gets at it.
- An endpoint that admits whatever is ours reaches what one of the zone's own roles may use. Where the stack tells all of them, they decide:
  none may, no way; one may, a certain way. Where it does not, the two documents leave it open: uncertain.
Reading and writing are told apart: what may only be written gives nothing back.

Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; IAM User Guide, "Cross-account policy evaluation
logic"; Amazon S3 User Guide, "Controlling access from VPC endpoints with bucket policies", "Creating access points restricted to a
virtual private cloud"; Amazon Aurora User Guide, "Using the Amazon RDS Data API" (off unless `enableHttpEndpoint`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from posture.cached import cached_property
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import (
    ABSENT,
    UNKNOWN,
    AnyPolicy,
    Caller,
    CallerKind,
    NoPolicy,
    Policy,
    PolicyKind,
    Request,
    Truth,
    UnknownPolicy,
    evaluate,
    parse_policy,
)
from posture.iam.document import Match, Statement, Text
from posture.iam.patterns import glob, overlaps
from posture.iam.prefixes import Prefixes
from posture.iam.request import ContextValue
from posture.iam.trial import action_texts, grouped_by
from posture.iam.values import any_of
from posture.readers.aws.acting import caller_of, lets_in, policies_of_role, roles_in, together, trust_of
from posture.readers.aws.endpoint import written_service
from posture.readers.aws.endpoint_reach import policies_of, service_endpoints
from posture.readers.aws.endpoint_support import iam_service, without_policy_support
from posture.readers.aws.key_use import key_lets_read
from posture.readers.aws.resource_policies import ACCESS_POINT, access_points_of, arn_of, confined_to, policies_by_store
from posture.readers.aws.roles_at_work import known_roles_in
from posture.readers.aws.store_actions import ASKED_AT, BY_REQUEST, named_by_requests, prefix_of
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.whereabouts import account_of, same_account
from posture.readers.registry import joins
from posture.record import record
from posture.reference import Reference

_BY_ENDPOINT: Final = {name: service for service, name in ASKED_AT.items()}
_DATA_API: Final = ("aws:rds/cluster:Cluster", "aws-native:rds:DbCluster")


@joins
def reach_of_stores(graph: GraphBuilder) -> None:
    """Every store that an endpoint of its service leads to."""
    stores: dict[str, list[_Store]] = {}
    for fact in graph.of(StoreFact):
        service = _asked_by(graph, fact)
        if service is not None:
            stores.setdefault(service, []).append(_Store(fact, _owner_alone(graph, fact.urn)))
    for endpoint in service_endpoints(graph):
        written = written_service(graph.view(endpoint.urn)) or endpoint.service
        service = _BY_ENDPOINT.get(endpoint.service) or iam_service(written)
        if service not in BY_REQUEST or ASKED_AT.get(service, endpoint.service) != endpoint.service:
            continue
        none = without_policy_support(written) is not None
        policies = [(NoPolicy(), Because(endpoint.urn, "serviceName"))] if none else list(policies_of(graph, endpoint.urn))
        for policy, because in policies:
            named = None if isinstance(policy, NoPolicy) else Prefixes([policy])
            alike = _says_nothing_of_resources(policy)
            shut: set[str | None] = set()
            for store in stores.get(service, ()):
                if store.owner in shut or (named is not None and not _may_pass(graph, named, store.fact.urn, service)):
                    continue
                passed = _Question(graph, endpoint, store.fact, policy, because, service).answer()
                if alike and not passed and store.owner is not None:
                    shut.add(store.owner)


@record
class _Store:
    fact: StoreFact
    owner: str | None
    """Its account, where that alone tells it from others of its kind: None where nothing tells, and where it has access points."""


def _owner_alone(graph: GraphBuilder, store: str) -> str | None:
    return None if access_points_of(graph, store) else account_of(graph.stack.by_urn[store])


def _may_pass(graph: GraphBuilder, named: Prefixes, store: str, service: str) -> bool:
    """Whether what an endpoint's policy names may be the store, or an access point of it."""
    return any(named.may_name(arn_of(graph, urn), (f"{prefix_of(service)}:*",)) for urn in (store, *access_points_of(graph, store)))


def _says_nothing_of_resources(policy: AnyPolicy) -> bool:
    """Whether every statement is about any resource whatever: then stores of one owner differ in nothing."""
    return isinstance(policy, Policy) and all(statement.resources == Match(("*",)) for statement in policy.statements)


def _asked_by(graph: GraphBuilder, store: StoreFact) -> str | None:
    """The prefix of the service through which a store's records are asked for."""
    resource = graph.stack.by_urn[store.urn]
    if resource.type in ACCESS_POINT:
        return None
    if store.service != "rds":
        return store.service
    enabled = graph.view(store.urn).flag("enableHttpEndpoint")
    return "rds-data" if resource.type in _DATA_API and enabled not in (None, False) else None


@record
class _Way:
    """One way to a store: straight, or by an access point with policies of its own."""

    own: tuple[AnyPolicy, ...]
    point: tuple[AnyPolicy, ...] | None
    context: dict[str, ContextValue]
    resources: tuple[str, ...]


@dataclass
class _Question:
    """May a request through this endpoint reach this store?"""

    graph: GraphBuilder
    endpoint: EndpointFact
    store: StoreFact
    policy: AnyPolicy
    because: Because
    service: str

    def answer(self) -> bool:
        """Draws the edge, if there is one: what may be read comes back, what may be written goes there. False: no request passes at all."""
        context = self._context()
        ways = [way for way in self._ways() if self._through(way, context, f"{prefix_of(self.service)}:*", _SOMEBODY).possible]
        if not ways:
            return False
        actions = BY_REQUEST[self.service]
        read = any_of(self._passes(way, context, action) for way in ways for action in self._unlike(way, actions.read))
        write = any_of(self._passes(way, context, action) for way in ways for action in self._unlike(way, actions.write))
        if read is write:
            self._draw(Moves.BOTH, read)
        else:
            self._draw(Moves.BACKWARD, read)
            self._draw(Moves.FORWARD, write)
        return True

    def _unlike(self, way: _Way, actions: Sequence[str]) -> list[str]:
        """One action of each group that no statement of any document tells apart."""
        texts = action_texts([self.policy, *way.own, *(way.point or ())]) | self._texts_of_roles
        return [first for first, _ in grouped_by(texts, tuple(actions))]

    @cached_property
    def _texts_of_roles(self) -> frozenset[Text]:
        """By which the roles' policies tell actions apart. Worked out once for each set of roles."""
        known = self.graph.once("aws action texts of roles", dict[Sequence[str] | None, frozenset[Text]])
        if self._acting not in known:
            known[self._acting] = action_texts(policy for role in self._roles for policy in policies_of_role(self.graph, role))
        return known[self._acting]

    @cached_property
    def _roles(self) -> Sequence[str]:
        """Roles whose policies may matter."""
        known = self._acting
        return known if known is not None else [role.urn for role in self.graph.stack.of_type(*ROLE)]

    @cached_property
    def _acting(self) -> tuple[str, ...] | None:
        """What the zone acts as, where the stack tells."""
        network = self.endpoint.network.targets
        return roles_in(self.graph, network[0]) if len(network) == 1 else None

    def _draw(self, moves: Moves, truth: Truth) -> None:
        if truth.possible:
            ends = Reference.to(self.endpoint.urn), Reference.to(self.store.urn)
            self.graph.edge(*ends, EdgeKind.USE, self.because, moves=moves, certain=truth.certain)

    def _passes(self, way: _Way, context: dict[str, ContextValue], action: str) -> Truth:
        return any_of(self._one(_Way(way.own, way.point, way.context, (resource,)), context, action) for resource in way.resources)

    def _one(self, way: _Way, context: dict[str, ContextValue], action: str) -> Truth:
        somebody = Caller.of_account(account) if isinstance(account := context["aws:PrincipalAccount"], str) else _SOMEBODY
        through = self._through(way, context, action, somebody)
        if not through.possible:
            return Truth.FALSE
        request = Request(action, way.resources[0], somebody, {**context, **way.context})
        if self._named(request):
            used = self._used_by_anyone(way, context, action, request) if self._acting else Truth.TRUE
            if not used.possible:
                return Truth.FALSE
            refused = any_of(evaluate(document, request).deny for document in (*way.own, *(way.point or ())))
            return used & through & ~refused & (Truth.TRUE if self._same_account() is not False else self._let_in(way, request))
        return self._by_identity(way, context, action, request, through)

    def _used_by_anyone(self, way: _Way, context: dict[str, ContextValue], action: str, request: Request) -> Truth:
        """Whether one of the network's roles, all of them known, may use the store, or the store lets anybody in who only comes from there.

        An endpoint without a policy narrows nothing, and is asked as one with the default policy, which is what the state shows of it.
        """
        anybody = Request(action, request.resource, Caller(CallerKind.ANONYMOUS), request.context)
        return any_of((lets_in(way.own, way.point, anybody), *(self._may(role, way, context, action) for role in self._acting or ())))

    def _by_identity(self, way: _Way, context: dict[str, ContextValue], action: str, request: Request, through: Truth) -> Truth:
        if self._acting is not None:
            return any_of(self._may(role, way, context, action) for role in self._acting)
        network = self.endpoint.network.targets
        told = any_of(self._may(role, way, context, action) for one in network[:1] for role in known_roles_in(self.graph, one))
        if told.certain and self.endpoint.network.certain:
            return told
        # Nobody knows who else will ask: somebody of the endpoint's account, or as a role of the stack that lets that account in.
        somebody = self._uses((UnknownPolicy(),), way, request, self._same_account())
        if not somebody.possible:
            somebody = any_of(self._may(role, way, context, action) for role in self._roles_letting_in(request.caller))
        return through & somebody & Truth.UNKNOWN

    def _may(self, role: str, way: _Way, context: dict[str, ContextValue], action: str) -> Truth:
        caller = caller_of(self.graph, role)
        owner = account_of(self.graph.stack.by_urn[role])
        asked = {**context, "aws:PrincipalAccount": owner or UNKNOWN}
        request = Request(action, way.resources[0], caller, {**asked, **way.context})
        same = same_account(self.graph.stack.by_urn[role], self.graph.stack.by_urn[self.store.urn])
        used = self._uses(policies_of_role(self.graph, role), way, request, same)
        if used.possible and action in BY_REQUEST[self.service].read:
            used = used & key_lets_read(self.graph, self.store.urn, role)
        return used & self._through(way, asked, action, caller) if used.possible else Truth.FALSE

    def _roles_letting_in(self, caller: Caller) -> list[str]:
        def of(role: str) -> bool:
            return evaluate(trust_of(self.graph, role), Request("sts:AssumeRole", "*", caller)).allowed.possible

        return [role.urn for role in self.graph.stack.of_type(*ROLE) if of(role.urn)]

    def _uses(self, identity: Sequence[AnyPolicy], way: _Way, request: Request, same: bool | None) -> Truth:
        return together(identity, way.own, way.point, request, same)

    def _let_in(self, way: _Way, request: Request) -> Truth:
        return lets_in(way.own, way.point, request)

    def _through(self, way: _Way, context: dict[str, ContextValue], action: str, caller: Caller) -> Truth:
        if isinstance(self.policy, NoPolicy):
            return Truth.TRUE
        return any_of(
            evaluate(self.policy, Request(action, resource, caller, {**context, **way.context})).allowed for resource in way.resources
        )

    def _same_account(self) -> bool | None:
        return same_account(self.graph.stack.by_urn[self.endpoint.urn], self.graph.stack.by_urn[self.store.urn])

    def _named(self, request: Request) -> bool:
        """Whether the endpoint lets everything pass, or what it lets pass is this store and not any other of its kind."""
        if not isinstance(self.policy, Policy):
            return isinstance(self.policy, NoPolicy)
        for match in evaluate(self.policy, request).statements:
            if match.index is not None and match.truth.possible:
                statement = self.policy.statements[match.index]
                if statement.effect == "Allow" and (
                    statement.conditions == () or _singles_out(statement, request.resource, _sibling(request.resource))
                ):
                    return True
        return False

    def _context(self) -> dict[str, ContextValue]:
        resource = self.graph.stack.by_urn[self.endpoint.urn]
        organizations = sorted(self.graph.approved.organization.aws_organization_ids)
        organization: ContextValue = organizations[0] if len(organizations) == 1 else UNKNOWN
        account = account_of(resource)
        owner = account_of(self.graph.stack.by_urn[self.store.urn]) or (account if self._same_account() else None)
        return {
            "aws:SourceVpce": resource.id if isinstance(resource.id, str) else UNKNOWN,
            "aws:SourceVpc": self._network(),
            "aws:VpceAccount": account or UNKNOWN,
            "aws:PrincipalAccount": account or UNKNOWN,
            "aws:ResourceAccount": owner or UNKNOWN,
            "s3:ResourceAccount": owner or UNKNOWN,
            "aws:PrincipalOrgID": organization,
            "aws:ResourceOrgID": organization,
            "aws:VpceOrgID": organization,
            "aws:SecureTransport": "true",
            "aws:PrincipalIsAWSService": "false",
            "aws:ViaAWSService": "false",
        }

    def _network(self) -> ContextValue:
        network = self.endpoint.network
        for urn in network.targets if network.certain else ():
            identifier = self.graph.stack.by_urn[urn].id
            if isinstance(identifier, str):
                return identifier
        return network.literal if network.literal else UNKNOWN

    def _ways(self) -> Iterator[_Way]:
        own = _documents(self.graph, self.store.urn)
        arn = arn_of(self.graph, self.store.urn)
        if self.store.service != "s3":
            yield _Way(own, None, {}, named_by_requests(self.store.service, arn))
            return
        objects = (f"{arn}/*", *self._parts_of(arn)) if arn != "*" else (arn,)
        keys = ("s3:DataAccessPointAccount", "s3:DataAccessPointArn", "s3:AccessPointNetworkOrigin")
        yield _Way(own, None, dict.fromkeys(keys, ABSENT), objects)
        for point in access_points_of(self.graph, self.store.urn):
            network = confined_to(self.graph.view(point))
            if not self._kept_out(network):
                yield self._by_access_point(point, own, objects, network is not None)

    def _parts_of(self, arn: str) -> Iterator[str]:
        """Parts of a bucket that the endpoint's policy names: of them it can be certain where the whole bucket is not."""
        for statement in self.policy.statements if isinstance(self.policy, Policy) else ():
            if isinstance(statement.resources, Match) and not statement.resources.negated:
                for text in statement.resources.patterns:
                    if isinstance(text, str) and text.startswith(f"{arn}/") and "${" not in text and text != f"{arn}/*":
                        yield text

    def _kept_out(self, network: Reference | None) -> bool:
        """Whether an access point answers another network only."""
        here = self.endpoint.network
        return network is not None and network.certain and here.certain and not set(network.targets) & set(here.targets)

    def _by_access_point(self, urn: str, own: tuple[AnyPolicy, ...], objects: tuple[str, ...], confined: bool) -> _Way:
        arn = arn_of(self.graph, urn)
        context: dict[str, ContextValue] = {
            "s3:DataAccessPointAccount": account_of(self.graph.stack.by_urn[urn]) or UNKNOWN,
            "s3:DataAccessPointArn": UNKNOWN if "*" in arn else arn,
            "s3:AccessPointNetworkOrigin": "VPC" if confined else "Internet",
        }
        through_it = (f"{arn}/object/*",) if arn != "*" else ()
        return _Way(own, _documents(self.graph, urn), context, (*objects, *through_it))


_SOMEBODY: Final = Caller(CallerKind.AWS)
_VARIABLE: Final = re.compile(r"\$\{[^{}]*\}")
_OBJECT: Final = re.compile(r"^(arn:[^:]+:s3:::|arn:[^:]+:s3:[^:]*:[^:]*:accesspoint/)([^/*?]+)(/.*)?$")


def _documents(graph: GraphBuilder, store: str) -> tuple[AnyPolicy, ...]:
    return tuple(parse_policy(view.document(path), PolicyKind.RESOURCE) for view, path in policies_by_store(graph).get(store, ()))


def _singles_out(statement: Statement, resource: str, sibling: str) -> bool:
    """Whether the statement's resources hold this one but not another of the same kind."""
    resources = statement.resources
    if not isinstance(resources, Match) or resources.negated or sibling == resource:
        return False
    patterns = [glob(_VARIABLE.sub("*", text)) for text in resources.patterns if isinstance(text, str)]
    return any(overlaps(pattern, glob(resource)) and not overlaps(pattern, glob(sibling)) for pattern in patterns)


def _sibling(resource: str) -> str:
    """A resource of the same kind, account and region with another name; the resource itself when its name is not known."""
    found = _OBJECT.match(resource)
    if found is not None:
        return f"{found[1]}zz-witness{found[3] or ''}"
    head, separator, name = resource.removesuffix(":*").rpartition("/" if "/" in resource else ":")
    return f"{head}{separator}zz-witness" if name.strip("*?") else resource
