"""Managed identities, role assignments, federated credentials, other tenants."""

from typing import Any

import pytest

from posture.graph.facts import GrantFact, PublicUseFact
from tests.posture.readers.azure.estate import (
    BLOB_CONTRIBUTOR,
    BLOB_READER,
    CONTRIBUTOR,
    OUR_TENANT,
    READER,
    THEIR_TENANT,
    WORKER,
    Clinic,
    vouched,
)
from tests.posture.readers.azure.networks import APPROVED, OTHER, OURS, Made, Ref

GITHUB = "https://token.actions.githubusercontent.com"
DEPLOY = "repo:clinic/infrastructure:ref:refs/heads/main"
SELECTED = {"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Deny", "bypass": "None"}}


def host(clinic: Clinic, *, out: bool, identity: dict[str, Any]) -> Made:
    """A machine of no zone."""
    subnet = clinic.subnet("web", clinic.vnet("web", "10.9.0.0/16"), "10.9.1.0/24", private=False, defaultOutboundAccess=out)
    machine = clinic.machine("host", clinic.nic("nic", subnet))
    machine.inputs["identity"] = identity
    return machine


def open_store(clinic: Clinic) -> Made:
    """De-identified data behind an address that the internet reaches: no PHI, so that the open side is no exit by itself."""
    return clinic.account("extracts", zone="deidentification", publicNetworkAccess="Enabled")


def public_uses(clinic: Clinic, form: str) -> set[tuple[str, str, bool]]:
    return {
        (fact.workload.rsplit("::", 1)[-1], fact.store.rsplit("::", 1)[-1], fact.certain) for fact in clinic.facts(form).of(PublicUseFact)
    }


@pytest.mark.parametrize(
    ("role", "expected"),
    [(BLOB_READER, {("host", "extracts", True)}), (BLOB_CONTRIBUTOR, {("host", "extracts", True)}), (READER, set()), (CONTRIBUTOR, set())],
)
def test_a_machine_uses_at_its_public_address_what_its_identity_may_read(clinic: Clinic, form: str, role: str, expected: set[Any]) -> None:
    worker = clinic.identity()
    host(clinic, out=True, identity=clinic.acts_as(worker))
    clinic.assign(worker, role, open_store(clinic))
    assert public_uses(clinic, form) == expected


def test_a_role_on_a_closed_store_opens_no_road(clinic: Clinic, form: str) -> None:
    worker = clinic.identity()
    host(clinic, out=True, identity=clinic.acts_as(worker))
    clinic.assign(worker, BLOB_READER, clinic.account())
    assert public_uses(clinic, form) == set()
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize("scope", ["group", "subscription", "management"])
def test_a_scope_covers_all_that_stands_below_it(clinic: Clinic, form: str, scope: str) -> None:
    worker = clinic.identity()
    host(clinic, out=True, identity=clinic.acts_as(worker))
    open_store(clinic)
    scopes = {
        "group": f"/subscriptions/{OURS}/resourceGroups/RG",
        "subscription": f"/subscriptions/{OURS}",
        "management": "/providers/Microsoft.Management/managementGroups/root",
    }
    clinic.assign(worker, BLOB_READER, scopes[scope])
    assert public_uses(clinic, form) == {("host", "extracts", True)}


def test_a_scope_of_another_subscription_covers_nothing_here(clinic: Clinic, form: str) -> None:
    worker = clinic.identity()
    host(clinic, out=True, identity=clinic.acts_as(worker))
    open_store(clinic)
    clinic.assign(worker, BLOB_READER, f"/subscriptions/{OTHER}")
    assert public_uses(clinic, form) == set()


def test_a_containers_scope_is_its_accounts(clinic: Clinic, form: str) -> None:
    worker = clinic.identity()
    host(clinic, out=True, identity=clinic.acts_as(worker))
    store = open_store(clinic)
    container = clinic.part("storage:BlobContainer", "pictures", accountName=store.name)
    clinic.assign(worker, BLOB_READER, container)
    assert public_uses(clinic, form) == {("host", "extracts", True)}


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ({"dataActions": ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"]}, {("host", "extracts", True)}),
        ({"dataActions": ["*"]}, {("host", "extracts", True)}),
        ({"dataActions": ["Microsoft.KeyVault/vaults/secrets/*"]}, set()),
        ({"actions": ["Microsoft.Storage/storageAccounts/read"]}, set()),
    ],
)
def test_a_role_of_ones_own_is_read_by_its_data_actions(clinic: Clinic, form: str, permissions: dict[str, Any], expected: set[Any]) -> None:
    worker = clinic.identity()
    host(clinic, out=True, identity=clinic.acts_as(worker))
    store = open_store(clinic)
    role = clinic.part(
        "authorization:RoleDefinition", "12345678-0000-4000-8000-00000000abcd", scope=f"/subscriptions/{OURS}", permissions=[permissions]
    )
    clinic.part(
        "authorization:RoleAssignment",
        "assignment",
        principalId=worker.out("principalId"),
        roleDefinitionId=role.id,
        scope=store.id,
        principalType="ServicePrincipal",
    )
    assert public_uses(clinic, form) == expected


