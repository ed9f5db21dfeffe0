"""Zones in a Kubernetes cluster: components of pulumi-kubernetes, one a file."""

from .admission import KubernetesAdmission, KubernetesAdmissionArgs
from .agent import KubernetesAgent, KubernetesAgentArgs
from .cert_manager import KubernetesCertManager, KubernetesCertManagerArgs, KubernetesCertManagerImagesArgs
from .certificate import KubernetesCertificate, KubernetesCertificateArgs
from .certificate_issuer import KubernetesCertificateIssuer, KubernetesCertificateIssuerArgs
from .cluster_dns import KubernetesClusterDns, KubernetesClusterDnsArgs
from .deidentification_proxy import KubernetesDeidentificationProxy, KubernetesDeidentificationProxyArgs
from .flow_consumer import KubernetesFlowConsumer, KubernetesFlowConsumerArgs
from .flow_producer import KubernetesFlowProducer, KubernetesFlowProducerArgs, KubernetesFlowSourceArgs
from .image_signatures import KubernetesImageSignatures, KubernetesImageSignaturesArgs
from .inference_server import KubernetesInferenceServer, KubernetesInferenceServerArgs, KubernetesModelArgs
from .llm_gateway import KubernetesLlmGateway, KubernetesLlmGatewayArgs
from .mesh import KubernetesMesh, KubernetesMeshArgs, KubernetesMeshImagesArgs, KubernetesMeshIssuerArgs
from .plan_flows import KubernetesEndpointArgs, KubernetesPlanFlows, KubernetesPlanFlowsArgs
from .platform_network import KubernetesPlatformNetwork, KubernetesPlatformNetworkArgs
from .program import KubernetesProgramArgs, KubernetesReachArgs, KubernetesVaultLoginArgs
from .quarantine import KubernetesQuarantine, KubernetesQuarantineArgs
from .sandbox import KubernetesSandbox, KubernetesSandboxArgs
from .tool_access import KubernetesToolAccess, KubernetesToolAccessArgs
from .tool_server import KubernetesToolServer, KubernetesToolServerArgs
from .vector_client import KubernetesVectorClient, KubernetesVectorClientArgs
from .zone_namespace import KubernetesQuotaArgs, KubernetesZoneNamespace, KubernetesZoneNamespaceArgs

__all__ = [
    "KubernetesAdmission",
    "KubernetesAdmissionArgs",
    "KubernetesAgent",
    "KubernetesAgentArgs",
    "KubernetesCertManager",
    "KubernetesCertManagerArgs",
    "KubernetesCertManagerImagesArgs",
    "KubernetesCertificate",
    "KubernetesCertificateArgs",
    "KubernetesCertificateIssuer",
    "KubernetesCertificateIssuerArgs",
    "KubernetesClusterDns",
    "KubernetesClusterDnsArgs",
    "KubernetesDeidentificationProxy",
    "KubernetesDeidentificationProxyArgs",
    "KubernetesEndpointArgs",
    "KubernetesFlowConsumer",
    "KubernetesFlowConsumerArgs",
    "KubernetesFlowProducer",
    "KubernetesFlowProducerArgs",
    "KubernetesFlowSourceArgs",
    "KubernetesImageSignatures",
    "KubernetesImageSignaturesArgs",
    "KubernetesInferenceServer",
    "KubernetesInferenceServerArgs",
    "KubernetesLlmGateway",
    "KubernetesLlmGatewayArgs",
    "KubernetesMesh",
    "KubernetesMeshArgs",
    "KubernetesMeshImagesArgs",
    "KubernetesMeshIssuerArgs",
    "KubernetesModelArgs",
    "KubernetesPlanFlows",
    "KubernetesPlanFlowsArgs",
    "KubernetesPlatformNetwork",
    "KubernetesPlatformNetworkArgs",
    "KubernetesProgramArgs",
    "KubernetesQuarantine",
    "KubernetesQuarantineArgs",
    "KubernetesQuotaArgs",
    "KubernetesReachArgs",
    "KubernetesSandbox",
    "KubernetesSandboxArgs",
    "KubernetesToolAccess",
    "KubernetesToolAccessArgs",
    "KubernetesToolServer",
    "KubernetesToolServerArgs",
    "KubernetesVaultLoginArgs",
    "KubernetesVectorClient",
    "KubernetesVectorClientArgs",
    "KubernetesZoneNamespace",
    "KubernetesZoneNamespaceArgs",
]
