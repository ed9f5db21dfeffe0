"""What is in a storage account of a zone is copied to no other tenant and to no account without a private link."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_ids import subscription_in
from posture.rules.azure_owners import own_subscriptions
from posture.rules.azure_storage import ACCOUNT
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false

REPLICATION: Final = az("storage:ObjectReplicationPolicy")


@rule(*ACCOUNT, *REPLICATION)
def check(look: Look) -> Iterator[Fault]:
    """Replication across tenants, the scope of copies, and policies that replicate to accounts that are not ours."""
    if not serves(look):
        return
    if look.resource.type in ACCOUNT:
        yield from must_be_false(look, "allowCrossTenantReplication", "may be replicated to another tenant", default=True)
        yield from must_say(look, "allowedCopyScope", ("aad", "privatelink"), "may be copied to any account on Azure")
        return
    own, stated = own_subscriptions(look.scene), look.approved.organization.stated
    for prop in ("destinationAccount", "sourceAccount"):
        text = look.text(prop)
        subscription = subscription_in(text) if isinstance(text, str) else None
        if subscription is not None and own and subscription not in own:
            said = f"copies to or from subscription {subscription}, which is not listed as ours"
            yield Fault(said, prop, Verdict.VIOLATED if stated else Verdict.UNPROVEN)
