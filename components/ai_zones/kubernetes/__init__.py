"""Zones in a Kubernetes cluster: components of pulumi-kubernetes, one a file."""

from .admission import KubernetesAdmission, KubernetesAdmissionArgs
from .flow_consumer import KubernetesFlowConsumer, KubernetesFlowConsumerArgs
from .flow_producer import KubernetesFlowProducer, KubernetesFlowProducerArgs, KubernetesFlowSourceArgs
from .plan_flows import KubernetesEndpointArgs, KubernetesPlanFlows, KubernetesPlanFlowsArgs
from .quarantine import KubernetesQuarantine, KubernetesQuarantineArgs
from .zone_namespace import KubernetesQuotaArgs, KubernetesZoneNamespace, KubernetesZoneNamespaceArgs

__all__ = [
    "KubernetesAdmission",
    "KubernetesAdmissionArgs",
    "KubernetesEndpointArgs",
    "KubernetesFlowConsumer",
    "KubernetesFlowConsumerArgs",
    "KubernetesFlowProducer",
    "KubernetesFlowProducerArgs",
    "KubernetesFlowSourceArgs",
    "KubernetesPlanFlows",
    "KubernetesPlanFlowsArgs",
    "KubernetesQuarantine",
    "KubernetesQuarantineArgs",
    "KubernetesQuotaArgs",
    "KubernetesZoneNamespace",
    "KubernetesZoneNamespaceArgs",
]
