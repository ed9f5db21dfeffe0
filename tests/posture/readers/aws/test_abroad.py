"""A zone is no more ours than the account and region in which the program itself builds it."""

import pytest

from tests.posture.readers.aws.estate import AI, FOREIGN, OURS, STATED, UNSTATED, Estate


@pytest.mark.parametrize(("account", "verdict"), [(OURS, "proven"), (AI, "proven"), (FOREIGN, "violated")])
def test_a_network_of_the_stack_is_ours_where_its_account_is_listed(form: str, account: str, verdict: str) -> None:
    estate = Estate()
    estate.zone("phi", account=account)
    assert estate.verdicts(form, only="phi-exit") == verdict


def test_without_a_list_the_accounts_in_which_the_stack_is_built_are_ours(form: str) -> None:
    estate = Estate()
    estate.zone("phi", account=FOREIGN)
    assert estate.verdicts(form, UNSTATED, only="phi-exit") == "proven"


@pytest.mark.parametrize(("region", "verdict"), [("eu-west-1", "proven"), ("us-east-1", "violated")])
def test_a_host_of_phi_stands_within_residency(form: str, region: str, verdict: str) -> None:
    estate = Estate()
    phi = estate.zone("phi")
    estate.put("aws:ec2/instance:Instance", "records", subnetId=phi.subnet.id, region=region)
    assert estate.verdicts(form, {**STATED, "residency": ["eu-west-1"]}, only="phi-exit") == verdict


@pytest.mark.parametrize(("account", "verdict"), [(OURS, "proven"), (FOREIGN, "violated")])
def test_a_table_lies_where_the_bucket_that_it_names_does(form: str, account: str, verdict: str) -> None:
    """In a preview its own ARN is not known yet, and its bucket's is."""
    estate = Estate()
    estate.zone("phi")
    bucket = f"arn:aws:s3tables:eu-west-1:{account}:bucket/cohorts"
    estate.put("aws:s3tables/table:Table", "visits", arn=f"{bucket}/table/visits", zone="phi", data="phi", tableBucketArn=bucket)
    assert estate.verdicts(form, only="phi-exit") == verdict
