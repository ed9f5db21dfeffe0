"""cert-manager: asks Vault for the certificates of a cluster, and renews them.

Its chart and images come from the zones' own registry, pinned; what it issues, and by whom, stands as plain resources
(`KubernetesCertificateIssuer`, `KubernetesCertificate`).
Sources: cert-manager documentation, "Helm" (`crds.enabled`, `crds.keep`), "Best practice installation" (replicas, budgets, network), chart values 1.21;
Kubernetes documentation, "Pod Security Standards"; NIST SP 800-190, 4.1.
"""

from typing import Any, Final, NotRequired, TypedDict

import pulumi
from pulumi_kubernetes.core import v1 as core

from ai_zones.inputs import ComponentInput
from ai_zones.kubernetes.charts import Chart, ChartSource, ChartVersion, register_chart
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Image, Name
from ai_zones.kubernetes.zone_namespace import POD_SECURITY_VERSION
from ai_zones.ordering import after, children_wait

VERSION: Final = "v1.21.2"


class KubernetesCertManagerImagesArgs(TypedDict):
    """Images of cert-manager in the zones' own registry, by digest."""

    controller: str
    """Controller (`cert-manager-controller`)."""
    webhook: str
    """Webhook (`cert-manager-webhook`)."""
    cainjector: str
    """Injector of authorities (`cert-manager-cainjector`)."""


class KubernetesCertManagerArgs(TypedDict):
    """Inputs of `KubernetesCertManager`."""

    chart_repository: str
    """Repository of the chart in the zones' own registry: `oci://…`."""
    images: KubernetesCertManagerImagesArgs
    """Images."""
    version: NotRequired[str]
    """Version of the chart. Default: v1.21.2."""
    namespace: NotRequired[str]
    """Its namespace, which is made. Default: cert-manager."""
    removable: NotRequired[bool]
    """True lets it be removed, with its kinds and all certificates. Default: false."""


class CertManagerImages(ComponentInput):
    """Parsed `KubernetesCertManagerImagesArgs`."""

    controller: Image
    webhook: Image
    cainjector: Image


class CertManager(ComponentInput):
    """Parsed `KubernetesCertManagerArgs`."""

    chart_repository: ChartSource
    images: CertManagerImages
    version: ChartVersion = VERSION
    namespace: Name = "cert-manager"
    removable: bool = False

    def chart(self) -> Chart:
        """The chart and its values."""
        pairs = {"replicaCount": 2, "podDisruptionBudget": {"enabled": True, "minAvailable": 1}}
        values: dict[str, Any] = {
            "crds": {"enabled": True, "keep": not self.removable},
            "global": {"leaderElection": {"namespace": self.namespace}},
            "image": _image(self.images.controller),
            "webhook": {"image": _image(self.images.webhook), **pairs},
            "cainjector": {"image": _image(self.images.cainjector), **pairs},
            "startupapicheck": {"enabled": False},
            "enableCertificateOwnerRef": True,
            **pairs,
        }
        return Chart("cert-manager", self.namespace, self.chart_repository, self.version, values)


def _image(image: str) -> dict[str, str]:
    repository, _, digest = image.partition("@")
    return {"repository": repository, "digest": digest}


def restricted() -> dict[str, str]:
    """Labels of a namespace that belongs to no zone, and is restricted all the same."""
    levels = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
    return {**levels, "pod-security.kubernetes.io/enforce-version": POD_SECURITY_VERSION}


class KubernetesCertManager(pulumi.ComponentResource):
    """The namespace and the release."""

    namespace: str
    """Its namespace."""

    def __init__(self, name: str, args: KubernetesCertManagerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = CertManager.parse(name, args)
        super().__init__("ai-zones:index:KubernetesCertManager", name, {}, children_wait(opts))
        self.namespace = given.namespace
        about = metadata(given.namespace, labels=restricted())
        space = core.Namespace(child(name, "namespace"), metadata=about, opts=after(self, protect=not given.removable))
        register_chart(self, name, given.chart(), space)
        self.register_outputs({"namespace": self.namespace})
