"""Parts and settings of data services that open no road, copy nothing and let nobody in. Each group has its reason and source."""

from posture.readers.registry import inert

inert(
    "Settings, schedules, names and limits of a database or warehouse; its network, copies, roles and policies are read elsewhere (Amazon RDS "
    "User Guide; Amazon Redshift Management Guide)",
    "aws:rds/certificate:Certificate",
    "aws:rds/clusterEndpoint:ClusterEndpoint",
    "aws:rds/instanceDesiredState:InstanceDesiredState",
    "aws:rds/reservedInstance:ReservedInstance",
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
    "aws:neptune/clusterEndpoint:ClusterEndpoint",
    "aws:redshift/authenticationProfile:AuthenticationProfile",
    "aws:redshift/scheduledAction:ScheduledAction",
    "aws:redshift/snapshotSchedule:SnapshotSchedule",
    "aws:redshift/snapshotScheduleAssociation:SnapshotScheduleAssociation",
    "aws:redshift/usageLimit:UsageLimit",
    "aws:redshift/hsmClientCertificate:HsmClientCertificate",
    "aws:redshift/hsmConfiguration:HsmConfiguration",
    "aws:redshift/idcApplication:IdcApplication",
    "aws:redshiftserverless/usageLimit:UsageLimit",
    "aws:redshiftserverless/customDomainAssociation:CustomDomainAssociation",
    "aws:elasticache/reservedCacheNode:ReservedCacheNode",
    "aws:elasticache/userGroupAssociation:UserGroupAssociation",
    "aws:dax/parameterGroup:ParameterGroup",
)
inert(
    "Lets the service encrypt copies under a key in the destination region; that copies are made is read (Amazon Redshift Management Guide, "
    "'Copying AWS KMS-encrypted snapshots to another AWS Region')",
    "aws:redshift/snapshotCopyGrant:SnapshotCopyGrant",
)
inert(
    "An index, an item that the program itself writes, or a tag of a table, which is read (Amazon DynamoDB Developer Guide)",
    "aws:dynamodb/globalSecondaryIndex:GlobalSecondaryIndex",
    "aws:dynamodb/tableItem:TableItem",
    "aws:dynamodb/tag:Tag",
    "aws:secretsmanager/tag:Tag",
)
inert(
    "A name for tables, or an index of vectors, in a bucket that is read (Amazon S3 User Guide, 'Table namespaces', 'Vector indexes')",
    "aws:s3tables/namespace:Namespace",
    "aws:s3/vectorsIndex:VectorsIndex",
    "aws:athena/database:Database",
)
inert(
    "Lists of a bucket's objects, kept in a table bucket that AWS manages in the same account (Amazon S3 User Guide, 'Accelerating data discovery "
    "with S3 Metadata')",
    "aws:s3/bucketMetadataConfiguration:BucketMetadataConfiguration",
)
inert(
    "Part of a file system that is read, which lies where that lies (Amazon FSx for NetApp ONTAP User Guide, 'Managing storage virtual machines', "
    "'Managing volumes'; Amazon FSx for OpenZFS User Guide, 'Managing volumes')",
    "aws:fsx/ontapStorageVirtualMachine:OntapStorageVirtualMachine",
    "aws:fsx/ontapVolume:OntapVolume",
    "aws:fsx/openZfsVolume:OpenZfsVolume",
    "aws:fsx/openZfsSnapshot:OpenZfsSnapshot",
)
inert(
    "Warms a snapshot up, or keeps what was deleted for a while, in the account (Amazon EBS User Guide, 'Amazon EBS fast snapshot restore', "
    "'Recycle Bin')",
    "aws:ebs/fastSnapshotRestore:FastSnapshotRestore",
    "aws:rbin/rule:Rule",
)
inert(
    "Fetches images from upstream into the account's own registry, or sets how the registry works; nothing but names of images goes out (Amazon "
    "ECR User Guide, 'Sync an upstream registry with an Amazon ECR private registry')",
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
    "aws:ecr/accountSetting:AccountSetting",
    "aws:ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion",
)
inert(
    "Which queues may hand their dead letters here; the queues that do are read (Amazon SQS Developer Guide, 'Using dead-letter queues')",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
)
inert(
    "Hides or refuses what looks sensitive in messages of a topic; findings go to a log group, bucket or delivery stream of the account (Amazon "
    "SNS Developer Guide, 'Message data protection': 'The destination must be in the same account')",
    "aws:sns/dataProtectionPolicy:DataProtectionPolicy",
)
inert(
    "A reader with bandwidth of its own, who is let in by IAM, or settings of the account (Amazon Kinesis Data Streams Developer Guide, "
    "'Enhanced fan-out consumers')",
    "aws:kinesis/streamConsumer:StreamConsumer",
    "aws:kinesis/accountSettings:AccountSettings",
    "aws:kinesisanalyticsv2/applicationSnapshot:ApplicationSnapshot",
)
inert(
    "Logins, topics, code and settings of brokers and connectors, which are read by themselves (Amazon MSK Developer Guide, 'Sign-in credentials "
    "authentication', 'Create a custom plugin')",
    "aws:msk/scramSecretAssociation:ScramSecretAssociation",
    "aws:msk/singleScramSecretAssociation:SingleScramSecretAssociation",
    "aws:msk/topic:Topic",
    "aws:mskconnect/customPlugin:CustomPlugin",
    "aws:mskconnect/workerConfiguration:WorkerConfiguration",
    "aws:mq/configuration:Configuration",
)
inert(
    "Dictionaries, plugins and sign-in of a domain, which is read (Amazon OpenSearch Service Developer Guide, 'Custom packages', 'SAML "
    "authentication for OpenSearch Dashboards')",
    "aws:opensearch/package:Package",
    "aws:opensearch/packageAssociation:PackageAssociation",
    "aws:opensearch/domainSamlOptions:DomainSamlOptions",
    "aws:elasticsearch/domainSamlOptions:DomainSamlOptions",
)
inert(
    "Shapes of events, kept in the account; holds no events (Amazon EventBridge User Guide, 'Amazon EventBridge schemas')",
    "aws:schemas/registry:Registry",
    "aws:schemas/schema:Schema",
    "aws:schemas/discoverer:Discoverer",
    "aws:schemas/registryPolicy:RegistryPolicy",
    "aws:scheduler/scheduleGroup:ScheduleGroup",
)
inert(
    "What is looked for, or left out of findings, in the account (Amazon Macie User Guide, 'Building custom data identifiers'; Amazon GuardDuty "
    "User Guide, 'Working with trusted IP lists')",
    "aws:macie/customDataIdentifier:CustomDataIdentifier",
    "aws:macie/findingsFilter:FindingsFilter",
    "aws:guardduty/iPSet:IPSet",
)
inert(
    "Where keys are kept: in our own hardware modules, or in a manager that only ever sees keys (AWS KMS Developer Guide, 'Key stores')",
    "aws:kms/customKeyStore:CustomKeyStore",
    "aws:kms/ciphertext:Ciphertext",
)
