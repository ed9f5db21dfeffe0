"""Preview JSON: what is refused. That the forms are right is tested on previews that the engine makes (tests/engine)."""

from typing import Any

import pytest

from posture.errors import InputError
from posture.inputs.preview import read_preview
from posture.stack import Form
from posture.values import UNKNOWN
from posture.view import ResourceView

URN = "urn:pulumi:s::p::aws:s3/bucket:Bucket::records"


def step(operation: str, **fields: Any) -> dict[str, Any]:
    key = "oldState" if operation.startswith("delete") else "newState"
    return {"op": operation, "urn": URN, key: {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True, **fields}}


def test_a_preview_that_leaves_out_unchanged_resources_is_refused_and_says_what_to_add() -> None:
    with pytest.raises(InputError, match="--show-sames"):
        read_preview({"steps": [step("create")], "changeSummary": {"create": 1, "same": 2}}, "f")


def test_a_preview_that_shows_them_is_read() -> None:
    found = read_preview({"steps": [step("same", id="records", outputs={"arn": "a"})], "changeSummary": {"same": 1}}, "f")
    assert found.form is Form.PREVIEW
    assert (found.by_urn[URN].id, found.by_urn[URN].props) == ("records", {"arn": "a"})


@pytest.mark.parametrize("operation", ["same", "update"])
def test_what_stays_keeps_its_id_and_outputs_which_stand_in_the_old_state(operation: str) -> None:
    kept = {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True, "inputs": {"bucket": "b"}}
    old = {**kept, "id": "records", "outputs": {"bucket": "b", "arn": "a"}}
    found = read_preview({"steps": [{"op": operation, "urn": URN, "newState": kept, "oldState": old}]}, "f").by_urn[URN]
    assert (found.id, found.props) == ("records", {"bucket": "b", "arn": "a"})


def test_what_the_program_gives_no_more_does_not_stay_from_what_was() -> None:
    base = {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True}
    old = {**base, "id": "records", "inputs": {"bucket": "b", "policy": "p"}, "outputs": {"bucket": "b", "policy": "p", "arn": "a"}}
    new = {**base, "inputs": {"bucket": "b"}}
    found = read_preview({"steps": [{"op": "update", "urn": URN, "newState": new, "oldState": old}]}, "f").by_urn[URN]
    assert found.props == {"bucket": "b", "arn": "a"}


def test_what_is_replaced_keeps_nothing_of_what_it_was() -> None:
    new = {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True, "inputs": {"bucket": "b"}}
    old = {**new, "id": "records", "outputs": {"arn": "a"}}
    found = read_preview({"steps": [{"op": "replace", "urn": URN, "newState": new, "oldState": old}]}, "f").by_urn[URN]
    assert (found.id, found.props) == (UNKNOWN, {"bucket": "b"})


def test_what_is_created_has_no_id_yet() -> None:
    assert read_preview({"steps": [step("create", inputs={"bucket": "b"})]}, "f").by_urn[URN].id is UNKNOWN


def test_what_is_replaced_gets_another_id() -> None:
    assert read_preview({"steps": [step("replace", id="records")]}, "f").by_urn[URN].id is UNKNOWN


def test_an_update_is_judged_by_its_new_inputs() -> None:
    found = read_preview(
        {"steps": [step("update", id="records", inputs={"acl": "public-read"}, outputs={"acl": "private", "arn": "a"})]}, "f"
    )
    assert found.by_urn[URN].props == {"acl": "public-read", "arn": "a"}


def test_what_is_deleted_will_be_gone() -> None:
    assert read_preview({"steps": [step("delete")]}, "f").by_urn == {}


def test_a_failed_preview_is_refused() -> None:
    with pytest.raises(InputError, match="the preview failed \\(no such bucket\\)"):
        read_preview({"steps": [], "diagnostics": [{"severity": "error", "message": "no such bucket\nmore"}]}, "f")


@pytest.mark.parametrize(
    "plan",
    [{"steps": 3}, {"steps": [3]}, {"steps": [{"op": "create"}]}, {"steps": [step("conjure")]}, {"steps": [{"op": "create", "urn": URN}]}],
)
def test_a_foreign_document_is_refused(plan: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"^f: "):
        read_preview(plan, "f")


def test_default_providers_stand_in_no_step_and_are_read_from_the_stacks_configuration() -> None:
    """Their tags classify: without them a preview would prove what the state violates."""
    reference = "urn:pulumi:s::p::pulumi:providers:aws::default_7_51_1::04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    config = {
        "aws:region": "eu-west-1",
        "aws:defaultTags": '{"tags": {"ai-zone": "phi"}}',
        "aws:allowedAccountIds": '["111122223333"]',
        "gcp:region": "x",
    }
    found = read_preview({"config": config, "steps": [step("create", provider=reference)]}, "f").by_urn[URN].provider
    assert found is not None
    assert (found.region, found.account, found.default_tags) == ("eu-west-1", "111122223333", {"ai-zone": "phi"})


def test_a_masked_tag_of_the_configuration_is_unknown() -> None:
    reference = "urn:pulumi:s::p::pulumi:providers:aws::default::id"
    document = {"config": {"aws:defaultTags": "[secret]"}, "steps": [step("create", provider=reference)]}
    found = read_preview(document, "f").by_urn[URN].provider
    assert found is not None
    assert found.default_tags == {"*": UNKNOWN}


def test_of_what_is_only_read_a_preview_tells_the_id_and_everything_else_is_unknown() -> None:
    """The step is written before the provider answers: an absent tag or flag says nothing."""
    found = read_preview({"steps": [step("read", id="records", external=True)]}, "f")
    view = ResourceView(found.by_urn[URN], found)
    assert found.by_urn[URN].id == "records"
    assert (view.flag("forceDestroy"), view.text("acl"), view.texts("rules"), view.blocks("rules")) == (UNKNOWN,) * 4
    assert view.tags() == {"*": UNKNOWN}
