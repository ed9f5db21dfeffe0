"""Can a request through an endpoint reach what is not ours?

Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies" (the default allows full access); AWS whitepaper
"Building a Data Perimeter on AWS" (trusted resources: `aws:ResourceOrgID`, `aws:ResourceAccount`). A condition on the principal alone
does not close the resource side; where an action names no resource, what it carries lands in the caller's account, and there it does.
"""

from __future__ import annotations

from collections.abc import Sequence

from posture.iam.actions import WITHIN_ONE_ACCOUNT, action_prefix, directions, has_no_resource, is_listed, on_objects
from posture.iam.aws_owned import aws_owned_bucket, aws_owned_image
from posture.iam.document import AnyPolicy, Effect, Match, NoPolicy, Policy, PolicyFault, PolicyKind, Statement, UnknownPolicy
from posture.iam.opening import Certainty, Opening, WitnessKind
from posture.iam.ours import Ours
from posture.iam.parties import PRINCIPAL_ACCOUNT_KEYS, RESOURCE_ACCOUNT_KEYS, Cast, Party
from posture.iam.principal import account_of
from posture.iam.request import Caller, ContextValue
from posture.iam.targets import Target, targets_of
from posture.iam.trial import NO_RESOURCE, Openings, Witness, action_texts, candidate_actions, document_opening, grouped, opens
from posture.iam.values import ABSENT, Truth, Unknown

_FULL_ACCESS = Policy(
    (Statement(0, None, Effect.ALLOW, None, Match(("*",)), Match(("*",)), ()),),
    PolicyKind.ENDPOINT,
)

_THROUGH_ENDPOINT: dict[str, ContextValue] = {
    # A workload calls with credentials of an account: it is no AWS service, nor does one call on its behalf.
    "aws:PrincipalIsAWSService": "false",
    "aws:ViaAWSService": "false",
    "aws:CalledVia": ABSENT,
    "aws:CalledViaFirst": ABSENT,
    "aws:CalledViaLast": ABSENT,
    "aws:SourceAccount": ABSENT,
    "aws:SourceArn": ABSENT,
    "aws:SourceOrgID": ABSENT,
    "aws:SourceOrgPaths": ABSENT,
    # "... always present, except when the requester uses a VPC endpoint".
    "aws:SourceIp": ABSENT,
}


def reachable_outside(endpoint_policy: AnyPolicy, service: str, ours: Ours, actions: Sequence[str] | None = None) -> list[Opening]:
    """Ways through an endpoint to resources, or accounts, outside ours. Empty means closed.

    `service` is the endpoint's service (`s3`, `monitoring`, `com.amazonaws.eu-west-1.ecr.api`); `actions` defaults to the data-carrying
    actions of that service and whatever unlisted ones the document names. Over-approximates: what is not understood is an opening of
    certainty `unknown`.
    """
    if isinstance(endpoint_policy, (PolicyFault, UnknownPolicy)):
        why = f"malformed: {endpoint_policy}" if isinstance(endpoint_policy, PolicyFault) else "not known yet"
        return [document_opening(f"the endpoint policy is {why}")]
    missing = isinstance(endpoint_policy, NoPolicy)
    policy = endpoint_policy if isinstance(endpoint_policy, Policy) else _FULL_ACCESS
    prefix = action_prefix(service)
    cast = Cast(policy, ours)
    owners = [*cast.strangers(), *cast.named(RESOURCE_ACCOUNT_KEYS, "resource")]
    found = Openings()
    told_by = action_texts([policy])
    for statement in opens(policy):
        targets = list(dict.fromkeys(targets_of(statement, prefix, cast, owners)))
        for action, alike in grouped(told_by, candidate_actions(statement, prefix, actions)):
            for target in targets:
                if _fits(action, target):
                    _try(policy, statement, action, alike, target, cast, found)
    result = found.found()
    if missing:
        result = [_replace_reason(opening) for opening in result]
    return result + ([document_opening("some statements of the endpoint policy are not known yet")] if policy.open_ended else [])


def _replace_reason(opening: Opening) -> Opening:
    return Opening(
        None,
        None,
        opening.witness_kind,
        opening.witness,
        opening.actions,
        "the endpoint has no policy, and the default one allows full access",
        opening.certainty,
        opening.directions,
    )


