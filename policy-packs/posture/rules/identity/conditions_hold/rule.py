"""A condition that says who, whence or whose holds somebody off: it is not met by every value, nor by whoever sends none."""

from collections.abc import Iterator
from typing import Final

from posture.iam import AnyPolicy, Effect, Policy, PolicyKind, Statement, parse_policy
from posture.iam.conditions import OperatorName
from posture.iam.document import Condition, PrincipalKind, Principals
from posture.iam.parties import conditions
from posture.iam.principal import account_of
from posture.readers.aws.acting import POLICY, ROLE_POLICY
from posture.readers.aws.tokens import ROLE
from posture.rules.aws_documents import unread
from posture.rules.aws_keys import KEYS
from posture.rules.aws_kms import key_policies
from posture.rules.aws_policies import policies
from posture.rules.aws_store_policies import PARTS, concerned
from posture.rules.aws_trust import trust_property
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.values import Unknown

_WHO: Final = frozenset(
    {
        *(f"aws:principal{what}" for what in ("account", "arn", "orgid", "orgpaths")),
        *(f"aws:source{what}" for what in ("account", "arn", "orgid", "orgpaths", "owner")),
        *(f"aws:resource{what}" for what in ("account", "orgid", "orgpaths")),
        "aws:multifactorauthpresent",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "s3:resourceaccount",
        "sts:externalid",
    }
)
"""Keys that tell a caller, the resource for which a service calls, and the owner of what is asked for. A tag or a header may well be asked
for with any value; none of these is."""
_CONTEXT: Final = "kms:encryptioncontext:"
"""Which resource a service encrypts for. The service always sends it, so that `IfExists` changes nothing."""
_SECOND_FACTOR: Final = "aws:multifactorauthpresent"


@rule(*ROLE, *POLICY, *ROLE_POLICY, *PARTS, *KEYS)
def check(look: Look) -> Iterator[Fault]:
    """Of identities wherever something is classified; of what holds or serves records by its own policy."""
    for look_at, prop, policy in _documents(look):
        urn = "" if look_at is look else look_at.urn
        yield from unread(policy, prop, "whom its conditions hold off", urn)
        for statement in policy.statements if isinstance(policy, Policy) else ():
            if _lets_in_ours_alone(look, statement):
                continue
            for message in _hollow(statement):
                yield Fault(f"{message} ({statement.label})", prop, urn=urn)


def _documents(look: Look) -> Iterator[tuple[Look, str, AnyPolicy]]:
    kind = look.resource.type
    if kind in KEYS:
        found = key_policies(look)[0] if serves(look) else []
        yield from ((spot.look, spot.root, policy) for spot, policy in found)
    elif kind in PARTS:
        found = policies(look, PARTS[kind])[0] if concerned(look) else []
        yield from ((spot.look, spot.root, policy) for spot, policy in found)
    elif look.scene.classified:
        if kind in ROLE:
            prop = trust_property(look)
            yield look, prop, parse_policy(look.value(prop), PolicyKind.TRUST)
            blocks = look.blocks("inlinePolicies")
            for path in [] if isinstance(blocks, Unknown) else [f"{block}.policy" for block in blocks]:
                yield look, path, parse_policy(look.value(path), PolicyKind.IDENTITY)
        else:
            prop = "policyDocument" if look.value("policyDocument") is not None else "policy"
            yield look, prop, parse_policy(look.value(prop), PolicyKind.IDENTITY)


def _lets_in_ours_alone(look: Look, statement: Statement) -> bool:
    """Whether everybody whom it lets in is named and of our accounts: then only a second factor is left to be asked for.

    An `IfExists` on who calls changes nothing there: `aws:PrincipalAccount` and `aws:PrincipalArn` are in each request of a principal of AWS
    (IAM User Guide, "AWS global condition context keys").
    """
    principals = statement.principals
    if statement.effect != Effect.ALLOW or not isinstance(principals, Principals) or principals.negated or not principals.entries:
        return False
    own = look.scene.builder.own_accounts
    ours = all(entry.kind is PrincipalKind.AWS and account_of(str(entry.value)) in own for entry in principals.entries)
    return ours and all(condition.key.lower() != _SECOND_FACTOR for condition in conditions(statement))


def _hollow(statement: Statement) -> Iterator[str]:
    """A condition of an Allow that everybody meets, or of a Deny that nobody does."""
    found = conditions(statement)
    sent = {one.key.lower() for one in found if one.operator == "Null" and one.values == ("false",)}
    for condition in found:
        key, name = condition.key.lower(), OperatorName.parse(condition.operator)
        if not (key in _WHO or key.startswith(_CONTEXT)) or name.negated is (statement.effect == Effect.ALLOW):
            continue
        if ("Like" in name.base or name.base.startswith("Arn")) and "*" in condition.values:
            yield f"compares {condition.key} with *, which is everybody's"
        elif statement.effect != Effect.ALLOW:
            continue
        elif name.if_exists and key in _WHO and key not in sent:
            yield f"asks for {condition.key} only where it is sent: who has none passes"
        elif _refuses_the_second_factor(condition, name):
            yield "lets in whoever has no second factor: aws:MultiFactorAuthPresent must be true"


def _refuses_the_second_factor(condition: Condition, name: OperatorName) -> bool:
    return condition.key.lower() == _SECOND_FACTOR and name.base == "Bool" and "true" not in {str(one).lower() for one in condition.values}
