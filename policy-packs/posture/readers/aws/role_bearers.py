"""Which roles stand where programs run, though the stack does not tell all of them: nodes, notebooks, builds, jobs and pods.

`acting.roles_of` tells every role of a workload, so that an endpoint's policy can be judged by who stands behind it. A cluster's pods or a
batch queue's jobs may act as roles that nobody names beside those that are named: these are known to be there, and others may be.
Sources: Amazon EKS User Guide, "Amazon EKS node IAM role", "Learn how EKS Pod Identity grants pods access to AWS services"; Amazon EMR Management
Guide, "Service role for cluster EC2 instances (EC2 instance profile)"; Amazon SageMaker AI Developer Guide, "How to use SageMaker AI execution
roles"; Amazon MWAA User Guide, "Amazon MWAA execution role"; AWS CodeBuild User Guide, "Allow CodeBuild to interact with other AWS services";
AWS Batch User Guide, "Amazon ECS instance role"; AWS Glue Developer Guide, "Create an IAM role for AWS Glue", "Jobs with connections"; Amazon EKS User
Guide, "IAM roles for service accounts"; Amazon EC2 Auto Scaling User Guide, "IAM role for applications that run on Amazon EC2 instances".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.batch_jobs import BLOCKS, DEFINITION, job_settings
from posture.readers.aws.clusters import POD_IDENTITY
from posture.readers.aws.container_machines import GROUP, tasks_on
from posture.readers.aws.lake import JOB
from posture.readers.aws.looking import spread
from posture.readers.aws.spark_applications import APPLICATION, roles_for_jobs
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.workflow_steps import STARTERS, started_by
from posture.resource import Resource
from posture.values import is_unknown
from posture.view import Path, ResourceView

_PROFILE: Final = ("aws:iam/instanceProfile:InstanceProfile", "aws-native:iam:InstanceProfile")
ROLES: Final[dict[str, tuple[Path, ...]]] = {
    "aws:eks/nodeGroup:NodeGroup": ("nodeRoleArn",),
    "aws-native:eks:Nodegroup": ("nodeRole",),
    "aws:sagemaker/notebookInstance:NotebookInstance": ("roleArn",),
    "aws:sagemaker/domain:Domain": ("defaultUserSettings.executionRole", "defaultSpaceSettings.executionRole"),
    "aws:sagemaker/userProfile:UserProfile": ("userSettings.executionRole",),
    "aws:sagemaker/model:Model": ("executionRoleArn",),
    "aws:sagemaker/trainingJob:TrainingJob": ("roleArn",),
    "aws:mwaa/environment:Environment": ("executionRoleArn",),
    "aws:codebuild/project:Project": ("serviceRole",),
    "aws:glue/devEndpoint:DevEndpoint": ("roleArn",),
    "aws:kinesisanalyticsv2/application:Application": ("serviceExecutionRole",),
    "aws:mskconnect/connector:Connector": ("serviceExecutionRoleArn",),
    "aws:appstream/fleet:Fleet": ("iamRoleArn",),
    "aws:appstream/imageBuilder:ImageBuilder": ("iamRoleArn",),
    "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": ("roleArn",),
    "aws:opensearchingest/pipeline:Pipeline": ("pipelineRoleArn",),
    "aws:synthetics/canary:Canary": ("executionRoleArn",),
    "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": ("trainingJobDefinition.roleArn", "trainingJobDefinitions.roleArn"),
    "aws:ecs/expressGatewayService:ExpressGatewayService": ("taskRoleArn", "executionRoleArn"),
    "aws:ssm/activation:Activation": ("iamRole",),
}
"""What runs programs → the property with the role that they act as."""
PROFILES: Final[dict[str, tuple[Path, ...]]] = {
    "aws:ec2/instance:Instance": ("iamInstanceProfile",),
    "aws-native:ec2:Instance": ("iamInstanceProfile",),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("iamInstanceProfile",),
    "aws:ec2/spotFleetRequest:SpotFleetRequest": (
        "launchSpecifications.iamInstanceProfile",
        "launchSpecifications.iamInstanceProfileArn",
    ),
    "aws:emr/cluster:Cluster": ("ec2Attributes.instanceProfile",),
    "aws:batch/computeEnvironment:ComputeEnvironment": ("computeResources.instanceRole",),
    "aws:ec2/launchTemplate:LaunchTemplate": ("iamInstanceProfile.name", "iamInstanceProfile.arn"),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("iamInstanceProfile",),
    "aws-native:ec2:LaunchTemplate": ("launchTemplateData.iamInstanceProfile.name", "launchTemplateData.iamInstanceProfile.arn"),
}
"""Machines, and what they are started from → the property with their instance profile."""
STARTED_FROM: Final[dict[str, tuple[Path, ...]]] = {
    "aws:ec2/instance:Instance": ("launchTemplate.id", "launchTemplate.name"),
    "aws-native:ec2:Instance": ("launchTemplate.launchTemplateId", "launchTemplate.launchTemplateName"),
    "aws:autoscaling/group:Group": (
        *("launchTemplate.id", "launchTemplate.name", "launchConfiguration"),
        "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId",
    ),
    "aws-native:autoscaling:AutoScalingGroup": ("launchTemplate.launchTemplateId", "launchConfigurationName"),
    "aws:ec2/fleet:Fleet": ("launchTemplateConfigs.launchTemplateSpecification.launchTemplateId",),
    "aws:ec2/spotFleetRequest:SpotFleetRequest": ("launchTemplateConfigs.launchTemplateSpecification.id",),
}
_TEMPLATES: Final = (
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws-native:ec2:LaunchTemplate",
)
_CLUSTER: Final = ("aws:eks/cluster:Cluster", "aws-native:eks:Cluster")
_PROVIDER: Final = ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws-native:iam:OidcProvider")
_CONNECTION: Final = ("aws:glue/connection:Connection",)


def named_roles(graph: GraphBuilder, urn: str) -> Iterator[tuple[str, bool]]:
    """Roles that a workload certainly or possibly acts as, by what its own properties name."""
    resource = graph.stack.by_urn.get(urn)
    if resource is None:
        return
    view = graph.view(urn)
    for path in ROLES.get(resource.type, ()):
        yield from _roles_at(view, path)
    yield from _of_documents(graph, view)
    own = list(_of_profiles(graph, view))
    yield from own
    if not own:
        for path in STARTED_FROM.get(resource.type, ()):
            for place in spread(view, path):
                template = view.refers_to(place, _TEMPLATES)
                for target in template.targets:
                    yield from ((role, certain and template.certain) for role, certain in _of_profiles(graph, graph.view(target)))


def _of_documents(graph: GraphBuilder, view: ResourceView) -> Iterator[tuple[str, bool]]:
    """Roles of a job whose settings are not known yet, and of tasks that a workflow starts: what the document depends on may be meant."""
    if view.resource.type in DEFINITION:
        unknown = [prop for prop in BLOCKS if is_unknown(job_settings(view, prop))]
        yield from ((target, False) for prop in unknown for target in view.refers_to(prop, ROLE).targets)
    if view.resource.type in STARTERS:
        for task in started_by(graph, view).tasks:
            for target in task.targets:
                for path in ("taskRoleArn", "executionRoleArn"):
                    yield from ((role, certain and task.certain) for role, certain in _roles_at(graph.view(target), path))


def bearers_beside(graph: GraphBuilder) -> Iterator[tuple[str, str, bool]]:
    """Workload, role and certainty, where a resource of its own says so: pods of a cluster, jobs that run where a connection stands."""
    for resource in graph.stack.of_type(*POD_IDENTITY):
        view = graph.view(resource.urn)
        cluster = view.refers_to("clusterName", _CLUSTER)
        for role, certain in _roles_at(view, "roleArn"):
            yield from ((target, role, certain and cluster.certain) for target in cluster.targets)
    yield from of_service_accounts(graph)
    for group in graph.stack.of_type(*GROUP):
        for task, certain in tasks_on(graph, group.urn):
            for target in task.targets:
                yield from (
                    (group.urn, role, certain and task.certain and sure) for role, sure in _roles_at(graph.view(target), "taskRoleArn")
                )
    for resource in graph.stack.of_type(APPLICATION):
        yield from ((resource.urn, role, False) for role in roles_for_jobs(graph))
    for resource in graph.stack.of_type(*JOB):
        view = graph.view(resource.urn)
        for connection in view.all_refer_to("connections", _CONNECTION):
            for role, certain in _roles_at(view, "roleArn"):
                yield from ((target, role, certain and connection.certain) for target in connection.targets)


def of_service_accounts(graph: GraphBuilder) -> Iterator[tuple[str, str, bool]]:
    """Roles that trust the identity provider of a cluster: its pods come to them. Certain where the trust names the provider of one cluster.

    The provider's ARN ends with the cluster's issuer, so a trust tells it even where the provider stands in another stack.
    Source: Amazon EKS User Guide, "IAM roles for service accounts"; IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM".
    """
    issuers = {cluster.urn: f"oidc-provider/{issuer}" for cluster in graph.stack.of_type(*_CLUSTER) if (issuer := _issuer(cluster))}
    providers = [(provider, named) for provider in graph.stack.of_type(*_PROVIDER) if (named := _clusters_of(graph, provider))]
    for role in graph.stack.of_type(*ROLE) if issuers or providers else ():
        prop = "assumeRolePolicy" if "assumeRolePolicy" in role.props else "assumeRolePolicyDocument"
        text = str(role.props.get(prop))
        yield from ((cluster, role.urn, True) for cluster, issuer in issuers.items() if issuer in text)
        for provider, named in providers:
            arn = provider.props.get("arn")
            trusts = isinstance(arn, str) and arn in text
            if trusts or provider.urn in role.property_dependencies.get(prop, ()):
                yield from ((cluster, role.urn, trusts and len(named) == 1) for cluster in named)


def _clusters_of(graph: GraphBuilder, provider: Resource) -> tuple[str, ...]:
    clusters = graph.view(provider.urn).refers_to("url", _CLUSTER)
    return clusters.targets or tuple(
        urn for urn in sorted(provider.property_dependencies.get("url", ())) if graph.stack.by_urn[urn].type in _CLUSTER
    )


def _issuer(cluster: Resource) -> str:
    """The cluster's issuer without its scheme, where the cloud has given it out."""
    told = [cluster.props.get("openIdConnectIssuerUrl")]
    for identity in _listed(cluster.props.get("identities")):
        told += [one.get("issuer") for one in _listed(identity.get("oidcs"))]
    return next((text.removeprefix("https://") for text in told if isinstance(text, str) and text.startswith("https://")), "")


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, (list, tuple)) else []


def _roles_at(view: ResourceView, path: Path) -> Iterator[tuple[str, bool]]:
    for place in spread(view, path):
        role = view.refers_to(place, ROLE)
        yield from ((target, role.certain) for target in role.targets)


def _of_profiles(graph: GraphBuilder, view: ResourceView) -> Iterator[tuple[str, bool]]:
    """Where a profile is named; some services take the role's own name for it."""
    for path in PROFILES.get(view.resource.type, ()):
        for place in spread(view, path):
            profile = view.refers_to(place, _PROFILE)
            for target in profile.targets:
                yield from ((role, certain and profile.certain) for role, certain in _roles_at(graph.view(target), "role"))
