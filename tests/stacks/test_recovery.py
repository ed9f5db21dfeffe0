"""`ai-zones:recover` gives the engine's import option to the resources that it names, and to no others."""

from typing import Any, cast

import pulumi
import pytest

from stacks.recovery import recovered_resources
from stacks.settings import StackSettings
from tests.stacks.stack_files import engine_config


def settings(**changes: Any) -> StackSettings:
    return StackSettings.from_config("aws-dev", {**engine_config("aws-dev"), **changes})


def test_a_named_resource_is_imported_and_its_neighbour_made() -> None:
    [take_over] = recovered_resources(settings(**{"ai-zones:recover": '{"clinic-a-dev-phi": "vpc-0a"}'}))

    def options(type_: str, name: str) -> Any:
        args = pulumi.ResourceTransformationArgs(cast(pulumi.Resource, None), type_, name, {}, pulumi.ResourceOptions(protect=True))
        changed = take_over(args)
        return changed and (changed.opts.import_, changed.opts.protect)

    assert options("aws:ec2/vpc:Vpc", "clinic-a-dev-phi") == ("vpc-0a", True)
    assert options("aws:ec2/vpc:Vpc", "clinic-a-dev-inference") is None
    assert options("ai-zones:index:AwsZoneNetwork", "clinic-a-dev-phi") is None, "a component has no id in the cloud"


def test_without_the_key_nothing_is_touched() -> None:
    assert recovered_resources(settings()) == []


@pytest.mark.parametrize(("key", "value"), [("recover", '{"a": 1}'), ("database_instance_class", "t4g.medium"), ("tags", '{"a": ""}')])
def test_a_wrong_value_is_refused_with_its_key(key: str, value: str) -> None:
    from stacks.errors import SettingsError

    with pytest.raises(SettingsError, match=f"ai-zones:{key}"):
        settings(**{f"ai-zones:{key}": value})
