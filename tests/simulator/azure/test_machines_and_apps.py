"""Disks, machines, images, containers, web apps, backups, and services that only programs under judgement use."""

from typing import Any

import pytest

from tests.simulator.azure.data_places import IN, PERSON, READER, assigned, grant, identity, places, readable_key, store
from tests.simulator.azure.places import GROUP, group, network, subnet
from tests.simulator.azure.subscription import TENANT, Made, Subscription

DISK = "compute:Disk"
SET = "compute:DiskEncryptionSet"
MACHINE = "compute:VirtualMachine"
BOXES = "containerinstance:ContainerGroup"
ENVIRONMENT = "app:ManagedEnvironment"
SITE = "web:WebApp"
VAULT = "dataprotection:BackupVault"
POLICY = "dataprotection:BackupPolicy"
INSTANCE = "dataprotection:BackupInstance"
SYSTEM = {"type": "SystemAssigned"}
EMPTY: dict[str, Any] = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 64, **IN}


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"diskName": "-data"}, "diskName"),
        ({"diskSizeGB": None}, "diskSizeGB"),
        ({"networkAccessPolicy": "AllowPrivate"}, "diskAccessId"),
        ({"diskAccessId": "/x"}, "networkAccessPolicy"),
        ({"encryption": {"type": "EncryptionAtRestWithCustomerKey"}}, "encryption.diskEncryptionSetId"),
        ({"creationData": {"createOption": "Copy"}}, "creationData.sourceResourceId"),
        ({"creationData": {"createOption": "Import", "sourceUri": "https://x"}}, "creationData.sourceUri"),
        ({"sku": {"name": "Fast_LRS"}}, "sku.name"),
        ({"publicNetworkAccess": "Off"}, "publicNetworkAccess"),
    ],
)
def test_a_disk_fits_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"diskName": "data", **EMPTY, **inputs}
    assert places(here.faults(DISK, **{name: value for name, value in given.items() if value is not None})) == [place]


def test_a_disk_is_open_unless_said_otherwise_and_never_shrinks(here: Subscription) -> None:
    made = here.make(DISK, diskName="data", **EMPTY)
    assert (made["networkAccessPolicy"], made["publicNetworkAccess"]) == ("AllowAll", "Enabled")
    assert made["encryption"]["type"] == "EncryptionAtRestWithPlatformKey"
    here.refuses_change("OperationNotAllowed", made, diskSizeGB=32)
    assert here.replaced_by(made, zones=["1"]) == ["zones"]


def test_an_encryption_set_reads_its_key_and_stays_while_a_disk_needs_it(here: Subscription) -> None:
    key, reader = readable_key(here)
    given = {"diskEncryptionSetName": "clinic-set", **IN}
    assert places(here.faults(SET, identity=SYSTEM, activeKey={"keyUrl": key["keyUri"]}, **given)) == ["activeKey.keyUrl"]
    active = {"activeKey": {"keyUrl": key["keyUriWithVersion"]}}
    here.refuses("KeyVaultAccessForbidden", SET, identity=assigned(identity(here, "stranger")), **active, **given)
    made = here.make(SET, identity=assigned(reader), **active, **given)
    encryption = {"type": "EncryptionAtRestWithCustomerKey", "diskEncryptionSetId": made.id}
    here.refuses("BadRequest", DISK, match="one region", diskName="far", location="northeurope", encryption=encryption, **EMPTY)
    here.make(DISK, diskName="data", encryption=encryption, **EMPTY)
    here.refuses_delete("DiskEncryptionSetInUse", made)


def test_a_snapshot_is_of_something(here: Subscription) -> None:
    copy = {"creationData": {"createOption": "Copy", "sourceResourceId": "/subscriptions/x"}, **IN}
    here.refuses("ResourceNotFound", "compute:Snapshot", snapshotName="one", **copy)
    disk = here.make(DISK, diskName="data", **EMPTY)
    here.make("compute:Snapshot", snapshotName="one", creationData={"createOption": "Copy", "sourceResourceId": disk.id}, **IN)


