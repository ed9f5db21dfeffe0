"""Guardrails of the tenant: policy definitions, one initiative of them, and its assignment to the management group above all zones.

The organization's stack builds them, with rights that no zone's stack has. Public addresses are refused by an assignment of their own, so that
the two zones that may have some can be left out of that one rule alone.
Sources: Microsoft Learn, "Azure Policy definition structure", "Azure Policy initiative definition structure", "Azure Policy assignment
structure" (a name of 24 characters at a management group; `notScopes`; a message by definition), "Azure Policy limits"; 45 CFR
164.308(a)(4) (information access management). Documents: `tenant_documents`.
"""

from typing import Annotated, Any, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import authorization

from ai_zones.azure import arm
from ai_zones.azure.naming import child
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.tenant_documents import GUARDRAILS, PARAMETERS, Guardrail, parameters_of
from ai_zones.azure.validation import ZONES, ComponentInput, Location, SubscriptionId
from ai_zones.inputs import matches

PREFIX: Final = "ai-zones"
APART: Final = "public-addresses"
CATEGORY: Final = {"category": "AI Zones", "version": "1.0.0"}

Scope = Annotated[
    str,
    matches(
        r"/subscriptions/[0-9a-f-]{36}(/resourceGroups/[^/]+)?",
        "a subscription or resource group: /subscriptions/<id>[/resourceGroups/<name>]",
    ),
]
NetworkId = Annotated[
    str,
    matches(
        r"/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+/providers/Microsoft\.Network/virtualNetworks/[^/]+",
        "the id of a virtual network",
    ),
]


class AzureTenantPoliciesArgs(TypedDict):
    """Inputs of `AzureTenantPolicies`."""

    management_group_id: str
    """Name of the management group above all zones' subscriptions."""
    locations: list[str]
    """Locations in which anything may stand; global services are spared."""
    subscription_ids: list[str]
    """Our subscriptions: whom private links, private endpoints and logs may join."""
    public_address_scopes: NotRequired[list[str]]
    """Subscriptions or groups of the zones egress and access, which alone may have public addresses. Default: none."""
    peered_network_ids: NotRequired[list[str]]
    """Virtual networks that may be peered with: hubs that are adopted. Default: none."""
    left_out: NotRequired[list[str]]
    """Keys of guardrails that are not built, such as one whose alias a sovereign cloud does not know (`az provider show --expand
    resourceTypes/aliases` lists them). Default: none."""
    audit_only: NotRequired[bool]
    """True reports what would be refused and refuses nothing: for the first weeks of a tenant that is in use. Default: false."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection. Default: false."""


class TenantPolicies(ComponentInput):
    """Parsed `AzureTenantPoliciesArgs`."""

    management_group_id: Annotated[str, matches(r"[A-Za-z0-9][A-Za-z0-9._()-]{0,89}", "the name of a management group, without a path")]
    locations: list[Location] = pydantic.Field(min_length=1)
    subscription_ids: list[SubscriptionId] = pydantic.Field(min_length=1)
    public_address_scopes: list[Scope] = pydantic.Field(default_factory=list)
    peered_network_ids: list[NetworkId] = pydantic.Field(default_factory=list)
    left_out: list[str] = pydantic.Field(default_factory=list)
    audit_only: bool = False
    removable: bool = False

    @pydantic.field_validator("left_out")
    @classmethod
    def _are_guardrails(cls, keys: list[str]) -> list[str]:
        known = [guardrail.key for guardrail in GUARDRAILS]
        if set(keys) - set(known):
            raise ValueError(f"must be some of {', '.join(known)}")
        if not set(known) - set(keys) - {APART}:
            raise ValueError("must leave a guardrail to build; without any, leave the component out")
        return keys

    @property
    def guardrails(self) -> list[Guardrail]:
        """Guardrails that are built."""
        return [guardrail for guardrail in GUARDRAILS if guardrail.key not in self.left_out]

    @property
    def values(self) -> dict[str, list[str]]:
        """Values of the initiative's parameters."""
        return {
            "locations": sorted(set(self.locations)),
            "peeredNetworkIds": sorted(set(self.peered_network_ids)),
            "subscriptionIds": sorted(set(self.subscription_ids)),
            "zones": sorted(ZONES),
        }

    @property
    def effect(self) -> str:
        """What happens to a fault."""
        return "Audit" if self.audit_only else "Deny"

    @property
    def group_scope(self) -> str:
        """Id of the management group."""
        return f"/providers/Microsoft.Management/managementGroups/{self.management_group_id}"


