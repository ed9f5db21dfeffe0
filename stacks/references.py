"""What the other stacks of a plan have built: read from their outputs, before anything is registered.

Whether a half of a link is built depends on what these values are, so they must be known while the program runs: no resource is created
inside `apply`. The engine answers that at once, as it answers a stack reference.
Source: Pulumi documentation, "Stacks", "Stack references"; docs/decisions/0005.
"""

from collections.abc import Callable
from typing import Any

import pulumi

from ai_zones.aws.zones_joins import Joins
from ai_zones.plan import Fault
from stacks.errors import PROJECT, SettingsError
from stacks.settings import StackSettings

READ_OUTPUTS = "pulumi:pulumi:readStackOutputs"
"""The engine's own function behind `pulumi.StackReference`."""

Read = Callable[[str], dict[str, Any]]


def joins_of(settings: StackSettings, read: Read | None = None) -> Joins:
    """All that other stacks have built. Raises `SettingsError` where one can't be read, or where two disagree."""
    ask = read or read_outputs
    faults: list[Fault] = []
    shares: list[dict[str, Any]] = [settings.joins]
    for stack in sorted(set(settings.stacks.values())):
        name = full_name(stack)
        place = f"{PROJECT}:stacks.{next(zone for zone, other in settings.stacks.items() if other == stack)}"
        try:
            shares.append(ask(name).get("joins") or {})
        except Exception as error:  # noqa: BLE001 the SDK raises nothing narrower when the engine refuses a function
            missing = "unknown stack" in str(error)
            if missing and settings.may_wait:
                continue
            fix = f"run `pulumi up` there first, with `{PROJECT}:may_wait: true`" if missing else "log in where its state is kept"
            faults.append(Fault(place, f"stack {name} can't be read: {_reason(error)}", "a stack whose state this login reads", fix))
    if faults:
        raise SettingsError(settings.stack, faults)
    try:
        return Joins.together(shares)
    except ValueError as error:
        problem = str(error).removeprefix("Value error, ")
        fault = Fault(f"{PROJECT}:joins", problem, "what the stacks that are named under stacks export", "correct it, or remove the line")
        raise SettingsError(settings.stack, [fault]) from None


def full_name(stack: str) -> str:
    """A stack's name as the engine's backend knows it."""
    return stack if "/" in stack else f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"


def read_outputs(stack: str) -> dict[str, Any]:
    """Outputs of a stack. The engine's answer, and nothing that is unknown."""
    result = pulumi.runtime.invoke(READ_OUTPUTS, {"name": stack})
    outputs: dict[str, Any] = (result.value or {}).get("outputs") or {}
    return outputs


def _reason(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return text[-1] if text else type(error).__name__