def _fits(action: str, target: Target) -> bool:
    """Whether the action can name this resource, and the resource is a way outside for it."""
    if target.arn == NO_RESOURCE:
        return has_no_resource(action) or not is_listed(action)
    if has_no_resource(action):
        return False
    if target.owner is None:
        # AWS's own (a foundation model, a public parameter): only what is sent there is of interest, for it belongs to the caller.
        return "write" in directions(action)
    if target.bucket is not None and aws_owned_bucket(target.bucket, action):
        return False
    if aws_owned_image(target.arn, action):
        return False
    shape = on_objects(action)
    return shape is None or shape == ("/" in target.arn.split(":", 5)[-1].removeprefix("accesspoint/"))


def _try(policy: Policy, statement: Statement, action: str, alike: tuple[str, ...], target: Target, cast: Cast, found: Openings) -> None:
    best = Truth.FALSE
    witness = target.witness
    only_owner = action.split(":")[0] in WITHIN_ONE_ACCOUNT
    for caller, party in _callers(target, cast):
        if only_owner and target.owner is not None and party.account != target.owner.account:
            continue
        owner = target.owner or party
        context: dict[str, ContextValue] = {**_THROUGH_ENDPOINT, **party.keys("Principal"), **owner.keys("Resource")}
        context["s3:ResourceAccount"] = owner.account
        context["kms:CallerAccount"] = party.account
        at_access_point = ":accesspoint/" in target.arn
        context["s3:DataAccessPointAccount"] = owner.account if at_access_point else ABSENT
        context["s3:DataAccessPointArn"] = target.arn.split("/object/")[0] if at_access_point else ABSENT
        answer = Witness(policy, caller, context, stranger=not cast.is_own(party)).passes(statement, action, target.arn)
        if answer.value > best.value:
            best = answer
            witness = target.witness if target.owner else (party.kind, party.name)
        if best is Truth.TRUE:
            break
    if best.possible:
        named_unlisted = witness[0] in (WitnessKind.ACCOUNT, WitnessKind.ORGANIZATION) and cast.trusts_nobody
        certain = best is Truth.TRUE and not target.may_be_ours and not named_unlisted
        certainty = Certainty.CERTAIN if certain else Certainty.UNKNOWN
        found.add(statement, witness, alike, _reason(statement, target, witness, certain), certainty)


def _callers(target: Target, cast: Cast) -> list[tuple[Caller, Party]]:
    """Who may call: ours where the resource is foreign; a stranger, who brings credentials of the account that owns the resource."""
    strangers = [target.owner] if target.owner else [*cast.strangers(), *cast.named(PRINCIPAL_ACCOUNT_KEYS, "principal")]
    parties = [*(cast.own() if target.owner else ()), *strangers]
    if target.owner:
        parties += cast.named(PRINCIPAL_ACCOUNT_KEYS, "principal")
    callers = [(Caller.of_account(party.account), party) for party in dict.fromkeys(parties)]
    for arn in cast.principal_arns():
        account = account_of(arn)
        if account is None:
            continue
        mine = cast.is_ours(account)
        if mine and target.owner is None:
            continue
        for party in cast.own() if mine else cast.strangers():
            kind = party.kind if mine else WitnessKind.ACCOUNT
            callers.append((Caller.role(arn), Party(account, party.org, party.org_paths, kind, account)))
    return callers


def _reason(statement: Statement, target: Target, witness: tuple[WitnessKind, str], certain: bool) -> str:
    lets = "lets requests" if certain else "may let requests"
    where = {
        WitnessKind.ANY: "resources of any account",
        WitnessKind.NO_ORGANIZATION: "resources of accounts that belong to no organization, where the organization keys are absent",
        WitnessKind.ACCOUNT: f"account {witness[1]}, which is not listed as ours",
        WitnessKind.ORGANIZATION: f"organization {witness[1]}, which is not listed as ours",
        WitnessKind.BUCKET: f"bucket {witness[1]}, which is not known to be ours",
    }.get(witness[0], witness[1])
    if target.owner is None:
        return f"{statement.label} {lets} with credentials of another account pass, and what they carry lands there"
    if isinstance(statement.resources, Unknown):
        where += " (its Resource is not known yet)"
    return f"{statement.label} {lets} reach {where}"
