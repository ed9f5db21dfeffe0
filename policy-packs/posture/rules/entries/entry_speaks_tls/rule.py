"""What enters a zone by an Ingress or a Gateway speaks TLS.

Sources: Kubernetes documentation, "Ingress" ("TLS will not work on the default rule": hosts of tls match hosts of rules, and a rule without a host is for all
of them); Ingress NGINX Controller documentation, "Server-side HTTPS enforcement through redirect" (on where there is TLS, unless it is switched off).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.readers.kubernetes.kinds import GROUPS
from posture.readers.kubernetes.objects import KubernetesObject, given
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_words import fault, k8s, rows, texts, untold, word, zoned
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown

_INGRESS: Final = k8s("Ingress")
_GATEWAY: Final = k8s("Gateway", groups=GROUPS["Gateway"])
_REDIRECT: Final = "nginx.ingress.kubernetes.io/ssl-redirect"
_PLAIN: Final = ("HTTP", "TCP", "UDP")


@rule(*_INGRESS, *_GATEWAY)
def check(look: Look) -> Iterator[Fault]:
    """Each host of an Ingress stands in its tls; each listener of a Gateway is HTTPS or TLS. HTTP that only redirects is a listener too."""
    for one, _ in zoned(look):
        yield from _ingress(one) if one.kind == "Ingress" else _gateway(one)


def _ingress(one: KubernetesObject) -> Iterator[Fault]:
    hosts, secured = _hosts(one), _secured(one)
    if isinstance(hosts, Unknown) or isinstance(secured, Unknown):
        yield untold(one, "spec.tls", "whether it encrypts")
    elif not secured or any(not _covered(host, secured) for host in hosts):
        yield fault(one, "answers without TLS", "spec.tls")
    notes = one.value("metadata.annotations")
    if isinstance(notes, Mapping) and str(notes.get(_REDIRECT)).lower() == "false":
        yield fault(one, "answers without TLS too: it sends nobody on to HTTPS", "metadata.annotations")


def _hosts(one: KubernetesObject) -> list[str] | Unknown:
    listed = rows(one, "spec.rules")
    if isinstance(listed, Unknown):
        return UNKNOWN
    return texts([given(item.get("host"), "") if item is not None else UNKNOWN for _, item in listed])


def _secured(one: KubernetesObject) -> list[str] | Unknown:
    """Hosts that have a certificate; an entry without hosts is the controller's own, for all (`*`)."""
    listed = rows(one, "spec.tls")
    found: list[Any] = []
    for _, item in [] if isinstance(listed, Unknown) else listed:
        hosts = texts(item.get("hosts")) if item is not None else UNKNOWN
        found.extend([UNKNOWN] if isinstance(hosts, Unknown) else hosts or ["*"])
    return UNKNOWN if isinstance(listed, Unknown) else texts(found)


def _covered(host: str, secured: list[str]) -> bool:
    return bool({host, "*", "*." + host.partition(".")[2]} & set(secured))


def _gateway(one: KubernetesObject) -> Iterator[Fault]:
    listed = rows(one, "spec.listeners")
    if isinstance(listed, Unknown):
        yield untold(one, "spec.listeners", "whether it encrypts")
        return
    for path, item in listed:
        protocol = UNKNOWN if item is None else word(item, "protocol")
        if isinstance(protocol, Unknown):
            yield untold(one, path, "whether it encrypts")
        elif protocol in _PLAIN:
            yield fault(one, "has a listener without TLS", f"{path}.protocol")
