"""The keys of a stack file with `ai-zones:cloud: vault`. What a component is asked, it judges itself."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from ai_zones.identities import agent_service
from ai_zones.plan.fields import AZone, Part, Truth
from stacks import values

Text = Annotated[str, BeforeValidator(values.text)]
Inputs = Annotated[dict[str, Any], BeforeValidator(values.any_mapping)]
"""Inputs of one component, which judges them."""
Parts = Annotated[dict[str, dict[str, Any]], BeforeValidator(values.named_parts)]
"""Inputs of several components of one kind, by name."""


class Login(Part):
    """Who gets the certificate of a workload, at a cluster or an issuer of tokens."""

    workload: Text
    """The workload, such as `agent/summary`: it is among the `workloads` or `agents` of the zone."""
    inputs: Inputs
    """Who it is: the inputs of `VaultPodLoginArgs` or `VaultJwtLoginArgs` but `policies`, which follow."""


class Cluster(Part):
    """A Kubernetes cluster of one zone."""

    zone: AZone
    """Its zone: whoever logs in from it is of that zone."""
    inputs: Inputs
    """Inputs of `VaultKubernetesAuth` but `logins` and `mount`, which is the cluster's name."""
    logins: dict[Text, Login] = Field(default_factory=dict)
    """Name → who logs in. Default: nobody but the issuers of `agents`."""
    agents: dict[Text, list[Text]] = Field(default_factory=dict)
    """Namespace → agents that run there (`KubernetesAgent`): the issuer of each logs in for the agent's certificate. Default: none."""

    @model_validator(mode="after")
    def _somebody_logs_in(self) -> Self:
        if not self.logins and not any(self.agents.values()):
            raise ValueError("logins: nobody logs in from this cluster; give `logins` or `agents`, or leave the cluster out")
        if twice := sorted({agent_service(name) for names in self.agents.values() for name in names} & set(self.logins)):
            raise ValueError(
                f"logins: {', '.join(twice)} is what the issuer of an agent among `agents` is called; leave it out of `logins`"
            )
        return self


class Identities(Part):
    """An issuer of tokens, such as a cloud's for its workloads."""

    zone: AZone
    """Zone of whoever logs in by it."""
    inputs: Inputs
    """Inputs of `VaultJwtAuth` but `logins` and `mount`, which is the issuer's name."""
    logins: dict[Text, Login] = Field(min_length=1)
    """Name → who logs in."""


class VaultStackConfig(Part):
    """The keys of the stack file, without their `ai-zones:` prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    cloud: Literal["vault"]
    """`vault`."""
    plan_file: Text
    """A file with the zone plan, relative to the folder `stacks`, or another stack's file: zones and flows to Vault are its own."""
    server: Text = "openbao"
    """`openbao` or `vault` (HashiCorp). Default: openbao."""
    address: Text
    """Address of the server as its clients reach it: `https://…`."""
    trust_domain: Text
    """SPIFFE trust domain of the zones' identities."""
    root: Inputs | None = None
    """Inputs of `VaultPkiRoot`. Default: none, the root is offline, and the requests to sign are an output."""
    pki: Inputs
    """Inputs of `VaultPki`, without those that this file says elsewhere."""
    acme_roles: dict[AZone, list[Text]] = Field(default_factory=dict)
    """Zone → workloads, servers with names of hosts, that speak ACME. Default: none, and there is no ACME."""
    workloads: dict[AZone, Parts] = Field(default_factory=dict)
    """Zone → workload → inputs of `VaultPkiRole`, without zone, workload and trust domain. Default: none."""
    agents: dict[AZone, Parts] = Field(default_factory=dict)
    """Zone → agent → inputs of `VaultAgent`, without zone, agent, trust domain and issuer. Default: none."""
    clusters: dict[Text, Cluster] = Field(default_factory=dict)
    """Name → cluster whose pods log in. Default: none."""
    identities: dict[Text, Identities] = Field(default_factory=dict)
    """Name → issuer of tokens by which workloads log in. Default: none."""
    database: Inputs | None = None
    """Inputs of `VaultVectorDatabase` but its password. Default: none."""
    database_password: Text | None = None
    """First password of Vault's account in the database: `pulumi config set --secret`. Default: `AI_ZONES_DATABASE_PASSWORD` of the environment;
    with neither the database is left out."""
    field_keys: Inputs | None = None
    """Inputs of `VaultFieldKeys`. Default: none."""
    audit: Inputs
    """Inputs of `VaultAudit`."""
    limits: Inputs = Field(default_factory=dict)
    """Inputs of `VaultLimits`. Default: its own."""
    alarms: Inputs = Field(default_factory=dict)
    """Inputs of `VaultExpiryAlarms` but `ends`. Default: its own."""
    deletion_protection: Truth = True
    """Protects roots, issuers, keys, mounts, logins. Set it to false, run `up`, and only then `destroy`. Default: true."""

    @property
    def plan(self) -> None:
        """It stands in a file."""

    @property
    def availability_zones(self) -> None:
        """The plan's own."""

    @property
    def accounts(self) -> dict[AZone, str]:
        """The plan's own."""
        return {}
