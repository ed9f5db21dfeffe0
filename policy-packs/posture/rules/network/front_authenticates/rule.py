"""A listener on the internet knows who asks before it passes anything on."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.aws.accelerators import ENDPOINT_GROUPS
from posture.readers.aws.tokens import LOAD_BALANCER
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.listener_encrypts.rule import LISTENER
from posture.rules.words import cannot_tell, must_be_false
from posture.values import is_unknown
from posture.view import Path

LISTENER_RULE: Final = ("aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule")
_ASKS: Final = {
    "authenticate-oidc": "authenticateOidc",
    "authenticate-cognito": "authenticateCognito",
    "jwt-validation": "jwtValidation",
}


@rule(*(token for token in LISTENER if not token.startswith("aws-native")), *LISTENER_RULE)
def check(look: Look) -> Iterator[Fault]:
    """An action that authenticates stands before the one that forwards, or clients show certificates (mutual TLS, verified)."""
    listeners = look.targets("listenerArn", LISTENER) if look.resource.type in LISTENER_RULE else [look]
    fronts = [one for listener in listeners for one in listener.targets("loadBalancerArn", LOAD_BALANCER) if on_the_internet(one)]
    if not fronts:
        return
    shown = [listener for listener in listeners if listener.text("mutualAuthentication.mode") == "verify"]
    if shown:
        if look.resource.type not in LISTENER_RULE:
            yield from must_be_false(look, "mutualAuthentication.ignoreClientCertificateExpiry", "takes certificates that have expired")
        return
    prop = "actions" if look.resource.type in LISTENER_RULE else "defaultActions"
    blocks = look.blocks(prop)
    if is_unknown(blocks):
        yield cannot_tell(prop, "whether it asks who is there")
        return
    asked = False
    for block in blocks:
        kind = look.text(f"{block}.type")
        if is_unknown(kind):
            yield cannot_tell(f"{block}.type", "whether it asks who is there")
            return
        if kind in _ASKS:
            asked = True
            yield from _lets_through(look, f"{block}.{_ASKS[kind]}")
        elif kind == "forward" and not asked:
            yield Fault("forwards requests of whoever is on the internet, without asking who it is", f"{block}.type")


def on_the_internet(balancer: Look) -> bool:
    """Whether it is an application load balancer of access that faces the internet, by itself or behind an accelerator."""
    application = balancer.text("loadBalancerType") in (None, "application")
    if not application or balancer.zone is not ZoneName.ACCESS:
        return False
    return balancer.flag("internal") is not True or _accelerated(balancer)


def _accelerated(balancer: Look) -> bool:
    """An accelerator reaches internal balancers too (AWS Global Accelerator Developer Guide, "Endpoints for standard accelerators")."""
    for resource in balancer.scene.of(ENDPOINT_GROUPS):
        group = balancer.scene.look(resource)
        blocks = group.blocks("endpointConfigurations")
        for block in [] if is_unknown(blocks) else blocks:
            if any(one.urn == balancer.urn for one in group.targets(f"{block}.endpointId", LOAD_BALANCER)):
                return True
    return False


def _lets_through(look: Look, base: Path) -> Iterator[Fault]:
    # Absent means `authenticate` (Elastic Load Balancing API Reference, AuthenticateOidcActionConfig).
    if look.text(f"{base}.onUnauthenticatedRequest") == "allow":
        yield Fault("asks who is there, and passes on who does not say", f"{base}.onUnauthenticatedRequest")
