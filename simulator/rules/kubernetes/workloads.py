"""Workloads: their pods, a selector that chooses them, a restart policy that fits.

Sources: Kubernetes API reference, Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod; Kubernetes 1.36, `pkg/apis/apps/validation`,
`pkg/apis/batch/validation`, `pkg/apis/core/validation`.
"""

import re
from collections.abc import Iterator

from simulator.action import Action
from simulator.packages.kubernetes_defaults import pod_of
from simulator.packages.kubernetes_kinds import kind_of
from simulator.rules import Object, Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.kubernetes.metadata import label_faults
from simulator.rules.kubernetes.pods import pod_faults
from simulator.rules.kubernetes.selectors import chooses, selector_faults
from simulator.rules.kubernetes.walking import given, part, word

_SOURCE = "Kubernetes API reference; pkg/apis/apps/validation, pkg/apis/batch/validation, pkg/apis/core/validation"
_ALWAYS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
_JOBS = ("Job", "CronJob")
_CRON = re.compile(r"(TZ=\S+\s+|CRON_TZ=\S+\s+)?(\S+\s+){4}\S+|@(yearly|annually|monthly|weekly|daily|midnight|hourly)|@every \S+")


def _claimed(inputs: Properties) -> frozenset[str | None]:
    """Volumes that a StatefulSet's claims bring to its pods; None among them where a name is not known."""
    claims = part(inputs, "spec").get("volumeClaimTemplates")
    if claims is not None and not isinstance(claims, list):
        return frozenset((None,))
    return frozenset(word(part(claim, "metadata"), "name") for claim in claims or [] if isinstance(claim, dict))


def _rules(token: str) -> Rules:
    rules, kind = Rules(token, source=_SOURCE), kind_of(token)

    @rules.check(source=_SOURCE, even_unknown=True)
    def sound(inputs: Properties) -> Iterator[Fault]:
        found = pod_of(kind, inputs)
        if found is None:
            return
        path, pod = found
        at = f"{path}.spec" if path else "spec"
        if path:
            yield from label_faults(part(pod, "metadata"), f"{path}.metadata")
        if isinstance(pod.get("spec"), dict):
            yield from pod_faults(pod["spec"], at, _claimed(inputs))
        restart = word(part(pod, "spec"), "restartPolicy")
        if kind.kind in _ALWAYS:
            yield from _selector(inputs, path, pod)
            if restart not in (None, "Always"):
                yield f"{at}.restartPolicy", f"{restart!r} is not allowed; allowed: Always"
        if (
            kind.kind in _JOBS
            and restart not in ("OnFailure", "Never")
            and not (given(part(pod, "spec"), "restartPolicy") and restart is None)
        ):
            yield f"{at}.restartPolicy", f"{restart or 'Always'!r} is not allowed; allowed: OnFailure, Never"
        schedule = word(part(inputs, "spec"), "schedule")
        if kind.kind == "CronJob" and schedule is not None and not _CRON.fullmatch(schedule.strip()):
            yield "spec.schedule", f"{schedule!r} is no cron schedule: five fields, such as '0 2 * * *'"

    return rules


def _selector(inputs: Properties, path: str, pod: Properties) -> Iterator[Fault]:
    selector = part(inputs, "spec").get("selector")
    yield from selector_faults(selector, "spec.selector")
    if isinstance(selector, dict):
        if not selector:
            yield "spec.selector", "an empty label selector is invalid: it would choose every pod"
        elif not chooses(selector, part(pod, "metadata").get("labels")):
            yield f"{path}.metadata.labels", "`selector` does not match template `labels`"


workloads = [_rules(f"kubernetes:apps/v1:{kind}") for kind in _ALWAYS]
jobs = [_rules(f"kubernetes:batch/v1:{kind}") for kind in _JOBS]
pod = _rules("kubernetes:core/v1:Pod")


@pod.before("create")
def account_stands(action: Action) -> None:
    """Admission looks the service account up; a workload's pods are tried again, a pod that is made by itself is not."""
    namespace = action.inputs["metadata"].get("namespace")
    account = part(action.inputs, "spec").get("serviceAccountName") or "default"
    name = action.inputs["metadata"].get("name")
    in_standing = namespace in ("default", "kube-system", "kube-public", "kube-node-lease") and account == "default"
    if not in_standing and not any(one.type == "kubernetes:core/v1:ServiceAccount" for one in _by_id(action, f"{namespace}/{account}")):
        action.refuse(
            "Forbidden",
            f'pods "{name}" is forbidden: error looking up service account {namespace}/{account}: serviceaccount "{account}" not found',
        )


def _by_id(action: Action, id_: str) -> list[Object]:
    return [one for one in action.world.by_id(id_) if one.account == action.account]