class AzureTenantPolicies(pulumi.ComponentResource):
    """Definitions, initiative, two assignments. Pulumi protects them: lifting a guardrail takes two steps."""

    initiative_id: str
    """Id of the initiative."""
    definition_ids: dict[str, str]
    """Id of each definition, by the guardrail's key."""

    def __init__(self, name: str, args: AzureTenantPoliciesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = TenantPolicies.parse(name, args)
        super().__init__("ai-zones:index:AzureTenantPolicies", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.definition_ids = {guardrail.key: self._id("policyDefinitions", guardrail.key) for guardrail in given.guardrails}
        self.initiative_id = self._id("policySetDefinitions", "guardrails")
        definitions = {guardrail.key: self._definition(guardrail) for guardrail in given.guardrails}
        together = [guardrail for guardrail in given.guardrails if guardrail.key != APART]
        initiative = self._initiative(together, [definitions[guardrail.key] for guardrail in together])
        self._assign("guardrails", "Guardrails of AI Zones", self.initiative_id, together, initiative, [])
        for apart in given.guardrails:
            if apart.key == APART:
                self._assign("addresses", apart.title, self.definition_ids[APART], [apart], definitions[APART], given.public_address_scopes)
        self.register_outputs({"initiativeId": self.initiative_id, "definitionIds": self.definition_ids})

    def _id(self, kind: str, key: str) -> str:
        return arm.extension_id(self._given.group_scope, f"Microsoft.Authorization/{kind}", f"{PREFIX}-{key}")

    def _options(self, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=list(after), protect=not self._given.removable)

    def _definition(self, guardrail: Guardrail) -> pulumi.Resource:
        definition: pulumi.Resource = authorization.PolicyDefinitionAtManagementGroup(
            child(self._name, guardrail.key),
            policy_definition_name=f"{PREFIX}-{guardrail.key}",
            management_group_id=self._given.management_group_id,
            policy_type="Custom",
            mode=guardrail.mode,
            display_name=guardrail.title,
            description=guardrail.why,
            metadata=CATEGORY,
            parameters=_definitions_of(parameters_of(guardrail)),
            policy_rule=guardrail.rule,
            opts=self._options(),
        )
        return definition

    def _initiative(self, guardrails: list[Guardrail], after: list[pulumi.Resource]) -> pulumi.Resource:
        lists = {name: {"type": "Array", "metadata": {"displayName": title}} for name, title in PARAMETERS.items()}
        effect = {"type": "String", "allowedValues": ["Deny", "Audit"], "defaultValue": "Deny"}
        initiative: pulumi.Resource = authorization.PolicySetDefinitionAtManagementGroup(
            child(self._name, "guardrails"),
            policy_set_definition_name=f"{PREFIX}-guardrails",
            management_group_id=self._given.management_group_id,
            policy_type="Custom",
            display_name="Guardrails of AI Zones",
            description="No road out of a zone but the declared ones; no key but our own; nothing outside residency.",
            metadata=CATEGORY,
            parameters=_definitions_of({**lists, "effect": effect}),
            policy_definitions=[
                authorization.PolicyDefinitionReferenceArgs(
                    policy_definition_reference_id=guardrail.key,
                    policy_definition_id=self.definition_ids[guardrail.key],
                    parameters={
                        name: authorization.ParameterValuesValueArgs(value=f"[parameters('{name}')]")
                        for name in (*guardrail.parameters, "effect")
                    },
                )
                for guardrail in guardrails
            ],
            opts=self._options(*after),
        )
        return initiative

    def _assign(
        self,
        key: str,
        title: str,
        definition_id: str,
        guardrails: list[Guardrail],
        after: pulumi.Resource,
        not_scopes: list[str],
    ) -> None:
        given = self._given
        many = len(guardrails) > 1
        values: dict[str, Any] = {**(given.values if many else {}), "effect": given.effect}
        authorization.PolicyAssignment(
            child(self._name, "assign", key),
            policy_assignment_name=f"{PREFIX}-{key}",
            scope=given.group_scope,
            policy_definition_id=definition_id,
            display_name=title,
            enforcement_mode="Default",
            not_scopes=sorted(set(not_scopes)),
            metadata=CATEGORY,
            parameters={name: authorization.ParameterValuesValueArgs(value=value) for name, value in values.items()},
            non_compliance_messages=[
                authorization.NonComplianceMessageArgs(
                    message=f"{guardrail.title}. {guardrail.why}", policy_definition_reference_id=guardrail.key if many else None
                )
                for guardrail in guardrails
            ],
            opts=self._options(after),
        )


def _definitions_of(parameters: dict[str, Any]) -> dict[str, authorization.ParameterDefinitionsValueArgs]:
    return {
        name: authorization.ParameterDefinitionsValueArgs(
            type=parameter["type"],
            allowed_values=parameter.get("allowedValues"),
            default_value=parameter.get("defaultValue"),
            metadata=(
                authorization.ParameterDefinitionsValueMetadataArgs(display_name=parameter["metadata"]["displayName"])
                if "metadata" in parameter
                else None
            ),
        )
        for name, parameter in parameters.items()
    }
