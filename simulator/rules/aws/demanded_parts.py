"""Types of which the SDK's class lets parts be left out that the service demands, and what the service fills in for others.

Sources: each check names its own. Everything else about these types is what the SDK says.
"""

import re
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Allowed, AtLeastOneOf, Fault, Needs, Properties, Rules
from simulator.rules.aws.addresses import all_in_vpc
from simulator.rules.aws.database_groups import SUBNET_GROUP
from simulator.rules.aws.kinds import SECURITY_GROUP, SUBNET
from simulator.rules.aws.parts import given
from simulator.rules.aws.passed_roles import takes_roles_of_its_account

_GROUP = "Amazon EC2 Auto Scaling API Reference, CreateAutoScalingGroup"
_USER = "Amazon ElastiCache API Reference, CreateUser"
_MODEL = "Amazon SageMaker API Reference, CreateModel"
_REDSHIFT = "Amazon Redshift API Reference, CreateCluster"
_DATABASE = "Amazon RDS API Reference, CreateDBInstance"
_TASK = 'Amazon ECS Developer Guide, "Amazon ECS task definition differences for Fargate"'

group = Rules(
    "aws:autoscaling/group:Group",
    source=_GROUP,
    checks=(
        AtLeastOneOf(("launchTemplate", "launchConfiguration", "mixedInstancesPolicy"), source=_GROUP),
        AtLeastOneOf(("vpcZoneIdentifiers", "availabilityZones", "availabilityZoneIds"), source=_GROUP),
    ),
)


@group.check(source="Amazon EC2 Auto Scaling API Reference, LaunchTemplateSpecification", even_unknown=True)
def template_is_named(inputs: Properties) -> Iterator[Fault]:
    """A launch template by its id or by its name, not by both."""
    template = inputs.get("launchTemplate")
    if isinstance(template, dict) and (template.get("id") is None) is (template.get("name") is None):
        yield "launchTemplate", "exactly one of id, name must be given"


user = Rules(
    "aws:elasticache/user:User",
    source=_USER,
    checks=(AtLeastOneOf(("authenticationMode", "passwords", "noPasswordRequired"), source=_USER),),
)

replication_group = Rules(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    source="Amazon ElastiCache API Reference, CreateReplicationGroup; Pulumi Registry, aws.elasticache.ReplicationGroup",
    defaults={"autoMinorVersionUpgrade": True},
)


@replication_group.computes
def encryption_shown(action: Action) -> Properties:
    """Encryption in transit from the start is `required` (Amazon ElastiCache User Guide, "In-transit encryption (TLS)")."""
    encrypted = action.inputs.get("transitEncryptionEnabled") is True
    return {"transitEncryptionMode": action.inputs.get("transitEncryptionMode") or ("required" if encrypted else "")}


model = Rules(
    "aws:sagemaker/model:Model",
    source=_MODEL,
    checks=(AtLeastOneOf(("primaryContainer", "containers"), source=_MODEL),),
)

_FROM_ANOTHER = ("snapshotIdentifier", "snapshotArn", "snapshotClusterIdentifier", "replicateSourceDb", "restoreToPointInTime", "s3Import")

warehouse = Rules(
    "aws:redshift/cluster:Cluster",
    source=_REDSHIFT,
    checks=(Needs("masterPasswordSecretKmsKeyId", ("manageMasterPassword",), source=_REDSHIFT),),
)


@warehouse.check(source=_REDSHIFT, even_unknown=True)
def a_new_warehouse_has_an_owner(inputs: Properties) -> Iterator[Fault]:
    """A cluster that is restored from nothing needs its first user."""
    if not any(given(inputs.get(name)) for name in _FROM_ANOTHER) and inputs.get("masterUsername") is None:
        yield "masterUsername", "is required unless the cluster is restored from a snapshot"


logging = Rules("aws:redshift/logging:Logging", source="Amazon Redshift API Reference, EnableLogging")


@logging.check(source="Amazon Redshift API Reference, EnableLogging", even_unknown=True)
def logs_go_somewhere(inputs: Properties) -> Iterator[Fault]:
    """To a bucket, unless to CloudWatch."""
    if inputs.get("logDestinationType") in (None, "s3") and inputs.get("bucketName") is None:
        yield "bucketName", "is required when logDestinationType is s3, which it is when it is not given"


