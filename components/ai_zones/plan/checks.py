"""What the ceiling and the cloud refuse in a plan whose shape is sound. Plain functions: a draft in, faults out."""

from collections.abc import Callable, Iterator
from typing import Final

from .ceiling import CEILING, UNPRIVILEGED_PORTS
from .check_addresses import address_faults
from .check_places import place_faults
from .draft import Draft
from .errors import Fault, choose, listed, shown
from .fqdn import covers
from .names import DataClass, Service, ZoneName


def faults_in(draft: Draft) -> list[Fault]:
    """Every fault of a plan that has nothing to do with its shape."""
    return [fault for check in _CHECKS for fault in check(draft)]


def _zones(draft: Draft) -> Iterator[Fault]:
    if not draft.declared:
        yield Fault("zones", "no zone is declared", f"one or more of {listed(ZoneName)}", "add `zones: {phi: {}}`")


def _services(draft: Draft) -> Iterator[Fault]:
    if draft.cloud is None:
        return
    for name, zone in draft.zones.items():
        allowed = sorted(CEILING.cloud_services[draft.cloud][name])
        elsewhere = sorted({service for services in CEILING.cloud_services[draft.cloud].values() for service in services})
        for service in zone.services:
            if service in allowed:
                continue
            if service in elsewhere:
                problem = f"{shown(service)} is not allowed in zone {name}"
                fix = f"remove it, or use it in {listed(z for z in ZoneName if service in CEILING.cloud_services[draft.cloud][z])}"
            else:
                problem, fix = f"{shown(service)} is not a known {draft.cloud} service", choose(service, elsewhere)
            yield Fault(f"zones.{name}.services", problem, ", ".join(allowed), fix)


def _flows(draft: Draft) -> Iterator[Fault]:
    first: dict[tuple[ZoneName, ZoneName, Service], str] = {}
    ports: dict[tuple[ZoneName, Service], tuple[str, int]] = {}
    for name, flow in draft.flows.items():
        place = f"flows.{name}"
        for end, zone in (("source", flow.source), ("target", flow.target)):
            if zone not in draft.declared:
                declared = listed(z for z in ZoneName if z in draft.declared) or "none yet"
                yield Fault(f"{place}.{end}", f"zone {zone} is not declared", declared, f"declare it: add `{zone}: {{}}` to zones")
        found = CEILING.find(flow.source, flow.target, flow.service)
        if found is None:
            yield _outside_ceiling(place, flow.source, flow.target, flow.service)
            continue
        if not CEILING.allows(flow):
            allowed = f"{found.port}, or an unprivileged port ({UNPRIVILEGED_PORTS.start} to {UNPRIVILEGED_PORTS.stop - 1})"
            yield Fault(f"{place}.port", f"{flow.port} is not a port of {flow.target}/{flow.service}", allowed, f"write {found.port}")
        road = (flow.source, flow.target, flow.service)
        if road in first:
            yield Fault(place, f"{found} is declared by flows.{first[road]} already", "each flow once", "remove one of the two")
        first.setdefault(road, name)
        other, port = ports.setdefault((flow.target, flow.service), (name, flow.port))
        if port != flow.port:
            yield Fault(
                f"{place}.port",
                f"{flow.target}/{flow.service} listens on {port} in flows.{other} and on {flow.port} here",
                "one port a service",
                f"write {port} in both, or {flow.port} in both",
            )


def _outside_ceiling(place: str, source: ZoneName, target: ZoneName, service: Service) -> Fault:
    offered = CEILING.services[target]
    if service not in offered:
        owner = next(zone for zone in ZoneName if service in CEILING.services[zone])
        fix = f"write `target: {owner}`, which offers it" + (f", or one of: {', '.join(offered)}" if offered else "")
        problem = f"{target} has no service {service.value!r}"
        return Fault(f"{place}.service", problem, listed(offered) or f"none: {target} offers no service", fix)
    targets = listed(f"{f.target}/{f.service}" for f in CEILING.flows_from(source))
    sources = listed(f.source for f in CEILING.flows_to(target) if f.service == service)
    return Fault(
        place,
        f"{source} may not open connections to {target}/{service}",
        f"{source} may open connections to {targets}",
        f"remove the flow; {target}/{service} is entered from {sources}",
    )


def _providers(draft: Draft) -> Iterator[Fault]:
    if draft.providers and ZoneName.EGRESS not in draft.declared:
        place = f"providers.{min(draft.providers)}"
        yield Fault(
            place, "no zone can call a provider", "providers where zone egress is declared", "add `egress: {}` to zones, or remove it"
        )
    seen: list[tuple[str, str]] = []
    for name, provider in draft.providers.items():
        if provider.receives is DataClass.PHI and not provider.baa:
            yield Fault(
                f"providers.{name}.receives",
                "'phi' may not go to a provider without a business associate agreement",
                "phi only with `baa: true` (45 CFR 164.502(e)); else deidentified, internal or public",
                "sign the agreement and write `baa: true`, or write `receives: deidentified`",
            )
        for fqdn in provider.fqdns:
            clash = next(((n, f) for n, f in seen if n != name and (covers(f, fqdn) or covers(fqdn, f))), None)
            if clash:
                problem = f"{fqdn!r} is covered by {clash[1]!r} of providers.{clash[0]} too"
                yield Fault(f"providers.{name}.fqdns", problem, "a host name belongs to one provider", "leave it with one of them")
            seen.append((name, fqdn))


_CHECKS: Final[tuple[Callable[[Draft], Iterator[Fault]], ...]] = (_zones, place_faults, address_faults, _services, _flows, _providers)
