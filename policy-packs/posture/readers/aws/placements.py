"""Which AWS resources have addresses in subnets, and which of their properties say where: one line a type.

Source: the properties are those of the Pulumi Registry (`aws`, provider 7; names unchanged since 5) and of the CloudFormation resource
specification (`aws-native`); tests compare the table with the installed SDK.
"""

from enum import Enum, auto
from typing import Final

from posture.readers.aws.tokens import LOAD_BALANCER
from posture.record import record


class Public(Enum):
    """How the property `public` is read when it is absent."""

    NO = auto()
    """Absent: no public address."""
    YES = auto()
    """Absent: public."""
    UNLESS = auto()
    """The property says *private*; absent: public (`internal` of a load balancer)."""


@record
class Placement:
    """Where a resource of one type stands. Paths go through lists of blocks."""

    subnets: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    group_of_subnets: tuple[str, ...] = ()
    """Properties that name a subnet group (by name)."""
    public: str | None = None
    when_absent: Public = Public.NO
    default_group: bool = True
    """Whether it gets the VPC's default security group when it names none."""
    elsewhere: str | None = None
    """What it can reach when it names no subnet: it runs in the service's own network, with the internet. None: nothing of its own."""
    default_network: bool = False
    """Whether it stands in the default VPC when it names no subnet of its own."""
    parent: tuple[str, str] | None = None
    """Property and token of the resource whose place it shares when it names none."""


def _placed(subnets: str, groups: str = "", **more: object) -> Placement:
    return Placement(tuple(subnets.split()), tuple(groups.split()), **more)  # type: ignore[arg-type]


_SERVICE_NETWORK: Final = "without subnets it runs in the service's own network, which reaches the internet"
_VPC_CONFIG: Final = _placed("vpcConfig.subnetIds", "vpcConfig.securityGroupIds", elsewhere=_SERVICE_NETWORK)
_VPC_CONFIG_SUBNETS: Final = _placed("vpcConfig.subnets", "vpcConfig.securityGroupIds", elsewhere=_SERVICE_NETWORK)
_VPC_OPTIONS: Final = _placed("vpcOptions.subnetIds", "vpcOptions.securityGroupIds")
_VPC_CONFIGURATION: Final = _placed("vpcConfiguration.subnetIds", "vpcConfiguration.securityGroupIds")
_FLAT: Final = _placed("subnetIds", "securityGroupIds")
_FLAT_VPC: Final = _placed("subnetIds", "vpcSecurityGroupIds")
_ONE: Final = _placed("subnetId", "securityGroupIds")
_LOAD_BALANCER: Final = _placed(
    "subnets subnetMappings.subnetId",
    "securityGroups",
    public="internal",
    when_absent=Public.UNLESS,
    default_group=False,
)
_CLASSIC: Final = _placed("subnets", "securityGroups", public="internal", when_absent=Public.UNLESS)
_STREAMED: Final = _placed(
    "vpcConfig.subnetIds", "vpcConfig.securityGroupIds", public="enableDefaultInternetAccess", elsewhere=_SERVICE_NETWORK
)
_AGENTCORE: Final = "networkConfiguration.vpcConfig.subnets", "networkConfiguration.vpcConfig.securityGroups"

