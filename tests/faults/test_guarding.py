"""A store that went and came back under its old name is empty, and that is said."""

from typing import Any

from simulator.world import Object, World
from tests.faults.guarding import CONTENTS, Guard

BUCKET = "aws:s3/bucket:Bucket"
URN = f"urn:pulumi:aws-dev::ai-zones::{BUCKET}::records"


def made(world: World, id_: str = "records", **more: Any) -> Object:
    return world.put(Object(BUCKET, id_, "111122223333", "eu-west-1", {"id": id_}, urn=URN, **more))


def state(id_: str = "records", **more: Any) -> list[dict[str, Any]]:
    return [{"urn": URN, "type": BUCKET, "id": id_, **more}]


def filled(world: World) -> Guard:
    guard = Guard()
    made(world)
    assert guard.look(state(), world) == []
    return guard


def test_a_store_is_filled_when_it_is_first_seen_and_then_has_its_contents(world: World) -> None:
    guard = filled(world)
    [store] = world.by_urn(URN)
    assert store.state[CONTENTS].startswith("records ")
    assert guard.look(state(), world) == []


def test_a_store_that_was_made_again_under_its_name_is_empty(world: World) -> None:
    guard = filled(world)
    world.remove(world.by_urn(URN)[0])
    made(world)
    assert guard.look(state(), world) == ["protected records lost its contents: 1 such objects"]
    assert guard.look(state(), world) == [], "said once"


def test_another_store_in_its_place_is_none_of_it(world: World) -> None:
    guard = filled(world)
    made(world, "records-2")
    assert guard.look(state("records-2"), world) == ["protected records was records, and the state has records-2"]


def test_a_store_that_the_state_forgot_or_means_to_delete_is_missed(world: World) -> None:
    assert filled(world).look([], world) == ["protected records was records, and the state has none"]


def test_a_store_that_only_waits_for_its_deletion_is_missed(world: World) -> None:
    assert filled(world).look(state(delete=True), world) == ["protected records was records, and the state has none"]


def test_a_store_that_is_gone_from_the_world_is_missed(world: World) -> None:
    guard = filled(world)
    world.remove(world.by_urn(URN)[0])
    assert guard.look(state(), world) == ["protected records lost its contents: 0 such objects"]


def test_what_a_run_is_to_delete_may_go(world: World) -> None:
    guard = filled(world)
    world.remove(world.by_urn(URN)[0])
    assert guard.look([], world, frozenset({URN})) == []


def test_what_no_state_knows_yet_has_no_contents(world: World) -> None:
    made(world, answered=False)
    guard = Guard()
    guard.look(state(), world)
    assert not guard.watched
