"""Workspaces of a zone keep what they are given: no cap, no early purge, no export by whoever asks."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.data.store_deletion_protection.rule_azure import LOCK, locked
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false
from posture.values import is_unknown

WORKSPACE: Final = az("operationalinsights:Workspace")


@rule(*WORKSPACE)
def check(look: Look) -> Iterator[Fault]:
    """A daily cap drops what comes after it: also the traces of whoever filled it."""
    if not serves(look):
        return
    yield from must_be_false(look, "features.immediatePurgeDataOn30Days", "purges its logs after thirty days")
    cap = look.number("workspaceCapping.dailyQuotaGb")
    if not is_unknown(cap) and cap is not None and cap > 0:
        yield Fault("drops logs when a day's quota is used up", "workspaceCapping.dailyQuotaGb")
    if not locked(look):
        maybe = bool(look.maybe_companions(LOCK, "scope"))
        yield Fault("can be deleted by one command", "lock", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
