"""What a zone shares by RAM can be shared with accounts of the organization only, and is shared with no other one."""

import re
from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.tokens import VPC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users
from posture.rules.words import must_be_false

SHARE: Final = ("aws:ram/resourceShare:ResourceShare",)
NATIVE: Final = ("aws-native:ram:ResourceShare",)
_GIVEN: Final = ("aws:ram/principalAssociation:PrincipalAssociation",)
_ORGANIZATION: Final = re.compile(r"^arn:aws[a-z-]*:organizations::\d{12}:(?:organization|ou)/(o-[a-z0-9]+)(?:/|$)")
_ASSOCIATION: Final = ("aws:ram/resourceAssociation:ResourceAssociation",)

_POOL: Final = ("aws:ec2/vpcIpamPool:VpcIpamPool",)


@rule(*SHARE, *NATIVE)
def check(look: Look) -> Iterator[Fault]:
    """AWS RAM API Reference, CreateResourceShare: `allowExternalPrincipals` is true where it is absent; the provider says false.

    AWS Native says nothing of its own, and names what is shared in the share itself.
    """
    if look.resource.type in NATIVE:
        if look.zone is not None or any(one.zone is not None for one in look.targets("resourceArns")):
            yield from must_be_false(look, "allowExternalPrincipals", "may be given to accounts outside the organization", default=True)
        return
    if look.zone is not None or any(_of_a_zone(user) for user in users(look)):
        yield from must_be_false(look, "allowExternalPrincipals", "may be given to accounts outside the organization")
        yield from _given(look)


def _given(share: Look) -> Iterator[Fault]:
    """Accounts are the theorems' matter; a pool moves nothing, and its organization is named here."""
    ours = share.approved.organization
    told = [(one, True) for one in share.companions(_GIVEN, "resourceShareArn")]
    for named, certain in (*told, *((one, False) for one in share.maybe_companions(_GIVEN, "resourceShareArn"))):
        who = named.text("principal")
        found = _ORGANIZATION.match(who) if isinstance(who, str) else None
        if found is not None and found.group(1) not in ours.aws_organization_ids:
            said = f"is given to organization {found.group(1)}, which is not listed as ours"
            yield Fault(said, "principal", Verdict.VIOLATED if ours.stated and certain else Verdict.UNPROVEN, named.urn)


def _of_a_zone(user: Look) -> bool:
    if user.resource.type not in _ASSOCIATION:
        return False
    shared = user.targets("resourceArn")
    # A pool bears no zone: it is in those of the networks that are numbered from it.
    numbered = (network for one in shared if one.resource.type in _POOL for network in one.companions(VPC, "ipv4IpamPoolId"))
    return any(one.zone is not None for one in (*shared, *numbered))
