"""A Private Link Service is seen and joined only by subscriptions of ours that it names."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_owners import own_subscriptions
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell
from posture.values import is_unknown

SERVICE: Final = az("network:PrivateLinkService")
_LISTS: Final = {"visibility.subscriptions": "can be seen", "autoApproval.subscriptions": "lets itself be joined without asking"}


@rule(*SERVICE)
def check(look: Look) -> Iterator[Fault]:
    """Absent: seen by those to whom roles are given, joined only after being asked."""
    if zone_in_use(look) is None and look.zone is None:
        return
    own = own_subscriptions(look.scene)
    for prop, what in _LISTS.items():
        texts = look.texts(prop)
        for text in texts if isinstance(texts, list) else [texts]:
            if is_unknown(text):
                yield cannot_tell(prop, "by whom it " + what)
            elif text == "*":
                yield Fault(f"{what} by everybody", prop)
            elif own and text.lower() not in own:
                stated = look.approved.organization.stated
                yield Fault(
                    f"{what} by subscription {text}, which is not listed as ours", prop, Verdict.VIOLATED if stated else Verdict.UNPROVEN
                )
