"""Whether whoever may read a store may use its key as well: the key's policy, grants, and the reader's own policies together.

A key that refuses for certain makes a reader of nobody. Objects of a bucket may lie under another key than the bucket's default one, unless the
bucket refuses every other: until then a refusal leaves it open. So does a permission to change who may use the key.
Sources: AWS KMS Developer Guide, "Key policies in AWS KMS", "Default key policy" (the account's identity policies decide), "Grants in AWS KMS",
"kms:ViaService"; Amazon RDS User Guide, "Sharing encrypted snapshots", and Amazon EC2 User Guide, "Share the KMS key used to encrypt a shared
Amazon EBS snapshot" (the other account must be allowed to use the key).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.iam import (
    UNKNOWN,
    AnyPolicy,
    Caller,
    NoPolicy,
    PolicyKind,
    Request,
    Truth,
    UnknownPolicy,
    WitnessKind,
    evaluate,
    openings_to_principals,
    parse_policy,
)
from posture.iam.request import ContextValue
from posture.iam.values import any_of
from posture.readers.aws.acting import arn_of_role, caller_of, policies_of_role
from posture.readers.aws.handing_on import account_in
from posture.readers.aws.ours import ours
from posture.readers.aws.resource_policies import arn_of, documents_of
from posture.readers.aws.store_keys import StoreKey, key_of, under_no_other_key
from posture.readers.aws.tokens import BUCKET, KEY, ROLE
from posture.readers.aws.whereabouts import account_of, region_of, same_account
from posture.values import Unknown
from posture.view import ResourceView

GRANT: Final = "aws:kms/grant:Grant"
_DECRYPT: Final = "kms:Decrypt"
_CHANGES_WHO: Final = ("kms:CreateGrant", "kms:PutKeyPolicy")
_USED_BY_OTHERS: Final = (_DECRYPT, "kms:ReEncryptFrom", "kms:CreateGrant")
"""What another account needs to restore what is shared with it; one of these at least."""


def key_lets_read(graph: GraphBuilder, store: str, role: str) -> Truth:
    """Whether the key lets the role read what it may fetch. TRUE where no key of the stack could refuse."""
    key = key_of(graph, store)
    if key is None:
        return Truth.TRUE
    known = graph.once("aws roles that keys let read", dict[tuple[str, str], Truth])
    asked = (key.urn + key.service, role)
    if asked not in known:
        known[asked] = _may(graph, key, role)
    if known[asked] is not Truth.FALSE or graph.stack.by_urn[store].type not in BUCKET:
        return known[asked]
    return Truth.FALSE if under_no_other_key(documents_of(graph, store), arn_of(graph, store)) else Truth.UNKNOWN


def _may(graph: GraphBuilder, key: StoreKey, role: str) -> Truth:
    resource, owner = graph.stack.by_urn[role], graph.stack.by_urn[key.urn]
    region, account = region_of(owner), account_of(resource)
    context: dict[str, ContextValue] = {
        "kms:ViaService": f"{key.service}.{region}.amazonaws.com" if region else UNKNOWN,
        "kms:CallerAccount": account or UNKNOWN,
        "aws:PrincipalAccount": account or UNKNOWN,
        "aws:PrincipalIsAWSService": "false",
    }
    same = same_account(resource, owner)
    identity = policies_of_role(graph, role)
    by_policies = any_of(
        _together(identity, policy, _request(graph, key, role, _DECRYPT, context), same) for policy in _own(graph, key.urn)
    )
    used = any_of((by_policies, *_granted(graph, key.urn, role)))
    if used is not Truth.FALSE:
        return used
    changes = (
        _together(identity, policy, _request(graph, key, role, action, context), same)
        for policy in _own(graph, key.urn)
        for action in _CHANGES_WHO
    )
    return Truth.UNKNOWN if any_of(changes).possible else Truth.FALSE


def _request(graph: GraphBuilder, key: StoreKey, role: str, action: str, context: dict[str, ContextValue]) -> Request:
    return Request(action, arn_of(graph, key.urn), caller_of(graph, role), context)


def _together(identity: tuple[AnyPolicy, ...], policy: AnyPolicy, request: Request, same: bool | None) -> Truth:
    """In one account the key's policy lets in, by name or by handing the decision to the account; across accounts both must."""
    mine = [evaluate(document, request) for document in identity]
    own = evaluate(policy, request)
    granted = any_of(decision.allow for decision in mine)
    refused = any_of(decision.deny for decision in (*mine, own))
    within, across = own.direct | (granted & own.allow), granted & own.allow
    either = within if within is across else Truth.UNKNOWN
    return {True: within, False: across, None: either}[same] & ~refused


