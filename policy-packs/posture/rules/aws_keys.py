"""Whose key encrypts a store: one of the stack, another of our accounts, AWS's own, or somebody else's.

A key that the stack builds is unknown in a preview; the dependency on it tells which it is.
Sources: AWS KMS Developer Guide, "AWS KMS keys" (customer managed, AWS managed and AWS owned keys; `alias/aws/…`) and "Allowing users
in other accounts to use a KMS key".
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.graph.kinds import Outside
from posture.proofs.verdict import Verdict
from posture.readers.aws.ours import whose
from posture.readers.aws.tokens import KEY, KEY_ALIAS
from posture.reference import Reference
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.rules.parts import given
from posture.view import Path

EXTERNAL_KEY: Final = ("aws:kms/externalKey:ExternalKey", "aws:kms/replicaExternalKey:ReplicaExternalKey", "aws-native:kms:ReplicaKey")
KEYS: Final = (*KEY, *EXTERNAL_KEY)
_ANY: Final = (*KEYS, *KEY_ALIAS)
_ACCOUNT: Final = re.compile(r"^arn:aws[a-z-]*:kms:[^:]*:(\d{12}):")
_AWS: Final = re.compile(r"(^|:)alias/aws/")
NO_KEY: Final = "is not encrypted with a key of its own"


def must_have_own_key(look: Look, path: Path, what: str = "", *, under: Look | None = None) -> Iterator[Fault]:
    """The property must name a key that is ours, and of the store's own zone.

    `what`: the part that is encrypted, where it is not the whole resource (`its replica in eu-west-2`).
    `under`: the resource whose zone counts, where the property stands on a companion.
    """
    subject = f"{what} " if what else ""
    value = given(look, path)
    if value is None or value == "":
        yield Fault(f"{subject}{NO_KEY}", path)
        return
    if isinstance(value, str) and _AWS.search(value):
        yield Fault(f"{subject}is encrypted with a key that AWS keeps for every user of the account, not with one of its own", path)
        return
    yield from _named(look, path, value, subject, look.view.refers_to(path, _ANY), under)


def must_name_key_of_ours(look: Look, path: Path, fault: str) -> Iterator[Fault]:
    """The property must name a key that is ours, of whichever zone: `fault` where it names none, or the one that AWS keeps for every user of the account."""
    value = given(look, path)
    if value in (None, "") or (isinstance(value, str) and _AWS.search(value)):
        yield Fault(fault, path)
    elif isinstance(value, str) and look.approved.organization.stated and not look.view.refers_to(path, _ANY).targets:
        yield from _literal(look, path, value, "")


def must_name_own_key(look: Look, arn: str, path: Path) -> Iterator[Fault]:
    """The same of a key that a document names by its ARN: `path` is where the document stands."""
    if _AWS.search(arn):
        yield Fault("is encrypted with a key that AWS keeps for every user of the account, not with one of its own", path)
        return
    yield from _named(look, path, arn, "", look.view.look_up(arn, _ANY, path))


def _named(look: Look, path: Path, value: object, subject: str, reference: Reference, under: Look | None = None) -> Iterator[Fault]:
    if not reference.targets:
        yield from _literal(look, path, value, subject)
        return
    for urn in reference.targets:
        yield from _of_stack(look, look.scene.look(look.scene.stack.by_urn[urn]), path, subject, (under or look), reference.certain)


def key_behind(look: Look, path: Path) -> Look | None:
    """The one key of the stack that a property certainly names, by itself or by its alias."""
    reference = look.view.refers_to(path, _ANY)
    if len(reference.targets) != 1 or not reference.certain:
        return None
    found = look.scene.look(look.scene.stack.by_urn[reference.targets[0]])
    return key_behind(found, "targetKeyId") if found.resource.type in KEY_ALIAS else found


def _literal(look: Look, path: Path, value: object, subject: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault(f"{subject}is encrypted with a key that is not known yet", path, Verdict.UNPROVEN)
        return
    account = _ACCOUNT.match(value)
    # A bare key id or alias is looked up in the account of the store itself.
    if account is not None and account.group(1) not in look.scene.builder.own_accounts:
        stated = look.approved.organization.stated
        said = f"{subject}is encrypted with a key of account {account.group(1)}, which is not listed as ours"
        yield Fault(said, path, Verdict.VIOLATED if stated else Verdict.UNPROVEN)


def _of_stack(look: Look, target: Look, path: Path, subject: str, store: Look, certain: bool) -> Iterator[Fault]:
    key = key_behind(target, "targetKeyId") if target.resource.type in KEY_ALIAS else target
    if key is None:
        return
    if key.resource.external and whose(look.scene.builder, key.resource) is Outside.FOREIGN:
        yield Fault(f"{subject}is encrypted with a key of another account, which is not listed as ours", path)
    if store.zone is not None and key.zone is not None and key.zone is not store.zone:
        said = f"{subject}is encrypted with the key of zone {key.zone}, while it belongs to zone {store.zone}"
        # The key is named too: either of the two may be the one in the wrong zone.
        yield Fault(said, path, Verdict.VIOLATED if certain else Verdict.UNPROVEN, key.urn)