def test_a_role_that_nobody_knows_may_do_anything(clinic: Clinic, form: str) -> None:
    worker = clinic.identity()
    host(clinic, out=True, identity=clinic.acts_as(worker))
    clinic.assign(worker, "99999999-0000-4000-8000-000000000000", open_store(clinic))
    assert public_uses(clinic, form) == {("host", "extracts", False)}


def test_a_type_that_nobody_reads_touches_the_stores_of_its_identity(clinic: Clinic, form: str) -> None:
    worker, records = clinic.identity(), clinic.account()
    clinic.assign(worker, BLOB_READER, records)
    clinic.put("imaginary:Thing", "thing", identity=clinic.acts_as(worker))
    assert [fact.store for fact in clinic.facts(form).of(GrantFact)] == [records.urn]
    assert clinic.exit(form) == "unproven"


def test_people_of_our_tenant_are_no_road(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    clinic.assign("00000000-bbbb-4000-8000-000000000001", CONTRIBUTOR, records, principalType="Group")
    clinic.assign("00000000-bbbb-4000-8000-000000000002", BLOB_CONTRIBUTOR, records, principalType="User")
    assert (clinic.edges(form), clinic.exit(form)) == (set(), "proven")


@pytest.mark.parametrize(("role", "verdict"), [(CONTRIBUTOR, "violated"), (READER, "proven"), (BLOB_READER, "violated")])
def test_a_group_of_another_tenant_is_let_in_by_its_role(clinic: Clinic, form: str, role: str, verdict: str) -> None:
    clinic.assign("00000000-bbbb-4000-8000-000000000003", role, clinic.account(), principalType="ForeignGroup")
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(
    ("action", "verdict"),
    [
        ("Microsoft.Storage/storageAccounts/read", "proven"),
        ("Microsoft.Storage/storageAccounts/listKeys/action", "violated"),
        ("Microsoft.Storage/storageAccounts/*", "violated"),
        ("Microsoft.Network/virtualNetworks/write", "proven"),
        ("*/read", "proven"),
    ],
)
def test_a_role_of_ones_own_for_strangers_is_read_by_what_it_may_change(clinic: Clinic, form: str, action: str, verdict: str) -> None:
    records = clinic.account()
    name = "12345678-0000-4000-8000-00000000abcd"
    role = clinic.part("authorization:RoleDefinition", name, scope=f"/subscriptions/{OURS}", permissions=[{"actions": [action]}])
    inputs = {"principalId": "stranger", "principalType": "ForeignGroup", "scope": records.id, "roleDefinitionId": role.id}
    clinic.part("authorization:RoleAssignment", "assignment", **inputs)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("role", "verdict"), [(CONTRIBUTOR, "violated"), (READER, "proven"), (BLOB_READER, "proven")])
def test_a_stranger_who_may_change_a_machine_runs_commands_on_it(clinic: Clinic, form: str, role: str, verdict: str) -> None:
    machine = clinic.machine("host", clinic.nic("nic", clinic.zone("phi")), zone="phi")
    clinic.assign("00000000-bbbb-4000-8000-000000000003", role, machine, principalType="ForeignGroup")
    assert clinic.exit(form) == verdict


def trust(clinic: Clinic, identity: Made, issuer: Any = GITHUB, subject: str = DEPLOY) -> None:
    inputs = {"issuer": issuer, "subject": subject, "audiences": ["api://AzureADTokenExchange"]}
    clinic.part("managedidentity:FederatedIdentityCredential", "trust", resourceName=identity.name, **inputs)


@pytest.mark.parametrize(("role", "verdict"), [(CONTRIBUTOR, "violated"), (BLOB_READER, "violated"), (READER, "proven")])
def test_a_repository_that_nobody_vouches_for_has_what_the_identity_has(clinic: Clinic, form: str, role: str, verdict: str) -> None:
    worker = clinic.identity()
    trust(clinic, worker)
    clinic.assign(worker, role, clinic.account())
    assert clinic.exit(form) == verdict


def test_an_issuer_of_somebodys_own_is_not_known_to_be_ours(clinic: Clinic, form: str) -> None:
    worker = clinic.identity()
    trust(clinic, worker, issuer="https://id.vendor.example", subject="runner")
    clinic.assign(worker, CONTRIBUTOR, clinic.account())
    assert clinic.exit(form) == "unproven"
    assert clinic.exit(form, vouched("id.vendor.example")) == "proven"


