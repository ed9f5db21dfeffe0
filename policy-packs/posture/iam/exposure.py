"""Who outside ours does a resource policy let in?

Sources: IAM User Guide, "AWS JSON policy elements: Principal" and "The confused deputy problem"; Amazon S3 User Guide, "Blocking public
access: the meaning of public"; AWS whitepaper "Building a Data Perimeter on AWS" (trusted identities, expected networks).
Naming the root of our own account only delegates to our own identity policies: it is no opening.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from posture.iam.actions import on_objects
from posture.iam.denials import denying_everything, doubted
from posture.iam.document import (
    AnyPolicy,
    Match,
    NoPolicy,
    Policy,
    PolicyFault,
    Statement,
    UnknownPolicy,
)
from posture.iam.held import resources_held
from posture.iam.networks import Network, internet, outside_networks
from posture.iam.opening import Certainty, Opening, WitnessKind
from posture.iam.ours import Ours
from posture.iam.parties import Cast
from posture.iam.patterns import glob, is_literal
from posture.iam.principal import account_of
from posture.iam.request import ContextValue
from posture.iam.strangers import Stranger, asked_of, strangers
from posture.iam.trial import Openings, Witness, action_texts, candidate_actions, document_opening, grouped, opens
from posture.iam.values import ABSENT, UNKNOWN, Truth, is_unknown

_ROLE_ACTIONS = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")
_NO_PREFIX = "any"
_COLONS = 5
"""In every ARN, at least."""


def openings_to_principals(policy: AnyPolicy, ours: Ours, resource: object, actions: Sequence[str] | None = None) -> list[Opening]:
    """Everybody outside ours who may do data-carrying actions on the holder of this policy. Empty means closed.

    `resource` is the holder's ARN; `"*"` or an unknown means not known yet. Works for bucket, key, queue, topic, secret, repository,
    table and log policies, role trust policies (`PolicyKind.TRUST`) and access points. Over-approximates: what is not understood is an
    opening of certainty `unknown`.
    """
    return list(_openings(policy, ours, resource, None if actions is None else tuple(actions)))


@lru_cache(maxsize=65536)
def _openings(policy: AnyPolicy, ours: Ours, resource: object, actions: tuple[str, ...] | None) -> list[Opening]:
    """Remembered: a reader and several rules ask the same of one policy, and programs repeat their policies."""
    if isinstance(policy, NoPolicy):
        return []
    if isinstance(policy, PolicyFault):
        return [document_opening(f"the policy is malformed: {policy}")]
    if isinstance(policy, UnknownPolicy):
        return [document_opening("the policy is not known yet")]
    arn = resource if isinstance(resource, str) and resource.startswith("arn:") and resource.count(":") >= _COLONS else None
    cast = Cast(policy, ours)
    networks = outside_networks(policy, cast)
    found = Openings()
    told_by = action_texts([policy])
    for statement in opens(policy):
        callers: dict[tuple[bool, bool], list[_Caller]] = {}
        resources: dict[bool | None, list[str]] = {}
        for prefix in _prefixes(statement, arn, policy):
            candidates = _ROLE_ACTIONS if prefix == "sts" and actions is None else candidate_actions(statement, prefix, actions)
            for action, alike in grouped(told_by, candidates):
                asked = asked_of(action)
                if asked not in callers:
                    callers[asked] = [_Caller(stranger, policy, networks, cast) for stranger in strangers(statement, cast, action)]
                if not callers[asked]:
                    continue
                if (shape := on_objects(action)) not in resources:
                    resources[shape] = resources_held(policy, statement, arn, shape)
                for caller in callers[asked]:
                    _try(statement, (action, alike), resources[shape], caller, cast, found)
                callers[asked] = [caller for caller in callers[asked] if not caller.held_off(statement)]
    openings = found.found()
    if arn is None and (denied := denying_everything(policy)) is not None:
        openings = doubted(openings, _openings(denied, ours, resource, actions))
    return openings + ([document_opening("some statements of the policy are not known yet")] if policy.open_ended else [])


def openings_in_principal_list(principals: Iterable[object], ours: Ours) -> list[Opening]:
    """The same for a bare list of allowed principals, as a VPC endpoint service has one (`allowedPrincipals`).

    Source: AWS PrivateLink Guide, "Manage permissions": `*` lets every account connect.
    """
    found: list[Opening] = []
    action = ("vpce:CreateVpcEndpoint",)
    for at, principal in enumerate(principals):
        if is_unknown(principal) or not isinstance(principal, str):
            found.append(replace(document_opening("an allowed principal is not known yet", action), statement=at))
        elif principal == "*":
            found.append(Opening(at, None, WitnessKind.ANY, "any", action, "every account may connect", Certainty.CERTAIN))
        elif (account := account_of(principal)) is None:
            found.append(Opening(at, None, WitnessKind.PRINCIPAL, principal, action, f"{principal} shows no account", Certainty.UNKNOWN))
        elif account not in ours.account_ids:
            said = bool(ours.account_ids or ours.organization_ids)
            reason = f"account {account} may connect, and it is not listed as ours"
            found.append(Opening(at, None, WitnessKind.ACCOUNT, account, action, reason, Certainty.CERTAIN if said else Certainty.UNKNOWN))
    return found


def _prefixes(statement: Statement, arn: str | None, policy: Policy) -> list[str]:
    """The services whose actions matter: that of the holder, or those that the statement names."""
    service = arn.split(":")[2] if arn else None
    if service == "iam" or policy.kind == "trust":
        return ["sts"]
    if service == "rds":
        return ["rds-data"]
    named = []
    if isinstance(statement.actions, Match) and not statement.actions.negated:
        texts = (text for text in statement.actions.patterns if isinstance(text, str) and ":" in text)
        named = [prefix for text in texts if is_literal(glob(prefix := text.split(":")[0].lower()))]
    found = [*([service] if service else []), *named]
    return list(dict.fromkeys(found)) or [_NO_PREFIX]


class _Caller:
    """A stranger before one document, from each network that it may call from."""

    __slots__ = ("_cast", "_policy", "_witnesses", "networks", "stranger")

    def __init__(self, stranger: Stranger, policy: Policy, networks: list[Network], cast: Cast) -> None:
        self.stranger = stranger
        self.networks = networks if stranger.from_network else [_SERVICE_NETWORK]
        self._policy = policy
        self._cast = cast
        self._witnesses: dict[tuple[int, bool], list[tuple[Witness, tuple[WitnessKind, str] | None]]] = {}

    def witnesses(self, at: int, resource: str) -> list[tuple[Witness, tuple[WitnessKind, str] | None]]:
        """Its requests from the network at this place of the list, each with the owner of the access point that it goes through."""
        in_bucket = self.stranger.from_network and _in_bucket(resource)
        found = self._witnesses.get((at, in_bucket))
        if found is None:
            points = _access_points(self._cast) if in_bucket else [({}, None)] if self.stranger.from_network else _NO_ACCESS_POINT
            keys = self._keys(self.networks[at])
            found = self._witnesses[at, in_bucket] = [
                (Witness(self._policy, self.stranger.caller, {**keys, **point}, stranger=True), owner) for point, owner in points
            ]
        return found

    def held_off(self, statement: Statement) -> bool:
        """Whether it has been shown that the statement never means this caller, whatever it asks for: a service comes by one way alone."""
        tried = self._witnesses.values()
        return not self.stranger.from_network and bool(tried) and all(witness.held_off(statement) for ways in tried for witness, _ in ways)

    def _keys(self, network: Network) -> dict[str, ContextValue]:
        own = self._cast.own()[0]
        keys: dict[str, ContextValue] = {**own.keys("Resource"), "s3:ResourceAccount": own.account, **_BY_NO_MOUNT}
        if not self._cast.ours.account_ids:
            keys["aws:ResourceAccount"] = keys["s3:ResourceAccount"] = UNKNOWN
        keys.update(network.context)
        keys.update(self.stranger.keys)
        return keys


def _try(
    statement: Statement, actions: tuple[str, tuple[str, ...]], resources: list[str], caller: _Caller, cast: Cast, found: Openings
) -> None:
    stranger = caller.stranger
    for at, network in enumerate(caller.networks):
        best = Truth.FALSE
        through: tuple[WitnessKind, str] | None = None
        for resource in resources:
            for witness, owner in caller.witnesses(at, resource):
                answer = witness.passes(statement, actions[0], resource)
                if answer is not Truth.FALSE and answer.value > best.value:
                    best, through = answer, owner
            if best is Truth.TRUE:
                break
        if best is Truth.FALSE:
            continue
        named = through or network.witness
        who = named if named and stranger.witness[0] in _ANYBODY else stranger.witness
        unlisted = who[0] in (WitnessKind.ACCOUNT, WitnessKind.ORGANIZATION) and cast.trusts_nobody
        certain = best is Truth.TRUE and not stranger.may_be_ours and not network.may_be_ours and not unlisted
        reason = _reason(statement, who, certain, stranger.says)
        names = actions[1] if not actions[0].startswith(f"{_NO_PREFIX}:") else ("*",)
        found.add(statement, who, names, reason, Certainty.CERTAIN if certain else Certainty.UNKNOWN)


_BY_NO_MOUNT: dict[str, ContextValue] = {"elasticfilesystem:AccessedViaMountTarget": "false"}
"""Mount targets stand in our networks: who gets to one is for the roads to say, not for the policy.

