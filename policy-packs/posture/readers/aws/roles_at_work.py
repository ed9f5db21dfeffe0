"""Roles that something in a network acts as for certain, whether or not the stack tells them all: those of pods and nodes too.

Sources: Amazon EKS User Guide, "Learn how EKS Pod Identity grants pods access to AWS services", "IAM roles for service accounts", "Amazon EKS
node IAM role", "Amazon EKS Pod execution IAM role".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.acting import roles_of, standing_in
from posture.readers.aws.role_bearers import of_service_accounts
from posture.readers.aws.tokens import ROLE

_CLUSTER: Final = ("aws:eks/cluster:Cluster",)
_IN_CLUSTERS: Final = {
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": "roleArn",
    "aws:eks/nodeGroup:NodeGroup": "nodeRoleArn",
    "aws:eks/fargateProfile:FargateProfile": "podExecutionRoleArn",
}
"""What runs in a cluster, and the property that names its role."""


def known_roles_in(graph: GraphBuilder, network: str) -> tuple[str, ...]:
    """Roles of workloads, pods and nodes in the network."""
    known = graph.once("aws known roles by network", dict[str, tuple[str, ...]])
    if network not in known:
        standing = set(standing_in(graph, network))
        roles = [role for urn in sorted(standing) for role in roles_of(graph, urn) or ()]
        for token, prop in _IN_CLUSTERS.items():
            for resource in graph.stack.of_type(token):
                view = graph.view(resource.urn)
                role = view.refers_to(prop, ROLE)
                if role.certain and len(role.targets) == 1 and set(view.refers_to("clusterName", _CLUSTER).targets) & standing:
                    roles.extend(role.targets)
        roles.extend(role for urn, role, certain in of_service_accounts(graph) if certain and urn in standing)
        known[network] = tuple(dict.fromkeys(roles))
    return known[network]
