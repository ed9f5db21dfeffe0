"""Listeners of zones speak TLS 1.2 or later, or pass it through.

Sources: Elastic Load Balancing API Reference, "CreateListener" (protocol: of a Gateway Load Balancer there is none), "RedirectActionConfig" (the
protocol is the request's own unless another is named); AWS Security Hub, "ELB.1" (all HTTP requests are redirected to HTTPS).
"""

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
LISTENER_RULE: Final = (
    "aws:lb/listenerRule:ListenerRule",
    "aws:alb/listenerRule:ListenerRule",
    "aws-native:elasticloadbalancingv2:ListenerRule",
)
_PLAIN: Final = "speaks plain HTTP"
_STRONG: Final = ("ELBSecurityPolicy-TLS13-1-2", "ELBSecurityPolicy-TLS13-1-3", "ELBSecurityPolicy-FS-1-2", "ELBSecurityPolicy-TLS-1-2")


@rule(*LISTENER, *LISTENER_RULE)
def check(look: Look) -> Iterator[Fault]:
    """No plain HTTP but as a redirection; a security policy without TLS 1.0 and 1.1."""
    if look.resource.type in LISTENER_RULE:
        yield from _of_one_path(look)
        return
    balancers = look.targets("loadBalancerArn", LOAD_BALANCER)
    if not any(balancer.zone is not None for balancer in balancers):
        return
    protocol = look.text("protocol")
    if is_unknown(protocol):
        yield cannot_tell("protocol", "whether it encrypts")
    elif protocol is None and balancers and all(_hands_on_packets(balancer) for balancer in balancers):
        return
    elif protocol in ("HTTP", None):
        yield from _plain(look, "defaultActions", ("redirect",))
    elif protocol in ("HTTPS", "TLS"):
        policy = look.text("sslPolicy")
        if is_unknown(policy):
            yield cannot_tell("sslPolicy", "whether it refuses old versions of TLS")
        elif policy is None or not policy.startswith(_STRONG):
            yield Fault("lets clients use TLS 1.0 or 1.1", "sslPolicy")


def _hands_on_packets(balancer: Look) -> bool:
    return "gateway" in (balancer.text("loadBalancerType"), balancer.text("type"))


def _of_one_path(look: Look) -> Iterator[Fault]:
    """A rule goes before the default action: one that forwards is a way around the redirection."""
    for listener in look.targets("listenerArn", LISTENER):
        if any(balancer.zone is not None for balancer in listener.targets("loadBalancerArn", LOAD_BALANCER)):
            protocol = listener.text("protocol")
            if is_unknown(protocol):
                yield cannot_tell("listenerArn", "whether what it hands on is encrypted")
            elif protocol == "HTTP":
                yield from _plain(look, "actions", ("redirect", "fixed-response"))


def _plain(look: Look, prop: str, harmless: tuple[str, ...]) -> Iterator[Fault]:
    """What a listener of plain HTTP may do: send to HTTPS, or (a rule) answer nothing but a fixed word."""
    blocks = look.blocks(prop)
    if is_unknown(blocks):
        yield cannot_tell(prop, "whether it sends people to HTTPS")
        return
    if not blocks or any(look.text(f"{block}.type") not in harmless for block in blocks):
        yield Fault(_PLAIN, "protocol" if prop == "defaultActions" else prop)
        return
    for block in blocks:
        to = f"{block}.{'redirectConfig' if look.resource.type.startswith('aws-native') else 'redirect'}.protocol"
        protocol = look.text(to)
        if look.text(f"{block}.type") != "redirect":
            continue
        if is_unknown(protocol):
            yield cannot_tell(to, "whether it sends people to HTTPS")
        elif protocol != "HTTPS":
            yield Fault(f"{_PLAIN}, and sends people to plain HTTP again", to)
