"""Powers of a role that lead further than what it may read itself."""

from typing import Any

import pytest

from tests.posture.readers.aws.estate import EVERYTHING, OURS, OURS_ONLY, STATED, Estate, document, may, trust

RESIDENT = {**STATED, "residency": ["eu-west-1"]}
LAMBDA = {"Service": "lambda.amazonaws.com"}
EC2 = {"Service": "ec2.amazonaws.com"}
VICTIM = f"arn:aws:iam::{OURS}:role/victim"
MINE = f"arn:aws:lambda:eu-west-1:{OURS}:function:mine-*"
"""Functions of its own: that of phi may not be called."""
MAKE = ["lambda:CreateFunction", "lambda:InvokeFunction"]


def clinic_with(clinic: Estate, service: str, *policies: str, trusts: Any = LAMBDA, through: Any = OURS_ONLY, victim: bool = True) -> None:
    """Records with a function of phi that reads them, and a program of inference behind an endpoint."""
    phi, inference = clinic.zone("phi"), clinic.zone("inference", "10.2.0.0/16")
    clinic.bucket("records", "phi")
    reads = clinic.role("victim", trust(trusts), may("s3:GetObject")) if victim else None
    clinic.function("redact", phi, reads)
    clinic.endpoint(inference, service, document(through))
    clinic.function("asks", inference, clinic.role("reader", trust(LAMBDA), *policies))


def verdicts(clinic: Estate, form: str = "state") -> str:
    return clinic.verdicts(form, RESIDENT, "phi-redaction zone-segmentation")


@pytest.mark.parametrize(
    ("actions", "verdict"),
    [
        ("lambda:UpdateFunctionCode", "unproven violated"),
        ("lambda:Update*", "unproven violated"),
        ("lambda:ListFunctions", "proven proven"),
    ],
)
def test_whoever_changes_the_code_of_another_zones_function_is_in_that_zone(clinic: Estate, form: str, actions: str, verdict: str) -> None:
    clinic_with(clinic, "lambda", may(actions))
    assert verdicts(clinic, form) == verdict


def test_an_endpoint_that_passes_no_change_of_code_holds_it_off(clinic: Estate, form: str) -> None:
    clinic_with(clinic, "lambda", may("lambda:*"), through={**EVERYTHING, "Action": "lambda:ListFunctions"})
    assert verdicts(clinic, form) == "proven proven"


@pytest.mark.parametrize(
    ("policies", "trusts", "redaction"),
    [
        ([may(MAKE, MINE), may("iam:PassRole", VICTIM)], LAMBDA, "violated"),
        ([may(MAKE, MINE), may("iam:PassRole")], LAMBDA, "violated"),
        ([may("lambda:CreateFunction", MINE), may("iam:PassRole")], LAMBDA, "unproven"),
        ([may(MAKE, MINE)], LAMBDA, "proven"),
        ([may(MAKE, MINE), may("iam:PassRole", f"{VICTIM}s")], LAMBDA, "proven"),
        ([may(MAKE, MINE), may("iam:PassRole", VICTIM)], EC2, "proven"),
        ([may("iam:PassRole", VICTIM)], LAMBDA, "proven"),
    ],
)
def test_whoever_makes_a_function_with_a_role_reads_what_the_role_reads(
    clinic: Estate, policies: list[str], trusts: Any, redaction: str
) -> None:
    clinic_with(clinic, "lambda", *policies, trusts=trusts)
    assert verdicts(clinic).split()[0] == redaction


@pytest.mark.parametrize(
    ("service", "policies", "trusts", "redaction"),
    [
        ("ec2", [may(["ec2:RunInstances", "iam:PassRole"])], EC2, "unproven"),
        ("ec2", [may(["ec2:DescribeInstances", "iam:PassRole"])], EC2, "proven"),
        ("sagemaker.api", [may(["sagemaker:CreateProcessingJob", "iam:PassRole"])], {"Service": "sagemaker.amazonaws.com"}, "unproven"),
        ("sagemaker.api", [may(["sagemaker:CreateProcessingJob", "iam:PassRole"])], LAMBDA, "proven"),
        ("iam", [may("iam:*")], LAMBDA, "unproven"),
        ("iam", [may("iam:AttachRolePolicy")], LAMBDA, "unproven"),
        ("iam", [may(["iam:GetRole", "iam:ListRoles"])], LAMBDA, "proven"),
    ],
)
def test_what_is_started_or_changed_by_other_services_is_left_open(
    clinic: Estate, form: str, service: str, policies: list[str], trusts: Any, redaction: str
) -> None:
    clinic_with(clinic, service, *policies, trusts=trusts)
    assert verdicts(clinic, form).split()[0] == redaction


@pytest.mark.parametrize(("action", "verdict"), [("ssm:SendCommand", "unproven"), ("ssm:GetDocument", "proven")])
def test_whoever_commands_a_machine_of_another_zone_may_be_on_it(clinic: Estate, form: str, action: str, verdict: str) -> None:
    clinic_with(clinic, "ssm", may(action), victim=False)
    subnet = next(made for made in clinic.made if made.name == "phi-a")
    clinic.put("aws:ec2/instance:Instance", "host", subnetId=subnet.id, vpcSecurityGroupIds=[])
    assert verdicts(clinic, form).split()[1] == verdict


def test_a_machine_with_the_policy_that_aws_gives_to_managed_ones_commands_nobody(clinic: Estate, form: str) -> None:
    clinic_with(clinic, "ssm", victim=False)
    reader = next(made for made in clinic.made if made.name == "reader")
    reader.inputs["managedPolicyArns"] = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
    subnet = next(made for made in clinic.made if made.name == "phi-a")
    clinic.put("aws:ec2/instance:Instance", "host", subnetId=subnet.id, vpcSecurityGroupIds=[])
    assert verdicts(clinic, form) == "proven proven"
