"""Files and tables on their way: Transfer Family, DataSync, Database Migration Service. What they demand, and what they take for what is not given."""

from collections.abc import Iterator

from simulator.rules import Action, AtMostOneOf, Fault, Needs, Properties, Rules, ref
from simulator.rules.aws.kinds import SECURITY_GROUP, SUBNET
from simulator.rules.aws.passed_roles import at_path, missing, takes_roles_of_its_account

_SERVER = "AWS Transfer Family API Reference, CreateServer, EndpointDetails, ProtocolDetails"
_USER = "AWS Transfer Family API Reference, CreateUser"
_STEP = "AWS Transfer Family API Reference, WorkflowStep, CopyStepDetails"
_MIGRATION = "AWS DMS API Reference, CreateEndpoint, PostgreSQLSettings; Pulumi Registry, aws.dms.Endpoint"
_LOGIN = "AWS DMS API Reference, PostgreSQLSettings ('You can't specify both': a secret, or UserName, Password, ServerName, and Port)"
_MOUNT = "aws:efs/mountTarget:MountTarget"
_DETAILS = {
    "COPY": "copyStepDetails",
    "CUSTOM": "customStepDetails",
    "DECRYPT": "decryptStepDetails",
    "DELETE": "deleteStepDetails",
    "TAG": "tagStepDetails",
}

server = takes_roles_of_its_account(
    Rules(
        "aws:transfer/server:Server",
        source=_SERVER,
        defaults={"domain": "S3", "endpointType": "PUBLIC", "identityProviderType": "SERVICE_MANAGED", "forceDestroy": False},
        unset={"protocolDetails.tlsSessionResumptionMode": "ENFORCED", "protocolDetails.setStatOption": "DEFAULT"},
    ),
    "loggingRole",
)


@server.check(source=_SERVER, even_unknown=True)
def a_server_in_a_network_says_where(inputs: Properties) -> Iterator[Fault]:
    """`VpcId`: the VPC 'in which a server's endpoint will be hosted'; `SubnetIds`: 'required to host your server endpoint in your VPC'."""
    kind = inputs.get("endpointType")
    for name in ("vpcId", "subnetIds"):
        if kind == "VPC" and missing(at_path(inputs, f"endpointDetails.{name}")):
            yield f"endpointDetails.{name}", "is required when endpointType is VPC"
        if kind in (None, "PUBLIC") and not missing(at_path(inputs, f"endpointDetails.{name}")):
            yield f"endpointDetails.{name}", "can only be set when endpointType is VPC"


user = takes_roles_of_its_account(Rules("aws:transfer/user:User", source=_USER, unset={"homeDirectoryType": "PATH"}), "role")


@user.check(source=_USER, even_unknown=True)
def a_logical_home_is_mapped(inputs: Properties) -> Iterator[Fault]:
    """'If HomeDirectoryType is LOGICAL, you must provide mappings.'"""
    if inputs.get("homeDirectoryType") == "LOGICAL" and missing(inputs.get("homeDirectoryMappings")):
        yield "homeDirectoryMappings", "is required when homeDirectoryType is LOGICAL"


workflow = Rules("aws:transfer/workflow:Workflow", source=_STEP)


@workflow.check(source=_STEP, even_unknown=True)
def steps_say_what(inputs: Properties) -> Iterator[Fault]:
    """The details of a step's own type; a copy names its bucket, and a mark its tags (one to ten)."""
    for prop in ("steps", "onExceptionSteps"):
        steps = inputs.get(prop)
        for at, step in enumerate(steps if isinstance(steps, list) else ()):
            details = _DETAILS.get(str(step.get("type"))) if isinstance(step, dict) else None
            if details is None:
                continue
            where = f"{prop}[{at}].{details}"
            if missing(step.get(details)):
                yield where, f"is required for a step of type {step['type']}"
            elif details == "copyStepDetails" and missing(at_path(step, f"{details}.destinationFileLocation.s3FileLocation.bucket")):
                yield f"{where}.destinationFileLocation", "names the bucket that the file is copied to"
            elif details == "tagStepDetails" and missing(at_path(step, f"{details}.tags")):
                yield f"{where}.tags", "has one to ten tags"


