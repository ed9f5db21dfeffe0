"""What Helm installs beside zones is what somebody read: a chart of one version, and images by digest, from no public registry."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.readers.kubernetes.strangers import RELEASES
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_images import public_registry
from posture.rules.kubernetes_releases import chart_of, concerns, declared, values_of
from posture.rules.kubernetes_values import Named, named_images
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_EXACT: Final = re.compile(r"v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?")
_FILE: Final = re.compile(r"(?:\.{0,2}/|[A-Za-z]:\\).*|.*\.tgz")
_OCI: Final = "oci://"
_BY_DEFAULT: Final[Mapping[str, tuple[str, ...]]] = {
    "istiod": ("image", "global.proxy.image"),
    "cni": ("image",),
    "ztunnel": ("image",),
    "cert-manager": ("image", "webhook.image", "cainjector.image"),
    "cert-manager-istio-csr": ("image",),
    "policy-controller": ("webhook.image",),
}
"""Chart → values without which it runs its publisher's images, of a public registry, by a tag. Source: the charts' `values.yaml`."""


@rule(*RELEASES)
def check(look: Look) -> Iterator[Fault]:
    """Releases into a zone, and those that the reviewer vouches for: he read one chart with one set of values.

    Any other is out of sight, which the theorems say. A chart that is rendered (helm.sh/v4) is judged by its objects.
    """
    concerned = concerns(look)
    if concerned is False:
        return
    for fault in (*_chart(look), *_values(look)):
        yield fault if concerned is True else replace(fault, verdict=Verdict.UNPROVEN)


def _chart(look: Look) -> Iterator[Fault]:
    chart, version = declared(look, "chart"), declared(look, "version")
    if not isinstance(chart, (str, type(None))):
        yield _untold("chart", "which chart is installed")
        return
    named = chart if isinstance(chart, str) else ""
    if not _FILE.fullmatch(named) and not (named.startswith(_OCI) and "@sha256:" in named):
        if is_unknown(version):
            yield _untold("version", "which version of the chart is installed")
        elif not isinstance(version, str) or not _EXACT.fullmatch(version):
            yield Fault("installs whatever version of its chart is the newest: it names no exact one", "version")
    options = look.resource.props.get("repositoryOpts")
    repository = options.get("repo") if isinstance(options, Mapping) else None
    for prop, address in (("chart", named), ("repositoryOpts.repo", repository)):
        if is_unknown(address):
            yield _untold(prop, "which repository the chart comes from")
        elif isinstance(address, str) and address.startswith("http://"):
            yield Fault("takes its chart over a connection that anybody on the way may change", prop)
        elif isinstance(address, str) and address.startswith(_OCI):
            registry = public_registry(address.removeprefix(_OCI) + "/chart")
            if registry is not None:
                yield Fault(f"takes its chart from a public registry ({registry})", prop)


def _values(look: Look) -> Iterator[Fault]:
    known = values_of(look)
    if declared(look, "valueYamlFiles") not in (None, [], ()):
        yield Fault(
            "takes values from files, which are not in the program: what they name can't be told", "valueYamlFiles", Verdict.UNPROVEN
        )
    if isinstance(known, Unknown):
        yield _untold("values", "which images it runs")
        return
    chart = chart_of(look)
    for one in named_images(known):
        yield from _image(one, by_tag=chart in _BY_DEFAULT)
    for path in _BY_DEFAULT.get(chart, ()):
        if _absent(known, path):
            yield Fault("runs an image of its chart's publisher, by a tag: its values name no other", f"values.{path}")


def _image(one: Named, by_tag: bool) -> Iterator[Fault]:
    """`by_tag`: the chart is known to complete what its values leave out by a tag."""
    path = f"values.{one.path}"
    if one.pinned is None:
        yield _untold(path, "which image it runs")
    elif one.defaulted and not by_tag:
        yield Fault("leaves tag and digest of an image to its chart: which image it runs can't be told", path, Verdict.UNPROVEN)
    elif not one.pinned:
        yield Fault("runs an image by a tag, which may be another tomorrow", path)
    if one.registry is not None:
        yield Fault(f"runs images of a public registry ({one.registry})", path)


def _absent(values: Any, path: str) -> bool:
    for step in path.split("."):
        if is_unknown(values):
            return False
        values = values.get(step) if isinstance(values, Mapping) else None
    if isinstance(values, Mapping):
        # Without a repository the publisher's stays.
        return all(values.get(part) is None for part in ("repository", "registry"))
    return not is_unknown(values) and not values


def _untold(prop: str, what: str) -> Fault:
    return Fault(f"{what} can't be told: {prop} is unknown until the update", prop, Verdict.UNPROVEN)
