"""Application load balancers of zones record requests, refuse what is ambiguous, and stay behind their web firewall when it fails."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import LOAD_BALANCER
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.listener_encrypts.rule import LISTENER
from posture.rules.words import cannot_tell, must_be_false, must_be_one_of, must_be_true
from posture.values import is_unknown

_LISTENERS: Final = tuple(token for token in LISTENER if not token.startswith("aws-native"))
_APPLICATION: Final = (None, "application")


@rule(*(token for token in LOAD_BALANCER if not token.startswith("aws-native")))
def check(look: Look) -> Iterator[Fault]:
    """Elastic Load Balancing, "Application Load Balancers": access logs are off by default, desync mitigation is `defensive`, WAF fail-open off."""
    if look.zone is None:
        return
    if look.text("loadBalancerType") not in _APPLICATION:
        if any(listener.text("protocol") == "TLS" for listener in look.companions(_LISTENERS, "loadBalancerArn")):
            # "Access logs are created only if the load balancer has a TLS listener" (Network Load Balancers, "Access logs").
            yield from must_be_true(look, "accessLogs.enabled", "does not record who connects to it")
        return
    if look.value("connectionLogs") is not None:
        yield from must_be_true(look, "connectionLogs.enabled", "names a place for the records of its connections, and writes none")
    else:
        yield from _whom_it_refused(look)
    yield from must_be_true(look, "accessLogs.enabled", "does not record who asks it for what")
    yield from must_be_one_of(
        look, "desyncMitigationMode", ("defensive", "strictest"), "passes ambiguous requests on to its targets", default="defensive"
    )
    yield from must_be_false(look, "enableWafFailOpen", "lets requests pass when its web firewall does not answer")


def _whom_it_refused(look: Look) -> Iterator[Fault]:
    """Where callers show certificates, one that is refused sends no request: the log of requests knows nothing of it, the log of connections does.

    Source: Elastic Load Balancing, "Connection logs for your Application Load Balancer" (status of the handshake, details of the client's certificate).
    """
    modes = [listener.text("mutualAuthentication.mode") for listener in look.companions(_LISTENERS, "loadBalancerArn")]
    if "verify" in modes:
        yield Fault("does not record whose certificates it refused", "connectionLogs")
    elif any(is_unknown(mode) for mode in modes):
        yield cannot_tell("connectionLogs", "whether it has to record whose certificates it refused")
