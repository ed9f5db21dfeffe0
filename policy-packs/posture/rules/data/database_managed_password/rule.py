"""Secrets Manager makes and changes the master password of databases with records, under a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import CLUSTER, DOCUMENT_CLUSTER, INSTANCE, WAREHOUSE, engine, is_member, is_replica
from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import must_be_true

_PASSWORDS: Final = (
    "masterPassword",
    "password",
    "masterUserPassword",
    "masterPasswordWo",
    "passwordWo",
    "adminUserPassword",
    "adminUserPasswordWo",
)
_SERVERLESS: Final = ("aws:redshiftserverless/namespace:Namespace",)
_RESTORED: Final = ("snapshotIdentifier", "globalClusterIdentifier", "replicationSourceIdentifier", "restoreToPointInTime", "snapshotArn")


@rule(*CLUSTER, *DOCUMENT_CLUSTER, *INSTANCE, *WAREHOUSE, *_SERVERLESS)
def check(look: Look) -> Iterator[Fault]:
    """What is restored from elsewhere may have the login of its source. Whether a known password is good is not looked at."""
    if not look.holds_records or is_member(look) or is_replica(look):
        return
    for prop in _PASSWORDS:
        if given(look, prop) not in (None, ""):
            yield Fault("has a master password that the program names", prop)
    names = {"redshift": ("manageMasterPassword", "masterPasswordSecretKmsKeyId")}
    managed, key = names.get(engine(look) or "", ("manageMasterUserPassword", "masterUserSecretKmsKeyId"))
    if look.resource.type in _SERVERLESS:
        managed, key = "manageAdminPassword", "adminPasswordSecretKmsKeyId"
    value = look.flag(managed)
    if value is None and any(look.value(prop) not in (None, "") for prop in _RESTORED):
        return
    yield from must_be_true(look, managed, "has a master password that Secrets Manager does not keep")
    native = look.resource.type.startswith("aws-native:rds:")
    path = "masterUserSecret.kmsKeyId" if native else key
    if value is True and engine(look) != "docdb":
        yield from must_have_own_key(look, path, "'s master password")
