"""What every program in a zone is given: an image by digest, bounds, settings, an account; and what it may reach.

Sources: Kubernetes documentation, "Managing resources for containers", "Liveness, readiness and startup probes", "Schedule GPUs" (limits alone),
"Runtime class"; Twelve-Factor App, "Config" (settings in the environment; secrets are Vault's).
"""

import re
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pydantic

from ai_zones.inputs import ComponentInput, Port, ZoneText, matches
from ai_zones.kubernetes.validation import Cidrs, Host, Image, Name, Names, Quantity, ServiceName
from ai_zones.plan import ZoneName

SANDBOX: Final = "gvisor"
HOSTILE: Final = (ZoneName.INFERENCE.value,)
"""Zones whose programs are treated as hostile: they run in a sandbox."""
_SECRET: Final = re.compile(r"(?i)(passw|secret|token|api_?key|private_?key|credential)(?!.*(path|file|role|mount|seconds)$)")

_Path = Annotated[str, matches(r"/[A-Za-z0-9._/-]*", "a path, such as /healthz")]
_Variable = Annotated[str, matches(r"[A-Z][A-Z0-9_]*", "a variable's name in capitals, such as LOG_LEVEL")]


class KubernetesProgramArgs(TypedDict):
    """A program: what runs, and how much it may use."""

    image: str
    """Image by its digest: `<registry>/<name>@sha256:<digest>`."""
    arguments: NotRequired[list[str]]
    """Arguments of the program. Default: the image's own."""
    environment: NotRequired[dict[str, str]]
    """Settings. Secrets are none: Vault gives them. Default: none."""
    cpu: NotRequired[str]
    """Processors of one pod, asked for and at most. Default: 500m."""
    memory: NotRequired[str]
    """Memory of one pod, asked for and at most. Default: 512Mi."""
    scratch: NotRequired[str]
    """Space at `/tmp`, the only place that it can write to. Default: 256Mi."""
    gpus: NotRequired[dict[str, int]]
    """GPUs of one pod, by the resource that names them, such as `nvidia.com/gpu`. Default: none."""
    replicas: NotRequired[int]
    """Pods, at least. Default: 2."""
    most_replicas: NotRequired[int]
    """Pods, at most: more of them as their processors are busy. Default: as `replicas`, and nothing scales."""
    health_path: NotRequired[str]
    """Path that says whether it is well. Default: /healthz."""
    user_id: NotRequired[int]
    """User that it runs as, 1000 or above. Default: 65532."""
    runtime_class: NotRequired[str]
    """Runtime class. Default: gvisor in inference, else the cluster's own."""
    node_labels: NotRequired[dict[str, str]]
    """Labels of the nodes that it runs on, such as those with GPUs. Default: any node."""


class KubernetesReachArgs(TypedDict):
    """A service that a program calls: in this cluster by `namespaces`, outside by `cidrs` and `hosts`."""

    zone: str
    """Zone that offers it."""
    service: str
    """Its name."""
    port: int
    """TCP port."""
    namespaces: NotRequired[list[str]]
    """Namespaces of that zone in this cluster. Default: none."""
    cidrs: NotRequired[list[str]]
    """Private ranges of its endpoint. Default: none."""
    hosts: NotRequired[list[str]]
    """Private names of its endpoint. Default: none."""


class KubernetesVaultLoginArgs(TypedDict):
    """How a program logs in to Vault: by a token of its own account, for this audience alone, of ten minutes."""

    host: str
    """Private name of Vault."""
    role: str
    """Role of the login."""
    mount: NotRequired[str]
    """Mount of the login. Default: kubernetes."""
    audience: NotRequired[str]
    """Audience of the token: no other server takes it. Default: vault."""
    port: NotRequired[int]
    """TCP port. Default: 8200."""


class Program(ComponentInput):
    """Parsed `KubernetesProgramArgs`."""

    image: Image
    arguments: tuple[str, ...] = ()
    environment: dict[_Variable, str] = pydantic.Field(default_factory=dict)
    cpu: Quantity = "500m"
    memory: Quantity = "512Mi"
    scratch: Quantity = "256Mi"
    gpus: dict[str, Annotated[int, pydantic.Field(ge=1, le=16)]] = pydantic.Field(default_factory=dict)
    replicas: Annotated[int, pydantic.Field(ge=1, le=100)] = 2
    most_replicas: Annotated[int, pydantic.Field(ge=1, le=1000)] | None = None
    health_path: _Path = "/healthz"
    user_id: Annotated[int, pydantic.Field(ge=1000, le=2_000_000_000)] = 65532
    runtime_class: Name | None = None
    node_labels: dict[str, str] = pydantic.Field(default_factory=dict)

    @pydantic.field_validator("environment")
    @classmethod
    def _holds_no_secret(cls, value: dict[str, str]) -> dict[str, str]:
        if found := sorted(name for name in value if _SECRET.search(name)):
            raise ValueError(f"must hold no secrets, and {', '.join(found)} looks like one; let the program read it from Vault")
        return value

    @pydantic.model_validator(mode="after")
    def _scales_up(self) -> Self:
        if self.most_replicas is not None and self.most_replicas < self.replicas:
            raise ValueError(f"most_replicas: given {self.most_replicas}, it must be {self.replicas} (replicas) or more")
        return self

    def runs_in(self, zone: str) -> str | None:
        """Its runtime class in a zone."""
        return self.runtime_class or (SANDBOX if zone in HOSTILE else None)

    @property
    def scales(self) -> bool:
        """Whether pods come and go with the load."""
        return self.most_replicas is not None and self.most_replicas > self.replicas


class Reach(ComponentInput):
    """Parsed `KubernetesReachArgs`."""

    zone: ZoneText
    service: ServiceName
    port: Port
    namespaces: Names | None = None
    cidrs: Cidrs = pydantic.Field(default_factory=list)
    hosts: list[Host] = pydantic.Field(default_factory=list)

    @pydantic.model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if (self.namespaces is None) == (not self.cidrs) or bool(self.cidrs) != bool(self.hosts):
            raise ValueError("must be namespaces in this cluster, or cidrs and hosts of an endpoint outside: give one of the two")
        return self

    @property
    def host(self) -> str:
        """A name by which programs call it."""
        return self.hosts[0] if self.hosts else f"{self.service}.{(self.namespaces or [''])[0]}.svc"


class VaultLogin(ComponentInput):
    """Parsed `KubernetesVaultLoginArgs`."""

    host: Host
    role: Name
    mount: Annotated[str, matches(r"[a-z0-9][a-z0-9_/-]*", "a path of Vault, such as kubernetes")] = "kubernetes"
    audience: Annotated[str, matches(r"[a-z0-9][a-z0-9.:/_-]*", "an audience, such as vault")] = "vault"
    port: Port = 8200

    def environment(self) -> dict[str, str]:
        """What the program is told."""
        return {
            "VAULT_ADDR": f"https://{self.host}:{self.port}",
            "VAULT_AUTH_MOUNT": self.mount,
            "VAULT_AUTH_ROLE": self.role,
            "VAULT_AUTH_TOKEN_FILE": "/var/run/secrets/vault/token",
        }
