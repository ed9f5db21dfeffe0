"""Effective flows: ceiling ∩ approved plan; else ceiling ∩ the plan that the program registers; else the ceiling."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ai_zones.plan import CEILING, Direction, Flow, PlanError, Provider, ZonePlan, load_plan
from posture.approved import Approved, ApprovedPeer, Asserted, Basis, Organization
from posture.errors import InputError
from posture.record import record
from posture.settings.posture_file import OrganizationIds, PostureFile, parse_posture, read_yaml, today
from posture.settings.registered import Declared, declared_by, declared_by_programs
from posture.settings.waivers import Waivers, load_waivers
from posture.stack import Stack


@record
class Settings:
    """What the reviewer gives to a judgement."""

    posture: PostureFile
    plan: ZonePlan | None
    waivers: Waivers
    where: str


def load_settings(path: Path | None, day: date | None = None) -> Settings:
    """Reads `posture.yaml` and the files that it names; None: the strictest settings. Raises `InputError`."""
    day = day or today()
    if path is None:
        return Settings(PostureFile(), None, Waivers(day=day), "no posture.yaml")
    posture = parse_posture(read_yaml(path, "posture.yaml"), str(path))
    plan = None
    if posture.plan is not None:
        plan_path = path.parent / posture.plan
        try:
            plan = load_plan(read_yaml(plan_path, "approved plan"), str(plan_path))
        except PlanError as error:
            raise InputError(str(error)) from None
    waivers = Waivers(day=day)
    if posture.waivers is not None:
        waivers = load_waivers(path.parent / posture.waivers, day, posture.waiver_max_days)
    return Settings(posture, plan, waivers, str(path))


def approve(settings: Settings, stack: Stack) -> Approved:
    """What counts as approved for this stack."""
    posture = settings.posture
    declared = declared_by(settings.plan) if settings.plan is not None else declared_by_programs(stack)
    if settings.plan is not None:
        basis = Basis.APPROVED_PLAN
    else:
        basis = Basis.OWN_DECLARATION if declared is not None else Basis.CEILING
    flows = _within_ceiling(declared.flows) if declared is not None else _whole_ceiling()
    providers, stated = _providers(posture, declared)
    residency = posture.residency or (declared.residency if declared is not None else ())
    return Approved(
        flows=frozenset(flows),
        basis=basis,
        organization=_organization(posture.organization),
        providers=providers,
        providers_stated=stated,
        residency=frozenset(residency),
        zone_patterns=dict(posture.zones),
        asserted=tuple(Asserted(entry.literal, entry.zone, entry.peer, entry.reason) for entry in posture.asserted),
        peers=tuple(_peers(declared)) if declared is not None else (),
        peers_stated=declared is not None,
        networks=declared.networks if declared is not None else (),
        zone_networks=dict(declared.zones) if declared is not None else {},
        environment=declared.environment if declared is not None else None,
    )


def _peers(declared: Declared) -> Iterator[ApprovedPeer]:
    """Peers by address, as the ceiling lets them be joined."""
    for name, peer in sorted(declared.peers.items()):
        if peer.cidr is not None and any((p.kind, p.zone, p.direction) == (peer.kind, peer.zone, peer.direction) for p in CEILING.peers):
            yield ApprovedPeer(name, peer.zone, str(peer.cidr), peer.port, peer.direction is Direction.INBOUND)


def _within_ceiling(flows: Any) -> list[Flow]:
    return [flow for flow in flows if CEILING.allows(flow)]


def _whole_ceiling() -> list[Flow]:
    return [Flow(source=flow.source, target=flow.target, service=flow.service, port=flow.port) for flow in CEILING.flows]


def _providers(posture: PostureFile, declared: Declared | None) -> tuple[dict[str, Provider], bool]:
    """The reviewer's providers. Without them the program's may be named, but it cannot assert an agreement (BAA)."""
    if posture.providers is not None:
        return dict(posture.providers), True
    if declared is None:
        return {}, False
    return {name: provider.model_copy(update={"baa": False}) for name, provider in declared.providers.items()}, True


def _organization(ids: OrganizationIds | None) -> Organization:
    if ids is None:
        return Organization()
    return Organization(
        stated=True,
        aws_organization_ids=frozenset(ids.aws.organization_ids),
        aws_account_ids=frozenset(ids.aws.account_ids),
        azure_tenant_ids=frozenset(value.lower() for value in ids.azure.tenant_ids),
        azure_subscription_ids=frozenset(value.lower() for value in ids.azure.subscription_ids),
        gcp_organization_ids=frozenset(value.rsplit("/", 1)[-1] for value in ids.gcp.organization_ids),
        gcp_folder_ids=frozenset(value.rsplit("/", 1)[-1] for value in ids.gcp.folder_ids),
        gcp_project_ids=frozenset(ids.gcp.project_ids),
        gcp_domains=frozenset(domain.lower().removeprefix("domain:") for domain in ids.gcp.domains),
    )
