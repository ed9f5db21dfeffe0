"""Azure: what stores hold is handed on: by copies, snapshots, subscriptions, deliveries, roles, federated identities and delegations."""

import copy
from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_TENANT
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import Site, adding
from tests.mutation.operators.azure_places import STRANGER, azure, beside, subscription_of
from tests.mutation.program import Program, Ref, Row
from tests.mutation.sites import sites

N = "azure-native:"
ACCOUNT, BLOBS = f"{N}storage:StorageAccount", f"{N}storage:BlobContainer"
SERVER, COSMOS, SQL = f"{N}dbforpostgresql:Server", f"{N}cosmosdb:DatabaseAccount", f"{N}sql:Server"
WORKSPACE, IDENTITY = f"{N}operationalinsights:Workspace", f"{N}managedidentity:UserAssignedIdentity"
OWNER, READER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
GUEST = "66666666-eeee-4fff-8aaa-0000000000aa"
"""A principal of another directory."""
STORES = (
    ACCOUNT, SERVER, COSMOS, SQL, WORKSPACE, f"{N}keyvault:Vault", f"{N}containerregistry:Registry", f"{N}servicebus:Namespace",
    f"{N}eventhub:Namespace", f"{N}search:Service", f"{N}cognitiveservices:Account", f"{N}machinelearningservices:Workspace",
    f"{N}recoveryservices:Vault", f"{N}dataprotection:BackupVault", f"{N}healthcareapis:Workspace", f"{N}compute:Disk",
    f"{N}compute:VirtualMachine", f"{N}resources:ResourceGroup", f"{N}eventgrid:Topic", f"{N}datafactory:Factory", f"{N}redis:Redis",
)  # fmt: skip
LOGGED = (
    *STORES,
    f"{N}network:VirtualNetwork", f"{N}network:AzureFirewall", f"{N}network:ApplicationGateway", f"{N}network:NetworkSecurityGroup",
    f"{N}web:WebApp", f"{N}app:ManagedEnvironment", f"{N}sql:Database",
)  # fmt: skip


def _role(row: Row, role: str) -> str:
    return f"/subscriptions/{subscription_of(row)}/providers/Microsoft.Authorization/roleDefinitions/{role}"


def grant(program: Program, row: Row) -> Iterator[Mutant]:
    """A role for somebody of another directory; the owner's role for an identity of the program; the group delegated to a provider."""
    if not azure(row, *STORES):
        return
    role = READER if row.type == ACCOUNT else OWNER
    stranger = {"principalId": GUEST, "principalType": "ForeignGroup"}
    yield adding("grant-foreign-principal", row, partial(_assign, role=role, principal=stranger))
    if row.type == f"{N}resources:ResourceGroup":
        yield adding("delegate-to-a-provider", row, _delegate)


def _assign(site: Site, role: str, principal: dict[str, Any]) -> None:
    beside(
        site,
        f"{N}authorization:RoleAssignment",
        "grant",
        {"scope": site.out(), "roleDefinitionId": _role(site.row, role), **principal},
        ungrouped(site),
    )


def ungrouped(site: Site) -> Row:
    """A role assignment has a scope and no group."""
    made = copy.copy(site.row)
    made.inputs = {}
    return made


def _delegate(site: Site) -> None:
    properties = {
        "registrationDefinitionName": "Managed operations",
        "managedByTenantId": FOREIGN_TENANT,
        "authorizations": [{"principalId": GUEST, "roleDefinitionId": "b24988ac-6180-42a0-ab88-20f7382dd24c"}],
    }
    scope = f"subscriptions/{subscription_of(site.row)}"
    offer = beside(
        site,
        f"{N}managedservices:RegistrationDefinition",
        "offer",
        {"scope": scope, "registrationDefinitionId": "b8b8b8b8-1111-4222-8333-444444444444", "properties": properties},
        ungrouped(site),
    )
    inputs = {
        "scope": scope,
        "registrationAssignmentId": "c9c9c9c9-1111-4222-8333-444444444444",
        "properties": {"registrationDefinitionId": Ref(offer)},
    }
    beside(site, f"{N}managedservices:RegistrationAssignment", "offer", inputs, ungrouped(site))


def federate(program: Program, row: Row) -> Iterator[Mutant]:
    """A stranger's workflow, and a stranger's directory, may act as an identity; an identity becomes the owner of its subscription."""
    if not azure(row, IDENTITY):
        return
    for label, issuer, subject in (
        ("repository", "https://token.actions.githubusercontent.com", "repo:vendor/tools:ref:refs/heads/main"),
        ("directory", f"https://login.microsoftonline.com/{FOREIGN_TENANT}/v2.0", GUEST),
    ):
        inputs = {"issuer": issuer, "subject": subject, "audiences": ["api://AzureADTokenExchange"]}
        yield adding(f"federate-a-strangers-{label}", row, partial(_federate, inputs=inputs))
    yield adding("attach-administrator", row, _administrator)


