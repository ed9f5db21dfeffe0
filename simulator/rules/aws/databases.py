"""Aurora clusters, and what is left of them.

Sources: RDS API Reference, CreateDBCluster, DeleteDBCluster; Amazon Aurora User Guide, "Deleting Aurora DB clusters and DB instances"
(protection, final snapshot, instances first), "Password management with Amazon Aurora and AWS Secrets Manager", "Backing up and restoring
an Aurora DB cluster" (1 to 35 days); Pulumi Registry, aws.rds.Cluster.
"""

from collections.abc import Iterator

from simulator.rules import (
    Action,
    Allowed,
    AtMostOneOf,
    Between,
    Fault,
    Length,
    Needs,
    Object,
    Pattern,
    Properties,
    Protection,
    Rules,
    ref,
    unique,
)
from simulator.rules.aws.account import zone_names
from simulator.rules.aws.addresses import zone_of
from simulator.rules.aws.database_groups import PARAMETER_GROUP, SUBNET_GROUP
from simulator.rules.aws.kinds import CLUSTER, KEY, ROLE, SECURITY_GROUP
from simulator.rules.aws.parts import given

INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
SNAPSHOT = "aws:rds/clusterSnapshot:ClusterSnapshot"
BACKUPS = "aws:rds/clusterAutomatedBackup"
"""What AWS calls a retained automated backup; the SDK has no type for it."""
_CREATE = "RDS API Reference, CreateDBCluster"
IDENTIFIER = r"[a-z](?!.*--)(?!.*-$)[a-z0-9-]{0,62}"
_LOGS = {
    "aurora-postgresql": ("postgresql", "upgrade", "iam-db-auth-error", "instance"),
    "aurora-mysql": ("audit", "error", "general", "slowquery", "iam-db-auth-error", "instance"),
    "postgres": ("postgresql", "upgrade", "iam-db-auth-error"),
    "mysql": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
}
KEY_REF = ref(KEY, by=("arn",), code="KMSKeyNotAccessibleFault", anywhere=True, blocks_delete=False)

