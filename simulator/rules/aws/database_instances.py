"""Instances of Aurora clusters.

Sources: RDS API Reference, CreateDBInstance; Amazon Aurora User Guide, "Amazon Aurora DB clusters" (a writer and up to 15 readers),
"Setting up and enabling Enhanced Monitoring"; Pulumi Registry, aws.rds.ClusterInstance (the id is the identifier).
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtMostOneOf, Between, Fault, Needs, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.addresses import zone_of
from simulator.rules.aws.database_groups import SUBNET_GROUP
from simulator.rules.aws.databases import IDENTIFIER, INSTANCE, KEY_REF
from simulator.rules.aws.kinds import CLUSTER, ROLE

instance = Rules(
    INSTANCE,
    source="RDS API Reference, CreateDBInstance; Pulumi Registry, aws.rds.ClusterInstance (the id is the identifier)",
    second_source="cfn-lint",
    checks=(
        Pattern(
            "identifier",
            IDENTIFIER,
            source="RDS API Reference, CreateDBInstance",
            saying="1 to 63 lower-case letters, digits and single hyphens, beginning with a letter",
        ),
        AtMostOneOf(("identifier", "identifierPrefix"), source="Pulumi Registry, aws.rds.ClusterInstance"),
        Pattern(
            "instanceClass",
            r"db\.[a-z0-9-]+(\.[a-z0-9-]+)?",
            source="RDS API Reference, CreateDBInstance",
            saying="a class such as db.r8g.large",
        ),
        Allowed("monitoringInterval", (0, 1, 5, 10, 15, 30, 60), source="RDS API Reference, CreateDBInstance"),
        Allowed(
            "performanceInsightsRetentionPeriod",
            (7, *range(31, 714, 31), 731),
            source="RDS API Reference, CreateDBInstance: 7, 731, or a number of months of 31 days",
        ),
        Between("promotionTier", 0, 15, source="RDS API Reference, CreateDBInstance"),
        Needs("performanceInsightsKmsKeyId", ("performanceInsightsEnabled",), source="Pulumi Registry, aws.rds.ClusterInstance"),
    ),
    references={
        "clusterIdentifier": ref(CLUSTER, code="DBClusterNotFoundFault", delete_code="InvalidDBClusterStateFault"),
        "dbSubnetGroupName": ref(SUBNET_GROUP, code="DBSubnetGroupNotFoundFault", delete_code="InvalidDBSubnetGroupStateFault"),
        "monitoringRoleArn": ref(ROLE, by=("arn",), code="InvalidParameterValue", blocks_delete=False),
        "performanceInsightsKmsKeyId": KEY_REF,
    },
    immutable={
        "availabilityZone",
        "clusterIdentifier",
        "customIamInstanceProfile",
        "dbSubnetGroupName",
        "engine",
        "identifier",
        "identifierPrefix",
        "performanceInsightsKmsKeyId",
    },
    defaults={
        "autoMinorVersionUpgrade": True,
        "copyTagsToSnapshot": False,
        "forceDestroy": False,
        "monitoringInterval": 0,
        "promotionTier": 0,
    },
    id=lambda action: str(action.inputs.get("identifier") or f"{action.inputs.get('identifierPrefix') or 'tf-'}{action.digits(26)}"),
    outputs={
        "applyImmediately": False,
        "arn": "arn:{partition}:rds:{region}:{account}:db:{id}",
        "availabilityZone": "",
        "caCertIdentifier": "rds-ca-rsa2048-g1",
        "dbParameterGroupName": "",
        "dbSubnetGroupName": "",
        "dbiResourceId": "",
        "endpoint": "",
        "engineVersion": "",
        "engineVersionActual": "",
        "identifier": "{id}",
        "identifierPrefix": "",
        "kmsKeyId": "",
        "monitoringRoleArn": "",
        "networkType": "IPV4",
        "performanceInsightsEnabled": False,
        "performanceInsightsKmsKeyId": "",
        "performanceInsightsRetentionPeriod": 0,
        "port": 0,
        "preferredBackupWindow": "03:12-03:42",
        "preferredMaintenanceWindow": "sun:05:11-sun:05:41",
        "publiclyAccessible": False,
        "storageEncrypted": False,
        "writer": False,
    },
    unique=(unique("identifier", code="DBInstanceAlreadyExists", message="DB instance already exists: {identifier}"),),
)


@instance.check(source="Amazon Aurora User Guide, 'Setting up and enabling Enhanced Monitoring'", even_unknown=True)
def monitoring_has_a_role(inputs: Properties) -> Iterator[Fault]:
    """Enhanced Monitoring writes by a role."""
    interval = inputs.get("monitoringInterval")
    if isinstance(interval, int) and interval and inputs.get("monitoringRoleArn") is None:
        yield "monitoringRoleArn", "is required when monitoringInterval is not 0"


@instance.before("create")
def belongs_to_the_cluster(action: Action) -> None:
    """Engine and subnet group are the cluster's; at most 16 instances; the zone has a subnet of the group."""
    found = action.target("clusterIdentifier", CLUSTER)
    if found is None:
        return
    if found.outputs["engine"] != action.inputs["engine"]:
        action.refuse(
            "InvalidParameterCombination",
            f"The engine {action.inputs['engine']} is not that of cluster {found.id}: {found.outputs['engine']}",
        )
    if len(action.find(INSTANCE, clusterIdentifier=found.id)) >= 16:
        action.refuse("InstanceQuotaExceeded", f"{found.id} has 16 instances already, a writer and 15 readers")
    group, zone = action.get(SUBNET_GROUP, found.outputs.get("dbSubnetGroupName")), action.inputs.get("availabilityZone")
    if group and zone and zone not in {zone_of(action, id_) for id_ in group.outputs["subnetIds"]}:
        action.refuse("InvalidVPCNetworkStateFault", f"The DB subnet group {group.id} has no subnet in {zone}")


@instance.computes
def instance_shown(action: Action) -> Properties:
    """What the cluster decides."""
    found = action.target("clusterIdentifier", CLUSTER)
    if found is None:
        return {}
    of = found.outputs
    members = [one for one in action.find(INSTANCE, clusterIdentifier=found.id) if one.id != action.id]
    stem = action.world.digest(action.account, action.region, "rds names")[:12]
    version = str(action.inputs.get("engineVersion") or of["engineVersionActual"])
    return {
        "availabilityZone": action.inputs.get("availabilityZone") or of["availabilityZones"][0],
        "dbParameterGroupName": action.inputs.get("dbParameterGroupName") or f"default.{of['engine']}{version.split('.')[0]}",
        "dbSubnetGroupName": of["dbSubnetGroupName"],
        "dbiResourceId": "db-" + action.hex(26, "resource id").upper(),
        "endpoint": f"{action.id}.{stem}.{action.region}.rds.amazonaws.com",
        "engineVersion": version,
        "engineVersionActual": version,
        "kmsKeyId": of.get("kmsKeyId", ""),
        "networkType": of["networkType"],
        "port": of["port"],
        "storageEncrypted": of["storageEncrypted"],
        "writer": not any(one.outputs.get("writer") for one in members),
    }
