"""Settings of a stack on Azure: what its file may say, checked before anything is registered."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from ai_zones.plan import Cloud, Fault, ZoneName, ZonePlan
from ai_zones.plan.fields import Part
from stacks.azure.config import KEYS, STRUCTURED, AzureStackConfig
from stacks.errors import PROJECT
from stacks.plan_agreement import account_faults, availability_zone_faults, cloud_faults, zone_faults
from stacks.reading import parsed
from stacks.stack_file import STACKS, sound

BY_ZONE = ("subscriptions", "models", "builds", "absent")
"""Keys that name zones: those of the plan alone."""


class AzureSettings(Part):
    """Sound settings of one stack."""

    stack: str
    plan: ZonePlan
    config: AzureStackConfig

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any], base: Path = STACKS) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault, and nothing else."""
        plan, keys = sound(stack, config, base, structured=STRUCTURED, read=_read, disagreements=_disagreements)
        return cls(stack=stack, plan=plan, config=keys)


def _read(values: dict[str, Any], faults: list[Fault]) -> AzureStackConfig:
    if "keys_expire_on" not in values:
        faults.append(Fault(f"{PROJECT}:keys_expire_on", "is missing", "a date in quotes", "add it, two or three years ahead"))
    if "tenant_id" not in values:
        faults.append(Fault(f"{PROJECT}:tenant_id", "is missing", "the tenant's UUID", "add it: `az account show` shows it"))
    return parsed(AzureStackConfig, KEYS, "stacks/azure-schema.json", values, faults)


def _disagreements(keys: AzureStackConfig, plan: ZonePlan) -> list[Fault]:
    faults = [
        *cloud_faults(plan, Cloud.AZURE),
        *availability_zone_faults(keys, plan),
        *zone_faults(keys, plan, BY_ZONE),
        *account_faults(keys, plan, "subscriptions", "subscription"),
    ]
    if ZoneName.PHI in plan.zones and keys.database_administrators is None:
        fix = "add the group's object_id and name"
        faults.append(Fault(f"{PROJECT}:database_administrators", "is missing", "a group of Microsoft Entra ID", fix))
    if ZoneName.EGRESS in plan.zones:
        for key in ("inspection_certificate", "inspection_identity"):
            if getattr(keys, key) is None:
                allowed = "what the firewall needs to read TLS; without it nobody sees what leaves"
                faults.append(Fault(f"{PROJECT}:{key}", "is missing", allowed, "see stacks/Pulumi.azure-clinical.yaml"))
    return faults


def is_azure(config: Mapping[str, Any]) -> bool:
    """Whether a stack is one of Azure."""
    return config.get(f"{PROJECT}:cloud") == Cloud.AZURE