def test_vouching_for_an_issuer_that_anybody_is_a_customer_of_vouches_for_nobody(clinic: Clinic, form: str) -> None:
    worker = clinic.identity()
    trust(clinic, worker)
    clinic.assign(worker, CONTRIBUTOR, clinic.account())
    assert clinic.exit(form, vouched(GITHUB)) == "violated"


@pytest.mark.parametrize("literal", [DEPLOY, f"{GITHUB} {DEPLOY}"])
def test_a_subject_that_the_reviewer_vouches_for_is_ours(clinic: Clinic, form: str, literal: str) -> None:
    worker = clinic.identity()
    trust(clinic, worker)
    clinic.assign(worker, CONTRIBUTOR, clinic.account())
    assert clinic.exit(form, vouched(literal)) == "proven"


def test_a_subject_with_a_wildcard_is_anybody(clinic: Clinic, form: str) -> None:
    worker = clinic.identity()
    trust(clinic, worker, subject="repo:*:ref:refs/heads/main")
    clinic.assign(worker, CONTRIBUTOR, clinic.account())
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(("tenant", "verdict"), [(OUR_TENANT, "proven"), (THEIR_TENANT, "violated")])
def test_a_credential_for_another_tenant_lets_a_stranger_in(clinic: Clinic, form: str, tenant: str, verdict: str) -> None:
    worker = clinic.identity()
    trust(clinic, worker, issuer=f"https://login.microsoftonline.com/{tenant}/v2.0", subject="object")
    clinic.assign(worker, CONTRIBUTOR, clinic.account())
    assert clinic.exit(form) == verdict


def test_pods_of_our_own_cluster_are_ours(clinic: Clinic, form: str) -> None:
    issuer = "https://westeurope.oic.prod-aks.azure.com/t/c/"
    cluster = clinic.put(
        "containerservice:ManagedCluster",
        "cluster",
        networkProfile={"outboundType": "none"},
        apiServerAccessProfile={"enablePrivateCluster": True},
        outputs={"oidcIssuerProfile": {"enabled": True, "issuerURL": issuer}},
    )
    worker = clinic.identity()
    trust(clinic, worker, issuer=Ref(cluster.urn, issuer), subject="system:serviceaccount:ns:sa")
    clinic.assign(worker, CONTRIBUTOR, clinic.account())
    assert clinic.exit(form) == "proven"


def test_pods_use_at_public_addresses_what_their_identity_may_read(clinic: Clinic, form: str) -> None:
    issuer = "https://westeurope.oic.prod-aks.azure.com/t/c/"
    profile = {"enabled": True, "issuerURL": issuer}
    cluster = clinic.put("containerservice:ManagedCluster", "cluster", outputs={"oidcIssuerProfile": profile})
    worker = clinic.identity()
    trust(clinic, worker, issuer=Ref(cluster.urn, issuer), subject="system:serviceaccount:ns:sa")
    clinic.assign(worker, BLOB_READER, open_store(clinic))
    assert public_uses(clinic, form) == {("cluster", "extracts", True)}


def delegate(clinic: Clinic, scope: Any, role: str = CONTRIBUTOR, tenant: str = THEIR_TENANT) -> None:
    """Azure Lighthouse."""
    definition = f"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{role}"
    authorizations = [{"principalId": "p", "roleDefinitionId": definition}]
    properties = {"managedByTenantId": tenant, "authorizations": authorizations}
    made = clinic.part("managedservices:RegistrationDefinition", "offer", scope=f"/subscriptions/{OURS}", properties=properties)
    clinic.part("managedservices:RegistrationAssignment", "delegation", scope=scope, properties={"registrationDefinitionId": made.id})


@pytest.mark.parametrize(
    ("role", "tenant", "verdict"),
    [
        (CONTRIBUTOR, THEIR_TENANT, "violated"),
        (READER, THEIR_TENANT, "proven"),
        (CONTRIBUTOR, OUR_TENANT, "proven"),
        ("99999999-0000-4000-8000-000000000000", THEIR_TENANT, "unproven"),
    ],
)
def test_a_tenant_that_manages_our_subscription(clinic: Clinic, form: str, role: str, tenant: str, verdict: str) -> None:
    clinic.account()
    delegate(clinic, f"/subscriptions/{OURS}", role, tenant)
    assert clinic.exit(form) == verdict


def test_a_delegation_elsewhere_lets_nobody_in_here(clinic: Clinic, form: str) -> None:
    clinic.account()
    delegate(clinic, f"/subscriptions/{OTHER}")
    assert clinic.exit(form) == "proven"


def vault(clinic: Clinic, **properties: Any) -> Made:
    given = {"publicNetworkAccess": "Disabled", "tenantId": OUR_TENANT, **properties}
    return clinic.put("keyvault:Vault", "vault", zone="phi", properties={k: v for k, v in given.items() if v is not ...})


