"""Certificates of zones end within 90 days, rotate their key, and name whom they are for."""

import re
from collections.abc import Iterator
from typing import Final

from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_words import fault, k8s, texts, things, untold, zoned
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

CERTIFICATE: Final = k8s("Certificate")
ISSUER: Final = k8s("Issuer", "ClusterIssuer")
_MOST: Final = 90 * 24 * 3600
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)(h|m|s)")
_SECONDS: Final = {"h": 3600, "m": 60, "s": 1}


@rule(*CERTIFICATE, *ISSUER)
def check(look: Look) -> Iterator[Fault]:
    """Ninety days is cert-manager's default. Since 1.18 a key is made anew by default; `Never` keeps it."""
    for one, _ in zoned(look):
        if one.kind == "Certificate":
            yield from _certificate(one)
    for one in things(look):
        if look.scene.classified and one.kind != "Certificate" and one.value("spec.acme.skipTLSVerify") is True:
            yield fault(one, "trusts whoever answers in its issuer's name", "spec.acme.skipTLSVerify")


def _certificate(one: KubernetesObject) -> Iterator[Fault]:
    seconds = _seconds(one.value("spec.duration"))
    if isinstance(seconds, Unknown):
        yield untold(one, "spec.duration", "how long it lives")
    elif seconds > _MOST:
        yield fault(one, "lives for more than 90 days", "spec.duration")
    if one.value("spec.privateKey.rotationPolicy") == "Never":
        yield fault(one, "keeps its key when it is renewed", "spec.privateKey.rotationPolicy")
    names = texts(one.value("spec.dnsNames"))
    if not isinstance(names, Unknown) and any(name.startswith("*") for name in names):
        yield fault(one, "is for every name below a domain", "spec.dnsNames")


def _seconds(duration: object) -> float | Unknown:
    if duration is None or duration == "":
        return float(_MOST)
    if not isinstance(duration, str) or is_unknown(duration) or not re.fullmatch(rf"({_PART.pattern})+", duration):
        return UNKNOWN
    return sum(float(number) * _SECONDS[unit] for number, unit in _PART.findall(duration))
