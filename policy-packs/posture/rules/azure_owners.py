"""Whose subscriptions are ours: those that the reviewer lists, else those in which the stack itself is built."""

import re
from typing import Final

from posture.rules.azure_ids import subscription_in
from posture.rules.azure_paths import PREFIX
from posture.rules.look import Scene

_SUBSCRIPTION: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def own_subscriptions(scene: Scene) -> frozenset[str]:
    """In lower case; empty where nothing tells."""
    organization = scene.builder.approved.organization
    if organization.stated:
        return frozenset(one.lower() for one in organization.azure_subscription_ids)
    found = set()
    for resource in scene.stack:
        if resource.type.startswith(PREFIX):
            account = resource.provider.account if resource.provider else None
            found.add(account.lower() if account else subscription_in(resource.id) if isinstance(resource.id, str) else None)
    return frozenset(one for one in found if one is not None and _SUBSCRIPTION.fullmatch(one))
