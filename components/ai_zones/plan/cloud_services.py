"""Cloud services that each zone may reach by private endpoint: the ceiling, cloud by cloud.

"No egress" means no road but these endpoints, so a service is listed for a zone only with a reason. Names are the cloud's own:
AWS, the suffix of the endpoint service `com.amazonaws.<region>.<suffix>` (AWS PrivateLink Guide, "AWS services that integrate
with AWS PrivateLink"); Azure, the services of "What is a private endpoint?"; GCP, the host of the API before `.googleapis.com`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .names import Cloud, ZoneName

Z = ZoneName

# Running anything at all: keys, a workload's identity, images (their layers lie in S3), logs and metrics, node and pod identity. A cluster's
# network plugin gives pods their addresses by EC2's API, its autoscaler asks for nodes, its controller joins pods to the zone's load balancers.
_AWS_CLUSTER = frozenset({"ec2", "eks", "eks-auth", "autoscaling", "elasticloadbalancing"})
_AWS_RUNTIME = frozenset({"kms", "sts", "secretsmanager", "s3", "ecr.api", "ecr.dkr", "logs", "monitoring", "ssm"}) | _AWS_CLUSTER
# Systems Manager's channels carry people's sessions in and their output out, and no gate reads it (AWS Systems Manager User Guide,
# "ec2messages, ssmmessages, and other API operations"): not where PHI, data made from it, or a hostile model is.
_AWS_SESSIONS = frozenset({"ssmmessages", "ec2messages"})

_AWS: Final[Mapping[ZoneName, frozenset[str]]] = MappingProxyType(
    {
        # Object and clinical stores, and the database's Data API for its own ingest jobs. No AI service: T2 would be void.
        Z.PHI: _AWS_RUNTIME | {"dynamodb", "rds-data"},
        # Embedding model by private endpoint. No Data API: it would be a second road to phi/database, past the declared flow.
        Z.DEIDENTIFICATION: _AWS_RUNTIME | {"dynamodb", "bedrock-runtime", "sagemaker.runtime"},
        # The cloud's own AI service and agents' session state. No sagemaker.api: what runs models must not manage them.
        Z.INFERENCE: _AWS_RUNTIME | {"dynamodb", "bedrock-runtime", "bedrock-agent-runtime", "sagemaker.runtime"},
        # The proxy holds no state.
        Z.EGRESS: _AWS_RUNTIME | _AWS_SESSIONS,
        # Sessions and rate limits of people and applications.
        Z.ACCESS: _AWS_RUNTIME | _AWS_SESSIONS | {"dynamodb"},
        # Experiments start jobs.
        Z.TRAINING: _AWS_RUNTIME | {"sagemaker.api", "sagemaker.runtime"},
        # Approvals are kept in DynamoDB; the switch stops endpoints and clusters.
        Z.CONTROL: _AWS_RUNTIME | _AWS_SESSIONS | {"dynamodb", "sagemaker.api"},
        # Vault's storage and the archive.
        Z.MANAGEMENT: _AWS_RUNTIME | _AWS_SESSIONS | {"dynamodb"},
    }
)

_AZURE_RUNTIME = frozenset({"storage", "key-vault", "container-registry", "monitor"})

_AZURE: Final[Mapping[ZoneName, frozenset[str]]] = MappingProxyType(
    {
        # The database, and the clinical store (FHIR, DICOM). No AI service: T2 would be void.
        Z.PHI: _AZURE_RUNTIME | {"postgresql", "health-data"},
        # Embedding model by private endpoint; the clinical store, of which it makes what is de-identified; documents that redaction keeps, and
        # the queue of what waits for it. No postgresql: it would be a second road to phi/database, past the declared flow.
        Z.DEIDENTIFICATION: _AZURE_RUNTIME | {"openai", "ai-services", "cosmos-db", "health-data", "service-bus"},
        # The cloud's own AI service, the index over de-identified texts, agents' session state.
        Z.INFERENCE: _AZURE_RUNTIME | {"openai", "ai-services", "ai-search", "cosmos-db"},
        # The proxy holds no state.
        Z.EGRESS: _AZURE_RUNTIME,
        # Sessions and rate limits of people and applications.
        Z.ACCESS: _AZURE_RUNTIME | {"cosmos-db"},
        # Experiments start jobs.
        Z.TRAINING: _AZURE_RUNTIME | {"machine-learning"},
        # Approvals are kept in Cosmos DB; the switch stops endpoints and clusters.
        Z.CONTROL: _AZURE_RUNTIME | {"cosmos-db", "machine-learning"},
        # Vault's storage and the archive.
        Z.MANAGEMENT: _AZURE_RUNTIME,
    }
)

_GCP_RUNTIME = frozenset({"storage", "cloudkms", "secretmanager", "sts", "artifactregistry", "logging", "monitoring", "container"})

_GCP: Final[Mapping[ZoneName, frozenset[str]]] = MappingProxyType(
    {
        # The database, clinical stores, tables. No AI service: T2 would be void.
        Z.PHI: _GCP_RUNTIME | {"alloydb", "bigquery", "healthcare", "pubsub", "sqladmin"},
        # Embedding model; tables of what is de-identified, the queue of what waits for it; what finds identifiers and shields prompts.
        Z.DEIDENTIFICATION: _GCP_RUNTIME | {"aiplatform", "bigquery", "dlp", "modelarmor", "pubsub"},
        # The cloud's own AI service, and the shield that its prompts pass.
        Z.INFERENCE: _GCP_RUNTIME | {"aiplatform", "modelarmor"},
        Z.EGRESS: _GCP_RUNTIME,
        Z.ACCESS: _GCP_RUNTIME,
        Z.TRAINING: _GCP_RUNTIME | {"aiplatform", "bigquery"},
        Z.CONTROL: _GCP_RUNTIME | {"aiplatform"},
        Z.MANAGEMENT: _GCP_RUNTIME,
    }
)

CLOUD_SERVICES: Final[Mapping[Cloud, Mapping[ZoneName, frozenset[str]]]] = MappingProxyType(
    {Cloud.AWS: _AWS, Cloud.AZURE: _AZURE, Cloud.GCP: _GCP}
)
