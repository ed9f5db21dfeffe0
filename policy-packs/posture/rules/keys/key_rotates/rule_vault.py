"""Keys of the transit engine rotate by themselves."""

from collections.abc import Iterator

from posture.readers.vault.kinds import TRANSIT_KEY
from posture.readers.vault.times import YEAR
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown


@rule(*TRANSIT_KEY.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Transit documentation, `auto_rotate_period`: 0 is never. Old versions still open what they closed."""
    yield from each(look, TRANSIT_KEY, _key)


def _key(key: Written) -> Iterator[Fault]:
    period = key.length("auto_rotate_period")
    if is_unknown(period):
        yield unclear(key, "auto_rotate_period", "rotates")
    elif not period:
        yield Fault("does not rotate", key.prop("auto_rotate_period"))
    elif period > YEAR + YEAR // 100:
        yield Fault("rotates less than once a year", key.prop("auto_rotate_period"))
