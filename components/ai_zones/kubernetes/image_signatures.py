"""Who must have signed the images that the zones run: Sigstore's policy controller, with keys that stand here and no public log.

The controller judges pods in namespaces with its label, and turns tags into the digests that it has judged. An image that no policy names is
refused. Its chart and image come from the zones' own registry; what decides stands here as plain resources. It starts without Sigstore's public roots,
which it would fetch from the internet, and stop where there is no way out: keys that stand here need none.
Sources: Sigstore documentation, "Policy Controller" (`ClusterImagePolicy`, `no-match-policy`, static keys, `hashAlgorithm`, "any of the authorities"),
sigstore/policy-controller#354 (`disable-tuf`); policy-controller chart 0.10 (`webhook.configData`, `extraArgs`, `securityContext`, `failurePolicy`,
`namespaceSelector`, `serviceAccount.annotations`, `customLabels`, the hook `leases-cleanup`); docs/decisions/0014 (why not Kyverno), 0018 (what the real
controller taught); NIST SP 800-190, 4.1.5; SLSA 1.1.
"""

import re
from typing import Annotated, Any, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.core import v1 as core

from ai_zones.inputs import ComponentInput, matches
from ai_zones.kubernetes.cert_manager import restricted
from ai_zones.kubernetes.charts import Chart, ChartSource, ChartVersion, register_chart
from ai_zones.kubernetes.naming import SIGNATURES, child, metadata
from ai_zones.kubernetes.validation import ExtraLabels, Image, Name, Registry
from ai_zones.ordering import after, children_wait

POLICY: Final = "policy.sigstore.dev/v1beta1"
CHART_VERSION: Final = "0.10.4"
NAMESPACE: Final = "cosign-system"


class KubernetesImageSignaturesArgs(TypedDict):
    """Inputs of `KubernetesImageSignatures`."""

    registries: list[str]
    """Registries, or paths below one, whose images are judged: those of `KubernetesAdmission`."""
    public_keys_pem: dict[str, str]
    """Signer → public key in PEM, or several, one after another, while a key is being changed. An image needs the signature of each signer, by one of
    its keys."""
    chart_repository: str
    """Repository of the chart in the zones' own registry: `oci://…`."""
    controller_image: str
    """Image of the controller, by digest."""
    chart_version: NotRequired[str]
    """Version of the chart. Default: 0.10.4."""
    predicates: NotRequired[list[str]]
    """Attestations that an image needs too, such as `slsaprovenance1` or `cyclonedx`, signed by the same keys. Default: none."""
    account_annotations: NotRequired[dict[str, str]]
    """Annotations of its account, `policy-controller-webhook`, by which the cloud lets it read the registry, such as
    `azure.workload.identity/client-id` or `iam.gke.io/gcp-service-account`. Default: none; on EKS a pod identity association is enough."""
    pod_labels: NotRequired[dict[str, str]]
    """Further labels of its pods, such as `azure.workload.identity/use`. Default: none."""
    removable: NotRequired[bool]
    """True lets it be removed. Default: false."""


_KEY: Final = r"-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n?"
_Pem = Annotated[str, matches(rf"(?:{_KEY})+", "a public key in PEM, or several, one after another")]
_RESTRICTED: Final = {
    "enabled": True,
    "runAsNonRoot": True,
    "runAsUser": 65532,
    "runAsGroup": 65532,
    "fsGroup": 65532,
    "seccompProfile": {"type": "RuntimeDefault"},
}
"""The chart's own pods say neither, and its namespace admits none that does not."""