def test_a_gallery_says_who_publishes_it_and_is_emptied_first(here: Subscription) -> None:
    community = {"permissions": "Community", "communityGalleryInfo": {"eula": "a", "publicNamePrefix": "b", "publisherContact": "c"}}
    assert places(here.faults("compute:Gallery", galleryName="clinic", sharingProfile=community, **IN)) == [
        "sharingProfile.communityGalleryInfo.publisherUri"
    ]
    made = here.make("compute:Gallery", galleryName="clinic", **IN)
    assert made["sharingProfile"]["permissions"] == "Private"
    image = {
        "galleryImageName": "base",
        "osType": "Linux",
        "osState": "Generalized",
        "identifier": {"publisher": "a", "offer": "b", "sku": "c"},
    }
    inside = here.make("compute:GalleryImage", galleryName="clinic", **image, **IN)
    here.refuses_delete("CannotDeleteResource", made)
    here.delete(inside)
    here.delete(made)


# Machines.


def machine(azure: Subscription, **inputs: Any) -> dict[str, Any]:
    base = {
        "vmName": "clinic-vm",
        "hardwareProfile": {"vmSize": "Standard_D4s_v5"},
        "networkProfile": {"networkInterfaces": [{"id": "/nic"}]},
        "storageProfile": {"imageReference": {"publisher": "Canonical"}, "osDisk": {"createOption": "FromImage"}},
        "osProfile": {"computerName": "clinic-vm", "adminUsername": "keeper", "adminPassword": "Made-up-12345"},
        **IN,
    }
    return {**base, **inputs}


CONFIDENTIAL: dict[str, Any] = {
    "hardwareProfile": {"vmSize": "Standard_DC4as_v5"},
    "securityProfile": {"securityType": "ConfidentialVM", "uefiSettings": {"vTpmEnabled": True, "secureBootEnabled": True}},
    "storageProfile": {
        "imageReference": {"publisher": "Canonical"},
        "osDisk": {"createOption": "FromImage", "managedDisk": {"securityProfile": {"securityEncryptionType": "DiskWithVMGuestState"}}},
    },
}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"vmName": "clinic_vm?"}, "vmName"),
        ({"hardwareProfile": {"vmSize": "large"}}, "hardwareProfile.vmSize"),
        ({"osProfile": {"adminUsername": "admin", "adminPassword": "Made-up-12345"}}, "osProfile.adminUsername"),
        ({"osProfile": {"adminUsername": "keeper", "adminPassword": "short"}}, "osProfile.adminPassword"),
        ({"osProfile": {"adminUsername": "keeper"}}, "osProfile.adminPassword"),
        (
            {"osProfile": {"adminUsername": "keeper", "linuxConfiguration": {"disablePasswordAuthentication": True}}},
            "osProfile.linuxConfiguration.ssh.publicKeys",
        ),
        (
            {
                "osProfile": {
                    "adminUsername": "keeper",
                    "adminPassword": "Made-up-12345",
                    "computerName": "a" * 16,
                    "windowsConfiguration": {},
                }
            },
            "osProfile.computerName",
        ),
        ({"osProfile": None}, "osProfile"),
        ({**CONFIDENTIAL, "hardwareProfile": {"vmSize": "Standard_D4s_v5"}}, "hardwareProfile.vmSize"),
        ({**CONFIDENTIAL, "securityProfile": {"securityType": "ConfidentialVM"}}, "securityProfile.uefiSettings.vTpmEnabled"),
        (
            {**CONFIDENTIAL, "storageProfile": {"imageReference": {"publisher": "a"}, "osDisk": {"createOption": "FromImage"}}},
            "storageProfile.osDisk.managedDisk.securityProfile.securityEncryptionType",
        ),
        ({"securityProfile": {"uefiSettings": {"vTpmEnabled": True}}}, "securityProfile.securityType"),
    ],
)
def test_a_machine_fits_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = machine(here, **inputs)
    assert place in places(here.faults(MACHINE, **{name: value for name, value in given.items() if value is not None}))


@pytest.mark.parametrize("size", ["Standard_DC2as_v5", "Standard_EC8ads_v5", "Standard_DC4es_v6", "Standard_NCC40ads_H100_v5"])
def test_confidential_machines_have_sizes_that_can(here: Subscription, size: str) -> None:
    assert here.faults(MACHINE, **machine(here, **{**CONFIDENTIAL, "hardwareProfile": {"vmSize": size}})) == []


