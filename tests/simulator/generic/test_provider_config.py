"""A provider's configuration decides account, region and default tags."""

from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.world import World

ROLE = "arn:aws:iam::222233334444:role/deploy"


def paths(world: World, config: dict[str, Any]) -> set[str]:
    return {path for path, _ in Cloud("aws", world).check_config(config)[1]}


def test_the_last_assumed_role_decides_the_account(world: World) -> None:
    roles = f'[{{"roleArn": "arn:aws:iam::999999999999:role/hub"}}, {{"roleArn": "{ROLE}"}}]'
    assert Cloud("aws", world, {"region": "eu-west-1", "assumeRoles": roles}).place.account == "222233334444"


def test_without_a_role_the_only_allowed_account_counts(world: World) -> None:
    assert Cloud("aws", world, {"region": "eu-west-1", "allowedAccountIds": '["333344445555"]'}).place.account == "333344445555"


def test_a_role_of_an_account_that_is_not_allowed_is_refused(world: World) -> None:
    config = {"region": "eu-west-1", "assumeRoles": f'[{{"roleArn": "{ROLE}"}}]', "allowedAccountIds": '["333344445555"]'}
    assert paths(world, config) == {"allowedAccountIds"}
    with pytest.raises(CloudError, match="AWS account ID not allowed: 222233334444"):
        Cloud("aws", world, config)


def test_a_missing_region_is_refused(world: World) -> None:
    assert paths(world, {}) == {"region"}


def test_mistakes_are_named_at_every_depth(world: World) -> None:
    config = {"region": "eu-west-1", "assumeRoles": '[{"rolearn": "x"}]', "regoin": "eu-west-1", "maxRetries": '"many"'}
    assert paths(world, config) == {"assumeRoles[0].rolearn", "regoin", "maxRetries"}


def test_what_is_no_region_is_refused(world: World) -> None:
    assert paths(world, {"region": "eu-west-1a"}) == {"region"}


def test_default_tags_show_in_tags_all_and_the_resource_wins(world: World) -> None:
    cloud = Cloud("aws", world, {"region": "eu-west-1", "defaultTags": '{"tags": {"owner": "a", "zone": "b"}}'})
    _, outputs = cloud.create("urn:pulumi:dev::t::aws:ec2/eip:Eip::x", {"tags": {"zone": "c"}})
    assert outputs["tagsAll"] == {"owner": "a", "zone": "c"}
    assert outputs["tags"] == {"zone": "c"}
