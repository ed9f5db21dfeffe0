"""Keys that serve a zone are enabled; those of stores are symmetric."""

from collections.abc import Iterator

from posture.rules.aws_keys import KEYS
from posture.rules.aws_kms import SYMMETRIC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves, users
from posture.rules.words import must_be_one_of, must_be_true


@rule(*KEYS)
def check(look: Look) -> Iterator[Fault]:
    """Enabled unless it is given."""
    if not serves(look):
        return
    native = look.resource.type.startswith("aws-native:")
    yield from must_be_true(look, "enabled" if native else "isEnabled", "is disabled: what it encrypted can't be read", default=True)
    stores = [user for user in users(look) if user.node is not None and user.node.kind == "store"]
    if stores:
        yield from must_be_one_of(
            look, "keySpec" if native else "customerMasterKeySpec", (SYMMETRIC,), "is no key that stores encrypt with", default=SYMMETRIC
        )
        yield from must_be_one_of(look, "keyUsage", ("ENCRYPT_DECRYPT",), "is no key that stores encrypt with", default="ENCRYPT_DECRYPT")
