"""Who outside ours does a resource policy let in?

Sources: IAM User Guide, "AWS JSON policy elements: Principal" and "The confused deputy problem"; Amazon S3 User Guide, "Blocking public
access: the meaning of public"; AWS whitepaper "Building a Data Perimeter on AWS" (trusted identities, expected networks).
Naming the root of our own account only delegates to our own identity policies: it is no opening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from posture.iam.actions import on_objects
from posture.iam.aws_owned import LOAD_BALANCER_LOG_ACCOUNTS
from posture.iam.denials import denying_everything, doubted
from posture.iam.document import (
    AnyPolicy,
    Match,
    NoPolicy,
    Policy,
    PolicyFault,
    PrincipalEntry,
    PrincipalKind,
    Principals,
    Statement,
    UnknownPolicy,
)
from posture.iam.held import resources_held
from posture.iam.identity_pools import COGNITO, PoolIdentity, pool_identities
from posture.iam.networks import Network, internet, outside_networks
from posture.iam.opening import Certainty, Opening, WitnessKind
from posture.iam.ours import Ours
from posture.iam.parties import PRINCIPAL_ACCOUNT_KEYS, SOURCE_ACCOUNT_KEYS, Cast, Party, account_in, conditions, source_is_ours
from posture.iam.patterns import glob, is_literal, sample
from posture.iam.principal import account_of
from posture.iam.request import ANONYMOUS, Caller, CallerKind, ContextValue
from posture.iam.services import MULTI_TENANT_PROVIDERS, ActsFor, acts_for, names_no_tenant, provider_host
from posture.iam.trial import Openings, Witness, action_texts, candidate_actions, document_opening, grouped, opens
from posture.iam.values import ABSENT, UNKNOWN, Truth, Unknown, is_unknown

_NOT_A_SERVICE: dict[str, ContextValue] = {
    "aws:SourceAccount": ABSENT,
    "aws:SourceArn": ABSENT,
    "aws:SourceOrgID": ABSENT,
    "aws:SourceOrgPaths": ABSENT,
    "aws:SourceOwner": ABSENT,
    "aws:ViaAWSService": "false",
}
_ROLE_ACTIONS = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")
_NO_PREFIX = "any"
_COLONS = 5
"""In every ARN, at least."""


@dataclass(frozen=True, slots=True)
class _Stranger:
    """One who is not ours, with the keys that follow from who it is."""

    caller: Caller
    witness: tuple[WitnessKind, str]
    keys: tuple[tuple[str, ContextValue], ...]
    from_network: bool = True
    """Whether it calls from a network of its choice (AWS services do not)."""
    may_be_ours: bool = False
    says: str = ""


def openings_to_principals(policy: AnyPolicy, ours: Ours, resource: object, actions: Sequence[str] | None = None) -> list[Opening]:
    """Everybody outside ours who may do data-carrying actions on the holder of this policy. Empty means closed.

    `resource` is the holder's ARN; `"*"` or an unknown means not known yet. Works for bucket, key, queue, topic, secret, repository,
    table and log policies, role trust policies (`PolicyKind.TRUST`) and access points. Over-approximates: what is not understood is an
    opening of certainty `unknown`.
    """
    return list(_openings(policy, ours, resource, None if actions is None else tuple(actions)))


@lru_cache(maxsize=4096)
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
                asked = _asked(action)
                if asked not in callers:
                    callers[asked] = [_Caller(stranger, policy, networks, cast) for stranger in _strangers(statement, cast, action)]
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

    def __init__(self, stranger: _Stranger, policy: Policy, networks: list[Network], cast: Cast) -> None:
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


def _asked(action: str) -> tuple[bool, bool]:
    """All of an action that decides who is a stranger: whether it assumes a role, and whether it writes an object, as a load balancer's log does."""
    return action.lower().startswith("sts:assumerole"), action.lower() == "s3:putobject"


