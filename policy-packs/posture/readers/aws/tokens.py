"""Type tokens of AWS resources that several readers refer to: current and older majors of `aws`, and `aws-native`."""

from typing import Final

VPC: Final = ("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc", "aws-native:ec2:Vpc")
SUBNET: Final = ("aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet", "aws-native:ec2:Subnet")
ROUTE_TABLE: Final = ("aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable", "aws-native:ec2:RouteTable")
SECURITY_GROUP: Final = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "aws-native:ec2:SecurityGroup",
)
VPC_ENDPOINT: Final = ("aws:ec2/vpcEndpoint:VpcEndpoint", "aws-native:ec2:VpcEndpoint")
ENDPOINT_SERVICE: Final = ("aws:ec2/vpcEndpointService:VpcEndpointService", "aws-native:ec2:VpcEndpointService")
LOAD_BALANCER: Final = (
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:alb/loadBalancer:LoadBalancer",
    "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
    "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
    "aws-native:elasticloadbalancingv2:LoadBalancer",
)
RESOURCE_GATEWAY: Final = ("aws:vpclattice/resourceGateway:ResourceGateway", "aws-native:vpclattice:ResourceGateway")
RESOURCE_CONFIGURATION: Final = (
    "aws:vpclattice/resourceConfiguration:ResourceConfiguration",
    "aws-native:vpclattice:ResourceConfiguration",
)
SERVICE_NETWORK: Final = ("aws:vpclattice/serviceNetwork:ServiceNetwork", "aws-native:vpclattice:ServiceNetwork")
BUCKET: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2", "aws:s3/directoryBucket:DirectoryBucket", "aws-native:s3:Bucket")
DATABASE: Final = (
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    "aws-native:rds:DbCluster",
    "aws-native:rds:DbInstance",
)
KEY: Final = (
    "aws:kms/key:Key",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
    "aws-native:kms:Key",
)
KEY_ALIAS: Final = ("aws:kms/alias:Alias", "aws-native:kms:Alias")
ROLE: Final = ("aws:iam/role:Role", "aws-native:iam:Role")
LOG_GROUP: Final = ("aws:cloudwatch/logGroup:LogGroup", "aws-native:logs:LogGroup")
API_DESTINATION: Final = ("aws:cloudwatch/eventApiDestination:EventApiDestination", "aws-native:events:ApiDestination")
"""An address on the internet by a name of its own: what is sent to it leaves."""