class ImageSignatures(ComponentInput):
    """Parsed `KubernetesImageSignaturesArgs`."""

    registries: list[Registry]
    public_keys_pem: dict[Name, _Pem]
    chart_repository: ChartSource
    controller_image: Image
    chart_version: ChartVersion = CHART_VERSION
    predicates: list[Annotated[str, matches(r"[a-z0-9]+", "a predicate's name, such as cyclonedx")]] = pydantic.Field(default_factory=list)
    account_annotations: dict[str, str] = pydantic.Field(default_factory=dict)
    pod_labels: ExtraLabels = pydantic.Field(default_factory=dict)
    removable: bool = False

    @pydantic.model_validator(mode="after")
    def _asks_for_something(self) -> "ImageSignatures":
        if not self.registries or not self.public_keys_pem:
            raise ValueError("registries, public_keys_pem: must name at least one each: without them nothing could be admitted")
        return self

    def chart(self) -> Chart:
        """The controller, as its chart installs it."""
        repository, _, digest = self.controller_image.partition("@")
        return Chart(
            "policy-controller",
            NAMESPACE,
            self.chart_repository,
            self.chart_version,
            {
                "webhook": {
                    "image": {"repository": repository, "version": digest},
                    "failurePolicy": "Fail",
                    "replicaCount": 2,
                    "securityContext": dict(_RESTRICTED),
                    "extraArgs": {"disable-tuf": "true"},
                    "namespaceSelector": {"matchExpressions": [{"key": SIGNATURES, "operator": "In", "values": ["true"]}]},
                    "configData": self.settings(),
                    **({"serviceAccount": {"annotations": dict(self.account_annotations)}} if self.account_annotations else {}),
                    **({"customLabels": dict(self.pod_labels)} if self.pod_labels else {}),
                },
            },
            # Its one hook deletes leases after an uninstall, which go with the namespace, by an image from outside.
            hooks=False,
        )

    def settings(self) -> dict[str, str]:
        """An image that no policy names is refused."""
        return {"no-match-policy": "deny"}

    def policies(self) -> dict[str, dict[str, Any]]:
        """Spec of each signer's policies. All that match must hold, so each signer has one of its own, and another for what it attests."""
        images = [{"glob": f"{registry}/**"} for registry in sorted(self.registries)]
        found = {}
        for signer, pem in sorted(self.public_keys_pem.items()):
            # Of a policy's authorities one is enough: so a key is changed without an hour in which nothing starts.
            keys = [(signer if number == 1 else f"{signer}-{number}", key) for number, key in enumerate(re.findall(_KEY, pem), 1)]
            authorities = [{"name": name, "key": {"data": key, "hashAlgorithm": "sha256"}} for name, key in keys]
            found[f"signed-by-{signer}"] = {"mode": "enforce", "images": images, "authorities": authorities}
            if self.predicates:
                # An authority that names attestations asks for no signature of the image: so they are asked for apart.
                asked = [{"name": kind, "predicateType": kind} for kind in sorted(self.predicates)]
                attesting = [{**one, "attestations": asked} for one in authorities]
                found[f"attested-by-{signer}"] = {"mode": "enforce", "images": images, "authorities": attesting}
        return found


class KubernetesImageSignatures(pulumi.ComponentResource):
    """The controller, its settings, and a policy for each signer."""

    policy_names: list[str]
    """Names of the policies."""

    def __init__(self, name: str, args: KubernetesImageSignaturesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ImageSignatures.parse(name, args)
        super().__init__("ai-zones:index:KubernetesImageSignatures", name, {}, children_wait(opts))
        keep = not given.removable
        space = core.Namespace(child(name, "namespace"), metadata=metadata(NAMESPACE, labels=restricted()), opts=after(self, protect=keep))
        controller = register_chart(self, name, given.chart(), space)
        # The chart makes it; what it says stands here, where a reader sees it and a chart's next version can't change it.
        core.ConfigMapPatch(
            child(name, "settings"),
            metadata=metadata("config-policy-controller", NAMESPACE, annotations={"pulumi.com/patchForce": "true"}),
            data=given.settings(),
            opts=after(self, controller),
        )
        self.policy_names = list(given.policies())
        for policy, spec in given.policies().items():
            CustomResource(
                child(name, policy),
                api_version=POLICY,
                kind="ClusterImagePolicy",
                metadata=metadata(policy),
                spec=spec,
                opts=after(self, controller, protect=keep),
            )
        self.register_outputs({"policyNames": self.policy_names})
