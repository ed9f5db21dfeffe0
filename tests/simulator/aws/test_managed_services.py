"""Managed services that work by a role: parts that go together, defaults, and roles of other accounts."""

from typing import Any

import pytest

from tests.simulator.aws.account import Account

FOREIGN = "arn:aws:iam::999988887777:role/theirs"
OURS = "arn:aws:iam::111122223333:role/ours"
MACHINE, PIPELINE, PROFILE = "aws:sfn/stateMachine:StateMachine", "aws:sagemaker/pipeline:Pipeline", "aws:rolesanywhere/profile:Profile"
SIGN_INS = "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration"
WRITTEN = {"name": "m", "definition": "{}", "roleArn": OURS}


@pytest.mark.parametrize(
    ("type_", "inputs", "place"),
    [
        (MACHINE, {**WRITTEN, "encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY"}}, "encryptionConfiguration"),
        (MACHINE, {**WRITTEN, "loggingConfiguration": {"level": "ALL"}}, "loggingConfiguration.logDestination"),
        (PIPELINE, {"pipelineName": "p", "pipelineDisplayName": "p", "roleArn": OURS}, "pipelineDefinition"),
        (
            "aws:batch/computeEnvironment:ComputeEnvironment",
            {"type": "MANAGED", "computeResources": {"type": "FARGATE", "maxVcpus": 4, "subnets": ["subnet-0123456789abcdef0"]}},
            "computeResources.securityGroupIds",
        ),
        ("aws:batch/jobQueue:JobQueue", {"priority": 1, "state": "ENABLED"}, "computeEnvironmentOrders"),
        ("aws:glue/connection:Connection", {"name": "c", "connectionType": "NETWORK"}, "physicalConnectionRequirements"),
        ("aws:glue/crawler:Crawler", {"databaseName": "d", "role": OURS}, "s3Targets"),
        ("aws:cognito/userPool:UserPool", {"name": "p", "mfaConfiguration": "ON"}, "mfaConfiguration"),
        (
            "aws:rolesanywhere/trustAnchor:TrustAnchor",
            {"source": {"sourceType": "AWS_ACM_PCA", "sourceData": {}}},
            "source.sourceData.acmPcaArn",
        ),
    ],
)
def test_what_goes_together_must_be_given_together(aws: Account, type_: str, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(type_, **inputs)] == [place]


def test_a_role_of_another_account_can_not_be_passed(aws: Account) -> None:
    aws.refuses("AccessDeniedException", MACHINE, match="Cross-account pass role", **{**WRITTEN, "roleArn": FOREIGN})
    aws.refuses("AccessDeniedException", PROFILE, match="Cross-account pass role", name="p", roleArns=[OURS, FOREIGN])
    aws.make(MACHINE, **WRITTEN)


def test_sign_ins_are_written_to_a_log_group_of_the_same_account(aws: Account) -> None:
    def kept(account: str) -> dict[str, Any]:
        group = f"arn:aws:logs:eu-west-1:{account}:log-group:/signins"
        event = {"eventSource": "userAuthEvents", "logLevel": "INFO", "cloudWatchLogsConfiguration": {"logGroupArn": group}}
        return {"userPoolId": "eu-west-1_a1b2c3", "logConfigurations": [event]}

    aws.refuses("InvalidParameterException", SIGN_INS, match="another account", **kept("999988887777"))
    aws.make(SIGN_INS, **kept("111122223333"))


def test_what_is_not_given_is_what_the_service_takes(aws: Account) -> None:
    made = aws.make(MACHINE, **WRITTEN, loggingConfiguration={"logDestination": "arn:aws:logs:eu-west-1:111122223333:log-group:/m:*"})
    assert made["type"] == "STANDARD"
    assert made["loggingConfiguration"]["includeExecutionData"] is False
    assert made["loggingConfiguration"]["level"] == "OFF"
