"""Namespaces of zones enforce the Pod Security level `restricted`."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_words import NAMESPACE, fault, labelled, untold, zoned
from posture.rules.look import Look
from posture.values import is_unknown

_ENFORCE = "pod-security.kubernetes.io/enforce"
_VERSION = "pod-security.kubernetes.io/enforce-version"


@rule(*NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """Pod Security Admission, "Pod Security Admission labels for namespaces". Before v1.25 the level asks for less."""
    for one, _ in zoned(look):
        level, version = labelled(one, _ENFORCE), labelled(one, _VERSION)
        if is_unknown(level) or is_unknown(version):
            yield untold(one, "metadata.labels", "which pods it admits")
        elif level is None:
            yield fault(one, "admits privileged pods: it enforces no level of Pod Security", "metadata.labels")
        elif level != "restricted":
            yield fault(one, "admits pods that the level restricted refuses", "metadata.labels")
        elif _older(version):
            yield fault(one, "enforces an old version of the level restricted, which asks for less", "metadata.labels")


def _older(version: object) -> bool:
    if not isinstance(version, str) or version == "latest":
        return False
    major, _, minor = version.removeprefix("v").partition(".")
    return major == "1" and minor.isdigit() and int(minor) < 25
