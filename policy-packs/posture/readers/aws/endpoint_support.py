"""What AWS documents of its endpoint services: where no policy can be attached, which ones send to the world by their very purpose,
and which IAM prefix their actions have.

An endpoint without policy support passes everything for everybody, whatever policy a program writes on it: nothing can be proved of it,
and where the service carries data the answer is `unproven`. A service that is not listed here supports policies.
Source of each row beside it; of the rule, AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies": "If an AWS
service doesn't support endpoint policies, we allow full access to any endpoint for the service."
"""

import re
from typing import Final

from posture.iam import action_prefix

WITHOUT_POLICY_SUPPORT: Final[dict[str, str]] = {
    "apprunner.requests": "AWS App Runner Developer Guide, 'Enabling Private endpoint for incoming traffic', considerations",
    "athena.spark": "Amazon Athena User Guide, 'Spark Connect support: VPC endpoint policies are not supported'",
    "billing": "AWS Billing User Guide, 'Access AWS Billing and Cost Management using an interface endpoint (AWS PrivateLink)'",
    "billingconductor": "AWS Billing Conductor User Guide, 'Access AWS Billing Conductor using an interface endpoint (AWS PrivateLink)'",
    "email-smtp": "Amazon SES Developer Guide, 'Setting up VPC endpoints with Amazon SES': SMTP credentials are no IAM request",
    "inspector2": "Amazon Inspector User Guide, 'Access Amazon Inspector using an interface endpoint (AWS PrivateLink)'",
    "iot.credentials": "AWS IoT Core Developer Guide, 'Using AWS IoT Core with interface VPC endpoints', limitations",
    "iot.data": "AWS IoT Core Developer Guide, 'Using AWS IoT Core with interface VPC endpoints', limitations",
    "iotsitewise.data": "AWS IoT SiteWise User Guide, 'Interface VPC endpoints': none for the data plane API operations",
    "neptune-graph": "Neptune Analytics User Guide, 'Creating an Amazon VPC endpoint policy for Neptune Analytics data plane'",
    "omics": "AWS HealthOmics User Guide, 'AWS HealthOmics and interface VPC endpoints (AWS PrivateLink)'",
    "sagemaker.runtime-fips": "Amazon SageMaker AI Developer Guide, 'Connect to SageMaker AI within your VPC': not for FIPS runtime endpoints",
    "workspaces-fips": "Amazon WorkSpaces Administration Guide, 'Access Amazon WorkSpaces using an interface endpoint': not for FIPS endpoints",
}
"""Endpoint names as the stack writes them, without `com.amazonaws.<region>.`; a FIPS endpoint is another one than its plain sister."""

_OMICS_PARTS: Final = re.compile(r"^(?:[a-z]+-)*omics(?:-[a-z]+)*$")

SENDS_TO_ANYBODY: Final[dict[str, str]] = {
    "email": "mail goes to whoever it is addressed to (Amazon SES Developer Guide, 'Setting up VPC endpoints with Amazon SES')",
    "email-smtp": "mail goes to whoever it is addressed to (Amazon SES Developer Guide, 'Setting up VPC endpoints with Amazon SES')",
    "pinpoint": "messages go to whoever they are addressed to (Amazon Pinpoint Developer Guide, 'Creating an interface VPC endpoint')",
    "pinpoint-sms-voice-v2": "messages go to any telephone (AWS End User Messaging SMS User Guide, 'Creating an interface VPC endpoint')",
    "sms-voice": "messages go to any telephone (AWS End User Messaging SMS User Guide, 'Creating an interface VPC endpoint')",
    "social-messaging": "messages go to any telephone (AWS End User Messaging Social User Guide, 'Interface VPC endpoints')",
}
"""Services that hand data to people or machines outside, whoever owns the resource that they are asked by: no policy names the receiver."""

FOLLOWED: Final[frozenset[str]] = frozenset(
    {
        "access-analyzer", "application-autoscaling", "appsync-api", "autoscaling", "autoscaling-plans", "bedrock", "cassandra", "cloudtrail", "cloudwatch",
        "codedeploy", "config", "dynamodb", "ec2", "ec2messages", "ecr", "ecs-agent", "ecs-telemetry", "eks",
        "eks-auth", "elasticloadbalancing", "execute-api", "firehose", "guardduty-data",
        "healthlake", "iam", "kinesis", "kms", "lambda", "logs", "medical-imaging", "network-firewall", "rds-data", "s3", "s3express", "s3tables", "s3vectors",
        "neptune-graph-data", "sagemaker", "secretsmanager", "securityhub", "sns", "sqs", "ssm", "ssmmessages", "sts", "timestream", "xray",
    }
)  # fmt: skip
"""IAM prefixes of services, and names of endpoints that lead to a part of one, of which it is known what a request can get at in our own
accounts: the stores that `store_reach` follows, the functions that `function_calls` and the APIs that `private_apis` and `graphql_apis` follow, what
`escalations` follows, or nothing of another zone (identity, keys, metrics, models, and control planes that give back only what they are told).
Any other service may hand data on inside our accounts in a way that nothing here sees: `errands` asks who may ask it for that. An agent of
Amazon ECS is told over `ecs-agent` what to run, and sends measurements over `ecs-telemetry` (Amazon ECS Developer Guide, "Amazon ECS interface
VPC endpoints")."""

_PREFIX: Final[dict[str, str]] = {
    "airflow.api": "airflow", "airflow.env": "airflow", "airflow.ops": "airflow",
    "appconfigdata": "appconfig",
    "aps-workspaces": "aps",
    "cassandra-streams": "cassandra",
    "cloudhsmv2": "cloudhsm",
    "comprehendmedical": "comprehendmedical",
    "data-servicediscovery": "servicediscovery",
    "dicom-medical-imaging": "medical-imaging", "runtime-medical-imaging": "medical-imaging",
    "ecs-agent": "ecs", "ecs-telemetry": "ecs",
    "forecastquery": "forecast",
    "git-codecommit": "codecommit",
    "grafana-workspace": "grafana",
    "models-v2-lex": "lex", "runtime-v2-lex": "lex",
    "notebook": "sagemaker", "studio": "sagemaker", "partner-app": "sagemaker",
    "personalize-events": "personalize", "personalize-runtime": "personalize",
    "pinpoint": "mobiletargeting",
    "pinpoint-sms-voice-v2": "sms-voice",
    "rum-dataplane": "rum",
    "streaming-rekognition": "rekognition",
    "transcribestreaming": "transcribe",
    "bedrock-data-automation": "bedrock", "bedrock-data-automation-runtime": "bedrock",
}  # fmt: skip
"""Endpoint names whose actions have another prefix, beyond those that `posture.iam` knows. Source: Service Authorization Reference."""


def without_policy_support(service: str) -> str | None:
    """The source that says so, when AWS lets no policy be attached to the endpoint."""
    source = WITHOUT_POLICY_SUPPORT.get(service)
    return WITHOUT_POLICY_SUPPORT["omics"] if source is None and _OMICS_PARTS.match(service) else source


def iam_service(service: str) -> str:
    """Endpoint name → prefix of its IAM actions. Most are the same word; a sub-name (`ecr.api`) has its service's prefix."""
    name = service.removesuffix("-fips")
    known = action_prefix(name)
    return known if known != name else _PREFIX.get(name, name.split(".", 1)[0])
