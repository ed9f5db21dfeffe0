"""Brokers that keep messages with records are encrypted with a key of one's own.

Source: Amazon MQ Developer Guide, "Data protection in Amazon MQ: Encryption at rest": without a key that is named, Amazon MQ takes one that it owns,
whose use nobody of ours decides or sees.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

BROKER: Final = "aws:mq/broker:Broker"
_AMAZONS: Final = "encryptionOptions.useAwsOwnedKey"


@rule(BROKER)
def check(look: Look) -> Iterator[Fault]:
    """The provider takes Amazon's own key unless it is told not to; a key beside that is not used."""
    if not look.holds_records:
        return
    if look.value(_AMAZONS) is True:
        yield Fault("is encrypted with a key that Amazon MQ owns, not with one of its own", _AMAZONS)
    else:
        yield from must_have_own_key(look, "encryptionOptions.kmsKeyId")
