"""What carries records from one place to another does so over TLS, by logins that IAM or a secret gives, and says what it did.

Sources: AWS DMS User Guide, "Using SSL with AWS Database Migration Service", "Using secrets to access AWS DMS endpoints"; AWS DataSync User
Guide, "Accessing restricted file systems" (EFS: TLS, and a role that its policy knows), "Monitoring with Amazon CloudWatch Logs" (`logLevel`
is OFF unless it is given), "Verifying data integrity"; AWS Security Hub controls DMS.7 and DMS.8 (tasks log); AWS Transfer Family
User Guide, "Logging activity with CloudWatch", "Security policies for AWS Transfer Family servers" (the oldest ones let clients use SHA-1), "Working with
logical directories"; Pulumi Registry, aws.transfer.Server (`securityPolicyName`: the one of 2018-11 unless another is given); AWS Security Hub control
Transfer.2 (FTP); AWS DMS API Reference, RedisSettings (`SslSecurityProtocol`: TLS unless it says plaintext; `AuthType`), S3Settings; AWS DataSync User
Guide, "Configuring transfers with other cloud storage" (keys in Secrets Manager); Amazon RDS User Guide, "Using RDS Proxy with IAM authentication"; Amazon
MSK Developer Guide, "Understand MSK Connect".
"""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.parts import given
from posture.rules.words import cannot_tell, must_be_false, must_be_one_of, must_be_true
from posture.values import is_unknown

ENDPOINT: Final = "aws:dms/endpoint:Endpoint"
BUCKETS: Final = "aws:dms/s3Endpoint:S3Endpoint"
OBJECTS: Final = "aws:datasync/locationObjectStorage:LocationObjectStorage"
LOCATION: Final = "aws:datasync/efsLocation:EfsLocation"
TASK: Final = "aws:datasync/task:Task"
REPLICATION: Final = {
    "aws:dms/replicationTask:ReplicationTask": "replicationTaskSettings",
    "aws:dms/replicationConfig:ReplicationConfig": "replicationSettings",
}
"""Type → its settings, a JSON document."""
SERVER: Final = "aws:transfer/server:Server"
USER: Final = "aws:transfer/user:User"
PROXY: Final = "aws:rds/proxy:Proxy"
CONNECTOR: Final = "aws:mskconnect/connector:Connector"
_BY_THEMSELVES: Final = ("s3", "kinesis", "dynamodb", "redshift", "kafka", "opensearch", "elasticsearch", "neptune")
"""Engines whose connection the service itself makes over TLS."""
_FILE_POLICY: Final = "aws:efs/fileSystemPolicy:FileSystemPolicy"
_DATED: Final = "TransferSecurityPolicy-2018-11"


@rule(ENDPOINT, BUCKETS, OBJECTS, LOCATION, TASK, *REPLICATION, SERVER, USER, PROXY, CONNECTOR)
def check(look: Look) -> Iterator[Fault]:
    """Each service has its own words for it."""
    if not handles(look):
        return
    match look.resource.type:
        case "aws:dms/endpoint:Endpoint":
            yield from _endpoint(look)
        case "aws:dms/s3Endpoint:S3Endpoint":
            yield from must_be_one_of(look, "encryptionMode", ("SSE_KMS",), "writes records under a key that S3 keeps", default="SSE_S3")
        case "aws:datasync/locationObjectStorage:LocationObjectStorage":
            yield from must_be_one_of(look, "serverProtocol", ("HTTPS",), "reads and writes objects without TLS", default="HTTPS")
            if look.value("secretKey") not in (None, ""):
                yield Fault("holds a key of its own that never ends", "secretKey")
        case "aws:datasync/efsLocation:EfsLocation":
            yield from must_be_one_of(look, "inTransitEncryption", ("TLS1_2",), "reads and writes files without TLS", default="NONE")
            yield from _mounted_as(look)
        case "aws:datasync/task:Task":
            yield from _must_give(look, "cloudwatchLogGroupArn", "records nowhere what it copied")
            prop = "options.logLevel"
            yield from must_be_one_of(look, prop, ("BASIC", "TRANSFER"), "records nowhere what it copied: its log is off", default="OFF")
            yield from must_be_one_of(
                look,
                "options.verifyMode",
                ("POINT_IN_TIME_CONSISTENT", "ONLY_FILES_TRANSFERRED"),
                "does not verify what it copied",
                default="POINT_IN_TIME_CONSISTENT",
            )
        case "aws:transfer/server:Server":
            yield from _server(look)
        case kind if kind in REPLICATION:
            yield from _logged(look, REPLICATION[kind])
        case "aws:transfer/user:User":
            kind = look.value("homeDirectoryType")
            if kind != "LOGICAL" and not is_unknown(kind) and look.value("policy") in (None, ""):
                yield Fault("is not held in its own folder", "homeDirectoryType")
        case "aws:rds/proxy:Proxy":
            yield from must_be_true(look, "requireTls", "takes connections without TLS")
            yield from must_be_false(look, "debugLogging", "writes statements, with their values, into its log")
            blocks = look.blocks("auths")
            for block in blocks if isinstance(blocks, list) else ():
                yield from must_be_one_of(look, f"{block}.iamAuth", ("REQUIRED",), "takes passwords in place of IAM", default="DISABLED")
        case _:
            yield from must_be_one_of(
                look, "kafkaClusterEncryptionInTransit.encryptionType", ("TLS",), "speaks to the brokers without TLS", default="PLAINTEXT"
            )
            yield from must_be_one_of(
                look, "kafkaClusterClientAuthentication.authenticationType", ("IAM",), "asks the brokers without a login", default="NONE"
            )


