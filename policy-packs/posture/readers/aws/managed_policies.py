"""What policies that AWS keeps allow, as far as it matters where records are: at least what each says, never less.

One thing is left out: what execution policies and agents write into logs. They allow it on every log group, and every function and container has one;
the service writes into the group that it is told. A role that a program gives so much by itself is followed (docs/decisions/0049).

Source: AWS Managed Policy Reference Guide.
"""

from typing import Final

_EVERYTHING: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
_S3_EVERYTHING: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
_READ: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*","dynamodb:GetItem","dynamodb:Query",'
    '"dynamodb:Scan","logs:Get*","logs:FilterLogEvents","logs:StartQuery","ssm:Get*","kinesis:Get*","sqs:Receive*","ecr:BatchGet*",'
    '"ecr:GetDownloadUrlForLayer","healthlake:Read*","healthlake:Search*","ebs:GetSnapshotBlock","athena:Get*","batch:Describe*","codecommit:GitPull","glue:Get*","kendra:Query",'
    '"omics:Get*","redshift-data:GetStatementResult","states:Describe*","states:GetExecutionHistory"],"Resource":"*"}]}'
)
_S3_READ: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}]}'
_WRITE_LOGS: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:CreateLogGroup","Resource":"*"}]}'
_PULL: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer",'
    '"logs:CreateLogStream"],"Resource":"*"}]}'
)
_PULL_ALONE: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Resource":"*"}]}'
)
_OF_MANAGED_MACHINES: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:GetParameter","ssm:GetParameters","ssm:GetDocument",'
    '"ssm:PutInventory","ssm:UpdateInstanceInformation","ssmmessages:*","ec2messages:*"],"Resource":"*"}]}'
)
_OF_THE_LOG_AGENT: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudwatch:PutMetricData","logs:CreateLogStream",'
    '"logs:CreateLogGroup","xray:Put*"],"Resource":"*"},{"Effect":"Allow","Action":"ssm:GetParameter",'
    '"Resource":"arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*"}]}'
)
_OF_CONTAINER_HOSTS: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:DescribeTags","ecs:CreateCluster","ecs:DeregisterContainerInstance",'
    '"ecs:DiscoverPollEndpoint","ecs:Poll","ecs:RegisterContainerInstance","ecs:StartTelemetrySession","ecs:UpdateContainerInstancesState",'
    '"ecs:Submit*","ecr:BatchGetImage","ecr:GetDownloadUrlForLayer","logs:CreateLogStream"],"Resource":"*"}]}'
)
_OF_CLUSTER_NODES: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:Describe*","eks:DescribeCluster","eks-auth:AssumeRoleForPodIdentity"],'
    '"Resource":"*"}]}'
)
_OF_POD_ADDRESSES: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:AssignPrivateIpAddresses","ec2:AttachNetworkInterface",'
    '"ec2:CreateNetworkInterface","ec2:DeleteNetworkInterface","ec2:Describe*","ec2:DetachNetworkInterface",'
    '"ec2:ModifyNetworkInterfaceAttribute","ec2:UnassignPrivateIpAddresses"],"Resource":"*"}]}'
)
_TRACES: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"xray:Put*","Resource":"*"}]}'
# Source: AWS Managed Policy Reference Guide; at least what each grants on data. A policy of AWS that is not in the table may allow anything.
AWS_MANAGED: Final = {
    "AdministratorAccess": _EVERYTHING,
    "PowerUserAccess": _EVERYTHING,
    "ReadOnlyAccess": _READ,
    "AmazonS3FullAccess": _S3_EVERYTHING,
    "AmazonS3ReadOnlyAccess": _S3_READ,
    "service-role/AWSLambdaBasicExecutionRole": _WRITE_LOGS,
    "service-role/AWSLambdaVPCAccessExecutionRole": _WRITE_LOGS,
    "service-role/AmazonECSTaskExecutionRolePolicy": _PULL,
    "AmazonEC2ContainerRegistryReadOnly": _PULL_ALONE,
    "AmazonEC2ContainerRegistryPullOnly": _PULL_ALONE,
    "AmazonSSMManagedInstanceCore": _OF_MANAGED_MACHINES,
    "CloudWatchAgentServerPolicy": _OF_THE_LOG_AGENT,
    "AWSXRayDaemonWriteAccess": _TRACES,
    "service-role/AmazonRDSEnhancedMonitoringRole": _WRITE_LOGS,
    "service-role/AmazonEC2ContainerServiceforEC2Role": _OF_CONTAINER_HOSTS,
    "AmazonEKSWorkerNodePolicy": _OF_CLUSTER_NODES,
    "AmazonEKSWorkerNodeMinimalPolicy": _OF_CLUSTER_NODES,
    "AmazonEKS_CNI_Policy": _OF_POD_ADDRESSES,
}