def test_an_interface_serves_one_machine_and_passwords_are_not_answered(azure: Subscription) -> None:
    group(azure)
    place = subnet(azure, network(azure))
    nic = azure.make(
        "network:NetworkInterface", networkInterfaceName="nic", ipConfigurations=[{"name": "a", "subnet": {"id": place.id}}], **IN
    )
    azure.refuses("InvalidResourceReference", MACHINE, **machine(azure, networkProfile={"networkInterfaces": [{"id": nic.id + "x"}]}))
    given = machine(azure, networkProfile={"networkInterfaces": [{"id": nic.id}]})
    made = azure.make(MACHINE, **given)
    assert "adminPassword" not in made["osProfile"]
    azure.refuses("NicInUse", MACHINE, **{**given, "vmName": "second"})
    azure.refuses_delete("NicInUse", nic)


def test_an_extension_is_known_by_publisher_type_and_version(here: Subscription) -> None:
    given = {"vmName": "clinic-vm", "vmExtensionName": "agent", "publisher": "Microsoft.Azure.Monitor", **IN}
    assert places(here.faults("compute:VirtualMachineExtension", **given)) == ["type", "typeHandlerVersion"]


# Containers and apps.


def boxes(**inputs: Any) -> dict[str, Any]:
    one = {"name": "app", "image": "a.azurecr.io/app:1", "resources": {"requests": {"cpu": 1, "memoryInGB": 2}}}
    return {"containerGroupName": "jobs", "osType": "Linux", "containers": [one], **IN, **inputs}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"containerGroupName": "Jobs"}, "containerGroupName"),
        ({"osType": None}, "osType"),
        ({"ipAddress": {"type": "Private", "ports": []}}, "subnetIds"),
        ({"subnetIds": [{"id": "/x"}], "ipAddress": {"type": "Public", "ports": []}}, "ipAddress.type"),
        ({"sku": "Confidential"}, "confidentialComputeProperties"),
        ({"confidentialComputeProperties": {"ccePolicy": "x"}}, "sku"),
        ({"containers": [{"name": "app"}]}, "containers[0].image"),
    ],
)
def test_a_container_group_fits_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {name: value for name, value in boxes(**inputs).items() if value is not None}
    assert place in places(here.faults(BOXES, **given))


def test_subnets_of_containers_and_apps_are_delegated_and_large_enough(azure: Subscription) -> None:
    group(azure)
    net = network(azure)
    plain = subnet(azure, net)
    azure.refuses("SubnetDelegationMissing", BOXES, **boxes(subnetIds=[{"id": plain.id}]))
    small = subnet(azure, net, "small", "10.0.1.0/28", delegations=[{"name": "a", "serviceName": "Microsoft.App/environments"}])
    given = {"environmentName": "clinic-apps", "workloadProfiles": [{"name": "Consumption", "workloadProfileType": "Consumption"}], **IN}
    azure.refuses("ManagedEnvironmentSubnetIsTooSmall", ENVIRONMENT, vnetConfiguration={"infrastructureSubnetId": small.id}, **given)
    azure.refuses("ManagedEnvironmentSubnetDelegationError", ENVIRONMENT, vnetConfiguration={"infrastructureSubnetId": plain.id}, **given)
    large = subnet(azure, net, "large", "10.0.2.0/24", delegations=[{"name": "a", "serviceName": "Microsoft.App/environments"}])
    inside = {"infrastructureSubnetId": large.id, "internal": True}
    made = azure.make(ENVIRONMENT, vnetConfiguration=inside, **given)
    assert made["publicNetworkAccess"] == "Disabled"
    azure.refuses_delete("InUseSubnetCannotBeDeleted", large)
    app = azure.make(
        "app:ContainerApp",
        containerAppName="portal",
        managedEnvironmentId=made.id,
        configuration={"ingress": {"external": False, "targetPort": 8080}, "secrets": [{"name": "a", "value": "made up"}]},
        template={"containers": [{"name": "portal", "image": "a"}]},
        **IN,
    )
    assert app["configuration"]["ingress"]["fqdn"].startswith("portal.internal.")
    assert app["configuration"]["secrets"] == [{"name": "a"}]
    azure.refuses_delete("ManagedEnvironmentHasContainerApps", made)


