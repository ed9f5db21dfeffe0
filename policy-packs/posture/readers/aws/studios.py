"""People and spaces of a SageMaker domain, and the features that models are trained on.

Sources: Amazon SageMaker AI Developer Guide, "Connect Studio notebooks in a VPC to external resources" (apps of profiles and spaces stand in
the domain's subnets, under the security groups of the profile or space, else of the domain), "Feature Store offline store" (records are
copied to the bucket), "Feature Store security and access control".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.kinds import GROUPS, SUBNETS
from posture.readers.aws.looking import refer_all
from posture.readers.aws.managed_work import into_bucket
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

DOMAIN: Final = ("aws:sagemaker/domain:Domain",)
_GROUPS: Final = {
    "aws:sagemaker/userProfile:UserProfile": "userSettings.securityGroups",
    "aws:sagemaker/space:Space": "",
}


@reads(*_GROUPS)
def in_domain(resource: ResourceView, graph: GraphBuilder) -> None:
    """Apps stand where the domain stands."""
    urn = resource.resource.urn
    domain = resource.refers_to("domainId", DOMAIN)
    if not domain.targets:
        unclear(graph, urn, f"the domain {domain.literal or ''} is no resource of the stack (domainId)")
        return
    own = _GROUPS[resource.resource.type]
    for target in domain.targets:
        view = graph.view(target)
        groups = refer_all(graph, resource, own, GROUPS) if own else []
        groups = groups or refer_all(graph, view, "defaultUserSettings.securityGroups", GROUPS)
        subnets = tuple(refer_all(graph, view, "subnetIds", SUBNETS))
        because = Because(urn, "domainId")
        graph.add(WorkloadFact(urn, subnets, tuple(groups), because=because, certain=domain.certain))
        kind = view.text("appNetworkAccessType")
        if kind != "VpcOnly":
            said = Because(target, "appNetworkAccessType", "PublicInternetOnly")
            certain = domain.certain and not is_unknown(kind)
            graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, said, certain=certain)


@reads("aws:sagemaker/featureGroup:FeatureGroup")
def feature_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """Records by key; the offline copy goes to a bucket."""
    into_bucket(resource, graph, Reference.to(resource.resource.urn), "offlineStoreConfig.s3StorageConfig.s3Uri")
