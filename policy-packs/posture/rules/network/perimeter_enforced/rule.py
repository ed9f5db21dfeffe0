"""A network security perimeter denies what it does not name, and names only what is ours."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_ids import subscription_in
from posture.rules.azure_networks import WIDE, is_address, known, parsed
from posture.rules.azure_owners import own_subscriptions
from posture.rules.azure_words import az, blocks_of, must_say, told
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_set

ASSOCIATION: Final = az("network:NetworkSecurityPerimeterAssociation")
ACCESS_RULE: Final = az("network:NetworkSecurityPerimeterAccessRule")


@rule(*ASSOCIATION, *ACCESS_RULE)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified: a perimeter has no other purpose."""
    if not look.scene.classified:
        return
    if look.resource.type in ASSOCIATION:
        yield from must_say(look, "accessMode", ("enforced",), "only watches what crosses the perimeter", default="Learning")
        yield from must_be_set(look, "privateLinkResource", "puts nothing into the perimeter")
        yield from must_be_set(look, "profile", "has no rules: it names no profile")
        return
    own, stated = own_subscriptions(look.scene), look.approved.organization.stated
    for block in blocks_of(look, "subscriptions"):
        subscription = subscription_in(told(look, f"{block}.id"))
        if subscription is not None and own and subscription not in own:
            said = f"lets subscription {subscription} in, which is not listed as ours"
            yield Fault(said, f"{block}.id", Verdict.VIOLATED if stated else Verdict.UNPROVEN)
    prefixes = look.texts("addressPrefixes")
    for prefix in prefixes if isinstance(prefixes, list) else []:
        if isinstance(prefix, str) and (prefix in WIDE or (is_address(prefix) and not known(look.scene).contains(parsed(prefix)))):
            yield Fault(f"lets {prefix} in, more than any known network", "addressPrefixes")
    names = look.texts("fullyQualifiedDomainNames")
    for name in names if isinstance(names, list) else []:
        if isinstance(name, str) and name.startswith("*"):
            yield Fault(f"lets data out to {name}, which is anybody's", "fullyQualifiedDomainNames")
