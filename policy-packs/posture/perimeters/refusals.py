"""Whether a call would be refused once every perimeter of the program is enforced as it is written, and what decides it.

Sources: VPC Service Controls documentation, "Ingress and egress rules" (a call out of one perimeter into another needs egress of the first and ingress
of the second), "Share data across perimeters" (bridges), "VPC accessible services" (what networks inside may call), "Allow access to protected
resources from outside a perimeter" and "Troubleshoot common issues: Requests between perimeters" (a level lets nobody in who is inside another
perimeter), "Context-aware access with ingress rules".
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from posture.graph.builder import GraphBuilder
from posture.perimeters.calls import ALL, Call
from posture.perimeters.configuration import EVERYWHERE, Configuration, Perimeter, Rule, Texts
from posture.record import record


class Outcome(StrEnum):
    """What becomes of a call."""

    REFUSED = "refused"
    UNPROVEN = "unproven"
    ALLOWED = "allowed"
    INSIDE = "inside"


_ORDER = (Outcome.REFUSED, Outcome.UNPROVEN, Outcome.ALLOWED, Outcome.INSIDE)


@record
class Judged:
    """A call and its outcome."""

    call: Call
    outcome: Outcome
    reason: str
    urn: str
    """What decides it: the perimeter or one of its rules."""
    path: str


def judge(graph: GraphBuilder, perimeters: Sequence[Perimeter], calls: Iterable[Call]) -> list[Judged]:
    """Every call that some perimeter sees, worst first."""
    drawn = [one for one in perimeters if one.then is not None]
    found = [judged for call in calls for judged in _each(drawn, call)]
    return sorted(found, key=lambda one: (_ORDER.index(one.outcome), one.call.who or "", one.call.what, one.call.role))


def _each(perimeters: Sequence[Perimeter], call: Call) -> Iterator[Judged]:
    targets: list[str | None] = [call.target]
    if call.target == ALL:
        targets = [
            min(one.then.projects.known) for one in perimeters if one.then is not None and not one.bridge and one.then.projects.known
        ]
    seen: set[tuple[Outcome, str]] = set()
    for target in targets:
        judged = _judge(perimeters, call, target)
        if judged is not None and (judged.outcome, judged.reason) not in seen:
            seen.add((judged.outcome, judged.reason))
            yield judged


def _judge(perimeters: Sequence[Perimeter], call: Call, target: str | None) -> Judged | None:
    """None: no perimeter sees it."""
    around, unsure_target = _around(perimeters, target, call.service)
    home, unsure_origin = _around(perimeters, call.origin, call.service)
    if around is None and home is None:
        if target is None:
            stopping = next((one for one in perimeters if not one.bridge and _stops(one, call.service)), None)
            reason = f"in which project {call.what} lies, nobody tells"
            return None if stopping is None else Judged(call, Outcome.UNPROVEN, reason, call.urn, call.path)
        unsure = unsure_target or unsure_origin
        if unsure is None:
            return None
        return Judged(call, Outcome.UNPROVEN, f"which projects {unsure.name} holds, the update tells", unsure.urn, "resources")
    if call.refused_anyway and around is not None:
        return Judged(call, Outcome.REFUSED, call.refused_anyway, call.urn, call.path)
    faults = [
        *([] if home is None or not call.network else _reach(home, call)),
        *_crossing(perimeters, call, target, home, around, unsure_target or unsure_origin),
    ]
    return min(faults, key=lambda one: _ORDER.index(one.outcome)) if faults else None


def _around(perimeters: Sequence[Perimeter], project: str | None, service: str | None) -> tuple[Perimeter | None, Perimeter | None]:
    """The regular perimeter that holds a project, and one that may hold it and would stop calls of the service."""
    if project is None:
        return None, None
    regular = [one for one in perimeters if not one.bridge and one.then is not None]
    inside = [one for one in regular if one.then is not None and project in one.then.projects.known]
    stopping = [one for one in regular if _stops(one, service)]
    unsure = [one for one in stopping if _then(one).projects.holds(project) is None]
    return (inside[0] if inside else None), (None if inside or not unsure else unsure[0])


def _stops(perimeter: Perimeter, service: str | None) -> bool:
    """Whether calls of a service may end at a perimeter."""
    return service is None or _then(perimeter).restricts(service) is not False


def _reach(home: Perimeter, call: Call) -> Iterator[Judged]:
    """What networks of a perimeter may call at all."""
    then = _then(home)
    if then.accessible is None or call.service is None:
        return
    allowed = then.accessible.holds(call.service)
    path = f"{then.path}.vpcAccessibleServices.allowedServices"
    if allowed is False:
        yield Judged(call, Outcome.REFUSED, f"networks in {home.name} may not call {call.service}", home.urn, path)
    elif allowed is None:
        yield Judged(call, Outcome.UNPROVEN, f"what networks in {home.name} may call, the update tells", home.urn, path)


def _then(perimeter: Perimeter) -> Configuration:
    assert perimeter.then is not None
    return perimeter.then


def _crossing(
    perimeters: Sequence[Perimeter],
    call: Call,
    target: str | None,
    home: Perimeter | None,
    around: Perimeter | None,
    unsure: Perimeter | None,
) -> Iterator[Judged]:
    if home is not None and home is around:
        yield Judged(call, Outcome.INSIDE, f"both ends are in {home.name}", home.urn, _then(home).path)
        return
    for bridge in perimeters:
        if bridge.bridge and bridge.then is not None and {call.origin, target} <= bridge.then.projects.known:
            yield Judged(call, Outcome.ALLOWED, f"by the bridge {bridge.name}", bridge.urn, f"{bridge.then.path}.resources")
            return
    if unsure is not None:
        yield Judged(call, Outcome.UNPROVEN, f"which projects {unsure.name} holds, the update tells", unsure.urn, "resources")
        return
    if around is not None:
        yield from _border(around, call, target, "ingress", from_perimeter=home is not None)
    if home is not None:
        yield from _border(home, call, target, "egress", from_perimeter=True)


def _border(perimeter: Perimeter, call: Call, target: str | None, direction: str, *, from_perimeter: bool) -> Iterator[Judged]:
    then = _then(perimeter)
    restricts = True if call.service is None else then.restricts(call.service)
    way = "into" if direction == "ingress" else "out of"
    if restricts is False:
        return
    if restricts is None:
        yield Judged(call, Outcome.UNPROVEN, f"which services {perimeter.name} restricts, the update tells", perimeter.urn, then.path)
        return
    if direction == "egress" and target is None:
        reason = f"in which project it lies, nobody tells, and no rule leads {way} {perimeter.name} to every project"
        wide = any(rule.direction == direction and EVERYWHERE in rule.projects.known for rule in then.rules)
        if not wide:
            yield Judged(call, Outcome.UNPROVEN, reason, perimeter.urn, then.path)
            return
    if direction == "ingress" and not from_perimeter and then.levels.known:
        levels = ", ".join(sorted(then.levels.known))
        # An agent of Google's has no address or device of ours; a level may still name it.
        outcome = Outcome.ALLOWED if call.network else Outcome.UNPROVEN
        yield Judged(call, outcome, f"into {perimeter.name} where it reaches {levels}", perimeter.urn, f"{then.path}.accessLevels")
        return
    answers = [(_matches(rule, call, target, from_perimeter=from_perimeter), rule) for rule in then.rules if rule.direction == direction]
    for answer, rule in answers:
        if answer is not None and answer:
            yield Judged(call, Outcome.ALLOWED, f"{way} {perimeter.name} by {rule.title}{_limits(rule, call)}", rule.urn, rule.path)
            return
    for answer, rule in answers:
        if answer is None:
            yield Judged(
                call, Outcome.UNPROVEN, f"whether {rule.title} of {perimeter.name} is about it, nobody tells yet", rule.urn, rule.path
            )
            return
    service = call.service or "any restricted service"
    reason = f"no rule lets it {way} {perimeter.name} for {service}"
    yield Judged(call, Outcome.REFUSED, reason, perimeter.urn, f"{then.path}.{direction}Policies")


def _limits(rule: Rule, call: Call) -> str:
    """What a rule lets through at most, where it is less than all of the service."""
    methods = rule.services.get(call.service or "", ())
    asked = f", {', '.join(methods)} only" if methods and EVERYWHERE not in rule.services else ""
    levels = [one for one in sorted(rule.sources.known) if one.startswith("level ")]
    places = f", where it reaches {' or '.join(levels)}" if levels and call.origin is None else ""
    return asked + places


def _matches(rule: Rule, call: Call, target: str | None, *, from_perimeter: bool) -> bool | None:
    """Whether a rule lets a call through; None where nobody can tell."""
    answers = [_is_for(rule, call), _asks(rule, call), _leads(rule.projects, target), _role(rule, call)]
    if rule.direction == "ingress":
        answers.append(_comes(rule, call, from_perimeter=from_perimeter))
    return False if False in answers else (None if None in answers else True)


def _is_for(rule: Rule, call: Call) -> bool | None:
    if rule.kind == "ANY_IDENTITY":
        return True
    if call.who is None or rule.kind == "?":
        return None
    account = call.who.startswith(("serviceAccount:", "the "))
    if rule.kind == "ANY_SERVICE_ACCOUNT" and account:
        return True
    if rule.kind == "ANY_USER_ACCOUNT" and call.who.startswith(("user:", "group:")):
        return True
    known = rule.identities.holds(call.who)
    if known is False and call.who.startswith("the ") and rule.identities.known:
        return None
    # A rule for a group is about its members, whom no program lists; a person may be one of them.
    groups = any(one.startswith(("group:", "principalSet:")) for one in rule.identities.known)
    return None if known is False and groups and call.who.startswith(("user:", "principal:", "serviceAccount:")) else known


def _asks(rule: Rule, call: Call) -> bool | None:
    if EVERYWHERE in rule.services:
        return True
    if call.service is not None and call.service in rule.services:
        return True
    return False if rule.services_known else None


def _leads(projects: Texts, target: str | None) -> bool | None:
    if EVERYWHERE in projects.known:
        return True
    return None if target is None else projects.holds(target)


def _role(rule: Rule, call: Call) -> bool | None:
    """A rule may be about roles in place of methods."""
    if not rule.roles.known and rule.roles.complete:
        return True
    return rule.roles.holds(call.role)


def _comes(rule: Rule, call: Call, *, from_perimeter: bool) -> bool | None:
    sources = rule.sources
    if EVERYWHERE in sources.known:
        return True
    if call.origin is not None and sources.holds(call.origin) is not False:
        return sources.holds(call.origin)
    levels = any(one.startswith("level ") for one in sources.known)
    if levels and not from_perimeter:
        return True if call.network else None
    # Nobody knows where people sit: a machine of ours is a place too.
    if call.origin is None and any(not one.startswith("level ") for one in sources.known):
        return None
    return False if sources.complete else None
