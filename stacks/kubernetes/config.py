"""The keys of a stack file with `ai-zones:cloud: kubernetes`. What a component is asked, it judges itself."""

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from ai_zones.plan.fields import AZone, Part, Truth, WholeNumber
from stacks import values

Text = Annotated[str, BeforeValidator(values.text)]
Inputs = Annotated[dict[str, Any], BeforeValidator(values.any_mapping)]
"""Inputs of one component, which judges them."""
Parts = Annotated[dict[str, dict[str, Any]], BeforeValidator(values.named_parts)]
"""Inputs of several components of one kind, by name."""


class ClusterConfig(Part):
    """Where the cluster's API server is: a context of the kubeconfig at hand, or the stack that built the cluster."""

    context: Text | None = None
    """Context of the kubeconfig. Default: its current one."""
    stack: Text | None = None
    """Stack that built the cluster: its output `clusters` says where it is. Default: none, the kubeconfig says it."""
    zone: AZone | None = None
    """Zone of the cluster in that stack. Needed with `stack`."""
    certificate_authority: Text | None = None
    """Authority of the API server's certificate, PEM in base64 as a kubeconfig has it (`certificate-authority-data`). It is no secret. Needed where the
    stack's output has none: on AKS, which gives it out in a kubeconfig alone. Default: the output's."""
    login: list[Text] = Field(default_factory=list)
    """Command that prints a token of minutes for the API server, such as `aws eks get-token --cluster-name …`, as a list. Needed with `stack`."""


class VaultConfig(Part):
    """Vault, as the cluster reaches it."""

    host: Text
    """Its private name."""
    cidrs: list[Text]
    """Private ranges of its endpoint."""
    ca_certificate: Text
    """Authority of its own certificate, in PEM."""
    port: WholeNumber = 8200
    """TCP port. Default: 8200."""
    login_mount: Text = "kubernetes"
    """Mount of the cluster's login. Default: kubernetes."""
    cluster_audience: Text = "https://kubernetes.default.svc"
    """Audience of the cluster's own API; on AKS and GKE the issuer of its tokens. Default: that of EKS."""
    pki_mount: Text = "pki"
    """Mount of the issuers. Default: pki."""


class FlowsConfig(Part):
    """The plan's flows in this cluster, as `KubernetesPlanFlows` takes them."""

    callers: dict[Text, list[Text]] = Field(default_factory=dict)
    """Flow → services of its source zone whose pods may open it. Default: all its pods."""
    endpoints: Parts = Field(default_factory=dict)
    """Flow → endpoint by which it leaves the cluster. Default: none."""
    entrances: dict[Text, list[Text]] = Field(default_factory=dict)
    """Flow → private ranges from which it comes into the cluster. Default: none."""
    built_elsewhere: list[Text] = Field(default_factory=list)
    """Flows whose halves here a program's own component builds. Default: none."""
    doors: dict[Text, list[Text]] = Field(default_factory=dict)
    """Flow → namespaces where a gate or a model builds its own doors: the half of those who open it stands here. Default: none."""


class KubernetesStackConfig(Part):
    """The keys of the stack file, without their `ai-zones:` prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    cloud: Literal["kubernetes"]
    """`kubernetes`."""
    plan: Annotated[dict[Any, Any], BeforeValidator(values.any_mapping)] | None = None
    """The zone plan. Either this or `plan_file`."""
    plan_file: Text | None = None
    """A file with the zone plan, relative to the folder `stacks`, or another stack's file: zones and flows are its own."""
    cluster: ClusterConfig = Field(default_factory=ClusterConfig)
    """Where the cluster is. Default: the kubeconfig's current context."""
    trust_domain: Text
    """SPIFFE trust domain of the mesh."""
    registries: list[Text]
    """Registries, or paths below one, from which images come: all else is refused."""
    chart_repository: Text
    """Repository of charts in the zones' own registry: `oci://…`."""
    cert_manager: Inputs
    """Inputs of `KubernetesCertManager`, without those that this file says elsewhere."""
    mesh: Inputs
    """Inputs of `KubernetesMesh`, without those that this file says elsewhere, and `issuer` but its `role`."""
    signatures: Inputs
    """Inputs of `KubernetesImageSignatures`, without those that this file says elsewhere."""
    platform: Inputs
    """Inputs of `KubernetesPlatformNetwork`, without those that this file says elsewhere: where the API server and the registry are."""
    sandboxes: Parts = Field(default_factory=dict)
    """Name → inputs of `KubernetesSandbox`, where the cloud brings none. Default: none."""
    dns: Inputs | None = None
    """Inputs of `KubernetesClusterDns`, where the cluster's resolver is CoreDNS. Default: the resolver stays as it is."""
    admission: Inputs = Field(default_factory=dict)
    """Inputs of `KubernetesAdmission` but `registries`. Default: its own."""
    quarantine: Inputs = Field(default_factory=dict)
    """Inputs of `KubernetesQuarantine` but `namespaces`. Default: its own."""
    vault: VaultConfig
    """Vault."""
    namespaces: dict[AZone, Parts] = Field(min_length=1)
    """Zone → namespace → inputs of `KubernetesZoneNamespace`. In production a cluster holds one zone."""
    flows: FlowsConfig = Field(default_factory=FlowsConfig)
    """Flows of the plan."""
    models: Parts = Field(default_factory=dict)
    """Name → inputs of `KubernetesInferenceServer`, whose namespace is its own. Default: none."""
    agents: Parts = Field(default_factory=dict)
    """Name → inputs of `KubernetesAgent` but `agent` and `vault`. Default: none."""
    tool_servers: Parts = Field(default_factory=dict)
    """Name → inputs of `KubernetesToolServer`. Default: none."""
    tool_access: Parts = Field(default_factory=dict)
    """Name → inputs of `KubernetesToolAccess`. Default: none."""
    vector_clients: Parts = Field(default_factory=dict)
    """Name → inputs of `KubernetesVectorClient` but `vault`. Default: none."""
    deidentification: Parts = Field(default_factory=dict)
    """Name → inputs of `KubernetesDeidentificationProxy`. Default: none."""
    gateways: Parts = Field(default_factory=dict)
    """Name → inputs of `KubernetesLlmGateway` but `providers`, which are the plan's. Default: none."""
    deletion_protection: Truth = True
    """Protects namespaces, rules of admission, the mesh's settings. Set it to false, run `up`, and only then `destroy`. Default: true."""

    @property
    def availability_zones(self) -> None:
        """The plan's own."""

    @property
    def accounts(self) -> dict[AZone, str]:
        """The plan's own."""
        return {}


TEXTS: Final = {"cloud", "plan_file", "trust_domain", "chart_repository"}
"""Keys whose values the engine hands over as they are."""
