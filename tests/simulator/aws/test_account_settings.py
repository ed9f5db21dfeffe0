"""Settings of an account, and accounts of an organization: made, read back as they were made, taken away."""

from typing import Any

import pytest

from simulator.rules.aws import kinds, organizations
from simulator.rules.aws.public_access_exclusions import EXCLUSION
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


def test_an_exclusion_from_blocking_is_of_one_network_or_one_subnet(aws: Account) -> None:
    net = aws.make(kinds.VPC, cidrBlock="10.0.0.0/16")
    part = aws.make(kinds.SUBNET, vpcId=net.id, cidrBlock="10.0.0.0/24")
    aws.make(EXCLUSION, vpcId=net.id, internetGatewayExclusionMode="allow-bidirectional")
    aws.make(EXCLUSION, subnetId=part.id, internetGatewayExclusionMode="allow-egress")
    wrong: dict[str, dict[str, str]] = {
        "exactly one of vpcId, subnetId": {"vpcId": net.id, "subnetId": part.id, "internetGatewayExclusionMode": "allow-egress"},
        "must be given, not none": {"internetGatewayExclusionMode": "allow-egress"},
        "allow-bidirectional": {"vpcId": net.id, "internetGatewayExclusionMode": "allow-ingress"},
    }
    for said, inputs in wrong.items():
        assert any(said in fault for fault in aws.faults(EXCLUSION, **inputs)), said
    aws.refuses("InvalidVpcID.NotFound", EXCLUSION, vpcId="vpc-0123456789abcdef0", internetGatewayExclusionMode="allow-egress")
