"""Every network of a zone records all its traffic."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_networks import NETWORK, SUBNET
from posture.rules.azure_storage import ACCOUNT
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

FLOW_LOG: Final = az("network:FlowLog")
_YEAR: Final = 365


@rule(*NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """A flow log of the network, or one of each of its subnets, that is switched on, leaves nothing out and keeps what it writes for a year."""
    if look.zone is None:
        return
    logs = look.companions(FLOW_LOG, "targetResourceId", NETWORK)
    subnets = look.companions(SUBNET, "virtualNetworkName", NETWORK)
    by_subnet = bool(subnets) and all(subnet.companions(FLOW_LOG, "targetResourceId", SUBNET) for subnet in subnets)
    if not logs and not by_subnet:
        maybe = bool(look.maybe_companions(FLOW_LOG, "targetResourceId", NETWORK))
        yield Fault("does not record its traffic", "flow log", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
    for log in logs or [log for subnet in subnets for log in subnet.companions(FLOW_LOG, "targetResourceId", SUBNET)]:
        for fault in (*_whole(log), *_arrives(log)):
            yield Fault(fault.message, fault.prop, fault.verdict, log.urn)


def _whole(log: Look) -> Iterator[Fault]:
    yield from must_be_true(log, "enabled", "has a flow log that is switched off", default=True)
    if log.text("enabledFilteringCriteria") is not None:
        yield Fault("records only what a filter lets through", "enabledFilteringCriteria")
    # Network Watcher documentation, "Virtual network flow logs": 0 days, or a policy that is switched off, keeps for ever.
    days = log.number("retentionPolicy.days")
    if is_unknown(days):
        yield cannot_tell("retentionPolicy.days", "how long it keeps its flow logs")
    elif log.flag("retentionPolicy.enabled") is True and days not in (None, 0) and days < _YEAR:
        yield Fault(f"keeps its flow logs for less than {_YEAR} days", "retentionPolicy.days")


def _arrives(log: Look) -> Iterator[Fault]:
    """Without an identity Network Watcher writes with the account's key; an account that refuses keys gets nothing.

    Sources: Network Watcher documentation, "Virtual network flow logs" (storage account: key rotation), "Managed identity for virtual network
    flow logs" (user-assigned); Azure Storage documentation, "Prevent Shared Key authorization for an Azure Storage account".
    """
    stores = log.targets("storageId", ACCOUNT)
    refused = bool(stores) and all(store.flag("allowSharedKeyAccess") is False for store in stores)
    if refused and log.value("identity.userAssignedIdentities") in (None, [], {}):
        yield Fault(
            "has a flow log without an identity, and a store that takes no keys: nothing is written", "identity.userAssignedIdentities"
        )