def _strangers(statement: Statement, cast: Cast, action: str) -> Iterator[_Stranger]:
    principals = statement.principals
    if not isinstance(principals, Principals) or principals.negated:
        yield from _anybody(cast)
        return
    for entry in principals.entries:
        if entry.kind is PrincipalKind.EVERYONE or isinstance(entry.value, Unknown):
            yield from _anybody(cast)
            yield from _service("*.amazonaws.com", cast, "any AWS service that acts for another account")
        elif entry.kind is PrincipalKind.AWS:
            yield from _aws(entry.value, cast, action)
        elif entry.kind is PrincipalKind.SERVICE:
            yield from _service_entry(entry.value, cast, action)
        elif entry.kind is PrincipalKind.FEDERATED:
            yield from _federated(entry.value, statement, cast)
        else:
            yield from _canonical(entry, cast)


def _anybody(cast: Cast) -> Iterator[_Stranger]:
    for party in [*cast.strangers(), *cast.named(PRINCIPAL_ACCOUNT_KEYS, "principal")]:
        yield _principal(f"arn:aws:iam::{party.account}:role/zz-witness", party)
    for arn in cast.principal_arns():
        account = account_of(arn)
        if account is not None and not cast.is_ours(account):
            for party in cast.strangers():
                yield _principal(arn, Party(account, party.org, party.org_paths, WitnessKind.ACCOUNT, account))
    keys: dict[str, ContextValue] = {**_NOT_A_SERVICE, "kms:CallerAccount": ABSENT}
    yield _Stranger(ANONYMOUS, (WitnessKind.ANONYMOUS, "anonymous"), tuple(keys.items()))


def _principal(arn: str, party: Party, *, may_be_ours: bool = False) -> _Stranger:
    keys: dict[str, ContextValue] = {**_NOT_A_SERVICE, **party.keys("Principal"), "kms:CallerAccount": party.account}
    caller = replace(Caller.role(arn), account=party.account)
    return _Stranger(caller, (party.kind, party.name), tuple(keys.items()), may_be_ours=may_be_ours)


def _aws(value: str, cast: Cast, action: str) -> Iterator[_Stranger]:
    account = account_of(value)
    if account is None:
        if "*" in value or "?" in value:
            yield from (_principal(f"arn:aws:iam::{party.account}:role/zz-witness", party) for party in cast.strangers())
            return
        keys = tuple(_NOT_A_SERVICE.items())
        says = "is a principal that shows no account (deleted, or one of AWS's own)"
        caller = Caller(CallerKind.AWS, arn=value)
        yield _Stranger(caller, (WitnessKind.PRINCIPAL, value), keys, may_be_ours=True, says=says)
        return
    if cast.is_ours(account) or (account in LOAD_BALANCER_LOG_ACCOUNTS and action.lower() == "s3:putobject"):
        return
    arn = value if value.startswith("arn:") else f"arn:aws:iam::{account}:root"
    orgs = [*cast.strangers(), *cast.named(PRINCIPAL_ACCOUNT_KEYS, "principal")]
    for party in orgs:
        yield _principal(arn, Party(account, party.org, party.org_paths, WitnessKind.ACCOUNT, account))


def _service_entry(value: str, cast: Cast, action: str) -> Iterator[_Stranger]:
    deputy = acts_for(value, assumes_role=action.lower().startswith("sts:assumerole"))
    if deputy is ActsFor.OWNER:
        return
    says = "acts for any account" if deputy is ActsFor.ANYONE else "may act for other accounts"
    yield from _service(value, cast, says, may_be_ours=deputy is ActsFor.UNKNOWN)


def _service(name: str, cast: Cast, says: str, *, may_be_ours: bool = False) -> Iterator[_Stranger]:
    """A service called upon by a stranger, with the keys by which a policy can tell."""
    service = name.split(".")[0]
    for party in [*cast.strangers(), *cast.named(SOURCE_ACCOUNT_KEYS, "source")]:
        sources = [f"arn:aws:{service}:us-east-1:{party.account}:zz-witness", *cast.source_arns]
        for source in dict.fromkeys(sources):
            arn = cast.filled_arn(source)
            owner = account_in(arn)
            if cast.is_ours(owner) or (owner is None and source_is_ours(arn, cast)):
                continue
            keys = {**_no_customer(cast, party), **party.keys("Source"), "aws:SourceArn": arn, "aws:SourceOwner": party.account}
            caller = Caller.aws_service(sample(glob(name), "zz-witness"))
            yield _Stranger(
                caller, (WitnessKind.SERVICE, name), tuple(keys.items()), from_network=False, may_be_ours=may_be_ours, says=says
            )
    keys = {**_NOT_A_SERVICE, **_no_customer(cast, cast.strangers()[0])}
    yield _Stranger(
        Caller.aws_service(sample(glob(name), "zz-witness")),
        (WitnessKind.SERVICE, name),
        tuple(keys.items()),
        from_network=False,
        may_be_ours=may_be_ours,
        says=says,
    )


