"""Who activates a role proves who he is, says why, is approved, and has it for hours."""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true
from posture.values import is_unknown

POLICY: Final = az("authorization:RoleManagementPolicy")
_NEEDED: Final = {"multifactorauthentication": "a second factor", "justification": "a reason"}
_MOST_HOURS: Final = 8
_DURATION: Final = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$")


@rule(*POLICY)
def check(look: Look) -> Iterator[Fault]:
    """The rules of a role's policy, by their ids; a rule that is left out stays as the tenant has it."""
    if not look.scene.classified:
        return
    for block in blocks_of(look, "rules"):
        kind = str(look.text(f"{block}.id")).lower()
        if kind == "approval_enduser_assignment":
            yield from must_be_true(look, f"{block}.setting.isApprovalRequired", "lets a role be activated without anybody's approval")
        elif kind == "enablement_enduser_assignment":
            enabled = look.texts(f"{block}.enabledRules")
            names = {one.lower() for one in (enabled if isinstance(enabled, list) else []) if isinstance(one, str)}
            for name, what in _NEEDED.items():
                if name not in names and not is_unknown(enabled):
                    yield Fault(f"lets a role be activated without {what}", f"{block}.enabledRules")
        elif kind == "expiration_enduser_assignment":
            yield from _short(look, block)
        elif kind in ("expiration_admin_eligibility", "expiration_admin_assignment"):
            yield from must_be_true(look, f"{block}.isExpirationRequired", "lets roles be given for ever")


def _short(look: Look, block: str) -> Iterator[Fault]:
    text = look.text(f"{block}.maximumDuration")
    found = _DURATION.match(text) if isinstance(text, str) else None
    if found is not None:
        days, hours, minutes = (int(part or 0) for part in found.groups())
        if days * 24 + hours + minutes / 60 > _MOST_HOURS:
            yield Fault(f"lets a role stay active for more than {_MOST_HOURS} hours", f"{block}.maximumDuration")