mount = Rules(
    _MOUNT,
    source="Amazon EFS API Reference, CreateMountTarget; Pulumi Registry, aws.efs.MountTarget (fileSystemArn: that of its file system)",
)


@mount.computes
def shows_its_file_system(action: Action) -> Properties:
    """The ARN of what it mounts."""
    files = action.get("aws:efs/fileSystem:FileSystem", action.inputs.get("fileSystemId"))
    return {"fileSystemArn": files.outputs["arn"]} if files and files.outputs.get("arn") else {}


location = takes_roles_of_its_account(
    Rules(
        "aws:datasync/efsLocation:EfsLocation",
        source="AWS DataSync API Reference, CreateLocationEfs, Ec2Config",
        checks=tuple(
            Needs(
                path,
                ("inTransitEncryption",),
                source="AWS DataSync API Reference, CreateLocationEfs: must be TLS1_2 with an access point or a role",
            )
            for path in ("accessPointArn", "fileSystemAccessRoleArn")
        ),
        references={
            # The id of a subnet or group is of one account: with another one in its ARN, it names nothing.
            "ec2Config.subnetArn": ref(SUBNET, by=("arn",), code="InvalidRequestException", anywhere=True, blocks_delete=False),
            "ec2Config.securityGroupArns[*]": ref(
                SECURITY_GROUP, by=("arn",), code="InvalidRequestException", anywhere=True, blocks_delete=False
            ),
        },
    ),
    "fileSystemAccessRoleArn",
)

task = Rules(
    "aws:datasync/task:Task",
    source="AWS DataSync API Reference, Options; Pulumi Registry, aws.datasync.Task (logLevel: OFF)",
    unset={
        "options.logLevel": "OFF",
        "options.overwriteMode": "ALWAYS",
        "options.verifyMode": "POINT_IN_TIME_CONSISTENT",
        "options.preserveDeletedFiles": "PRESERVE",
        "options.objectTags": "PRESERVE",
        "options.posixPermissions": "PRESERVE",
        "options.transferMode": "CHANGED",
        "options.taskQueueing": "ENABLED",
    },
)

endpoint = takes_roles_of_its_account(
    Rules(
        "aws:dms/endpoint:Endpoint",
        source=_MIGRATION,
        checks=(
            Needs("secretsManagerArn", ("secretsManagerAccessRoleArn",), source=_MIGRATION),
            Needs("secretsManagerAccessRoleArn", ("secretsManagerArn",), source=_MIGRATION),
            *(AtMostOneOf(("secretsManagerArn", name), source=_LOGIN) for name in ("serverName", "port", "username", "password")),
        ),
        unset={"postgresSettings.failTasksOnLobTruncation": False, "sslMode": "none"},
    ),
    "secretsManagerAccessRoleArn",
)

migration = Rules(
    "aws:dms/replicationTask:ReplicationTask",
    source='AWS DMS User Guide, "Logging task settings" (EnableLogging: false)',
    defaults={"replicationTaskSettings": '{"Logging":{"EnableLogging":false}}'},
)

machine = Rules(
    "aws:dms/replicationInstance:ReplicationInstance",
    source="AWS DMS API Reference, CreateReplicationInstance; Pulumi Registry, aws.dms.ReplicationInstance",
    defaults={"allocatedStorage": 50, "autoMinorVersionUpgrade": True, "multiAz": False, "publiclyAccessible": False},
)


@location.before("create")
def mounts_where_the_files_are(action: Action) -> None:
    """'The subnet must be located in the same virtual private cloud (VPC) as the Amazon EFS file system.'"""
    subnet = next(iter(action.find_anywhere(SUBNET, arn=at_path(action.inputs, "ec2Config.subnetArn"))), None)
    files = str(action.inputs.get("efsFileSystemArn")).rpartition("/")[2]
    for mount in action.find(_MOUNT, fileSystemId=files):
        place = action.get(SUBNET, mount.outputs.get("subnetId"))
        if subnet is not None and place is not None and subnet.outputs.get("vpcId") != place.outputs.get("vpcId"):
            action.refuse("InvalidRequestException", f"Subnet {subnet.id} is not in the VPC of file system {files}")
