"""A token of the API server stands only in pods that a role is bound to; in pods of inference never."""

from collections.abc import Iterator, Mapping
from typing import Any

from ai_zones.plan import ZoneName
from posture.pod_security.reading import flag
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_accounts import account_of, bound
from posture.rules.kubernetes_pods import PODS, Pod, zone_pods
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

_PROP = "spec.automountServiceAccountToken"


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """The pod's own word goes before its service account's; without either the token is mounted. Zone inference: DESIGN, A4."""
    for pod in zone_pods(look):
        mounted = _mounted(look, pod)
        if isinstance(mounted, Unknown):
            yield pod.untold(_PROP, "whether it gets a token of the API server")
        elif mounted and pod.zone is ZoneName.INFERENCE:
            yield pod.fault("gives a model or agent a token of the API server", _PROP)
        elif mounted and not bound(look, pod):
            yield pod.fault("has a token of the API server that it has no use for: no role is bound to it", _PROP)
        if pod.zone is ZoneName.INFERENCE:
            for path in _projected(pod.spec):
                yield pod.fault("gives a model or agent a token of the API server, by a projected volume", path)


def _mounted(look: Look, pod: Pod) -> bool | Unknown:
    own = flag(pod.spec.get("automountServiceAccountToken"))
    if own is not None:
        return own
    if isinstance(pod.account, Unknown):
        return UNKNOWN
    account = account_of(look, pod)
    given = None if account is None else account.flag("automountServiceAccountToken")
    return True if given is None else given


def _projected(spec: Mapping[str, Any]) -> Iterator[str]:
    """Tokens for the API server itself; one for another audience (Vault, a mesh) is of no use there."""
    volumes = spec.get("volumes")
    for index, volume in enumerate(volumes if isinstance(volumes, (list, tuple)) else ()):
        projected = volume.get("projected") if isinstance(volume, Mapping) else None
        sources = projected.get("sources") if isinstance(projected, Mapping) else None
        for number, source in enumerate(sources if isinstance(sources, (list, tuple)) else ()):
            token = source.get("serviceAccountToken") if isinstance(source, Mapping) else None
            if isinstance(token, Mapping) and not is_unknown(token.get("audience")) and not token.get("audience"):
                yield f"spec.volumes[{index}].projected.sources[{number}].serviceAccountToken"
