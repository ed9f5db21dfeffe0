"""Pods beside zones stand in namespaces whose zone can be told."""

from collections.abc import Iterator

from posture.graph.classify import ZONE_TAG
from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ALWAYS_THERE, ground
from posture.rules.kubernetes_pods import PODS, pods
from posture.rules.kubernetes_words import NAMESPACE, labelled, things, untold
from posture.rules.look import Look
from posture.values import is_unknown


@rule(*PODS, *NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """A namespace that the program has not may bear any label. One that it has and that bears no zone is said to be of none."""
    if not look.scene.classified:
        return
    place = ground(look.scene)
    for one in things(look):
        if one.kind == "Namespace" and place.zone(one) is None and is_unknown(labelled(one, ZONE_TAG)):
            yield untold(one, "metadata.labels", "of which zone it is")
    for pod in pods(look):
        if pod.zone is not None or place.namespace(pod.owner) is not None:
            continue
        name = place.namespace_name(pod.owner)
        if name is None:
            yield untold(pod.owner, "metadata.namespace", "of which zone it is")
        elif name not in ALWAYS_THERE:
            message = "stands in a namespace that is not in the program: of which zone it is can't be told"
            yield Fault(message, pod.owner.prop("metadata.namespace"), Verdict.UNPROVEN)
