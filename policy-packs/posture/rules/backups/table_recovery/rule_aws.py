"""Tables of wide rows can be put back to an earlier second: for 35 days where it is enabled, which it is not by default.

Source: Amazon Keyspaces Developer Guide, "Point-in-time recovery for Amazon Keyspaces".
"""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_one_of


@rule("aws:keyspaces/table:Table")
def check(look: Look) -> Iterator[Fault]:
    """The status of the table itself; a keyspace has none."""
    if look.holds_records:
        yield from must_be_one_of(
            look, "pointInTimeRecovery.status", ("ENABLED",), "can't be put back to an earlier second", default="DISABLED"
        )