cluster = Rules(
    CLUSTER,
    source="RDS API Reference, CreateDBCluster, DeleteDBCluster; Pulumi Registry, aws.rds.Cluster (the id is the identifier)",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Pattern(
            "clusterIdentifier",
            IDENTIFIER,
            source=_CREATE,
            saying="1 to 63 lower-case letters, digits and single hyphens, beginning with a letter",
        ),
        AtMostOneOf(("clusterIdentifier", "clusterIdentifierPrefix"), source="Pulumi Registry, aws.rds.Cluster"),
        Between("backupRetentionPeriod", 1, 35, source=_CREATE),
        Between("port", 1150, 65535, source=_CREATE),
        Between("backtrackWindow", 0, 259200, source=_CREATE),
        Allowed("networkType", ("IPV4", "DUAL"), source=_CREATE),
        Allowed("storageType", ("", "aurora", "aurora-iopt1", "io1", "io2", "gp3"), source=_CREATE),
        Allowed("clusterScalabilityType", ("standard", "limitless"), source=_CREATE),
        Allowed("databaseInsightsMode", ("standard", "advanced"), source=_CREATE),
        Allowed(
            "engineLifecycleSupport", ("open-source-rds-extended-support", "open-source-rds-extended-support-disabled"), source=_CREATE
        ),
        Allowed("monitoringInterval", (0, 1, 5, 10, 15, 30, 60), source=_CREATE),
        Pattern(
            "preferredBackupWindow", r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", source=_CREATE, saying="hh24:mi-hh24:mi, in UTC"
        ),
        Pattern(
            "masterUsername", r"[A-Za-z][A-Za-z0-9_]{0,62}", source=_CREATE, saying="1 to 63 letters, digits and _, beginning with a letter"
        ),
        AtMostOneOf(("manageMasterUserPassword", "masterPassword"), source="Pulumi Registry, aws.rds.Cluster"),
        AtMostOneOf(("masterPassword", "masterPasswordWo"), source="Pulumi Registry, aws.rds.Cluster"),
        Needs("masterUserSecretKmsKeyId", ("manageMasterUserPassword",), source=_CREATE),
        Pattern(
            "finalSnapshotIdentifier",
            r"[A-Za-z](?!.*--)(?!.*-$)[A-Za-z0-9-]{0,254}",
            source="RDS API Reference, DeleteDBCluster",
            saying="letters, digits and single hyphens, beginning with a letter",
        ),
        Length("iamRoles", 0, 5, source="Amazon Aurora User Guide, 'Quotas and constraints'"),
    ),
    references={
        "dbSubnetGroupName": ref(SUBNET_GROUP, code="DBSubnetGroupNotFoundFault", delete_code="InvalidDBSubnetGroupStateFault"),
        "dbClusterParameterGroupName": ref(
            PARAMETER_GROUP, literals=("default.*",), code="DBClusterParameterGroupNotFound", delete_code="InvalidDBParameterGroupState"
        ),
        "vpcSecurityGroupIds[*]": ref(SECURITY_GROUP, code="InvalidParameterValue"),
        "kmsKeyId": KEY_REF,
        "masterUserSecretKmsKeyId": ref(
            KEY, by=("arn", "id"), literals=("alias/*",), code="KMSKeyNotAccessibleFault", anywhere=True, blocks_delete=False
        ),
        "monitoringRoleArn": ref(ROLE, by=("arn",), code="InvalidParameterValue", blocks_delete=False),
    },
    immutable={
        "availabilityZones",
        "clusterIdentifier",
        "clusterIdentifierPrefix",
        "clusterScalabilityType",
        "databaseName",
        "dbSubnetGroupName",
        "dbSystemId",
        "engine",
        "engineMode",
        "kmsKeyId",
        "masterUsername",
        "publiclyAccessible",
        "restoreToPointInTime",
        "s3Import",
        "snapshotIdentifier",
        "sourceRegion",
        "storageEncrypted",
    },
    defaults={
        "backtrackWindow": 0,
        "copyTagsToSnapshot": False,
        "deleteAutomatedBackups": True,
        "deletionProtection": False,
        "engineMode": "provisioned",
        "skipFinalSnapshot": False,
    },
    id=lambda action: str(
        action.inputs.get("clusterIdentifier") or f"{action.inputs.get('clusterIdentifierPrefix') or 'tf-'}{action.digits(26)}"
    ),
    outputs={
        "allocatedStorage": 1,
        "applyImmediately": False,
        "arn": "arn:{partition}:rds:{region}:{account}:cluster:{id}",
        "autoMinorVersionUpgrade": True,
        "availabilityZones": [],
        "backupRetentionPeriod": 1,
        "caCertificateIdentifier": "rds-ca-rsa2048-g1",
        "caCertificateValidTill": "2061-05-25T22:56:23Z",
        "clusterIdentifier": "{id}",
        "clusterIdentifierPrefix": "",
        "clusterMembers": [],
        "clusterResourceId": "",
        "clusterScalabilityType": "standard",
        "databaseInsightsMode": "standard",
        "databaseName": "",
        "dbClusterParameterGroupName": "",
        "dbSubnetGroupName": "default",
        "dbSystemId": "",
        "endpoint": "",
        "engineLifecycleSupport": "open-source-rds-extended-support",
        "engineVersion": "",
        "engineVersionActual": "",
        "hostedZoneId": "",
        "iamRoles": [],
        "kmsKeyId": "",
        "masterUserSecretKmsKeyId": "",
        "masterUserSecrets": [],
        "masterUsername": "",
        "monitoringInterval": 0,
        "monitoringRoleArn": "",
        "networkType": "IPV4",
        "performanceInsightsKmsKeyId": "",
        "performanceInsightsRetentionPeriod": 0,
        "port": 0,
        "preferredBackupWindow": "03:12-03:42",
        "preferredMaintenanceWindow": "sun:04:09-sun:04:39",
        "publiclyAccessible": False,
        "readerEndpoint": "",
        "storageEncrypted": False,
        "storageType": "",
        "upgradeRolloutOrder": "second",
        "vpcSecurityGroupIds": [],
    },
    protections=(
        Protection(
            "deletionProtection",
            code="InvalidParameterCombination",
            message="Cannot delete protected DB Cluster, please disable deletion protection and try again.",
        ),
    ),
    unique=(unique("clusterIdentifier", code="DBClusterAlreadyExistsFault", message="DB Cluster already exists: {clusterIdentifier}"),),
    unordered=("availabilityZones", "enabledCloudwatchLogsExports", "iamRoles", "vpcSecurityGroupIds"),
)

