"""AWS service names against botocore's own endpoint data: a second source."""

import botocore.session  # type: ignore[import-untyped]
import pytest

from ai_zones.plan import CEILING, Cloud

# Endpoint services whose suffix is not the host prefix of an API that botocore knows, each from the service's own guide.
NOT_A_HOST_PREFIX = {
    "ecr.dkr": "Amazon ECR User Guide, 'Amazon ECR interface VPC endpoints': the registry itself, no API",
    "ssmmessages": "AWS Systems Manager User Guide, 'Create VPC endpoints': agents only",
    "ec2messages": "AWS Systems Manager User Guide, 'Create VPC endpoints': agents only",
}
# Two names are turned round in endpoint services: api.ecr, api.sagemaker, runtime.sagemaker.
TURNED = {"ecr.api", "sagemaker.api", "sagemaker.runtime"}


@pytest.mark.second_source
def test_every_aws_service_is_an_api_that_botocore_knows() -> None:
    session = botocore.session.get_session()
    prefixes = {
        session.get_service_model(service).endpoint_prefix
        for service in (
            *(
                "autoscaling",
                "bedrock-runtime",
                "bedrock-agent-runtime",
                "dynamodb",
                "ec2",
                "ecr",
                "elbv2",
                "eks",
                "eks-auth",
                "kms",
                "logs",
                "cloudwatch",
            ),
            *("rds-data", "s3", "sagemaker", "sagemaker-runtime", "secretsmanager", "ssm", "sts"),
        )
    }
    used = {service for services in CEILING.cloud_services[Cloud.AWS].values() for service in services}
    hosts = {".".join(reversed(service.split("."))) if service in TURNED else service for service in used - set(NOT_A_HOST_PREFIX)}
    assert hosts - prefixes == set()
    assert set(NOT_A_HOST_PREFIX) <= used
