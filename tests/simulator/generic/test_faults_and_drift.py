"""Bad days: faults on demand, changes made outside of the stack, imports."""

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError, UserError
from simulator.faults import LostAnswerError, NotReadyError
from simulator.world import Object, World
from tests.simulator.generic.conftest import MESH, NODE, TOPIC, urn


def create(cloud: Cloud, name: str) -> str:
    return cloud.create(urn(TOPIC, name), {"name": name})[0]


def test_the_nth_create_fails_and_only_that_one(cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "nth": 2, "does": "fail"}])
    create(cloud, "a")
    with pytest.raises(CloudError, match="InternalFailure"):
        create(cloud, "b")
    assert create(cloud, "b")


def test_a_fault_may_be_meant_for_one_type(cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "type": MESH, "does": "fail"}])
    create(cloud, "a")
    with pytest.raises(CloudError):
        cloud.create(urn(MESH, "m"), {"name": "m"})


def test_throttling_is_retried_until_it_lasts_too_long(cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "does": "throttle", "times": 3}])
    assert create(cloud, "a")
    cloud.faults.plan([{"verb": "create", "does": "throttle", "times": 26}])
    with pytest.raises(CloudError, match="Rate exceeded"):
        create(cloud, "b")


def test_a_timeout_hands_over_the_id_of_what_was_made(world: World, cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "does": "timeout"}])
    with pytest.raises(NotReadyError) as caught:
        create(cloud, "a")
    assert [one.id for one in world.remaining()] == [caught.value.id]


NODE_INPUTS: dict[str, object] = {"meshName": "aws-x", "name": "n", "spec": {}}


def test_a_request_that_is_sent_again_with_its_client_token_finds_what_was_made(world: World, cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "does": "resend"}])
    id_, _ = cloud.create(urn(NODE, "n"), NODE_INPUTS)
    assert [one.id for one in world.remaining()] == [id_]
    assert world.orphans() == []


def test_a_later_create_has_another_token_and_makes_a_second_one(world: World, cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "does": "lose-answer"}])
    with pytest.raises(LostAnswerError):
        cloud.create(urn(NODE, "n"), NODE_INPUTS)
    [lost] = world.orphans()
    assert cloud.create(urn(NODE, "n"), NODE_INPUTS)[0] != lost.id
    assert [one.id for one in world.orphans()] == [lost.id]


def test_an_import_ends_an_orphans_days(world: World, cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "does": "lose-answer"}])
    with pytest.raises(LostAnswerError):
        create(cloud, "a")
    [lost] = world.orphans()
    assert cloud.read(TOPIC, urn(TOPIC, "a"), lost.id, {}, {}) is not None
    assert world.orphans() == []


def test_a_repeatable_create_finds_what_was_made_and_takes_the_new_inputs(world: World) -> None:
    """S3's Put operations replace what stands there."""
    aws = Cloud("aws", world, {"region": "eu-west-1"})
    bucket, policy = "aws:s3/bucket:Bucket", "aws:s3/bucketVersioning:BucketVersioning"
    aws.create(urn(bucket, "b"), {"bucket": "clinic-a-records"})
    aws.faults.plan([{"verb": "create", "does": "lose-answer", "type": policy}])
    for status in ("Suspended", "Enabled"):
        inputs = {"bucket": "clinic-a-records", "versioningConfiguration": {"status": status}}
        if status == "Suspended":
            with pytest.raises(LostAnswerError):
                aws.create(urn(policy, "v"), inputs)
        else:
            assert aws.create(urn(policy, "v"), inputs)[1]["versioningConfiguration"]["status"] == status
    assert len(world.find(policy)) == 1
    assert world.orphans() == []


def test_a_fault_may_be_meant_for_one_resource_by_its_name(cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "name": "b", "does": "fail"}])
    create(cloud, "a")
    with pytest.raises(CloudError, match="InternalFailure"):
        create(cloud, "b")
    assert cloud.faults.planned() == []


def test_after_a_lost_answer_a_named_resource_exists_already(world: World, cloud: Cloud) -> None:
    cloud.faults.plan([{"verb": "create", "does": "lose-answer"}])
    with pytest.raises(LostAnswerError):
        create(cloud, "a")
    with pytest.raises(CloudError, match="AlreadyExists"):
        create(cloud, "a")
    assert len(world.orphans()) == 1


def test_a_second_delete_after_a_lost_answer_succeeds(world: World, cloud: Cloud) -> None:
    id_ = create(cloud, "a")
    cloud.faults.plan([{"verb": "delete", "does": "lose-answer"}])
    with pytest.raises(LostAnswerError):
        cloud.delete(urn(TOPIC, "a"), id_, {}, {})
    cloud.delete(urn(TOPIC, "a"), id_, {}, {})
    assert world.remaining() == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"verb": "make", "does": "fail"}, r"faults\[0\].verb: 'make' is not allowed; allowed: create, update, delete"),
        ({"verb": "create", "does": "explode"}, r"faults\[0\].does"),
        ({"verb": "create", "does": "fail", "nth": 0}, r"faults\[0\].nth"),
        ({"verb": "create", "does": "fail", "when": 1}, r"faults\[0\].when: no such key"),
    ],
)
def test_a_wrong_fault_is_refused(cloud: Cloud, fault: dict[str, object], said: str) -> None:
    with pytest.raises(UserError, match=said):
        cloud.faults.plan([fault])


def test_a_change_made_by_hand_shows_in_inputs_and_outputs(world: World, cloud: Cloud) -> None:
    id_, state = cloud.create(urn(TOPIC, "t"), {"name": "t", "displayName": "ours"})
    [item] = world.by_urn(urn(TOPIC, "t"))
    item.outputs.update(displayName="theirs", kmsMasterKeyId="alias/x")
    world.put(item)
    read = cloud.read(TOPIC, urn(TOPIC, "t"), id_, state, {"name": "t", "displayName": "ours"})
    assert read is not None
    assert read[1]["displayName"] == "theirs"
    assert read[2] == {"name": "t", "displayName": "theirs", "kmsMasterKeyId": "alias/x"}


def test_what_was_deleted_by_hand_is_gone(world: World, cloud: Cloud) -> None:
    id_, state = cloud.create(urn(TOPIC, "t"), {"name": "t"})
    world.remove(world.by_urn(urn(TOPIC, "t"))[0])
    assert cloud.read(TOPIC, urn(TOPIC, "t"), id_, state, {"name": "t"}) is None
    with pytest.raises(CloudError, match="was deleted outside of the stack"):
        cloud.update(urn(TOPIC, "t"), id_, state, {"name": "t"}, {"name": "t", "displayName": "x"})


def test_what_another_made_can_be_imported_by_its_id(world: World, cloud: Cloud) -> None:
    world.put(Object(TOPIC, "arn:x", "222233334444", "eu-west-1", {"id": "arn:x", "arn": "arn:x", "name": "hand-made", "owner": "o"}))
    read = cloud.read(TOPIC, urn(TOPIC, "t"), "arn:x", {}, {})
    assert read is not None
    assert read[2] == {"name": "hand-made"}
    assert cloud.read(TOPIC, urn(TOPIC, "t"), "arn:y", {}, {}) is None
