"""Whether a stack's keys and its plan say the same."""

from typing import Final

from ai_zones.plan import Fault, ZonePlan
from ai_zones.plan.errors import listed, shown
from stacks.config import StackConfig
from stacks.errors import PROJECT
from stacks.plan_agreement import account_faults, availability_zone_faults, zone_faults
from stacks.stack_file import built_here
from stacks.values import ROLE

BY_ZONE: Final = ("accounts", "assume_roles", "builds", "stacks", "foundation_models", "circuits", "clusters")
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
    return [*faults, *availability_zone_faults(parsed, plan), *zone_faults(parsed, plan, BY_ZONE)]


def _accounts(parsed: StackConfig, plan: ZonePlan) -> list[Fault]:
    faults = account_faults(parsed, plan, "accounts", "account")
    for zone, role in parsed.assume_roles.items():
        match = ROLE.fullmatch(role)
        expected = plan.zones[zone].account if zone in plan.zones else None
        if match and expected is not None and match[1] != expected:
            allowed = f"a role of account {expected}, which holds zone {zone}"
            faults.append(Fault(f"{PROJECT}:assume_roles.{zone}", f"{shown(role)} is of another account", allowed, "correct the ARN"))
    return faults


def _parts(stack: str, parsed: StackConfig, plan: ZonePlan) -> list[Fault]:
    faults: list[Fault] = []
    own = built_here(plan, parsed.builds)
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
