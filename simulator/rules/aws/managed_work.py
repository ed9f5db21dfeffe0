"""Workflows, batch, tables and maintenance: what they demand, and what they take for what is not given. Each type names its API."""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Fault, Properties, Rules, ref
from simulator.rules.aws.passed_roles import at_path, missing, takes_roles_of_its_account

machine = takes_roles_of_its_account(
    Rules(
        "aws:sfn/stateMachine:StateMachine",
        source="AWS Step Functions API Reference, CreateStateMachine, LoggingConfiguration, EncryptionConfiguration",
        unset={
            "type": "STANDARD",
            "publish": False,
            "loggingConfiguration.level": "OFF",
            "loggingConfiguration.includeExecutionData": False,
            "encryptionConfiguration.kmsDataKeyReusePeriodSeconds": 300,
        },
    ),
    "roleArn",
)


@machine.check(source="AWS Step Functions API Reference, LoggingConfiguration", even_unknown=True)
def log_that_is_on_goes_somewhere(inputs: Properties) -> Iterator[Fault]:
    """`destinations`: required if the level is not OFF."""
    logs = inputs.get("loggingConfiguration")
    if isinstance(logs, dict) and logs.get("level") not in (None, "OFF") and logs.get("logDestination") is None:
        yield "loggingConfiguration.logDestination", "is required unless the level is OFF"


@machine.check(source="AWS Step Functions API Reference, EncryptionConfiguration", even_unknown=True)
def key_of_a_type(inputs: Properties) -> Iterator[Fault]:
    """A key goes with the type that uses it, and the type with a key."""
    yield from _key_and_type(inputs)


activity = Rules(
    "aws:sfn/activity:Activity",
    source="AWS Step Functions API Reference, CreateActivity",
    unset={"encryptionConfiguration.kmsDataKeyReusePeriodSeconds": 300},
)


@activity.check(source="AWS Step Functions API Reference, EncryptionConfiguration", even_unknown=True)
def activity_key_of_a_type(inputs: Properties) -> Iterator[Fault]:
    """The same of an activity."""
    yield from _key_and_type(inputs)


def _key_and_type(inputs: Properties) -> Iterator[Fault]:
    given = inputs.get("encryptionConfiguration")
    if not isinstance(given, dict) or given.get("type") is UNKNOWN:
        return
    if (given.get("type") == "CUSTOMER_MANAGED_KMS_KEY") is (given.get("kmsKeyId") is None):
        yield "encryptionConfiguration", "kmsKeyId and the type CUSTOMER_MANAGED_KMS_KEY are given together or not at all"


environment = Rules(
    "aws:batch/computeEnvironment:ComputeEnvironment",
    source="AWS Batch API Reference, CreateComputeEnvironment, ComputeResource, UpdatePolicy",
    unset={
        "state": "ENABLED",
        "updatePolicy.jobExecutionTimeoutMinutes": 30,
        "updatePolicy.terminateJobsOnUpdate": False,
    },
)


takes_roles_of_its_account(environment, "serviceRole")


@environment.check(source="AWS Batch API Reference, ComputeResource", even_unknown=True)
def resources_of_a_managed_environment(inputs: Properties) -> Iterator[Fault]:
    """A managed environment says what it starts; on Fargate, in which groups."""
    resources = inputs.get("computeResources")
    if inputs.get("type") == "MANAGED" and resources is None:
        yield "computeResources", "is required for a managed environment"
    if isinstance(resources, dict) and str(resources.get("type")).startswith("FARGATE") and missing(resources.get("securityGroupIds")):
        yield "computeResources.securityGroupIds", "is required for jobs on Fargate"


queue = Rules("aws:batch/jobQueue:JobQueue", source="AWS Batch API Reference, CreateJobQueue")


@queue.check(source="AWS Batch API Reference, CreateJobQueue", even_unknown=True)
def queue_has_an_environment(inputs: Properties) -> Iterator[Fault]:
    """At least one compute environment."""
    if missing(inputs.get("computeEnvironmentOrders")):
        yield "computeEnvironmentOrders", "at least one compute environment is required"


job = Rules(
    "aws:batch/jobDefinition:JobDefinition",
    source="AWS Batch API Reference, RegisterJobDefinition",
    unset={"platformCapabilities": ["EC2"], "propagateTags": False},
)


@job.check(source="AWS Batch API Reference, RegisterJobDefinition", even_unknown=True)
def container_of_a_container_job(inputs: Properties) -> Iterator[Fault]:
    """A job of type container says which container."""
    if inputs.get("type") == "container" and all(
        inputs.get(name) is None for name in ("containerProperties", "ecsProperties", "eksProperties")
    ):
        yield "containerProperties", "is required for a job of type container"


