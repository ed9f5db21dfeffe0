"""Networks of zones are peered only with networks of subscriptions that are ours."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.rules.azure_ids import subscription_in
from posture.rules.azure_networks import NETWORK, PEERING, network_peerings
from posture.rules.azure_owners import own_subscriptions
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*PEERING, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Also without a route: the road is built. The remote network's id says whose it is."""
    if look.zone is None:
        return
    own = own_subscriptions(look.scene)
    for spot in network_peerings(look):
        prop = spot.at("remoteVirtualNetwork.id")
        remote = look.text(prop)
        subscription = subscription_in(remote) if isinstance(remote, str) else None
        if subscription is not None and own and subscription not in own:
            stated = look.approved.organization.stated
            said = f"joins a zone to a network of subscription {subscription}, which is not listed as ours"
            yield Fault(said, prop, Verdict.VIOLATED if stated else Verdict.UNPROVEN)
