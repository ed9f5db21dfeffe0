"""Exported states, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.check import check
from posture.errors import InputError
from posture.inputs.load import load_stack
from posture.inputs.state import read_state
from posture.proofs.verdict import Verdict
from posture.settings.effective import load_settings
from posture.stack import Form
from posture.values import SIGNATURE_KEY, UNKNOWN

PROVIDER = "urn:pulumi:s::p::pulumi:providers:aws::phi"
BUCKET = "urn:pulumi:s::p::my:index:Store$aws:s3/bucket:Bucket::records"


def state(*resources: dict[str, Any]) -> dict[str, Any]:
    provider = {
        "urn": PROVIDER,
        "type": "pulumi:providers:aws",
        "custom": True,
        "id": "0b0c",
        "inputs": {"region": "eu-west-1", "allowedAccountIds": '["111122223333"]', "defaultTags": '{"tags":{"ai-zone":"phi"}}'},
    }
    return {"version": 3, "deployment": {"manifest": {}, "resources": [provider, *resources]}}


def bucket(**fields: Any) -> dict[str, Any]:
    entry = {
        "urn": BUCKET,
        "type": "aws:s3/bucket:Bucket",
        "custom": True,
        "id": "records",
        "provider": f"{PROVIDER}::0b0c",
        "inputs": {},
        "outputs": {},
    }
    return {**entry, **fields}


def test_outputs_win_over_inputs_and_what_only_the_program_gave_is_kept() -> None:
    found = read_state(state(bucket(inputs={"a": 1, "b": 1}, outputs={"b": 2})), "f").by_urn[BUCKET]
    assert dict(found.props) == {"a": 1, "b": 2}
    assert found.declared == frozenset({"a", "b"})


def test_a_provider_tells_region_account_and_default_tags_though_they_are_stored_as_json_strings() -> None:
    provider = read_state(state(bucket()), "f").by_urn[BUCKET].provider
    assert provider is not None
    assert (provider.region, provider.account, dict(provider.default_tags)) == ("eu-west-1", "111122223333", {"ai-zone": "phi"})


def test_ciphertext_is_unknown_and_a_plain_secret_is_opened() -> None:
    secret = {SIGNATURE_KEY: "1b47061264138c4ac30d75fd1eb44270"}
    found = read_state(
        state(bucket(outputs={"shut": {**secret, "ciphertext": "v1:x"}, "open": {**secret, "plaintext": '"here"'}})), "f"
    ).by_urn[BUCKET]
    assert found.props == {"shut": UNKNOWN, "open": "here"}


def test_what_is_pending_deletion_still_stands_in_the_cloud() -> None:
    assert BUCKET in read_state(state(bucket(delete=True)), "f").by_urn


def test_an_adopted_resource_says_so() -> None:
    assert read_state(state(bucket(external=True)), "f").by_urn[BUCKET].external


def test_a_component_is_not_a_cloud_resource() -> None:
    component: dict[str, Any] = {"urn": "urn:pulumi:s::p::my:index:Store::store", "type": "my:index:Store", "custom": False}
    assert not read_state(state(component), "f").by_urn[component["urn"]].custom


def test_a_state_is_of_the_form_state_and_a_checkpoint_too() -> None:
    assert read_state(state(bucket()), "f").form is Form.STATE
    checkpoint = {"version": 3, "checkpoint": {"stack": "s", "latest": state(bucket())["deployment"]}}
    assert BUCKET in read_state(checkpoint, "f").by_urn


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "the file is empty"),
        ("[]", "neither an exported state"),
        ('{"resources": []}', "neither an exported state"),
        ('{"deployment": {"resources": 3}}', "must be a list"),
        ('{"deployment": {"resources": [{"type": "t"}]}}', "have no `urn`"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_wrong_file_gives_one_message_with_its_name(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "given.json"
    file.write_text(content)
    with pytest.raises(InputError, match=words) as caught:
        load_stack(file)
    assert str(file) in str(caught.value)


def test_a_missing_file_and_a_binary_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_stack(tmp_path / "nothing.json")
    (tmp_path / "binary").write_bytes(b"\x82\x00{")
    with pytest.raises(InputError, match="no text"):
        load_stack(tmp_path / "binary")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["urn", "type", "inputs", "outputs", "id", "provider", "parent", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(resources=st.lists(JSON, max_size=4))
def test_any_list_of_resources_is_read_or_refused_in_one_message(resources: list[Any]) -> None:
    try:
        read_state({"deployment": {"resources": json.loads(json.dumps(resources))}}, "f")
    except InputError as error:
        assert str(error).startswith("f: ")  # noqa: PT017  either outcome is right


def test_an_arn_that_the_program_gives_tells_nothing_of_the_providers_account() -> None:
    free = {"urn": PROVIDER, "type": "pulumi:providers:aws", "custom": True, "id": "0b0c", "inputs": {"region": "eu-west-1"}}
    bus = "arn:aws:events:eu-west-1:999988887777:event-bus/intake"
    target = bucket(type="aws:cloudwatch/eventTarget:EventTarget", inputs={"arn": bus}, outputs={"arn": bus})
    rule = bucket(outputs={"arn": "arn:aws:events:eu-west-1:111122223333:rule/all"})

    def account(*rows: dict[str, Any]) -> str | None:
        document = {"version": 3, "deployment": {"manifest": {}, "resources": [free, *rows]}}
        provider = read_state(document, "f").by_urn[BUCKET].provider
        return None if provider is None else provider.account

    assert account(target) is None
    assert account(rule) == "111122223333"


def test_an_interrupted_update_leaves_the_verdict_open(tmp_path: Path) -> None:
    document = state(bucket())
    document["deployment"]["pending_operations"] = [
        {"type": "creating", "resource": {"urn": BUCKET.replace("records", "copies"), "type": "aws:s3/bucket:Bucket"}},
        {"type": "reading", "resource": {"urn": BUCKET, "type": "aws:s3/bucket:Bucket"}},
    ]
    (tmp_path / "state.json").write_text(json.dumps(document))
    judged = check(load_stack(tmp_path / "state.json"), load_settings(None), theorems=())
    assert judged.verdict is Verdict.UNPROVEN
    assert [finding.message for finding in judged.result("update-finished").findings] == [
        "an update was interrupted while creating copies: what stands in the cloud is not known. Run `pulumi refresh`, then export the state again"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\x1f\x8b\x08\x00", r"packed \(gzip\)"),
        (b"Previewing update (dev):\n + create", "without `--json`"),
        (b'{"version": 4, "terraform_version": "1.9.0"}', "a state or plan of Terraform"),
        (b'{"Resources": {}}', "a template of CloudFormation"),
        (b"null", "it is null"),
        (b"name: clinic\nruntime: python\n", "it is YAML"),
        (b"\x82\x00", "no text"),
    ],
)
def test_what_is_no_state_is_called_by_its_name(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(content)
    with pytest.raises(InputError, match=said):
        load_stack(tmp_path / "given")


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder"):
        load_stack(tmp_path)


def test_a_state_that_powershell_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(json.dumps(state(bucket())), encoding="utf-16")
    assert BUCKET in load_stack(tmp_path / "state.json").by_urn
