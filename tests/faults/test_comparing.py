"""Two ends are the same or they are not; a comparison that forgives too much proves nothing."""

from typing import Any, cast

from simulator.runner import Rehearsal
from simulator.world import Object, World
from tests.faults.comparing import Picture, differences, picture
from tests.faults.guarding import CONTENTS

URN = "urn:pulumi:aws-dev::ai-zones::aws:ec2/vpc:Vpc::phi"
OTHER = "urn:pulumi:aws-dev::ai-zones::aws:ec2/subnet:Subnet::a"


def end(id_: str = "vpc-0123456789abcdef0", **more: Any) -> Picture:
    state = {URN: {"id": id_, "inputs": {"cidrBlock": "10.0.0.0/16"}, **more}, OTHER: {"id": "subnet-1", "inputs": {"vpcId": id_}}}
    return Picture(state, {f"vpc 1 eu {id_}": [URN, id_]}, (), {URN: 1})


def test_equal_ends_do_not_differ() -> None:
    assert differences(end(), end()) == []


def test_what_failed_to_become_ready_differs() -> None:
    assert differences(end(), end(initErrors=["timeout"])) == ["state: phi differs at .initErrors: 'None' became \"['timeout']\""]


def test_a_new_id_differs_unless_the_resource_was_made_again() -> None:
    assert differences(end(), end("vpc-fedcba98765432100")) != []
    assert differences(end(), end("vpc-fedcba98765432100"), frozenset({URN})) == []


def test_another_setting_differs_even_where_it_was_made_again() -> None:
    again = end("vpc-fedcba98765432100", inputs={"cidrBlock": "10.1.0.0/16"})
    assert differences(end(), again, frozenset({URN})) == ["state: phi differs at .inputs.cidrBlock: '10.0.0.0/16' became '10.1.0.0/16'"]


def test_an_address_that_was_made_again_is_another_one_everywhere() -> None:
    before = end(outputs={"publicIp": "54.1.1.1"})
    after = end(outputs={"publicIp": "54.2.2.2"})
    before.state[OTHER]["outputs"] = {"publicIp": "54.1.1.1"}
    after.state[OTHER]["outputs"] = {"publicIp": "54.2.2.2"}
    assert differences(before, after, frozenset({URN})) == []
    assert len(differences(before, after)) == 2, "not, where nothing was made again"


def doors(first: str, second: str, asked: dict[str, str] | None = None) -> Picture:
    rule = {"type": "gcp:compute/forwardingRule:ForwardingRule", "inputs": asked or {}}
    return Picture({URN: {**rule, "outputs": {"ipAddress": first}}, OTHER: {**rule, "outputs": {"ipAddress": second}}}, {}, (), {})


def test_which_free_address_a_subnet_gives_first_makes_no_difference() -> None:
    assert differences(doors("10.0.0.5", "10.0.0.50"), doors("10.0.0.50", "10.0.0.5")) == []
    assert differences(doors("10.0.0.5", "10.0.0.50"), doors("10.0.0.5", "10.0.0.5")) != [], "one address at two doors"
    asked = {"ipAddress": "10.0.0.5"}
    assert differences(doors("10.0.0.5", "10.0.0.6", asked), doors("10.0.0.6", "10.0.0.5", asked)) != [], "asked for"


def test_what_is_missing_and_what_is_too_much_is_named() -> None:
    more = end()
    more.world["eip 1 eu eip-1"] = []
    assert differences(end(), more) == ["world: eip 1 eu eip-1 is too much"]
    assert differences(more, end()) == ["world: eip 1 eu eip-1 is missing"]


VPC, ACL = "aws:ec2/vpc:Vpc", "aws:ec2/networkAcl:NetworkAcl"


class Stood:
    """A rehearsal that has been: one VPC, and what stands in the world."""

    def __init__(self, world: World, **outputs: Any) -> None:
        self.world = world
        self.outputs = outputs

    def export(self) -> dict[str, Any]:
        return {"deployment": {"resources": [{"urn": URN, "type": VPC, "id": "vpc-1", "outputs": self.outputs}]}}


def seen(world: World, **outputs: Any) -> Picture:
    return picture(cast(Rehearsal, Stood(world, **outputs)))


def exists(world: World, id_: str = "vpc-1", type_: str = VPC, urn: str = URN, **more: Any) -> Object:
    return world.put(Object(type_, id_, "111122223333", "eu-west-1", {"id": id_}, urn=urn, **more))


def test_a_second_copy_and_an_orphan_are_seen(world: World) -> None:
    exists(world)
    once = seen(world)
    assert (once.copies, once.orphans) == ({URN: 1}, ())
    exists(world, "vpc-2", answered=False)
    twice = seen(world)
    assert (twice.copies, twice.orphans) == ({URN: 2}, (f"{VPC} vpc-2 {URN}",))
    assert differences(once, twice) == [f"world: {VPC} 111122223333 eu-west-1 vpc-2 is too much"]


def test_what_aws_keeps_of_a_deleted_resource_is_no_copy(world: World) -> None:
    exists(world)
    exists(world, "vpc-2", state={"kept_because": "snapshot"})
    assert seen(world).copies == {URN: 1}


def test_times_and_contents_make_no_difference_and_settings_do(world: World) -> None:
    exists(world)
    before = seen(world, at="2026-01-01T00:00:00Z")
    exists(world, state={CONTENTS: "records"})
    assert differences(before, seen(world, at="2026-01-01T00:01:00Z")) == []
    exists(world, state={"main": True})
    assert differences(before, seen(world, at="2026-01-01T00:00:00Z")) != []


def test_a_default_acls_list_of_subnets_shows_only_the_order_of_creation(world: World) -> None:
    acl = exists(world, "acl-1", ACL, OTHER, adopted_as="aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
    before = seen(world)
    world.put(Object(**{**vars(acl), "outputs": {"id": "acl-1", "subnetIds": ["subnet-1"]}}))
    assert differences(before, seen(world)) == []
    world.put(Object(**{**vars(acl), "state": {"subnets": ["subnet-1"]}}))
    assert differences(before, seen(world)) != [], "which subnets follow it is compared"
