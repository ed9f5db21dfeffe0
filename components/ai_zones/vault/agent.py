"""An agent as an identity: a certificate of its own buys a token of five minutes that can do one job.

The token is a batch token: it has no children, nobody renews it, and what it leased ends with it. Where each single use counts, `uses` makes it a
token that is spent after so many calls. Revoking the certificate ends it: every login asks the issuer whether the certificate still holds.
Sources: Vault documentation, "Tokens" (batch and service tokens, explicit maximum, `default` policy), "TLS certificates auth method"; API, "Create CA
certificate role" (`allowed_uri_sans`, `ocsp_enabled`, `ocsp_fail_open`), "Token parameters"; requirement I5; NIST SP 800-207 2.1, tenets 3 and 6;
RFC 6960.
"""

from typing import Any, Final, NotRequired, Self, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic

from ai_zones.identities import agent_workload, role_name, spiffe_id
from ai_zones.ordering import after, children_wait
from ai_zones.vault.jobs import AgentJob, VaultJobArgs
from ai_zones.vault.naming import child
from ai_zones.vault.pki_role import VaultPkiRole, VaultPkiRoleArgs
from ai_zones.vault.validation import ComponentInput, Label, MountPath, Reference, Server, TrustDomain, ZoneText

MAX_TOKEN_SECONDS: Final = 300


class VaultAgentArgs(TypedDict):
    """Inputs of `VaultAgent`."""

    zone: str
    """Zone of the agent."""
    agent: str
    """Its name; its identity is `spiffe://<trust domain>/zone/<zone>/agent/<name>`."""
    trust_domain: str
    """SPIFFE trust domain."""
    ca_certificate: pulumi.Input[str]
    """Issuers of its certificates in PEM: `VaultPki.bundle`, which has old and new while one follows the other."""
    job: VaultJobArgs
    """The one thing that its token can do."""
    token_seconds: NotRequired[int]
    """Seconds that a token lives, 30 to 300. Default: 300."""
    uses: NotRequired[int]
    """Calls after which a token is spent; it is a service token then. Default: any number within its minutes, as a batch token."""
    certificate_hours: NotRequired[int]
    """Hours that its certificate holds, 1 to 24. Default: 24."""
    requested_hours: NotRequired[list[int]]
    """Lifetimes that a request for its certificate may name, up to `certificate_hours`; cert-manager always names one. Default: none."""
    pki_mount: NotRequired[str]
    """Mount of the issuers. Default: `pki`."""
    cert_mount: NotRequired[str]
    """Path of the login by certificate: `VaultCertAuth.mount`. Default: `cert`."""
    bound_cidrs: NotRequired[list[str]]
    """Ranges that it logs in and works from. Default: any that reach the server."""
    revocation_checked: NotRequired[bool]
    """Asks the issuer at each login (OCSP), and refuses where no answer comes. Default: true."""
    server: NotRequired[str]
    """`openbao` or `vault` (HashiCorp). Default: `openbao`."""


class Agent(ComponentInput):
    """Parsed `VaultAgentArgs`."""

    zone: ZoneText
    agent: Label
    trust_domain: TrustDomain
    ca_certificate: Reference
    job: AgentJob
    token_seconds: int = pydantic.Field(default=MAX_TOKEN_SECONDS, ge=30, le=MAX_TOKEN_SECONDS)
    uses: int | None = pydantic.Field(default=None, ge=1)
    certificate_hours: int = pydantic.Field(default=24, ge=1, le=24)
    requested_hours: tuple[int, ...] = ()
    pki_mount: MountPath = "pki"
    cert_mount: MountPath = "cert"
    bound_cidrs: tuple[pydantic.IPvAnyNetwork, ...] = ()
    revocation_checked: bool = True
    server: Server = "openbao"

    @pydantic.model_validator(mode="after")
    def _job_is_another_than_itself(self) -> Self:
        if self.job.path == f"{self.pki_mount}/sign/{self.role}":
            raise ValueError(f"job: given {self.job.path}, by which its token would get its own next certificate; its login does that")
        return self

    @property
    def workload(self) -> str:
        """Its name below the zone."""
        return agent_workload(self.agent)

    @property
    def role(self) -> str:
        """Name of all that belongs to it."""
        return role_name(self.zone, self.workload)

    def token(self) -> dict[str, Any]:
        """What its tokens are."""
        kind = {"token_type": "batch"} if self.uses is None else {"token_type": "service", "token_num_uses": self.uses}
        cidrs = {"token_bound_cidrs": [str(one) for one in self.bound_cidrs]} if self.bound_cidrs else {}
        return {
            **kind,
            **cidrs,
            "token_ttl": self.token_seconds,
            "token_max_ttl": self.token_seconds,
            "token_explicit_max_ttl": self.token_seconds,
            "token_no_default_policy": True,
        }


class VaultAgent(pulumi.ComponentResource):
    """Certificate role, login and job of one agent."""

    spiffe_id: str
    """Its identity."""
    role: str
    """Name of its roles: of its certificate, and of its login."""
    certificate_policy: str
    """Policy by which whoever runs it gets its certificate: of a Kubernetes or JWT login."""
    job_policy: str
    """The only policy of its token."""
    job_path: str
    """The only path that its token can use."""

    def __init__(self, name: str, args: VaultAgentArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Agent.parse(name, args)
        super().__init__("ai-zones:index:VaultAgent", name, {}, children_wait(opts))
        certificate: VaultPkiRoleArgs = {
            "zone": given.zone,
            "workload": given.workload,
            "trust_domain": given.trust_domain,
            "mount": given.pki_mount,
            "max_hours": given.certificate_hours,
            "requested_hours": list(given.requested_hours),
            "named": True,
            "server": given.server,
        }
        awaited = opts.depends_on if opts and opts.depends_on else []
        role = VaultPkiRole(child(name, "certificate"), certificate, pulumi.ResourceOptions(parent=self, depends_on=awaited))
        self.job_policy = f"job-{given.role}"
        policy = vault.Policy(child(name, "job"), name=self.job_policy, policy=given.job.policy(), opts=after(self))
        vault.CertAuthBackendRole(
            child(name, "login"),
            backend=given.cert_mount,
            name=given.role,
            display_name=given.role,
            certificate=given.ca_certificate,
            allowed_uri_sans=[spiffe_id(given.trust_domain, given.zone, given.workload)],
            ocsp_enabled=given.revocation_checked,
            ocsp_fail_open=False,
            **({"ocsp_ca_certificates": given.ca_certificate} if given.revocation_checked else {}),
            token_policies=[self.job_policy],
            **given.token(),
            opts=after(self, policy),
        )
        self.spiffe_id, self.role, self.certificate_policy = role.spiffe_id, given.role, role.policy
        self.job_path = given.job.path
        self.register_outputs(
            {
                "spiffeId": self.spiffe_id,
                "role": self.role,
                "certificatePolicy": self.certificate_policy,
                "jobPolicy": self.job_policy,
                "jobPath": self.job_path,
            }
        )
