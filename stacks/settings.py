"""Settings of a stack: what `stacks/Pulumi.<stack>.yaml` may say, checked before anything is registered.

The engine hands every value over as text, structured ones as JSON, so `StackSettings.from_config` is a plain function of a
mapping. Source: Pulumi documentation, "Configuration", "Structured configuration".
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from pydantic import ValidationError

from ai_zones.plan import Fault, PlanError, ZoneName, ZonePlan
from ai_zones.plan.document import parse_text
from ai_zones.plan.errors import choose, listed, shown
from ai_zones.plan.fields import Part
from ai_zones.plan.shape import place_of
from stacks.agreement import disagreements
from stacks.config import KEYS, STRUCTURED, StackConfig
from stacks.errors import PROJECT, SettingsError
from stacks.plan_source import plan_document, plan_of
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
        own = {key.removeprefix(f"{PROJECT}:"): value for key, value in config.items() if key.startswith(f"{PROJECT}:")}
        if not own:
            raise SettingsError(stack, [_no_stack(stack, base)])
        faults: list[Fault] = []
        values = _decoded(own, faults)
        parsed = _parsed(values, faults)
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


def _no_stack(stack: str, base: Path) -> Fault:
    names = stack_names(base)
    known = stack in names
    problem = f"it holds no `{PROJECT}:` key" if known else f"stack {stack!r} has no configuration"
    fix = f"add `{PROJECT}:plan`" if known else choose(stack, names) if names else "add the file"
    return Fault(f"stacks/Pulumi.{stack}.yaml", problem, f"stacks: {', '.join(names) or 'none yet'}", fix)


def _decoded(own: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in own.items():
        structured = key in STRUCTURED or (key == "break" and isinstance(value, str) and value.startswith("["))
        try:
            values[key] = parse_text(value, key) if structured and isinstance(value, str) else value
        except PlanError as error:
            faults.extend(Fault(f"{PROJECT}:{key}", f"{f.place}: {f.problem}", f.allowed, f.fix) for f in error.faults)
    return values


def _parsed(values: Mapping[str, Any], faults: list[Fault]) -> StackConfig:
    try:
        return StackConfig.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_url=False)
    for detail in details:
        path = [part for part in detail["loc"] if part != "[key]"]
        place, context = f"{PROJECT}:{place_of(path)}", detail.get("ctx", {})
        match detail["type"]:
            case "fault":
                faults.append(Fault(place, context["problem"], context["allowed"], context["fix"]))
            case "extra_forbidden":
                guess = choose(path[0], KEYS).replace("did you mean '", f"did you mean '{PROJECT}:")
                faults.append(Fault(place, "the key is unknown", listed(f"{PROJECT}:{key}" for key in KEYS), guess))
            case _:
                faults.append(Fault(place, f"{shown(detail.get('input'))}: {detail['msg']}", "see stacks/schema.json", "correct the value"))
    # The other keys are judged all the same, so that one run shows every fault.
    faulty = {str(detail["loc"][0]) for detail in details if detail["loc"]}
    return StackConfig.model_validate({key: value for key, value in values.items() if key not in faulty})
