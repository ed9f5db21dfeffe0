"""What stores hold is handed on: by policies, shares, replicas, snapshots, subscriptions, deliveries and roles."""

import copy
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_ACCOUNT
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import ABROAD, FOREIGN_ROOT, Site, adding, append, each
from tests.mutation.policies import document_at, statements, written
from tests.mutation.program import Program, Ref, Row, at, plain
from tests.mutation.sites import members_of, sites

VENDOR = f"arn:aws:iam::{FOREIGN_ACCOUNT}:root"


def allow_more(program: Program, row: Row) -> Iterator[Mutant]:
    """One more Allow in a document: for a foreign account, for everybody; in an identity's document, for everything.

    Not for a foreign account where the document refuses everybody outside of an organization whatever he asks for: the statement would allow
    nobody anything (IAM User Guide, "Policy evaluation logic": an explicit deny overrides every allow).
    """
    for site in sites(row):
        document = document_at(site.value)
        if document is None:
            continue
        based = any("Principal" in one or "NotPrincipal" in one for one in statements(document))
        first = next((one for one in statements(document) if one.get("Effect") == "Allow"), {"Action": "*", "Resource": "*"})
        kept = {key: copy.deepcopy(first[key]) for key in ("Action", "NotAction", "Resource", "NotResource") if key in first}
        if based:
            added = {
                "allow-foreign-account": {"Effect": "Allow", "Principal": {"AWS": VENDOR}, **kept},
                "allow-everybody": {"Effect": "Allow", "Principal": "*", **kept},
            }
        else:
            added = {"allow-everything": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
        if any(_refuses_others(one) for one in statements(document)):
            added.pop("allow-foreign-account", None)
        for operator, statement in added.items():

            def change(mutated: Program, where: Any = site.where, statement: dict[str, Any] = statement) -> set[str]:
                leaf = at(mutated.by_urn[row.urn].inputs, where)
                found = document_at(leaf)
                assert found is not None
                put(mutated, row.urn, where, written({**found, "Statement": [*statements(found), statement]}, leaf))
                return set()

            yield Mutant(operator, row.type, site.path, row.urn, change)


_EXCEPT_SERVICES = ("aws:PrincipalIsAWSService", "aws:ViaAWSService")


def _refuses_others(statement: dict[str, Any]) -> bool:
    """A Deny for everybody who is not of an organization, but for services, on each action of the resource's service."""
    action, conditions = statement.get("Action"), statement.get("Condition") or {}
    keys = {key: operator for operator, found in conditions.items() for key in found}
    outside = keys.pop("aws:PrincipalOrgID", None)
    return (
        statement.get("Effect") == "Deny"
        and statement.get("Principal") in ("*", {"AWS": "*"})
        and isinstance(action, str)
        and (action == "*" or action.endswith(":*"))
        and outside in ("StringNotEquals", "StringNotEqualsIfExists")
        and set(keys) <= set(_EXCEPT_SERVICES)
    )


def _policy(actions: str, resource: Any, principal: Any = None) -> str:
    statement = {"Effect": "Allow", "Principal": principal or {"AWS": VENDOR}, "Action": actions, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


POLICIES = {
    "aws:s3/bucket:Bucket": ("aws:s3/bucketPolicy:BucketPolicy", "bucket", "bucket", "s3:GetObject", "arn:aws:s3:::{bucket}/*"),
    "aws:sqs/queue:Queue": ("aws:sqs/queuePolicy:QueuePolicy", "queueUrl", "url", "sqs:ReceiveMessage", "{arn}"),
    "aws:sns/topic:Topic": ("aws:sns/topicPolicy:TopicPolicy", "arn", "arn", "sns:Subscribe", "{arn}"),
    "aws:secretsmanager/secret:Secret": (
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        "secretArn",
        "arn",
        "secretsmanager:GetSecretValue",
        "*",
    ),
    "aws:ecr/repository:Repository": ("aws:ecr/repositoryPolicy:RepositoryPolicy", "repository", "name", "ecr:BatchGetImage", ""),
    "aws:dynamodb/table:Table": ("aws:dynamodb/resourcePolicy:ResourcePolicy", "resourceArn", "arn", "dynamodb:GetItem", "{arn}"),
    "aws:kinesis/stream:Stream": ("aws:kinesis/resourcePolicy:ResourcePolicy", "resourceArn", "arn", "kinesis:GetRecords", "{arn}"),
    "aws:efs/fileSystem:FileSystem": (
        "aws:efs/fileSystemPolicy:FileSystemPolicy",
        "fileSystemId",
        "id",
        "elasticfilesystem:ClientMount",
        "{arn}",
    ),
    "aws:backup/vault:Vault": ("aws:backup/vaultPolicy:VaultPolicy", "backupVaultName", "name", "backup:CopyFromBackupVault", "*"),
}
"""Store → its policy's type, the property that names the store, the store's output, a reading action, the resource as the policy writes it."""


def _known_arn(row: Row, key: str) -> str:
    """Types of which the simulator knows the SDK alone show a stand-in: then the policy says `*`."""
    text = str(row.outputs.get(key, ""))
    return "" if text.startswith("sim-") else text


def add_policy(program: Program, row: Row) -> Iterator[Mutant]:
    """A store without a policy of its own gets one, for a foreign account."""
    for store in each(program, row, *POLICIES):
        if any(user.type == POLICIES[store.type][0] for user in program.users(store.urn)):
            continue

        def build(site: Site) -> None:
            type_, name, output, action, resource = POLICIES[site.row.type]
            words = {key: _known_arn(site.row, key) for key in ("bucket", "arn")}
            site.add(type_, "policy", {name: site.out(output), "policy": _policy(action, resource.format(**words) or "*")})

        yield adding("add-policy-for-foreign-account", store, build)


def add_copies(program: Program, row: Row) -> Iterator[Mutant]:
    """Replicas, snapshots and copies, abroad or for somebody else."""
    for bucket in each(program, row, "aws:s3/bucket:Bucket"):
        yield adding("add-replica", bucket, _replicate_bucket)
        yield adding("add-inventory", bucket, _inventory)
        yield adding("add-public-access-point", bucket, _access_point)
        yield adding("add-notification", bucket, _notify)
    for database in each(program, row, "aws:rds/instance:Instance"):
        yield adding("add-replica", database, _replica)
        yield adding("share-snapshot", database, _instance_snapshot)
        yield adding("add-backup-abroad", database, _backup_abroad)
    for cluster in each(program, row, "aws:rds/cluster:Cluster"):
        yield adding("share-snapshot", cluster, _cluster_snapshot)
        yield adding("add-replica", cluster, _replica_cluster)
    for table in each(program, row, "aws:dynamodb/table:Table"):
        if "replicas" not in table.inputs:
            yield adding("add-replica", table, lambda site: append(site.program, site.row.urn, ("replicas",), {"regionName": ABROAD}))
        yield adding("add-stream-to-foreign", table, _table_stream)
    for secret in each(program, row, "aws:secretsmanager/secret:Secret"):
        yield adding("add-replica", secret, lambda site: append(site.program, site.row.urn, ("replicas",), {"region": ABROAD}))
    for volume in each(program, row, "aws:ebs/volume:Volume"):
        yield adding("share-snapshot", volume, _volume_snapshot)
    for machine in each(program, row, "aws:ec2/instance:Instance"):
        yield adding("share-image", machine, _image)
    for repository in each(program, row, "aws:ecr/repository:Repository"):
        yield adding("add-replica", repository, _registry_replica)


def _replicate_bucket(site: Site) -> None:
    role = _role(site, "s3.amazonaws.com")
    rules = [{"id": "all", "status": "Enabled", "destination": {"bucket": "arn:aws:s3:::vendor-copies", "account": FOREIGN_ACCOUNT}}]
    site.add(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "copies", {"bucket": site.out("bucket"), "role": role, "rules": rules}
    )


def _role(site: Site, service: str) -> Any:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    return Ref(site.add("aws:iam/role:Role", "role", {"name": site.name("role"), "assumeRolePolicy": document}), "arn")


def _inventory(site: Site) -> None:
    destination = {"bucket": {"bucketArn": "arn:aws:s3:::vendor-copies", "format": "CSV", "accountId": FOREIGN_ACCOUNT}}
    inputs = {
        "bucket": site.out("bucket"),
        "name": "all",
        "includedObjectVersions": "All",
        "schedule": {"frequency": "Daily"},
        "destination": destination,
    }
    site.add("aws:s3/inventory:Inventory", "inventory", inputs)


def _access_point(site: Site) -> None:
    """From the internet, without its own block, for a foreign account."""
    name = site.name("point")[:40]
    arn = f"arn:aws:s3:eu-west-1:111122223333:accesspoint/{name}"
    policy = _policy("s3:GetObject", f"{arn}/object/*")
    closed = dict.fromkeys(("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), False)
    inputs = {"name": name, "bucket": site.out("bucket"), "policy": policy, "publicAccessBlockConfiguration": closed}
    site.add("aws:s3/accessPoint:AccessPoint", "point", inputs)


def _notify(site: Site) -> None:
    topic = f"arn:aws:sns:eu-west-1:{FOREIGN_ACCOUNT}:vendor"
    inputs = {"bucket": site.out("bucket"), "topics": [{"topicArn": topic, "events": ["s3:ObjectCreated:*"]}]}
    site.add("aws:s3/bucketNotification:BucketNotification", "notify", inputs)


def _replica(site: Site) -> None:
    inputs = {
        "identifier": site.name("replica"),
        "replicateSourceDb": site.out("arn"),
        "instanceClass": "db.r7g.large",
        "skipFinalSnapshot": True,
    }
    site.add("aws:rds/instance:Instance", "replica", inputs, region=ABROAD)


def _instance_snapshot(site: Site) -> None:
    inputs = {
        "dbInstanceIdentifier": site.out("identifier"),
        "dbSnapshotIdentifier": site.name("copy"),
        "sharedAccounts": [FOREIGN_ACCOUNT],
    }
    site.add("aws:rds/snapshot:Snapshot", "copy", inputs)


def _backup_abroad(site: Site) -> None:
    inputs = {"sourceDbInstanceArn": site.out("arn"), "retentionPeriod": 7}
    site.add("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "backups", inputs, region=ABROAD)


def _cluster_snapshot(site: Site) -> None:
    inputs = {
        "dbClusterIdentifier": site.out("clusterIdentifier"),
        "dbClusterSnapshotIdentifier": site.name("copy"),
        "sharedAccounts": [FOREIGN_ACCOUNT],
    }
    site.add("aws:rds/clusterSnapshot:ClusterSnapshot", "copy", inputs)


def _replica_cluster(site: Site) -> None:
    inputs = {
        "clusterIdentifier": site.name("replica"),
        "engine": plain(site.row.inputs.get("engine", "aurora-postgresql")),
        "replicationSourceIdentifier": site.out("arn"),
        "skipFinalSnapshot": True,
    }
    site.add("aws:rds/cluster:Cluster", "replica", inputs, region=ABROAD)


def _table_stream(site: Site) -> None:
    stream = f"arn:aws:kinesis:eu-west-1:{FOREIGN_ACCOUNT}:stream/vendor"
    inputs = {"tableName": site.out("name"), "streamArn": stream}
    site.add("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination", "stream", inputs)


def _volume_snapshot(site: Site) -> None:
    snapshot = site.add("aws:ebs/snapshot:Snapshot", "copy", {"volumeId": site.out()})
    inputs = {"snapshotId": Ref(snapshot), "accountId": FOREIGN_ACCOUNT}
    site.add("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", "copy", inputs)


def _image(site: Site) -> None:
    image = site.add("aws:ec2/amiFromInstance:AmiFromInstance", "image", {"name": site.name("image"), "sourceInstanceId": site.out()})
    site.add("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "image", {"imageId": Ref(image), "accountId": FOREIGN_ACCOUNT})


def _registry_replica(site: Site) -> None:
    rules = [{"destinations": [{"region": "eu-west-1", "registryId": FOREIGN_ACCOUNT}]}]
    inputs = {"replicationConfiguration": {"rules": rules}}
    site.add("aws:ecr/replicationConfiguration:ReplicationConfiguration", "copies", inputs)


def subscribe(program: Program, row: Row) -> Iterator[Mutant]:
    """Messages, logs and calls are delivered to somebody else."""
    for topic in each(program, row, "aws:sns/topic:Topic"):
        for protocol, endpoint in (
            ("https", "https://vendor.example.com/hook"),
            ("email", "someone@vendor.example.com"),
            ("sqs", f"arn:aws:sqs:eu-west-1:{FOREIGN_ACCOUNT}:vendor"),
        ):
            inputs = {"protocol": protocol, "endpoint": endpoint}
            yield adding(f"subscribe-{protocol}", topic, partial(_subscribe, inputs=inputs))
    for group in each(program, row, "aws:cloudwatch/logGroup:LogGroup"):
        yield adding("subscribe-logs", group, _log_subscription)
    for function in each(program, row, "aws:lambda/function:Function"):
        yield adding("add-public-url", function, _function_url)
        yield adding("add-permission-for-foreign-account", function, lambda site: _permission(site, FOREIGN_ACCOUNT))
        yield adding("add-permission-for-everybody", function, lambda site: _permission(site, "*"))
    for stream in each(program, row, "aws:kinesis/stream:Stream"):
        yield adding("deliver-to-a-web-address", stream, _firehose)
    for key in each(program, row, "aws:kms/key:Key"):
        yield adding("grant-key", key, _grant)
    for role in each(program, row, "aws:iam/role:Role"):
        yield adding("attach-administrator", role, _administrator)


def _subscribe(site: Site, inputs: dict[str, Any]) -> None:
    site.add("aws:sns/topicSubscription:TopicSubscription", str(inputs["protocol"]), {"topic": site.out("arn"), **inputs})


def _log_subscription(site: Site) -> None:
    destination = f"arn:aws:logs:eu-west-1:{FOREIGN_ACCOUNT}:destination:vendor"
    inputs = {"name": site.name("out"), "logGroup": site.out("name"), "filterPattern": "", "destinationArn": destination}
    site.add("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "out", inputs)


def _function_url(site: Site) -> None:
    site.add("aws:lambda/functionUrl:FunctionUrl", "url", {"functionName": site.out("name"), "authorizationType": "NONE"})
    permission = {
        "function": site.out("name"),
        "action": "lambda:InvokeFunctionUrl",
        "principal": "*",
        "functionUrlAuthType": "NONE",
    }
    site.add("aws:lambda/permission:Permission", "url", permission)


def _permission(site: Site, principal: str) -> None:
    inputs = {"function": site.out("name"), "action": "lambda:InvokeFunction", "principal": principal}
    site.add("aws:lambda/permission:Permission", "call", inputs)


def _firehose(site: Site) -> None:
    inputs = {
        "name": site.name("hose"),
        "destination": "http_endpoint",
        "kinesisSourceConfiguration": {"kinesisStreamArn": site.out("arn"), "roleArn": _role(site, "firehose.amazonaws.com")},
        "httpEndpointConfiguration": {
            "url": "https://vendor.example.com/in",
            "s3Configuration": {"bucketArn": "arn:aws:s3:::vendor-copies", "roleArn": FOREIGN_ROOT},
        },
    }
    site.add("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "hose", inputs)


def _grant(site: Site) -> None:
    inputs = {"keyId": site.out("keyId"), "granteePrincipal": VENDOR, "operations": ["Decrypt", "GenerateDataKey"]}
    site.add("aws:kms/grant:Grant", "grant", inputs)


def _administrator(site: Site) -> None:
    inputs = {"role": site.out("name"), "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    site.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "admin", inputs)


OPERATORS = (allow_more, add_policy, add_copies, subscribe)
__all__ = ["OPERATORS", "members_of"]