database = Rules(
    "aws:rds/instance:Instance",
    source=_DATABASE,
    checks=(
        Needs("masterUserSecretKmsKeyId", ("manageMasterUserPassword",), source=_DATABASE),
        Needs("performanceInsightsKmsKeyId", ("performanceInsightsEnabled",), source="Pulumi Registry, aws.rds.Instance"),
    ),
)


@database.check(source=_DATABASE, even_unknown=True)
def a_new_database_has_engine_and_owner(inputs: Properties) -> Iterator[Fault]:
    """What is not restored or replicated needs both."""
    if not any(given(inputs.get(name)) for name in _FROM_ANOTHER):
        for name in ("engine", "username"):
            if inputs.get(name) is None:
                yield name, "is required unless the instance is restored or replicated"


@database.check(source="Amazon RDS API Reference, CreateDBInstance (MonitoringInterval, MonitoringRoleArn)", even_unknown=True)
def monitoring_has_interval_and_role(inputs: Properties) -> Iterator[Fault]:
    """'If MonitoringRoleArn is specified, then you must set MonitoringInterval to a value other than 0', and the other way round."""
    interval, role = inputs.get("monitoringInterval"), inputs.get("monitoringRoleArn")
    if given(role) and interval in (None, 0):
        yield "monitoringInterval", "must be other than 0 when monitoringRoleArn is given"
    if interval not in (None, 0, UNKNOWN) and not given(role):
        yield "monitoringRoleArn", "is required when monitoringInterval is other than 0"


@database.before("create")
def groups_are_of_its_network(action: Action) -> None:
    """'The DB instance and EC2 security group are in different VPCs' (Amazon RDS User Guide, "Working with a DB instance in a VPC")."""
    _in_one_network(action, SUBNET_GROUP, "dbSubnetGroupName", "InvalidParameterCombination")


@warehouse.before("create")
def groups_are_of_the_warehouses_network(action: Action) -> None:
    """A cluster and its groups stand in one VPC (Amazon Redshift Management Guide, "Redshift resources in a VPC")."""
    _in_one_network(action, "aws:redshift/subnetGroup:SubnetGroup", "clusterSubnetGroupName", "InvalidParameterValue")


def _in_one_network(action: Action, kind: str, name: str, code: str) -> None:
    subnets = next(iter(action.find(kind, name=action.inputs.get(name))), None)
    named = subnets.outputs.get("subnetIds") if subnets else None
    first = action.get(SUBNET, str(named[0])) if named else None
    if first is not None:
        ids = [str(one) for one in action.inputs.get("vpcSecurityGroupIds") or []]
        all_in_vpc(action, SECURITY_GROUP, ids, first.outputs.get("vpcId"), code)


task_definition = takes_roles_of_its_account(
    Rules("aws:ecs/taskDefinition:TaskDefinition", source="Amazon ECS API Reference, RegisterTaskDefinition"),
    "taskRoleArn",
    "executionRoleArn",
)


@task_definition.check(source=_TASK, even_unknown=True)
def fargate_tasks_have_an_interface_of_their_own(inputs: Properties) -> Iterator[Fault]:
    """Fargate knows no other network mode than `awsvpc`."""
    wanted = inputs.get("requiresCompatibilities")
    mode = inputs.get("networkMode")
    if isinstance(wanted, list) and "FARGATE" in wanted and mode is not UNKNOWN and mode != "awsvpc":
        yield "networkMode", f"must be awsvpc for Fargate, not {mode or 'the default'}"


_LOG_DRIVER = re.compile(r'"logDriver"\s*:\s*"awslogs"')


@task_definition.check(source='Amazon ECS Developer Guide, "Amazon ECS task execution IAM role"', even_unknown=True)
def fargate_writes_logs_by_a_role(inputs: Properties) -> Iterator[Fault]:
    """'Fargate requires task definition to have execution role ARN to support log driver awslogs.'"""
    wanted, containers = inputs.get("requiresCompatibilities"), inputs.get("containerDefinitions")
    on_fargate = isinstance(wanted, list) and "FARGATE" in wanted
    if on_fargate and inputs.get("executionRoleArn") is None and isinstance(containers, str) and _LOG_DRIVER.search(containers):
        yield "executionRoleArn", "is required on Fargate to support the log driver awslogs"


