"""Zones on Google Cloud: components of pulumi-gcp, one a file."""

from .access_policy import GcpAccessLevelArgs, GcpAccessPolicy, GcpAccessPolicyArgs, GcpAccessPolicyCreationArgs
from .adopted_network import GcpAdoptedNetwork, GcpAdoptedNetworkArgs
from .autokey import GcpAutokey, GcpAutokeyArgs
from .bigquery_input import GcpBigQueryStoreArgs, GcpColumnArgs, GcpColumnTagArgs, GcpRowPolicyArgs, GcpTableArgs
from .bigquery_store import GcpBigQueryStore
from .clinical_store import GcpClinicalPrincipalArgs, GcpClinicalStore, GcpClinicalStoreArgs
from .database_link import GcpDatabaseLink, GcpDatabaseLinkArgs
from .egress_network import GcpEgressNetwork, GcpEgressNetworkArgs, GcpTlsInspectionArgs
from .folder_firewall import GcpFolderFirewall, GcpFolderFirewallArgs
from .keys import GcpKeys, GcpKeysArgs
from .log_archive import GcpLogArchive, GcpLogArchiveArgs
from .perimeter import GcpCrossingArgs, GcpPerimeter, GcpPerimeterArgs
from .phi_database import GcpDatabaseUserArgs, GcpPhiDatabase, GcpPhiDatabaseArgs
from .phi_store import GcpPhiStore, GcpPhiStoreArgs, GcpStorePrincipalArgs
from .secrets import GcpSecretArgs, GcpSecrets, GcpSecretsArgs
from .service_link_consumer import GcpServiceLinkConsumer, GcpServiceLinkConsumerArgs
from .service_link_producer import GcpServiceLinkProducer, GcpServiceLinkProducerArgs
from .zone_network import GcpNetworkPeerArgs, GcpZoneNetwork, GcpZoneNetworkArgs
from .zone_project import GcpProjectCreationArgs, GcpZoneProject, GcpZoneProjectArgs

__all__ = [
    "GcpAccessLevelArgs",
    "GcpAccessPolicy",
    "GcpAccessPolicyArgs",
    "GcpAccessPolicyCreationArgs",
    "GcpAdoptedNetwork",
    "GcpAdoptedNetworkArgs",
    "GcpAutokey",
    "GcpAutokeyArgs",
    "GcpBigQueryStore",
    "GcpBigQueryStoreArgs",
    "GcpClinicalPrincipalArgs",
    "GcpClinicalStore",
    "GcpClinicalStoreArgs",
    "GcpColumnArgs",
    "GcpColumnTagArgs",
    "GcpCrossingArgs",
    "GcpDatabaseLink",
    "GcpDatabaseLinkArgs",
    "GcpDatabaseUserArgs",
    "GcpEgressNetwork",
    "GcpEgressNetworkArgs",
    "GcpFolderFirewall",
    "GcpFolderFirewallArgs",
    "GcpKeys",
    "GcpKeysArgs",
    "GcpLogArchive",
    "GcpLogArchiveArgs",
    "GcpNetworkPeerArgs",
    "GcpPerimeter",
    "GcpPerimeterArgs",
    "GcpPhiDatabase",
    "GcpPhiDatabaseArgs",
    "GcpPhiStore",
    "GcpPhiStoreArgs",
    "GcpProjectCreationArgs",
    "GcpRowPolicyArgs",
    "GcpSecretArgs",
    "GcpSecrets",
    "GcpSecretsArgs",
    "GcpServiceLinkConsumer",
    "GcpServiceLinkConsumerArgs",
    "GcpServiceLinkProducer",
    "GcpServiceLinkProducerArgs",
    "GcpStorePrincipalArgs",
    "GcpTableArgs",
    "GcpTlsInspectionArgs",
    "GcpZoneNetwork",
    "GcpZoneNetworkArgs",
    "GcpZoneProject",
    "GcpZoneProjectArgs",
]
