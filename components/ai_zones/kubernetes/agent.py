"""An agent as an identity: an account of its own, a certificate that buys a token of five minutes, and the tools that it was given.

It holds no secret that lasts: its certificate lives a day and its key changes with it; Vault gives a token for it that can do one job
(`VaultAgent`). What it may call stands here by name: all else is closed to it at the network, and each tool server asks who it is
(`KubernetesToolAccess`).
Sources: requirement I5 and A3; OWASP Agentic AI, T2 and T3 (tool misuse, privilege compromise); NIST SP 800-207, 2.1 (tenets 3 and 6); Vault
documentation, "TLS certificates auth method".
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.identities import agent_service, agent_workload, role_name, spiffe_id, workload_principal
from ai_zones.inputs import Port, matches
from ai_zones.kubernetes.certificate import Certificate, KubernetesCertificate, KubernetesCertificateArgs
from ai_zones.kubernetes.naming import child
from ai_zones.kubernetes.pod_template import Pod
from ai_zones.kubernetes.program import KubernetesProgramArgs, KubernetesReachArgs, Program, Reach
from ai_zones.kubernetes.validation import Name, TrustDomain, ZonedInput
from ai_zones.kubernetes.workload import Workload, open_roads
from ai_zones.ordering import children_wait
from ai_zones.plan import ZoneName

IDENTITY: Final = "/var/run/secrets/identity"
TOOLS: Final = "ai-zones/tools"
"""Annotation of an agent's pods: its tools."""


class KubernetesAgentArgs(TypedDict):
    """Inputs of `KubernetesAgent`."""

    namespace: str
    """Namespace that it runs in."""
    agent: str
    """Its name: its identity is `spiffe://<trust domain>/zone/<zone>/agent/<name>`, its service `agent-<name>`."""
    trust_domain: str
    """SPIFFE trust domain."""
    program: KubernetesProgramArgs
    """The agent itself."""
    issuer: str
    """Issuer of its certificate: `KubernetesCertificateIssuer.issuer`."""
    vault: KubernetesReachArgs
    """Vault, where it buys its tokens."""
    tools: NotRequired[list[str]]
    """Tools that it may use; each tool server lets it in by a `KubernetesToolAccess`. Default: none."""
    reaches: NotRequired[dict[str, KubernetesReachArgs]]
    """What it calls beside Vault, by a stable name: tool servers, a model. Default: nothing."""
    zone: NotRequired[str]
    """Zone. Default: inference."""
    certificate_hours: NotRequired[int]
    """Hours that its certificate holds, 1 to 24. Default: 24."""
    vault_role: NotRequired[str]
    """Role of its login by certificate: `VaultAgent.role`. Default: `<zone>-agent-<name>`."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Agent(ZonedInput):
    """Parsed `KubernetesAgentArgs`."""

    agent: Name
    trust_domain: TrustDomain
    program: Program
    issuer: Name
    vault: Reach
    tools: list[Name] = pydantic.Field(default_factory=list)
    reaches: dict[Name, Reach] = pydantic.Field(default_factory=dict)
    zone: Annotated[str, matches("|".join(ZoneName), f"one of {', '.join(ZoneName)}")] = ZoneName.INFERENCE.value
    certificate_hours: Annotated[int, pydantic.Field(ge=1, le=24)] = 24
    vault_role: Name | None = None
    port: Port | None = None

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if "vault" in self.reaches:
            raise ValueError("reaches.vault: is the agent's own input `vault`; leave it out here")
        if self.zone == ZoneName.PHI.value:
            raise ValueError("zone: given phi, where no agent runs; let it call a tool of deidentification")
        return self

    @property
    def workload(self) -> str:
        """Its name below the zone."""
        return agent_workload(self.agent)

    @property
    def service(self) -> str:
        """Its name in the cluster, by which flows select it."""
        return agent_service(self.agent)

    def certificate(self) -> KubernetesCertificateArgs:
        """Its certificate."""
        return {
            "zone": self.zone,
            "namespace": self.namespace,
            "workload": self.workload,
            "trust_domain": self.trust_domain,
            "issuer": self.issuer,
            "hours": self.certificate_hours,
            "named": True,
            "labels": self.labels,
        }

    def pod(self) -> Pod:
        """Its pod: it calls, and nobody calls it."""
        secret = Certificate.parse(self.agent, self.certificate()).name
        return Pod(
            self.zone,
            self.service,
            self.service,
            self.program,
            labels=self.labels,
            annotations={TOOLS: ",".join(sorted(self.tools)) or "none"},
            environment={
                "AGENT_ID": spiffe_id(self.trust_domain, self.zone, self.workload),
                "AGENT_TOOLS": ",".join(sorted(self.tools)),
                "VAULT_ADDR": f"https://{self.vault.host}:{self.vault.port}",
                "VAULT_CERT_ROLE": self.vault_role or role_name(self.zone, self.workload),
                "VAULT_CLIENT_CERT": f"{IDENTITY}/tls.crt",
                "VAULT_CLIENT_KEY": f"{IDENTITY}/tls.key",
                "VAULT_CACERT": f"{IDENTITY}/ca.crt",
            },
            volumes=[{"name": "identity", "secret": {"secretName": secret, "defaultMode": 0o440}}],
            mounts=[{"name": "identity", "mountPath": IDENTITY, "readOnly": True}],
        )


class KubernetesAgent(pulumi.ComponentResource):
    """The agent, its account, its certificate and its roads."""

    spiffe_id: str
    """Its identity, in the certificate."""
    principal: str
    """The same as policies of a mesh in another cluster name it."""
    mesh_principal: str
    """Its identity in this cluster's mesh: that of its account."""
    service: str
    """Its name in the cluster."""

    def __init__(self, name: str, args: KubernetesAgentArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Agent.parse(name, args)
        super().__init__("ai-zones:index:KubernetesAgent", name, {}, children_wait(opts))
        certificate = KubernetesCertificate(child(name, "identity"), given.certificate(), pulumi.ResourceOptions(parent=self))
        Workload(given.namespace, given.pod(), given.labels).register(self, name, certificate)
        open_roads(self, name, given.zone, given.namespace, given.service, {**given.reaches, "vault": given.vault})
        self.spiffe_id, self.service = certificate.spiffe_id, given.service
        self.principal = workload_principal(given.trust_domain, given.zone, given.workload)
        self.mesh_principal = f"{given.trust_domain}/ns/{given.namespace}/sa/{given.service}"
        self.register_outputs(
            {
                "spiffeId": self.spiffe_id,
                "principal": self.principal,
                "meshPrincipal": self.mesh_principal,
                "service": self.service,
            }
        )