def test_an_environment_that_is_internal_has_a_subnet(here: Subscription) -> None:
    given = {"environmentName": "clinic-apps", "vnetConfiguration": {"internal": True}, **IN}
    assert places(here.faults(ENVIRONMENT, **given)) == ["vnetConfiguration.infrastructureSubnetId"]


def test_a_site_joins_a_delegated_subnet_by_a_plan_that_can(azure: Subscription) -> None:
    group(azure)
    net = network(azure)
    plain = subnet(azure, net)
    own = subnet(azure, net, "sites", "10.0.1.0/26", delegations=[{"name": "a", "serviceName": "Microsoft.Web/serverFarms"}])
    free = azure.make("web:AppServicePlan", name="free", sku={"name": "F1", "tier": "Free"}, **IN)
    plan = azure.make("web:AppServicePlan", name="plan", sku={"name": "P1v3", "tier": "PremiumV3"}, **IN)
    given = {"name": "clinic-site", **IN}
    azure.refuses("SubnetDelegationMissing", SITE, serverFarmId=plan.id, virtualNetworkSubnetId=plain.id, **given)
    azure.refuses("SkuNotSupported", SITE, serverFarmId=free.id, virtualNetworkSubnetId=own.id, **given)
    made = azure.make(SITE, serverFarmId=plan.id, virtualNetworkSubnetId=own.id, **given)
    assert made["defaultHostName"] == "clinic-site.azurewebsites.net"
    azure.refuses_delete("Conflict", plan)
    assert azure.replaced_by(made, kind="functionapp") == ["kind"]


# Backups.


def backups(azure: Subscription, **inputs: Any) -> Made:
    settings = [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}]
    return azure.make(
        VAULT, vaultName="clinic-backups", **{"identity": SYSTEM, "properties": {"storageSettings": settings}, **IN, **inputs}
    )


def kept(days: str = "P30D", store_: str = "OperationalStore", **rule: Any) -> dict[str, Any]:
    life = {
        "sourceDataStore": {"dataStoreType": store_, "objectType": "DataStoreInfoBase"},
        "deleteAfter": {"objectType": "a", "duration": days},
    }
    one = {"objectType": "AzureRetentionRule", "name": "Default", "isDefault": True, "lifecycles": [life], **rule}
    return {"objectType": "BackupPolicy", "datasourceTypes": ["Microsoft.Storage/storageAccounts/blobServices"], "policyRules": [one]}


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        (kept(isDefault=False), "properties.policyRules"),
        (kept(store_="Attic"), "properties.policyRules[0].lifecycles[0].sourceDataStore.dataStoreType"),
        (kept("a month"), "properties.policyRules[0].lifecycles[0].deleteAfter.duration"),
    ],
)
def test_a_backup_policy_keeps_by_default(here: Subscription, properties: dict[str, Any], place: str) -> None:
    assert places(here.faults(POLICY, vaultName="clinic-backups", backupPolicyName="daily", properties=properties, **IN)) == [place]


def test_a_vault_backs_up_what_it_may_read_and_stays_while_it_does(here: Subscription) -> None:
    vault = backups(here)
    policy = here.make(POLICY, vaultName=vault.name, backupPolicyName="daily", properties=kept(), **IN)
    account = store(here)
    source = {"resourceID": account.id, "datasourceType": "Microsoft.Storage/storageAccounts/blobServices"}
    properties = {"objectType": "BackupInstance", "dataSourceInfo": source, "policyInfo": {"policyId": policy.id}}
    given = {"vaultName": vault.name, "backupInstanceName": "store", "properties": properties, **IN}
    here.refuses("UserErrorMissingPermissionsOnDatasource", INSTANCE, **given)
    grant(here, vault["identity"]["principalId"], account.id, READER)
    instance = here.make(INSTANCE, **given)
    here.refuses_delete("UserErrorPolicyInUse", policy)
    here.refuses_delete("BMSUserErrorContainerHasDatasources", vault)
    here.delete(instance)
    here.delete(policy)
    here.delete(vault)


def test_what_locks_a_backup_vault_stays_locked(here: Subscription) -> None:
    def safe(immutable: str) -> dict[str, Any]:
        security = {
            "immutabilitySettings": {"state": immutable},
            "softDeleteSettings": {"state": "AlwaysOn", "retentionDurationInDays": 30},
        }
        return {"storageSettings": [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}], "securitySettings": security}

    vault = backups(here, properties=safe("Locked"))
    here.refuses_change("VaultSecuritySettingLocked", vault, properties=safe("Disabled"))
    short = safe("Disabled")
    short["securitySettings"]["softDeleteSettings"]["retentionDurationInDays"] = 13
    assert len(here.faults(VAULT, vaultName="clinic-backups", properties=short, **IN)) == 1


