"""An alert is enabled and tells somebody; who is told has an address."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true
from posture.values import is_unknown

ALERT: Final = az("monitor:MetricAlert", "monitor:ActivityLogAlert", "monitor:ScheduledQueryRule")
GROUP: Final = az("monitor:ActionGroup")
_RECEIVERS: Final = (
    "armRoleReceivers",
    "automationRunbookReceivers",
    "azureAppPushReceivers",
    "azureFunctionReceivers",
    "emailReceivers",
    "eventHubReceivers",
    "incidentReceivers",
    "itsmReceivers",
    "logicAppReceivers",
    "smsReceivers",
    "voiceReceivers",
    "webhookReceivers",
)


@rule(*ALERT, *GROUP)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified."""
    if not look.scene.classified:
        return
    yield from must_be_true(look, "enabled", "is switched off", default=True)
    if look.resource.type in GROUP:
        if all(look.value(receivers) in (None, []) for receivers in _RECEIVERS):
            yield Fault("tells nobody", "emailReceivers")
        return
    where = "actions" if "MetricAlert" in look.resource.type else "actions.actionGroups"
    value = look.value(where)
    if value is None or (not is_unknown(value) and not blocks_of(look, where)):
        yield Fault("tells nobody", where)
    for block in blocks_of(look, where):
        if "ScheduledQuery" not in look.resource.type and look.value(f"{block}.actionGroupId") in (None, ""):
            yield Fault("has an action that tells nobody", f"{block}.actionGroupId")
    if "ActivityLogAlert" in look.resource.type and look.value("scopes") in (None, []):
        yield Fault("watches nothing", "scopes")
