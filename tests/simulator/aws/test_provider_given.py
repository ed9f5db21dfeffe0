"""What a program leaves out and the provider knows: the account, the region; and what nobody can fill in."""

import pytest

from tests.simulator.aws.account import Account

GRANTS = "aws:s3control/accessGrantsInstance:AccessGrantsInstance"
COMPONENT = "aws:imagebuilder/component:Component"


def test_access_grants_are_of_the_providers_account_unless_another_is_named(aws: Account) -> None:
    assert aws.make(GRANTS)["accountId"] == "111122223333"


def test_a_network_is_authorized_in_the_providers_region(aws: Account) -> None:
    made = aws.make("aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization", zoneId="Z1", vpcId="vpc-0123456789abcdef0")
    assert made["vpcRegion"] == "eu-west-1"


@pytest.mark.parametrize("document", [{}, {"data": "{}", "uri": "s3://builds/hardening.yaml"}])
def test_a_component_of_an_image_has_exactly_one_document(aws: Account, document: dict[str, str]) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(COMPONENT, name="c", platform="Linux", version="1.0.0", **document)] == ["uri"]
