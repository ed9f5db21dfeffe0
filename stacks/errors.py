"""A stack configuration that is refused."""

from typing import Final

from ai_zones.plan import Fault
from ai_zones.plan.errors import report

PROJECT: Final = "ai-zones"


class SettingsError(Exception):
    """A stack configuration that is refused. `faults` holds every fault; the message lists them all."""

    def __init__(self, stack: str, faults: list[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(report(f"stacks/Pulumi.{stack}.yaml:", self.faults, f"in the configuration of stack {stack}"))
