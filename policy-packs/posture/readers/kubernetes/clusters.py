"""Which cluster an object stands in: that of its provider, by where the provider's kubeconfig comes from.

Two providers that are configured from one cluster, or alike, are one cluster. Providers with kubeconfigs that can't be read are told apart.
Source: Pulumi Registry, "Kubernetes: Provider" (kubeconfig, context, cluster, namespace).
"""

from collections.abc import Iterator
from typing import Final

from posture.resource import Resource
from posture.stack import Stack
from posture.values import holds_unknown

CLUSTERS: Final = frozenset(
    {
        "aws:eks/cluster:Cluster",
        "aws-native:eks:Cluster",
        "azure-native:containerservice:ManagedCluster",
        "azure:containerservice/kubernetesCluster:KubernetesCluster",
        "gcp:container/cluster:Cluster",
    }
)
"""Clusters of the clouds."""
UNNAMED: Final = "kubernetes:cluster"
"""The cluster of the provider that is not in the stack: the one of the user's own kubeconfig."""
_SAYS_WHICH: Final = ("kubeconfig", "context", "cluster")


def cluster_of(stack: Stack, resource: Resource) -> str:
    """Key of the cluster that an object stands in."""
    provider = resource.provider.urn if resource.provider is not None else ""
    known: dict[str, str] = vars(stack).setdefault("_kubernetes_clusters", {})
    if provider not in known:
        known[provider] = _cluster(stack, provider)
    return known[provider]


def default_namespace(stack: Stack, resource: Resource) -> str:
    """The namespace of objects that name none."""
    provider = stack.by_urn.get(resource.provider.urn) if resource.provider is not None else None
    found = provider.props.get("namespace") if provider is not None else None
    return found if isinstance(found, str) and found else "default"


def _cluster(stack: Stack, urn: str) -> str:
    provider = stack.by_urn.get(urn)
    if provider is None:
        return UNNAMED
    owners = sorted(set(_owners(stack, provider)))
    if len(owners) == 1:
        return owners[0]
    said = tuple(str(provider.props.get(prop)) for prop in _SAYS_WHICH)
    if any(holds_unknown(provider.props.get(prop)) for prop in _SAYS_WHICH):
        return urn
    if said == (str(None),) * len(_SAYS_WHICH):
        return UNNAMED
    alike = (other for other in stack if other.type == provider.type and tuple(str(other.props.get(prop)) for prop in _SAYS_WHICH) == said)
    return min((other.urn for other in alike), default=urn)


def _owners(stack: Stack, provider: Resource) -> Iterator[str]:
    """Clusters that the kubeconfig is made from, however far."""
    seen: set[str] = set()
    queue = [urn for prop in _SAYS_WHICH for urn in provider.property_dependencies.get(prop, ())]
    while queue:
        urn = queue.pop()
        if urn in seen or urn not in stack.by_urn:
            continue
        seen.add(urn)
        resource = stack.by_urn[urn]
        if resource.type in CLUSTERS:
            yield urn
            continue
        queue.extend(other for found in resource.property_dependencies.values() for other in found)
        if not resource.custom:
            queue.extend(child.urn for child in stack if child.parent == urn and child.type in CLUSTERS)