def _endpoint(look: Look) -> Iterator[Fault]:
    """A database is asked over TLS, with a login from a secret. Other engines are services of AWS that are asked over TLS by themselves."""
    engine = look.text("engineName")
    if isinstance(engine, str) and engine.startswith(_BY_THEMSELVES):
        return
    if engine == "redis":
        yield from must_be_one_of(
            look,
            "redisSettings.sslSecurityProtocol",
            ("ssl-encryption",),
            "carries records without TLS",
            default="ssl-encryption",
        )
        yield from must_be_one_of(
            look, "redisSettings.authType", ("auth-role", "auth-token"), "asks the store without a login", default="none"
        )
        return
    yield from must_be_one_of(look, "sslMode", ("require", "verify-ca", "verify-full"), "carries records without TLS", default="none")
    if look.value("password") not in (None, ""):
        yield Fault("holds a password of its own", "password")
    yield from _must_give(look, "secretsManagerArn", "takes no login from a secret")


def _mounted_as(look: Look) -> Iterator[Fault]:
    """Where a policy of the file system says who may mount it, whoever mounts it without a role is nobody that it knows."""
    files = look.targets("efsFileSystemArn")
    owners = [*files, *(owner for mount in files for owner in mount.targets("fileSystemId"))]
    if any(owner.companions((_FILE_POLICY,), "fileSystemId") for owner in owners):
        yield from _must_give(look, "fileSystemAccessRoleArn", "mounts the files as nobody, past what their policy says of roles")


def _server(look: Look) -> Iterator[Fault]:
    """To groups that it names, or by a role to the group that the service makes: either way somebody can see who fetched what."""
    yield from _protocols(look)
    groups = look.listed("structuredLogDestinations") if given(look, "structuredLogDestinations") is not None else None
    if is_unknown(groups):
        yield cannot_tell("structuredLogDestinations", "where it records who fetched and left which files")
    elif not groups and given(look, "loggingRole") in (None, ""):
        yield Fault("records nowhere who fetched and left which files", "structuredLogDestinations")


def _protocols(look: Look) -> Iterator[Fault]:
    """FTP has neither TLS nor SSH. SFTP and FTPS use what the server's policy lets clients choose; AS2 has its own in each agreement."""
    protocols = look.texts("protocols") if given(look, "protocols") is not None else ["SFTP"]
    if is_unknown(protocols) or any(is_unknown(one) for one in protocols):
        yield cannot_tell("protocols", "by which protocols it takes files")
        return
    if "FTP" in protocols:
        yield Fault("takes files and passwords unencrypted, by FTP", "protocols")
    if {"SFTP", "FTPS"} & set(protocols) and look.text("securityPolicyName") in (None, "", _DATED):
        yield Fault("lets clients use SHA-1, by the policy of 2018", "securityPolicyName")


def _logged(look: Look, prop: str) -> Iterator[Fault]:
    """`Logging.EnableLogging` is false unless the settings say otherwise."""
    fault = "records nowhere what it moved, and what it could not"
    written = look.written(prop)
    if is_unknown(written):
        yield cannot_tell(prop, "whether it " + fault)
        return
    logging = written.get("Logging") if isinstance(written, Mapping) else None
    if not isinstance(logging, Mapping) or logging.get("EnableLogging") is not True:
        yield Fault(fault, prop)


def _must_give(look: Look, prop: str, fault: str) -> Iterator[Fault]:
    if given(look, prop) in (None, ""):
        yield Fault(fault, prop)
