"""A client of the vector store: it answers a retrieval from the PHI database's vectors, as a role that reads masked views and nothing else.

It keeps no password: its account's token buys database credentials of minutes from Vault, whose role grants SELECT on the vector views alone
(`VaultDatabase`). It reaches the database and Vault, and nobody else.
Sources: requirement D2 and N2; Vault documentation, "PostgreSQL database secrets engine"; pgvector documentation; OWASP LLM08:2025; 45 CFR 164.312(a)(1).
"""

from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.inputs import Port, matches
from ai_zones.kubernetes.flow_producer import FlowSource, KubernetesFlowSourceArgs
from ai_zones.kubernetes.pod_template import Pod
from ai_zones.kubernetes.program import (
    KubernetesProgramArgs,
    KubernetesReachArgs,
    KubernetesVaultLoginArgs,
    Program,
    Reach,
    VaultLogin,
)
from ai_zones.kubernetes.served import Served
from ai_zones.kubernetes.validation import Name, ServiceName, TrustDomain, ZonedInput
from ai_zones.kubernetes.workload import open_roads
from ai_zones.ordering import children_wait
from ai_zones.plan import Gate, Service, ZoneName


class KubernetesVectorClientArgs(TypedDict):
    """Inputs of `KubernetesVectorClient`."""

    namespace: str
    """Namespace of zone deidentification that it runs in."""
    trust_domain: str
    """SPIFFE trust domain of the mesh."""
    database: KubernetesReachArgs
    """The PHI database: service `database` of zone phi."""
    database_name: str
    """Name of the database that holds the vectors."""
    vault: KubernetesReachArgs
    """Vault: service `vault` of zone management."""
    login: KubernetesVaultLoginArgs
    """How it logs in to Vault."""
    credentials_path: NotRequired[str]
    """Path of Vault that gives database credentials. Default: database/creds/rag-reader."""
    sources: NotRequired[dict[str, KubernetesFlowSourceArgs]]
    """Who calls it, by the flow's name. Default: nobody."""
    program: NotRequired[KubernetesProgramArgs]
    """The client. Default: none yet: nobody answers, and the proof says that the gate is missing."""
    service: NotRequired[str]
    """Service that it offers. Default: retrieval."""
    port: NotRequired[int]
    """TCP port. Default: 443."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class VectorClient(ZonedInput):
    """Parsed `KubernetesVectorClientArgs`."""

    zone: str = ZoneName.DEIDENTIFICATION.value
    trust_domain: TrustDomain
    database: Reach
    database_name: Annotated[str, matches(r"[a-z_][a-z0-9_]{0,62}", "a name of PostgreSQL, such as clinical")]
    vault: Reach
    login: VaultLogin
    credentials_path: Annotated[str, matches(r"[a-z0-9][A-Za-z0-9_/-]*", "a path of Vault, such as database/creds/rag-reader")] = (
        "database/creds/rag-reader"
    )
    sources: dict[Name, FlowSource] = pydantic.Field(default_factory=dict)
    program: Program | None = None
    service: ServiceName = Service.RETRIEVAL.value
    port: Port = 443

    @pydantic.model_validator(mode="after")
    def _reads_the_vectors(self) -> Self:
        if self.zone != ZoneName.DEIDENTIFICATION.value:
            raise ValueError(f"zone: given {self.zone}; only deidentification may read the PHI database: leave it out")
        if (self.database.zone, self.database.service) != (ZoneName.PHI.value, Service.DATABASE.value):
            raise ValueError(f"database: given {self.database.zone}/{self.database.service}, it is phi/database")
        if (self.vault.zone, self.vault.service) != (ZoneName.MANAGEMENT.value, Service.VAULT.value):
            raise ValueError(f"vault: given {self.vault.zone}/{self.vault.service}, it is management/vault")
        return self

    def pod(self) -> Pod | None:
        """Its pod, where its program is there."""
        if self.program is None:
            return None
        told = {
            "PGHOST": self.database.host,
            "PGPORT": str(self.database.port),
            "PGDATABASE": self.database_name,
            "PGSSLMODE": "verify-full",
            "VAULT_DATABASE_PATH": self.credentials_path,
        }
        return Pod(self.zone, self.service, self.service, self.program, self.port, labels=self.labels, environment=told, vault=self.login)


class KubernetesVectorClient(pulumi.ComponentResource):
    """The client, its doors, and its two roads."""

    service: str
    """Service that it offers."""

    def __init__(self, name: str, args: KubernetesVectorClientArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = VectorClient.parse(name, args)
        super().__init__("ai-zones:index:KubernetesVectorClient", name, {}, children_wait(opts))
        self.service = given.service
        Served(
            given.zone,
            given.namespace,
            given.service,
            given.port,
            given.pod(),
            given.trust_domain,
            given.sources,
            Gate.DEIDENTIFICATION_SERVICE,
            given.labels,
        ).register(self, name)
        roads = {"database": given.database, "vault": given.vault}
        open_roads(self, name, given.zone, given.namespace, given.service, roads)
        self.register_outputs({"service": self.service})
