"""Settings of a stack on Google Cloud: what its file may say, checked before anything is registered."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from ai_zones.plan import Cloud, Fault, ZonePlan
from ai_zones.plan.fields import Part
from stacks.errors import PROJECT
from stacks.gcp.config import KEYS, STRUCTURED, GcpStackConfig
from stacks.plan_agreement import account_faults, availability_zone_faults, cloud_faults, zone_faults
from stacks.reading import parsed
from stacks.stack_file import STACKS, sound

PARTS = ("registries", "admission", "machines", "messages", "models", "vectors", "deidentification", "shields", "notebooks")
BY_ZONE = ("projects", "builds", "absent", "project_numbers", "callers", "service_accounts", "stores", "tables", "secrets", *PARTS)
"""Keys that name zones: those of the plan alone."""


class GcpSettings(Part):
    """Sound settings of one stack."""

    stack: str
    plan: ZonePlan
    config: GcpStackConfig

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any], base: Path = STACKS) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault, and nothing else."""
        plan, keys = sound(stack, config, base, structured=STRUCTURED, read=_read, disagreements=_disagreements)
        return cls(stack=stack, plan=plan, config=keys)


def _read(values: dict[str, Any], faults: list[Fault]) -> GcpStackConfig:
    return parsed(GcpStackConfig, KEYS, "stacks/gcp-schema.json", values, faults)


def _disagreements(keys: GcpStackConfig, plan: ZonePlan) -> list[Fault]:
    faults = [
        *cloud_faults(plan, Cloud.GCP),
        *availability_zone_faults(keys, plan),
        *zone_faults(keys, plan, BY_ZONE),
        *account_faults(keys, plan, "projects", "project"),
    ]
    policy = keys.access_policy
    if policy is not None and (policy.access_policy is None) == (policy.create is None):
        problem = "names none" if policy.create is None else "names one, and makes another"
        faults.append(
            Fault(f"{PROJECT}:access_policy", problem, "one of access_policy, create", "give the number of the policy that stands")
        )
    return faults


def is_gcp(config: Mapping[str, Any]) -> bool:
    """Whether a stack is one of Google Cloud."""
    return config.get(f"{PROJECT}:cloud") == Cloud.GCP
