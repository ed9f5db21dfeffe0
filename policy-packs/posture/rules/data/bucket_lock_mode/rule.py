"""The default retention of records is in compliance mode."""

from collections.abc import Iterator

from posture.rules.aws_buckets import GENERAL_BUCKET, LOCK
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, each_place
from posture.rules.words import must_be_one_of


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Where there is a default retention; `bucket-object-lock` asks that there is one."""
    if look.holds_records:
        yield from each_place(look, LOCK, _mode)


def _mode(spot: Spot) -> Iterator[Fault]:
    if spot.look.value(spot.at("rule.defaultRetention")) is not None:
        yield from must_be_one_of(
            spot.look,
            spot.at("rule.defaultRetention.mode"),
            ("COMPLIANCE",),
            "lets an administrator delete records before their time: its lock is not in compliance mode",
        )
