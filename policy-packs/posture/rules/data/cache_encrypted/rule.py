"""Caches with records are encrypted with a key of one's own, speak TLS, and authenticate."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_one_of, must_be_set, must_be_true
from posture.values import is_unknown

_GROUP: Final = "aws:elasticache/replicationGroup:ReplicationGroup"
_MEMORYDB: Final = "aws:memorydb/cluster:Cluster"
_SERVERLESS: Final = "aws:elasticache/serverlessCache:ServerlessCache"


@rule(_GROUP, _MEMORYDB, _SERVERLESS)
def check(look: Look) -> Iterator[Fault]:
    """A serverless cache is always encrypted; MemoryDB too, with AWS's key unless it is told."""
    if not look.holds_records:
        return
    kind = look.resource.type
    yield from must_have_own_key(look, "kmsKeyArn" if kind == _MEMORYDB else "kmsKeyId")
    if kind == _GROUP:
        yield from must_be_true(look, "atRestEncryptionEnabled", "is not encrypted at rest")
        yield from must_be_true(look, "transitEncryptionEnabled", "speaks without TLS")
        yield from must_be_one_of(look, "transitEncryptionMode", ("required",), "still takes clients without TLS", default="required")
        groups = look.listed("userGroupIds")
        if is_unknown(groups) and look.text("authToken") is None and not look.resource.property_dependencies.get("userGroupIds"):
            yield cannot_tell("userGroupIds", "whether it lets in everyone who reaches it")
        elif not (is_unknown(groups) or groups) and look.text("authToken") is None:
            yield Fault("lets in everyone who reaches it", "userGroupIds")
    elif kind == _MEMORYDB:
        yield from must_be_true(look, "tlsEnabled", "speaks without TLS", default=True)
        if look.text("aclName") == "open-access":
            yield Fault("lets in everyone who reaches it", "aclName")
    else:
        yield from must_be_set(look, "userGroupId", "lets in everyone who reaches it")
