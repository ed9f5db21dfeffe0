"""What the flows of a plan ask of each zone: services to offer, links to open. Plain functions; components turn them into resources."""

from dataclasses import dataclass

from .ceiling import CEILING
from .names import Gate, Service, ZoneName
from .plan import ZonePlan


@dataclass(frozen=True, slots=True)
class Offer:
    """The producer half: a service that a zone offers, and to whom."""

    zone: ZoneName
    service: Service
    port: int
    consumers: tuple[ZoneName, ...]
    accounts: tuple[str, ...]
    """Accounts of the consumers, where the plan names them."""
    gate: Gate | None


@dataclass(frozen=True, slots=True)
class Opening:
    """The consumer half: a service of another zone that a zone opens connections to."""

    name: str
    """The flow's name in the plan."""
    zone: ZoneName
    """The zone that opens the connection, in whose network the endpoint stands."""
    target: ZoneName
    service: Service
    port: int
    initiator: Service | None
    """The one service of the zone that may open it; None: any of its workloads."""


def offers_of(plan: ZonePlan, zone: ZoneName | str) -> tuple[Offer, ...]:
    """Services that the zone offers by declared flows, in a fixed order. A service that no flow enters is not offered."""
    name = ZoneName(zone)
    entering = plan.flows_to(name).values()
    offers = []
    for service in CEILING.services[name]:
        flows = [flow for flow in entering if flow.service == service]
        if flows:
            consumers = tuple(z for z in ZoneName if any(flow.source == z for flow in flows))
            accounts = tuple(dict.fromkeys(account for z in consumers if (account := plan.zones[z].account)))
            offers.append(Offer(name, service, flows[0].port, consumers, accounts, CEILING.gates.get((name, service))))
    return tuple(offers)


def openings_of(plan: ZonePlan, zone: ZoneName | str) -> tuple[Opening, ...]:
    """Links that the zone opens, in the order of the flows' names."""
    openings = []
    for name, flow in plan.flows_from(zone).items():
        found = CEILING.find(flow.source, flow.target, flow.service)
        openings.append(Opening(name, flow.source, flow.target, flow.service, flow.port, found.initiator if found else None))
    return tuple(openings)
