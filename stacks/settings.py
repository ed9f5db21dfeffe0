"""Settings of a stack: what `stacks/Pulumi.<stack>.yaml` may say, checked before anything is registered.

The engine hands every value over as text, structured ones as JSON, so `StackSettings.from_config` is a plain function of a
mapping. Source: Pulumi documentation, "Configuration", "Structured configuration".
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from ai_zones.plan import Fault, ZoneName, ZonePlan
from ai_zones.plan.errors import choose
from ai_zones.plan.fields import Part
from stacks.agreement import disagreements
from stacks.config import KEYS, STRUCTURED, StackConfig
from stacks.errors import PROJECT, SettingsError
from stacks.plan_source import plan_document, plan_of
from stacks.reading import decoded, own_keys
from stacks.reading import parsed as parse
from stacks.values import BREAKING_SUFFIX, Break

STACKS: Final = Path(__file__).resolve().parent


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
        own = own_keys(config)
        if not own:
            raise SettingsError(stack, [no_stack(stack, base)])
        faults: list[Fault] = []
        values = decoded(own, STRUCTURED, faults)
        parsed = parse(StackConfig, KEYS, "stacks/schema.json", values, faults)
        document, source = plan_document(parsed, values, base, faults)
        plan = None if document is None else plan_of(document, source, parsed, faults)
        if plan is not None:
            faults.extend(disagreements(stack, parsed, plan))
        if parsed.breaks and not stack.endswith(BREAKING_SUFFIX):
            fix = f"remove the key, or use a stack named *{BREAKING_SUFFIX}"
            faults.append(Fault(f"{PROJECT}:break", f"stack {stack!r} must not be broken", f"only in stacks named *{BREAKING_SUFFIX}", fix))
        if faults or plan is None:
            raise SettingsError(stack, faults)
        return cls(
            stack=stack,
            plan=plan,
            region=plan.region,
            assume_roles=parsed.assume_roles,
            organization_id=parsed.organization_id,
            builds=tuple(zone for zone in ZoneName if zone in plan.zones and (parsed.builds is None or zone in parsed.builds)),
            stacks=parsed.stacks,
            joins=parsed.joins.model_dump(),
            may_wait=parsed.may_wait,
            foundation_models=parsed.foundation_models,
            single_availability_zone=parsed.single_availability_zone,
            database_instance_class=parsed.database_instance_class,
            front=parsed.front,
            circuits=parsed.circuits,
            tunnels=parsed.tunnels,
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


def stack_names(base: Path = STACKS) -> list[str]:
    """Stacks that have a file."""
    return sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in base.glob("Pulumi.*.yaml"))


def engine_config() -> dict[str, Any]:
    """All of the running program's configuration: `pulumi.Config` can only be asked for keys that are known, and hides mistyped ones."""
    from pulumi.runtime import config

    return {**config.get_config_env(), **config.CONFIG.get()}


def no_stack(stack: str, base: Path) -> Fault:
    """What is wrong where a stack has no key of this project."""
    names = stack_names(base)
    known = stack in names
    problem = f"it holds no `{PROJECT}:` key" if known else f"stack {stack!r} has no configuration"
    fix = f"add `{PROJECT}:plan`" if known else choose(stack, names) if names else "add the file"
    return Fault(f"stacks/Pulumi.{stack}.yaml", problem, f"stacks: {', '.join(names) or 'none yet'}", fix)
