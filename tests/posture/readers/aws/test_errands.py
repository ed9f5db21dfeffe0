"""What may be asked of services that nobody follows, and whether the stack holds anything of another zone to get at."""

from typing import Any

import pytest

from tests.posture.readers.aws.estate import OURS_ONLY, Estate, document, may, trust

LAMBDA = {"Service": "lambda.amazonaws.com"}


def phi_behind(clinic: Estate, service: str, *policies: str, through: Any = OURS_ONLY) -> None:
    """Records, and a program of phi behind an endpoint of the service."""
    phi = clinic.zone("phi")
    clinic.endpoint(phi, service, document(through))
    if policies:
        clinic.function("asks", phi, clinic.role("asker", trust(LAMBDA), *policies))


def beside(clinic: Estate) -> None:
    clinic.zone("inference", "10.2.0.0/16")


@pytest.mark.parametrize("service", ["athena", "states", "glue", "batch", "a-service-of-next-year"])
def test_a_service_that_nobody_follows_is_said_so_beside_another_zone(clinic: Estate, form: str, service: str) -> None:
    phi_behind(clinic, service)
    beside(clinic)
    assert clinic.unreadable(form) == {f"phi-{service}"}
    assert clinic.verdicts(form) == "unproven unproven unproven"


def test_where_everything_is_of_one_zone_there_is_nothing_else_to_get_at(clinic: Estate, form: str) -> None:
    phi_behind(clinic, "athena", may("athena:*"))
    clinic.bucket("records", "phi")
    assert clinic.verdicts(form) == "proven proven proven"


def test_a_program_without_a_zone_may_be_told_by_it(clinic: Estate, form: str) -> None:
    phi_behind(clinic, "states", may("states:*"))
    vpc = clinic.put("aws:ec2/vpc:Vpc", "shop", literal="vpc-shop", cidrBlock="10.9.0.0/16")
    clinic.put("aws:ec2/subnet:Subnet", "shop-a", vpcId=vpc.id, cidrBlock="10.9.1.0/24")
    assert clinic.verdicts(form).split()[0] == "unproven"


@pytest.mark.parametrize(("moves", "verdict"), [(False, "proven"), (True, "unproven")])
def test_a_store_without_a_zone_counts_where_it_leads_on(clinic: Estate, form: str, moves: bool, verdict: str) -> None:
    phi_behind(clinic, "athena", may("athena:*"))
    pages = clinic.bucket("pages")
    if moves:
        clinic.put("aws:s3/bucketAcl:BucketAcl", "open", bucket=pages.id, acl="public-read")
    assert clinic.verdicts(form).split()[0] == verdict


@pytest.mark.parametrize(
    ("service", "actions", "verdict"),
    [
        ("states", "states:StartExecution", "unproven"),
        ("states", ["logs:PutLogEvents", "kms:Decrypt"], "proven"),
        ("states", "states:ListStateMachines", "proven"),
        ("ecs", "ecs:RunTask", "unproven"),
        ("ecs", ["ecs:DescribeServices", "ecs:SubmitTaskStateChange"], "proven"),
        ("comprehendmedical", "comprehendmedical:DetectPHI", "proven"),
        ("comprehendmedical", "comprehendmedical:*", "unproven"),
        ("a-service-of-next-year", "logs:PutLogEvents", "unproven"),
    ],
)
def test_known_roles_decide_what_is_asked(clinic: Estate, form: str, service: str, actions: Any, verdict: str) -> None:
    phi_behind(clinic, service, may(actions))
    beside(clinic)
    assert clinic.verdicts(form) == " ".join([verdict] * 3)


def test_an_endpoint_that_does_not_pass_it_holds_it_off(clinic: Estate, form: str) -> None:
    phi_behind(clinic, "states", may("states:*"), through={**OURS_ONLY, "Action": "states:ListStateMachines"})
    beside(clinic)
    assert clinic.verdicts(form) == "proven proven proven"


def test_agents_of_containers_are_told_what_to_run_and_tell_how_it_goes(clinic: Estate, form: str) -> None:
    phi = clinic.zone("phi")
    for service in ("ecs-agent", "ecs-telemetry"):
        clinic.endpoint(phi, service, document(OURS_ONLY))
    beside(clinic)
    assert clinic.verdicts(form) == "proven proven proven"
