"""Models, agents, jobs and machines, as AWS Native writes them: what is called otherwise there.

Source: AWS CloudFormation User Guide, "Resource and property reference"; Pulumi Registry, the properties of both types.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from posture.inputs.native.shape import From, Native, Part, as_text, as_word, each, is_word, many, one, pairs
from posture.values import UNKNOWN, is_unknown

_PLACE: Final = re.compile(r"\$\{([^}]+)\}")


def _definition(props: Any) -> Any:
    """A state machine's definition, with what is to be put into it."""
    written = props.get("definitionString")
    text = written if written is not None else as_text(props.get("definition"))
    put = props.get("definitionSubstitutions")
    if text is None or put is None or is_unknown(text):
        return text
    if not isinstance(text, str) or not isinstance(put, Mapping) or any(not isinstance(value, (str, int)) for value in put.values()):
        return UNKNOWN
    return _PLACE.sub(lambda found: str(put.get(found[1], found[0])), text)


def _pipeline(value: Any) -> Any:
    """A pipeline's definition is a text, or stands in a bucket."""
    if not isinstance(value, Mapping):
        return UNKNOWN
    body = value.get("pipelineDefinitionBody")
    return body if body is not None else UNKNOWN


def _stores(props: Any) -> Any:
    """Artifact stores of a pipeline: one, or one for each region."""
    single, listed = props.get("artifactStore"), props.get("artifactStores")
    if single is not None:
        return many(single)
    if not isinstance(listed, (list, tuple)):
        return UNKNOWN if listed is not None else None
    return [
        {**item["artifactStore"], "region": item.get("region")}
        if isinstance(item, Mapping) and isinstance(item.get("artifactStore"), Mapping)
        else UNKNOWN
        for item in listed
    ]


_RUNTIME: Final = pairs("name", "value")

