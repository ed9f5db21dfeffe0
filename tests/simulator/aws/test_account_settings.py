"""Settings of an account, and accounts of an organization: made, read back as they were made, taken away."""

from typing import Any

import pytest

from simulator.rules.aws import organizations
from tests.simulator.aws.account import Account

SETTINGS: dict[str, dict[str, Any]] = {
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": {"state": "block-all-sharing"},
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": {"state": "block-new-sharing"},
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": {"httpTokens": "required"},
    "aws:ec2/serialConsoleAccess:SerialConsoleAccess": {"enabled": False},
    "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": {"internetGatewayBlockMode": "block-bidirectional"},
}


@pytest.mark.parametrize("type_", SETTINGS)
def test_a_setting_reads_back_as_it_was_made(aws: Account, type_: str) -> None:
    made = aws.make(type_, **SETTINGS[type_])
    inputs, outputs = aws.read(made)
    assert {name: outputs[name] for name in SETTINGS[type_]} == SETTINGS[type_]
    assert {name: inputs[name] for name in SETTINGS[type_]} == SETTINGS[type_]
    aws.delete(made)
    assert aws.object(made) is None


def test_an_account_is_made_in_an_organization_and_known_by_its_number(aws: Account) -> None:
    aws.make(organizations.ORGANIZATION, featureSet="ALL")
    made = aws.make(organizations.ACCOUNT, name="records", email="records@clinic.example")
    assert made.id.isdecimal()
    assert len(made.id) == 12
    assert aws.read(made)[1]["email"] == "records@clinic.example"
