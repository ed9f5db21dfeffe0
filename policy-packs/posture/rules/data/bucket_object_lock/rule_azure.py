"""Records and logs in a storage account can't be changed or deleted before their time."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_storage import ACCOUNT, CONTAINER, IMMUTABILITY, containers, holds_files, keeps, policies, takes_logs
from posture.rules.azure_words import says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_true
from posture.values import is_unknown

_FAULT: Final = "can be changed or deleted before their time: no retention holds them"
_DAYS: Final = "immutabilityPeriodSinceCreationInDays"
_ACCOUNT_POLICY: Final = "immutableStorageWithVersioning"


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """A policy of the account, or one of each container. A hierarchical namespace takes container policies alone."""
    if not keeps(look) or holds_files(look):
        return
    yield from _appended(look)
    if _held_by_account(look):
        return
    unknown = is_unknown(look.value(_ACCOUNT_POLICY))
    found = containers(look)
    if not found:
        maybe = unknown or bool(look.maybe_companions(CONTAINER, "accountName", ACCOUNT))
        yield Fault(f"holds blobs that {_FAULT}", _ACCOUNT_POLICY, Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
    for container in found:
        for found_fault in must_be_true(
            container, f"{_ACCOUNT_POLICY}.enabled", "holds earlier versions by nothing: its retention is the container's alone"
        ):
            yield Fault(found_fault.message, found_fault.prop, found_fault.verdict, container.urn)
        if not container.companions(IMMUTABILITY, "containerName", CONTAINER):
            maybe = unknown or bool(container.maybe_companions(IMMUTABILITY, "containerName", CONTAINER))
            yield Fault(
                f"holds blobs in {container.name} that {_FAULT}",
                _ACCOUNT_POLICY,
                Verdict.UNPROVEN if maybe else Verdict.VIOLATED,
                container.urn,
            )


def _appended(look: Look) -> Iterator[Fault]:
    """Logs grow; a record that grows is another one."""
    if takes_logs(look):
        return
    fault = "lets its blobs be changed by appending to them"
    yield from must_be_false(look, f"{_ACCOUNT_POLICY}.immutabilityPolicy.allowProtectedAppendWrites", fault)
    for policy in policies(look):
        for prop in ("allowProtectedAppendWrites", "allowProtectedAppendWritesAll"):
            yield from (Fault(found.message, found.prop, found.verdict, policy.urn) for found in must_be_false(policy, prop, fault))


def _held_by_account(look: Look) -> bool:
    # A policy can be made in three states; a disabled one holds nothing (REST API reference, "Storage Accounts").
    if says(look, f"{_ACCOUNT_POLICY}.immutabilityPolicy.state", "disabled"):
        return False
    days = look.number(f"{_ACCOUNT_POLICY}.immutabilityPolicy.{_DAYS}")
    return look.flag(f"{_ACCOUNT_POLICY}.enabled") is True and days is not None and (is_unknown(days) or days > 0)
