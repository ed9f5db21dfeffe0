"""The tenant's own stack: guardrails above all zones, and roles of people. It runs with rights that no stack of zones has.

Order of a first run: `audit_only: true`, until nothing of what is in use would be refused; then false. Roles of people take two runs, because
Azure names the rules of their activation itself (`AzurePeopleAccess`).
Sources: DESIGN principle 10 (organization-wide resources in stacks of their own); Microsoft Cloud Adoption Framework, "Azure landing zone design
principles: policy-driven governance", "Adopt policy-driven guardrails" (audit first, then deny).
"""

from collections.abc import Mapping
from typing import Any, cast

import pulumi
import pulumi_azure_native

from ai_zones.azure.people_access import AzurePeopleAccess, AzurePeopleAccessArgs
from ai_zones.azure.tenant_policies import AzureTenantPolicies, AzureTenantPoliciesArgs
from stacks.azure.tenant_settings import TenantConfig, TenantPeople, TenantSettings
from stacks.starting import one_message


def build(stack: str, config: Mapping[str, Any]) -> None:
    """Build the tenant's stack. Raises `pulumi.RunError` with one message when its settings are wrong."""
    with one_message():
        settings = TenantSettings.from_config(stack, config)
    given = settings.config
    provider = pulumi_azure_native.Provider(
        "tenant-azure", tenant_id=given.tenant_id, subscription_id=given.subscription_id, location=given.locations[0]
    )
    here = pulumi.ResourceOptions(providers=[provider])
    policies: AzureTenantPoliciesArgs = {
        "management_group_id": given.management_group_id,
        "locations": given.locations,
        "subscription_ids": settings.subscriptions,
        "public_address_scopes": settings.address_scopes,
        "peered_network_ids": given.peered_network_ids,
        "left_out": given.left_out_guardrails,
        "audit_only": given.audit_only,
        "removable": not given.deletion_protection,
    }
    guardrails = AzureTenantPolicies(f"{given.organization}-guardrails", policies, here)
    pulumi.export("initiative_id", guardrails.initiative_id)
    if given.people is not None:
        people = AzurePeopleAccess(f"{given.organization}-people", _people(given, given.people), here)
        pulumi.export("role_ids", people.role_ids)
        pulumi.export("waiting_for_activation_policies", people.waiting)


def _people(given: TenantConfig, people: TenantPeople) -> AzurePeopleAccessArgs:
    subscriptions = given.environments[people.environment].subscriptions
    args = {
        "organization": given.organization,
        "environment": people.environment,
        "zone_subscription_ids": {zone.value: subscription for zone, subscription in subscriptions.items()},
        "group_ids": people.group_ids,
        "approver_group_ids": people.approver_group_ids,
        "eligible_until": people.eligible_until,
        "emails": people.emails,
        "activation_policies": {
            role: {zone.value: name for zone, name in places.items()} for role, places in people.activation_policies.items()
        },
    }
    return cast(AzurePeopleAccessArgs, args)
