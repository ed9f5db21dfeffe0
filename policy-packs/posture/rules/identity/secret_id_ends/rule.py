"""AppRole's secret ids end within a day and after a number of uses."""

from collections.abc import Iterator

from posture.readers.vault.kinds import APPROLE
from posture.readers.vault.times import DAY, SYSTEM_MAXIMUM
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, must_end, unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

MOST_USES = 10


@rule(*APPROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Absent: no end, and any number of uses."""
    yield from each(look, APPROLE, _role)


def _role(role: Written) -> Iterator[Fault]:
    yield from must_be(role, "bind_secret_id", True, "lets in whoever knows its role id, which is no secret", default=True)
    yield from must_end(role, ("secret_id_ttl",), DAY, "has secret ids that live for too long", absent=100 * SYSTEM_MAXIMUM)
    uses = role.number("secret_id_num_uses")
    if is_unknown(uses):
        yield unclear(role, "secret_id_num_uses", "lets a secret id be used for ever")
    elif not uses or uses > MOST_USES:
        yield Fault(f"lets a secret id be used over {MOST_USES} times", role.prop("secret_id_num_uses"))
