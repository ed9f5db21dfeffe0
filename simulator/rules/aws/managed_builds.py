"""Builds, pipelines and images of machines: what they demand, and what they take for what is not given. Each type names its API."""

from collections.abc import Iterator

from simulator.rules import Fault, Properties, Rules
from simulator.rules.aws.passed_roles import at_path, missing, takes_roles_of_its_account

build = takes_roles_of_its_account(
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
    if isinstance(network, dict) and any(missing(network.get(name)) for name in ("vpcId", "subnets", "securityGroupIds")):
        yield "vpcConfig", "vpcId, subnets and securityGroupIds are given together"


hands = takes_roles_of_its_account(
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
    if at_path(inputs, "exportConfig.type") == "S3" and at_path(inputs, "exportConfig.s3Destination") is None:
        yield "exportConfig.s3Destination", "is required when exportConfig.type is S3"


infrastructure = Rules(
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration",
    source="EC2 Image Builder API Reference, CreateInfrastructureConfiguration; Pulumi Registry",
    unset={"terminateInstanceOnFailure": False},
)


@infrastructure.check(source="EC2 Image Builder API Reference, CreateInfrastructureConfiguration", even_unknown=True)
def groups_with_a_subnet(inputs: Properties) -> Iterator[Fault]:
    """A subnet and its groups are given together."""
    if missing(inputs.get("subnetId")) is not missing(inputs.get("securityGroupIds")):
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
    if missing(inputs.get("imageRecipeArn")) is missing(inputs.get("containerRecipeArn")):
        yield "imageRecipeArn", "exactly one of imageRecipeArn, containerRecipeArn must be given"


cleaning = takes_roles_of_its_account(
    Rules("aws:imagebuilder/lifecyclePolicy:LifecyclePolicy", source="EC2 Image Builder API Reference, CreateLifecyclePolicy"),
    "executionRole",
)
