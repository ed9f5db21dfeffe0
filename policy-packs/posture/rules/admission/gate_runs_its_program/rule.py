"""Services that are gates run a program that somebody named by digest; without one it is unproven that they are gates."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from ai_zones.plan.ceiling import GATES
from posture.graph.classify import SERVICE_TAG
from posture.kubernetes.selectors import Labels, parse_selector
from posture.proofs.verdict import Verdict
from posture.readers.kubernetes.objects import KubernetesObject
from posture.readers.kubernetes.pods import TEMPLATES
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_images import by_digest
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_pods import Pod, pods
from posture.rules.kubernetes_words import k8s, labelled, zoned
from posture.rules.look import Look
from posture.values import is_unknown

SERVICE: Final = k8s("Service")
_GATE: Final = "ai-gate"
_NAMES: Final = frozenset((zone.value, service.value) for zone, service in GATES) | {(ZoneName.CONTROL.value, "sentinel")}


@rule(*SERVICE)
def check(look: Look) -> Iterator[Fault]:
    """A gate is what bears the label `ai-gate`, or serves a flow that ends in one. Pods that its selector picks are its program."""
    for one, zone in zoned(look):
        label = labelled(one, SERVICE_TAG)
        if labelled(one, _GATE) is None and (zone.value, str(label)) not in _NAMES:
            continue
        found = list(_pods(look, one))
        if not found:
            yield _unproven(one, "is a gate without a program: no pod of the stack stands behind it")
        elif not all(by_digest(str(image)) for pod in found for image in _images(pod)):
            yield _unproven(one, "is a gate whose program can't be told: its image is not named by digest")


def _unproven(one: KubernetesObject, message: str) -> Fault:
    return Fault(message, one.prop("spec.selector"), Verdict.UNPROVEN)


def _pods(look: Look, service: KubernetesObject) -> Iterator[Pod]:
    namespace, selector = ground(look.scene).namespace(service), service.value("spec.selector")
    if namespace is None or is_unknown(selector) or not selector:
        return
    wanted = parse_selector({"matchLabels": selector})
    for owner in ground(look.scene).beside(namespace, *TEMPLATES):
        for pod in pods(look.scene.look(owner.resource)):
            if pod.owner is owner and wanted.matches(Labels.of(pod.metadata.get("labels"))) is True:
                yield pod


def _images(pod: Pod) -> Iterator[object]:
    for one in pod.containers:
        yield one.at("image")
