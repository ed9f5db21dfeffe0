"""Whether a stack's keys and its plan say the same."""

from collections.abc import Iterable
from typing import Final

from ai_zones.plan import Fault, ZoneName, ZonePlan
from ai_zones.plan.errors import listed, shown
from stacks.config import StackConfig
from stacks.errors import PROJECT
from stacks.values import ROLE

BY_ZONE: Final = ("accounts", "assume_roles", "builds", "stacks", "foundation_models", "circuits")
"""Keys that name zones: those of the plan alone."""


def disagreements(stack: str, parsed: StackConfig, plan: ZonePlan) -> list[Fault]:
    """Each key that says something else than the plan, or than another key."""
    return [*_places(parsed, plan), *_accounts(parsed, plan), *_parts(stack, parsed, plan)]


def _places(parsed: StackConfig, plan: ZonePlan) -> list[Fault]:
    faults: list[Fault] = []
    if parsed.region is not None and parsed.region != plan.region:
        problem = f"{shown(parsed.region)} is not the region of the availability zones"
        fix = f"write {plan.region!r}, or change the availability zones"
        faults.append(Fault(f"{PROJECT}:region", problem, repr(plan.region), fix))
    if parsed.availability_zones is not None and tuple(parsed.availability_zones) != plan.availability_zones:
        allowed = f"what the plan says: {', '.join(plan.availability_zones)}"
        faults.append(Fault(f"{PROJECT}:availability_zones", "the plan gives others", allowed, "leave them out of one of the two"))
    by_zone: dict[str, Iterable[ZoneName]] = {key: getattr(parsed, key) or () for key in BY_ZONE}
    for key, zones in by_zone.items():
        for zone in zones:
            if zone not in plan.zones:
                declared = listed(z for z in ZoneName if z in plan.zones)
                faults.append(Fault(f"{PROJECT}:{key}.{zone}", "the plan does not declare this zone", declared, "remove the line"))
    return faults


def _accounts(parsed: StackConfig, plan: ZonePlan) -> list[Fault]:
    faults: list[Fault] = []
    for zone, account in parsed.accounts.items():
        if zone in plan.zones and plan.zones[zone].account != account:
            problem, allowed = f"the plan says {shown(plan.zones[zone].account)}", "one account a zone"
            faults.append(Fault(f"{PROJECT}:accounts.{zone}", problem, allowed, "leave it out of one of the two"))
    for zone, role in parsed.assume_roles.items():
        match = ROLE.fullmatch(role)
        expected = plan.zones[zone].account if zone in plan.zones else None
        if match and expected is not None and match[1] != expected:
            allowed = f"a role of account {expected}, which holds zone {zone}"
            faults.append(Fault(f"{PROJECT}:assume_roles.{zone}", f"{shown(role)} is of another account", allowed, "correct the ARN"))
    return faults


def _parts(stack: str, parsed: StackConfig, plan: ZonePlan) -> list[Fault]:
    faults: list[Fault] = []
    own = [zone for zone in ZoneName if zone in plan.zones and (parsed.builds is None or zone in parsed.builds)]
    if parsed.builds == []:
        faults.append(Fault(f"{PROJECT}:builds", "names no zone", listed(plan.zones), "name the zones that this stack builds"))
    for zone, other in parsed.stacks.items():
        place = f"{PROJECT}:stacks.{zone}"
        if zone in own:
            faults.append(Fault(place, "this stack builds the zone itself", "zones that other stacks build", "remove the line"))
        elif other.rpartition("/")[2] == stack and "/" not in other:
            faults.append(Fault(place, f"{shown(other)} is this stack", "another stack", "name the stack that builds the zone"))
    for zone in parsed.foundation_models:
        if zone in plan.zones and "bedrock-runtime" not in plan.zones[zone].services:
            place, allowed = f"{PROJECT}:foundation_models.{zone}", "zones whose services list bedrock-runtime"
            faults.append(
                Fault(place, "the zone has no endpoint of Amazon Bedrock", allowed, "add the service to the zone, or remove the line")
            )
    return faults