@pytest.mark.parametrize(
    ("properties", "verdict"),
    [
        ({}, "proven"),
        ({"publicNetworkAccess": ...}, "violated"),
        ({"publicNetworkAccess": "Enabled", "networkAcls": {"defaultAction": "Deny", "bypass": "AzureServices"}}, "proven"),
        ({"tenantId": THEIR_TENANT}, "violated"),
        ({"accessPolicies": [{"tenantId": OUR_TENANT, "objectId": "o", "permissions": {}}]}, "proven"),
        ({"accessPolicies": [{"tenantId": THEIR_TENANT, "objectId": "o", "permissions": {}}]}, "violated"),
    ],
)
def test_who_comes_to_the_keys_of_records(clinic: Clinic, form: str, properties: dict[str, Any], verdict: str) -> None:
    vault(clinic, **properties)
    assert clinic.exit(form) == verdict


def test_while_nobody_names_our_tenant_it_is_the_one_that_everything_names(clinic: Clinic, form: str) -> None:
    made = vault(clinic)
    assert clinic.exit(form, APPROVED) == "proven"
    made.inputs["properties"]["accessPolicies"] = [{"tenantId": THEIR_TENANT, "objectId": "o", "permissions": {}}]
    assert clinic.exit(form, APPROVED) == "unproven"


def test_a_guest_who_may_read_records_is_not_known_to_be_ours(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    guest = Made("azuread:index/invitation:Invitation", "guest", {"userEmailAddress": "a@vendor.example"}, {"userId": WORKER})
    clinic.made.append(guest)
    clinic.assign(guest.out("userId"), BLOB_READER, records, principalType="User")
    assert clinic.exit(form) == "unproven"
    assert clinic.exit(form, vouched("a@vendor.example")) == "proven"


def test_a_host_of_inference_reads_extracts_over_the_internet_by_its_identity(clinic: Clinic, form: str) -> None:
    open_store(clinic)
    vnet = clinic.vnet("inference", "10.3.0.0/16", zone="inference")
    subnet = clinic.subnet("out", vnet, "10.3.1.0/24", private=False, defaultOutboundAccess=True)
    machine = clinic.machine("model", clinic.nic("nic", subnet))
    worker = clinic.identity()
    machine.inputs["identity"] = clinic.acts_as(worker)
    clinic.account("records-beside")
    assert clinic.redaction(form) == "proven"
    clinic.assign(worker, BLOB_READER, "/subscriptions/" + OURS)
    assert clinic.redaction(form) == "violated"


def test_an_access_policy_of_its_own_is_read_with_its_vault(clinic: Clinic, form: str) -> None:
    made = vault(clinic)
    policy = {"tenantId": THEIR_TENANT, "objectId": "o", "permissions": {}}
    clinic.part("keyvault:AccessPolicy", "policy", vaultName=made.name, policy=policy)
    assert clinic.exit(form) == "violated"


def test_documents_are_used_by_the_role_of_their_own_plane(clinic: Clinic, form: str) -> None:
    locations = [{"locationName": "westeurope"}]
    account = clinic.put(
        "cosmosdb:DatabaseAccount", "documents", zone="deidentification", locations=locations, backupPolicy={"type": "Continuous"}
    )
    worker = clinic.identity()
    host(clinic, out=True, identity=clinic.acts_as(worker))
    names = {"accountName": account.name, "roleDefinitionId": f"{account.arm}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002"}
    clinic.part("cosmosdb:SqlResourceSqlRoleAssignment", "assignment", principalId=worker.out("principalId"), scope=account.id, **names)
    assert public_uses(clinic, form) == {("host", "documents", True)}


def test_an_application_with_a_credential_for_outsiders_opens_what_it_may_change(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    application = Made("azuread:index/application:Application", "app", {"displayName": "app"}, {"clientId": "c", "objectId": "a"})
    principal = Made(
        "azuread:index/servicePrincipal:ServicePrincipal", "sp", {"clientId": application.out("clientId")}, {"objectId": WORKER}
    )
    credential = Made(
        "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
        "credential",
        {"applicationId": application.out("objectId"), "issuer": GITHUB, "subject": "repo:*"},
    )
    clinic.made.extend([application, principal, credential])
    clinic.assign(principal.out("objectId"), CONTRIBUTOR, records)
    assert ("assume", "principal:*", "sp", True) in clinic.edges(form)
    assert clinic.exit(form) == "violated"


def test_selected_networks_that_trust_no_service_admit_no_index(clinic: Clinic, form: str) -> None:
    records = clinic.account(**SELECTED)
    worker = clinic.identity()
    clinic.put("search:Service", "index", zone="inference", publicNetworkAccess="disabled", identity=clinic.acts_as(worker))
    clinic.assign(worker, BLOB_READER, records)
    assert clinic.redaction(form) == "proven"
