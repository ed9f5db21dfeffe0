"""Which AWS services an account of each zone may be asked for at all: the zone's own, what runs any zone, and nothing else.

An allow-list of IAM prefixes, for the SCP of a zone's organizational unit. The zone's cloud services come from the plan's ceiling; the rest
is what deployment, networks, audit and support need.
Sources: Service Authorization Reference, "Actions, resources, and condition keys for AWS services" (prefixes); docs/decisions/0001 (ceiling).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ai_zones.plan.ceiling import CEILING
from ai_zones.plan.names import Cloud, ZoneName

Z = ZoneName

_PREFIX: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bedrock-agent-runtime": "bedrock",
        "bedrock-runtime": "bedrock",
        "ecr.api": "ecr",
        "ecr.dkr": "ecr",
        "eks-auth": "eks-auth",
        "monitoring": "cloudwatch",
        "sagemaker.api": "sagemaker",
        "sagemaker.runtime": "sagemaker",
    }
)
"""Endpoint service → IAM prefix, where they differ."""

EVERYWHERE: Final = frozenset(
    {
        # Networks, links and names.
        "autoscaling", "ec2", "elasticloadbalancing", "network-firewall", "ram", "route53", "route53resolver", "vpc-lattice",
        # Identity and keys.
        "acm", "iam", "kms", "sso", "sts",
        # Audit, detection and alarms.
        "access-analyzer", "backup", "backup-storage", "cloudtrail", "cloudwatch", "config", "events", "guardduty", "inspector2", "logs",
        "macie2", "oam", "securityhub", "sns", "sqs", "xray",
        # The account itself.
        "account", "billing", "ce", "health", "organizations", "resource-explorer-2", "servicequotas", "support", "tag", "trustedadvisor",
    }
)  # fmt: skip
"""Prefixes that an account of any zone may use."""

ADDED: Final[Mapping[ZoneName, frozenset[str]]] = MappingProxyType(
    {
        # The database and the clinical store; files arrive over private circuits.
        Z.PHI: frozenset({"rds", "healthlake", "medical-imaging", "directconnect", "datasync", "elasticfilesystem", "lakeformation", "glue"}),
        # The de-identification service runs here; EHR peers come by private circuits.
        Z.DEIDENTIFICATION: frozenset({"lambda", "directconnect", "elasticfilesystem", "states"}),
        Z.INFERENCE: frozenset({"lambda", "elasticfilesystem", "fsx", "states"}),
        Z.EGRESS: frozenset({"shield", "wafv2"}),
        # The front: identity, certificates, web application firewall.
        Z.ACCESS: frozenset({"apigateway", "cognito-idp", "execute-api", "lambda", "shield", "verified-access", "wafv2"}),
        Z.TRAINING: frozenset({"elasticfilesystem", "fsx", "states", "cleanrooms", "cleanrooms-ml"}),
        Z.CONTROL: frozenset({"lambda", "states", "scheduler"}),
        # Vault's storage, the registries' pipelines, the archive's queries.
        Z.MANAGEMENT: frozenset({"athena", "codebuild", "elasticfilesystem", "glue", "imagebuilder", "lambda", "signer", "states"}),
    }
)  # fmt: skip
"""Prefixes that one zone needs beside its cloud services."""

NEVER_WITH_PHI: Final = frozenset({"bedrock", "comprehend", "comprehendmedical", "q", "rekognition", "sagemaker", "textract", "transcribe"})
"""AI services: T2 would be void if the PHI zone could reach one."""


def prefix_of(service: str) -> str:
    """IAM prefix of a cloud service of the plan (`ecr.api` → `ecr`)."""
    return _PREFIX.get(service, service)


def allowed_prefixes(zone: ZoneName, services: frozenset[str] | None = None) -> list[str]:
    """IAM prefixes that accounts of a zone may use, sorted. `services`: the plan's list for the zone; default: the whole ceiling."""
    own = services if services is not None else CEILING.cloud_services[Cloud.AWS][zone]
    allowed = EVERYWHERE | ADDED[zone] | {prefix_of(service) for service in own}
    return sorted(allowed - NEVER_WITH_PHI if zone is Z.PHI else allowed)
