"""Service networks of VPC Lattice record the calls of what they offer: services and resources each in a log of their own.

Source: Amazon VPC Lattice User Guide, "Access logs for VPC Lattice" (none without a subscription); VPC Lattice API Reference,
"CreateAccessLogSubscription" (serviceNetworkLogType: SERVICE, the default, or RESOURCE).
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.lattice import VPC_ASSOCIATION
from posture.readers.aws.tokens import SERVICE_NETWORK, VPC_ENDPOINT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

LOGS: Final = ("aws:vpclattice/accessLogSubscription:AccessLogSubscription",)
OFFERS: Final = {
    "SERVICE": ("aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation",),
    "RESOURCE": ("aws:vpclattice/serviceNetworkResourceAssociation:ServiceNetworkResourceAssociation",),
}
"""Kind of log → what is offered and written there."""


@rule(*(token for token in SERVICE_NETWORK if token.startswith("aws:")))
def check(look: Look) -> Iterator[Fault]:
    """Networks that a zone calls, by their own zone or their members'."""
    if not _of_a_zone(look):
        return
    logs = look.companions(LOGS, "resourceIdentifier")
    kinds = ["SERVICE" if (kind := one.text("serviceNetworkLogType")) is None else kind for one in logs]
    for kind, offers in OFFERS.items():
        if not look.companions(offers, "serviceNetworkIdentifier") or kind in kinds:
            continue
        if any(is_unknown(one) for one in kinds) or look.maybe_companions(LOGS, "resourceIdentifier"):
            yield cannot_tell("", f"whether calls of its {kind.lower()}s are recorded")
        else:
            # What writes the other kind alone is what should be looked at; without any, the network itself.
            alone = logs[0].urn if len(logs) == 1 else ""
            yield Fault(f"records no calls of its {kind.lower()}s", "serviceNetworkLogType" if alone else "", urn=alone)


def _of_a_zone(look: Look) -> bool:
    members = (
        *(network for one in look.companions(VPC_ASSOCIATION, "serviceNetworkIdentifier") for network in one.targets("vpcIdentifier")),
        *look.companions(VPC_ENDPOINT, "serviceNetworkArn"),
    )
    return look.zone is not None or any(one.zone is not None for one in members)
