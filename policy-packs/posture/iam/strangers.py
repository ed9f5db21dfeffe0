"""Who outside ours a statement may mean: a fresh account, whom it names, services that act for strangers, and identities from elsewhere.

Sources: IAM User Guide, "AWS JSON policy elements: Principal" and "The confused deputy problem".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from posture.iam.aws_owned import LOAD_BALANCER_LOG_ACCOUNTS
from posture.iam.document import (
    PrincipalEntry,
    PrincipalKind,
    Principals,
    Statement,
)
from posture.iam.identity_pools import COGNITO, PoolIdentity, pool_identities
from posture.iam.opening import WitnessKind
from posture.iam.parties import (
    PRINCIPAL_ACCOUNT_KEYS,
    SOURCE_ACCOUNT_KEYS,
    Cast,
    Party,
    account_in,
    conditions,
    operator_of,
    source_is_ours,
)
from posture.iam.patterns import glob, literal, overlaps, sample
from posture.iam.principal import account_of
from posture.iam.request import ANONYMOUS, Caller, CallerKind, ContextValue
from posture.iam.services import MULTI_TENANT_PROVIDERS, ActsFor, acts_for, names_no_tenant, provider_host
from posture.iam.values import ABSENT, UNKNOWN, Unknown
from posture.record import record

_ARN_PARTS = 6
_EQUAL = frozenset({"StringEquals", "StringLike", "ArnEquals", "ArnLike"})
_NOT_A_SERVICE: dict[str, ContextValue] = {
    "aws:SourceAccount": ABSENT,
    "aws:SourceArn": ABSENT,
    "aws:SourceOrgID": ABSENT,
    "aws:SourceOrgPaths": ABSENT,
    "aws:SourceOwner": ABSENT,
    "aws:ViaAWSService": "false",
}


@record
class Stranger:
    """One who is not ours, with the keys that follow from who it is."""

    caller: Caller
    witness: tuple[WitnessKind, str]
    keys: tuple[tuple[str, ContextValue], ...]
    from_network: bool = True
    """Whether it calls from a network of its choice (AWS services do not)."""
    may_be_ours: bool = False
    says: str = ""


def asked_of(action: str) -> tuple[bool, bool]:
    """All of an action that decides who is a stranger: whether it assumes a role, and whether it writes an object, as a load balancer's log does."""
    return action.lower().startswith("sts:assumerole"), action.lower() == "s3:putobject"


def strangers(statement: Statement, cast: Cast, action: str) -> Iterator[Stranger]:
    """Everybody outside ours whom the statement's principals may mean, in their order. Of the action only what `asked_of` says of it matters."""
    principals = statement.principals
    if not isinstance(principals, Principals) or principals.negated:
        yield from _anybody(cast)
        return
    for entry in principals.entries:
        if entry.kind is PrincipalKind.EVERYONE or isinstance(entry.value, Unknown):
            yield from _anybody(cast)
            if not _for_us_alone(statement, cast):
                yield from _service("*.amazonaws.com", cast, "any AWS service that acts for another account")
        elif entry.kind is PrincipalKind.AWS:
            yield from _aws(entry.value, cast, action)
        elif entry.kind is PrincipalKind.SERVICE:
            if not _for_us_alone(statement, cast):
                yield from _service_entry(entry.value, cast, action)
        elif entry.kind is PrincipalKind.FEDERATED:
            yield from _federated(entry.value, statement, cast)
        else:
            yield from _canonical(entry, cast)


def _for_us_alone(statement: Statement, cast: Cast) -> bool:
    """A quick no: whether a service is let in for our accounts alone, by the account or the resource that it works for. Whoever else calls on it is held off."""
    for condition in conditions(statement):
        name, key = operator_of(condition), condition.key.lower()
        if name.base not in _EQUAL or name.if_exists or name.for_all or not condition.values:
            continue
        if key == "aws:sourceaccount" and all(isinstance(value, str) and cast.is_ours(value) for value in condition.values):
            return True
        if key == "aws:sourcearn" and all(isinstance(value, str) and _is_of_ours(value, cast) for value in condition.values):
            return True
    return False


def _is_of_ours(arn: str, cast: Cast) -> bool:
    parts = arn.split(":", _ARN_PARTS - 1)
    return len(parts) == _ARN_PARTS and cast.is_ours(parts[4])


def _anybody(cast: Cast) -> Iterator[Stranger]:
    for party in [*cast.strangers(), *cast.named(PRINCIPAL_ACCOUNT_KEYS, "principal")]:
        yield _principal(f"arn:aws:iam::{party.account}:role/zz-witness", party)
    for arn in cast.principal_arns():
        account = account_of(arn)
        if account is not None and not cast.is_ours(account):
            for party in cast.strangers():
                yield _principal(arn, Party(account, party.org, party.org_paths, WitnessKind.ACCOUNT, account))
    keys: dict[str, ContextValue] = {**_NOT_A_SERVICE, "kms:CallerAccount": ABSENT}
    yield Stranger(ANONYMOUS, (WitnessKind.ANONYMOUS, "anonymous"), tuple(keys.items()))


def _principal(arn: str, party: Party, *, may_be_ours: bool = False) -> Stranger:
    keys: dict[str, ContextValue] = {**_NOT_A_SERVICE, **party.keys("Principal"), "kms:CallerAccount": party.account}
    caller = replace(Caller.role(arn), account=party.account)
    return Stranger(caller, (party.kind, party.name), tuple(keys.items()), may_be_ours=may_be_ours)


