"""What the API server asks before it admits an object: policies, their bindings, webhooks, and whom they leave out.

Sources: Kubernetes documentation, "Validating Admission Policy", "Dynamic Admission Control"; Kyverno documentation, "Validate", "Verify Images";
Sigstore policy-controller documentation, "Admission of images"; its `pkg/config` (settings and their defaults).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.kubernetes.selectors import Labels, Requirement, parse_selector
from posture.kubernetes.truth import Truth
from posture.readers.kubernetes.kinds import tokens
from posture.readers.kubernetes.objects import KubernetesObject, given, value_at
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import others, rows, texts
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

NAME_LABEL: Final = "kubernetes.io/metadata.name"
KYVERNO: Final = ("kyverno.io/v1", "kyverno.io/v2beta1", "kyverno.io/v2")
KYVERNO_POLICIES: Final = ("policies.kyverno.io/v1alpha1", "policies.kyverno.io/v1beta1", "policies.kyverno.io/v1")
SIGSTORE: Final = ("policy.sigstore.dev/v1alpha1", "policy.sigstore.dev/v1beta1")
SIGNATURES: Final = (
    *tokens("ClusterImagePolicy", groups=SIGSTORE),
    *tokens("ClusterPolicy", "Policy", "PolicyException", groups=KYVERNO),
    *tokens("ImageValidatingPolicy", "ValidatingPolicy", "PolicyException", groups=KYVERNO_POLICIES),
)
SETTINGS: Final = "config-policy-controller"
ACTION: Final = "spec.validationFailureAction"
"""Where a policy of Kyverno says, in older versions, whether it refuses or only notes; told as lax only while it is unknown."""
"""ConfigMap with the settings of Sigstore's controller."""
_SIGSTORE_LABEL: Final = "policy.sigstore.dev/include"
# The library of the controller's webhooks writes this into their selectors itself, whatever a chart says: knative.dev/pkg, webhook/resourcesemantics.
_NOT_PASSED_OVER: Final = Requirement("webhooks.knative.dev/exclude", "DoesNotExist")


def labels_of(namespace: KubernetesObject) -> Labels:
    """Labels of a namespace, with the one that the server sets."""
    found = Labels.of(None if namespace.labels == {} else namespace.labels)
    return found.also(NAME_LABEL, namespace.name) if isinstance(namespace.name, str) else found


def left_out(look: Look, selector: Any, cluster: str) -> list[str] | Unknown:
    """Names of zones' namespaces that a selector leaves out by excluding them: a `NotIn` or `DoesNotExist` that they don't meet.

    One that picks some namespaces (`matchLabels`, `In`) is meant for these, and leaves out nobody.
    """
    if selector is None:
        return []
    parsed = parse_selector(selector)
    if not parsed.readable:
        return UNKNOWN
    excluding = [one for one in parsed.requirements if one.operator in ("NotIn", "DoesNotExist")]
    found = []
    for namespace, _ in ground(look.scene).zoned():
        if namespace.cluster == cluster and any(one.matches(labels_of(namespace)) is False for one in excluding):
            found.append(str(namespace.name))
    return sorted(found)


def bindings_of(look: Look, policy: KubernetesObject) -> list[KubernetesObject]:
    """Bindings of a ValidatingAdmissionPolicy in the stack; one whose policy is unknown may be its own."""
    found = others(look, "ValidatingAdmissionPolicyBinding", cluster=policy.cluster)
    return [one for one in found if is_unknown(one.value("spec.policyName")) or one.value("spec.policyName") == policy.name]


def denies(binding: KubernetesObject) -> Truth:
    """Whether a binding refuses what breaks its policy."""
    actions = texts(binding.value("spec.validationActions"))
    return None if isinstance(actions, Unknown) else "Deny" in actions


def judges_images(policy: KubernetesObject) -> bool:
    """Whether a policy of the API server itself looks at images of pods."""
    listed = rows(policy, "spec.validations")
    said = [item.get("expression") for _, item in ([] if isinstance(listed, Unknown) else listed) if item is not None]
    variables = rows(policy, "spec.variables")
    said += [item.get("expression") for _, item in ([] if isinstance(variables, Unknown) else variables) if item is not None]
    return any(isinstance(text, str) and ".image" in text for text in said)


def admits_by_images(look: Look, namespace: KubernetesObject) -> Truth:
    """Whether something refuses images in a namespace; None where that can't be told."""
    answers = list(_guards(look, namespace))
    if any(answer is True for answer in answers):
        return True
    return None if any(answer is None for answer in answers) else False


def _guards(look: Look, namespace: KubernetesObject) -> Iterator[Truth]:
    labels = labels_of(namespace)
    for policy in others(look, "ValidatingAdmissionPolicy", cluster=namespace.cluster):
        if judges_images(policy) and policy.value("spec.failurePolicy") != "Ignore":
            chosen = parse_selector(policy.value("spec.matchConstraints.namespaceSelector")).matches(labels)
            for binding in bindings_of(look, policy):
                bound = parse_selector(binding.value("spec.matchResources.namespaceSelector")).matches(labels)
                yield _both(denies(binding), _both(chosen, bound))
    for policy in others(look, "ClusterImagePolicy", cluster=namespace.cluster):
        if not too_lax(policy):
            include = labels.known.get(_SIGSTORE_LABEL)
            chosen = True if include == "true" else None if include is None or is_unknown(include) else False
            yield _both(chosen, _NOT_PASSED_OVER.matches(labels))
    for policy in others(look, "ClusterPolicy", "ImageValidatingPolicy", "ValidatingPolicy", cluster=namespace.cluster):
        if _kyverno_images(policy) and (lax := {path for _, path in too_lax(policy)}) <= {ACTION}:
            yield None if lax else True  # only the update tells whether it refuses
    # What a webhook of somebody else's does with images, nobody here can say.
    for hook in others(look, "ValidatingWebhookConfiguration", cluster=namespace.cluster):
        yield None if not isinstance(rows(hook, "webhooks"), Unknown) and rows(hook, "webhooks") else False


