"""Zones on Google Cloud: components of pulumi-gcp, one a file."""

from .access_front import GcpAccessFront
from .access_front_input import GcpAccessFrontArgs, GcpFrontApplicationArgs
from .access_policy import GcpAccessLevelArgs, GcpAccessPolicy, GcpAccessPolicyArgs, GcpAccessPolicyCreationArgs
from .admin_tunnel import GcpAdminTunnel, GcpAdminTunnelArgs
from .adopted_network import GcpAdoptedNetwork, GcpAdoptedNetworkArgs
from .alarms import GcpAlarms, GcpAlarmsArgs
from .alloydb import GcpAlloyDb
from .alloydb_input import GcpAlloyDbArgs, GcpAlloyDbUserArgs
from .artifact_registry import GcpArtifactRegistry, GcpArtifactRegistryArgs, GcpRepositoryArgs
from .autokey import GcpAutokey, GcpAutokeyArgs
from .bigquery_input import GcpBigQueryStoreArgs, GcpColumnArgs, GcpColumnTagArgs, GcpRowPolicyArgs, GcpTableArgs
from .bigquery_store import GcpBigQueryStore
from .clinical_store import GcpClinicalPrincipalArgs, GcpClinicalStore, GcpClinicalStoreArgs
from .cluster import GcpCluster
from .cluster_input import GcpClusterArgs, GcpClusterPoolArgs
from .confidential_machine import GcpConfidentialMachine, GcpConfidentialMachineArgs
from .database_link import GcpDatabaseLink, GcpDatabaseLinkArgs
from .deidentification_templates import GcpDeidentificationTemplates, GcpDeidentificationTemplatesArgs, GcpWrappedKeyArgs
from .denials import GcpDenials, GcpDenialsArgs
from .egress_network import GcpEgressNetwork, GcpEgressNetworkArgs, GcpTlsInspectionArgs
from .folder_firewall import GcpFolderFirewall, GcpFolderFirewallArgs
from .image_admission import GcpAttestorArgs, GcpImageAdmission, GcpImageAdmissionArgs
from .keys import GcpKeys, GcpKeysArgs
from .log_archive import GcpLogArchive, GcpLogArchiveArgs
from .messages import GcpMessages, GcpMessagesArgs, GcpTopicArgs
from .model_endpoint import GcpModelEndpoint, GcpModelEndpointArgs
from .organization_policies import GcpOrganizationPolicies, GcpOrganizationPoliciesArgs
from .organization_records import GcpOrganizationRecords, GcpOrganizationRecordsArgs
from .peer_door import GcpPeerDoor, GcpPeerDoorArgs
from .peer_road import GcpPeerRoad
from .peer_road_input import GcpAttachmentArgs, GcpPeerRoadArgs
from .people_access import GcpPeopleAccess, GcpPeopleAccessArgs
from .perimeter import GcpCrossingArgs, GcpPerimeter, GcpPerimeterArgs
from .phi_database import GcpDatabaseUserArgs, GcpPhiDatabase, GcpPhiDatabaseArgs
from .phi_store import GcpPhiStore, GcpPhiStoreArgs, GcpStorePrincipalArgs
from .prompt_shield import GcpPromptShield, GcpPromptShieldArgs
from .secrets import GcpSecretArgs, GcpSecrets, GcpSecretsArgs
from .service_link_consumer import GcpServiceLinkConsumer, GcpServiceLinkConsumerArgs
from .service_link_producer import GcpServiceLinkProducer, GcpServiceLinkProducerArgs
from .shared_network import GcpSharedNetwork, GcpSharedNetworkArgs, GcpSharedSubnetworkArgs
from .vector_search import GcpVectorSearch, GcpVectorSearchArgs
from .vertex_metadata import GcpVertexMetadata, GcpVertexMetadataArgs
from .workbench import GcpAcceleratorArgs, GcpWorkbench, GcpWorkbenchArgs
from .workforce import GcpWorkforce, GcpWorkforceArgs
from .zone_network import GcpNetworkPeerArgs, GcpZoneNetwork, GcpZoneNetworkArgs
from .zone_project import GcpProjectCreationArgs, GcpZoneProject, GcpZoneProjectArgs
from .zones import GcpZones, GcpZonesArgs

