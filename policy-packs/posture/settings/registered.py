"""Plans that the judged programs register themselves. Without an approved plan they are the bar; of several, what all of them allow.

One program can't widen another's plan: a flow, a provider or a region counts only where every plan has it. That plans differ at all leaves
the verdict unproven, for somebody built by another plan than the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import reduce
from typing import Any

from ai_zones.plan import Flow, Peer, PlanError, Provider, ZoneName, ZonePlan
from posture.proofs.finding import Finding, TheoremResult
from posture.proofs.verdict import Verdict
from posture.record import record
from posture.stack import Stack
from posture.values import holds_unknown

PLAN_REGISTERED_BY = (
    "ai-zones:index:AwsZones",
    "ai-zones:index:AzureZones",
    "ai-zones:index:GcpZones",
    "ai-zones:index:KubernetesPlanFlows",
)
PLANS_AGREE = "plans-agree"
_SHOWN = 5


@record
class RegisteredPlan:
    """A plan, and the resource that registers it."""

    urn: str
    plan: ZonePlan
    document: Mapping[str, Any]


@record
class Declared:
    """What is declared: by the approved plan, or by all registered ones together."""

    flows: frozenset[Flow]
    providers: Mapping[str, Provider]
    residency: tuple[str, ...]
    peers: Mapping[str, Peer] = field(default_factory=dict)
    networks: tuple[str, ...] = ()
    """CIDRs of the zones and of the peers."""
    zones: Mapping[ZoneName, str] = field(default_factory=dict)
    """CIDR of each zone."""
    environment: str | None = None
    """None where plans differ."""


def declared_by(plan: ZonePlan) -> Declared:
    """What one plan declares."""
    networks = (
        *(str(plan.network(zone)) for zone in plan.zones),
        *(str(peer.cidr) for peer in plan.peers.values() if peer.cidr is not None),
    )
    zones = {zone: str(plan.network(zone)) for zone in plan.zones}
    return Declared(
        frozenset(plan.flows.values()), dict(plan.providers), tuple(plan.residency), dict(plan.peers), networks, zones, plan.environment
    )


def declared_by_programs(stack: Stack) -> Declared | None:
    """What every registered plan declares; None when there is none."""
    each = [declared_by(found.plan) for found in registered_plans(stack)]
    return reduce(_both, each) if each else None


def registered_plans(stack: Stack) -> tuple[RegisteredPlan, ...]:
    """Plans that are whole and valid, each different one once, by the first resource that registers it."""
    found: list[RegisteredPlan] = []
    for resource in stack.of_type(*PLAN_REGISTERED_BY):
        document = resource.props.get("plan")
        if not isinstance(document, Mapping) or holds_unknown(document) or any(document == other.document for other in found):
            continue
        try:
            found.append(RegisteredPlan(resource.urn, ZonePlan.from_document(dict(document)), document))
        except PlanError:
            continue
    return tuple(found)


def plans_differ(approved: bool, stack: Stack) -> Iterator[TheoremResult]:
    """Says which plans differ, where it matters: nothing is approved in their place."""
    plans = registered_plans(stack)
    if approved or len(plans) < 2:
        return
    first = plans[0]
    findings = tuple(
        Finding(
            theorem=PLANS_AGREE,
            verdict=Verdict.UNPROVEN,
            message=f"{_whose(other, stack)} registers another plan than {_whose(first, stack)}: {_difference(first, other)}. "
            "Judged against what both allow; register one plan, or approve one (`plan:` in posture.yaml)",
            urn=other.urn,
        )
        for other in plans[1:]
    )
    yield TheoremResult(PLANS_AGREE, Verdict.UNPROVEN, findings)


def _both(one: Declared, other: Declared) -> Declared:
    residency = tuple(region for region in one.residency if region in other.residency)
    return Declared(
        one.flows & other.flows,
        {name: provider for name, provider in one.providers.items() if other.providers.get(name) == provider},
        # No common region: an empty list would mean that nobody said.
        residency or (one.residency if one.residency else other.residency),
        {name: peer for name, peer in one.peers.items() if other.peers.get(name) == peer},
        tuple(network for network in one.networks if network in other.networks),
        {zone: cidr for zone, cidr in one.zones.items() if other.zones.get(zone) == cidr},
        one.environment if one.environment == other.environment else None,
    )


def _whose(found: RegisteredPlan, stack: Stack) -> str:
    resource = stack.by_urn[found.urn]
    return f"{resource.name} ({resource.stack})" if resource.stack else resource.name


def _difference(one: RegisteredPlan, other: RegisteredPlan) -> str:
    flows = sorted(
        f"{flow.source} → {flow.target}/{flow.service}:{flow.port}"
        for flow in frozenset(one.plan.flows.values()) ^ frozenset(other.plan.flows.values())
    )
    if flows:
        more = f" and {len(flows) - _SHOWN} more" if len(flows) > _SHOWN else ""
        return f"only one of them has {', '.join(flows[:_SHOWN])}{more}"
    keys = sorted(key for key in {*one.document, *other.document} if one.document.get(key) != other.document.get(key))
    return f"they differ in {', '.join(keys)}"
