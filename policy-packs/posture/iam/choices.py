"""What a caller chooses freely: the values that make a statement match, for the keys that the requester controls.

A witness is certain only if it passes with every key known. Keys of the account, the organization and the network are fixed by the
witness; for keys that any caller may set as it likes (a header, a prefix, TLS) one value that suits the statement is enough.
Other keys (tags of our principals, dates) stay unknown, and the witness with them.

Source: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference, condition keys of S3, KMS,
EventBridge and CloudWatch Observability Access Manager.
"""

from __future__ import annotations

from posture.iam.document import Condition, Effect, Policy, Statement
from posture.iam.parties import conditions, operator_of
from posture.iam.patterns import glob, sample
from posture.iam.request import ContextValue
from posture.iam.values import ABSENT

_CHOSEN = frozenset(
    {
        "aws:referer",
        "aws:securetransport",
        "aws:tagkeys",
        "aws:useragent",
        "aws:requestedregion",
        "events:detail-type",
        "events:source",
        "kms:encryptionalgorithm",
        "kms:grantisforawsresource",
        "kms:viaservice",
        "oam:resourcetypes",
        "s3:accesspointnetworkorigin",
        "s3:authtype",
        "s3:delimiter",
        "s3:max-keys",
        "s3:prefix",
        "s3:signatureversion",
        "s3:tlsversion",
        "s3:versionid",
        "sns:endpoint",
        "sns:protocol",
        "sts:externalid",
        "sts:rolesessionname",
        "sts:sourceidentity",
    }
)
_CHOSEN_PREFIXES = ("aws:requesttag/", "kms:encryptioncontext:", "kms:encryptioncontextkeys", "s3:x-amz-", "s3:requestobjecttag")
_STRANGERS_OWN = frozenset({"aws:multifactorauthpresent", "aws:multifactorauthage", "aws:userid", "aws:username", "aws:principaltype"})
_STRANGERS_OWN_PREFIXES = ("aws:principaltag/",)
_WITNESS = "zz-witness"
_ALWAYS_THERE = {"aws:securetransport": "true"}
"""Keys that every request has, with a value that any caller can send."""


def is_chosen(key: str, *, stranger: bool = False) -> bool:
    """Whether the requester controls the key. A stranger rules its own account: it tags and names its principals as it likes."""
    key = key.lower()
    if stranger and (key in _STRANGERS_OWN or key.startswith(_STRANGERS_OWN_PREFIXES)):
        return True
    return key in _CHOSEN or key.startswith(_CHOSEN_PREFIXES)


def chosen(policy: Policy, statement: Statement, fixed: dict[str, ContextValue], *, stranger: bool = False) -> dict[str, ContextValue]:
    """`fixed`, and a value for each freely chosen key so that the statement matches and the denies do not."""
    result = dict(fixed)
    taken = {key.lower() for key in fixed}
    for condition in conditions(statement):
        _choose(condition, result, taken, wanted=True, stranger=stranger)
    for other in policy.statements:
        if other.effect is Effect.DENY:
            for condition in conditions(other):
                _choose(condition, result, taken, wanted=False, stranger=stranger)
    if "aws:securetransport" not in taken:
        result["aws:SecureTransport"] = "true"
    return result


def _choose(condition: Condition, result: dict[str, ContextValue], taken: set[str], *, wanted: bool, stranger: bool) -> None:
    key = condition.key.lower()
    if key in taken or not is_chosen(key, stranger=stranger) or not condition.values:
        return
    name = operator_of(condition)
    first = condition.values[0]
    if not isinstance(first, str) or "${" in first:
        return
    taken.add(key)
    if name.base == "Null":
        absent = (first.lower() == "true") == wanted
        result[key] = _ALWAYS_THERE.get(key, ABSENT) if absent else _ALWAYS_THERE.get(key, _WITNESS)
    elif name.base == "Bool":
        result[key] = first if wanted else ("false" if first.lower() == "true" else "true")
    elif name.base.startswith("Numeric"):
        result[key] = _number(name.base, first, wanted)
    elif name.negated != wanted:
        result[key] = sample(glob(first), _WITNESS) if "Like" in name.base or name.base.startswith("Arn") else first
    else:
        result[key] = _WITNESS


def _number(base: str, text: str, wanted: bool) -> ContextValue:
    """A number that satisfies the comparison, or fails it."""
    try:
        number = float(text)
    except ValueError:
        return text
    step = 0.0
    if "LessThan" in base:
        step = -1.0 if wanted else 1.0
    elif "GreaterThan" in base:
        step = 1.0 if wanted else -1.0
    elif ("Not" in base) == wanted:
        step = 1.0
    return f"{number + step:g}"