def test_restores_across_regions_need_copies_there(here: Subscription) -> None:
    properties = {
        "storageSettings": [{"datastoreType": "VaultStore", "type": "LocallyRedundant"}],
        "featureSettings": {"crossRegionRestoreSettings": {"state": "Enabled"}},
    }
    found = here.faults(VAULT, vaultName="clinic-backups", properties=properties, **IN)
    assert places(found) == ["properties.featureSettings.crossRegionRestoreSettings.state"]
    assert places(here.faults("recoveryservices:Vault", vaultName="clinic-recovery", properties={}, **IN)) == ["sku"]


# Others.


@pytest.mark.parametrize(
    ("type_", "inputs", "place"),
    [
        ("sql:Server", {"serverName": "clinic-sql"}, "administratorLogin"),
        ("sql:Server", {"serverName": "Clinic"}, "serverName"),
        (
            "sql:Server",
            {"serverName": "clinic-sql", "administratorLogin": "sa", "administratorLoginPassword": "Made-up-123"},
            "administratorLogin",
        ),
        (
            "sql:Server",
            {"serverName": "clinic-sql", "administrators": {"azureADOnlyAuthentication": True, "login": "dba"}},
            "administrators.sid",
        ),
        (
            "synapse:Workspace",
            {
                "workspaceName": "clinic",
                "identity": SYSTEM,
                "defaultDataLakeStorage": {"accountUrl": "https://a", "filesystem": "b"},
                "managedVirtualNetworkSettings": {"preventDataExfiltration": True},
            },
            "managedVirtualNetwork",
        ),
        ("datafactory:Factory", {"factoryName": "-clinic"}, "factoryName"),
        (
            "datafactory:IntegrationRuntime",
            {"factoryName": "a", "integrationRuntimeName": "inside", "properties": {"type": "Own"}},
            "properties.type",
        ),
        ("logic:Workflow", {"workflowName": "intake", "definition": {"$schema": "a"}}, "definition.contentVersion"),
        ("redis:Redis", {"name": "clinic", "sku": {"name": "Standard", "family": "P", "capacity": 1}}, "sku.family"),
        ("redis:Redis", {"name": "clinic", "sku": {"name": "Standard", "family": "C", "capacity": 1}, "subnetId": "/x"}, "subnetId"),
        (
            "botservice:Bot",
            {
                "resourceName": "clinic",
                "properties": {"displayName": "a", "endpoint": "https://a", "msaAppId": PERSON, "msaAppType": "SingleTenant"},
            },
            "properties.msaAppTenantId",
        ),
    ],
)
def test_other_services_have_their_rules(here: Subscription, type_: str, inputs: dict[str, Any], place: str) -> None:
    assert place in places(here.faults(type_, **inputs, **IN))


def test_protection_against_exfiltration_is_chosen_once(here: Subscription) -> None:
    lake = {"accountUrl": "https://cliniclake.dfs.core.windows.net", "filesystem": "lake"}
    settings = {"managedVirtualNetwork": "default", "managedVirtualNetworkSettings": {"preventDataExfiltration": True}}
    made = here.make("synapse:Workspace", workspaceName="clinic", identity=SYSTEM, defaultDataLakeStorage=lake, **settings, **IN)
    here.refuses_change("DataExfiltrationCannotBeChanged", made, managedVirtualNetworkSettings={"preventDataExfiltration": False})


def test_names_of_servers_are_taken_once_in_the_world(here: Subscription, other: Subscription) -> None:
    only = {"administrators": {"azureADOnlyAuthentication": True, "login": "dba", "sid": PERSON, "tenantId": TENANT}}
    made = here.make("sql:Server", serverName="clinic-sql", **only, **IN)
    assert made["fullyQualifiedDomainName"] == "clinic-sql.database.windows.net"
    group(other)
    other.refuses("NameAlreadyExists", "sql:Server", serverName="clinic-sql", **only, **IN)
    assert GROUP in made.id
