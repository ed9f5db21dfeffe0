"""What a resource's own policy refuses to everyone, whatever else allows it.

Source: IAM User Guide, "Policy evaluation logic": an explicit deny overrides every allow.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final

from posture.iam import (
    ABSENT,
    ANYONE,
    AnyPolicy,
    Caller,
    NoPolicy,
    Policy,
    PolicyFault,
    PolicyKind,
    Request,
    Truth,
    UnknownPolicy,
    evaluate,
    parse_policy,
)
from posture.iam.document import Match
from posture.iam.request import ContextValue
from posture.iam.values import all_of, any_of
from posture.proofs.verdict import Verdict
from posture.rules.aws_bucket_roads import passes_somewhere
from posture.rules.aws_buckets import GENERAL_BUCKET
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.rules.parts import Part, Spot, given, spots
from posture.values import is_unknown

TLS: Final[Mapping[str, ContextValue]] = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}
PLAIN_HTTP: Final[Mapping[str, ContextValue]] = {"aws:SecureTransport": "false", "s3:TlsVersion": ABSENT}
"""A request without TLS."""
STRANGER: Final[Mapping[str, ContextValue]] = {
    **TLS,
    "aws:PrincipalOrgID": "o-zzzzzzzzzz",
    "aws:PrincipalAccount": "000000000000",
    "aws:SourceIp": "198.51.100.7",
    "aws:SourceVpc": ABSENT,
    "aws:SourceVpce": ABSENT,
    "s3:AccessPointNetworkOrigin": ABSENT,
    "s3:DataAccessPointAccount": ABSENT,
    "s3:DataAccessPointArn": ABSENT,
}
"""What is known of somebody of no organization of ours, who comes from the internet, through no access point."""
BY_INTERNET_POINT: Final[Mapping[str, ContextValue]] = {
    "s3:AccessPointNetworkOrigin": "Internet",
    "s3:DataAccessPointAccount": "000000000000",
    "s3:DataAccessPointArn": "arn:aws:s3:us-east-1:000000000000:accesspoint/zz-witness",
}
"""Any account may make an access point for a bucket, on the internet too (Amazon S3 User Guide, "Creating access points")."""
PLAIN_PUT: Final[Mapping[str, ContextValue]] = {
    **TLS,
    "s3:x-amz-server-side-encryption": ABSENT,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": ABSENT,
    "s3:x-amz-server-side-encryption-customer-algorithm": ABSENT,
}
"""A write whose headers say nothing of encryption."""
_DIRECT: Final[Mapping[str, ContextValue]] = {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"}
_SOMEBODY: Final = Caller.role("arn:aws:iam::000000000000:role/zz-witness")
"""One whom no policy names: what is not denied to this caller is not denied to everyone."""
_DOCUMENTS: Final = ("policyDocument", "resourcePolicy", "accessPolicy", "policy")


def policies(look: Look, part: Part) -> tuple[list[tuple[Spot, AnyPolicy]], bool]:
    """The policies of a resource, and whether there may be more."""
    places = spots(look, part)
    found: list[tuple[Spot, AnyPolicy]] = [
        (Spot(look, path), UnknownPolicy(PolicyKind.RESOURCE)) for path in part.inline if is_unknown(given(look, path))
    ]
    for spot in places.found:
        path = spot.root if spot.look is look else next((one for one in _DOCUMENTS if spot.look.value(one) is not None), "policy")
        found.append((Spot(spot.look, path), parse_policy(spot.look.value(path), PolicyKind.RESOURCE)))
    return found, places.uncertain


def must_deny(look: Look, part: Part, request: Callable[[str], Request], resources: list[str], fault: str) -> Iterator[Fault]:
    """Some policy of the resource must deny this request, made by anyone, on each of the resources."""
    found, uncertain = policies(look, part)
    real = [(spot, policy) for spot, policy in found if not isinstance(policy, NoPolicy)]
    ours = _somebody_of_ours(look)
    truth = all_of(any_of(denies(policy, request(resource), ours) for _, policy in real) for resource in resources)
    if truth is Truth.TRUE:
        return
    if truth is Truth.UNKNOWN and not uncertain and look.resource.type in GENERAL_BUCKET:
        somebody = partial(_by_somebody, request, ours)
        truth = Truth.FALSE if passes_somewhere(look, [policy for _, policy in real], somebody, resources, _SOMEBODY) else truth
    verdict = Verdict.UNPROVEN if uncertain or truth is Truth.UNKNOWN else Verdict.VIOLATED
    if real:
        yield Fault(fault, real[0][0].root, verdict, "" if real[0][0].look is look else real[0][0].look.urn)
    else:
        yield Fault(f"{fault}: it has no policy", part.inline[0] if part.inline else part.prop, verdict)


def denies(policy: AnyPolicy, request: Request, ours: Mapping[str, ContextValue]) -> Truth:
    """Whether the policy certainly denies a request to everyone: to whom no policy names, and is one of ours, too."""
    if isinstance(policy, PolicyFault):
        return Truth.UNKNOWN
    found = evaluate(policy, request).deny
    if found is Truth.UNKNOWN:
        somebody = replace(request, caller=_SOMEBODY, context={**ours, **request.context})
        return evaluate(policy, somebody).deny & Truth.UNKNOWN
    return found


def _by_somebody(request: Callable[[str], Request], ours: Mapping[str, ContextValue], resource: str) -> Request:
    made = request(resource)
    return replace(made, context={**ours, **made.context})


def _somebody_of_ours(look: Look) -> Mapping[str, ContextValue]:
    """Who a caller of our own organization and account is, as far as the reviewer says."""
    builder = look.scene.builder

    def first() -> dict[str, ContextValue]:
        context: dict[str, ContextValue] = {}
        if organizations := builder.approved.organization.aws_organization_ids:
            context["aws:PrincipalOrgID"] = min(organizations)
        if builder.own_accounts:
            context["aws:PrincipalAccount"] = min(builder.own_accounts)
        return context

    return builder.once("aws somebody of ours", first)


def direct(action: str, context: Mapping[str, ContextValue]) -> Callable[[str], Request]:
    """A customer's own request, not one that a service makes for it."""
    return lambda resource: Request(action, resource, ANYONE, {**_DIRECT, **context})