def _aws(value: str, cast: Cast, action: str) -> Iterator[Stranger]:
    account = account_of(value)
    if account is None:
        if "*" in value or "?" in value:
            yield from (_principal(_like(value, party.account), party) for party in cast.strangers())
            return
        keys = tuple(_NOT_A_SERVICE.items())
        says = "is a principal that shows no account (deleted, or one of AWS's own)"
        caller = Caller(CallerKind.AWS, arn=value)
        yield Stranger(caller, (WitnessKind.PRINCIPAL, value), keys, may_be_ours=True, says=says)
        return
    if cast.is_ours(account) or (account in LOAD_BALANCER_LOG_ACCOUNTS and action.lower() == "s3:putobject"):
        return
    arn = value if value.startswith("arn:") else f"arn:aws:iam::{account}:root"
    orgs = [*cast.strangers(), *cast.named(PRINCIPAL_ACCOUNT_KEYS, "principal")]
    for party in orgs:
        yield _principal(arn, Party(account, party.org, party.org_paths, WitnessKind.ACCOUNT, account))


def _like(pattern: str, account: str) -> str:
    """A principal, of the account if need be, that the pattern could mean, if AWS took it: it refuses or ignores all patterns but `*`."""
    parts = pattern.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS:
        return sample(glob(pattern), "zz-witness")
    whose = glob(parts[-2])
    named = account if overlaps(whose, literal(account)) else sample(whose, "9", "9")
    return ":".join((*parts[:-2], named, sample(glob(parts[-1]), "zz-witness")))


def _service_entry(value: str, cast: Cast, action: str) -> Iterator[Stranger]:
    deputy = acts_for(value, assumes_role=action.lower().startswith("sts:assumerole"))
    if deputy is ActsFor.OWNER:
        return
    says = "acts for any account" if deputy is ActsFor.ANYONE else "may act for other accounts"
    yield from _service(value, cast, says, may_be_ours=deputy is ActsFor.UNKNOWN)


def _service(name: str, cast: Cast, says: str, *, may_be_ours: bool = False) -> Iterator[Stranger]:
    """A service called upon by a stranger, with the keys by which a policy can tell."""
    service = name.split(".")[0]
    caller = Caller.aws_service(sample(glob(name), "zz-witness"))
    for party in [*cast.strangers(), *cast.named(SOURCE_ACCOUNT_KEYS, "source")]:
        sources = [f"arn:aws:{service}:us-east-1:{party.account}:zz-witness", *cast.source_arns]
        for source in dict.fromkeys(sources):
            arn = cast.filled_arn(source)
            owner = account_in(arn)
            if cast.is_ours(owner) or (owner is None and source_is_ours(arn, cast)):
                continue
            keys = {**_no_customer(cast, party), **party.keys("Source"), "aws:SourceArn": arn, "aws:SourceOwner": party.account}
            yield Stranger(caller, (WitnessKind.SERVICE, name), tuple(keys.items()), from_network=False, may_be_ours=may_be_ours, says=says)
    keys = {**_NOT_A_SERVICE, **_no_customer(cast, cast.strangers()[0])}
    yield Stranger(
        caller,
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


def _federated(value: str, statement: Statement, cast: Cast) -> Iterator[Stranger]:
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
        yield Stranger(caller, witness, tuple(keys.items()), may_be_ours=True, says="decides who enters, and it is not listed as ours")
        return
    keys |= {f"{host}:sub": "zz-stranger", f"{host}:aud": _audience(statement, host), f"{host}:amr": "authenticated"}
    yield Stranger(caller, witness, tuple(keys.items()), says="issues tokens to anybody")
    for condition in conditions(statement):
        if condition.key.lower() == f"{host}:sub":
            for subject in condition.values:
                if isinstance(subject, str) and subject != "*" and f"{host}:{subject}" not in cast.ours.identity_providers:
                    anybody = names_no_tenant(subject)
                    named: dict[str, ContextValue] = {**keys, f"{host}:sub": sample(glob(subject), "zz-stranger")}
                    says = "anybody can be" if anybody else "is an identity outside AWS that is not listed as ours"
                    yield Stranger(
                        caller,
                        (WitnessKind.IDENTITY_PROVIDER, f"{host}: {subject}"),
                        tuple(named.items()),
                        may_be_ours=not anybody,
                        says=says,
                    )


def _of_pool(one: PoolIdentity, provider: str) -> Stranger:
    caller, witness = Caller(CallerKind.FEDERATED, arn=provider), (WitnessKind.IDENTITY_PROVIDER, one.name)
    return Stranger(caller, witness, one.keys(_NOT_A_SERVICE), may_be_ours=one.may_be_ours, says=one.says)


def _audience(statement: Statement, host: str) -> ContextValue:
    """The caller of a shared provider asks for a token with the audience that the policy wants."""
    for condition in conditions(statement):
        if condition.key.lower() == f"{host}:aud" and condition.values and isinstance(condition.values[0], str):
            return condition.values[0]
    return "sts.amazonaws.com"


def _canonical(entry: PrincipalEntry, cast: Cast) -> Iterator[Stranger]:
    value = str(entry.value)
    if value not in cast.ours.canonical_user_ids:
        caller = Caller(CallerKind.CANONICAL_USER, arn=value)
        says = "is an account that shows no id, and it is not listed as ours"
        yield Stranger(caller, (WitnessKind.PRINCIPAL, value), tuple(_NOT_A_SERVICE.items()), may_be_ours=True, says=says)
