"""No role is given to a group of another tenant, or through an identity that another tenant manages."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

ASSIGNMENT: Final = az("authorization:RoleAssignment", "authorization:PimRoleEligibilitySchedule")


@rule(*ASSIGNMENT)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified. Of other principals an id tells nothing."""
    if look.scene.classified:
        if says(look, "principalType", "foreigngroup"):
            yield Fault("gives a role to a group of another tenant", "principalType")
        if look.value("delegatedManagedIdentityResourceId") not in (None, ""):
            yield Fault("gives a role to an identity that another tenant manages", "delegatedManagedIdentityResourceId")
