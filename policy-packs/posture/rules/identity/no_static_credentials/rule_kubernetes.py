"""No credentials that never end: tokens and passwords that a program writes into a cluster with zones."""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_credentials import credential_in
from posture.rules.kubernetes_places import OF_THE_SYSTEM, ground
from posture.rules.kubernetes_pods import PODS, Pod, pods
from posture.rules.kubernetes_words import SECRET, fault, k8s, things
from posture.rules.look import Look
from posture.values import is_unknown

_CONFIG: Final = k8s("ConfigMap")
_NEVER_END: Final = {
    "kubernetes.io/service-account-token": "is a token of a service account that never ends",
    "kubernetes.io/basic-auth": "is a name with a password, which never ends",
    "kubernetes.io/ssh-auth": "is a key of SSH, which never ends",
    "bootstrap.kubernetes.io/token": "is a token by which machines join the cluster",
}
"""Types of Secret that hold nothing else. Source: Kubernetes documentation, "Secrets" (Types of Secret)."""


@rule(*SECRET, *_CONFIG, *PODS)
def check(look: Look) -> Iterator[Fault]:
    """What stands in a zone, and what the system's namespaces hold. A token is asked for when it is needed (TokenRequest), and ends."""
    if not look.scene.classified:
        return
    for one in things(look):
        if ground(look.scene).zone(one) is None and one.namespace not in OF_THE_SYSTEM:
            continue
        if one.kind == "Secret":
            yield from _secret(look, one)
        elif one.kind == "ConfigMap":
            yield from _config(one)
    for pod in pods(look):
        if pod.zone is not None:
            yield from _environment(pod)


def _secret(look: Look, one: KubernetesObject) -> Iterator[Fault]:
    kind = one.text("type")
    if isinstance(kind, str) and kind in _NEVER_END:
        yield fault(one, _NEVER_END[kind], "type")
        return
    for part in ("data", "stringData"):
        # What another resource made is its own matter: a certificate, a lease of Vault.
        if one.value(part) not in (None, {}) and not look.resource.property_dependencies.get(part):
            yield fault(one, "holds what the program or its configuration wrote down: a credential that nobody rotates", part)
            return


def _config(one: KubernetesObject) -> Iterator[Fault]:
    for part in ("data", "binaryData"):
        entries = one.mapping(part)
        for key, value in entries.items() if isinstance(entries, Mapping) else ():
            if credential_in(str(key), value):
                yield fault(one, f"holds a credential in plain text, under {key}", part)


def _environment(pod: Pod) -> Iterator[Fault]:
    for one in pod.containers:
        listed = one.at("env")
        for index, item in enumerate(listed if isinstance(listed, (list, tuple)) else ()):
            if not isinstance(item, Mapping) or is_unknown(item.get("value")):
                continue
            if credential_in(str(item.get("name")), item.get("value")):
                yield pod.fault(f"has a credential in plain text in its environment: {item.get('name')}", f"{one.path}.env[{index}]")
