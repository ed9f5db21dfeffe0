"""A locked archive takes the logs that Azure Monitor appends to it.

Resource logs and exported tables are append blobs that grow all day. Where a retention holds them and appending is not allowed, the next line
is refused, and what happened is written nowhere. Network Watcher writes block blobs, which need no such leave.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from posture.rules.azure_storage import ACCOUNT, CONTAINER, IMMUTABILITY, containers
from posture.rules.azure_words import az, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_true
from posture.values import is_unknown

APPENDED: Final = {
    "storageAccountId": az("monitor:DiagnosticSetting", "monitor:SubscriptionDiagnosticSetting"),
    "destination.resourceId": az("operationalinsights:DataExport"),
}
"""What sends logs to an account as append blobs, by the property that names the account."""
_POLICY: Final = "immutableStorageWithVersioning.immutabilityPolicy"
_DAYS: Final = "immutabilityPeriodSinceCreationInDays"
_APPEND: Final = "allowProtectedAppendWrites"
_NAMES: Final = ("insights-logs-", "insights-activity-logs", "am-")
"""How Azure Monitor names the containers that it makes."""
_FLOWS: Final = "flowevent"
_FAULT: Final = "refuses the logs that are sent to it: what is kept can't grow"


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """The account's own policy, and those of containers that have the names of logs."""
    if not (guarded(look) or look.scene.classified) or not any(look.companions(tokens, prop, ACCOUNT) for prop, tokens in APPENDED.items()):
        return
    days = look.number(f"{_POLICY}.{_DAYS}")
    if days is not None and (is_unknown(days) or days > 0) and not says(look, f"{_POLICY}.state", "disabled"):
        yield from must_be_true(look, f"{_POLICY}.{_APPEND}", _FAULT)
    for container in containers(look):
        if _of_logs(container):
            for policy in container.companions(IMMUTABILITY, "containerName", CONTAINER):
                if policy.flag(f"{_APPEND}All") is not True:
                    yield from (replace(found, urn=policy.urn) for found in must_be_true(policy, _APPEND, _FAULT))


def _of_logs(container: Look) -> bool:
    name = container.text("containerName")
    return isinstance(name, str) and name.lower().startswith(_NAMES) and not name.lower().endswith(_FLOWS)
