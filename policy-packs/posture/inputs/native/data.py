"""Stores, databases and what moves between them, as AWS Native writes them: what is called otherwise there.

Source: AWS CloudFormation User Guide, "Resource and property reference"; Pulumi Registry, the properties of both types.
"""

from collections.abc import Mapping
from typing import Any, Final

from posture.inputs.native.shape import From, Native, Part, each, many, one
from posture.values import UNKNOWN, is_unknown


def _log_target(value: Any) -> Any:
    """ElastiCache: the log group or stream of an object that can name either."""
    if not isinstance(value, Mapping):
        return UNKNOWN
    group, stream = value.get("cloudWatchLogsDetails"), value.get("kinesisFirehoseDetails")
    if isinstance(group, Mapping):
        return group.get("logGroup")
    return stream.get("deliveryStream") if isinstance(stream, Mapping) else UNKNOWN


def _of_replicas(*steps: str) -> From:
    """What every replica of a global table says alike; unknown where they differ."""

    def convert(replicas: Any) -> Any:
        if not isinstance(replicas, (list, tuple)):
            return UNKNOWN
        found = []
        for value in replicas:
            for step in steps:
                value = value.get(step) if isinstance(value, Mapping) else value
            found.append(value)
        return found[0] if found and all(value == found[0] for value in found) else UNKNOWN if found else None

    return From("/replicas", convert, ("replicas",))


def _tags_of_all(replicas: Any) -> Any:
    """A global table is tagged replica by replica."""
    if not isinstance(replicas, (list, tuple)) or any(is_unknown(one) for one in replicas):
        return UNKNOWN
    listed = [one.get("tags") for one in replicas if isinstance(one, Mapping) and one.get("tags") is not None]
    found: list[Any] = []
    for tags in listed:
        if not isinstance(tags, (list, tuple)):
            return UNKNOWN
        found += tags
    return found


def _first_key(replicas: Any) -> Any:
    """The key of a global table's first replica; each is asked for its own beside that."""
    first = replicas[0] if isinstance(replicas, (list, tuple)) and replicas else None
    settings = first.get("sseSpecification") if isinstance(first, Mapping) else None
    return settings.get("kmsMasterKeyId") if isinstance(settings, Mapping) else None


def _mapped(value: Any) -> Any:
    """A mapping of names to tables as the list of them."""
    return list(value.values()) if isinstance(value, Mapping) else value


_LOGINS: Final = (
    "docDbSettings",
    "gcpMySqlSettings",
    "ibmDb2Settings",
    "microsoftSqlServerSettings",
    "mongoDbSettings",
    "mySqlSettings",
    "oracleSettings",
    "postgreSqlSettings",
    "redshiftSettings",
    "sybaseSettings",
)


def _login(props: Any) -> Any:
    """DMS: the secret with the login, which each engine's settings name."""
    settings = [props[name] for name in _LOGINS if name in props]
    if any(is_unknown(value) for value in settings):
        return UNKNOWN
    return next(
        (value["secretsManagerSecretId"] for value in settings if isinstance(value, Mapping) and value.get("secretsManagerSecretId")), None
    )


def _lake(props: Any) -> Any:
    """Security Lake: what is said of a region's lake, as one object."""
    key = props.get("encryptionConfiguration")
    return {
        "encryptionConfigurations": many(key) if key is not None else [],
        "replicationConfiguration": props.get("replicationConfiguration"),
    }


_CACHE: Final[Mapping[str, str | From]] = {
    "parameterGroupName": "cacheParameterGroupName",
    "subnetGroupName": "cacheSubnetGroupName",
    "maintenanceWindow": "preferredMaintenanceWindow",
    "nodeType": "cacheNodeType",
    "logDeliveryConfigurations.destination": From("destinationDetails", _log_target),
}
_GROUP: Final = Native({"name": "dbSubnetGroupName", "description": "dbSubnetGroupDescription"})

