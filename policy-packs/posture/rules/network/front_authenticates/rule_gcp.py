"""What faces the internet in access asks who is there, and from which device or network."""

import ipaddress
from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.gcp.iam_types import IAM
from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import Unknown, is_unknown

BACKEND: Final = gcp("compute:BackendService", "compute:RegionBackendService")
_WEB: Final = ("HTTP", "HTTPS", "HTTP2", "H2C")
_SCHEMES: Final = ("EXTERNAL", "EXTERNAL_MANAGED")
_FAULT: Final = "asks nobody who they are: Identity-Aware Proxy is off"


IAP: Final = tuple(token for token, kind in IAM.items() if kind.startswith("iap:") and not token.endswith("Policy"))
_WEB_ENTERS: Final = "roles/iap.httpsResourceAccessor"
_ENTERS: Final = (_WEB_ENTERS, "roles/iap.tunnelResourceAccessor")
_PEOPLE: Final = ("user:", "group:", "domain:", "principal://iam.googleapis.com/locations/", "principalSet://iam.googleapis.com/locations/")
"""Whoever sits before a device; workforce pools stand in no project."""
LEVEL: Final = gcp("accesscontextmanager:AccessLevel")
SETTINGS: Final = gcp("iap:Settings")
_ATTRIBUTES: Final = ("ipSubnetworks", "devicePolicy", "members", "requiredAccessLevels", "vpcNetworkSources", "regions")
_WIDEST: Final = {4: 8, 6: 16}
"""Nobody's network is wider than the widest that registries give away at once."""


@rule(*BACKEND, *IAP, *LEVEL, *SETTINGS)
def check(look: Look) -> Iterator[Fault]:
    """Identity-Aware Proxy documentation, "IAP overview": off unless it is given."""
    if look.resource.type in IAP:
        if look.scene.classified and look.text("role") in _ENTERS:
            expression = look.text("condition.expression")
            if expression is None or (isinstance(expression, str) and expression.strip() in ("", "true")):
                yield Fault("lets people in from any device and any network: no condition is asked", "condition")
            elif look.text("role") == _WEB_ENTERS:
                yield from _devices(look)
        return
    if look.resource.type in SETTINGS:
        if look.scene.classified:
            prop = "accessSettings.corsSettings.allowHttpOptions"
            yield from must_be_false(look, prop, "hands on requests of the method OPTIONS without asking who sends them")
        return
    if look.resource.type in LEVEL:
        yield from _level(look) if look.scene.classified else ()
        return
    # In access people come in also from the inside, by a balancer of the network's own.
    schemes = (*_SCHEMES, "INTERNAL_MANAGED") if look.zone is ZoneName.ACCESS else _SCHEMES
    if look.zone is not None and look.text("protocol") in _WEB and look.text("loadBalancingScheme") in (None, *schemes):
        yield from must_be_true(look, "iap.enabled", _FAULT)


def _devices(look: Look) -> Iterator[Fault]:
    """Identity-Aware Proxy documentation, "Set up context-aware access with IAP": in an office anybody's device is in its network."""
    listed = look.texts("members")
    members = [look.text("member"), *(listed if isinstance(listed, list) else ())]
    if not any(isinstance(one, str) and one.lower().startswith(_PEOPLE) for one in members):
        return
    expression = look.text("condition.expression")
    if isinstance(expression, str):
        levels = [one for one in map(look.scene.look, look.scene.of(LEVEL)) if str(one.value("name")) in expression]
    else:
        targets = look.view.refers_to("condition.expression", LEVEL).targets
        levels = [look.scene.look(look.scene.stack.by_urn[one]) for one in targets if one in look.scene.stack.by_urn]
    if levels and not any(_asks_for_device(one) for one in levels):
        for one in levels:
            yield Fault("lets people in with any device that is in a network of ours", "basic.conditions", urn=one.urn)


def _asks_for_device(look: Look) -> bool:
    """What only the API can tell, or a level that this one asks for, may ask."""
    blocks = look.blocks("basic.conditions")
    if isinstance(blocks, Unknown) or look.value("custom") is not None or not blocks:
        return True
    asks = [any(_given(look, f"{one}.{name}") for name in ("devicePolicy", "requiredAccessLevels")) for one in blocks]
    return all(asks) if look.text("basic.combiningFunction") == "OR" else any(asks)


def _level(look: Look) -> Iterator[Fault]:
    """Access Context Manager documentation, "Access level attributes": what a device policy leaves out is not asked."""
    yield from _whoever_has_credentials(look)
    for block in items(look, "basic.conditions"):
        if is_unknown(look.value(block)):
            yield cannot_tell(block, "what it asks for")
            continue
        asked = [name for name in _ATTRIBUTES if name != "regions" and _given(look, f"{block}.{name}")]
        if not asked:
            yield Fault("is met by whoever is in a country, or anywhere", block)
        ranges = look.texts(f"{block}.ipSubnetworks")
        for one in ranges if isinstance(ranges, list) else ():
            if isinstance(one, str) and _too_wide(one):
                yield Fault(f"takes {one} for a network of ours", f"{block}.ipSubnetworks")
        policy = f"{block}.devicePolicy"
        if "devicePolicy" not in asked:
            continue
        if look.flag(f"{policy}.requireScreenLock") is not True:
            yield Fault("is met by devices without a screen lock", f"{policy}.requireScreenLock")
        if look.value(f"{policy}.allowedEncryptionStatuses") not in (["ENCRYPTED"], ("ENCRYPTED",)):
            yield Fault("is met by devices that are not encrypted", f"{policy}.allowedEncryptionStatuses")
        if look.flag(f"{policy}.requireCorpOwned") is not True:
            yield Fault("is met by devices that are not ours", f"{policy}.requireCorpOwned")


def _given(look: Look, path: str) -> bool:
    """What is not known yet may ask."""
    value = look.value(path)
    return is_unknown(value) or value not in (None, [], {}, ())


def _whoever_has_credentials(look: Look) -> Iterator[Fault]:
    """A list of who may ask is what a grant says already: stolen credentials pass it from anywhere."""
    blocks = list(items(look, "basic.conditions"))
    asked = [{name for name in _ATTRIBUTES if _given(look, f"{one}.{name}")} for one in blocks]
    if look.text("basic.combiningFunction") != "OR":
        asked = [set().union(*asked)]
    if {"members"} in asked:
        yield Fault("is met from any network and any device by whoever has the credentials of its members", "basic.conditions")


def _too_wide(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return network.prefixlen < _WIDEST[network.version]
