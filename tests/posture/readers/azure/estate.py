"""Stores, services and identities of a small clinic on Azure, seen as a state and as a preview, and judged to the end.

Adds to `Azure`: tags, a region, a zone with a network, and the words in which the tests ask: edges, verdicts, what is unreadable.
"""

from dataclasses import replace
from typing import Any

from posture.approved import Approved, Asserted
from posture.graph.facts import EdgeFact, Unreadable
from posture.graph.kinds import Outside
from posture.reference import Reference
from tests.posture.readers.azure.networks import APPROVED, T1, T2, T4, Azure, Made, Ref

HOME, ABROAD = "westeurope", "eastus"
OUR_TENANT, THEIR_TENANT = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000009"
REVIEWER = replace(
    APPROVED,
    organization=replace(APPROVED.organization, azure_tenant_ids=frozenset({OUR_TENANT})),
    residency=frozenset({HOME, "northeurope"}),
)
"""The clinic's reviewer: two subscriptions, one tenant, two regions that are each other's pair."""
ONE_REGION = replace(REVIEWER, residency=frozenset({HOME}))
WORKER = "00000000-aaaa-4000-8000-00000000000f"
BLOB_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
BLOB_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"


def vouched(*literals: str) -> Approved:
    """The reviewer vouches for some literals."""
    return replace(REVIEWER, asserted=tuple(Asserted(literal) for literal in literals))


class Clinic(Azure):
    """A program of a clinic."""

    def put(self, token: str, name: str, /, *, zone: Any = None, data: Any = None, location: Any = HOME, **inputs: Any) -> Made:
        """A resource with its tags and its region."""
        tags = {tag: value for tag, value in (("ai-zone", zone), ("data-class", data)) if value is not None}
        given: dict[str, Any] = {**({"tags": tags} if tags else {}), **({"location": location} if location else {}), **inputs}
        outputs, external = given.pop("outputs", None), given.pop("external", False)
        subscription = given.pop("subscription", None)
        more = {"subscription": subscription} if subscription else {}
        return self.add(token, name, outputs=outputs, external=external, **more, **given)

    def part(self, token: str, name: str, /, **inputs: Any) -> Made:
        """A resource without tags and region."""
        return self.put(token, name, location=None, **inputs)

    def account(self, name: Any = "records", zone: Any = "phi", **inputs: Any) -> Made:
        """A storage account; closed unless it is opened."""
        given = {"publicNetworkAccess": "Disabled", "sku": {"name": "Standard_ZRS"}, "kind": "StorageV2", **inputs}
        return self.put("storage:StorageAccount", name, zone=zone, **{key: value for key, value in given.items() if value is not ...})

    def zone(self, name: str, cidr: str = "10.1.0.0/16") -> Made:
        """A network of one zone; its one subnet is returned, which has no way out."""
        vnet = self.vnet(name, cidr, zone=name)
        return self.subnet(f"{name}-workload", vnet, cidr.replace(".0.0/16", ".1.0/24"))

    def ai(self, name: str = "models", zone: str | None = "inference", **properties: Any) -> Made:
        """An account of models; closed, and kept from fetching addresses."""
        given = {"publicNetworkAccess": "Disabled", "restrictOutboundNetworkAccess": True, **properties}
        wanted = {key: value for key, value in given.items() if value is not ...}
        return self.put("cognitiveservices:Account", name, zone=zone, kind="OpenAI", sku={"name": "S0"}, properties=wanted)

    def workspace(self, name: str = "logs", zone: str | None = None, **inputs: Any) -> Made:
        """A log workspace that nobody asks over the internet."""
        closed = {"publicNetworkAccessForQuery": "Disabled", "publicNetworkAccessForIngestion": "Disabled"}
        return self.put("operationalinsights:Workspace", name, zone=zone, outputs={"customerId": WORKER}, **{**closed, **inputs})

    def identity(self, name: str = "worker", principal: str = WORKER) -> Made:
        return self.put("managedidentity:UserAssignedIdentity", name, outputs={"principalId": principal, "clientId": WORKER})

    def acts_as(self, identity: Made) -> dict[str, Any]:
        """The `identity` block of a resource that acts as a user-assigned identity."""
        return {"type": "UserAssigned", "userAssignedIdentities": [identity.id]}

    def assign(self, principal: Any, role: str, scope: Any, **more: Any) -> Made:
        """A role assignment."""
        given = principal.out("principalId") if isinstance(principal, Made) else principal
        where = scope.id if isinstance(scope, Made) else scope
        definition = f"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{role}"
        name = f"assignment-{len(self.made)}"
        given_more = {"principalType": "ServicePrincipal", **more}
        return self.part("authorization:RoleAssignment", name, principalId=given, roleDefinitionId=definition, scope=where, **given_more)

    def edges(self, form: str, approved: Approved = REVIEWER) -> set[tuple[str, str, str, bool]]:
        """Kind, source, target and certainty of every edge that readers say."""
        graph = self.facts(form, approved)
        return {(fact.kind.value, _name(fact.source), _name(fact.target), fact.certain) for fact in graph.of(EdgeFact)}

    def lists(self, form: str, approved: Approved = REVIEWER) -> set[str]:
        """Externals that are not ours, which edges lead to or from."""
        graph = self.facts(form, approved)
        named = {end.literal for fact in graph.of(EdgeFact) for end in (fact.source, fact.target) if not end.targets and end.literal}
        return {key for key in named if graph.externals[key].outside is not Outside.OURS}

    def unreadable(self, form: str, approved: Approved = REVIEWER) -> set[str]:
        return {fact.about.rsplit("::", 1)[-1] for fact in self.facts(form, approved).of(Unreadable)}

    def exit(self, form: str, approved: Approved = REVIEWER) -> str:
        """The verdict of T1. Where the program holds no PHI of its own, a closed account of records stands beside it."""
        if not any(made.inputs.get("tags", {}).get("ai-zone") == "phi" for made in self.made):
            self.account("records-beside")
        return self.verdict(form, T1, approved)

    def redaction(self, form: str, approved: Approved = REVIEWER) -> str:
        """The verdict of T2."""
        return self.verdict(form, T2, approved)

    def segmentation(self, form: str, approved: Approved = REVIEWER) -> str:
        """The verdict of T4."""
        return self.verdict(form, T4, approved)


def _name(reference: Reference) -> str:
    names = sorted(urn.rsplit("::", 1)[-1] for urn in reference.targets)
    return " or ".join(names) if names else (reference.literal or "unknown")


__all__ = ["ABROAD", "HOME", "Clinic", "Made", "Ref"]