Source: Amazon EFS User Guide, "Blocking public access to EFS file systems": with this condition a policy is not public.
"""
_ANYBODY = (WitnessKind.ANY, WitnessKind.NO_ORGANIZATION, WitnessKind.ANONYMOUS)
_SERVICE_NETWORK = internet("1.2.3.4")
"""A service calls from AWS's own public addresses, through no endpoint of a customer."""


_NO_ACCESS_POINT: list[tuple[dict[str, ContextValue], tuple[WitnessKind, str] | None]] = [
    ({"s3:DataAccessPointAccount": ABSENT, "s3:DataAccessPointArn": ABSENT, "s3:AccessPointNetworkOrigin": ABSENT}, None)
]


def _in_bucket(resource: str) -> bool:
    return ":s3:" in resource and ":accesspoint/" not in resource


def _access_points(cast: Cast) -> list[tuple[dict[str, ContextValue], tuple[WitnessKind, str] | None]]:
    """S3 requests come directly, or through an access point, which may be a stranger's: its keys, and its owner if the document names it."""
    points = list(_NO_ACCESS_POINT)
    for party in [cast.strangers()[0], *cast.named(frozenset({"s3:dataaccesspointaccount"}), "none")]:
        keys: dict[str, ContextValue] = {
            "s3:DataAccessPointAccount": party.account,
            "s3:DataAccessPointArn": f"arn:aws:s3:us-east-1:{party.account}:accesspoint/zz-witness",
        }
        points.append((keys, None if party.kind is WitnessKind.ANY else (party.kind, party.name)))
    return points


def _reason(statement: Statement, witness: tuple[WitnessKind, str], certain: bool, says: str) -> str:
    lets = "lets in" if certain else "may let in"
    kind, name = witness
    who = {
        WitnessKind.ANY: "any account",
        WitnessKind.ANONYMOUS: "anonymous requests",
        WitnessKind.NO_ORGANIZATION: "any account that belongs to no organization, where the organization keys are absent",
        WitnessKind.ACCOUNT: f"account {name}, which is not listed as ours",
        WitnessKind.ORGANIZATION: f"organization {name}, which is not listed as ours",
        WitnessKind.NETWORK: f"anybody from network {name}, which is not listed as ours",
        WitnessKind.SERVICE: says if name.startswith("*") else f"{name}, which {says}",
    }.get(kind, f"{name}, which {says}" if says else name)
    return f"{statement.label} {lets} {who}"
