"""Fronts of AWS that are no load balancers of the second generation: distributions, classic load balancers and domain names of APIs.

Sources: Amazon CloudFront Developer Guide, "Require HTTPS for communication between viewers and CloudFront" (`allow-all` takes both), "Supported
protocols and ciphers between viewers and CloudFront" (with CloudFront's own certificate the policy is TLSv1, whatever is asked for), "Require HTTPS for
communication between CloudFront and your custom origin"; User Guide for Classic Load Balancers, "Predefined SSL security policies" (the default takes
TLS 1.0); API Gateway Developer Guide, "Choose a security policy for your custom domain".
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown
from posture.view import Path

DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
CLASSIC: Final = ("aws:elb/loadBalancer:LoadBalancer", "aws:elasticloadbalancing/loadBalancer:LoadBalancer")
DOMAIN: Final = {
    "aws:apigateway/domainName:DomainName": "securityPolicy",
    "aws:apigatewayv2/domainName:DomainName": "domainNameConfiguration.securityPolicy",
}
_POLICY: Final = ("aws:elb/loadBalancerPolicy:LoadBalancerPolicy", "aws:elasticloadbalancing/loadBalancerPolicy:LoadBalancerPolicy")
_STRONG_CLASSIC: Final = "ELBSecurityPolicy-TLS-1-2-2017-01"
_WEAK: Final = ("TLSv1", "TLSv1_2016", "TLSv1.1_2016", "SSLv3")
_PLAIN: Final = "speaks plain HTTP"
_OLD: Final = "lets clients use TLS 1.0 or 1.1"


@rule(DISTRIBUTION, *CLASSIC, *DOMAIN)
def check(look: Look) -> Iterator[Fault]:
    """Of what stands in a zone."""
    if look.zone is None:
        return
    if look.resource.type == DISTRIBUTION:
        yield from _distribution(look)
    elif look.resource.type in CLASSIC:
        yield from _classic(look)
    else:
        prop = DOMAIN[look.resource.type]
        if look.text(prop) == "TLS_1_0":
            yield Fault(_OLD, prop)


def _distribution(look: Look) -> Iterator[Fault]:
    further = look.blocks("orderedCacheBehaviors")
    if is_unknown(further):
        yield cannot_tell("orderedCacheBehaviors", "whether it encrypts")
        further = []
    for behavior in ("defaultCacheBehavior", *further):
        prop: Path = f"{behavior}.viewerProtocolPolicy"
        policy = look.text(prop)
        if is_unknown(policy):
            yield cannot_tell(prop, "whether it encrypts")
        elif policy == "allow-all":
            yield Fault(_PLAIN, prop)
    version = look.text("viewerCertificate.minimumProtocolVersion")
    if look.flag("viewerCertificate.cloudfrontDefaultCertificate") is True:
        yield Fault(f"{_OLD}: CloudFront's own certificate comes with that", "viewerCertificate.cloudfrontDefaultCertificate")
    elif is_unknown(version):
        yield cannot_tell("viewerCertificate.minimumProtocolVersion", "whether it refuses old versions of TLS")
    elif version is None or version in _WEAK:
        yield Fault(_OLD, "viewerCertificate.minimumProtocolVersion")
    yield from _origins(look)


def _origins(look: Look) -> Iterator[Fault]:
    """`match-viewer` is as plain as the viewer, who is asked above."""
    origins = look.blocks("origins")
    for origin in [] if is_unknown(origins) else origins:
        prop: Path = f"{origin}.customOriginConfig.originProtocolPolicy"
        if look.text(prop) == "http-only":
            yield Fault("speaks plain HTTP to its origin", prop)


def _classic(look: Look) -> Iterator[Fault]:
    listeners = look.blocks("listeners")
    if is_unknown(listeners):
        yield cannot_tell("listeners", "whether it encrypts")
        return
    for listener in listeners:
        prop: Path = f"{listener}.lbProtocol"
        protocol = look.text(prop)
        if is_unknown(protocol):
            yield cannot_tell(prop, "whether it encrypts")
        elif protocol is not None and protocol.lower() == "http":
            yield Fault(_PLAIN, prop)
        elif protocol is not None and protocol.lower() in ("https", "ssl") and not _strong(look):
            yield Fault(_OLD, prop)


def _strong(look: Look) -> bool:
    """Whether a policy of its own refuses old versions, or may."""
    if look.maybe_companions(_POLICY, "loadBalancerName", CLASSIC):
        return True
    for policy in look.companions(_POLICY, "loadBalancerName", CLASSIC):
        attributes = policy.blocks("policyAttributes")
        if is_unknown(attributes):
            return True
        given = {policy.text(f"{block}.name"): policy.text(f"{block}.value") for block in attributes}
        if given.get("Reference-Security-Policy") == _STRONG_CLASSIC:
            return True
        if given.get("Protocol-TLSv1.2") == "true" and not any(
            given.get(f"Protocol-{old}") == "true" for old in ("SSLv3", "TLSv1", "TLSv1.1")
        ):
            return True
    return False
