"""Webhooks that guard a cluster with zones fail closed, leave no zone out, and answer inside."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from posture.readers.kubernetes.objects import KubernetesObject, value_at
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_admission import left_out
from posture.rules.kubernetes_words import fault, k8s, rows, things, untold, word
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

WEBHOOKS = k8s("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")
_INJECTS = ("istio.io", "linkerd.io", "kyverno.svc")
"""Whose mutating webhooks put the mesh, or the guard, into a pod; other mutations guard nothing."""


@rule(*WEBHOOKS)
def check(look: Look) -> Iterator[Fault]:
    """Version v1: Fail is the default; v1beta1: Ignore was."""
    for one in things(look):
        if not look.scene.classified:
            continue
        listed = rows(one, "webhooks")
        if isinstance(listed, Unknown):
            yield untold(one, "webhooks", "what it guards")
            continue
        if not listed and one.kind == "ValidatingWebhookConfiguration" and one.whole:
            yield fault(one, "guards nothing: it asks nobody", "webhooks")
        for path, item in listed:
            yield from _webhook(look, one, path, item)


def _webhook(look: Look, one: KubernetesObject, path: str, item: Mapping[str, Any] | None) -> Iterator[Fault]:
    if item is None:
        yield untold(one, path, "what it guards")
        return
    yield from _outside(one, path, item)
    if one.kind == "MutatingWebhookConfiguration" and not str(item.get("name")).endswith(_INJECTS):
        return
    if item.get("rules") in (None, [], ()):
        yield fault(one, "guards nothing: it is asked about no kind of object", f"{path}.rules")
    failure = word(item, "failurePolicy")
    if failure is None:
        failure = "Ignore" if one.version == "v1beta1" else "Fail"
    if is_unknown(failure):
        yield untold(one, f"{path}.failurePolicy", "whether it admits everything while it does not answer")
    elif failure == "Ignore":
        yield fault(one, "admits everything while it does not answer: its failure policy is Ignore", f"{path}.failurePolicy")
    missed = left_out(look, item.get("namespaceSelector"), one.cluster)
    if isinstance(missed, Unknown):
        yield untold(one, f"{path}.namespaceSelector", "which namespaces it leaves out")
    elif missed:
        yield fault(one, f"leaves out namespaces of zones: {', '.join(missed)}", f"{path}.namespaceSelector")


def _outside(one: KubernetesObject, path: str, item: Mapping[str, Any]) -> Iterator[Fault]:
    url = value_at(item, "clientConfig.url")
    if is_unknown(url):
        yield untold(one, f"{path}.clientConfig.url", "who is asked")
    elif isinstance(url, str) and not (urlsplit(url).hostname or "").endswith((".svc", ".svc.cluster.local")):
        yield fault(one, "sends what is created to an address outside of the cluster", f"{path}.clientConfig.url")