HOSTED_ZONES = {"eu-west-1": "Z29XKXDKYMONMX", "us-east-1": "Z2R2ITUGPM61AM"}
"""Hosted zones of RDS endpoint names, by region."""
_PORTS = {"aurora-postgresql": 5432, "postgres": 5432, "aurora-mysql": 3306, "mysql": 3306}
_DEFAULT_VERSIONS = {"aurora-postgresql": "16.6", "postgres": "17.2", "aurora-mysql": "8.0.mysql_aurora.3.08.2", "mysql": "8.0.40"}


@cluster.check(
    source="RDS API Reference, CreateDBCluster: logs of the engine; a key means encryption; a user needs a password", even_unknown=True
)
def settings_fit_together(inputs: Properties) -> Iterator[Fault]:
    """Combinations that RDS refuses."""
    engine = inputs.get("engine")
    logs = inputs.get("enabledCloudwatchLogsExports")
    if isinstance(engine, str) and engine in _LOGS and isinstance(logs, list):
        for i, log in enumerate(logs):
            if isinstance(log, str) and log not in _LOGS[engine]:
                yield f"enabledCloudwatchLogsExports[{i}]", f"{log!r} is not a log of {engine}; allowed: {', '.join(_LOGS[engine])}"
    if (
        given(inputs.get("kmsKeyId"))
        and inputs.get("storageEncrypted") is not True
        and isinstance(inputs.get("storageEncrypted"), bool | None)
    ):
        yield "storageEncrypted", "must be true when kmsKeyId is given"
    new = not any(
        given(inputs.get(name))
        for name in ("snapshotIdentifier", "replicationSourceIdentifier", "restoreToPointInTime", "globalClusterIdentifier", "s3Import")
    )
    if new and inputs.get("masterUsername") is None:
        yield "masterUsername", "is required unless the cluster is restored or replicated"
    passwords = ("manageMasterUserPassword", "masterPassword", "masterPasswordWo")
    if new and not any(given(inputs.get(name)) for name in passwords):
        yield "manageMasterUserPassword", f"one of {', '.join(passwords)} must be given"
    if (
        inputs.get("skipFinalSnapshot") is not True
        and isinstance(inputs.get("skipFinalSnapshot"), bool | None)
        and inputs.get("finalSnapshotIdentifier") == ""
    ):
        yield "finalSnapshotIdentifier", "is required unless skipFinalSnapshot is true"


@cluster.before("create")
@cluster.before("update")
def groups_are_of_the_network(action: Action) -> None:
    """Security groups are of the network of the subnet group; the parameter group is of the engine's version."""
    group = action.target("dbSubnetGroupName", SUBNET_GROUP)
    for id_ in action.inputs.get("vpcSecurityGroupIds") or []:
        one = action.get(SECURITY_GROUP, id_)
        if group and one and one.outputs.get("vpcId") != group.outputs.get("vpcId"):
            action.refuse(
                "InvalidVPCNetworkStateFault",
                f"The DB instance and EC2 security group are in different VPCs: {group.outputs.get('vpcId')} and {one.outputs.get('vpcId')}",
            )
    parameters, version = action.target("dbClusterParameterGroupName", PARAMETER_GROUP), action.inputs.get("engineVersion")
    if parameters and isinstance(version, str):
        engine = action.inputs["engine"]
        families = {f"{engine}{version.split('.')[0]}", f"{engine}{'.'.join(version.split('.')[:2])}"}
        if parameters.outputs["family"] not in families:
            action.refuse(
                "InvalidParameterCombination",
                f"The parameter group {parameters.id} with family {parameters.outputs['family']} can't be used with {engine} {version}",
            )


