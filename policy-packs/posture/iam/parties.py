"""The accounts that a document is tried with: ours, a stranger's, and every one that it names itself.

A data-perimeter question is answered by witnesses. Two strangers stand for all accounts that the document does not name: one in an
organization of its own, and one in none, whose organization keys are absent from the request. Each account or organization that the
document names and that is not ours is a witness too. Nothing else can make a condition on accounts come out differently.

Source: IAM User Guide, "AWS global condition context keys" (availability of the organization keys).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from posture.cached import cached_property
from posture.iam.conditions import OperatorName
from posture.iam.document import Condition, Policy, Principals, Statement, Text
from posture.iam.opening import WitnessKind
from posture.iam.ours import Ours
from posture.iam.patterns import glob, is_literal, sample
from posture.iam.principal import account_of
from posture.iam.request import ContextValue
from posture.iam.values import ABSENT, UNKNOWN, Unknown
from posture.record import record

_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")

RESOURCE_ACCOUNT_KEYS = frozenset({"aws:resourceaccount", "s3:resourceaccount", "s3:dataaccesspointaccount"})
PRINCIPAL_ACCOUNT_KEYS = frozenset({"aws:principalaccount", "kms:calleraccount"})
SOURCE_ACCOUNT_KEYS = frozenset({"aws:sourceaccount", "aws:sourceowner"})
NETWORK_ACCOUNT_KEYS = frozenset({"aws:vpceaccount"})


@record
class Party:
    """An account, with the organization that it belongs to."""

    account: str
    org: ContextValue
    org_paths: ContextValue
    kind: WitnessKind
    name: str
    """How a finding names it."""

    def keys(self, side: str) -> dict[str, ContextValue]:
        """Its organization keys as the side of a request: `Resource`, `Principal`, `Source` or `Vpce`."""
        return {
            f"aws:{side}Account": self.account,
            f"aws:{side}OrgID": self.org,
            f"aws:{side}OrgPaths": self.org_paths,
        }


def _in_organization(account: str, org: str, kind: WitnessKind, name: str, path: str | None = None) -> Party:
    return Party(account, org, (path or f"{org}/r-zzzz/ou-zzzz-zzzzzzzz/",), kind, name)


def _without_organization(account: str, kind: WitnessKind, name: str) -> Party:
    return Party(account, ABSENT, ABSENT, kind, name)


def texts(policy: Policy) -> Iterator[str]:
    """Every known text of the document in which an account, organization or name can stand."""
    for statement in policy.statements:
        if isinstance(statement.principals, Principals):
            yield from (entry.value for entry in statement.principals.entries if isinstance(entry.value, str))
        if statement.resources is not None and not isinstance(statement.resources, Unknown):
            yield from (text for text in statement.resources.patterns if isinstance(text, str))
        for condition in conditions(statement):
            yield from (text for text in condition.values if isinstance(text, str))


def conditions(statement: Statement) -> tuple[Condition, ...]:
    return () if isinstance(statement.conditions, Unknown) else statement.conditions


def values_of(policy: Policy, keys: Collection[str]) -> Iterator[str]:
    """The known values that conditions compare these keys with."""
    for statement in policy.statements:
        for condition in conditions(statement):
            if condition.key.lower() in keys:
                yield from (value for value in condition.values if isinstance(value, str) and "${" not in value)


def mentions(policy: Policy, keys: Collection[str]) -> bool:
    return any(condition.key.lower() in keys for statement in policy.statements for condition in conditions(statement))


def padded_account(pattern: str) -> str:
    """An account id that matches a pattern such as `1111*`, as far as one does."""
    tokens = glob(pattern)
    fixed = sum(1 for token in tokens if isinstance(token, str))
    ones = sum(1 for token in tokens if not isinstance(token, str) and token.value == "?")
    missing = max(0, 12 - fixed - ones)
    fills = iter(["9" * missing])
    return sample(tokens, lambda: next(fills, ""), one="9")


class Cast:
    """The parties for one document, fresh names that occur nowhere in it included."""

    def __init__(self, policy: Policy, ours: Ours) -> None:
        self.policy = policy
        self.ours = ours
        known = "\n".join(texts(policy))
        self.account = next(
            account
            for account in (str(999999999999 - step) for step in range(10**6))
            if account not in known and account not in ours.account_ids
        )
        self.org = next(
            org for org in (f"o-zz{step:08d}" for step in range(10**6)) if org not in known and org not in ours.organization_ids
        )
        self._own: list[Party] | None = None
        self._arns: list[str] | None = None
        self._named: dict[tuple[frozenset[str], str], list[Party]] = {}
        self.trusts_nobody = not ours.account_ids and not ours.organization_ids
        """The reviewer has said nothing of what is ours: a named account may be ours."""

    def strangers(self) -> tuple[Party, ...]:
        return self._strangers

    @cached_property
    def _strangers(self) -> tuple[Party, ...]:
        return (
            _in_organization(self.account, self.org, WitnessKind.ANY, "any"),
            _without_organization(self.account, WitnessKind.NO_ORGANIZATION, "any account without an organization"),
        )

    @cached_property
    def source_arns(self) -> tuple[str, ...]:
        """What conditions compare `aws:SourceArn` with."""
        return tuple(values_of(self.policy, {"aws:sourcearn"}))

    @cached_property
    def contexts(self) -> frozenset[str]:
        """Keys of an encryption context that conditions ask for and that name a resource: `kms:EncryptionContext:aws:logs:arn` and its like."""
        keys = (condition.key.lower() for statement in self.policy.statements for condition in conditions(statement))
        return frozenset(key for key in keys if key.startswith("kms:encryptioncontext:") and key.endswith("arn"))

    def named(self, account_keys: frozenset[str], side: str) -> list[Party]:
        """Foreign parties that the document names for one side of the request."""
        key = (account_keys, side)
        if key not in self._named:
            self._named[key] = self._find_named(account_keys, side)
        return self._named[key]

    def _find_named(self, account_keys: frozenset[str], side: str) -> list[Party]:
        accounts = {padded for value in values_of(self.policy, account_keys) if _ACCOUNT.search(padded := padded_account(value))}
        foreign_accounts = sorted(account for account in accounts if account not in self.ours.account_ids and account != self.account)
        foreign_orgs = sorted(
            org
            for value in values_of(self.policy, {f"aws:{side}orgid"})
            if (org := sample(glob(value), "zz")) not in self.ours.organization_ids and org
        )
        paths = [
            sample(glob(value), "zz") if not is_literal(glob(value)) else value
            for value in values_of(self.policy, {f"aws:{side}orgpaths"})
            if value.split("/")[0] not in self.ours.organization_ids
        ]
        found: list[Party] = []
        for account in foreign_accounts:
            found.append(_in_organization(account, self.org, WitnessKind.ACCOUNT, account))
            found.append(_without_organization(account, WitnessKind.ACCOUNT, account))
            found.extend(_in_organization(account, org, WitnessKind.ACCOUNT, account) for org in foreign_orgs)
        found.extend(_in_organization(self.account, org, WitnessKind.ORGANIZATION, org) for org in foreign_orgs)
        for path in paths:
            org = path.split("/")[0]
            found.append(_in_organization(self.account, org, WitnessKind.ORGANIZATION, org, path))
        return list(dict.fromkeys(found))

    def own(self) -> list[Party]:
        """Callers that are ours: each listed account and organization that the document names as caller, or the first of each."""
        if self._own is None:
            self._own = self._find_own()
        return self._own

    def _find_own(self) -> list[Party]:
        compared = values_of(self.policy, PRINCIPAL_ACCOUNT_KEYS | {"aws:principalarn", "aws:principalorgid"})
        known = "\n".join((*compared, *self._principals()))
        accounts = self.ours.accounts_in(known) or list(self.ours.sorted_accounts[:1]) or [""]
        listed = sorted(self.ours.organization_ids)
        orgs: list[ContextValue] = [org for org in listed if org in known] or list(listed[:1]) or [UNKNOWN]
        return [Party(account or "000000000000", org, UNKNOWN, WitnessKind.ANY, "ours") for account in accounts for org in orgs]

    def _principals(self) -> Iterator[str]:
        for statement in self.policy.statements:
            if isinstance(statement.principals, Principals):
                yield from (entry.value for entry in statement.principals.entries if isinstance(entry.value, str))

    def principal_arns(self) -> list[str]:
        """Every principal ARN of the document: named as principal, or compared with `aws:PrincipalArn`."""
        if self._arns is None:
            self._arns = self._find_arns()
        return self._arns

    def _find_arns(self) -> list[str]:
        named = [value for value in self._principals() if value.startswith("arn:") and account_of(value) is not None]
        compared = [self.filled_arn(value) for value in values_of(self.policy, {"aws:principalarn"})]
        return list(dict.fromkeys(arn for arn in (*named, *compared) if arn and not any(mark in arn for mark in "*?")))

    def filled_arn(self, pattern: str, fill: str = "zz-witness") -> str:
        """A text for an ARN pattern: a free account segment becomes the stranger's account."""
        if "*" not in pattern and "?" not in pattern:
            return pattern
        parts = pattern.split(":", 5)
        if len(parts) < 6:
            return sample(glob(pattern), fill)
        fills = ["aws", "iam", "us-east-1", self.account, fill]
        filled = [parts[0]]
        for at, (part, default) in enumerate(zip(parts[1:], fills, strict=True)):
            if at == 3:
                filled.append(padded_account(part) if "*" in part or "?" in part else part)
                if part == "*":
                    filled[-1] = self.account
            else:
                filled.append(sample(glob(part), default))
        return ":".join(filled)

    def is_own(self, party: Party) -> bool:
        return party in self.own() or self.is_ours(party.account)

    def is_ours(self, account: str | None) -> bool:
        return account is not None and account in self.ours.account_ids


def account_in(value: Text) -> str | None:
    """The account of an ARN or id, whatever its service."""
    if isinstance(value, Unknown):
        return None
    if (account := account_of(value)) is not None:
        return account
    parts = value.split(":")
    return parts[4] if len(parts) > 5 and _ACCOUNT.fullmatch(parts[4]) else None


def operator_of(condition: Condition) -> OperatorName:
    return OperatorName.parse(condition.operator)


def source_is_ours(arn: str, cast: Cast) -> bool:
    """A source without account (a bucket): ours if listed."""
    name = arn.rsplit(":", 1)[-1].split("/")[0]
    return arn in cast.ours.resource_arns or (":s3:::" in arn and name in cast.ours.bucket_names)
