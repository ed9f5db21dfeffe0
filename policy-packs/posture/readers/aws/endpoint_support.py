"""Endpoint services that AWS lets no policy be attached to, and the IAM prefixes of the others.

Such an endpoint passes everything, and a stack can't do better; the report lists it. Source of each row beside it.
"""

from typing import Final

WITHOUT_POLICY_SUPPORT: Final[dict[str, str]] = {
    "iot.data": "AWS IoT Core Developer Guide, 'Using AWS IoT Core with interface VPC endpoints', limitations",
    "iot.credentials": "AWS IoT Core Developer Guide, 'Using AWS IoT Core with interface VPC endpoints', limitations",
    "email-smtp": "Amazon SES Developer Guide, 'Setting up VPC endpoints with Amazon SES'",
}

_PREFIX: Final[dict[str, str]] = {
    "s3-global.accesspoint": "s3",
    "s3express": "s3express",
    "ecr.api": "ecr",
    "ecr.dkr": "ecr",
    "monitoring": "cloudwatch",
    "bedrock-runtime": "bedrock",
    "bedrock-agent": "bedrock",
    "bedrock-agent-runtime": "bedrock",
    "sagemaker.api": "sagemaker",
    "sagemaker.runtime": "sagemaker",
    "sagemaker.featurestore-runtime": "sagemaker",
    "sagemaker.metrics": "sagemaker",
    "notebook": "sagemaker",
    "studio": "sagemaker",
    "kinesis-streams": "kinesis",
    "kinesis-firehose": "firehose",
    "events": "events",
    "states": "states",
    "sync-states": "states",
    "elasticfilesystem": "elasticfilesystem",
    "execute-api": "execute-api",
    "redshift-data": "redshift-data",
    "email": "ses",
    "fsx": "fsx",
}


def iam_service(service: str) -> str:
    """Endpoint name → prefix of its IAM actions. Most are the same word; a sub-name (`ecr.api`) has its service's prefix."""
    return _PREFIX.get(service, service.split(".", 1)[0])