service = Rules("aws:ecs/service:Service", source="Amazon ECS API Reference, CreateService")


@service.check(source="Amazon ECS API Reference, CreateService, taskDefinition", even_unknown=True)
def services_run_something(inputs: Properties) -> Iterator[Fault]:
    """It may be left out with the deployment controller `EXTERNAL` alone."""
    controller = inputs.get("deploymentController")
    kind = controller.get("type") if isinstance(controller, dict) else controller
    if inputs.get("taskDefinition") is None and kind not in ("EXTERNAL", UNKNOWN):
        yield "taskDefinition", "is required unless the deployment controller is EXTERNAL"


@service.before("create")
def tasks_with_an_interface_need_subnets(action: Action) -> None:
    """`networkConfiguration` is required for task definitions that use `awsvpc` (Amazon ECS API Reference, CreateService)."""
    if action.inputs.get("networkConfiguration") is not None:
        return
    wanted = action.inputs.get("taskDefinition")
    for found in action.find("aws:ecs/taskDefinition:TaskDefinition"):
        if wanted in (found.id, found.outputs.get("arn")) and found.outputs.get("networkMode") == "awsvpc":
            action.refuse("InvalidParameterException", "Network Configuration must be provided when networkMode 'awsvpc' is specified.")


delivery = Rules(
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    source="Amazon Data Firehose API Reference, CreateDeliveryStream",
    checks=(
        Needs(
            "destination",
            ("extendedS3Configuration",),
            when=("extended_s3",),
            source="Amazon Data Firehose API Reference, CreateDeliveryStream: a stream has one destination",
        ),
        Needs(
            "serverSideEncryption.keyType",
            ("serverSideEncryption.keyArn",),
            when=("CUSTOMER_MANAGED_CMK",),
            source="Amazon Data Firehose API Reference, DeliveryStreamEncryptionConfigurationInput",
        ),
    ),
)

fed = Rules(
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    source="AWS Lambda API Reference, CreateEventSourceMapping",
    checks=(AtLeastOneOf(("eventSourceArn", "selfManagedEventSource"), source="AWS Lambda API Reference, CreateEventSourceMapping"),),
)

notebook = Rules(
    "aws:sagemaker/notebookInstance:NotebookInstance",
    source="Amazon SageMaker API Reference, CreateNotebookInstance",
    checks=(
        Needs(
            "directInternetAccess",
            ("subnetId",),
            when=("Disabled",),
            source="Amazon SageMaker API Reference, CreateNotebookInstance: Disabled only if you set a value for SubnetId",
        ),
    ),
)

function = Rules("aws:lambda/function:Function", source="AWS Lambda API Reference, CreateFunction")


@function.before("create")
def groups_are_of_the_functions_network(action: Action) -> None:
    """Lambda makes interfaces in the subnets with these groups, and a group is of one VPC (Amazon EC2 API Reference, CreateNetworkInterface)."""
    network = action.inputs.get("vpcConfig") or {}
    subnets = network.get("subnetIds") or []
    first = action.get(SUBNET, str(subnets[0])) if subnets else None
    if first is not None:
        groups = [str(one) for one in network.get("securityGroupIds") or []]
        all_in_vpc(action, SECURITY_GROUP, groups, first.outputs.get("vpcId"), "InvalidParameterValueException")


url = Rules(
    "aws:lambda/functionUrl:FunctionUrl",
    source="AWS Lambda Developer Guide, 'Creating and managing Lambda function URLs' (https://<url-id>.lambda-url.<region>.on.aws)",
    checks=(Allowed("authorizationType", ("AWS_IAM", "NONE"), source="AWS Lambda API Reference, CreateFunctionUrlConfig"),),
    outputs={"urlId": "{hex17}", "functionUrl": "https://{urlId}.lambda-url.{region}.on.aws/"},
)
