"""Managed services of zones: records stay out of their logs, code is signed where signing is set up, people take nothing away.

Sources: AWS Step Functions Developer Guide, "Using CloudWatch Logs to log execution history" (`includeExecutionData` writes input and output
to the log); AWS Lambda Developer Guide, "Using code signing to verify code integrity" (`Warn`, the default, lets unsigned code run), "Grant
layer access to other accounts"; Amazon SageMaker AI Developer Guide, "SharingSettings" (cell outputs are copied to a bucket), "Amazon SageMaker
Studio Docker access"; AWS Batch User Guide, "Container properties"; AWS CodeBuild User Guide, "Build environment", "Public build projects",
"Disable artifact encryption", "Use AWS CodeBuild with Amazon Virtual Private Cloud"; AWS Glue Developer Guide, "Connections", "Crawling an
Amazon S3 data store using a VPC endpoint"; Amazon Bedrock User Guide, "Components of a guardrail", "Monitor model invocation"; EC2 Image Builder
User Guide, "Security best practices" (IMDSv2, encrypted images).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles, serves
from posture.rules.words import cannot_tell, must_be_false, must_be_one_of, must_be_set, must_be_true
from posture.values import is_unknown

MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
SIGNING: Final = "aws:lambda/codeSigningConfig:CodeSigningConfig"
LAYER: Final = "aws:lambda/layerVersionPermission:LayerVersionPermission"
DOMAIN: Final = "aws:sagemaker/domain:Domain"
JOB: Final = "aws:batch/jobDefinition:JobDefinition"
BUILD: Final = "aws:codebuild/project:Project"
REPORTS: Final = "aws:codebuild/reportGroup:ReportGroup"
GLUE: Final = "aws:glue/job:Job"
QUALITY: Final = "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition"
CRAWLER: Final = "aws:glue/crawler:Crawler"
CONNECTION: Final = "aws:glue/connection:Connection"
FUNCTION: Final = ("aws:lambda/function:Function", "aws-native:lambda:Function")


AGENT: Final = "aws:bedrock/agentAgent:AgentAgent"
GUARDRAIL: Final = "aws:bedrock/guardrail:Guardrail"
PROMPTS: Final = "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration"
BAKERY: Final = "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration"
RECIPE: Final = "aws:imagebuilder/imageRecipe:ImageRecipe"
_NETWORKS: Final = {
    GLUE: ("connections", "AWS Glue"),
    BUILD: ("vpcConfig", "AWS CodeBuild"),
    QUALITY: ("networkConfig.vpcConfig", "Amazon SageMaker AI"),
}
"""Jobs that run in their service's network, with the internet, unless they name subnets → the property that does, and the service."""
_DELIVERED: Final = ("text", "image", "embedding")


@rule(MACHINE, SIGNING, LAYER, DOMAIN, JOB, BUILD, REPORTS, GLUE, CRAWLER, QUALITY, *FUNCTION, AGENT, GUARDRAIL, PROMPTS, BAKERY, RECIPE)
def check(look: Look) -> Iterator[Fault]:
    """What each kind offers."""
    kind = look.resource.type
    if kind == LAYER:
        yield from _layer(look)
        return
    if kind == SIGNING and look.scene.classified:
        yield from must_be_one_of(
            look, "policies.untrustedArtifactOnDeployment", ("Enforce",), "only warns of code that nobody signed", default="Warn"
        )
    if kind in FUNCTION:
        yield from _signed(look)
        return
    if kind == CRAWLER:
        yield from _crawls(look)
        return
    if kind in (PROMPTS, RECIPE, REPORTS, GUARDRAIL):
        if look.scene.classified:
            yield from _of_the_account(look)
        return
    if kind in _NETWORKS and handles(look):
        yield from _in_a_network(look, *_NETWORKS[kind])
    if not (serves(look) or (kind == MACHINE and handles(look))):
        return  # a machine has few tags: what it calls says whose records pass through it
    if kind == AGENT:
        yield from must_be_set(look, "guardrailConfigurations", "answers without a guardrail")
    elif kind == BAKERY:
        fault = "gives its credentials to who asks without a token"
        yield from must_be_one_of(look, "instanceMetadataOptions.httpTokens", ("required",), fault, default="optional")
    elif kind == MACHINE:
        yield from must_be_false(look, "loggingConfiguration.includeExecutionData", "writes what it works on to its log")
    elif kind == DOMAIN:
        yield from must_be_one_of(
            look,
            "defaultUserSettings.sharingSettings.notebookOutputOption",
            ("Disabled",),
            "copies what notebooks show to a bucket",
            default="Disabled",
        )
    elif kind == JOB:
        yield from _container(look)
    elif kind == BUILD:
        yield from must_be_false(look, "environment.privilegedMode", "builds with the host's rights")
        yield from must_be_one_of(look, "projectVisibility", ("PRIVATE",), "shows its logs and artifacts to everybody", default="PRIVATE")
        yield from must_be_false(look, "artifacts.encryptionDisabled", "leaves its artifacts unencrypted")
        yield from must_be_false(look, "logsConfig.s3Logs.encryptionDisabled", "leaves its logs unencrypted")


