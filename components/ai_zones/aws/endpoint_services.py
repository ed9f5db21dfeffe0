"""The AWS services that a zone can reach by an endpoint of its own, and what their endpoint policies let through.

One row a service: the form of the endpoint, whether AWS lets an endpoint policy be attached, and the requests that a workload needs.
Sources: AWS PrivateLink Guide, "AWS services that integrate with AWS PrivateLink" (names) and each service's own page on endpoints;
Service Authorization Reference (actions and their resources); aws-samples/data-perimeter-policy-examples (requests without an owner).
"""

from dataclasses import dataclass
from enum import StrEnum


class EndpointKind(StrEnum):
    """Form of a VPC endpoint."""

    GATEWAY = "Gateway"
    INTERFACE = "Interface"


class Caller(StrEnum):
    """Who makes a request, as far as the endpoint policy can tell."""

    OURS = "ours"
    """A principal of the zone's account."""
    NOBODY = "nobody"
    """Nobody yet or somebody at AWS: a web identity before it has a role, or a presigned URL made by an AWS service."""


class Owner(StrEnum):
    """Who owns what a request touches, as far as the endpoint policy can tell."""

    OURS = "ours"
    """The zone's account, or one it was told to trust."""
    AWS = "aws"
    """AWS: the statement then names the exact resources."""
    NONE = "none"
    """The action has no resource."""


@dataclass(frozen=True)
class Requests:
    """Actions that may pass, and on what. `{prefix}` is the zone's own name prefix; `{account}` stands for each trusted account."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...] = ("*",)
    caller: Caller = Caller.OURS
    owner: Owner = Owner.OURS


@dataclass(frozen=True)
class EndpointService:
    """One AWS service."""

    kind: EndpointKind
    source: str
    """Page that documents the endpoint and its policy."""
    requests: tuple[Requests, ...] = ()
    supports_policy: bool = True
    """False: AWS attaches no policy, and everything passes. Such an endpoint is made without one."""
    carries_data: bool = True
    """True when a request can hold a workload's data."""


def _interface(source: str, *requests: Requests) -> EndpointService:
    return EndpointService(EndpointKind.INTERFACE, source, requests)


_PULL_IMAGES = Requests(
    "PullImages",
    ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    ("arn:{partition}:ecr:{region}:{account}:repository/*",),
)

