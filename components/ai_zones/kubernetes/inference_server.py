"""A model in a cage: a namespace of its own, a sandbox, a root that nobody writes, a model that was verified, and no road but to its proxies.

The model lies on a volume that is mounted read-only. Before the server starts, one container compares its manifest with the digest that is given
here, a second one verifies its signature with the key that is given here; either one failing keeps the server down.
Sources: OpenSSF Model Signing specification 1.0 (`model_signing verify key`); Kubernetes documentation, "Persistent volumes" (`readOnly` claims),
"Init containers", "Runtime class", "Schedule GPUs", "Immutable ConfigMaps"; NIST SP 800-218A (PS.3, PW.4); OWASP LLM03 and LLM04:2025.
"""

from typing import Annotated, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.core import v1 as core

from ai_zones.inputs import ComponentInput, Port, matches
from ai_zones.kubernetes.cut_off import cut_off
from ai_zones.kubernetes.flow_producer import FlowSource, KubernetesFlowSourceArgs
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.pod_template import Document, Pod, container, resources
from ai_zones.kubernetes.program import KubernetesProgramArgs, KubernetesReachArgs, Program, Reach
from ai_zones.kubernetes.served import Served
from ai_zones.kubernetes.validation import ExtraLabels, Image, Name, ServiceName, TrustDomain, ZoneText
from ai_zones.kubernetes.workload import open_roads
from ai_zones.kubernetes.zone_namespace import KubernetesQuotaArgs, KubernetesZoneNamespace, KubernetesZoneNamespaceArgs, ZoneNamespace
from ai_zones.ordering import after, children_wait
from ai_zones.plan import ZoneName

MODEL: Final = "/model"
TRUSTED: Final = "/trusted"
MANIFEST: Final = "model.sig"
"""The signed manifest: a Sigstore bundle that lists the digest of each of the model's files."""


class KubernetesModelArgs(TypedDict):
    """A signed model on a volume."""

    claim: str
    """Persistent volume claim that holds it, in the server's namespace."""
    manifest_sha256: str
    """SHA-256 of its signed manifest, `model.sig`: this very version, and no older one that was signed too."""
    public_key_pem: str
    """Public key of whoever signs models, in PEM."""
    verifier_image: str
    """Image by digest of the verifier, with `sha256sum` and `model_signing`."""


class KubernetesInferenceServerArgs(TypedDict):
    """Inputs of `KubernetesInferenceServer`."""

    namespace: str
    """Name of the namespace, which is made: one server each."""
    trust_domain: str
    """SPIFFE trust domain of the mesh."""
    program: KubernetesProgramArgs
    """The server."""
    model: KubernetesModelArgs
    """The model."""
    zone: NotRequired[str]
    """Zone. Default: inference."""
    service: NotRequired[str]
    """Name by which it is called. Default: api."""
    port: NotRequired[int]
    """TCP port. Default: 443."""
    callers: NotRequired[dict[str, KubernetesFlowSourceArgs]]
    """Who calls it, by the flow's name. Default: nobody."""
    proxies: NotRequired[dict[str, KubernetesReachArgs]]
    """Proxies that it calls, by a stable name. Default: none, it answers and calls nobody."""
    quota: NotRequired[KubernetesQuotaArgs]
    """What its namespace may use in all. Default: its pods and GPUs, one pod more for a rollout, and else the namespace's own defaults."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""
    removable: NotRequired[bool]
    """True lets the namespace be removed, with the model's claim. Default: false."""


class Model(ComponentInput):
    """Parsed `KubernetesModelArgs`."""

    claim: Name
    manifest_sha256: Annotated[str, matches(r"[a-f0-9]{64}", "a SHA-256 of 64 hexadecimal digits")]
    public_key_pem: Annotated[
        str, matches(r"-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n?", "a public key in PEM")
    ]
    verifier_image: Image

    def trusted(self) -> dict[str, str]:
        """What the verifiers compare with."""
        return {"model.sha256": f"{self.manifest_sha256}  {MODEL}/{MANIFEST}\n", "signer.pem": self.public_key_pem}

    def verifiers(self) -> list[Document]:
        """The containers that must end well first: the digest, then the signature of every file."""
        mounts = [
            {"name": "model", "mountPath": MODEL, "readOnly": True},
            {"name": "trusted", "mountPath": TRUSTED, "readOnly": True},
        ]
        little = resources("500m", "512Mi", "64Mi")
        signature = ["model_signing", "verify", "key", MODEL, "--signature", f"{MODEL}/{MANIFEST}", "--public_key", f"{TRUSTED}/signer.pem"]
        return [
            container(
                "verify-digest",
                self.verifier_image,
                little,
                mounts=mounts,
                command=["sha256sum", "--check", "--strict", f"{TRUSTED}/model.sha256"],
            ),
            container("verify-signature", self.verifier_image, little, mounts=mounts, command=signature),
        ]

    def volumes(self, settings: str) -> list[Document]:
        """The model, read-only for the whole pod, and what it is compared with."""
        return [
            {"name": "model", "persistentVolumeClaim": {"claimName": self.claim, "readOnly": True}},
            {"name": "trusted", "configMap": {"name": settings, "defaultMode": 0o444}},
        ]


