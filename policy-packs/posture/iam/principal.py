"""Whether a Principal or NotPrincipal element names the caller.

Source: IAM User Guide, "AWS JSON policy elements: Principal" and "... NotPrincipal".
"""

from __future__ import annotations

import re

from posture.iam.document import PrincipalEntry, PrincipalKind, Principals
from posture.iam.patterns import glob, literal, overlaps
from posture.iam.request import Caller, CallerKind
from posture.iam.values import Truth, Unknown, any_of
from posture.record import record

_ACCOUNT = re.compile(r"^(?:\d{12}|arn:[\w-]+:iam::(\d{12}):root)$")
_ARN = re.compile(r"^arn:[^:]*:(?:iam|sts):[^:]*:([^:]*):(.+)$")


def account_of(value: str) -> str | None:
    """The account that an AWS principal belongs to, if the text says it."""
    if value.isdigit() and len(value) == 12:
        return value
    found = _ARN.match(value)
    return found.group(1) if found and found.group(1).isdigit() else None


def names_account(value: str) -> bool:
    """Whether it names the whole account: its id or its root ARN. Such an entry delegates, it does not grant by itself."""
    return _ACCOUNT.match(value) is not None


@record
class _Named:
    """By whom the caller is named: as itself, or only by its account."""

    itself: Truth
    account: Truth


def match_principals(principals: Principals, caller: Caller, *, direct: bool = False) -> Truth:
    """Whether the element applies to the caller. `direct`: entries that name only the account do not count."""
    named = [_named(entry, caller) for entry in principals.entries]
    if len(named) == 1:
        itself, account = named[0].itself, named[0].account
    else:
        itself, account = any_of([one.itself for one in named]), any_of([one.account for one in named])
    if not principals.negated:
        return itself if direct else itself | account
    if caller.kind is not CallerKind.AWS:
        return ~(itself | account)
    everyone = any(entry.kind is PrincipalKind.EVERYONE for entry in principals.entries)
    if everyone or (itself.certain and (account.certain or _is_root(caller))):
        return Truth.FALSE
    if not (itself | account).possible:
        return Truth.TRUE
    # Only the role or only its account is listed: "the policy might deny access to the entire account".
    return Truth.UNKNOWN


def _is_root(caller: Caller) -> bool:
    return isinstance(caller.arn, str) and caller.arn.endswith(":root")


_NO = _Named(Truth.FALSE, Truth.FALSE)
_YES = _Named(Truth.TRUE, Truth.FALSE)
_MAYBE = _Named(Truth.UNKNOWN, Truth.FALSE)


def _named(entry: PrincipalEntry, caller: Caller) -> _Named:
    if entry.kind is PrincipalKind.EVERYONE:
        return _YES
    if caller.kind is CallerKind.ANYONE or isinstance(entry.value, Unknown) or entry.kind is PrincipalKind.UNKNOWN:
        return _MAYBE
    if entry.kind is PrincipalKind.AWS:
        return _aws(entry.value, caller) if caller.kind is CallerKind.AWS else _NO
    if entry.kind is PrincipalKind.SERVICE:
        return _same(entry.value, caller.service) if caller.kind is CallerKind.SERVICE else _NO
    if entry.kind is PrincipalKind.FEDERATED:
        return _same(entry.value, caller.arn) if caller.kind is CallerKind.FEDERATED else _NO
    if caller.kind is CallerKind.AWS:
        # A canonical user id is another name of an account, which it does not show.
        return _MAYBE
    return _same(entry.value, caller.arn) if caller.kind is CallerKind.CANONICAL_USER else _NO


def _same(value: str, actual: str | Unknown) -> _Named:
    if value == "*":
        return _YES
    if isinstance(actual, Unknown):
        return _MAYBE
    if value.lower() == actual.lower():
        return _YES
    return _MAYBE if ("*" in value or "?" in value) and overlaps(glob(value), literal(actual)) else _NO


def _aws(value: str, caller: Caller) -> _Named:
    account = account_of(value)
    if names_account(value):
        if isinstance(caller.account, Unknown):
            return _Named(Truth.UNKNOWN, Truth.UNKNOWN)
        same = Truth.of(caller.account == account)
        return _Named(same if _is_root(caller) else Truth.FALSE, same)
    if "*" in value or "?" in value:
        # "You cannot use a wildcard to match part of a principal name or ARN": AWS refuses or ignores it.
        may = isinstance(caller.arn, Unknown) or overlaps(glob(value), literal(caller.arn))
        return _MAYBE if may else _NO
    if account is None:
        # A unique id (`AROA...`) left behind by a deleted principal, or a special user of CloudFront.
        return _YES if caller.arn == value else _MAYBE
    if isinstance(caller.account, str) and caller.account != account:
        return _NO
    if isinstance(caller.arn, Unknown):
        return _MAYBE
    if value in (caller.arn, caller.session_arn):
        return _YES
    if (role := _role_of(value)) is None or role != _role_of(caller.arn):
        return _NO
    # The same role, named once as role and once as session. A session entry names one session only.
    if ":assumed-role/" in value:
        return _MAYBE if caller.session_arn is None and ":assumed-role/" not in caller.arn else _NO
    return _YES


def _role_of(arn: str) -> tuple[str, str] | None:
    """Account and name of the role behind a role or session ARN. Role names are unique in an account, whatever their path."""
    found = _ARN.match(arn)
    if found is None:
        return None
    kind, _, rest = found.group(2).partition("/")
    if kind == "role" and rest:
        return found.group(1), rest.rsplit("/", 1)[-1]
    if kind == "assumed-role" and rest:
        return found.group(1), rest.split("/", 1)[0]
    return None