def _no_customer(cast: Cast, party: Party) -> dict[str, ContextValue]:
    """Keys of a service's own call: its account is AWS's, and it works for a stranger.

    `kms:EncryptionContext:aws:logs:arn` and its like name the resource that it works for.
    """
    own: dict[str, ContextValue] = {
        "aws:PrincipalAccount": cast.account,
        "aws:PrincipalArn": f"arn:aws:iam::{cast.account}:role/zz-service",
        "kms:CallerAccount": cast.account,
        "aws:ViaAWSService": UNKNOWN,
    }
    return own | dict.fromkeys(cast.contexts, f"arn:aws:logs:us-east-1:{party.account}:zz-witness")


def _federated(value: str, statement: Statement, cast: Cast) -> Iterator[_Stranger]:
    host = provider_host(value)
    if host in cast.ours.identity_providers or value in cast.ours.identity_providers:
        return
    if host == COGNITO:
        yield from (_of_pool(one, value) for one in pool_identities(statement, cast.ours))
        return
    shared = host in MULTI_TENANT_PROVIDERS
    keys: dict[str, ContextValue] = dict(_NOT_A_SERVICE)
    caller = Caller(CallerKind.FEDERATED, arn=value)
    witness = (WitnessKind.IDENTITY_PROVIDER, host)
    if not shared:
        yield _Stranger(caller, witness, tuple(keys.items()), may_be_ours=True, says="decides who enters, and it is not listed as ours")
        return
    keys |= {f"{host}:sub": "zz-stranger", f"{host}:aud": _audience(statement, host), f"{host}:amr": "authenticated"}
    yield _Stranger(caller, witness, tuple(keys.items()), says="issues tokens to anybody")
    for condition in conditions(statement):
        if condition.key.lower() == f"{host}:sub":
            for subject in condition.values:
                if isinstance(subject, str) and subject != "*" and f"{host}:{subject}" not in cast.ours.identity_providers:
                    anybody = names_no_tenant(subject)
                    named: dict[str, ContextValue] = {**keys, f"{host}:sub": sample(glob(subject), "zz-stranger")}
                    says = "anybody can be" if anybody else "is an identity outside AWS that is not listed as ours"
                    yield _Stranger(
                        caller,
                        (WitnessKind.IDENTITY_PROVIDER, f"{host}: {subject}"),
                        tuple(named.items()),
                        may_be_ours=not anybody,
                        says=says,
                    )


def _of_pool(one: PoolIdentity, provider: str) -> _Stranger:
    caller, witness = Caller(CallerKind.FEDERATED, arn=provider), (WitnessKind.IDENTITY_PROVIDER, one.name)
    return _Stranger(caller, witness, one.keys(_NOT_A_SERVICE), may_be_ours=one.may_be_ours, says=one.says)


def _audience(statement: Statement, host: str) -> ContextValue:
    """The caller of a shared provider asks for a token with the audience that the policy wants."""
    for condition in conditions(statement):
        if condition.key.lower() == f"{host}:aud" and condition.values and isinstance(condition.values[0], str):
            return condition.values[0]
    return "sts.amazonaws.com"


def _canonical(entry: PrincipalEntry, cast: Cast) -> Iterator[_Stranger]:
    value = str(entry.value)
    if value not in cast.ours.canonical_user_ids:
        caller = Caller(CallerKind.CANONICAL_USER, arn=value)
        says = "is an account that shows no id, and it is not listed as ours"
        yield _Stranger(caller, (WitnessKind.PRINCIPAL, value), tuple(_NOT_A_SERVICE.items()), may_be_ours=True, says=says)


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