class InferenceServer(ComponentInput):
    """Parsed `KubernetesInferenceServerArgs`; the namespace judges its quota."""

    namespace: Name
    trust_domain: TrustDomain
    program: Program
    model: Model
    zone: ZoneText = ZoneName.INFERENCE.value
    service: ServiceName = "api"
    port: Port = 443
    callers: dict[Name, FlowSource] = pydantic.Field(default_factory=dict)
    proxies: dict[Name, Reach] = pydantic.Field(default_factory=dict)
    quota: dict[str, object] = pydantic.Field(default_factory=dict)
    labels: ExtraLabels = pydantic.Field(default_factory=dict)
    removable: bool = False

    @property
    def settings(self) -> str:
        """Name of the verifiers' settings: another model is another name, as they never change."""
        return f"trusted-{self.model.manifest_sha256[:12]}"

    def pod(self) -> Pod:
        """Its pod. A large model takes its time to load."""
        return Pod(
            self.zone,
            self.service,
            self.service,
            self.program,
            self.port,
            labels=self.labels,
            environment={"MODEL_PATH": MODEL},
            volumes=self.model.volumes(self.settings),
            mounts=[{"name": "model", "mountPath": MODEL, "readOnly": True}],
            first=self.model.verifiers(),
            start_seconds=900,
        )

    def space(self) -> KubernetesZoneNamespaceArgs:
        """Its namespace: with GPUs for what it asks for, and one pod more while a new version comes."""
        pods = (self.program.most_replicas or self.program.replicas) + 1
        gpus = {kind: count * pods for kind, count in self.program.gpus.items()}
        quota: KubernetesQuotaArgs = {"pods": pods, "gpus": gpus, **self.quota}  # type: ignore[typeddict-item]
        called = sorted({one for reach in self.proxies.values() for one in reach.namespaces or []})
        return {
            "zone": self.zone,
            "namespace": self.namespace,
            "quota": quota,
            "container_cpu": self.program.cpu,
            "container_memory": self.program.memory,
            "visible_namespaces": called,
            "labels": self.labels,
            "removable": self.removable,
        }


class KubernetesInferenceServer(pulumi.ComponentResource):
    """The namespace, the server with its verified model, its doors and its roads."""

    namespace: str
    """Its namespace."""
    principal: str
    """Its identity in the mesh."""

    def __init__(self, name: str, args: KubernetesInferenceServerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = InferenceServer.parse(name, args)
        ZoneNamespace.parse(child(name, "space"), given.space())
        super().__init__("ai-zones:index:KubernetesInferenceServer", name, {}, children_wait(opts))
        self.namespace = given.namespace
        self.principal = f"{given.trust_domain}/ns/{given.namespace}/sa/{given.service}"
        space = KubernetesZoneNamespace(child(name, "space"), given.space(), pulumi.ResourceOptions(parent=self))
        cut = cut_off(self, child(name, "quarantine"), given.zone, given.namespace, space)
        trusted = core.ConfigMap(
            child(name, "trusted"),
            metadata=metadata(given.settings, given.namespace, zone=given.zone, service=given.service, labels=given.labels),
            data=given.model.trusted(),
            immutable=True,
            opts=after(self, space),
        )
        Served(
            given.zone,
            given.namespace,
            given.service,
            given.port,
            given.pod(),
            given.trust_domain,
            given.callers,
            labels=given.labels,
        ).register(self, name, space, trusted, *cut)
        open_roads(self, name, given.zone, given.namespace, given.service, given.proxies, space)
        self.register_outputs({"namespace": self.namespace, "principal": self.principal})
