"""Values of a release take no guard away: its webhooks fail closed, and pods of zones and of control planes keep the level `restricted`.

What a chart makes of its values nobody sees here; but the words of a pod's security context, and of a webhook's failure policy, are Kubernetes' own in
all of them, and charts hand them on as they stand.

Sources: Kubernetes documentation, "Pod Security Standards" (restricted), "Dynamic Admission Control" (failurePolicy); values of the charts istiod
(`seccompProfile`, `global.proxy.privileged`), policy-controller (`webhook.failurePolicy`, `webhook.securityContext`), cert-manager
(`containerSecurityContext`), gatekeeper (`validatingWebhookFailurePolicy`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.readers.kubernetes.strangers import RELEASES
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_releases import chart_of, concerns, stands_in_a_zone, values_of
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

_CONTROL: Final = frozenset(
    {
        "istiod",
        "cert-manager",
        "cert-manager-istio-csr",
        "cert-manager-approver-policy",
        "trust-manager",
        "policy-controller",
        "kyverno",
        "gatekeeper",
    }
)
"""Charts of control planes: they admit, sign or issue, and run at the level `restricted` by their own values. Agents of nodes do not."""
_WORDS: Final[Mapping[str, tuple[Any, str]]] = {
    "privileged": (True, "runs a privileged container"),
    "allowPrivilegeEscalation": (True, "lets a container gain rights"),
    "runAsNonRoot": (False, "lets a container run as root"),
}
"""Of a security context: word → value that takes the guard away, and what it does."""


@rule(*RELEASES)
def check(look: Look) -> Iterator[Fault]:
    """Releases into a zone, and those that the reviewer vouches for."""
    concerned = concerns(look)
    if concerned is False:
        return
    values = values_of(look)
    if isinstance(values, Unknown):
        yield Fault("whether it takes a guard away can't be told: values are unknown until the update", "values", Verdict.UNPROVEN)
        return
    inside = True if chart_of(look) in _CONTROL else stands_in_a_zone(look)
    for fault in _open_webhooks(values, "values"):
        yield _as(fault, concerned)
    for fault in _weak_pods(values, "values") if inside is not False else ():
        yield _as(fault, concerned if inside is True else inside)


def _as(fault: Fault, concerned: bool | Unknown) -> Fault:
    return fault if concerned is True else replace(fault, verdict=Verdict.UNPROVEN)


def _blocks(values: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(path, block) of every block of values that is not switched off."""
    context = path.lower().endswith("securitycontext")
    if values.get("enabled") is False and not context:
        return
    yield path, values
    for key, value in values.items():
        for at, item in [(f"{path}.{key}", value)] if isinstance(value, Mapping) else _listed(value, f"{path}.{key}"):
            yield from _blocks(item, at)


def _flag(value: Any) -> bool | Unknown | None:
    """A boolean, or the text that a chart writes as one; anything else is unknown."""
    if value is None or isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower(), UNKNOWN) if isinstance(value, str) else UNKNOWN


def _listed(value: Any, path: str) -> list[tuple[str, Mapping[str, Any]]]:
    if not isinstance(value, (list, tuple)):
        return []
    return [(f"{path}[{index}]", item) for index, item in enumerate(value) if isinstance(item, Mapping)]


def _open_webhooks(values: Mapping[str, Any], top: str) -> Iterator[Fault]:
    for path, block in _blocks(values, top):
        for key, value in block.items():
            if not key.lower().endswith("failurepolicy"):
                continue
            if value is not None and not isinstance(value, str):
                message = f"whether its webhook admits everything while it does not answer can't be told: {key} is unknown until the update"
                yield Fault(message, f"{path}.{key}", Verdict.UNPROVEN)
            elif value == "Ignore":
                yield Fault("has a webhook that admits everything while it does not answer: its failure policy is Ignore", f"{path}.{key}")


def _weak_pods(values: Mapping[str, Any], top: str) -> Iterator[Fault]:
    for path, block in _blocks(values, top):
        for word, (weak, what) in _WORDS.items():
            said = _flag(block.get(word))
            if is_unknown(said):
                message = f"whether it {what} can't be told: {word} is unknown until the update"
                yield Fault(message, f"{path}.{word}", Verdict.UNPROVEN)
            elif said is weak:
                yield Fault(what, f"{path}.{word}")
        if path.lower().endswith("securitycontext") and block.get("enabled") is False:
            yield Fault("leaves the security context of its pods out", f"{path}.enabled")
        if path.endswith(".seccompProfile") and block.get("type") == "Unconfined":
            yield Fault("runs without a seccomp profile: a container may call all of the node's kernel", f"{path}.type")
