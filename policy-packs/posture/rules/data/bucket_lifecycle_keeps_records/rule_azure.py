"""No lifecycle rule of a storage account ends records or logs before their time."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_storage import ACCOUNT, LIFECYCLE, SIX_YEARS_DAYS, YEAR_DAYS, takes_logs
from posture.rules.azure_words import blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded, holds_phi
from posture.rules.words import must_be_at_least

_ENDS: Final = {
    "baseBlob": ("daysAfterModificationGreaterThan", "daysAfterCreationGreaterThan", "daysAfterLastAccessTimeGreaterThan"),
    "version": ("daysAfterCreationGreaterThan",),
    "snapshot": ("daysAfterCreationGreaterThan",),
}


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """Rules that are enabled; one for a prefix ends blobs as well."""
    if not guarded(look):
        return
    least = SIX_YEARS_DAYS if holds_phi(look) else YEAR_DAYS
    if takes_logs(look):
        least = max(least, YEAR_DAYS)
    for policy in look.companions(LIFECYCLE, "accountName", ACCOUNT):
        for block in blocks_of(policy, "policy.rules"):
            if policy.flag(f"{block}.enabled") is False:
                continue
            for kind, props in _ENDS.items():
                for prop in props:
                    path = f"{block}.definition.actions.{kind}.delete.{prop}"
                    if policy.value(path) is not None:
                        for fault in must_be_at_least(
                            policy, path, least, f"ends blobs or their versions before {least:,} days have passed"
                        ):
                            yield Fault(fault.message, fault.prop, fault.verdict, policy.urn)