def _in_a_network(look: Look, prop: str, service: str) -> Iterator[Fault]:
    """What runs elsewhere asks the internet whatever it likes; egress is the zone that may."""
    if look.zone is not ZoneName.EGRESS:
        yield from must_be_set(look, prop, f"runs in a network of {service}'s, not in a zone")


def _of_the_account(look: Look) -> Iterator[Fault]:
    """What belongs to no zone, and serves all of them."""
    kind = look.resource.type
    if kind == REPORTS:
        yield from must_be_false(look, "exportConfig.s3Destination.encryptionDisabled", "leaves its reports unencrypted")
    elif kind == PROMPTS:
        for what in _DELIVERED:
            yield from must_be_true(look, f"loggingConfig.{what}DataDeliveryEnabled", f"leaves {what} out of what it records", default=True)
        if look.value("loggingConfig.cloudwatchConfig") is None and look.value("loggingConfig.s3Config") is None:
            yield Fault("records prompts nowhere", "loggingConfig")
    elif kind == GUARDRAIL:
        blocks = look.blocks("contentPolicyConfig.filtersConfigs")
        if not is_unknown(blocks) and not any(look.text(f"{block}.type") == "PROMPT_ATTACK" for block in blocks):
            yield Fault("does not look for attacks in prompts", "contentPolicyConfig")
        yield from must_be_set(look, "sensitiveInformationPolicyConfig", "lets what identifies people pass")
    else:
        blocks = look.blocks("blockDeviceMappings")
        if not is_unknown(blocks) and not blocks:
            yield Fault("says of no disk that it is encrypted", "blockDeviceMappings")
        for block in [] if is_unknown(blocks) else blocks:
            if look.value(f"{block}.noDevice") is None and look.text(f"{block}.virtualName") is None:
                yield from must_be_one_of(look, f"{block}.ebs.encrypted", ("true",), "makes images of unencrypted disks", default="false")


def _layer(look: Look) -> Iterator[Fault]:
    """A layer is code: whoever reads it reads what stands in it."""
    if not look.scene.classified:
        return
    principal, ours = look.text("principal"), look.approved.organization
    if is_unknown(principal):
        yield cannot_tell("principal", "who may take the layer")
    elif principal == "*":
        organization = look.text("organizationId")
        if organization is None:
            yield Fault("gives the layer to every account", "principal")
        elif not is_unknown(organization) and ours.aws_organization_ids and organization not in ours.aws_organization_ids:
            yield Fault(f"gives the layer to organization {organization}, which is not listed as ours", "organizationId")
    elif principal is not None and ours.aws_account_ids and principal not in ours.aws_account_ids:
        yield Fault(f"gives the layer to account {principal}, which is not listed as ours", "principal")


def _signed(look: Look) -> Iterator[Fault]:
    """Where a program signs code, a function that takes unsigned code is the way around."""
    if look.zone is None or look.text("packageType") == "Image" or not any(True for _ in look.scene.of((SIGNING,))):
        return
    yield from must_be_set(look, "codeSigningConfigArn", "takes code that nobody signed, beside functions that do not")


def _crawls(look: Look) -> Iterator[Fault]:
    """Where a program connects Glue to a network, a crawler that reads a bucket without the connection is the way around."""
    networked = any(look.scene.look(one).text("connectionType") == "NETWORK" for one in look.scene.of((CONNECTION,)))
    blocks = look.blocks("s3Targets")
    if not networked or is_unknown(blocks) or not handles(look):
        return
    for block in blocks:
        yield from must_be_set(look, f"{block}.connectionName", "reads records from a network of AWS Glue's, beside a connection to ours")


def _container(look: Look) -> Iterator[Fault]:
    written = look.written("containerProperties")
    if is_unknown(written):
        yield cannot_tell("containerProperties", "as whom it runs")
        return
    if not isinstance(written, Mapping):
        return
    if written.get("privileged") is True:
        yield Fault("runs with the host's rights", "containerProperties")
    if written.get("readonlyRootFilesystem") is not True:
        yield Fault("may change its own files", "containerProperties")
    network = written.get("networkConfiguration")
    if isinstance(network, Mapping) and network.get("assignPublicIp") == "ENABLED":
        yield Fault("asks for a public address", "containerProperties")
