"""What a composite of zones has built so far: each step adds to it, and finds here what the steps before it made."""

from dataclasses import dataclass, field
from typing import Any, TypedDict, final

import pulumi

from ai_zones.azure.log_archive import LogArchive
from ai_zones.azure.references import AzureKeyArgs
from ai_zones.azure.zone_vault import AzureZoneVault
from ai_zones.azure.zones_input import MANAGEMENT, Zones
from ai_zones.plan import ZoneName


@final
class LogTargetsArgs(TypedDict):
    """Where the components of all zones log to."""

    log_workspace_id: str
    """Workspace of the archive."""
    log_account_id: str
    """Account of the archive."""


@dataclass
class Built:
    """The zones that are built here, what they are asked to be, and what stands already."""

    zones: Zones
    parent: pulumi.Resource
    groups: dict[ZoneName, pulumi.Resource] = field(default_factory=dict)
    vaults: dict[ZoneName, AzureZoneVault] = field(default_factory=dict)
    networks: dict[ZoneName, Any] = field(default_factory=dict)
    private_zones: dict[ZoneName, Any] = field(default_factory=dict)
    doors: dict[ZoneName, pulumi.Resource] = field(default_factory=dict)
    """The last private endpoint of each zone: after it, all stand."""
    targets: dict[str, pulumi.Resource] = field(default_factory=dict)
    """What a private endpoint may lead to, by its id: whoever connects waits for it."""
    archive: pulumi.Resource | None = None
    """The log archive, where it is built here."""
    archived: LogArchive | None = None
    """The archive's names, known wherever it is built."""

    def options(self, zone: ZoneName, *after: pulumi.Resource | None) -> pulumi.ResourceOptions:
        """Options of a component that stands in a zone: a child of the composite, under the zone's provider, after its group and others."""
        awaited = [one for one in (self.groups.get(zone), *after) if one is not None]
        return pulumi.ResourceOptions(parent=self.parent, providers=[self.zones.providers[zone]], depends_on=awaited)

    def service_options(self, zone: ZoneName, *after: pulumi.Resource | None) -> pulumi.ResourceOptions:
        """The same of a service that encrypts with a key of the zone's vault and logs to the archive."""
        return self.options(zone, self.vaults[zone], self.archive, *after)

    def known(self, *ids: str) -> list[pulumi.Resource]:
        """What is built here of these ids."""
        return [self.targets[one] for one in ids if one in self.targets]

    @property
    def workspace_id(self) -> str:
        """Workspace that every zone's logs go to."""
        assert self.archived is not None
        return self.zones.id_of(MANAGEMENT, "Microsoft.OperationalInsights/workspaces", self.archived.workspace_name)

    @property
    def archive_account_id(self) -> str:
        """Account that every zone's logs go to, for as long as the law asks."""
        assert self.archived is not None
        return self.zones.id_of(MANAGEMENT, "Microsoft.Storage/storageAccounts", self.archived.account_name)

    @property
    def logs(self) -> LogTargetsArgs:
        """Where components log to."""
        return {"log_workspace_id": self.workspace_id, "log_account_id": self.archive_account_id}

    def key(self, zone: ZoneName, label: str) -> AzureKeyArgs:
        """A key of the zone's vault, as components take it."""
        vault = self.vaults[zone]
        return {
            "key_uri": vault.key_uris[label],
            "identity_id": vault.identity_ids[label],
            "versioned_key_uri": vault.versioned_key_uris.apply(lambda uris: uris[label]),
            "identity_client_id": vault.identity_client_ids.apply(lambda ids: ids[label]),
        }


def service_args(built: Built, zone: ZoneName, key: str, **more: Any) -> Any:
    """Arguments of a service that holds a zone's data: where it stands, what it is named after, its key of the zone's vault, its logs; and more."""
    zones = built.zones
    common = {
        **zones.place(zone),
        **zones.names,
        **built.logs,
        "zone": zone.value,
        "key": built.key(zone, key),
        "removable": zones.removable,
    }
    return loose(common | more)


def loose(args: dict[str, Any]) -> Any:
    """Arguments that share a part with others: one TypedDict can't be spread into another under a strict type checker. The component judges them."""
    return args
