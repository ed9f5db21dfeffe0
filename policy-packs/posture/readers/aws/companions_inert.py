"""Settings of services that stand beside what they set; they open no road, copy nothing and filter nothing. Each group has its reason and source."""

from posture.readers.registry import inert

inert(
    "Groups services and sets how they are watched; what runs, and where, is read from services and task definitions "
    "(Amazon ECS Developer Guide, 'Amazon ECS clusters')",
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "aws-native:ecs:Cluster",
)
inert(
    "Deletes or scans images, and hands none on (Amazon ECR User Guide, 'Lifecycle policies', 'Scan images')",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
)
inert(
    "Switches backups of the file system on, into the account's own default vault (Amazon EFS User Guide, 'Backing up EFS file systems')",
    "aws:efs/backupPolicy:BackupPolicy",
    "aws:efs/accessPoint:AccessPoint",
)
inert(
    "When and how many tasks or hosts run (Application Auto Scaling User Guide, 'What is Application Auto Scaling?')",
    "aws:appautoscaling/target:Target",
    "aws:appautoscaling/policy:Policy",
    "aws:appautoscaling/scheduledAction:ScheduledAction",
    "aws:autoscaling/policy:Policy",
    "aws:autoscaling/schedule:Schedule",
    "aws:autoscaling/lifecycleHook:LifecycleHook",
)
inert(
    "A value of a secret, which the program writes; the secret is read (AWS Secrets Manager User Guide, 'What's in a Secrets Manager secret?')",
    "aws:secretsmanager/secretVersion:SecretVersion",
)
inert(
    "Settings of a cache or search engine; its network and policies are read elsewhere "
    "(Amazon ElastiCache User Guide, 'Parameter groups'; Amazon MemoryDB Developer Guide, 'Authenticating with ACLs')",
    "aws:elasticache/parameterGroup:ParameterGroup",
    "aws:elasticache/user:User",
    "aws:elasticache/userGroup:UserGroup",
    "aws:memorydb/parameterGroup:ParameterGroup",
    "aws:memorydb/acl:Acl",
    "aws:memorydb/user:User",
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
    "aws:neptune/clusterParameterGroup:ClusterParameterGroup",
    "aws:neptune/parameterGroup:ParameterGroup",
    "aws:redshift/parameterGroup:ParameterGroup",
    "aws:msk/configuration:Configuration",
)
inert(
    "Locks a vault, so that backups outlive mistakes and malice (AWS Backup Developer Guide, 'AWS Backup Vault Lock')",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
)
inert(
    "Says which code may run, and runs none (AWS Lambda Developer Guide, 'Code signing', 'Lambda function versions', 'Layers')",
    "aws:lambda/codeSigningConfig:CodeSigningConfig",
    "aws:lambda/alias:Alias",
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
    "aws:signer/signingProfile:SigningProfile",
)
inert(
    "A tag on a resource that is read with its own tags",
    "aws:autoscaling/tag:Tag",
    "aws:ecs/tag:Tag",
    "aws:organizations/tag:Tag",
)
inert(
    "Joins a group of machines to a target group, as an attachment does; machines and fronts are read by themselves "
    "(Amazon EC2 Auto Scaling User Guide, 'Elastic Load Balancing')",
    "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
)
inert(
    "Moves a front's traffic to its other zones (Amazon Application Recovery Controller Developer Guide, 'Zonal autoshift')",
    "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration",
    "aws:arczonalshift/autoshiftObserverNotificationStatus:AutoshiftObserverNotificationStatus",
)
inert(
    "Delivered by the service itself to a destination that is a resource of its own; DESIGN: not a move "
    "(Amazon Route 53 Developer Guide, 'Public DNS query logging')",
    "aws:route53/queryLog:QueryLog",
)
inert(
    "Lets ACM renew certificates with a private authority; the API takes no other principal (AWS Private CA API Reference, CreatePermission)",
    "aws:acmpca/permission:Permission",
)
inert(
    "A desktop stands in the subnets of its directory, which is read (Amazon WorkSpaces Administration Guide, 'VPC requirements'); "
    "where directories of desktops join a domain (Amazon AppStream 2.0 Administration Guide, 'Using Active Directory')",
    "aws:workspaces/workspace:Workspace",
    "aws:appstream/directoryConfig:DirectoryConfig",
)
inert(
    "Code of a layer, which holds no records (AWS Lambda Developer Guide, 'Granting layer access to other accounts'); "
    "where notebooks are kept as code, and a token with which builds fetch code "
    "(Amazon SageMaker AI Developer Guide, 'Associate Git repositories'; AWS CodeBuild User Guide, 'Access your source provider')",
    "aws:lambda/layerVersionPermission:LayerVersionPermission",
    "aws:sagemaker/codeRepository:CodeRepository",
    "aws:codebuild/sourceCredential:SourceCredential",
)
inert(
    "An order of receipt rules, which are read by themselves, and words of a letter (Amazon SES Developer Guide, 'Receipt rules', 'Templates')",
    "aws:ses/receiptRuleSet:ReceiptRuleSet",
    "aws:ses/activeReceiptRuleSet:ActiveReceiptRuleSet",
    "aws:ses/template:Template",
    "aws:ses/configurationSet:ConfigurationSet",
)
inert(
    "Names of a runtime's version, keys and identities with which agents log in elsewhere, and policies that only narrow what a gateway "
    "answers; whom a target asks is read with the target (Bedrock AgentCore Developer Guide, 'Runtime endpoints', 'Identity', 'Policy')",
    "aws:bedrock/agentcoreAgentRuntimeEndpoint:AgentcoreAgentRuntimeEndpoint",
    "aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider",
    "aws:bedrock/agentcoreOauth2CredentialProvider:AgentcoreOauth2CredentialProvider",
    "aws:bedrock/agentcoreWorkloadIdentity:AgentcoreWorkloadIdentity",
    "aws:bedrock/agentcoreTokenVaultCmk:AgentcoreTokenVaultCmk",
    "aws:bedrock/agentcorePolicyEngine:AgentcorePolicyEngine",
    "aws:bedrock/agentcorePolicy:AgentcorePolicy",
)
inert(
    "Brings in what another account shares; what uses it names it (AWS RAM User Guide, 'Accepting and rejecting resource share invitations')",
    "aws:ram/resourceShareAccepter:ResourceShareAccepter",
)