def _kyverno_images(policy: KubernetesObject) -> bool:
    if policy.kind == "ImageValidatingPolicy":
        return True
    if policy.kind == "ValidatingPolicy":
        return judges_images(policy)
    listed = rows(policy, "spec.rules")
    return any(item is not None and (item.get("verifyImages") or "image" in str(item.get("validate"))) for _, item in _known(listed))


def _known(listed: Any) -> list[tuple[str, Any]]:
    return [] if isinstance(listed, Unknown) else listed


def _both(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def too_lax(policy: KubernetesObject) -> list[tuple[str, str]]:
    """What of a policy on images lets pass what it should refuse: messages, with their paths."""
    if policy.kind == "ClusterImagePolicy":
        return list(_sigstore(policy))
    if policy.kind in ("ImageValidatingPolicy", "ValidatingPolicy"):
        actions = texts(policy.value("spec.validationActions"))
        lax = not isinstance(actions, Unknown) and "Deny" not in (actions or ["Deny"])
        return [("only notes what it should refuse", "spec.validationActions")] if lax else []
    return list(_kyverno(policy))


def _sigstore(policy: KubernetesObject) -> Iterator[tuple[str, str]]:
    if policy.value("spec.mode") == "warn":
        yield "only warns of images without a signature", "spec.mode"
    if policy.value("spec.authorities") in (None, []):
        yield "asks for no signature: it names no authority", "spec.authorities"
    for path, item in _known(rows(policy, "spec.authorities")):
        if item is not None and not any(_given(item, part) for part in ("key", "keyless", "static")):
            yield "takes any signature: an authority names no key and no identity", path
        if value_at(item, "keyless") is not None and not _given(item, "keyless.identities"):
            yield "takes anybody's signature: it names no identity", f"{path}.keyless.identities"
        if value_at(item, "static.action") == "pass":
            yield "passes images without a signature", f"{path}.static"


def lax_settings(settings: KubernetesObject) -> Iterator[tuple[str, str]]:
    """What the settings of Sigstore's controller let pass: messages, with their paths. Left out, and any other word, is `deny`."""
    data = settings.value("data")
    known = data if isinstance(data, Mapping) else {}
    if known.get("no-match-policy") in ("allow", "warn"):
        yield "admits images that no policy names", "data.no-match-policy"
    if str(known.get("fail-on-empty-authorities")).lower() in ("false", "f", "0"):
        yield "admits images by a policy that names no authority", "data.fail-on-empty-authorities"


def _kyverno(policy: KubernetesObject) -> Iterator[tuple[str, str]]:
    if policy.value("spec.failurePolicy") == "Ignore":
        yield "admits everything while Kyverno does not answer", "spec.failurePolicy"
    # "Validate", failure action: Audit unless the rule, or in older versions the policy, says Enforce.
    action = given(policy.value(ACTION), "Audit")
    if not isinstance(action, str):
        yield "may only note what it should refuse", ACTION
    for path, item in _known(rows(policy, "spec.rules")):
        if item is None or not isinstance(action, str):
            continue
        for part, acts in _acts(item):
            if not is_unknown(acts) and str(acts or action).lower() != "enforce":
                yield "only notes what it should refuse", f"{path}.{part}"
        for index, verified in enumerate(item.get("verifyImages") or () if isinstance(item.get("verifyImages"), list) else ()):
            if not _names_a_signer(verified):
                yield "takes any signature: it names no key, certificate or identity", f"{path}.verifyImages[{index}].attestors"
            if value_at(verified, "required") is False:
                yield "admits images that nobody verified", f"{path}.verifyImages[{index}].required"


def _names_a_signer(verified: Any) -> bool:
    """Whether some attestor is a key, a certificate, an identity, or attestors by name in another form. What is unknown is there."""
    if any(_given(verified, part) for part in ("attestations", "key")):
        return True
    listed = value_at(verified, "attestors")
    if is_unknown(listed):
        return True
    for attestor in listed if isinstance(listed, (list, tuple)) else ():
        entries = value_at(attestor, "entries")
        if is_unknown(entries):
            return True
        for entry in entries if isinstance(entries, (list, tuple)) else ():
            if any(_given(entry, part) for part in ("keys", "keyless", "certificates", "attestor")):
                return True
    return False


def _given(value: Any, part: str) -> bool:
    found = value_at(value, part)
    return is_unknown(found) or bool(found)


def _acts(item: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(item.get("validate"), dict):
        yield "validate", item["validate"].get("failureAction")
    for index, verified in enumerate(item["verifyImages"] if isinstance(item.get("verifyImages"), list) else ()):
        yield f"verifyImages[{index}]", value_at(verified, "failureAction")