def stranger(action: str, road: Mapping[str, ContextValue] = MappingProxyType({})) -> Callable[[str], Request]:
    """The request of one who is not ours and whom no policy names."""
    return lambda resource: Request(action, resource, _SOMEBODY, {**_DIRECT, **STRANGER, **road})


def bucket_arns(look: Look, *, objects_only: bool = False) -> list[str]:
    """The bucket and its objects, as patterns; `*` for a name that is not known yet."""
    name = next((value for prop in ("bucket", "bucketName") if isinstance(value := look.value(prop), str)), None)
    arn = f"arn:aws:s3:::{name}" if name else "arn:aws:s3:::*"
    return [f"{arn}/*"] if objects_only or not name else [arn, f"{arn}/*"]


def holder_arn(look: Look, part: Part, service: str) -> str:
    """ARN of a queue, topic or file system; where a preview does not know it, the one of its name that its policy itself means."""
    arn = look.first("arn", "topicArn")
    if isinstance(arn, str):
        return arn
    name = look.first("name", "queueName", "topicName")
    for _, policy in policies(look, part)[0] if isinstance(name, str) else []:
        for statement in policy.statements if isinstance(policy, Policy) else ():
            for text in statement.resources.patterns if isinstance(statement.resources, Match) else ():
                if isinstance(text, str) and text.startswith(f"arn:aws:{service}:") and text.endswith(f":{name}") and "*" not in text:
                    return text
    return f"arn:aws:{service}:*"
