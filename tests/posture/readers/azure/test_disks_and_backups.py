"""Disks, snapshots, images, galleries; backup vaults and caches."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import ABROAD, Clinic
from tests.posture.readers.azure.estate import ONE_REGION as RESIDENT
from tests.posture.readers.azure.networks import OTHER, THEIRS, Made

SEALED = {"networkAccessPolicy": "DenyAll", "publicNetworkAccess": "Disabled"}


def disk(clinic: Clinic, name: str = "disk", zone: str | None = "phi", **inputs: Any) -> Made:
    return clinic.put("compute:Disk", name, zone=zone, **{"creationData": {"createOption": "Empty"}, **SEALED, **inputs})


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        (SEALED, "proven"),
        ({"networkAccessPolicy": "AllowAll", "publicNetworkAccess": "Enabled"}, "unproven"),
        ({"networkAccessPolicy": None, "publicNetworkAccess": None}, "unproven"),
        ({"networkAccessPolicy": "AllowPrivate", "publicNetworkAccess": "Enabled"}, "proven"),
        ({"networkAccessPolicy": "AllowAll", "publicNetworkAccess": "Disabled"}, "proven"),
    ],
)
@pytest.mark.parametrize("token", ["compute:Disk", "compute:Snapshot"])
def test_a_disk_that_may_be_exported_can_not_be_ruled_out(
    clinic: Clinic, form: str, token: str, settings: dict[str, Any], verdict: str
) -> None:
    given = {key: value for key, value in settings.items() if value is not None}
    clinic.put(token, "disk", zone="phi", creationData={"createOption": "Empty"}, **given)
    assert clinic.exit(form) == verdict


def test_a_snapshot_holds_what_its_disk_holds_and_lies_where_it_is_made(clinic: Clinic, form: str) -> None:
    source = disk(clinic)
    data = {"createOption": "CopyStart", "sourceResourceId": source.id}
    clinic.put("compute:Snapshot", "copy", location=ABROAD, creationData=data, **SEALED)
    assert ("replicate", "disk", "copy", True) in clinic.edges(form)
    assert clinic.exit(form) == "violated"


def version(clinic: Clinic, permissions: str | None, *regions: str) -> None:
    source = disk(clinic)
    profile = {"sharingProfile": {"permissions": permissions}} if permissions else {}
    gallery = clinic.put("compute:Gallery", "gallery", **profile)
    storage = {"osDiskImage": {"source": {"id": source.id}}}
    publishing = {"publishingProfile": {"targetRegions": [{"name": region} for region in regions]}} if regions else {}
    names = {"galleryName": gallery.name, "galleryImageName": "image"}
    clinic.put("compute:GalleryImageVersion", "one", storageProfile=storage, **names, **publishing)


@pytest.mark.parametrize(
    ("permissions", "verdict"), [(None, "proven"), ("Private", "proven"), ("Community", "violated"), ("Groups", "unproven")]
)
def test_a_gallery_is_shared_with_whom_its_profile_says(clinic: Clinic, form: str, permissions: str | None, verdict: str) -> None:
    version(clinic, permissions)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("regions", "verdict"), [(("West Europe", "North Europe"), "proven"), (("westeurope", "East US"), "violated")])
def test_an_image_lies_in_each_of_its_target_regions(clinic: Clinic, form: str, regions: tuple[str, ...], verdict: str) -> None:
    version(clinic, None, *regions)
    assert clinic.exit(form) == verdict


def test_a_machine_writes_its_disks(clinic: Clinic, form: str) -> None:
    data = disk(clinic)
    nic = clinic.nic("nic", clinic.subnet("out", clinic.vnet("web"), private=False, defaultOutboundAccess=True))
    machine = clinic.machine("host", nic)
    machine.inputs["storageProfile"] = {"dataDisks": [{"lun": 0, "managedDisk": {"id": data.id}}]}
    assert ("use", "host", "disk", True) in clinic.edges(form)
    assert clinic.exit(form) == "violated"


def test_an_image_of_a_machine_comes_into_another(clinic: Clinic, form: str) -> None:
    data = disk(clinic)
    image = clinic.put("compute:Image", "image", storageProfile={"osDisk": {"managedDisk": {"id": data.id}, "osType": "Linux"}})
    nic = clinic.nic("nic", clinic.zone("inference"))
    machine = clinic.machine("host", nic)
    machine.inputs["storageProfile"] = {"imageReference": {"id": image.id}}
    assert clinic.redaction(form) == "violated"


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "violated"),
        ({"standardTierStorageRedundancy": "GeoRedundant"}, "violated"),
        ({"standardTierStorageRedundancy": "LocallyRedundant"}, "proven"),
        ({"standardTierStorageRedundancy": "ZoneRedundant"}, "proven"),
        ({"standardTierStorageRedundancy": "ZoneRedundant", "crossRegionRestore": "Enabled"}, "violated"),
    ],
)
def test_a_recovery_vault_is_geo_redundant_unless_told_otherwise(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    clinic.put("recoveryservices:Vault", "vault", zone="phi", properties={"redundancySettings": settings} if settings else {})
    assert clinic.exit(form, RESIDENT) == verdict


@pytest.mark.parametrize(("kind", "verdict"), [("LocallyRedundant", "proven"), ("ZoneRedundant", "proven"), ("GeoRedundant", "violated")])
def test_a_backup_vault_keeps_copies_where_its_storages_say(clinic: Clinic, form: str, kind: str, verdict: str) -> None:
    storage = [{"datastoreType": "VaultStore", "type": kind}]
    clinic.put("dataprotection:BackupVault", "vault", zone="phi", properties={"storageSettings": storage})
    assert clinic.exit(form, RESIDENT) == verdict


def test_what_is_protected_is_copied_into_its_vault(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    storage = [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}]
    vault = clinic.put("dataprotection:BackupVault", "vault", zone="inference", properties={"storageSettings": storage})
    properties = {"dataSourceInfo": {"resourceID": records.id}}
    clinic.part("dataprotection:BackupInstance", "item", vaultName=vault.name, properties=properties)
    assert ("replicate", "records", "vault", True) in clinic.edges(form)
    assert clinic.redaction(form) == "violated"


def test_replicated_machines_of_site_recovery_are_said(clinic: Clinic, form: str) -> None:
    names = {"resourceName": "vault", "fabricName": "f", "protectionContainerName": "c"}
    clinic.part("recoveryservices:ReplicationProtectedItem", "item", **names)
    assert clinic.unreadable(form) == {"item"}


@pytest.mark.parametrize(
    ("settings", "rule", "verdict"),
    [
        ({"publicNetworkAccess": "Disabled"}, None, "proven"),
        ({}, None, "violated"),
        ({}, ("10.0.0.1", "10.0.0.9"), "proven"),
        ({}, ("203.0.113.1", "203.0.113.1"), "violated"),
    ],
)
def test_a_cache_answers_everybody_until_a_rule_stands(
    clinic: Clinic, form: str, settings: dict[str, Any], rule: tuple[str, str] | None, verdict: str
) -> None:
    cache = clinic.put("redis:Redis", "cache", zone="phi", **settings)
    if rule is not None:
        clinic.part("redis:FirewallRule", "rule", cacheName=cache.name, startIP=rule[0], endIP=rule[1])
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("subscription", "verdict"), [(OTHER, "proven"), (THEIRS, "violated")])
def test_a_linked_cache_of_a_stranger_is_a_copy_outside(clinic: Clinic, form: str, subscription: str, verdict: str) -> None:
    cache = clinic.put("redis:Redis", "cache", zone="phi", publicNetworkAccess="Disabled")
    twin = f"/subscriptions/{subscription}/resourceGroups/x/providers/Microsoft.Cache/redis/twin"
    inputs = {"linkedRedisCacheId": twin, "linkedRedisCacheLocation": "westeurope", "serverRole": "Secondary"}
    clinic.part("redis:LinkedServer", "link", name=cache.name, **inputs)
    assert clinic.exit(form) == verdict