catalog = Rules(
    "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
    source="AWS Glue API Reference, PutDataCatalogEncryptionSettings, ConnectionPasswordEncryption",
)


@catalog.check(source="AWS Glue API Reference, ConnectionPasswordEncryption", even_unknown=True)
def passwords_need_a_key(inputs: Properties) -> Iterator[Fault]:
    """`AwsKmsKeyId` is required if passwords are returned encrypted."""
    passwords = at_path(inputs, "dataCatalogEncryptionSettings.connectionPasswordEncryption")
    if isinstance(passwords, dict) and passwords.get("returnConnectionPasswordEncrypted") is True and passwords.get("awsKmsKeyId") is None:
        yield "dataCatalogEncryptionSettings.connectionPasswordEncryption.awsKmsKeyId", "is required when passwords are encrypted"


_SECURITY = ref(
    "aws:glue/securityConfiguration:SecurityConfiguration", by=("name", "id"), code="InvalidInputException", blocks_delete=False
)
"""What it names must be there."""

glue_job = takes_roles_of_its_account(
    Rules(
        "aws:glue/job:Job",
        source="AWS Glue API Reference, CreateJob",
        references={"securityConfiguration": _SECURITY},
        unset={"executionClass": "STANDARD"},
    ),
    "roleArn",
)


crawler = Rules(
    "aws:glue/crawler:Crawler",
    source="AWS Glue API Reference, CreateCrawler, RecrawlPolicy, LineageConfiguration, SchemaChangePolicy",
    references={"securityConfiguration": _SECURITY},
    unset={
        "recrawlPolicy.recrawlBehavior": "CRAWL_EVERYTHING",
        "lineageConfiguration.crawlerLineageSettings": "DISABLE",
        "schemaChangePolicy.updateBehavior": "UPDATE_IN_DATABASE",
        "schemaChangePolicy.deleteBehavior": "DEPRECATE_IN_DATABASE",
    },
)


@crawler.check(source="AWS Glue API Reference, CreateCrawler", even_unknown=True)
def crawler_has_a_target(inputs: Properties) -> Iterator[Fault]:
    """`Targets` is required."""
    if all(missing(value) for name, value in inputs.items() if name.endswith("Targets")):
        yield "s3Targets", "a crawler needs at least one target"


trigger = Rules("aws:glue/trigger:Trigger", source="AWS Glue API Reference, CreateTrigger, Predicate", unset={"predicate.logical": "AND"})


@trigger.check(source="AWS Glue API Reference, CreateTrigger", even_unknown=True)
def conditions_of_a_conditional_trigger(inputs: Properties) -> Iterator[Fault]:
    """A conditional trigger has a predicate, and each action starts a job or a crawler."""
    if inputs.get("type") == "CONDITIONAL" and inputs.get("predicate") is None:
        yield "predicate", "is required when type is CONDITIONAL"
    actions = inputs.get("actions")
    for at, one in enumerate(actions if isinstance(actions, list) else ()):
        if isinstance(one, dict) and (one.get("jobName") is None) is (one.get("crawlerName") is None):
            yield f"actions[{at}]", "starts a job or a crawler"


connection = Rules(
    "aws:glue/connection:Connection", source="AWS Glue API Reference, CreateConnection, Connection", unset={"connectionType": "JDBC"}
)


@connection.check(source="AWS Glue API Reference, Connection (ConnectionType NETWORK, JDBC)", even_unknown=True)
def parts_of_a_connection(inputs: Properties) -> Iterator[Fault]:
    """A connection to a network says where; one by JDBC says to what."""
    kind = inputs.get("connectionType")
    place = inputs.get("physicalConnectionRequirements")
    if kind == "NETWORK" and (
        not isinstance(place, dict) or any(missing(place.get(name)) for name in ("subnetId", "securityGroupIdLists"))
    ):
        yield "physicalConnectionRequirements", "a connection of type NETWORK names its subnet and its security groups"
    if kind in (None, "JDBC") and inputs.get("connectionProperties") is None:
        yield "connectionProperties", "a connection by JDBC has connection properties, such as JDBC_CONNECTION_URL"


window = Rules(
    "aws:ssm/maintenanceWindow:MaintenanceWindow",
    source="AWS Systems Manager API Reference, CreateMaintenanceWindow; Pulumi Registry",
    unset={"enabled": True, "allowUnassociatedTargets": False},
)
