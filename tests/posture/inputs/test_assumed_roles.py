"""Whose account a provider builds in, by the role that it assumes."""

import json
from pathlib import Path

import pytest

from posture.inputs.load import load_stack

PROVIDER = "urn:pulumi:dev::clinic::pulumi:providers:aws::archive"


@pytest.mark.parametrize("key", ["roleArn", "role_arn"])
def test_a_role_that_is_assumed_says_the_account_however_its_key_is_written(tmp_path: Path, key: str) -> None:
    roles = json.dumps([{key: "arn:aws:iam::222233334444:role/deploy"}])
    rows = [
        {
            "urn": PROVIDER,
            "custom": True,
            "id": "p",
            "type": "pulumi:providers:aws",
            "inputs": {"region": "eu-west-1", "assumeRoles": roles},
        },
        {
            "urn": "urn:pulumi:dev::clinic::aws:s3/bucket:Bucket::archive",
            "custom": True,
            "id": "archive",
            "type": "aws:s3/bucket:Bucket",
            "provider": f"{PROVIDER}::p",
        },
    ]
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": rows}}), encoding="utf-8")
    found = next(one for one in load_stack(state).resources if one.name == "archive" and one.type == "aws:s3/bucket:Bucket")
    assert found.provider is not None
    assert found.provider.account == "222233334444"
