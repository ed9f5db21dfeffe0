"""Settings of a stack on Azure: what its file may say, checked before anything is registered."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from ai_zones.plan import Cloud, Fault, ZoneName, ZonePlan
from ai_zones.plan.errors import listed, shown
from ai_zones.plan.fields import Part
from stacks.azure.config import KEYS, STRUCTURED, AzureStackConfig
from stacks.errors import PROJECT, SettingsError
from stacks.plan_source import plan_document, plan_of
from stacks.reading import decoded, own_keys
from stacks.reading import parsed as parse
from stacks.settings import STACKS, no_stack
from stacks.values import BREAKING_SUFFIX


class AzureSettings(Part):
    """Sound settings of one stack."""

    stack: str
    plan: ZonePlan
    config: AzureStackConfig

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any], base: Path = STACKS) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault, and nothing else."""
        own = own_keys(config)
        if not own:
            raise SettingsError(stack, [no_stack(stack, base)])
        faults: list[Fault] = []
        values = decoded(own, STRUCTURED, faults)
        if "keys_expire_on" not in values:
            faults.append(Fault(f"{PROJECT}:keys_expire_on", "is missing", "a date in quotes", "add it, two or three years ahead"))
        if "tenant_id" not in values:
            faults.append(Fault(f"{PROJECT}:tenant_id", "is missing", "the tenant's UUID", "add it: `az account show` shows it"))
        parsed = parse(AzureStackConfig, KEYS, "stacks/azure-schema.json", values, faults)
        document, source = plan_document(parsed, values, base, faults)
        plan = None if document is None else plan_of(document, source, parsed, faults)
        if plan is not None:
            faults.extend(_disagreements(parsed, plan))
        if parsed.breaks and not stack.endswith(BREAKING_SUFFIX):
            fix = f"remove the key, or use a stack named *{BREAKING_SUFFIX}"
            faults.append(Fault(f"{PROJECT}:break", f"stack {stack!r} must not be broken", f"only in stacks named *{BREAKING_SUFFIX}", fix))
        if faults or plan is None:
            raise SettingsError(stack, faults)
        return cls(stack=stack, plan=plan, config=parsed)


def _disagreements(parsed: AzureStackConfig, plan: ZonePlan) -> list[Fault]:
    faults = []
    if plan.cloud is not Cloud.AZURE:
        faults.append(Fault(f"{PROJECT}:plan.cloud", f"{shown(plan.cloud)} is another cloud", "azure", "write `cloud: azure` in the plan"))
    if parsed.availability_zones is not None and tuple(parsed.availability_zones) != plan.availability_zones:
        allowed = f"what the plan says: {', '.join(plan.availability_zones)}"
        faults.append(Fault(f"{PROJECT}:availability_zones", "the plan gives others", allowed, "leave them out of one of the two"))
    declared = listed(zone for zone in ZoneName if zone in plan.zones)
    for key in ("subscriptions", "models", "builds", "absent"):
        faults += [
            Fault(f"{PROJECT}:{key}.{zone}", "the plan does not declare this zone", declared, "remove the line")
            for zone in getattr(parsed, key) or ()
            if zone not in plan.zones
        ]
    for zone, subscription in parsed.subscriptions.items():
        if zone in plan.zones and plan.zones[zone].account != subscription:
            problem = f"the plan says {shown(plan.zones[zone].account)}"
            faults.append(Fault(f"{PROJECT}:subscriptions.{zone}", problem, "one subscription a zone", "leave it out of one of the two"))
    if ZoneName.PHI in plan.zones and parsed.database_administrators is None:
        fix = "add the group's object_id and name"
        faults.append(Fault(f"{PROJECT}:database_administrators", "is missing", "a group of Microsoft Entra ID", fix))
    if ZoneName.EGRESS in plan.zones:
        for key in ("inspection_certificate", "inspection_identity"):
            if getattr(parsed, key) is None:
                allowed = "what the firewall needs to read TLS; without it nobody sees what leaves"
                faults.append(Fault(f"{PROJECT}:{key}", "is missing", allowed, "see stacks/Pulumi.azure-clinical.yaml"))
    return faults


def is_azure(config: Mapping[str, Any]) -> bool:
    """Whether a stack is one of Azure."""
    return config.get(f"{PROJECT}:cloud") == Cloud.AZURE
