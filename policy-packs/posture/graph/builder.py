"""Collects what readers say about a stack."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, TypeVar

from ai_zones.plan import ZoneName
from posture.approved import Approved
from posture.cached import cached_property
from posture.graph.facts import Because, EdgeFact, ExternalFact, Unreadable
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.reference import Reference
from posture.stack import Stack
from posture.view import ResourceView

Fact = TypeVar("Fact")
Note = TypeVar("Note")

INTERNET = "internet"
CIRCUIT = "circuit"
"""Kind of the literals that stand at the far end of VPNs and private circuits."""
_PEER = "peer"
_AWS_ACCOUNT = re.compile(r"\d{12}")
_AZURE = ("azure-native:", "azure:", "azuread:")
_GCP_PROJECT = "gcp:organizations/project:Project"
_SUBSCRIPTION_IN_ID = re.compile(r"/subscriptions/([^/]+)", re.IGNORECASE)
_ACCOUNT_IN_ARN = re.compile(r"arn:aws[a-z-]*:[^:]*:[^:]*:(\d{12}):")


@dataclass
class GraphBuilder:
    """Facts by class, in the order in which they were said. `posture.graph.build.build(builder)` makes the graph of them."""

    stack: Stack
    approved: Approved
    facts: dict[type, list[object]] = field(default_factory=dict)
    externals: dict[str, ExternalFact] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    """What readers of one cloud worked out once for the whole stack, by a name of their own."""

    _views: dict[str, ResourceView] = field(default_factory=dict, init=False, repr=False)

    tags: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Tags that a reader tells, by key: of what says them in a way of its own (labels of a Kubernetes object), or is a part of a resource."""

    def add(self, fact: object) -> None:
        """Record a fact of `posture.graph.facts`."""
        self.facts.setdefault(type(fact), []).append(fact)

    def of(self, kind: type[Fact]) -> Iterator[Fact]:
        """All facts of one class."""
        return iter(self.facts.get(kind, ()))  # type: ignore[arg-type]

    def once(self, name: str, compute: Callable[[], Note]) -> Note:
        """Works something out for the whole stack, once."""
        if name not in self.notes:
            self.notes[name] = compute()
        found: Note = self.notes[name]
        return found

    def view(self, urn: str) -> ResourceView:
        """Look at another resource of the stack."""
        found = self._views.get(urn)
        if found is None:
            found = self._views[urn] = ResourceView(self.stack.by_urn[urn], self.stack)
        return found

    def unreadable(self, about: str, reason: str, *theorems: str, beyond: bool = False) -> None:
        """Say that something could not be understood: it becomes `unproven` where it touches a classified zone."""
        self.add(Unreadable(about, reason, frozenset(theorems), beyond))

    def edge(
        self,
        source: Reference,
        target: Reference,
        kind: EdgeKind,
        because: Because,
        *,
        moves: Moves = Moves.BOTH,
        certain: bool = True,
        ports: tuple[tuple[int, int], ...] = ((0, 65535),),
        inspected_by: str = "",
        notice: bool = False,
    ) -> None:
        """Record a move that needs no forwarding."""
        self.add(EdgeFact(source, target, kind, because, moves, ports, certain, inspected_by, notice=notice))

    def internet(self) -> Reference:
        """The internet."""
        return self._external(INTERNET, "internet", Outside.INTERNET)

    def anybody(self) -> Reference:
        """A wildcard principal: whoever has credentials of any account, or none."""
        return self._external("principal:*", "any principal", Outside.FOREIGN)

    def aws_account(self, account: str) -> Reference:
        """An AWS account: ours, foreign, or unknown while the reviewer states no organization."""
        if account in self.own_accounts:
            status = Outside.OURS
        else:
            status = Outside.FOREIGN if self.approved.organization.stated else Outside.UNKNOWN
        return self._external(f"account:{account}", f"account {account}", status)

    def aws_organization(self, organization_id: str) -> Reference:
        """An AWS organization, by `o-…` id."""
        organization = self.approved.organization
        if organization_id in organization.aws_organization_ids:
            status = Outside.OURS
        else:
            status = Outside.FOREIGN if organization.stated else Outside.UNKNOWN
        return self._external(f"organization:{organization_id}", f"organization {organization_id}", status)

    def azure_subscription(self, subscription: str) -> Reference:
        """An Azure subscription, by its id: ours, foreign, or unknown while the reviewer names none (or only tenants, in one of which it may be)."""
        subscription = subscription.lower()
        organization = self.approved.organization
        if subscription in self.own_subscriptions:
            status = Outside.OURS
        elif organization.stated and (organization.azure_subscription_ids or not organization.azure_tenant_ids):
            status = Outside.FOREIGN
        else:
            status = Outside.UNKNOWN
        return self._external(f"subscription:{subscription}", f"subscription {subscription}", status)

    def azure_tenant(self, tenant: str) -> Reference:
        """An Entra tenant, by its id: ours, foreign, or unknown while the reviewer names none."""
        tenant = tenant.lower()
        organization = self.approved.organization
        if tenant in self.own_tenants:
            status = Outside.OURS
        else:
            status = Outside.FOREIGN if organization.stated and organization.azure_tenant_ids else Outside.UNKNOWN
        return self._external(f"tenant:{tenant}", f"tenant {tenant}", status)

    def gcp_project(self, project: str) -> Reference:
        """A GCP project, by its id (or number, where nothing tells the id): ours, foreign, or unknown while the reviewer names none."""
        organization = self.approved.organization
        if project in self.own_projects:
            status = Outside.OURS
        elif organization.stated and (
            organization.gcp_project_ids or not (organization.gcp_organization_ids | organization.gcp_folder_ids)
        ):
            status = Outside.FOREIGN
        else:
            status = Outside.UNKNOWN
        return self._external(f"project:{project}", f"project {project}", status)

    def named_outside(self, key: str, name: str, outside: Outside, zone: ZoneName | None = None) -> Reference:
        """Somebody of whom a reader of one cloud says how sure it is that they are outside, and of which zone of the plan they are."""
        return self._external(key, name, outside, zone)

    def any_account(self, service: str) -> Reference:
        """Resources of a cloud service in whoever's account: where an open endpoint policy leads."""
        return self._external(f"any-account:{service}", f"{service} in any account", Outside.FOREIGN)

    def region(self, region: str) -> Reference:
        """Another region: outside when the reviewer states a residency that lacks it."""
        residency = self.approved.residency
        status = Outside.OURS if region in residency else (Outside.RESIDENCY if residency else Outside.UNKNOWN)
        return self._external(f"region:{region}", f"region {region}", status)

    def somewhere(self, kind: str, literal: str) -> Reference:
        """A literal that no resource of the stack owns: ours when the reviewer asserts it, else unknown."""
        if kind == CIRCUIT:
            return self._circuit(literal)
        named = any(entry.literal == literal for entry in self.approved.asserted)
        return self._external(f"{kind}:{literal}", literal, Outside.OURS if named else Outside.UNKNOWN)

    def _circuit(self, literal: str) -> Reference:
        """Who is at the end of a circuit or VPN, for addresses of no declared peer.

        Where a plan says which peers there are, anybody else is nobody of ours. What the reviewer asserts is a peer of the plan is that peer
        and no more; what is asserted by itself is ours.
        """
        for peer in self.approved.peers:
            self._external(peer_key(peer.name), peer.name, Outside.OURS)
        planned = {peer.name for peer in self.approved.peers}
        if any(entry.literal == literal and entry.peer not in planned for entry in self.approved.asserted):
            status = Outside.OURS
        else:
            status = Outside.FOREIGN if self.approved.peers_stated else Outside.UNKNOWN
        return self._external(f"{CIRCUIT}:{literal}", literal, status)

    def name_server(self, address: str) -> Reference:
        """A name server in no network of the stack: on the internet when its address is a public one and the reviewer does not assert it.

        Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (`Globally Reachable`).
        """
        asserted = any(entry.literal == address for entry in self.approved.asserted)
        if asserted or not _is_public(address):
            return self.somewhere("resolver", address)
        return self._external(f"public-resolver:{address}", address, Outside.INTERNET)

    def _external(self, key: str, name: str, outside: Outside, zone: ZoneName | None = None) -> Reference:
        self.externals.setdefault(key, ExternalFact(key, name, outside, zone))
        return Reference(literal=key)

    @cached_property
    def own_accounts(self) -> frozenset[str]:
        """AWS accounts that count as ours: the reviewer's list; without it, where the stack itself is built.

        A provider that pins its account tells, and so does the ARN of a resource that the stack manages (an adopted one may be anybody's).
        """
        organization = self.approved.organization
        if organization.stated:
            return organization.aws_account_ids
        pinned = {
            r.provider.account for r in self.stack if r.provider and r.provider.account and _AWS_ACCOUNT.fullmatch(r.provider.account)
        }
        built_in = {found.group(1) for r in self.stack if not r.external and (found := _ACCOUNT_IN_ARN.match(str(r.props.get("arn"))))}
        return frozenset(pinned | built_in)

    @cached_property
    def own_subscriptions(self) -> frozenset[str]:
        """Azure subscriptions that count as ours, in lower case: the reviewer's list; without one, where the stack itself is built.

        A provider that pins its subscription tells, and so does the id of a resource that the stack manages (an adopted one may be anybody's).
        """
        listed = self.approved.organization.azure_subscription_ids
        if listed:
            return frozenset(subscription.lower() for subscription in listed)
        built = [r for r in self.stack if r.type.startswith(_AZURE) and not r.external]
        pinned = {r.provider.account.lower() for r in built if r.provider and r.provider.account}
        told = {found.group(1).lower() for r in built if (found := _SUBSCRIPTION_IN_ID.match(str(r.id)))}
        return frozenset(pinned | told)

    @cached_property
    def own_projects(self) -> frozenset[str]:
        """GCP projects that count as ours: the reviewer's list, and those that the stack makes under a listed folder or organization.

        Where no project is listed, those in which the stack's providers build count too.
        """
        organization = self.approved.organization
        above = organization.gcp_folder_ids | organization.gcp_organization_ids
        told: set[str] = set()
        for resource in self.stack:
            project = resource.props.get("projectId")
            if resource.type != _GCP_PROJECT or resource.external or not isinstance(project, str):
                continue
            parents = {str(resource.props.get(prop)).rsplit("/", 1)[-1] for prop in ("folderId", "orgId")}
            if parents & above or not organization.gcp_project_ids:
                told.update(str(name) for name in (project, resource.props.get("number")) if isinstance(name, str))
        if organization.gcp_project_ids:
            return organization.gcp_project_ids | told
        pinned = {r.provider.account for r in self.stack if r.type.startswith("gcp:") and r.provider and r.provider.account}
        return frozenset(told | pinned)

    @cached_property
    def own_tenants(self) -> frozenset[str]:
        """Entra tenants that count as ours, in lower case: the reviewer's list; without one, those that the stack's providers sign in to."""
        listed = self.approved.organization.azure_tenant_ids
        if listed:
            return frozenset(tenant.lower() for tenant in listed)
        return frozenset(r.provider.tenant.lower() for r in self.stack if r.provider and r.provider.tenant and not r.external)


def peer_key(name: str) -> str:
    """Key of the external node that a declared peer is."""
    return f"{_PEER}:{name}"


def peer_of(key: str) -> str | None:
    """The declared peer that a key stands for."""
    kind, _, name = key.partition(":")
    return name if kind == _PEER and name else None


def _is_public(address: str) -> bool:
    try:
        return ip_address(address).is_global
    except ValueError:
        return False
