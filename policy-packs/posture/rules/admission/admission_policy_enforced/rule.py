"""Admission policies are bound, refuse what breaks them, and leave no zone out."""

from collections.abc import Iterator

from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_admission import bindings_of, denies, left_out
from posture.rules.kubernetes_words import fault, k8s, things, untold
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

POLICY = k8s("ValidatingAdmissionPolicy")
BINDING = k8s("ValidatingAdmissionPolicyBinding")


@rule(*POLICY, *BINDING)
def check(look: Look) -> Iterator[Fault]:
    """In a cluster with zones. A second binding of the same policy that only warns takes nothing from the first."""
    for one in things(look):
        if look.scene.classified and one.whole:
            yield from _policy(look, one) if one.kind == "ValidatingAdmissionPolicy" else _binding(look, one)


def _policy(look: Look, one: KubernetesObject) -> Iterator[Fault]:
    failure = one.text("spec.failurePolicy")
    if is_unknown(failure):
        yield untold(one, "spec.failurePolicy", "whether it admits what it can't judge")
    elif failure == "Ignore":
        yield fault(one, "admits what it can't judge: its failure policy is Ignore", "spec.failurePolicy")
    bindings = bindings_of(look, one)
    if not bindings:
        yield fault(one, "is bound to nothing, so it refuses nothing", "metadata.name")
    elif all(denies(binding) is False for binding in bindings):
        yield fault(one, "refuses nothing: no binding of it denies", "metadata.name")
    elif not any(denies(binding) for binding in bindings):
        yield untold(one, "metadata.name", "whether a binding of it denies")
    yield from _exclusions(look, one, "spec.matchConstraints")


def _binding(look: Look, one: KubernetesObject) -> Iterator[Fault]:
    yield from _exclusions(look, one, "spec.matchResources")
    if one.value("spec.paramRef.parameterNotFoundAction") == "Allow":
        yield fault(one, "admits everything while its parameters are missing", "spec.paramRef.parameterNotFoundAction")


def _exclusions(look: Look, one: KubernetesObject, path: str) -> Iterator[Fault]:
    missed = left_out(look, one.value(f"{path}.namespaceSelector"), one.cluster)
    if isinstance(missed, Unknown):
        yield untold(one, f"{path}.namespaceSelector", "which namespaces it leaves out")
    elif missed:
        yield fault(one, f"leaves out namespaces of zones: {', '.join(missed)}", f"{path}.namespaceSelector")
    if one.value(f"{path}.excludeResourceRules") not in (None, [], ()):
        yield fault(one, "leaves out some of what it is for, by rules of exclusion", f"{path}.excludeResourceRules")
