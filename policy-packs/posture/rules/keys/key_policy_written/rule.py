"""Keys that serve a zone have a policy of their own, written under the safety check."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import KEYS
from posture.rules.aws_kms import KEY_POLICY
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.parts import each_place, must_have_part
from posture.rules.words import must_be_false
from posture.values import is_unknown

_BYPASS: Final = "bypassPolicyLockoutSafetyCheck"


@rule(*KEYS)
def check(look: Look) -> Iterator[Fault]:
    """Inline or as a resource of its own."""
    if serves(look):
        if not is_unknown(look.value("policy")) and not is_unknown(look.value("keyPolicy")):
            yield from must_have_part(look, KEY_POLICY, "has the default policy, which leaves its use to identity policies")
        yield from must_be_false(look, _BYPASS, "may be locked away by its own policy: the safety check is bypassed")
        yield from each_place(
            look,
            KEY_POLICY,
            lambda spot: (
                must_be_false(spot.look, _BYPASS, "may lock the key away: the safety check is bypassed")
                if spot.look is not look
                else iter(())
            ),
        )