def _federate(site: Site, inputs: dict[str, Any]) -> None:
    beside(site, f"{N}managedidentity:FederatedIdentityCredential", "vendor", {"resourceName": site.output(site.row.urn, "name"), **inputs})


def _administrator(site: Site) -> None:
    principal = {"principalId": site.out("principalId"), "principalType": "ServicePrincipal"}
    scope = f"/subscriptions/{subscription_of(site.row)}"
    inputs = {"scope": scope, "roleDefinitionId": _role(site.row, OWNER), **principal}
    beside(site, f"{N}authorization:RoleAssignment", "owner", inputs, ungrouped(site))


def log_abroad(program: Program, row: Row) -> Iterator[Mutant]:
    """Everything that a resource logs goes to a stranger's workspace, account or event hub too."""
    if not azure(row, *LOGGED) or row.type in (f"{N}resources:ResourceGroup", f"{N}compute:Disk", f"{N}compute:VirtualMachine"):
        return
    yield adding("add-logs-for-a-stranger", row, _log)


def _log(site: Site) -> None:
    """A storage account's own setting has metrics alone: logs are those of its services."""
    uri: Any = site.out()
    category: dict[str, Any] = {"logs": [{"categoryGroup": "allLogs", "enabled": True}]}
    if site.row.type == ACCOUNT:
        category = {"metrics": [{"category": "Transaction", "enabled": True}]}
    inputs = {
        "resourceUri": uri,
        "workspaceId": f"{STRANGER}/Microsoft.OperationalInsights/workspaces/vendor",
        "name": "mutant",
        **category,
    }
    beside(site, f"{N}monitor:DiagnosticSetting", "vendor", inputs, ungrouped(site))


def open_documents(program: Program, row: Row) -> Iterator[Mutant]:
    """Actions of a role become `*`, an assigned role the owner's, its scope the subscription; a policy's effect only tells; a subject is anybody's."""
    if azure(row, f"{N}authorization:RoleDefinition"):
        for site in sites(row):
            if site.last in ("actions", "dataActions") and isinstance(site.value, list):
                yield _set("action-to-star", row, site.where, ["*"], site.path)
            if site.last in ("notActions", "notDataActions") and isinstance(site.value, list) and site.value:
                yield _set("drop-deny", row, site.where, [], site.path)
            if site.last == "assignableScopes" and isinstance(site.value, list):
                yield _set("resource-to-star", row, site.where, [f"/subscriptions/{subscription_of(row)}"], site.path)
    if azure(row, f"{N}authorization:RoleAssignment"):
        yield _set(
            "role-to-owner",
            row,
            ("roleDefinitionId",),
            f"/subscriptions/{_of(program, row)}/providers/Microsoft.Authorization/roleDefinitions/{OWNER}",
            "roleDefinitionId",
        )
        yield _set("resource-to-star", row, ("scope",), f"/subscriptions/{_of(program, row)}", "scope")
        yield _set("principal-to-foreign", row, ("principalId",), GUEST, "principalId", {"principalType": "ForeignGroup"})
    if azure(row, f"{N}authorization:PolicyDefinition"):
        for effect in ("audit", "disabled"):
            yield _set("effect-to-audit", row, ("policyRule", "then", "effect"), effect, "policyRule.then.effect", variant=effect)
    if azure(row, f"{N}authorization:PolicyAssignment"):
        yield _set("exempt-a-group", row, ("notScopes",), [f"/subscriptions/{_of(program, row)}/resourceGroups/rg-records"], "notScopes")
    if azure(row, f"{N}managedidentity:FederatedIdentityCredential"):
        yield _set("principal-to-foreign", row, ("subject",), "repo:vendor/tools:ref:refs/heads/main", "subject")
        yield _set("principal-to-foreign", row, ("issuer",), "https://vendor.example.com", "issuer")


def _of(program: Program, row: Row) -> str:
    return subscription_of(row) or next(subscription_of(one) for one in program.rows if subscription_of(one))


def _set(
    operator: str, row: Row, where: tuple[Any, ...], value: Any, path: str, more: dict[str, Any] | None = None, variant: str = ""
) -> Mutant:
    def change(mutated: Program) -> set[str]:
        put(mutated, row.urn, where, value)
        for name, item in (more or {}).items():
            put(mutated, row.urn, (name,), item)
        return set()

    return Mutant(operator, row.type, path, row.urn, change, variant)


OPERATORS = (grant, federate, log_abroad, open_documents)
