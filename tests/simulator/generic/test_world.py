"""The world: what exists, what points at what, which names are taken, in which account."""

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.world import World
from tests.simulator.generic.conftest import GATE, MESH, NODE, TOPIC, urn


def mesh(cloud: Cloud, name: str = "m") -> str:
    return cloud.create(urn(MESH, name), {"name": name})[0]


def node(cloud: Cloud, mesh_name: str = "m", name: str = "n") -> tuple[str, dict[str, object]]:
    return cloud.create(urn(NODE, name), {"meshName": mesh_name, "name": name, "spec": {}})


def test_ids_are_the_same_in_every_world_and_new_for_a_replacement(
    world: World, cloud: Cloud, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = mesh(cloud)
    again = World(tmp_path_factory.mktemp("again") / "world.sqlite")
    assert mesh(Cloud("aws", again, dict(cloud.config))) == first
    cloud.delete(urn(MESH, "m"), first, {"name": "m"}, {})
    world.advance(8)
    assert mesh(cloud) != first


def test_a_reference_to_nothing_is_refused_with_the_apis_code(cloud: Cloud) -> None:
    with pytest.raises(
        CloudError, match=r"NotFoundException: meshName: m does not exist; it must name aws:appmesh/mesh:Mesh by its name or arn"
    ):
        node(cloud)


def test_a_reference_to_another_kind_is_refused(cloud: Cloud) -> None:
    topic = cloud.create(urn(TOPIC, "t"), {"name": "t"})[0]
    with pytest.raises(CloudError, match="is of type aws:sns/topic:Topic; it must be aws:appmesh/mesh:Mesh"):
        node(cloud, topic)


def test_a_reference_into_another_account_is_refused(cloud: Cloud, other: Cloud) -> None:
    mesh(other)
    with pytest.raises(CloudError, match="NotFoundException"):
        node(cloud)
    assert node(other)[0]


def test_a_reference_may_be_an_arn_or_a_literal(cloud: Cloud) -> None:
    mesh(cloud)
    assert node(cloud, "arn:aws:appmesh:eu-west-1:222233334444:mesh/m", "by-arn")[0]
    assert node(cloud, "aws-managed", "by-literal")[0]


def test_what_is_pointed_at_cannot_be_deleted(cloud: Cloud) -> None:
    parent = mesh(cloud)
    child, _ = node(cloud)
    with pytest.raises(
        CloudError, match=rf"ResourceInUse: {parent} has dependencies and can't be deleted: {child} \(VirtualNode, meshName\)"
    ):
        cloud.delete(urn(MESH, "m"), parent, {"name": "m"}, {})
    cloud.delete(urn(NODE, "n"), child, {}, {})
    cloud.delete(urn(MESH, "m"), parent, {"name": "m"}, {})


def test_a_name_is_taken_once_in_its_scope(cloud: Cloud, other: Cloud) -> None:
    cloud.create(urn(MESH, "a"), {"name": "same"})
    with pytest.raises(CloudError, match="ConflictException: name 'same' is taken by mesh-"):
        cloud.create(urn(MESH, "b"), {"name": "same"})
    assert other.create(urn(MESH, "b"), {"name": "same"})


def test_a_name_stays_reserved_after_deletion_until_its_time_has_passed(world: World, cloud: Cloud) -> None:
    id_ = mesh(cloud)
    cloud.delete(urn(MESH, "m"), id_, {"name": "m"}, {})
    with pytest.raises(CloudError, match="PendingDeletion: name 'm' is reserved until 2026-01-08"):
        mesh(cloud)
    assert [words for _, _, words, _ in world.reserved()] == ['["m"]']
    world.advance(8)
    assert mesh(cloud)
    assert world.reserved() == []


def test_a_refused_create_leaves_no_trace(world: World, cloud: Cloud) -> None:
    mesh(cloud)
    before = [one.id for one in world.remaining()]
    with pytest.raises(CloudError, match="BadRequest"):
        node(cloud, name="forbidden")
    assert [one.id for one in world.remaining()] == before
    with pytest.raises(CloudError, match="ConflictException"):
        cloud.create(urn(MESH, "second"), {"name": "m"})
    assert world.births(urn(MESH, "second")) == 0, "what was written before the refusal is taken back"


def test_what_the_cloud_brings_goes_with_what_brought_it(world: World, cloud: Cloud) -> None:
    id_ = mesh(cloud)
    [gate] = world.find(GATE)
    assert gate.urn is None
    assert gate.keeper == f"{MESH}|{id_}"
    cloud.delete(urn(MESH, "m"), id_, {"name": "m"}, {})
    assert world.remaining() == []


def test_adopting_takes_the_clouds_own_object_and_letting_go_leaves_it(world: World, cloud: Cloud) -> None:
    mesh(cloud)
    [gate] = world.find(GATE)
    id_, outputs = cloud.create(urn(GATE, "g"), {"meshName": "m", "name": "default", "spec": {"logging": {}}})
    assert id_ == gate.id
    assert outputs["spec"] == {"logging": {}}
    with pytest.raises(CloudError, match="already managed by"):
        cloud.create(urn(GATE, "second"), {"meshName": "m", "name": "default", "spec": {}})
    cloud.delete(urn(GATE, "g"), id_, {}, {})
    [left] = world.find(GATE)
    assert (left.id, left.urn, left.adopted_as) == (gate.id, None, None)


def test_protection_refuses_the_deletion(cloud: Cloud) -> None:
    id_, outputs = cloud.create(urn(TOPIC, "t"), {"name": "t", "fifoTopic": True})
    with pytest.raises(CloudError, match=r"it is protected \(fifoTopic\)"):
        cloud.delete(urn(TOPIC, "t"), id_, {}, {})
    cloud.update(urn(TOPIC, "t"), id_, outputs, {"name": "t", "fifoTopic": True}, {"name": "t", "fifoTopic": False})
    cloud.delete(urn(TOPIC, "t"), id_, {}, {})


def test_deleting_what_is_gone_is_no_error(cloud: Cloud) -> None:
    cloud.delete(urn(TOPIC, "t"), "arn:aws:sns:eu-west-1:222233334444:t", {}, {})


def test_two_processes_share_the_world(world: World, cloud: Cloud) -> None:
    second = Cloud("aws", World(world.path), dict(cloud.config))
    id_ = mesh(cloud)
    assert node(second)[0]
    with pytest.raises(CloudError, match="ResourceInUse"):
        cloud.delete(urn(MESH, "m"), id_, {"name": "m"}, {})


def test_a_function_that_is_not_modelled_is_an_error(cloud: Cloud) -> None:
    with pytest.raises(CloudError, match="does not model the function aws:outposts/getOutposts:getOutposts"):
        cloud.invoke("aws:outposts/getOutposts:getOutposts", {})
