"""How every program starts: its settings, and a plan, are judged before anything is registered, and all that is wrong is one message."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pulumi

from ai_zones.plan import PlanError
from stacks.errors import SettingsError


@contextmanager
def one_message() -> Iterator[None]:
    """What is wrong with settings, told by the engine without a traceback: raises `pulumi.RunError`."""
    try:
        yield
    except (SettingsError, PlanError) as error:
        raise pulumi.RunError(str(error)) from None


def refuse_plan(stack: str, cloud: str, faults: Sequence[str]) -> None:
    """Raises `pulumi.RunError` where a sound plan can't be built; `cloud` is its name for people."""
    if faults:
        told = "\n".join(f"  - ai-zones:{fault}" for fault in faults)
        raise pulumi.RunError(f"stacks/Pulumi.{stack}.yaml: the plan is sound, but can't be built on {cloud}:\n{told}")
