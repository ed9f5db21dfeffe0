"""Namespaces of zones have a quota."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import NAMESPACE, fault, untold, zoned
from posture.rules.look import Look


@rule(*NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """A quota that limits something: an empty one counts as none."""
    for one, _ in zoned(look):
        quotas = ground(look.scene).beside(one, "ResourceQuota")
        if any(quota.value("spec.hard") not in (None, {}) for quota in quotas):
            continue
        if ground(look.scene).maybe_beside(one, "ResourceQuota"):
            yield untold(one, "metadata.name", "whether it has a quota")
        else:
            yield fault(one, "has no quota: one program may take everything", "metadata.name")
