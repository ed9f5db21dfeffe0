"""Where the images of a cluster's add-ons lie: AWS's own registries, one account a region, and the repositories that nodes read there.

Sources: Amazon EKS User Guide, "View Amazon container image registries for Amazon EKS add-ons" (accounts by region), "Amazon EKS add-ons".
"""

from ai_zones.aws.naming import partition_of

EVERYWHERE_ELSE = "602401143452"
REGISTRIES = {
    "af-south-1": "877085696533",
    "ap-east-1": "800184023465",
    "ap-southeast-3": "296578399912",
    "cn-north-1": "918309763551",
    "cn-northwest-1": "961992271922",
    "eu-central-2": "900612956339",
    "eu-south-1": "590381155156",
    "eu-south-2": "455263428931",
    "il-central-1": "066635153087",
    "me-central-1": "759879836304",
    "me-south-1": "558608220178",
    "us-gov-east-1": "151742754352",
    "us-gov-west-1": "013241004608",
}
"""Regions whose registry is of an account of its own."""

REPOSITORIES = (
    "amazon-k8s-cni",
    "amazon-k8s-cni-init",
    "amazon/aws-network-policy-agent",
    "eks/coredns",
    "eks/eks-pod-identity-agent",
    "eks/kube-proxy",
    "eks/pause",
)
"""What nodes, network plugin, network policies, names and pod identity run. A node that may fetch no other can run nothing else of AWS's."""


def registry_of(region: str) -> str:
    """AWS's account that holds the add-ons' images of a region."""
    return REGISTRIES.get(region, EVERYWHERE_ELSE)


def add_on_repositories(region: str) -> list[str]:
    """ARNs of the repositories."""
    return [f"arn:{partition_of(region)}:ecr:{region}:{registry_of(region)}:repository/{name}" for name in REPOSITORIES]
