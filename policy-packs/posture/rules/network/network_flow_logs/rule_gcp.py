"""Every subnetwork of a zone records its traffic, and every Cloud NAT whom it lets out."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import NETWORK, SUBNET, for_machines
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import is_unknown

NAT: Final = gcp("compute:RouterNat")
FLOW_LOG: Final = gcp("networkmanagement:VpcFlowLogsConfig")
_LEAST: Final = 0.5


@rule(*SUBNET, *NAT, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "VPC Flow Logs": off unless they are given; half of what was collected unless more is."""
    if look.zone is None:
        return
    if look.resource.type in NETWORK:
        if not look.resource.external:
            fault = "gets subnetworks in every region by itself, which record no traffic"
            yield from must_be_false(look, "autoCreateSubnetworks", fault, default=True)
        return
    if look.resource.type in NAT:
        if look.text("type") != "PRIVATE":
            yield from must_be_true(look, "logConfig.enable", "does not record whom it lets out")
        return
    if not for_machines(look) or any(look.companions(FLOW_LOG, prop, SUBNET) for prop in ("subnet",)) or _by_network(look):
        return
    if is_unknown(look.value("logConfig")):
        yield cannot_tell("logConfig", "whether it records its traffic")
    elif look.value("logConfig") in (None, {}):
        yield Fault("does not record its traffic", "logConfig")
    else:
        share = look.value("logConfig.flowSampling")
        if isinstance(share, (int, float)) and share < _LEAST:
            yield Fault("records less than half of its traffic", "logConfig.flowSampling")
        if look.text("logConfig.metadata") == "EXCLUDE_ALL_METADATA":
            yield Fault("records addresses, and not whose they were", "logConfig.metadata")
        if look.text("logConfig.filterExpr") not in (None, "true"):
            yield Fault("records only what a filter lets through", "logConfig.filterExpr")


def _by_network(look: Look) -> bool:
    return any(network.companions(FLOW_LOG, "network", NETWORK) for network in look.targets("network", NETWORK))
