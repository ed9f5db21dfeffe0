"""Which type of CloudFormation, and which request of the API, stands for a type of the provider.

Property names are matched without regard to case and punctuation (`cidrBlock`, `CidrBlock`); `renamed` says where that is not enough.
"""

from tests.simulator.aws.second_source.counterpart import Counterpart
from tests.simulator.aws.second_source.counterpart import counterpart as _of
from tests.simulator.aws.second_source.names_clusters import CLUSTERS
from tests.simulator.aws.second_source.names_data import DATA, SETTINGS_OF_STORES
from tests.simulator.aws.second_source.names_entry import ENTRY
from tests.simulator.aws.second_source.names_flows import SETTINGS_OF_FLOWS, SETTINGS_OF_THE_ACCOUNT
from tests.simulator.aws.second_source.names_organization import ORGANIZATION

_LOCK = {"rule.defaultRetention": "ObjectLockConfiguration.Rule.DefaultRetention"}

COUNTERPARTS: dict[str, Counterpart] = {
    **CLUSTERS,
    **ENTRY,
    **DATA,
    **ORGANIZATION,
    "aws:cloudwatch/logGroup:LogGroup": _of("Logs::LogGroup", "logs", "CreateLogGroup", name="LogGroupName"),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": _of(
        "EC2::EgressOnlyInternetGateway", "ec2", "CreateEgressOnlyInternetGateway"
    ),
    "aws:ec2/eip:Eip": _of("EC2::EIP", "ec2", "AllocateAddress", instance="InstanceId"),
    "aws:ec2/eipAssociation:EipAssociation": _of("EC2::EIPAssociation", "ec2", "AssociateAddress", publicIp="EIP"),
    "aws:ec2/flowLog:FlowLog": _of("EC2::FlowLog", "ec2", "CreateFlowLogs", iamRoleArn="DeliverLogsPermissionArn"),
    "aws:ec2/instance:Instance": _of(
        "EC2::Instance",
        "ec2",
        "RunInstances",
        ami="ImageId",
        vpcSecurityGroupIds="SecurityGroupIds",
        privateIp="PrivateIpAddress",
        placementGroup="PlacementGroupName",
    ),
    "aws:ec2/internetGateway:InternetGateway": _of("EC2::InternetGateway", "ec2", "CreateInternetGateway"),
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": _of("EC2::VPCGatewayAttachment", "ec2", "AttachInternetGateway"),
    "aws:ec2/managedPrefixList:ManagedPrefixList": _of("EC2::PrefixList", "ec2", "CreateManagedPrefixList", name="PrefixListName"),
    "aws:ec2/natGateway:NatGateway": _of("EC2::NatGateway", "ec2", "CreateNatGateway", privateIp="PrivateIpAddress"),
    "aws:ec2/networkAcl:NetworkAcl": _of("EC2::NetworkAcl", "ec2", "CreateNetworkAcl"),
    "aws:ec2/networkAclAssociation:NetworkAclAssociation": _of("EC2::SubnetNetworkAclAssociation", "ec2", "ReplaceNetworkAclAssociation"),
    "aws:ec2/networkAclRule:NetworkAclRule": _of("EC2::NetworkAclEntry", "ec2", "CreateNetworkAclEntry"),
    "aws:ec2/networkInterface:NetworkInterface": _of("EC2::NetworkInterface", "ec2", "CreateNetworkInterface", securityGroups="GroupSet"),
    "aws:ec2/route:Route": _of("EC2::Route", "ec2", "CreateRoute", egressOnlyGatewayId="EgressOnlyInternetGatewayId"),
    "aws:ec2/routeTable:RouteTable": _of("EC2::RouteTable", "ec2", "CreateRouteTable"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _of("EC2::SubnetRouteTableAssociation", "ec2", "AssociateRouteTable"),
    "aws:ec2/securityGroup:SecurityGroup": _of(
        "EC2::SecurityGroup", "ec2", "CreateSecurityGroup", name="GroupName", description="GroupDescription"
    ),
    "aws:ec2/securityGroupRule:SecurityGroupRule": _of(None),
    "aws:ec2/subnet:Subnet": _of("EC2::Subnet", "ec2", "CreateSubnet"),
    "aws:ec2/vpc:Vpc": _of("EC2::VPC", "ec2", "CreateVpc"),
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": _of("EC2::DHCPOptions"),
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation": _of("EC2::VPCDHCPOptionsAssociation", "ec2", "AssociateDhcpOptions"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": _of("EC2::VPCEndpoint", "ec2", "CreateVpcEndpoint", policy="PolicyDocument"),
    "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter": _of(None),
    "aws:ec2/vpcEndpointService:VpcEndpointService": _of("EC2::VPCEndpointService", "ec2", "CreateVpcEndpointServiceConfiguration"),
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": _of("EC2::VPCCidrBlock", "ec2", "AssociateVpcCidrBlock"),
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": _of("EC2::VPCPeeringConnection", "ec2", "CreateVpcPeeringConnection"),
    "aws:ec2/vpnGateway:VpnGateway": _of("EC2::VPNGateway", "ec2", "CreateVpnGateway"),
    "aws:ec2transitgateway/route:Route": _of("EC2::TransitGatewayRoute", "ec2", "CreateTransitGatewayRoute"),
    "aws:ec2transitgateway/routeTable:RouteTable": _of("EC2::TransitGatewayRouteTable", "ec2", "CreateTransitGatewayRouteTable"),
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": _of(
        "EC2::TransitGatewayRouteTableAssociation", "ec2", "AssociateTransitGatewayRouteTable"
    ),
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": _of(
        "EC2::TransitGatewayRouteTablePropagation", "ec2", "EnableTransitGatewayRouteTablePropagation"
    ),
    "aws:ec2transitgateway/transitGateway:TransitGateway": Counterpart(
        "AWS::EC2::TransitGateway",
        ("ec2", "CreateTransitGateway"),
        {
            name: f"Options.{name[0].upper()}{name[1:]}"
            for name in (
                "amazonSideAsn",
                "autoAcceptSharedAttachments",
                "defaultRouteTableAssociation",
                "defaultRouteTablePropagation",
                "dnsSupport",
                "multicastSupport",
                "securityGroupReferencingSupport",
                "vpnEcmpSupport",
            )
        },
    ),
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": Counterpart(
        "AWS::EC2::TransitGatewayVpcAttachment",
        ("ec2", "CreateTransitGatewayVpcAttachment"),
        {name: f"Options.{name}" for name in ("applianceModeSupport", "dnsSupport", "ipv6Support", "securityGroupReferencingSupport")},
    ),
    "aws:iam/instanceProfile:InstanceProfile": _of("IAM::InstanceProfile", "iam", "CreateInstanceProfile", name="InstanceProfileName"),
    "aws:iam/policy:Policy": _of("IAM::ManagedPolicy", "iam", "CreatePolicy", name="PolicyName", policy="PolicyDocument"),
    "aws:iam/role:Role": _of("IAM::Role", "iam", "CreateRole", name="RoleName", assumeRolePolicy="AssumeRolePolicyDocument"),
    "aws:iam/rolePolicy:RolePolicy": _of(
        "IAM::RolePolicy", "iam", "PutRolePolicy", name="PolicyName", role="RoleName", policy="PolicyDocument"
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _of(None, "iam", "AttachRolePolicy", role="RoleName"),
    "aws:kms/alias:Alias": _of("KMS::Alias", "kms", "CreateAlias", name="AliasName"),
    "aws:kms/key:Key": _of("KMS::Key", "kms", "CreateKey", customerMasterKeySpec="KeySpec", policy="KeyPolicy"),
    "aws:lb/listener:Listener": _of("ElasticLoadBalancingV2::Listener", "elbv2", "CreateListener"),
    "aws:lb/loadBalancer:LoadBalancer": _of("ElasticLoadBalancingV2::LoadBalancer", "elbv2", "CreateLoadBalancer", loadBalancerType="Type"),
    "aws:lb/targetGroup:TargetGroup": Counterpart(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        ("elbv2", "CreateTargetGroup"),
        {
            "healthCheck.interval": "HealthCheckIntervalSeconds",
            "healthCheck.timeout": "HealthCheckTimeoutSeconds",
            "healthCheck.protocol": "HealthCheckProtocol",
            "healthCheck.healthyThreshold": "HealthyThresholdCount",
            "healthCheck.unhealthyThreshold": "UnhealthyThresholdCount",
        },
    ),
    "aws:networkfirewall/firewall:Firewall": _of("NetworkFirewall::Firewall", "network-firewall", "CreateFirewall", name="FirewallName"),
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": _of(
        "NetworkFirewall::FirewallPolicy", "network-firewall", "CreateFirewallPolicy", name="FirewallPolicyName"
    ),
    "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": _of(
        "NetworkFirewall::LoggingConfiguration", "network-firewall", "UpdateLoggingConfiguration"
    ),
    "aws:networkfirewall/ruleGroup:RuleGroup": _of(
        "NetworkFirewall::RuleGroup", "network-firewall", "CreateRuleGroup", name="RuleGroupName"
    ),
    "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration": Counterpart(
        "AWS::NetworkFirewall::TLSInspectionConfiguration",
        ("network-firewall", "CreateTLSInspectionConfiguration"),
        {
            "name": "TLSInspectionConfigurationName",
            "encryptionConfigurations[*].type": "EncryptionConfiguration.Type",
            "tlsInspectionConfiguration.serverCertificateConfiguration": "TLSInspectionConfiguration.ServerCertificateConfigurations[*]",
        },
    ),
    "aws:ram/principalAssociation:PrincipalAssociation": _of("RAM::PrincipalAssociation", "ram", "AssociateResourceShare"),
    "aws:ram/resourceAssociation:ResourceAssociation": _of("RAM::ResourceAssociation", "ram", "AssociateResourceShare"),
    "aws:ram/resourceShare:ResourceShare": _of("RAM::ResourceShare", "ram", "CreateResourceShare"),
    "aws:rds/cluster:Cluster": _of(
        "RDS::DBCluster",
        "rds",
        "CreateDBCluster",
        clusterIdentifier="DBClusterIdentifier",
        dbClusterParameterGroupName="DBClusterParameterGroupName",
        enabledCloudwatchLogsExports="EnableCloudwatchLogsExports",
        iamDatabaseAuthenticationEnabled="EnableIAMDatabaseAuthentication",
        masterPassword="MasterUserPassword",
        performanceInsightsEnabled="EnablePerformanceInsights",
    ),
    "aws:rds/clusterInstance:ClusterInstance": _of(
        "RDS::DBInstance",
        "rds",
        "CreateDBInstance",
        identifier="DBInstanceIdentifier",
        clusterIdentifier="DBClusterIdentifier",
        instanceClass="DBInstanceClass",
        performanceInsightsEnabled="EnablePerformanceInsights",
    ),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": _of(
        "RDS::DBClusterParameterGroup",
        "rds",
        "CreateDBClusterParameterGroup",
        name="DBClusterParameterGroupName",
        family="DBParameterGroupFamily",
    ),
    "aws:rds/subnetGroup:SubnetGroup": _of(
        "RDS::DBSubnetGroup", "rds", "CreateDBSubnetGroup", name="DBSubnetGroupName", description="DBSubnetGroupDescription"
    ),
    "aws:route53/record:Record": _of("Route53::RecordSet", zoneId="HostedZoneId", aliases="AliasTarget", records="ResourceRecords"),
    "aws:route53/resolverFirewallConfig:ResolverFirewallConfig": _of(None, "route53resolver", "UpdateFirewallConfig"),
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": _of(
        "Route53Resolver::FirewallDomainList", "route53resolver", "CreateFirewallDomainList"
    ),
    "aws:route53/resolverFirewallRule:ResolverFirewallRule": _of(None, "route53resolver", "CreateFirewallRule"),
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": _of(
        "Route53Resolver::FirewallRuleGroup", "route53resolver", "CreateFirewallRuleGroup"
    ),
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": _of(
        "Route53Resolver::FirewallRuleGroupAssociation", "route53resolver", "AssociateFirewallRuleGroup"
    ),
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": _of(
        "Route53Resolver::ResolverQueryLoggingConfig", "route53resolver", "CreateResolverQueryLogConfig"
    ),
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": _of(
        "Route53Resolver::ResolverQueryLoggingConfigAssociation", "route53resolver", "AssociateResolverQueryLogConfig"
    ),
    "aws:route53/zone:Zone": _of("Route53::HostedZone", "route53", "CreateHostedZone", comment="HostedZoneConfig.Comment"),
    "aws:route53/zoneAssociation:ZoneAssociation": _of(None),
    "aws:s3/accessPoint:AccessPoint": _of("S3::AccessPoint", "s3control", "CreateAccessPoint"),
    "aws:s3/bucket:Bucket": _of("S3::Bucket", bucket="BucketName"),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": Counterpart(
        None, ("s3", "PutBucketLifecycleConfiguration"), {"rules": "LifecycleConfiguration.Rules"}
    ),
    "aws:s3/bucketLogging:BucketLogging": _of(None, "s3", "PutBucketLogging"),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": Counterpart(
        None,
        ("s3", "PutObjectLockConfiguration"),
        {"objectLockEnabled": "ObjectLockConfiguration.ObjectLockEnabled", **_LOCK},
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": Counterpart(
        None, ("s3", "PutBucketOwnershipControls"), {"rule": "OwnershipControls.Rules[*]"}
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _of("S3::BucketPolicy", "s3", "PutBucketPolicy", policy="PolicyDocument"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _of(None, "s3", "PutPublicAccessBlock"),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": Counterpart(
        None,
        ("s3", "PutBucketEncryption"),
        {"rules": "ServerSideEncryptionConfiguration.Rules"},
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _of(None, "s3", "PutBucketVersioning"),
    "aws:secretsmanager/secret:Secret": _of("SecretsManager::Secret", "secretsmanager", "CreateSecret"),
    "aws:secretsmanager/secretPolicy:SecretPolicy": _of(
        "SecretsManager::ResourcePolicy", "secretsmanager", "PutResourcePolicy", secretArn="SecretId", policy="ResourcePolicy"
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": _of(None, "secretsmanager", "PutSecretValue"),
    "aws:sns/topic:Topic": _of("SNS::Topic", "sns", "CreateTopic", name="TopicName"),
    "aws:sns/topicPolicy:TopicPolicy": _of("SNS::TopicPolicy", arn="Topics", policy="PolicyDocument"),
    "aws:sns/topicSubscription:TopicSubscription": _of("SNS::Subscription", "sns", "Subscribe", topic="TopicArn"),
    "aws:sqs/queue:Queue": _of(
        "SQS::Queue",
        name="QueueName",
        maxMessageSize="MaximumMessageSize",
        messageRetentionSeconds="MessageRetentionPeriod",
        receiveWaitTimeSeconds="ReceiveMessageWaitTimeSeconds",
        visibilityTimeoutSeconds="VisibilityTimeout",
        kmsDataKeyReusePeriodSeconds="KmsDataKeyReusePeriodSeconds",
    ),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _of(
        "EC2::SecurityGroupEgress",
        securityGroupId="GroupId",
        cidrIpv4="CidrIp",
        referencedSecurityGroupId="DestinationSecurityGroupId",
        prefixListId="DestinationPrefixListId",
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _of(
        "EC2::SecurityGroupIngress",
        securityGroupId="GroupId",
        cidrIpv4="CidrIp",
        referencedSecurityGroupId="SourceSecurityGroupId",
        prefixListId="SourcePrefixListId",
    ),
    "aws:vpclattice/resourceConfiguration:ResourceConfiguration": _of(
        "VpcLattice::ResourceConfiguration",
        "vpc-lattice",
        "CreateResourceConfiguration",
        type="ResourceConfigurationType",
        protocol="ProtocolType",
        resourceGatewayIdentifier="ResourceGatewayId",
    ),
    "aws:vpclattice/resourceGateway:ResourceGateway": _of(
        "VpcLattice::ResourceGateway", "vpc-lattice", "CreateResourceGateway", vpcId="VpcIdentifier"
    ),
}
"""Every type that has rules, but for those that only adopt another's object and for accepters."""

WITHOUT = {
    **dict.fromkeys(
        (
            "aws:dynamodb/table:Table",
            "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
            "aws:s3tables/table:Table",
            "aws:s3/directoryBucket:DirectoryBucket",
            "aws:ssm/parameter:Parameter",
            "aws:kinesis/streamConsumer:StreamConsumer",
            "aws:glue/catalogDatabase:CatalogDatabase",
            "aws:cloudwatch/eventApiDestination:EventApiDestination",
            "aws:s3tables/tableBucket:TableBucket",
        ),
        "only how their ARNs are written is said (simulator/rules/aws/table_names.py); the rest is the SDK's",
    ),
    **dict.fromkeys(
        (
            "aws:batch/computeEnvironment:ComputeEnvironment",
            "aws:batch/jobDefinition:JobDefinition",
            "aws:batch/jobQueue:JobQueue",
            "aws:bedrock/agentAgent:AgentAgent",
            "aws:bedrock/guardrail:Guardrail",
            "aws:bedrock/guardrailVersion:GuardrailVersion",
            "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",
            "aws:codebuild/project:Project",
            "aws:codebuild/reportGroup:ReportGroup",
            "aws:codepipeline/pipeline:Pipeline",
            "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
            "aws:cognito/userPool:UserPool",
            "aws:cognito/userPoolClient:UserPoolClient",
            "aws:glue/connection:Connection",
            "aws:glue/crawler:Crawler",
            "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
            "aws:glue/job:Job",
            "aws:glue/trigger:Trigger",
            "aws:identitystore/group:Group",
            "aws:identitystore/user:User",
            "aws:imagebuilder/imagePipeline:ImagePipeline",
            "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration",
            "aws:rolesanywhere/profile:Profile",
            "aws:rolesanywhere/trustAnchor:TrustAnchor",
            "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
            "aws:sagemaker/domain:Domain",
            "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
            "aws:sagemaker/featureGroup:FeatureGroup",
            "aws:sagemaker/image:Image",
            "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer",
            "aws:sagemaker/pipeline:Pipeline",
            "aws:sagemaker/space:Space",
            "aws:sagemaker/userProfile:UserProfile",
            "aws:sfn/activity:Activity",
            "aws:sfn/stateMachine:StateMachine",
            "aws:ssm/maintenanceWindow:MaintenanceWindow",
            *SETTINGS_OF_FLOWS,
            *SETTINGS_OF_STORES,
            *SETTINGS_OF_THE_ACCOUNT,
        ),
        "only what goes together is said of it; what a change replaces is left to the SDK",
    ),
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": "adopts what the cloud made: the provider's own idea",
    "aws:ec2/defaultRouteTable:DefaultRouteTable": "adopts what the cloud made: the provider's own idea",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "adopts what the cloud made: the provider's own idea",
    "aws:ec2/defaultSubnet:DefaultSubnet": "adopts what the cloud made: the provider's own idea",
    "aws:ec2/defaultVpc:DefaultVpc": "adopts what the cloud made: the provider's own idea",
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": "an association of CloudFormation needs a subnet",
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": "the provider's own idea",
    **dict.fromkeys(
        (
            "aws:autoscaling/group:Group",
            "aws:ecs/service:Service",
            "aws:ecs/taskDefinition:TaskDefinition",
            "aws:elasticache/replicationGroup:ReplicationGroup",
            "aws:elasticache/user:User",
            "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
            "aws:lambda/eventSourceMapping:EventSourceMapping",
            "aws:rds/instance:Instance",
            "aws:redshift/cluster:Cluster",
            "aws:redshift/logging:Logging",
            "aws:sagemaker/model:Model",
            "aws:sagemaker/notebookInstance:NotebookInstance",
        ),
        "only what the service demands is said (simulator/rules/aws/demanded_parts.py); the rest is the SDK's",
    ),
    **dict.fromkeys(
        (
            "aws:directconnect/bgpPeer:BgpPeer",
            "aws:directconnect/connectionAssociation:ConnectionAssociation",
            "aws:directconnect/linkAggregationGroup:LinkAggregationGroup",
            "aws:directconnect/transitVirtualInterface:TransitVirtualInterface",
            "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions",
            "aws:ec2/trafficMirrorTarget:TrafficMirrorTarget",
            "aws:ec2/vpcEndpointConnectionNotification:VpcEndpointConnectionNotification",
            "aws:ec2/vpcIpam:VpcIpam",
            "aws:ec2/vpcIpamPool:VpcIpamPool",
            "aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr",
            "aws:ec2/vpcIpamPoolCidrAllocation:VpcIpamPoolCidrAllocation",
            "aws:ec2/vpcIpamScope:VpcIpamScope",
            "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
            "aws:networkmanager/attachmentAccepter:AttachmentAccepter",
            "aws:networkmanager/coreNetwork:CoreNetwork",
            "aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment",
            "aws:networkmanager/globalNetwork:GlobalNetwork",
            "aws:networkmanager/vpcAttachment:VpcAttachment",
            "aws:vpclattice/listener:Listener",
            "aws:vpclattice/listenerRule:ListenerRule",
            "aws:vpclattice/service:Service",
            "aws:vpclattice/serviceNetwork:ServiceNetwork",
            "aws:vpclattice/serviceNetworkResourceAssociation:ServiceNetworkResourceAssociation",
            "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation",
            "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
            "aws:vpclattice/targetGroup:TargetGroup",
            "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment",
            "aws:route53/profilesAssociation:ProfilesAssociation",
            "aws:route53/profilesProfile:ProfilesProfile",
            "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation",
            "aws:route53/resolverRule:ResolverRule",
            "aws:vpclattice/authPolicy:AuthPolicy",
            "aws:lambda/function:Function",
            "aws:lambda/functionUrl:FunctionUrl",
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
            "aws:iam/samlProvider:SamlProvider",
        ),
        "references, required parts, replacements and documented defaults alone are said; values are the SDK's",
    ),
    **dict.fromkeys(
        (
            "aws:apprunner/service:Service",
            "aws:apprunner/vpcConnector:VpcConnector",
            "aws:ecs/cluster:Cluster",
            "aws:mwaa/environment:Environment",
        ),
        "only names are said (simulator/rules/aws/compute_names.py); the rest is the SDK's",
    ),
    **dict.fromkeys(
        (
            "aws:docdb/cluster:Cluster",
            "aws:docdb/clusterInstance:ClusterInstance",
            "aws:kinesis/stream:Stream",
            "aws:memorydb/cluster:Cluster",
            "aws:msk/cluster:Cluster",
            "aws:msk/serverlessCluster:ServerlessCluster",
            "aws:mskconnect/customPlugin:CustomPlugin",
            "aws:neptune/cluster:Cluster",
            "aws:neptune/clusterInstance:ClusterInstance",
            "aws:oam/sink:Sink",
            "aws:redshiftserverless/workgroup:Workgroup",
        ),
        "only names and defaults are said (simulator/rules/aws/data_names.py, documents_and_graphs.py); the rest is the SDK's",
    ),
    **dict.fromkeys(
        ("aws:quicksight/analysis:Analysis", "aws:quicksight/dashboard:Dashboard", "aws:quicksight/template:Template"),
        "only that one of two inputs is there is said (simulator/rules/aws/charts.py); the rest is the SDK's",
    ),
}
