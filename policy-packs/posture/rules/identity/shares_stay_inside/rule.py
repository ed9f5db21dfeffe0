"""What a zone shares by RAM can be shared with accounts of the organization only."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import VPC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users
from posture.rules.words import must_be_false

SHARE: Final = ("aws:ram/resourceShare:ResourceShare",)
_ASSOCIATION: Final = ("aws:ram/resourceAssociation:ResourceAssociation",)

_POOL: Final = ("aws:ec2/vpcIpamPool:VpcIpamPool",)


@rule(*SHARE)
def check(look: Look) -> Iterator[Fault]:
    """AWS RAM API Reference, CreateResourceShare: `allowExternalPrincipals` is true where it is absent; the provider says false."""
    if look.zone is not None or any(_of_a_zone(user) for user in users(look)):
        yield from must_be_false(look, "allowExternalPrincipals", "may be given to accounts outside the organization")


def _of_a_zone(user: Look) -> bool:
    if user.resource.type not in _ASSOCIATION:
        return False
    shared = user.targets("resourceArn")
    # A pool bears no zone: it is in those of the networks that are numbered from it.
    numbered = (network for one in shared if one.resource.type in _POOL for network in one.companions(VPC, "ipv4IpamPoolId"))
    return any(one.zone is not None for one in (*shared, *numbered))