def _own(graph: GraphBuilder, key: str) -> list[AnyPolicy]:
    """The key's policies; without one of its own, the default one, by which the account's identity policies decide."""
    written = list(documents_of(graph, key))
    if written and not any(isinstance(one, NoPolicy) for one in written):
        return written
    account = account_of(graph.stack.by_urn[key])
    if account is None or graph.stack.by_urn[key].external:
        return [UnknownPolicy()]
    everything = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "kms:*", "Resource": "*"}
    return [parse_policy({"Version": "2012-10-17", "Statement": [everything]}, PolicyKind.RESOURCE)]


def _granted(graph: GraphBuilder, key: str, role: str) -> Iterator[Truth]:
    """What grants of the stack say of one role."""
    for view in _grants(graph, key):
        grantee = view.refers_to("granteePrincipal", ROLE)
        named = role in grantee.targets or grantee.literal == arn_of_role(graph, role)
        if named or grantee.unknown:
            sure = named and grantee.certain and view.value("constraints") in (None, [])
            yield _decrypts(view) & (Truth.TRUE if sure else Truth.UNKNOWN)


def _grants(graph: GraphBuilder, key: str) -> Iterator[ResourceView]:
    for resource in graph.stack.of_type(GRANT):
        view = graph.view(resource.urn)
        found = view.refers_to("keyId", KEY)
        if key in found.targets or found.unknown:
            yield view


def _decrypts(grant: ResourceView) -> Truth:
    operations = grant.texts("operations")
    if isinstance(operations, Unknown) or any(isinstance(one, Unknown) for one in operations):
        return Truth.UNKNOWN
    return Truth.of(bool({"Decrypt", "ReEncryptFrom", "CreateGrant"} & set(operations)))


def key_lets_account(graph: GraphBuilder, key: str, account: str) -> Truth:
    """Whether somebody of another account may use the key on what is shared with it."""
    context: dict[str, ContextValue] = {"aws:PrincipalAccount": account, "kms:CallerAccount": account}
    asked = [Request(action, arn_of(graph, key), Caller.of_account(account), context) for action in _USED_BY_OTHERS]
    policies = _own(graph, key)
    # Identity policies of the other account are its own affair: it allows itself what it likes.
    answers = [evaluate(policy, one).allowed for policy in policies for one in asked]
    return any_of((*answers, *_granted_to(graph, key, account)))


def _granted_to(graph: GraphBuilder, key: str, account: str) -> Iterator[Truth]:
    for view in _grants(graph, key):
        who = view.text("granteePrincipal")
        if view.refers_to("granteePrincipal", ROLE).targets:
            continue
        if not isinstance(who, str) or f":{account}:" in who or account == who:
            yield _decrypts(view) & (Truth.TRUE if isinstance(who, str) else Truth.UNKNOWN)


def key_lets_strangers_read(graph: GraphBuilder, store: str) -> Truth:
    """Whether the key lets anybody who is not ours read the store. TRUE where no key of the stack could refuse."""
    key = key_of(graph, store)
    if key is None:
        return Truth.TRUE
    if graph.stack.by_urn[store].type in BUCKET and not under_no_other_key(documents_of(graph, store), arn_of(graph, store)):
        return Truth.TRUE
    openings = [
        opening
        for policy in _own(graph, key.urn)
        for opening in openings_to_principals(policy, ours(graph), arn_of(graph, key.urn), _USED_BY_OTHERS)
        if opening.witness_kind is not WitnessKind.SERVICE
    ]
    by_policies = (Truth.TRUE if opening.certain else Truth.UNKNOWN for opening in openings)
    return any_of((*by_policies, *_granted_outside(graph, key.urn)))


def _granted_outside(graph: GraphBuilder, key: str) -> Iterator[Truth]:
    for view in _grants(graph, key):
        who = view.text("granteePrincipal")
        if view.refers_to("granteePrincipal", ROLE).targets or (isinstance(who, str) and account_in(who) in graph.own_accounts):
            continue
        yield _decrypts(view) & (Truth.TRUE if isinstance(who, str) and account_in(who) else Truth.UNKNOWN)
