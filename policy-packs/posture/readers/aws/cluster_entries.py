"""Who is let into a cluster by an access entry: people and programs of another account too.

Source: Amazon EKS User Guide, "Create access entries" (of type STANDARD, "the ARN can be in the same, or different, AWS account than the account
that your cluster is in"; what an entry may do say its groups and the access policies that are associated with it).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import account_in
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.registry import reads
from posture.values import is_unknown
from posture.view import ResourceView

_CLUSTER: Final = ("aws:eks/cluster:Cluster", "aws-native:eks:Cluster")
_POLICY: Final = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
_PEOPLE: Final = (*ROLE, "aws:iam/user:User", "aws-native:iam:User")


@reads("aws:eks/accessEntry:AccessEntry", "aws-native:eks:AccessEntry")
def access_entry(resource: ResourceView, graph: GraphBuilder) -> None:
    """A principal of ours is judged as our people are; one of another account sees what the cluster's programs and secrets hold."""
    urn, prop = resource.resource.urn, "principalArn"
    who = resource.text(prop)
    cluster = resource.refers_to("clusterName", _CLUSTER)
    if is_unknown(who):
        if not resource.refers_to(prop, _PEOPLE).targets:
            unclear(graph, urn, f"who is let into the cluster is not known ({prop})", OUTSIDE)
        return
    account = account_in(str(who)) if who is not None else None
    if account is None or account in graph.own_accounts or resource.look_up(str(who), _PEOPLE, prop).targets:
        return
    if not cluster.targets:
        unclear(graph, urn, f"into which cluster account {account} is let is not known (clusterName)", OUTSIDE)
        return
    may = _may_something(resource, graph, str(who))
    because = Because(urn, prop, str(who))
    graph.edge(cluster, graph.aws_account(account), EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=may and cluster.certain)


def _may_something(resource: ResourceView, graph: GraphBuilder, who: str) -> bool:
    """Whether a group or a policy is there for certain; without one the entry lets nobody do anything, but another stack may bring it."""
    groups, policies = resource.texts("kubernetesGroups"), resource.value("accessPolicies")
    if isinstance(groups, list) and groups:
        return True
    if isinstance(policies, list) and policies:
        return True
    return any(graph.view(found.urn).text("principalArn") == who for found in graph.stack.of_type(_POLICY))
