"""The same change in the record and in the program: what differs is written down, and applied to the inputs that the engine gets."""

from tests.mutation.in_program import _edited, edits
from tests.mutation.program import Late, Program, Row


def program(**inputs: object) -> Program:
    row = Row("urn:pulumi:dev::p::aws:s3/bucket:Bucket::b", "aws:s3/bucket:Bucket", dict(inputs))
    return Program([row], {})


def test_what_is_put_and_what_is_taken_is_told_with_its_place() -> None:
    made = edits(program(acl="private", rules={"days": 1}), program(rules={"days": 2}, bucket="b"))
    assert made is not None
    (found,) = made.values()
    assert sorted(map(str, found)) == sorted(map(str, [("take", ["acl"], None), ("put", ["rules", "days"], 2), ("put", ["bucket"], "b")]))


def test_a_value_that_is_known_late_can_not_be_written_into_the_program() -> None:
    assert edits(program(), program(kmsKeyId=Late("arn"))) is None


def test_another_resource_is_more_than_an_edit_of_inputs() -> None:
    longer = program()
    longer.add(Row("urn:pulumi:dev::p::aws:s3/bucket:Bucket::c", "aws:s3/bucket:Bucket", {}))
    assert edits(program(), longer) is None


def test_the_transform_changes_the_place_and_leaves_the_rest() -> None:
    props = {"rules": [{"days": 1, "id": "a"}], "bucket": "b"}
    assert _edited(props, ["rules", 0, "days"], "put", 2) == {"rules": [{"days": 2, "id": "a"}], "bucket": "b"}
    assert _edited(props, ["bucket"], "take", None) == {"rules": [{"days": 1, "id": "a"}]}
    assert props["bucket"] == "b"
