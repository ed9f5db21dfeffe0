"""The retention of a storage account's blobs is as long as they must be kept."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_storage import ACCOUNT, keeps, least_days, policies
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

_DAYS: Final = "immutabilityPeriodSinceCreationInDays"
_ACCOUNT_POLICY: Final = f"immutableStorageWithVersioning.immutabilityPolicy.{_DAYS}"


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """Each policy that there is; `bucket-object-lock` asks for one."""
    if not keeps(look):
        return
    least = least_days(look)
    fault = f"keeps its blobs for less than {least:,} days"
    if look.value(_ACCOUNT_POLICY) is not None:
        yield from must_be_at_least(look, _ACCOUNT_POLICY, least, fault)
    for policy in policies(look):
        for found in must_be_at_least(policy, _DAYS, least, fault):
            yield Fault(found.message, found.prop, found.verdict, policy.urn)
