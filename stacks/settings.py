"""Settings of a stack: what `stacks/Pulumi.<stack>.yaml` may say, checked before anything is registered.

The engine hands every value over as text, structured ones as JSON, so `StackSettings.from_config` is a plain function of a
mapping. Source: Pulumi documentation, "Configuration", "Structured configuration".
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from ai_zones.plan import ZoneName, ZonePlan
from ai_zones.plan.fields import Part
from stacks.agreement import disagreements
from stacks.config import KEYS, STRUCTURED, StackConfig
from stacks.reading import parsed as parse
from stacks.stack_file import STACKS, built_here, sound
from stacks.values import Break


class StackSettings(Part):
    """Sound settings of one stack."""

    stack: str
    plan: ZonePlan
    region: str
    assume_roles: dict[ZoneName, str]
    """Roles to assume, for the zones that have one."""
    organization_id: str | None
    builds: tuple[ZoneName, ...]
    """Zones that this stack builds, in their fixed order."""
    stacks: dict[ZoneName, str]
    """Stacks that build other zones."""
    joins: dict[str, dict[str, str]]
    """What other stacks have built, as the settings say it."""
    may_wait: bool
    foundation_models: dict[ZoneName, list[str]]
    single_availability_zone: bool
    database_instance_class: str | None
    front: dict[str, Any] | None
    circuits: dict[ZoneName, dict[str, Any]]
    tunnels: dict[str, dict[str, Any]]
    clusters: dict[ZoneName, dict[str, Any]]
    log_readers: list[str] | None
    backups: bool
    clinical_store: bool
    tags: dict[str, str]
    recover: dict[str, str]
    """Resources to take over: name → id."""
    deletion_protection: bool
    log_retention_days: int
    store_retention_days: int
    breaks: tuple[Break, ...]

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any], base: Path = STACKS) -> Self:
        """Settings from the engine's configuration (`{"ai-zones:plan": "{…}"}`; other projects' keys are ignored).

        `base` is the folder of the stack files. Raises `SettingsError`, which lists every fault, and nothing else.
        """
        plan, parsed = sound(
            stack,
            config,
            base,
            structured=STRUCTURED,
            read=lambda values, faults: parse(StackConfig, KEYS, "stacks/schema.json", values, faults),
            disagreements=lambda keys, plan: disagreements(stack, keys, plan),
        )
        return cls(
            stack=stack,
            plan=plan,
            region=plan.region,
            assume_roles=parsed.assume_roles,
            organization_id=parsed.organization_id,
            builds=tuple(built_here(plan, parsed.builds)),
            stacks=parsed.stacks,
            joins=parsed.joins.model_dump(),
            may_wait=parsed.may_wait,
            foundation_models=parsed.foundation_models,
            single_availability_zone=parsed.single_availability_zone,
            database_instance_class=parsed.database_instance_class,
            front=parsed.front,
            circuits=parsed.circuits,
            tunnels=parsed.tunnels,
            clusters=parsed.clusters,
            log_readers=parsed.log_readers,
            backups=parsed.backups,
            clinical_store=parsed.clinical_store,
            tags=parsed.tags,
            recover=parsed.recover,
            deletion_protection=parsed.deletion_protection,
            log_retention_days=parsed.log_retention_days,
            store_retention_days=parsed.store_retention_days,
            breaks=parsed.breaks,
        )


def engine_config() -> dict[str, Any]:
    """All of the running program's configuration: `pulumi.Config` can only be asked for keys that are known, and hides mistyped ones."""
    from pulumi.runtime import config

    return {**config.get_config_env(), **config.CONFIG.get()}
