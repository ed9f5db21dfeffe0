"""Two ends are the same or they are not; a comparison that forgives too much proves nothing."""

from typing import Any

from tests.faults.comparing import Picture, differences

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


def test_what_is_missing_and_what_is_too_much_is_named() -> None:
    more = end()
    more.world["eip 1 eu eip-1"] = []
    assert differences(end(), more) == ["world: eip 1 eu eip-1 is too much"]
    assert differences(more, end()) == ["world: eip 1 eu eip-1 is missing"]
