"""Constraints of the organization that the stack itself enforces.

Source: Organization Policy documentation, "Using constraints" (boolean constraints; a rule under a condition holds for some resources alone).
"""

from typing import Final

from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look

POLICY: Final = gcp("orgpolicy:Policy")


def demanded(look: Look, *constraints: str) -> bool:
    """Whether a policy of the stack enforces one of these constraints."""
    policies = (look.scene.look(resource) for resource in look.scene.of(POLICY))
    return any(
        str(one.text("name")).rpartition("/")[2] in constraints
        and any(one.flag(f"{block}.enforce") is True for block in items(one, "spec.rules"))
        for one in policies
    )