@cluster.computes
def computed(action: Action) -> Properties:
    """Names, port, secret and group, as RDS answers."""
    inputs, engine = action.inputs, str(action.inputs["engine"])
    first = action.verb == "create"
    group = action.target("dbSubnetGroupName", SUBNET_GROUP)
    stem = action.world.digest(action.account, action.region, "rds names")[:12]
    version = str(
        inputs.get("engineVersion")
        or (action.outputs.get("engineVersionActual") if not first else "")
        or _DEFAULT_VERSIONS.get(engine, "1")
    )
    made: Properties = {
        "endpoint": f"{action.id}.cluster-{stem}.{action.region}.rds.amazonaws.com",
        "readerEndpoint": f"{action.id}.cluster-ro-{stem}.{action.region}.rds.amazonaws.com",
        "hostedZoneId": HOSTED_ZONES.get(action.region, "Z" + action.world.digest(action.region, "rds")[:13].upper()),
        "clusterResourceId": "cluster-" + action.hex(26, "resource id").upper(),
        "port": inputs.get("port") or _PORTS.get(engine, 3306),
        "engineVersion": inputs.get("engineVersion") or version,
        "engineVersionActual": version,
    }
    if inputs.get("availabilityZones") is None and first:
        subnets = [zone_of(action, id_) for id_ in group.outputs["subnetIds"]] if group else zone_names(action.region)
        made["availabilityZones"] = sorted(set(subnets))[:3]
    if inputs.get("dbClusterParameterGroupName") is None:
        made["dbClusterParameterGroupName"] = f"default.{engine}{version.split('.')[0]}"
    if inputs.get("manageMasterUserPassword") is True:
        secret = f"rds!cluster-{action.uuid('secret')}-{action.hex(6, 'secret')}"
        made["masterUserSecrets"] = [
            {
                "kmsKeyId": inputs.get("masterUserSecretKmsKeyId")
                or f"arn:{action.partition}:kms:{action.region}:{action.account}:alias/aws/secretsmanager",
                "secretArn": f"arn:{action.partition}:secretsmanager:{action.region}:{action.account}:secret:{secret}",
                "secretStatus": "active",
            }
        ]
    else:
        made["masterUserSecrets"] = []
    return made


@cluster.on_read
def list_members(action: Action) -> None:
    """Instances of the cluster."""
    action.outputs["clusterMembers"] = sorted(one.id for one in action.find(INSTANCE, clusterIdentifier=action.id))


@cluster.before("delete")
def has_a_way_back(action: Action) -> None:
    """Without a final snapshot's name the provider refuses, unless the snapshot is given up."""
    if action.outputs.get("skipFinalSnapshot") is not True:
        name = action.outputs.get("finalSnapshotIdentifier")
        if not name:
            action.refuse("", "final_snapshot_identifier is required when skip_final_snapshot is false")
        if action.get(SNAPSHOT, name):
            action.refuse(
                "DBClusterSnapshotAlreadyExistsFault",
                f"Cannot create the cluster snapshot because one with the identifier {name} already exists.",
            )


@cluster.after("delete")
def keep_the_last_snapshot(action: Action) -> None:
    """The final snapshot, and automated backups that were not to be deleted, stay."""
    gone = action.object
    common = {"clusterIdentifier": gone.id, "kmsKeyId": gone.outputs.get("kmsKeyId"), "region": gone.region}
    if gone.outputs.get("skipFinalSnapshot") is not True:
        name = str(gone.outputs["finalSnapshotIdentifier"])
        arn = f"arn:{action.partition}:rds:{gone.region}:{gone.account}:cluster-snapshot:{name}"
        action.save(
            Object(
                SNAPSHOT,
                name,
                gone.account,
                gone.region,
                {**common, "dbClusterSnapshotArn": arn},
                state={"kept_because": "final snapshot of the cluster"},
            )
        )
    if gone.outputs.get("deleteAutomatedBackups") is False:
        days = gone.outputs.get("backupRetentionPeriod")
        action.save(
            Object(
                BACKUPS,
                str(gone.outputs["clusterResourceId"]),
                gone.account,
                gone.region,
                common,
                state={"kept_because": f"automated backups of the cluster, kept {days} days (deleteAutomatedBackups is false)"},
            )
        )
