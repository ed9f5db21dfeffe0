"""What a resource policy refuses whatever else allows it: requests without TLS, and requests from other networks.

Only an explicit deny does this; an Allow with a condition leaves the way by an identity policy open.
Sources: Amazon S3 User Guide, "Security best practices" (`aws:SecureTransport`) and "Controlling access from VPC endpoints with bucket
policies" (`aws:SourceVpce`, `aws:SourceVpc`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from posture.iam.document import AnyPolicy, NoPolicy, Policy, UnknownPolicy
from posture.iam.evaluate import evaluate
from posture.iam.networks import Network, outside_networks
from posture.iam.opening import Certainty, Opening, WitnessKind
from posture.iam.ours import Ours
from posture.iam.parties import Cast
from posture.iam.request import ANYONE, ContextValue, Request
from posture.iam.trial import document_opening
from posture.iam.values import ABSENT, Truth, all_of

_DIRECT: dict[str, ContextValue] = {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"}
"""A customer's own call: requests that AWS services make on its behalf come from the service's network."""


def requires_tls(policy: AnyPolicy, resources: Sequence[str], action: str | None = None) -> Truth:
    """Whether everyone's plain-text request to these resources (patterns allowed) is denied.

    For a bucket give the bucket and `bucket/*`. `action` defaults to all actions of the resource's service.
    """
    return (
        all_of(_denied(policy, resource, action, {"aws:SecureTransport": "false"}) for resource in resources)
        if resources
        else Truth.UNKNOWN
    )


def network_openings(
    policy: AnyPolicy,
    vpce_ids: Collection[str],
    vpc_ids: Collection[str],
    resources: Sequence[str],
    action: str | None = None,
    cidrs: Collection[str] = (),
) -> list[Opening]:
    """Networks other than these from which a request is not certainly denied. Empty means confined."""
    if not isinstance(policy, Policy):
        reason = {NoPolicy: "there is no policy", UnknownPolicy: "the policy is not known yet"}.get(
            type(policy), f"the policy is malformed: {policy}"
        )
        opening = document_opening(reason)
        return [replace(opening, certainty=Certainty.CERTAIN)] if isinstance(policy, NoPolicy) else [opening]
    ours = Ours(vpc_ids=frozenset(vpc_ids), vpc_endpoint_ids=frozenset(vpce_ids), cidrs=frozenset(cidrs))
    found: dict[tuple[WitnessKind, str], Opening] = {}
    for network in outside_networks(policy, Cast(policy, ours), always=True):
        truth = _stopped(policy, network, resources, action)
        if truth is Truth.TRUE:
            continue
        kind, name = _witness(network)
        certain = truth is Truth.FALSE and not network.may_be_ours
        reason = f"requests from {name} are {'not' if truth is Truth.FALSE else 'not certainly'} denied"
        opening = Opening(None, None, kind, name, (action or "*",), reason, Certainty.CERTAIN if certain else Certainty.UNKNOWN)
        if (kind, name) not in found or certain:
            found[kind, name] = opening
    return list(found.values())


def confines_to_network(
    policy: AnyPolicy, vpce_ids: Collection[str], vpc_ids: Collection[str], resources: Sequence[str], action: str | None = None
) -> Truth:
    """Whether every direct request from outside these endpoints and VPCs is denied, by everyone, on all the resources."""
    openings = network_openings(policy, vpce_ids, vpc_ids, resources, action)
    if not openings:
        return Truth.TRUE
    return Truth.FALSE if any(opening.certain for opening in openings) else Truth.UNKNOWN


def _stopped(policy: Policy, network: Network, resources: Sequence[str], action: str | None) -> Truth:
    """Whether the network's requests are denied, directly and through the access points that it could use."""
    if not resources:
        return Truth.UNKNOWN
    origins: tuple[ContextValue, ...] = (ABSENT, "Internet")
    own = [
        _denied(policy, resource, action, {**dict(network.context), "s3:AccessPointNetworkOrigin": origin})
        for resource in resources
        for origin in origins
    ]
    if isinstance(dict(network.context)["aws:SourceIp"], str):
        return all_of(own)
    # A stranger's VPC may hold an access point of the stranger's own; whether it can serve this bucket is not for this document to say.
    borrowed = {**dict(network.context), "s3:AccessPointNetworkOrigin": "VPC", "s3:DataAccessPointAccount": Cast(policy, Ours()).account}
    return all_of(own) & all_of(_denied(policy, resource, action, borrowed) | Truth.UNKNOWN for resource in resources)


def _denied(policy: AnyPolicy, resource: str, action: str | None, context: dict[str, ContextValue]) -> Truth:
    parts = resource.split(":")
    service = parts[2] if len(parts) > 2 else "*"
    wanted = action or (f"{service}:*" if service != "*" else "*")
    return evaluate(policy, Request(wanted, resource, ANYONE, {**_DIRECT, **context})).deny


def _witness(network: Network) -> tuple[WitnessKind, str]:
    if network.witness is not None:
        return network.witness
    context = dict(network.context)
    return (WitnessKind.NETWORK, "the internet" if isinstance(context["aws:SourceIp"], str) else "another VPC endpoint")