SHAPES: Final[Mapping[str, Native]] = {
    "apprunner:Service": Native(
        {
            "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables": From(
                "runtimeEnvironmentVariables", _RUNTIME
            ),
            "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentSecrets": From("runtimeEnvironmentSecrets", _RUNTIME),
            "sourceConfiguration.codeRepository.codeConfiguration.codeConfigurationValues.runtimeEnvironmentVariables": From(
                "runtimeEnvironmentVariables", _RUNTIME
            ),
            "sourceConfiguration.codeRepository.codeConfiguration.codeConfigurationValues.runtimeEnvironmentSecrets": From(
                "runtimeEnvironmentSecrets", _RUNTIME
            ),
        }
    ),
    "bedrock:Agent": Native(
        {"guardrailConfigurations": From("guardrailConfiguration", many)},
        parts=(
            Part("aws:bedrock/agentAgentActionGroup:AgentAgentActionGroup", "actionGroups", "agentId"),
            Part("aws:bedrock/agentAgentKnowledgeBaseAssociation:AgentAgentKnowledgeBaseAssociation", "knowledgeBases", "agentId"),
            Part("aws:bedrock/agentAgentCollaborator:AgentAgentCollaborator", "agentCollaborators", "agentId"),
        ),
    ),
    "bedrock:ApplicationInferenceProfile": Native({"arn": "inferenceProfileArn", "name": "inferenceProfileName"}),
    "bedrock:Flow": Native(unless=("definitionS3Location", "definitionString")),
    "bedrockagentcore:BrowserCustom": Native({"recording": "recordingConfig"}),
    "bedrock:KnowledgeBase": Native(
        {
            "knowledgeBaseConfiguration.sqlKnowledgeBaseConfiguration.redshiftConfiguration.storageConfiguration": From(
                "storageConfigurations", one
            ),
            "knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration.supplementalDataStorageConfiguration.storageLocations": (
                "supplementalDataStorageLocations"
            ),
        }
    ),
    "bedrock:Guardrail": Native(
        {
            "contentPolicyConfig.filtersConfigs": "filtersConfig",
            "contextualGroundingPolicyConfig.filtersConfigs": "filtersConfig",
            "sensitiveInformationPolicyConfig.piiEntitiesConfigs": "piiEntitiesConfig",
            "sensitiveInformationPolicyConfig.regexesConfigs": "regexesConfig",
            "topicPolicyConfig.topicsConfigs": "topicsConfig",
            "wordPolicyConfig.wordsConfigs": "wordsConfig",
            "wordPolicyConfig.managedWordListsConfigs": "managedWordListsConfig",
            "crossRegionConfig.guardrailProfileIdentifier": "guardrailProfileArn",
        }
    ),
    "codebuild:Project": Native({"projectVisibility": "visibility", "logsConfig.cloudwatchLogs": "cloudWatchLogs"}),
    "codebuild:ReportGroup": Native({"exportConfig.type": "exportConfigType"}),
    "codepipeline:Pipeline": Native(
        {
            "artifactStores": From("/", _stores, ("artifactStore", "artifactStores")),
            "stages.actions.category": "actionTypeId.category",
            "stages.actions.owner": "actionTypeId.owner",
            "stages.actions.provider": "actionTypeId.provider",
            "stages.actions.version": "actionTypeId.version",
        }
    ),
    "ecs:Cluster": Native(
        {
            "settings": "clusterSettings",
            "configuration.executeCommandConfiguration.logConfiguration.s3BucketEncryptionEnabled": "s3EncryptionEnabled",
        }
    ),
    "comprehend:DocumentClassifier": Native(unless=("modelPolicy",)),
    "comprehend:EntityRecognizer": Native(unless=("modelPolicy",)),
    "ecs:Service": Native(
        {
            "capacityProviderStrategies": "capacityProviderStrategy",
            "networkConfiguration.subnets": "awsvpcConfiguration.subnets",
            "networkConfiguration.securityGroups": "awsvpcConfiguration.securityGroups",
            "networkConfiguration.assignPublicIp": From("awsvpcConfiguration.assignPublicIp", is_word("ENABLED")),
        }
    ),
    "ecs:ExpressGatewayService": Native({"networkConfigurations": From("networkConfiguration", many)}),
    "ecs:TaskSet": Native(
        {
            "capacityProviderStrategies": "capacityProviderStrategy",
            "networkConfiguration.subnets": "awsVpcConfiguration.subnets",
            "networkConfiguration.securityGroups": "awsVpcConfiguration.securityGroups",
            "networkConfiguration.assignPublicIp": From("awsVpcConfiguration.assignPublicIp", is_word("ENABLED")),
        }
    ),
    "eks:Cluster": Native(
        {
            "vpcConfig": "resourcesVpcConfig",
            "encryptionConfig": From("encryptionConfig", one),
            "enabledClusterLogTypes": From("/logging.clusterLogging.enabledTypes", each("type")),
        }
    ),
    "eks:Nodegroup": Native(
        {
            "nodeRoleArn": "nodeRole",
            "nodeGroupName": "nodegroupName",
            "subnetIds": "subnets",
            "remoteAccess.sourceSecurityGroupIds": "sourceSecurityGroups",
        }
    ),
    "eks:FargateProfile": Native({"subnetIds": "subnets"}),
    "imagebuilder:DistributionConfiguration": Native(
        {"distributions.amiDistributionConfiguration.launchPermission": "launchPermissionConfiguration"}
    ),
    "imagebuilder:ImageRecipe": Native({"blockDeviceMappings.ebs.encrypted": From("encrypted", as_word)}),
    "kinesisanalyticsv2:Application": Native({"applicationConfiguration.vpcConfiguration": From("vpcConfigurations", one)}),
    "sagemaker:EndpointConfig": Native({"kmsKeyArn": "kmsKeyId"}),
    "sagemaker:ModelPackageGroup": Native(
        parts=(
            Part(
                "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy",
                "modelPackageGroupPolicy",
                "modelPackageGroupName",
                given="resourcePolicy",
                owner_is="modelPackageGroupName",
            ),
        )
    ),
    "sagemaker:NotebookInstance": Native({"securityGroups": "securityGroupIds"}),
    "sagemaker:Pipeline": Native({"pipelineDefinition": From("pipelineDefinition", _pipeline)}),
    "qbusiness:Application": Native({"iamServiceRoleArn": "roleArn", "arn": "applicationArn"}),
    "stepfunctions:StateMachine": Native(
        {
            "type": "stateMachineType",
            "definition": From("/", _definition, ("definition", "definitionString", "definitionSubstitutions")),
            "loggingConfiguration.logDestination": From(
                "destinations", lambda value: value[0]["cloudWatchLogsLogGroup"]["logGroupArn"] if _logs(value) else UNKNOWN
            ),
        },
        unless=("definitionS3Location",),
    ),
}


def _logs(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple))
        and len(value) == 1
        and isinstance(value[0], Mapping)
        and isinstance(value[0].get("cloudWatchLogsLogGroup"), Mapping)
        and "logGroupArn" in value[0]["cloudWatchLogsLogGroup"]
    )
