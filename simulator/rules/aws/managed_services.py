"""Managed services that work by a role: what they demand, and what they take for what is not given.

Sources: each type names its API. Of all: IAM User Guide, "Grant a user permissions to pass a role to an AWS service": "you can pass a role only
within the same AWS account".
"""

from collections.abc import Iterator
from typing import Any

from simulator.rules import UNKNOWN, Action, Fault, Properties, Rules


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, (list, dict, str)) and len(value) == 0)


def _takes_roles_of_its_account(rules: Rules, *paths: str) -> Rules:
    """A role of another account is refused, when the service is told of it."""

    def own_role(action: Action) -> None:
        for path in paths:
            found = _at(action.inputs, path)
            for arn in found if isinstance(found, list) else [found]:
                if isinstance(arn, str) and arn.startswith("arn:") and (parts := arn.split(":"))[4:5] not in ([action.place.account], [""]):
                    action.refuse(
                        "AccessDeniedException", f"{path}: Cross-account pass role is not allowed: {arn} is of account {parts[4]}"
                    )

    rules.before("create")(own_role)
    rules.before("update")(own_role)
    return rules


machine = _takes_roles_of_its_account(
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


domain = Rules(
    "aws:sagemaker/domain:Domain",
    source="Amazon SageMaker API Reference, CreateDomain, UserSettings, SharingSettings, DockerSettings, RetentionPolicy",
    unset={
        "appNetworkAccessType": "PublicInternetOnly",
        "tagPropagation": "DISABLED",
        "domainSettings.dockerSettings.enableDockerAccess": "DISABLED",
        "domainSettings.executionRoleIdentityConfig": "DISABLED",
        "defaultUserSettings.sharingSettings.notebookOutputOption": "Disabled",
        "defaultUserSettings.studioWebPortal": "ENABLED",
        "retentionPolicy.homeEfsFileSystem": "Retain",
    },
)


@domain.check(source="Amazon SageMaker API Reference, UserSettings", even_unknown=True)
def groups_where_no_internet_is(inputs: Properties) -> Iterator[Fault]:
    """`SecurityGroups`: required when the domain's AppNetworkAccessType is VpcOnly."""
    settings = inputs.get("defaultUserSettings")
    if inputs.get("appNetworkAccessType") == "VpcOnly" and isinstance(settings, dict) and _missing(settings.get("securityGroups")):
        yield "defaultUserSettings.securityGroups", "is required when appNetworkAccessType is VpcOnly"


profile = Rules("aws:sagemaker/userProfile:UserProfile", source="Amazon SageMaker API Reference, CreateUserProfile")


@profile.check(source="Amazon SageMaker API Reference, CreateUserProfile", even_unknown=True)
def person_by_kind_and_name(inputs: Properties) -> Iterator[Fault]:
    """The kind of the identifier and its value go together."""
    if (inputs.get("singleSignOnUserIdentifier") is None) is not (inputs.get("singleSignOnUserValue") is None):
        yield "singleSignOnUserValue", "is given together with singleSignOnUserIdentifier"


space = Rules("aws:sagemaker/space:Space", source="Amazon SageMaker API Reference, CreateSpace")


@space.check(source="Amazon SageMaker API Reference, CreateSpace", even_unknown=True)
def owner_and_sharing_together(inputs: Properties) -> Iterator[Fault]:
    """A space's owner and how it is shared are both required if one is given; a private space has an app type."""
    if (inputs.get("ownershipSettings") is None) is not (inputs.get("spaceSharingSettings") is None):
        yield "spaceSharingSettings", "is given together with ownershipSettings"


image = _takes_roles_of_its_account(Rules("aws:sagemaker/image:Image", source="Amazon SageMaker API Reference, CreateImage"), "roleArn")

features = _takes_roles_of_its_account(
    Rules(
        "aws:sagemaker/featureGroup:FeatureGroup",
        source="Amazon SageMaker API Reference, CreateFeatureGroup, OnlineStoreConfig, OfflineStoreConfig",
        unset={"onlineStoreConfig.enableOnlineStore": False, "offlineStoreConfig.disableGlueTableCreation": False},
    ),
    "roleArn",
)


@features.check(source="Amazon SageMaker API Reference, CreateFeatureGroup", even_unknown=True)
def named_features_are_defined(inputs: Properties) -> Iterator[Fault]:
    """The record's identifier and its time are features of the group; there is a store to keep them."""
    defined = inputs.get("featureDefinitions")
    if isinstance(defined, list) and all(isinstance(one, dict) for one in defined):
        names = {one.get("featureName") for one in defined}
        for prop in ("recordIdentifierFeatureName", "eventTimeFeatureName"):
            if isinstance(inputs.get(prop), str) and inputs[prop] not in names:
                yield prop, f"{inputs[prop]} is not among featureDefinitions"
        if any(one.get("featureName") is None or one.get("featureType") is None for one in defined):
            yield "featureDefinitions", "each feature has a name and a type"
    if inputs.get("onlineStoreConfig") is None and inputs.get("offlineStoreConfig") is None:
        yield "offlineStoreConfig", "an online or an offline store is required"


pipeline = _takes_roles_of_its_account(
    Rules("aws:sagemaker/pipeline:Pipeline", source="Amazon SageMaker API Reference, CreatePipeline"),
    "roleArn",
)


@pipeline.check(source="Amazon SageMaker API Reference, CreatePipeline", even_unknown=True)
def one_definition_and_a_role(inputs: Properties) -> Iterator[Fault]:
    """The definition by text or by place, not both; `RoleArn` is required."""
    if (inputs.get("pipelineDefinition") is None) is (inputs.get("pipelineDefinitionS3Location") is None):
        yield "pipelineDefinition", "exactly one of pipelineDefinition, pipelineDefinitionS3Location must be given"
    if inputs.get("roleArn") is None:
        yield "roleArn", "is required"


tracking = _takes_roles_of_its_account(
    Rules(
        "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer",
        source="Amazon SageMaker API Reference, CreateMlflowTrackingServer",
        unset={"automaticModelRegistration": False, "trackingServerSize": "Small"},
    ),
    "roleArn",
)
configuration = _takes_roles_of_its_account(
    Rules(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        source="Amazon SageMaker API Reference, CreateEndpointConfig, ProductionVariant",
    ),
    "executionRoleArn",
)
quality = _takes_roles_of_its_account(
    Rules(
        "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
        source="Amazon SageMaker API Reference, CreateDataQualityJobDefinition",
    ),
    "roleArn",
)

environment = Rules(
    "aws:batch/computeEnvironment:ComputeEnvironment",
    source="AWS Batch API Reference, CreateComputeEnvironment, ComputeResource, UpdatePolicy",
    unset={
        "state": "ENABLED",
        "updatePolicy.jobExecutionTimeoutMinutes": 30,
        "updatePolicy.terminateJobsOnUpdate": False,
    },
)
_takes_roles_of_its_account(environment, "serviceRole")


@environment.check(source="AWS Batch API Reference, ComputeResource", even_unknown=True)
def resources_of_a_managed_environment(inputs: Properties) -> Iterator[Fault]:
    """A managed environment says what it starts; on Fargate, in which groups."""
    resources = inputs.get("computeResources")
    if inputs.get("type") == "MANAGED" and resources is None:
        yield "computeResources", "is required for a managed environment"
    if isinstance(resources, dict) and str(resources.get("type")).startswith("FARGATE") and _missing(resources.get("securityGroupIds")):
        yield "computeResources.securityGroupIds", "is required for jobs on Fargate"


queue = Rules("aws:batch/jobQueue:JobQueue", source="AWS Batch API Reference, CreateJobQueue")


@queue.check(source="AWS Batch API Reference, CreateJobQueue", even_unknown=True)
def queue_has_an_environment(inputs: Properties) -> Iterator[Fault]:
    """At least one compute environment."""
    if _missing(inputs.get("computeEnvironmentOrders")):
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
    passwords = _at(inputs, "dataCatalogEncryptionSettings.connectionPasswordEncryption")
    if isinstance(passwords, dict) and passwords.get("returnConnectionPasswordEncrypted") is True and passwords.get("awsKmsKeyId") is None:
        yield "dataCatalogEncryptionSettings.connectionPasswordEncryption.awsKmsKeyId", "is required when passwords are encrypted"


glue_job = _takes_roles_of_its_account(
    Rules("aws:glue/job:Job", source="AWS Glue API Reference, CreateJob", unset={"executionClass": "STANDARD"}), "roleArn"
)

crawler = Rules(
    "aws:glue/crawler:Crawler",
    source="AWS Glue API Reference, CreateCrawler, RecrawlPolicy, LineageConfiguration, SchemaChangePolicy",
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
    if all(_missing(value) for name, value in inputs.items() if name.endswith("Targets")):
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
        not isinstance(place, dict) or any(_missing(place.get(name)) for name in ("subnetId", "securityGroupIdLists"))
    ):
        yield "physicalConnectionRequirements", "a connection of type NETWORK names its subnet and its security groups"
    if kind in (None, "JDBC") and inputs.get("connectionProperties") is None:
        yield "connectionProperties", "a connection by JDBC has connection properties, such as JDBC_CONNECTION_URL"


agent = _takes_roles_of_its_account(
    Rules(
        "aws:bedrock/agentAgent:AgentAgent",
        source="Amazon Bedrock API Reference, CreateAgent; Pulumi Registry, aws.bedrock.AgentAgent",
        unset={"idleSessionTtlInSeconds": 600, "prepareAgent": True, "skipResourceInUseCheck": False, "agentCollaboration": "DISABLED"},
        id="AGENT{digits6}",
        outputs={"agentId": "{id}", "agentArn": "arn:{partition}:bedrock:{region}:{account}:agent/{id}", "agentVersion": "DRAFT"},
    ),
    "agentResourceRoleArn",
)

guardrail = Rules(
    "aws:bedrock/guardrail:Guardrail",
    source="Amazon Bedrock API Reference, CreateGuardrail; Pulumi Registry, aws.bedrock.Guardrail",
    outputs={
        "guardrailId": "guard{digits6}",
        "guardrailArn": "arn:{partition}:bedrock:{region}:{account}:guardrail/guard{digits6}",
        "version": "DRAFT",
        "status": "READY",
    },
)


@guardrail.check(source="Amazon Bedrock API Reference, CreateGuardrail", even_unknown=True)
def filters_something(inputs: Properties) -> Iterator[Fault]:
    """A guardrail has at least one policy."""
    if all(_missing(value) for name, value in inputs.items() if name.endswith("PolicyConfig")):
        yield "contentPolicyConfig", "a guardrail has at least one policy"


build = _takes_roles_of_its_account(
    Rules(
        "aws:codebuild/project:Project",
        source="AWS CodeBuild API Reference, CreateProject; Pulumi Registry, aws.codebuild.Project",
        unset={
            "buildTimeout": 60,
            "queuedTimeout": 480,
            "badgeEnabled": False,
            "projectVisibility": "PRIVATE",
            "cache.type": "NO_CACHE",
            "environment.privilegedMode": False,
            "environment.imagePullCredentialsType": "CODEBUILD",
            "logsConfig.s3Logs.status": "DISABLED",
            "logsConfig.s3Logs.encryptionDisabled": False,
            "logsConfig.cloudwatchLogs.status": "ENABLED",
            "environment.environmentVariables[*].type": "PLAINTEXT",
        },
    ),
    "serviceRole",
)


@build.check(source="AWS CodeBuild API Reference, VpcConfig", even_unknown=True)
def network_of_a_build(inputs: Properties) -> Iterator[Fault]:
    """Network, subnets and groups are given together."""
    network = inputs.get("vpcConfig")
    if isinstance(network, dict) and any(_missing(network.get(name)) for name in ("vpcId", "subnets", "securityGroupIds")):
        yield "vpcConfig", "vpcId, subnets and securityGroupIds are given together"


hands = _takes_roles_of_its_account(
    Rules(
        "aws:codepipeline/pipeline:Pipeline",
        source="AWS CodePipeline API Reference, PipelineDeclaration",
        unset={"executionMode": "SUPERSEDED", "pipelineType": "V1"},
    ),
    "roleArn",
)


@hands.check(source="AWS CodePipeline API Reference, PipelineDeclaration, StageDeclaration", even_unknown=True)
def source_then_more(inputs: Properties) -> Iterator[Fault]:
    """At least two stages, the first of which is the source; a built-in action has the settings that its provider asks for."""
    stages = inputs.get("stages")
    if isinstance(stages, list) and len(stages) < 2:
        yield "stages", "a pipeline has at least two stages"
    for at, stage in enumerate(stages if isinstance(stages, list) else ()):
        actions = stage.get("actions") if isinstance(stage, dict) else None
        for index, one in enumerate(actions if isinstance(actions, list) else ()):
            if isinstance(one, dict) and one.get("provider") in ("CodeCommit", "CodeBuild") and one.get("configuration") is None:
                yield f"stages[{at}].actions[{index}].configuration", f"is required for {one.get('provider')}"


reports = Rules(
    "aws:codebuild/reportGroup:ReportGroup",
    source="AWS CodeBuild API Reference, CreateReportGroup, S3ReportExportConfig",
    unset={"deleteReports": False, "exportConfig.s3Destination.encryptionDisabled": False, "exportConfig.s3Destination.packaging": "NONE"},
)


@reports.check(source="AWS CodeBuild API Reference, ReportExportConfig", even_unknown=True)
def reports_go_somewhere(inputs: Properties) -> Iterator[Fault]:
    """An export to S3 names its bucket."""
    if _at(inputs, "exportConfig.type") == "S3" and _at(inputs, "exportConfig.s3Destination") is None:
        yield "exportConfig.s3Destination", "is required when exportConfig.type is S3"


prompts = _takes_roles_of_its_account(
    Rules(
        "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",
        source="Amazon Bedrock API Reference, LoggingConfig; Pulumi Registry (each kind of data is delivered by default)",
        unset={
            "loggingConfig.textDataDeliveryEnabled": True,
            "loggingConfig.imageDataDeliveryEnabled": True,
            "loggingConfig.embeddingDataDeliveryEnabled": True,
        },
    ),
    "loggingConfig.cloudwatchConfig.roleArn",
)

# A version is made of a guardrail of one's own.
version = _takes_roles_of_its_account(
    Rules("aws:bedrock/guardrailVersion:GuardrailVersion", source="Amazon Bedrock API Reference, CreateGuardrailVersion"), "guardrailArn"
)

client = Rules(
    "aws:cognito/userPoolClient:UserPoolClient",
    source="Amazon Cognito API Reference, CreateUserPoolClient (EnableTokenRevocation: activated by default in new clients)",
    defaults={"enableTokenRevocation": True, "allowedOauthFlowsUserPoolClient": False},
)

signins = Rules(
    "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
    source="Amazon Cognito API Reference, SetLogDeliveryConfiguration, CloudWatchLogsConfigurationType (a log group of the same account)",
)


@signins.check(source="Amazon Cognito API Reference, LogConfigurationType", even_unknown=True)
def one_destination_of_each(inputs: Properties) -> Iterator[Fault]:
    """Each kind of event goes to one destination: a log group, a bucket or a stream."""
    configurations = inputs.get("logConfigurations")
    for at, one in enumerate(configurations if isinstance(configurations, list) else ()):
        kinds = ("cloudWatchLogsConfiguration", "s3Configuration", "firehoseConfiguration")
        if isinstance(one, dict) and all(_missing(one.get(kind)) for kind in kinds):
            yield f"logConfigurations[{at}]", "names no destination"
        group = _at(one, "cloudWatchLogsConfiguration.logGroupArn")
        if isinstance(one, dict) and one.get("cloudWatchLogsConfiguration") is not None and group is None:
            yield f"logConfigurations[{at}].cloudWatchLogsConfiguration.logGroupArn", "is required"


@signins.before("create")
def group_of_its_account(action: Action) -> None:
    """A log group of the same account."""
    configurations = action.inputs.get("logConfigurations")
    for one in configurations if isinstance(configurations, list) else ():
        arn = _at(one, "cloudWatchLogsConfiguration.logGroupArn")
        if isinstance(arn, str) and arn.startswith("arn:") and arn.split(":")[4:5] != [action.place.account]:
            action.refuse("InvalidParameterException", f"logConfigurations: {arn} is a log group of another account")


anchor = Rules(
    "aws:rolesanywhere/trustAnchor:TrustAnchor",
    source="IAM Roles Anywhere API Reference, CreateTrustAnchor, Source",
)


@anchor.check(source="IAM Roles Anywhere API Reference, SourceData", even_unknown=True)
def data_of_its_kind(inputs: Properties) -> Iterator[Fault]:
    """A private CA by its ARN, a bundle by its certificates."""
    kind, data = _at(inputs, "source.sourceType"), _at(inputs, "source.sourceData")
    wanted = {"AWS_ACM_PCA": "acmPcaArn", "CERTIFICATE_BUNDLE": "x509CertificateData"}.get(str(kind))
    if wanted is not None and (not isinstance(data, dict) or data.get(wanted) is None):
        yield f"source.sourceData.{wanted}", f"is required when sourceType is {kind}"


profile_of_certificates = _takes_roles_of_its_account(
    Rules(
        "aws:rolesanywhere/profile:Profile",
        source="IAM Roles Anywhere API Reference, CreateProfile",
        unset={"durationSeconds": 3600, "requireInstanceProperties": False, "acceptRoleSessionName": False},
    ),
    "roleArns",
)

group = Rules(
    "aws:identitystore/group:Group",
    source="IAM Identity Center, Identity Store API Reference, CreateGroup; Pulumi Registry, aws.identitystore.Group",
    outputs={"groupId": "{uuid}"},
)

person = Rules(
    "aws:identitystore/user:User",
    source="IAM Identity Center, Identity Store API Reference, CreateUser; Pulumi Registry, aws.identitystore.User",
    outputs={"userId": "{uuid}"},
)

pool = Rules(
    "aws:cognito/userPool:UserPool",
    source="Amazon Cognito API Reference, CreateUserPool; Pulumi Registry, aws.cognito.UserPool",
    unset={
        "mfaConfiguration": "OFF",
        "deletionProtection": "INACTIVE",
        "userPoolTier": "ESSENTIALS",
        "adminCreateUserConfig.allowAdminCreateUserOnly": False,
        "usernameConfiguration.caseSensitive": True,
    },
    id="{region}_{hex8}",
    outputs={"arn": "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}", "endpoint": "cognito-idp.{region}.amazonaws.com/{id}"},
)


@pool.check(source="Amazon Cognito API Reference, SetUserPoolMfaConfig", even_unknown=True)
def a_second_factor_is_some_factor(inputs: Properties) -> Iterator[Fault]:
    """Where a second factor is asked for, at least one kind is set up."""
    kinds = ("smsConfiguration", "softwareTokenMfaConfiguration", "emailMfaConfiguration", "webAuthnConfiguration")
    if inputs.get("mfaConfiguration") in ("ON", "OPTIONAL") and all(inputs.get(name) is None for name in kinds):
        yield "mfaConfiguration", f"one of {', '.join(kinds)} is required when it is {inputs['mfaConfiguration']}"


@pool.check(source="Amazon Cognito API Reference, SoftwareTokenMfaConfigType", even_unknown=True)
def the_only_second_factor_is_on(inputs: Properties) -> Iterator[Fault]:
    """A second factor can't be demanded of people when the only kind is switched off."""
    others = ("smsConfiguration", "emailMfaConfiguration", "webAuthnConfiguration")
    off = _at(inputs, "softwareTokenMfaConfiguration.enabled") is False
    if inputs.get("mfaConfiguration") in ("ON", "OPTIONAL") and off and all(inputs.get(name) is None for name in others):
        yield "softwareTokenMfaConfiguration.enabled", "is the only second factor, and mfaConfiguration asks for one"


infrastructure = Rules(
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration",
    source="EC2 Image Builder API Reference, CreateInfrastructureConfiguration; Pulumi Registry",
    unset={"terminateInstanceOnFailure": False},
)


@infrastructure.check(source="EC2 Image Builder API Reference, CreateInfrastructureConfiguration", even_unknown=True)
def groups_with_a_subnet(inputs: Properties) -> Iterator[Fault]:
    """A subnet and its groups are given together."""
    if _missing(inputs.get("subnetId")) is not _missing(inputs.get("securityGroupIds")):
        yield "subnetId", "is given together with securityGroupIds"


baking = Rules(
    "aws:imagebuilder/imagePipeline:ImagePipeline",
    source="EC2 Image Builder API Reference, CreateImagePipeline, ImageTestsConfiguration",
    unset={
        "status": "ENABLED",
        "enhancedImageMetadataEnabled": True,
        "imageTestsConfiguration.imageTestsEnabled": True,
        "imageTestsConfiguration.timeoutMinutes": 720,
        "schedule.pipelineExecutionStartCondition": "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE",
    },
)


@baking.check(source="EC2 Image Builder API Reference, CreateImagePipeline", even_unknown=True)
def one_recipe(inputs: Properties) -> Iterator[Fault]:
    """A recipe of an image or of a container."""
    if _missing(inputs.get("imageRecipeArn")) is _missing(inputs.get("containerRecipeArn")):
        yield "imageRecipeArn", "exactly one of imageRecipeArn, containerRecipeArn must be given"


window = Rules(
    "aws:ssm/maintenanceWindow:MaintenanceWindow",
    source="AWS Systems Manager API Reference, CreateMaintenanceWindow; Pulumi Registry",
    unset={"enabled": True, "allowUnassociatedTargets": False},
)