SHAPES: Final[Mapping[str, Native]] = {
    "docdb:DbSubnetGroup": _GROUP,
    "neptune:DbSubnetGroup": _GROUP,
    "docdbelastic:Cluster": Native({"name": "clusterName", "arn": "clusterArn"}),
    "dsql:Cluster": Native(
        {"arn": "resourceArn", "encryptionDetails": From("encryptionDetails", many)},
        parts=(Part("aws:dsql/clusterPolicy:ClusterPolicy", "policyDocument", "identifier", given="policy"),),
    ),
    "dynamodb:GlobalTable": Native(
        {
            "name": "tableName",
            "tags": From("/replicas", _tags_of_all, ("replicas",)),
            "replicas.regionName": "region",
            "replicas.kmsKeyArn": "sseSpecification.kmsMasterKeyId",
            "replicas.pointInTimeRecovery": "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled",
            "serverSideEncryption.enabled": "/sseSpecification.sseEnabled",
            "serverSideEncryption.kmsKeyArn": From("/replicas", _first_key, ("replicas",)),
            "pointInTimeRecovery.enabled": _of_replicas("pointInTimeRecoverySpecification", "pointInTimeRecoveryEnabled"),
            "deletionProtectionEnabled": _of_replicas("deletionProtectionEnabled"),
        },
        unless=(
            "globalTableWitnesses",
            "globalTableSourceArn",
            "replicas.resourcePolicy",
            "replicas.replicaStreamSpecification.resourcePolicy",
            "replicas.kinesisStreamSpecification",
        ),
    ),
    "elasticache:CacheCluster": Native({**_CACHE, "clusterId": "clusterName", "securityGroupIds": "vpcSecurityGroupIds"}),
    "elasticache:ParameterGroup": Native(
        {"name": "cacheParameterGroupName", "family": "cacheParameterGroupFamily", "parameters": "properties"}
    ),
    "elasticache:ReplicationGroup": Native({**_CACHE, "description": "replicationGroupDescription"}),
    "elasticache:SubnetGroup": Native({"name": "cacheSubnetGroupName"}),
    "memorydb:Cluster": Native({"name": "clusterName", "kmsKeyArn": "kmsKeyId"}),
    "memorydb:Snapshot": Native({"kmsKeyArn": "kmsKeyId"}),
    "neptune:DbCluster": Native(
        {
            "clusterIdentifier": "dbClusterIdentifier",
            "iamDatabaseAuthenticationEnabled": "iamAuthEnabled",
            "iamRoles": From("associatedRoles", each("roleArn")),
            "kmsKeyArn": "kmsKeyId",
            "neptuneClusterParameterGroupName": "dbClusterParameterGroupName",
            "neptuneInstanceParameterGroupName": "dbInstanceParameterGroupName",
            "neptuneSubnetGroupName": "dbSubnetGroupName",
            "replicationSourceIdentifier": "sourceDbClusterIdentifier",
            "readerEndpoint": "readEndpoint",
            "port": "dbPort",
        }
    ),
    "neptune:DbInstance": Native(
        {
            "clusterIdentifier": "dbClusterIdentifier",
            "identifier": "dbInstanceIdentifier",
            "instanceClass": "dbInstanceClass",
            "neptuneParameterGroupName": "dbParameterGroupName",
            "neptuneSubnetGroupName": "dbSubnetGroupName",
        }
    ),
    "neptunegraph:PrivateGraphEndpoint": Native({"vpcSecurityGroupIds": "securityGroupIds"}),
    "rds:DbClusterEndpoint": Native({"clusterIdentifier": "dbClusterIdentifier"}),
    "rds:DbProxy": Native({"auths": "auth"}),
    "rds:DbProxyTargetGroup": Native(
        {"dbClusterIdentifier": From("dbClusterIdentifiers", one), "dbInstanceIdentifier": From("dbInstanceIdentifiers", one)}
    ),
    "rds:EventSubscription": Native({"snsTopic": "snsTopicArn"}),
    "rds:OptionGroup": Native({"options": "optionConfigurations"}),
    "redshift:Cluster": Native(
        {
            "databaseName": "dbName",
            "masterPassword": "masterUserPassword",
        },
        unless=("namespaceResourcePolicy",),
        parts=(Part("aws:redshift/snapshotCopy:SnapshotCopy", "destinationRegion", "clusterIdentifier", given="destinationRegion"),),
    ),
    "redshift:ClusterParameterGroup": Native(
        {"family": "parameterGroupFamily", "parameters.name": "parameterName", "parameters.value": "parameterValue"}
    ),
    "redshift:ClusterSubnetGroup": Native({"name": "clusterSubnetGroupName"}),
    "redshiftserverless:Namespace": Native(
        {"arn": "/namespace.namespaceArn"}, unless=("namespaceResourcePolicy", "snapshotCopyConfigurations")
    ),
    "redshiftserverless:Workgroup": Native({"arn": "/workgroup.workgroupArn"}),
    "s3express:BucketPolicy": Native({"policy": "policyDocument"}),
    "s3express:DirectoryBucket": Native({"bucket": "bucketName"}, unless=("inventoryConfigurations",)),
    "s3tables:TableBucket": Native(unless=("replicationConfiguration",)),
    "s3tables:TablePolicy": Native({"name": "tableName"}),
    "s3vectors:VectorBucket": Native({"encryptionConfigurations": From("encryptionConfiguration", many)}),
    "ec2:Volume": Native({"type": "volumeType"}),
    "efs:AccessPoint": Native({"tags": "accessPointTags"}),
    "quicksight:DataSet": Native({"physicalTableMaps": From("physicalTableMap", _mapped)}),
    "quicksight:Dashboard": Native(unless=("linkSharingConfiguration",)),
    "quicksight:DataSource": Native({"parameters": "dataSourceParameters"}, unless=("alternateDataSourceParameters",)),
    "glue:Connection": Native({"physicalConnectionRequirements.securityGroupIdLists": "securityGroupIdList"}, hoisted="connectionInput"),
    "glue:DataCatalogEncryptionSettings": Native({"dataCatalogEncryptionSettings.connectionPasswordEncryption.awsKmsKeyId": "kmsKeyId"}),
    "lakeformation:PrincipalPermissions": Native(
        {
            "principal": "/principal.dataLakePrincipalIdentifier",
            "permissionsWithGrantOptions": "permissionsWithGrantOption",
            "table": "/resource.table",
            "tableWithColumns": "/resource.tableWithColumns",
            "database": "/resource.database",
            "dataLocation.arn": "/resource.dataLocation.resourceArn",
            "dataCellsFilter": "/resource.dataCellsFilter",
            "lfTag": "/resource.lfTag",
            "lfTagPolicy": "/resource.lfTagPolicy",
        },
        unless=("resource.catalog",),
    ),
    "timestream:ScheduledQuery": Native({"name": "scheduledQueryName", "executionRoleArn": "scheduledQueryExecutionRoleArn"}),
    "lightsail:Bucket": Native({"arn": "bucketArn"}, unless=("accessRules", "readOnlyAccessAccounts", "resourcesReceivingAccess")),
    "lightsail:Database": Native({"masterPassword": "masterUserPassword"}),
    "storagegateway:NfsFileShare": Native({"kmsKeyArn": "kmsKey", "roleArn": "role", "clientLists": "clientList"}),
    "storagegateway:SmbFileShare": Native({"kmsKeyArn": "kmsKey", "roleArn": "role"}),
    "kendra:DataSource": Native({"configuration": "dataSourceConfiguration"}),
    "appflow:Flow": Native({"destinationFlowConfigs": "destinationFlowConfigList"}),
    "datasync:LocationEfs": Native({"efsFileSystemArn": "efsFilesystemArn"}),
    "datasync:Task": Native({"cloudwatchLogGroupArn": "cloudWatchLogGroupArn", "taskReportConfig.s3Destination": "destination.s3"}),
    "dms:Endpoint": Native({"endpointId": "endpointIdentifier", "kmsKeyArn": "kmsKeyId", "secretsManagerArn": From("/", _login, _LOGINS)}),
    "glue:Crawler": Native(
        {
            "s3Targets": "/targets.s3Targets",
            "jdbcTargets": "/targets.jdbcTargets",
            "catalogTargets": "/targets.catalogTargets",
            "deltaTargets": "/targets.deltaTargets",
            "dynamodbTargets": "/targets.dynamoDbTargets",
            "hudiTargets": "/targets.hudiTargets",
            "icebergTargets": "/targets.icebergTargets",
            "mongodbTargets": "/targets.mongoDbTargets",
            "securityConfiguration": "crawlerSecurityConfiguration",
        }
    ),
    "glue:Job": Native({"roleArn": "role", "connections": From("/connections.connections")}),
    "glue:SecurityConfiguration": Native(
        {
            "encryptionConfiguration.cloudwatchEncryption": "cloudWatchEncryption",
            "encryptionConfiguration.cloudwatchEncryption.cloudwatchEncryptionMode": "cloudWatchEncryptionMode",
            "encryptionConfiguration.s3Encryption": From("s3Encryptions", one),
        }
    ),
    "dms:InstanceProfile": Native({"vpcSecurityGroupIds": "vpcSecurityGroups"}),
    "dms:ReplicationSubnetGroup": Native({"replicationSubnetGroupId": "replicationSubnetGroupIdentifier"}),
    "osis:Pipeline": Native({"logPublishingOptions.cloudwatchLogDestination": "cloudWatchLogDestination"}, unless=("resourcePolicy",)),
    "transfer:Server": Native(
        {
            "function": "/identityProviderDetails.function",
            "url": "/identityProviderDetails.url",
            "directoryId": "/identityProviderDetails.directoryId",
        }
    ),
    "securitylake:DataLake": Native({"configuration": From("/", _lake, ("encryptionConfiguration", "replicationConfiguration"))}),
    "securitylake:Subscriber": Native({"arn": "subscriberArn", "roleArn": "subscriberRoleArn"}),
}
