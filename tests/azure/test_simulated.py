"""What data components build is accepted by the simulated Azure, in the order in which it is built: names, sizes, combinations, references."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import rpc
from pulumi_azure_native import network

from ai_zones import azure as zones
from simulator.cloud import Cloud
from simulator.world import World
from tests.azure.data import OBJECT, ORGANIZATION, OTHER_OBJECT
from tests.azure.recording import GROUP, LOCATION, OTHER_SUBSCRIPTION, PLACE, SUBSCRIPTION, TENANT, Built, Recording, group_path, record
from tests.simulator.azure.subscription import Made, Subscription

SUBNET = group_path("Microsoft.Network/virtualNetworks/subnets", "phi", "workload")
USES = {
    "archive": "storage", "backup": "backup", "bus": "service-bus", "clinical": "health-data", "database": "postgresql", "documents": "cosmos-db",
    "images": "container-registry", "learning": "machine-learning", "models": "ai-services", "search": "ai-search", "store": "storage",
}  # fmt: skip


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[Subscription]:
    opened = World(tmp_path / "world.sqlite")
    yield Subscription(Cloud("azure-native", opened, {"subscriptionId": SUBSCRIPTION, "tenantId": TENANT}))
    opened.close()


class House:
    """Vault and archive, which everything else stands on."""

    def __init__(self) -> None:
        kept = {"removable": True}
        keys: Any = {label: {"uses": [use], "expires_on": "2029-01-01"} for label, use in USES.items()}
        keys["disks"] = {
            "uses": ["confidential-disks"],
            "expires_on": "2029-01-01",
            "attestation_authority": "https://sharedweu.weu.attest.azure.net",
            "orchestrator_object_id": OBJECT,
        }
        placed: Any = {"zone": "phi", **PLACE, "deletion_protection": False}
        group = zones.AzureZoneGroup("group", placed)
        after = pulumi.ResourceOptions(depends_on=[group])
        args: Any = {"zone": "phi", **PLACE, **ORGANIZATION, "tenant_id": TENANT, "keys": keys, "log_workspace_id": None, **kept}
        self.vault = zones.AzureZoneVault("vault", args, after)
        reading: Any = {**PLACE, **ORGANIZATION, "key": self.key("archive"), "reader_group_ids": {"reviewers": OBJECT}, **kept}
        self.archive = zones.AzureLogArchive("archive", reading, pulumi.ResourceOptions(depends_on=[group, self.vault]))
        self.opts = pulumi.ResourceOptions(depends_on=[group, self.vault, self.archive])
        self.logs = {"log_workspace_id": self.archive.workspace_id, "log_account_id": self.archive.account_id}
        self.common = {**PLACE, **self.logs, **kept}

    def key(self, label: str) -> Any:
        """A key of the vault."""
        return {
            "key_uri": self.vault.key_uris[label],
            "identity_id": self.vault.identity_ids[label],
            "identity_client_id": self.vault.identity_client_ids[label],
            "versioned_key_uri": self.vault.versioned_key_uris[label],
        }

    def args(self, label: str, **more: Any) -> Any:
        """Inputs of a store."""
        return {**self.common, **ORGANIZATION, "key": self.key(label), **more}


def stores(house: House) -> Any:
    store = zones.AzurePhiStore("store", house.args("store", zone="phi", trusted_services_reason="Azure Backup reads blobs"), house.opts)
    administrator = {"object_id": OBJECT, "name": "administrators"}
    database = zones.AzurePhiDatabase("database", house.args("database", tenant_id=TENANT, administrator=administrator), house.opts)
    accounts = {"records": {"account_id": store.account_id, "containers": ["records"]}}
    kept: Any = {
        **house.common,
        "zone": "phi",
        "key": house.key("backup"),
        "servers": {"clinical": database.server_id},
        "accounts": accounts,
    }
    backed = zones.AzureBackups("backups", kept, pulumi.ResourceOptions(depends_on=[*as_list(house.opts), store, database]))
    return backed.vault_id


def as_list(opts: pulumi.ResourceOptions) -> list[Any]:
    return list(opts.depends_on) if isinstance(opts.depends_on, list) else []


def clinical(house: House) -> Any:
    return zones.AzureClinicalStore("clinical", house.args("clinical", tenant_id=TENANT), house.opts).fhir_id


def models(house: House) -> Any:
    deployed = {"chat": {"model": "gpt-4o", "version": "2024-11-20"}}
    account = zones.AzureAiServices("models", house.args("models", zone="inference", models=deployed), house.opts)
    zones.AzureAiSearch("search", house.args("search", zone="inference"), house.opts)
    return account.account_id


def documents(house: House) -> Any:
    databases = {"sessions": {"turns": {"partition_key": "/session"}}}
    principals = {"agent": {"principal_id": OBJECT}}
    zones.AzureDocumentStore(
        "documents", house.args("documents", zone="deidentification", databases=databases, principals=principals), house.opts
    )
    return zones.AzureMessaging("messages", house.args("bus", zone="deidentification", queues={"redact": {}}), house.opts).namespace_id


def images(house: House) -> Any:
    pullers = {"agents": OTHER_OBJECT}
    rules = {"base": {"source_repository": "mcr.microsoft.com/azurelinux/base/core", "target_repository": "base/core"}}
    return zones.AzureContainerRegistry(
        "registry", house.args("images", zone="management", puller_principal_ids=pullers, cache_rules=rules), house.opts
    ).registry_id


def machine(house: House) -> Any:
    place = {"resource_group_name": GROUP, "virtual_network_name": "phi"}
    net = network.VirtualNetwork(
        "net", location=LOCATION, address_space=network.AddressSpaceArgs(address_prefixes=["10.0.0.0/16"]), opts=house.opts, **place
    )
    subnet = network.Subnet(
        "subnet",
        subnet_name="workload",
        address_prefix="10.0.0.0/24",
        default_outbound_access=False,
        opts=pulumi.ResourceOptions(depends_on=[net]),
        **place,
    )
    args: Any = {
        "zone": "deidentification",
        **PLACE,
        "subnet_id": SUBNET,
        "key": house.key("disks"),
        "key_vault_id": house.vault.vault_id,
        "ssh_public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB",
        "login_group_ids": {"engineers": OBJECT},
        "removable": True,
    }
    after = pulumi.ResourceOptions(depends_on=[*as_list(house.opts), subnet])
    return zones.AzureConfidentialMachine("redactor", args, after).machine_id


def alarms(house: House) -> Any:
    args: Any = {
        **PLACE,
        "workspace_id": house.archive.workspace_id,
        "emails": {"security": "security@example.org"},
        "break_glass_user_ids": [OBJECT],
        "resource_ids": {"vault": house.vault.vault_id, "archive": house.archive.account_id},
    }
    zones.AzureAlarms("alarms", args, house.opts)
    zones.AzureThreatDetection("detection", {"subscription_id": SUBSCRIPTION, "emails": ["security@example.org"]}, house.opts)
    more: Any = {
        "workspace_id": house.archive.workspace_id,
        "subscription_id": SUBSCRIPTION,
        "resource_ids": {"vault": house.vault.vault_id},
    }
    return zones.AzureDiagnostics("more", more, house.opts).setting_names


def organization(_: House) -> Any:
    groups = {"platform-engineer": OBJECT, "break-glass": OTHER_OBJECT}
    people: Any = {
        **ORGANIZATION,
        "zone_subscription_ids": {"phi": SUBSCRIPTION},
        "group_ids": groups,
        "approver_group_ids": {"platform-engineer": "66666666-6666-4666-8666-666666666666"},
        "eligible_until": "2027-06-30",
        "emails": ["security@example.org"],
        "activation_policies": {role: {"phi": f"b1b2c3d4-0000-4000-8000-12345678900{index}"} for index, role in enumerate(groups)},
    }
    zones.AzurePeopleAccess("people", people)
    tenant: Any = {"management_group_id": "zones", "locations": [LOCATION], "subscription_ids": [SUBSCRIPTION, OTHER_SUBSCRIPTION]}
    return zones.AzureTenantPolicies("tenant", tenant).initiative_id


def replay(recording: Recording, azure: Subscription) -> dict[str, Made]:
    """Creates what was recorded. What the mock made up for Azure is put right as soon as the simulated Azure has said it."""
    known: dict[str, str] = {}
    made: dict[str, Made] = {}
    for built in _in_order(recording):
        inputs = _put_right(built.inputs, known)
        assert (built.name, azure.faults(built.type, **inputs)) == (built.name, [])
        made[built.name] = azure.make(built.type, built.name, **inputs)
        outputs = made[built.name].outputs
        if built.type.endswith(":UserAssignedIdentity"):
            known |= {f"principal-of-{built.name}": outputs["principalId"], f"client-of-{built.name}": outputs["clientId"]}
        if built.type.endswith(":Key"):
            known[f"https://{built.inputs['vaultName']}.vault.azure.net/keys/{built.inputs['keyName']}/{'0' * 32}"] = outputs[
                "keyUriWithVersion"
            ]
        if built.type.endswith(":BackupVault"):
            known[f"principal-of-{built.name}"] = outputs["identity"]["principalId"]
    return made


def _in_order(recording: Recording) -> list[Built]:
    """Resources after all that they wait for."""
    left = [built for built in recording.resources if built.type.startswith("azure-native:")]
    names = {built.name for built in left}
    done: set[str] = set()
    ordered: list[Built] = []
    while left:
        ready = [built for built in left if not (built.depends_on & names) - done]
        assert ready, [built.name for built in left]
        ordered += ready
        done |= {built.name for built in ready}
        left = [built for built in left if built.name not in done]
    return ordered


def _put_right(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _put_right(one, known) for name, one in value.items()}
    if isinstance(value, list):
        return [_put_right(one, known) for one in value]
    # The wire has no whole numbers; the engine's providers take them as such.
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return known.get(value, value) if isinstance(value, str) else value


PROGRAMS: tuple[Callable[[House], Any], ...] = (stores, clinical, models, documents, images, machine, alarms, organization)


def everything() -> Any:
    house = House()
    return [program(house) for program in PROGRAMS]


def test_azure_accepts_what_is_built_and_takes_it_away_again(azure: Subscription) -> None:
    recording = record(everything)
    made = replay(recording, azure)
    # A schedule of PIM has a name that Azure chooses.
    expected = {one.id.lower() for one in recording.resources if one.type.startswith("azure-native:") and "Pim" not in one.type}
    assert expected <= {one.id.lower() for one in made.values()}
    for one in reversed(made.values()):
        azure.delete(one)


MADE_UP = {
    ("authorization:RoleAssignment", "principalId"),
    ("cognitiveservices:Account", "properties.encryption.keyVaultProperties.identityClientId"),
    ("cognitiveservices:Account", "properties.encryption.keyVaultProperties.keyVersion"),
    ("compute:DiskEncryptionSet", "activeKey.keyUrl"),
    ("containerregistry:Registry", "encryption.keyVaultProperties.identity"),
    ("healthcareapis:DicomService", "encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl"),
    ("healthcareapis:FhirService", "encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl"),
}
"""What Azure alone can say: object ids and client ids of identities, versions of keys."""


def test_a_preview_knows_all_but_what_azure_makes_up() -> None:
    recording = record(everything, preview=True)
    unknown = {(one.type.removeprefix("azure-native:"), path) for one in recording.resources for path in _unknown(one.inputs)}
    assert unknown == MADE_UP


def _unknown(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _unknown(one, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for one in value:
            yield from _unknown(one, f"{path}[]")
    elif value == rpc.UNKNOWN or type(value).__name__ == "Unknown":
        yield path
