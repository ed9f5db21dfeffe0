"""Where a stack's keys and its plan may say different things on every cloud."""

from collections.abc import Sequence

from ai_zones.plan import Cloud, Fault, ZoneName, ZonePlan
from ai_zones.plan.errors import listed, shown
from stacks.errors import PROJECT
from stacks.plan_source import PlanKeys


def cloud_faults(plan: ZonePlan, cloud: Cloud) -> list[Fault]:
    """The plan's cloud, where it is another one than the stack's."""
    if plan.cloud is cloud:
        return []
    return [Fault(f"{PROJECT}:plan.cloud", f"{shown(plan.cloud)} is another cloud", cloud.value, f"write `cloud: {cloud}` in the plan")]


def availability_zone_faults(parsed: PlanKeys, plan: ZonePlan) -> list[Fault]:
    """Availability zones, where the plan has its own."""
    if parsed.availability_zones is None or tuple(parsed.availability_zones) == plan.availability_zones:
        return []
    allowed = f"what the plan says: {', '.join(plan.availability_zones)}"
    return [Fault(f"{PROJECT}:availability_zones", "the plan gives others", allowed, "leave them out of one of the two")]


def zone_faults(parsed: PlanKeys, plan: ZonePlan, keys: Sequence[str]) -> list[Fault]:
    """Zones that these keys name and the plan does not."""
    declared = listed(zone for zone in ZoneName if zone in plan.zones)
    return [
        Fault(f"{PROJECT}:{key}.{zone}", "the plan does not declare this zone", declared, "remove the line")
        for key in keys
        for zone in getattr(parsed, key) or ()
        if zone not in plan.zones
    ]


def account_faults(parsed: PlanKeys, plan: ZonePlan, key: str, word: str) -> list[Fault]:
    """Accounts, where the plan has its own. `key` is where a file says them, `word` the cloud's name of one."""
    return [
        Fault(
            f"{PROJECT}:{key}.{zone}",
            f"the plan says {shown(plan.zones[zone].account)}",
            f"one {word} a zone",
            "leave it out of one of the two",
        )
        for zone, account in parsed.accounts.items()
        if zone in plan.zones and plan.zones[zone].account != account
    ]
