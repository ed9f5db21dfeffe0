"""From the engine's configuration to a sound plan and the keys beside it: how the file of a stack of zones is read, whatever its cloud."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from ai_zones.plan import Fault, ZoneName, ZonePlan
from ai_zones.plan.errors import choose
from stacks.errors import PROJECT, SettingsError
from stacks.plan_source import PlanKeys, plan_document, plan_of
from stacks.reading import decoded, own_keys
from stacks.values import BREAKING_SUFFIX

STACKS: Final = Path(__file__).resolve().parent


class FileKeys(PlanKeys, Protocol):
    """The keys that files of all clouds have."""

    @property
    def breaks(self) -> Sequence[object]:
        """Faults to build on purpose."""


Keys = TypeVar("Keys", bound=FileKeys)


def sound(
    stack: str,
    config: Mapping[str, Any],
    base: Path,
    *,
    structured: Collection[str],
    read: Callable[[dict[str, Any], list[Fault]], Keys],
    disagreements: Callable[[Keys, ZonePlan], list[Fault]],
) -> tuple[ZonePlan, Keys]:
    """The plan, and the keys beside it. Raises `SettingsError`, which lists every fault, and nothing else.

    `base` is the folder of the stack files, `structured` are the keys that the engine hands over as JSON. `read` makes the cloud's model of what
    is sound and adds the faults of the rest; `disagreements` compares it with the plan.
    """
    own = own_keys(config)
    if not own:
        raise SettingsError(stack, [no_stack(stack, base)])
    faults: list[Fault] = []
    values = decoded(own, structured, faults)
    parsed = read(values, faults)
    document, source = plan_document(parsed, values, base, faults)
    plan = None if document is None else plan_of(document, source, parsed, faults)
    if plan is not None:
        faults.extend(disagreements(parsed, plan))
    if parsed.breaks and not stack.endswith(BREAKING_SUFFIX):
        fix = f"remove the key, or use a stack named *{BREAKING_SUFFIX}"
        faults.append(Fault(f"{PROJECT}:break", f"stack {stack!r} must not be broken", f"only in stacks named *{BREAKING_SUFFIX}", fix))
    if faults or plan is None:
        raise SettingsError(stack, faults)
    return plan, parsed


def built_here(plan: ZonePlan, builds: Collection[ZoneName] | None) -> list[ZoneName]:
    """Zones that a stack builds, in their fixed order: those it names, or all."""
    return [zone for zone in ZoneName if zone in plan.zones and (builds is None or zone in builds)]


def stack_names(base: Path = STACKS) -> list[str]:
    """Stacks that have a file."""
    return sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in base.glob("Pulumi.*.yaml"))


def no_stack(stack: str, base: Path) -> Fault:
    """What is wrong where a stack has no key of this project."""
    names = stack_names(base)
    known = stack in names
    problem = f"it holds no `{PROJECT}:` key" if known else f"stack {stack!r} has no configuration"
    fix = f"add `{PROJECT}:plan`" if known else choose(stack, names) if names else "add the file"
    return Fault(f"stacks/Pulumi.{stack}.yaml", problem, f"stacks: {', '.join(names) or 'none yet'}", fix)