PLACEMENTS: Final[dict[str, Placement]] = {
    # Functions and containers
    "aws:lambda/function:Function": _VPC_CONFIG,
    "aws-native:lambda:Function": _VPC_CONFIG,
    "aws:lambda/capacityProvider:CapacityProvider": _placed("vpcConfig.subnetIds", "vpcConfig.securityGroupIds"),
    "aws:lambda/coreNetworkConnector:CoreNetworkConnector": _placed(
        "configuration.vpcEgressConfiguration.subnetIds", "configuration.vpcEgressConfiguration.securityGroupIds"
    ),
    "aws:ecs/service:Service": _placed(
        "networkConfiguration.subnets", "networkConfiguration.securityGroups", public="networkConfiguration.assignPublicIp"
    ),
    "aws:ecs/taskSet:TaskSet": _placed(
        "networkConfiguration.subnets", "networkConfiguration.securityGroups", public="networkConfiguration.assignPublicIp"
    ),
    "aws:ecs/expressGatewayService:ExpressGatewayService": _placed("networkConfigurations.subnets", "networkConfigurations.securityGroups"),
    "aws:ecs/capacityProvider:CapacityProvider": _placed(
        "managedInstancesProvider.instanceLaunchTemplate.networkConfiguration.subnets",
        "managedInstancesProvider.instanceLaunchTemplate.networkConfiguration.securityGroups",
    ),
    "aws-native:ecs:Service": _placed(
        "networkConfiguration.awsvpcConfiguration.subnets networkConfiguration.awsVpcConfiguration.subnets",
        "networkConfiguration.awsvpcConfiguration.securityGroups networkConfiguration.awsVpcConfiguration.securityGroups",
        public="networkConfiguration.awsvpcConfiguration.assignPublicIp",
    ),
    "aws:cloudwatch/eventTarget:EventTarget": _placed(
        "ecsTarget.networkConfiguration.subnets",
        "ecsTarget.networkConfiguration.securityGroups",
        public="ecsTarget.networkConfiguration.assignPublicIp",
    ),
    "aws:scheduler/schedule:Schedule": _placed(
        "target.ecsParameters.networkConfiguration.subnets",
        "target.ecsParameters.networkConfiguration.securityGroups",
        public="target.ecsParameters.networkConfiguration.assignPublicIp",
    ),
    "aws:pipes/pipe:Pipe": _placed(
        "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.subnets "
        "sourceParameters.selfManagedKafkaParameters.vpc.subnets",
        "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.securityGroups "
        "sourceParameters.selfManagedKafkaParameters.vpc.securityGroups",
        public="targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp",
    ),
    "aws:apprunner/vpcConnector:VpcConnector": _placed("subnets", "securityGroups"),
    "aws-native:apprunner:VpcConnector": _placed("subnets", "securityGroups"),
    "aws:batch/computeEnvironment:ComputeEnvironment": _placed("computeResources.subnets", "computeResources.securityGroupIds"),
    "aws:eks/cluster:Cluster": _placed(
        "vpcConfig.subnetIds", "vpcConfig.securityGroupIds vpcConfig.clusterSecurityGroupId", default_group=False
    ),
    "aws-native:eks:Cluster": _placed("resourcesVpcConfig.subnetIds", "resourcesVpcConfig.securityGroupIds", default_group=False),
    "aws:eks/fargateProfile:FargateProfile": _placed("subnetIds", default_group=False),
    # Machines in groups; single instances and interfaces are read by themselves
    "aws:emr/cluster:Cluster": _placed(
        "ec2Attributes.subnetId ec2Attributes.subnetIds",
        "ec2Attributes.emrManagedMasterSecurityGroup ec2Attributes.emrManagedSlaveSecurityGroup ec2Attributes.serviceAccessSecurityGroup",
        default_group=False,
        # Amazon EMR Management Guide, "Configure networking in a VPC for Amazon EMR": a cluster without a subnet starts in the default VPC.
        elsewhere="without a subnet it runs in the default VPC, whose subnets are public",
    ),
    "aws:emr/studio:Studio": _placed("subnetIds", "engineSecurityGroupId workspaceSecurityGroupId"),
    "aws:emrserverless/application:Application": _placed(
        "networkConfiguration.subnetIds", "networkConfiguration.securityGroupIds", elsewhere=None
    ),
    "aws:cloud9/environmentEC2:EnvironmentEC2": _placed("subnetId", default_group=False),
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": _placed(
        "subnetId", "securityGroupIds", elsewhere="without a subnet it builds in the default VPC, which reaches the internet"
    ),
    "aws:gamelift/gameServerGroup:GameServerGroup": _placed("vpcSubnets", default_group=False),
    "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate": _placed(
        "stagingAreaSubnetId", "replicationServersSecurityGroupsIds", public="createPublicIp"
    ),
    "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint": _ONE,
    "aws-native:ec2:InstanceConnectEndpoint": _ONE,
    # Load balancers and ways in
    **dict.fromkeys((token for token in LOAD_BALANCER if token.startswith("aws:")), _LOAD_BALANCER),
    "aws-native:elasticloadbalancingv2:LoadBalancer": _placed("subnets subnetMappings.subnetId", "securityGroups", default_group=False),
    "aws:elb/loadBalancer:LoadBalancer": _CLASSIC,
    "aws:elasticloadbalancing/loadBalancer:LoadBalancer": _CLASSIC,
    "aws:apigatewayv2/vpcLink:VpcLink": _FLAT,
    "aws:transfer/server:Server": _placed("endpointDetails.subnetIds", "endpointDetails.securityGroupIds"),
    "aws:transfer/webApp:WebApp": _placed("endpointDetails.vpc.subnetIds", "endpointDetails.vpc.securityGroupIds"),
    "aws:verifiedaccess/endpoint:Endpoint": _placed(
        "loadBalancerOptions.subnetIds rdsOptions.subnetIds cidrOptions.subnetIds", "securityGroupIds"
    ),
    "aws-native:ec2:VerifiedAccessEndpoint": _placed(
        "loadBalancerOptions.subnetIds rdsOptions.subnetIds cidrOptions.subnetIds", "securityGroupIds"
    ),
    "aws:route53/resolverEndpoint:ResolverEndpoint": _placed("ipAddresses.subnetId", "securityGroupIds"),
    "aws-native:route53resolver:ResolverEndpoint": _placed("ipAddresses.subnetId", "securityGroupIds"),
    # Databases, caches, search
    "aws:rds/instance:Instance": _placed("", "vpcSecurityGroupIds", group_of_subnets=("dbSubnetGroupName",), public="publiclyAccessible"),
    "aws-native:rds:DbInstance": _placed("", "vpcSecurityGroups", group_of_subnets=("dbSubnetGroupName",), public="publiclyAccessible"),
    "aws:rds/cluster:Cluster": _placed("", "vpcSecurityGroupIds", group_of_subnets=("dbSubnetGroupName",), public="publiclyAccessible"),
    "aws-native:rds:DbCluster": _placed("", "vpcSecurityGroupIds", group_of_subnets=("dbSubnetGroupName",), public="publiclyAccessible"),
    "aws:rds/clusterInstance:ClusterInstance": _placed(
        "",
        group_of_subnets=("dbSubnetGroupName",),
        public="publiclyAccessible",
        parent=("clusterIdentifier", "aws:rds/cluster:Cluster"),
    ),
    "aws:rds/proxy:Proxy": _placed("vpcSubnetIds", "vpcSecurityGroupIds"),
    "aws:rds/proxyEndpoint:ProxyEndpoint": _placed("vpcSubnetIds", "vpcSecurityGroupIds"),
    "aws:docdb/cluster:Cluster": _placed("", "vpcSecurityGroupIds", group_of_subnets=("dbSubnetGroupName",)),
    "aws:docdb/clusterInstance:ClusterInstance": _placed(
        "",
        group_of_subnets=("dbSubnetGroupName",),
        public="publiclyAccessible",
        parent=("clusterIdentifier", "aws:docdb/cluster:Cluster"),
    ),
    # Amazon DocumentDB API Reference, CreateCluster (elastic): the subnets of the default VPC where none is named.
    "aws:docdb/elasticCluster:ElasticCluster": _placed("subnetIds", "vpcSecurityGroupIds", default_network=True),
    "aws:neptune/cluster:Cluster": _placed("", "vpcSecurityGroupIds", group_of_subnets=("neptuneSubnetGroupName",)),
    "aws:neptune/clusterInstance:ClusterInstance": _placed(
        "",
        group_of_subnets=("neptuneSubnetGroupName",),
        public="publiclyAccessible",
        parent=("clusterIdentifier", "aws:neptune/cluster:Cluster"),
    ),
    "aws:neptunegraph/privateGraphEndpoint:PrivateGraphEndpoint": _FLAT_VPC,
    "aws:redshift/cluster:Cluster": _placed(
        "", "vpcSecurityGroupIds", group_of_subnets=("clusterSubnetGroupName",), public="publiclyAccessible"
    ),
    "aws:redshift/endpointAccess:EndpointAccess": _placed("", "vpcSecurityGroupIds", group_of_subnets=("subnetGroupName",)),
    # Amazon Redshift Management Guide, "Setting up Amazon Redshift Serverless": the default VPC and its subnets where none is named.
    "aws:redshiftserverless/workgroup:Workgroup": _placed(
        "subnetIds", "securityGroupIds", public="publiclyAccessible", default_network=True
    ),
    "aws:redshiftserverless/endpointAccess:EndpointAccess": _FLAT_VPC,
    "aws:elasticache/cluster:Cluster": _placed("", "securityGroupIds", group_of_subnets=("subnetGroupName",)),
    "aws:elasticache/replicationGroup:ReplicationGroup": _placed("", "securityGroupIds", group_of_subnets=("subnetGroupName",)),
    # Amazon ElastiCache API Reference, CreateServerlessCache: "If none is provided and your VPC is the default VPC, default subnets are used".
    "aws:elasticache/serverlessCache:ServerlessCache": _placed("subnetIds", "securityGroupIds", default_network=True),
    "aws:memorydb/cluster:Cluster": _placed("", "securityGroupIds", group_of_subnets=("subnetGroupName",)),
    "aws:dax/cluster:Cluster": _placed("", "securityGroupIds", group_of_subnets=("subnetGroupName",)),
    "aws:timestreaminfluxdb/dbInstance:DbInstance": _placed("vpcSubnetIds", "vpcSecurityGroupIds", public="publiclyAccessible"),
    "aws:timestreaminfluxdb/dbCluster:DbCluster": _placed("vpcSubnetIds", "vpcSecurityGroupIds", public="publiclyAccessible"),
    "aws:opensearch/domain:Domain": _VPC_OPTIONS,
    "aws:elasticsearch/domain:Domain": _VPC_OPTIONS,
    "aws-native:opensearchservice:Domain": _VPC_OPTIONS,
    "aws:opensearch/vpcEndpoint:VpcEndpoint": _VPC_OPTIONS,
    "aws:elasticsearch/vpcEndpoint:VpcEndpoint": _VPC_OPTIONS,
    "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint": _FLAT,
    "aws:opensearchingest/pipeline:Pipeline": _placed("vpcOptions.subnetIds", "vpcOptions.securityGroupIds", elsewhere=_SERVICE_NETWORK),
    "aws:opensearchingest/pipelineEndpoint:PipelineEndpoint": _VPC_OPTIONS,
    "aws:cloudhsmv2/cluster:Cluster": _placed("subnetIds", "securityGroupId", default_group=False),
    "aws:cloudhsmv2/hsm:Hsm": _placed("subnetId", default_group=False),
    # File systems
    "aws:efs/mountTarget:MountTarget": _placed("subnetId", "securityGroups"),
    "aws-native:efs:MountTarget": _placed("subnetId", "securityGroups"),
    "aws:s3/filesMountTarget:FilesMountTarget": _placed("subnetId", "securityGroups"),
    "aws:fsx/fileCache:FileCache": _FLAT,
    "aws:fsx/lustreFileSystem:LustreFileSystem": _FLAT,
    "aws:fsx/ontapFileSystem:OntapFileSystem": _FLAT,
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": _FLAT,
    "aws:fsx/windowsFileSystem:WindowsFileSystem": _FLAT,
    "aws:datasync/agent:Agent": _placed("subnetArns", "securityGroupArns", default_group=False),
    "aws:datasync/efsLocation:EfsLocation": _placed("ec2Config.subnetArn", "ec2Config.securityGroupArns", default_group=False),
    "aws:s3outposts/endpoint:Endpoint": _placed("subnetId", "securityGroupId"),
    # Streams and brokers
    "aws:msk/cluster:Cluster": _placed(
        "brokerNodeGroupInfo.clientSubnets",
        "brokerNodeGroupInfo.securityGroups",
        public="brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
    ),
    "aws:msk/serverlessCluster:ServerlessCluster": _placed("vpcConfigs.subnetIds", "vpcConfigs.securityGroupIds"),
    "aws:msk/vpcConnection:VpcConnection": _placed("clientSubnets", "securityGroups"),
    "aws:msk/replicator:Replicator": _placed("kafkaClusters.vpcConfig.subnetIds", "kafkaClusters.vpcConfig.securityGroupsIds"),
    "aws:mskconnect/connector:Connector": _placed(
        "kafkaCluster.apacheKafkaCluster.vpc.subnets", "kafkaCluster.apacheKafkaCluster.vpc.securityGroups"
    ),
    # Amazon MQ Developer Guide, "Creating and configuring a broker": the default VPC, its default subnets and security group.
    "aws:mq/broker:Broker": _placed("subnetIds", "securityGroups", public="publiclyAccessible", default_network=True),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": _placed(
        "elasticsearchConfiguration.vpcConfig.subnetIds opensearchConfiguration.vpcConfig.subnetIds "
        "opensearchserverlessConfiguration.vpcConfig.subnetIds",
        "elasticsearchConfiguration.vpcConfig.securityGroupIds opensearchConfiguration.vpcConfig.securityGroupIds "
        "opensearchserverlessConfiguration.vpcConfig.securityGroupIds",
    ),
    "aws:kinesisanalyticsv2/application:Application": _placed(
        "applicationConfiguration.vpcConfiguration.subnetIds",
        "applicationConfiguration.vpcConfiguration.securityGroupIds",
        elsewhere=_SERVICE_NETWORK,
    ),
    "aws:iot/topicRuleDestination:TopicRuleDestination": _placed("vpcConfiguration.subnetIds", "vpcConfiguration.securityGroups"),
    # Migration and integration
    "aws:dms/replicationInstance:ReplicationInstance": _placed(
        "",
        "vpcSecurityGroupIds",
        group_of_subnets=("replicationSubnetGroupId",),
        public="publiclyAccessible",
    ),
    "aws:dms/replicationConfig:ReplicationConfig": _placed(
        "", "computeConfig.vpcSecurityGroupIds", group_of_subnets=("computeConfig.replicationSubnetGroupId",)
    ),
    "aws:dms/instanceProfile:InstanceProfile": _placed(
        "", "vpcSecurityGroupIds", group_of_subnets=("subnetGroupIdentifier",), public="publiclyAccessible"
    ),
    "aws:glue/connection:Connection": _placed(
        "physicalConnectionRequirements.subnetId", "physicalConnectionRequirements.securityGroupIdLists"
    ),
    "aws:glue/devEndpoint:DevEndpoint": _placed("subnetId", "securityGroupIds", elsewhere=_SERVICE_NETWORK),
    "aws:mwaa/environment:Environment": _placed("networkConfiguration.subnetIds", "networkConfiguration.securityGroupIds"),
    "aws-native:mwaa:Environment": _placed("networkConfiguration.subnetIds", "networkConfiguration.securityGroupIds"),
    "aws:quicksight/vpcConnection:VpcConnection": _FLAT,
    "aws:grafana/workspace:Workspace": _VPC_CONFIGURATION,
    "aws:amp/scraper:Scraper": _placed(
        "source.eks.subnetIds source.vpc.subnetIds", "source.eks.securityGroupIds source.vpc.securityGroupIds", default_group=False
    ),
    "aws:synthetics/canary:Canary": _VPC_CONFIG,
    "aws:finspace/kxCluster:KxCluster": _VPC_CONFIGURATION,
    "aws:m2/environment:Environment": _placed("subnetIds", "securityGroupIds", public="publiclyAccessible"),
    "aws:medialive/channel:Channel": _placed("vpc.subnetIds", "vpc.securityGroupIds"),
    "aws:medialive/input:Input": _placed("vpc.subnetIds", "vpc.securityGroupIds"),
    # Builders
    "aws:codebuild/project:Project": _placed("vpcConfig.subnets", "vpcConfig.securityGroupIds", elsewhere=_SERVICE_NETWORK),
    "aws:codebuild/fleet:Fleet": _placed("vpcConfigs.subnets", "vpcConfigs.securityGroupIds", elsewhere=_SERVICE_NETWORK),
    "aws:codeconnections/host:Host": _VPC_CONFIGURATION,
    "aws:codestarconnections/host:Host": _VPC_CONFIGURATION,
    "aws:devicefarm/testGridProject:TestGridProject": _placed("vpcConfig.subnetIds", "vpcConfig.securityGroupIds"),
    # Machine learning
    "aws:sagemaker/notebookInstance:NotebookInstance": _placed("subnetId", "securityGroups", elsewhere=_SERVICE_NETWORK),
    "aws:sagemaker/domain:Domain": _placed("subnetIds", "defaultUserSettings.securityGroups defaultSpaceSettings.securityGroups"),
    "aws:sagemaker/model:Model": _VPC_CONFIG_SUBNETS,
    "aws:sagemaker/trainingJob:TrainingJob": _VPC_CONFIG_SUBNETS,
    "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": _placed(
        "trainingJobDefinition.vpcConfig.subnets trainingJobDefinitions.vpcConfig.subnets",
        "trainingJobDefinition.vpcConfig.securityGroupIds trainingJobDefinitions.vpcConfig.securityGroupIds",
        elsewhere=_SERVICE_NETWORK,
    ),
    "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition": _placed(
        "networkConfig.vpcConfig.subnets", "networkConfig.vpcConfig.securityGroupIds", elsewhere=_SERVICE_NETWORK
    ),
    "aws:sagemaker/monitoringSchedule:MonitoringSchedule": _placed(
        "monitoringScheduleConfig.monitoringJobDefinition.networkConfig.vpcConfig.subnets",
        "monitoringScheduleConfig.monitoringJobDefinition.networkConfig.vpcConfig.securityGroupIds",
        elsewhere=_SERVICE_NETWORK,
    ),
    "aws:sagemaker/labelingJob:LabelingJob": _placed(
        "labelingJobAlgorithmsConfig.labelingJobResourceConfig.vpcConfig.subnets",
        "labelingJobAlgorithmsConfig.labelingJobResourceConfig.vpcConfig.securityGroupIds",
        elsewhere=_SERVICE_NETWORK,
    ),
    "aws:sagemaker/workforce:Workforce": _placed("workforceVpcConfig.subnets", "workforceVpcConfig.securityGroupIds"),
    "aws:comprehend/documentClassifier:DocumentClassifier": _placed("vpcConfig.subnets", "vpcConfig.securityGroupIds"),
    "aws:comprehend/entityRecognizer:EntityRecognizer": _placed("vpcConfig.subnets", "vpcConfig.securityGroupIds"),
    "aws:bedrock/customModel:CustomModel": _placed("vpcConfig.subnetIds", "vpcConfig.securityGroupIds"),
    "aws:bedrockmodel/invocationJob:InvocationJob": _placed("vpcConfig.subnetIds", "vpcConfig.securityGroupIds"),
    "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": _placed(
        "networkConfiguration.networkModeConfig.subnets",
        "networkConfiguration.networkModeConfig.securityGroups",
        elsewhere=_SERVICE_NETWORK,
    ),
    "aws:bedrock/agentcoreBrowser:AgentcoreBrowser": _placed(*_AGENTCORE, elsewhere=_SERVICE_NETWORK),
    "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter": _placed(*_AGENTCORE, elsewhere=_SERVICE_NETWORK),
    # People's desktops
    "aws:appstream/fleet:Fleet": _STREAMED,
    "aws:appstream/imageBuilder:ImageBuilder": _STREAMED,
    "aws:workspaces/directory:Directory": _placed(
        "subnetIds",
        "workspaceCreationProperties.customSecurityGroupId",
        default_group=False,
        public="workspaceCreationProperties.enableInternetAccess",
    ),
    "aws:workspacesweb/networkSettings:NetworkSettings": _FLAT,
    "aws:directoryservice/directory:Directory": _placed("vpcSettings.subnetIds connectSettings.subnetIds", default_group=False),
    "aws:directoryservice/serviceRegion:ServiceRegion": _placed("vpcSettings.subnetIds", default_group=False),
}
