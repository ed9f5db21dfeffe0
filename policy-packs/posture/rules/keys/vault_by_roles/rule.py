"""Vaults of zones open by roles alone, for one tenant, and hand nothing to deployments."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false, must_be_true

VAULT: Final = az("keyvault:Vault")
POLICY: Final = az("keyvault:AccessPolicy")
_DOORS: Final = ("enabledForDeployment", "enabledForDiskEncryption", "enabledForTemplateDeployment")


@rule(*VAULT, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """An access policy can be given by whoever may write the vault; a role only by whoever may give roles."""
    if not serves(look):
        return
    if look.resource.type in POLICY:
        yield Fault("lets somebody in by an access policy, past the roles", "policy")
        return
    yield from must_be_true(look, "properties.enableRbacAuthorization", "opens by access policies, which its writers give themselves")
    if blocks_of(look, "properties.accessPolicies"):
        yield Fault("lets somebody in by an access policy, past the roles", "properties.accessPolicies")
    for door in _DOORS:
        yield from must_be_false(look, f"properties.{door}", "hands its contents to deployments, whoever starts them")
