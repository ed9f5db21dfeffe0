"""The stacks that a campaign makes of a stack for development are sound, on each cloud."""

from collections.abc import Callable

import pytest

from stacks.azure.settings import AzureSettings
from stacks.gcp.settings import GcpSettings
from stacks.settings import StackSettings
from tests.faults.campaign import smaller
from tests.faults.site import Settings, changed, cloud_of, removable, stack_settings
from tests.stacks.stack_files import as_the_engine_gives_it

STACKS = ("aws-dev", "azure-dev", "gcp-dev")
READERS: dict[str, type[AzureSettings | GcpSettings | StackSettings]] = {"aws": StackSettings, "azure": AzureSettings, "gcp": GcpSettings}


def judged(stack: str, settings: Settings) -> AzureSettings | GcpSettings | StackSettings:
    return READERS[cloud_of(settings)].from_config(stack, as_the_engine_gives_it(settings))


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("made", [changed, smaller, removable])
def test_the_stack_is_sound_and_another_one(stack: str, made: Callable[[Settings], Settings]) -> None:
    before, after = judged(stack, stack_settings(stack)), judged(stack, made(stack_settings(stack)))
    assert before != after


@pytest.mark.parametrize("stack", STACKS)
def test_a_smaller_stack_has_one_zone_less_and_no_flow_of_it(stack: str) -> None:
    before, after = judged(stack, stack_settings(stack)).plan, judged(stack, smaller(stack_settings(stack))).plan
    assert before.zones.keys() - after.zones.keys() == {"training"}
    assert not any("training" in (flow.source, flow.target) for flow in after.flows.values())
