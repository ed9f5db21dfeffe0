"""Tables with records are encrypted with a key of one's own, replicas too."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import NO_KEY, must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import must_be_true

_FAULT: Final = f"{NO_KEY}: DynamoDB's encryption by KMS is off"


_REPLICA: Final = "aws:dynamodb/tableReplica:TableReplica"


@rule("aws:dynamodb/table:Table", "aws-native:dynamodb:Table", _REPLICA)
def check(look: Look) -> Iterator[Fault]:
    """Both properties: a key without the switch is not used. A replica, which may stand by itself, has a key of its own region."""
    if not look.holds_records:
        return
    if look.resource.type == _REPLICA:
        yield from must_have_own_key(look, "kmsKeyArn")
        return
    native = look.resource.type.startswith("aws-native:")
    flag, key = (
        ("sseSpecification.sseEnabled", "sseSpecification.kmsMasterKeyId")
        if native
        else ("serverSideEncryption.enabled", "serverSideEncryption.kmsKeyArn")
    )
    yield from must_be_true(look, flag, _FAULT)
    if look.flag(flag) is not False and look.value(flag) is not None:
        yield from must_have_own_key(look, key)
    replicas = look.blocks("replicas")
    for replica in replicas if isinstance(replicas, list) and not native and given(look, "replicas") else []:
        yield from must_have_own_key(look, f"{replica}.kmsKeyArn", f"'s replica in {look.text(f'{replica}.regionName')}")