__all__ = [
    "GcpAcceleratorArgs",
    "GcpAccessFront",
    "GcpAccessFrontArgs",
    "GcpAccessLevelArgs",
    "GcpAccessPolicy",
    "GcpAccessPolicyArgs",
    "GcpAccessPolicyCreationArgs",
    "GcpAdminTunnel",
    "GcpAdminTunnelArgs",
    "GcpAdoptedNetwork",
    "GcpAdoptedNetworkArgs",
    "GcpAlarms",
    "GcpAlarmsArgs",
    "GcpAlloyDb",
    "GcpAlloyDbArgs",
    "GcpAlloyDbUserArgs",
    "GcpArtifactRegistry",
    "GcpArtifactRegistryArgs",
    "GcpAttachmentArgs",
    "GcpAttestorArgs",
    "GcpAutokey",
    "GcpAutokeyArgs",
    "GcpBigQueryStore",
    "GcpBigQueryStoreArgs",
    "GcpClinicalPrincipalArgs",
    "GcpClinicalStore",
    "GcpClinicalStoreArgs",
    "GcpCluster",
    "GcpClusterArgs",
    "GcpClusterPoolArgs",
    "GcpColumnArgs",
    "GcpColumnTagArgs",
    "GcpConfidentialMachine",
    "GcpConfidentialMachineArgs",
    "GcpCrossingArgs",
    "GcpDatabaseLink",
    "GcpDatabaseLinkArgs",
    "GcpDatabaseUserArgs",
    "GcpDeidentificationTemplates",
    "GcpDeidentificationTemplatesArgs",
    "GcpDenials",
    "GcpDenialsArgs",
    "GcpEgressNetwork",
    "GcpEgressNetworkArgs",
    "GcpFolderFirewall",
    "GcpFolderFirewallArgs",
    "GcpFrontApplicationArgs",
    "GcpImageAdmission",
    "GcpImageAdmissionArgs",
    "GcpKeys",
    "GcpKeysArgs",
    "GcpLogArchive",
    "GcpLogArchiveArgs",
    "GcpMessages",
    "GcpMessagesArgs",
    "GcpModelEndpoint",
    "GcpModelEndpointArgs",
    "GcpNetworkPeerArgs",
    "GcpOrganizationPolicies",
    "GcpOrganizationPoliciesArgs",
    "GcpOrganizationRecords",
    "GcpOrganizationRecordsArgs",
    "GcpPeerDoor",
    "GcpPeerDoorArgs",
    "GcpPeerRoad",
    "GcpPeerRoadArgs",
    "GcpPeopleAccess",
    "GcpPeopleAccessArgs",
    "GcpPerimeter",
    "GcpPerimeterArgs",
    "GcpPhiDatabase",
    "GcpPhiDatabaseArgs",
    "GcpPhiStore",
    "GcpPhiStoreArgs",
    "GcpProjectCreationArgs",
    "GcpPromptShield",
    "GcpPromptShieldArgs",
    "GcpRepositoryArgs",
    "GcpRowPolicyArgs",
    "GcpSecretArgs",
    "GcpSecrets",
    "GcpSecretsArgs",
    "GcpServiceLinkConsumer",
    "GcpServiceLinkConsumerArgs",
    "GcpServiceLinkProducer",
    "GcpServiceLinkProducerArgs",
    "GcpSharedNetwork",
    "GcpSharedNetworkArgs",
    "GcpSharedSubnetworkArgs",
    "GcpStorePrincipalArgs",
    "GcpTableArgs",
    "GcpTlsInspectionArgs",
    "GcpTopicArgs",
    "GcpVectorSearch",
    "GcpVectorSearchArgs",
    "GcpVertexMetadata",
    "GcpVertexMetadataArgs",
    "GcpWorkbench",
    "GcpWorkbenchArgs",
    "GcpWorkforce",
    "GcpWorkforceArgs",
    "GcpWrappedKeyArgs",
    "GcpZoneNetwork",
    "GcpZoneNetworkArgs",
    "GcpZoneProject",
    "GcpZoneProjectArgs",
    "GcpZones",
    "GcpZonesArgs",
]
