"""SageMaker and Bedrock: what they demand, and what they take for what is not given. Each type names its API."""

from collections.abc import Iterator

from simulator.rules import Fault, Properties, Rules
from simulator.rules.aws.passed_roles import missing, takes_roles_of_its_account

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
    if inputs.get("appNetworkAccessType") == "VpcOnly" and isinstance(settings, dict) and missing(settings.get("securityGroups")):
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


image = takes_roles_of_its_account(Rules("aws:sagemaker/image:Image", source="Amazon SageMaker API Reference, CreateImage"), "roleArn")


features = takes_roles_of_its_account(
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


pipeline = takes_roles_of_its_account(
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


tracking = takes_roles_of_its_account(
    Rules(
        "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer",
        source="Amazon SageMaker API Reference, CreateMlflowTrackingServer",
        unset={"automaticModelRegistration": False, "trackingServerSize": "Small"},
    ),
    "roleArn",
)


configuration = takes_roles_of_its_account(
    Rules(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        source="Amazon SageMaker API Reference, CreateEndpointConfig, ProductionVariant",
    ),
    "executionRoleArn",
)


quality = takes_roles_of_its_account(
    Rules(
        "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
        source="Amazon SageMaker API Reference, CreateDataQualityJobDefinition",
    ),
    "roleArn",
)


agent = takes_roles_of_its_account(
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
    if all(missing(value) for name, value in inputs.items() if name.endswith("PolicyConfig")):
        yield "contentPolicyConfig", "a guardrail has at least one policy"


prompts = takes_roles_of_its_account(
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
version = takes_roles_of_its_account(
    Rules("aws:bedrock/guardrailVersion:GuardrailVersion", source="Amazon Bedrock API Reference, CreateGuardrailVersion"), "guardrailArn"
)
