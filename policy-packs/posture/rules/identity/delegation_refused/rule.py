"""No other tenant manages what stands beside protected data."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

DEFINITION: Final = az("managedservices:RegistrationDefinition")
ASSIGNMENT: Final = az("managedservices:RegistrationAssignment")


@rule(*DEFINITION, *ASSIGNMENT)
def check(look: Look) -> Iterator[Fault]:
    """Azure Lighthouse, wherever something of the stack is classified. A tenant that the reviewer lists is ours."""
    if not look.scene.classified:
        return
    organization = look.approved.organization
    definitions = [look] if look.resource.type in DEFINITION else look.targets("properties.registrationDefinitionId", DEFINITION)
    tenants = [definition.text("properties.managedByTenantId") for definition in definitions]
    ours = {one.lower() for one in organization.azure_tenant_ids}
    if tenants and all(isinstance(tenant, str) and tenant.lower() in ours for tenant in tenants):
        return
    known = [tenant for tenant in tenants if isinstance(tenant, str)]
    verdict = Verdict.VIOLATED if organization.stated or not known else Verdict.UNPROVEN
    yield Fault("lets another tenant's people and programs in (Azure Lighthouse)", "properties.managedByTenantId", verdict)
