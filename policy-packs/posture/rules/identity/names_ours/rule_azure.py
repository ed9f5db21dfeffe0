"""What belongs to a zone or holds records names no resource of a subscription, and no tenant, that is not ours."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_ids import subscription_in
from posture.rules.azure_owners import own_subscriptions
from posture.rules.azure_words import az
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.scope import guarded

_SAID_ELSEWHERE: Final = (
    *az("network:VirtualNetworkPeering", "storage:ObjectReplicationPolicy"),
    "azure-native:managedservices:RegistrationDefinition",
)
_BUILT_IN: Final = ("/providers/microsoft.authorization/roledefinitions/",)
"""Built-in roles have the same name in every subscription."""
_INSIDE: Final = re.compile(r"=(/subscriptions/[0-9a-fA-F-]{36}/.+)$")
"""An id behind a word: Cosmos DB's `UserAssignedIdentity=/subscriptions/…`."""
_RIGHTS: Final = "azure-native:authorization:"
_TENANTS: Final = ("tenantid", "managedbytenantid", "aadtenantid")
_ANSWERED: Final = ("identity", "authConfig")
"""Where Azure answers the tenant of the provider itself."""
_NOBODYS: Final = "00000000-0000-0000-0000-000000000000"


@rule(EVERY, of=("azure-native",))
def check(look: Look) -> Iterator[Fault]:
    """Ids and tenants in every property that the program gives; of a resource without a zone, by what it names beside them."""
    if not look.on_azure or look.resource.external or look.resource.type in _SAID_ELSEWHERE:
        return
    strangers = list(dict.fromkeys(_strangers(look)))
    if not strangers or not (guarded(look) or serves(look) or _concerned(look)):
        return
    stated = look.approved.organization.stated
    for path, what in strangers:
        yield Fault(f"names {what}, which is not listed as ours", path, Verdict.VIOLATED if stated else Verdict.UNPROVEN)


def _concerned(look: Look) -> bool:
    if look.resource.type.startswith(_RIGHTS):
        return look.scene.classified
    props = ("scope", "resourceUri", *look.resource.property_dependencies)
    return any(guarded(target) or serves(target) for prop in props for target in look.targets(prop))


def _strangers(look: Look) -> Iterator[tuple[str, str]]:
    own = own_subscriptions(look.scene)
    tenants = frozenset(one.lower() for one in look.approved.organization.azure_tenant_ids)
    declared = look.resource.declared
    for top, value in look.resource.props.items():
        if declared is not None and top not in declared:
            continue
        for path, text in _texts(value, top):
            inside = _INSIDE.search(text)
            text = inside[1] if inside is not None else text
            subscription = subscription_in(text) if text[:1] == "/" else None
            if subscription is not None:
                if (
                    own
                    and subscription not in own
                    and not any(word in text.lower() for word in _BUILT_IN)
                    and len(subscription) == len(_NOBODYS)
                ):
                    yield path, f"a resource of subscription {subscription}"
            elif _says_tenant(path, top) and tenants and len(text) == len(_NOBODYS) and text != _NOBODYS and text.lower() not in tenants:
                yield path, f"tenant {text}"


def _says_tenant(path: str, top: str) -> bool:
    return path.rsplit(".", 1)[-1].lower() in _TENANTS and top not in _ANSWERED


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}")
            yield from _texts(key if isinstance(key, str) and key.startswith("/subscriptions/") else None, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]")
