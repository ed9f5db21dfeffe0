"""Listeners of zones speak TLS 1.2 or later, or pass it through."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import LOAD_BALANCER
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

LISTENER: Final = (
    "aws:lb/listener:Listener",
    "aws:alb/listener:Listener",
    "aws:elasticloadbalancingv2/listener:Listener",
    "aws:applicationloadbalancing/listener:Listener",
    "aws-native:elasticloadbalancingv2:Listener",
)
_STRONG: Final = ("ELBSecurityPolicy-TLS13-1-2", "ELBSecurityPolicy-TLS13-1-3", "ELBSecurityPolicy-FS-1-2", "ELBSecurityPolicy-TLS-1-2")


@rule(*LISTENER)
def check(look: Look) -> Iterator[Fault]:
    """No plain HTTP but as a redirection; a security policy without TLS 1.0 and 1.1."""
    if not any(balancer.zone is not None for balancer in look.targets("loadBalancerArn", LOAD_BALANCER)):
        return
    protocol = look.text("protocol")
    if is_unknown(protocol):
        yield cannot_tell("protocol", "whether it encrypts")
    elif protocol in ("HTTP", None) and not _only_redirects(look):
        yield Fault("speaks plain HTTP", "protocol")
    elif protocol in ("HTTPS", "TLS"):
        policy = look.text("sslPolicy")
        if is_unknown(policy):
            yield cannot_tell("sslPolicy", "whether it refuses old versions of TLS")
        elif policy is None or not policy.startswith(_STRONG):
            yield Fault("lets clients use TLS 1.0 or 1.1", "sslPolicy")


def _only_redirects(look: Look) -> bool:
    blocks = look.blocks("defaultActions")
    return not is_unknown(blocks) and bool(blocks) and all(look.text(f"{block}.type") == "redirect" for block in blocks)
