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