SERVICES: dict[str, EndpointService] = {
    # The rows of stores are written in `endpoint_policies`: they depend on which stores the zone was given.
    "s3": EndpointService(EndpointKind.GATEWAY, "Amazon S3 User Guide, Gateway endpoints for Amazon S3"),
    "dynamodb": EndpointService(
        EndpointKind.GATEWAY,
        "Amazon DynamoDB Developer Guide, Gateway endpoints",
        (
            Requests(
                "OwnTables",
                (
                    "dynamodb:BatchGetItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:DescribeTable",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:UpdateItem",
                ),
                ("arn:{partition}:dynamodb:{region}:{account}:table/{prefix}-*",),
            ),
        ),
    ),
    "kms": _interface(
        "AWS KMS Developer Guide, Connect to AWS KMS through a VPC endpoint",
        Requests(
            "UseKeys",
            (
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ),
            ("arn:{partition}:kms:{region}:{account}:key/*",),
        ),
    ),
    "secretsmanager": _interface(
        "AWS Secrets Manager User Guide, Using an AWS Secrets Manager VPC endpoint",
        Requests(
            "ReadOwnSecrets",
            ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
            ("arn:{partition}:secretsmanager:{region}:{account}:secret:{prefix}-*",),
        ),
    ),
    "sts": _interface(
        "IAM User Guide, Interface VPC endpoints for AWS STS",
        Requests("AssumeRoles", ("sts:AssumeRole", "sts:TagSession"), ("arn:{partition}:iam::{account}:role/*",)),
        Requests(
            "ExchangeWebIdentity", ("sts:AssumeRoleWithWebIdentity",), ("arn:{partition}:iam::{account}:role/*",), caller=Caller.NOBODY
        ),
        Requests("WhoAmI", ("sts:GetCallerIdentity",), owner=Owner.NONE),
    ),
    "ecr.api": _interface(
        "Amazon ECR User Guide, Amazon ECR interface VPC endpoints (AWS PrivateLink)",
        _PULL_IMAGES,
        Requests("LogIn", ("ecr:GetAuthorizationToken",), owner=Owner.NONE),
    ),
    "ecr.dkr": _interface("Amazon ECR User Guide, Amazon ECR interface VPC endpoints (AWS PrivateLink)", _PULL_IMAGES),
    "logs": _interface(
        "Amazon CloudWatch Logs User Guide, Using CloudWatch Logs with interface VPC endpoints",
        Requests(
            "WriteOwnLogs",
            ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
            ("arn:{partition}:logs:{region}:{account}:log-group:/{prefix}/*",),
        ),
    ),
    "monitoring": _interface(
        "Amazon CloudWatch User Guide, Using CloudWatch with interface VPC endpoints",
        Requests("WriteMetrics", ("cloudwatch:PutMetricData",), owner=Owner.NONE),
    ),
    "ssm": _interface(
        "AWS Systems Manager User Guide, Improve the security of EC2 instances by using VPC endpoints for Systems Manager",
        Requests(
            "ReadOwnParameters",
            ("ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"),
            ("arn:{partition}:ssm:{region}:{account}:parameter/{prefix}/*",),
        ),
        Requests(
            "ReportInstances",
            ("ssm:ListInstanceAssociations", "ssm:PutInventory", "ssm:UpdateInstanceInformation"),
            ("arn:{partition}:ec2:{region}:{account}:instance/*", "arn:{partition}:ssm:{region}:{account}:managed-instance/*"),
        ),
    ),
    "ssmmessages": _interface(
        "AWS Systems Manager User Guide, Reference: ec2messages, ssmmessages, and other API operations",
        Requests(
            "ManagedChannels",
            (
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ),
            owner=Owner.NONE,
        ),
    ),
    "ec2messages": _interface(
        "AWS Systems Manager User Guide, Reference: ec2messages, ssmmessages, and other API operations",
        Requests(
            "RunCommands",
            (
                "ec2messages:AcknowledgeMessage",
                "ec2messages:DeleteMessage",
                "ec2messages:FailMessage",
                "ec2messages:GetEndpoint",
                "ec2messages:GetMessages",
                "ec2messages:SendReply",
            ),
            owner=Owner.NONE,
        ),
    ),
    "bedrock-runtime": _interface(
        "Amazon Bedrock User Guide, Use interface VPC endpoints (AWS PrivateLink)",
        Requests(
            "InvokeOwnModels",
            ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"),
            (
                "arn:{partition}:bedrock:{region}:{account}:custom-model-deployment/*",
                "arn:{partition}:bedrock:{region}:{account}:imported-model/*",
                "arn:{partition}:bedrock:{region}:{account}:provisioned-model/*",
            ),
        ),
        Requests("ApplyOwnGuardrails", ("bedrock:ApplyGuardrail",), ("arn:{partition}:bedrock:{region}:{account}:guardrail/*",)),
    ),
    "bedrock-agent-runtime": _interface(
        "Amazon Bedrock User Guide, Use interface VPC endpoints (AWS PrivateLink)",
        Requests(
            "InvokeOwnAgents",
            ("bedrock:InvokeAgent", "bedrock:Retrieve"),
            ("arn:{partition}:bedrock:{region}:{account}:agent-alias/*", "arn:{partition}:bedrock:{region}:{account}:knowledge-base/*"),
        ),
    ),
    "sagemaker.runtime": _interface(
        "Amazon SageMaker AI Developer Guide, Connect to SageMaker AI within your VPC",
        Requests(
            "InvokeOwnEndpoints",
            ("sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointAsync", "sagemaker:InvokeEndpointWithResponseStream"),
            ("arn:{partition}:sagemaker:{region}:{account}:endpoint/{prefix}-*",),
        ),
    ),
    "sagemaker.api": _interface(
        "Amazon SageMaker AI Developer Guide, Connect to SageMaker AI within your VPC",
        Requests(
            "RunOwnJobs",
            (
                "sagemaker:CreateProcessingJob",
                "sagemaker:CreateTrainingJob",
                "sagemaker:DescribeProcessingJob",
                "sagemaker:DescribeTrainingJob",
                "sagemaker:StopProcessingJob",
                "sagemaker:StopTrainingJob",
            ),
            (
                "arn:{partition}:sagemaker:{region}:{account}:processing-job/{prefix}-*",
                "arn:{partition}:sagemaker:{region}:{account}:training-job/{prefix}-*",
            ),
        ),
    ),
    "rds-data": _interface(
        "Amazon Aurora User Guide, Creating an Amazon VPC endpoint for Amazon RDS Data API (AWS PrivateLink)",
        Requests(
            "QueryOwnClusters",
            (
                "rds-data:BatchExecuteStatement",
                "rds-data:BeginTransaction",
                "rds-data:CommitTransaction",
                "rds-data:ExecuteStatement",
                "rds-data:RollbackTransaction",
            ),
            ("arn:{partition}:rds:{region}:{account}:cluster:{prefix}-*",),
        ),
    ),
    "ec2": _interface(
        "Amazon EC2 User Guide, Access Amazon EC2 using an interface VPC endpoint; Amazon EKS User Guide, Amazon VPC CNI",
        Requests(
            "SeeOwnMachines",
            (
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeInstances",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
            ),
            owner=Owner.NONE,
        ),
        Requests(
            "GivePodsAddresses",
            (
                "ec2:AssignPrivateIpAddresses",
                "ec2:AttachNetworkInterface",
                "ec2:CreateNetworkInterface",
                "ec2:CreateTags",
                "ec2:DeleteNetworkInterface",
                "ec2:DetachNetworkInterface",
                "ec2:ModifyNetworkInterfaceAttribute",
                "ec2:UnassignPrivateIpAddresses",
            ),
            (
                "arn:{partition}:ec2:{region}:{account}:instance/*",
                "arn:{partition}:ec2:{region}:{account}:network-interface/*",
                "arn:{partition}:ec2:{region}:{account}:security-group/*",
                "arn:{partition}:ec2:{region}:{account}:subnet/*",
            ),
        ),
    ),
    "autoscaling": _interface(
        "Amazon EC2 Auto Scaling User Guide, Amazon EC2 Auto Scaling and interface VPC endpoints",
        Requests(
            "SeeOwnGroups",
            (
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeAutoScalingInstances",
                "autoscaling:DescribeLaunchConfigurations",
                "autoscaling:DescribeScalingActivities",
                "autoscaling:DescribeTags",
            ),
            owner=Owner.NONE,
        ),
        Requests(
            "ScaleOwnGroups",
            ("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"),
            ("arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/eks-*",),
        ),
    ),
    "elasticloadbalancing": _interface(
        "Elastic Load Balancing User Guide, Elastic Load Balancing and interface VPC endpoints",
        Requests(
            "SeeOwnBalancers",
            (
                "elasticloadbalancing:DescribeTargetGroupAttributes",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth",
            ),
            owner=Owner.NONE,
        ),
        Requests(
            "JoinPods",
            ("elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"),
            ("arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/*",),
        ),
    ),
    "eks": _interface(
        "Amazon EKS User Guide, Access Amazon EKS using AWS PrivateLink",
        Requests("FindOwnClusters", ("eks:DescribeCluster",), ("arn:{partition}:eks:{region}:{account}:cluster/{prefix}-*",)),
    ),
    "eks-auth": _interface(
        "Amazon EKS User Guide, Access Amazon EKS using AWS PrivateLink",
        Requests(
            "AssumePodRoles",
            ("eks-auth:AssumeRoleForPodIdentity",),
            ("arn:{partition}:eks:{region}:{account}:cluster/{prefix}-*",),
        ),
    ),
}
"""Keys are the endpoint names without `com.amazonaws.<region>.`."""
