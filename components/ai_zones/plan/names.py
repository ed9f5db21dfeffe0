"""The words of a plan: zones, their services, clouds, tiers, classes of data.

The same words stand in code, configuration, tags, policies and reports.
"""

from enum import StrEnum


class ZoneName(StrEnum):
    """A zone. The order is part of the address plan: a zone's place here is its slot in the block, so new names go last."""

    PHI = "phi"
    DEIDENTIFICATION = "deidentification"
    INFERENCE = "inference"
    EGRESS = "egress"
    ACCESS = "access"
    TRAINING = "training"
    CONTROL = "control"
    MANAGEMENT = "management"


class Service(StrEnum):
    """What a zone offers to other zones; `ceiling.SERVICES` says which zone offers which."""

    DATABASE = "database"
    RETRIEVAL = "retrieval"
    TOOLS = "tools"
    PROMPT = "prompt"
    DATASETS = "datasets"
    API = "api"
    LLM = "llm"
    SENTINEL = "sentinel"
    APPROVALS = "approvals"
    VAULT = "vault"
    TELEMETRY = "telemetry"
    REGISTRY_READ = "registry-read"
    REGISTRY_WRITE = "registry-write"


class Gate(StrEnum):
    """What ends a path of PHI when the path enters it by an approved flow."""

    DEIDENTIFICATION_SERVICE = "deidentification-service"
    EGRESS_INSPECTOR = "egress-inspector"
    SIGNED_MODEL_REGISTRY = "signed-model-registry"
    LOG_SINK = "log-sink"


class Cloud(StrEnum):
    """The cloud that a plan is built on."""

    AWS = "aws"
    AZURE = "azure"
    GCP = "gcp"


class Tier(StrEnum):
    """A kind of subnet within a zone."""

    WORKLOAD = "workload"
    ENDPOINT = "endpoint"
    DATABASE = "database"
    FIREWALL = "firewall"
    PUBLIC = "public"


class DataClass(StrEnum):
    """Classification of data, as the tag `data-class` carries it."""

    PHI = "phi"
    DEIDENTIFIED = "deidentified"
    INTERNAL = "internal"
    PUBLIC = "public"


class PeerKind(StrEnum):
    """A private outside system."""

    EHR_FEED = "ehr-feed"
    EHR_API = "ehr-api"
    FEDERATED_SITE = "federated-site"


class Link(StrEnum):
    """How a peer is joined: never by the public internet."""

    PRIVATE_CIRCUIT = "private-circuit"
    VPN = "vpn"
    PRIVATE_LINK = "private-link"


class Direction(StrEnum):
    """Who opens the connection, seen from the zone."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
