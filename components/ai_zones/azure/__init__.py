"""Zones on Azure: components of azure-native, one a file."""

from .access_front import AzureAccessFront
from .access_front_input import AzureAccessFrontArgs, AzureFrontApplicationArgs
from .adopted_hub import AzureAdoptedHubFirewall, AzureAdoptedHubFirewallArgs
from .adopted_log_archive import AzureAdoptedLogArchive, AzureAdoptedLogArchiveArgs
from .adopted_network import AzureAdoptedNetwork, AzureAdoptedNetworkArgs
from .adopted_private_zone import AzureAdoptedPrivateZone, AzureAdoptedPrivateZoneArgs, AzureAdoptedRecordArgs
from .ai_search import AzureAiSearch, AzureAiSearchArgs, AzureSearchLinkArgs
from .ai_services import AzureAiKind, AzureAiServices, AzureAiServicesArgs, AzureFilterLevel, AzureModelArgs, AzureModelSku
from .alarms import AzureAlarmHookArgs, AzureAlarms, AzureAlarmsArgs
from .backups import AzureBackedUpAccountArgs, AzureBackups, AzureBackupsArgs
from .clinical_store import AzureClinicalStore, AzureClinicalStoreArgs
from .cluster import AzureCluster
from .cluster_input import AzureClusterArgs, AzureClusterPoolArgs
from .confidential_machine import AzureConfidentialMachine, AzureConfidentialMachineArgs, AzureMachineImageArgs
from .container_registry import AzureContainerRegistry, AzureContainerRegistryArgs, AzureRegistryCacheArgs
from .diagnostics import AzureDiagnostics, AzureDiagnosticsArgs
from .document_store import AzureDocumentContainerArgs, AzureDocumentPrincipalArgs, AzureDocumentStore, AzureDocumentStoreArgs
from .egress_network import AzureEgressNetwork, AzureEgressNetworkArgs, AzureTlsInspectionArgs
from .log_archive import AzureLogArchive, AzureLogArchiveArgs, AzureLogClusterArgs
from .machine_learning import AzureApprovedResourceArgs, AzureMachineLearning, AzureMachineLearningArgs, AzureTrainingClusterArgs
from .messaging import AzureMessaging, AzureMessagingArgs, AzureQueueArgs
from .monitor_scope import AzureMonitorScope, AzureMonitorScopeArgs
from .network_perimeter import AzureNetworkPerimeter, AzureNetworkPerimeterArgs
from .peer_circuit import AzureCircuitPeeringArgs, AzurePeerCircuit, AzurePeerCircuitArgs
from .peer_door import AzurePeerDoor, AzurePeerDoorArgs
from .peer_gateway import AzurePeerGateway
from .peer_gateway_input import AzurePeerGatewayArgs, AzurePeerRoadArgs
from .people_access import AzurePeopleAccess, AzurePeopleAccessArgs
from .people_roles import AzurePeopleRole
from .phi_database import AzureDatabaseAdministratorArgs, AzurePhiDatabase, AzurePhiDatabaseArgs
from .phi_store import AzureCopyScope, AzurePhiStore, AzurePhiStoreArgs, AzureStorePrincipalArgs
from .private_zones import AzurePrivateZones, AzurePrivateZonesArgs
from .references import AzureKeyArgs
from .service_endpoint import AzureServiceEndpoint, AzureServiceEndpointArgs
from .service_link_consumer import AzureServiceLinkConsumer, AzureServiceLinkConsumerArgs
from .service_link_producer import AzureServiceLinkProducer, AzureServiceLinkProducerArgs
from .tenant_policies import AzureTenantPolicies, AzureTenantPoliciesArgs
from .threat_detection import AzureThreatDetection, AzureThreatDetectionArgs
from .validation import InvalidInputError
from .zone_group import AzureZoneGroup, AzureZoneGroupArgs
from .zone_network import AzureNetworkClusterArgs, AzureNetworkPeerArgs, AzureZoneNetwork, AzureZoneNetworkArgs
from .zone_vault import AzureZoneVault
from .zone_vault_input import AzureKeyUse, AzureVaultKeyArgs, AzureZoneVaultArgs
from .zones import AzureZones, AzureZonesArgs

__all__ = [
    "AzureAccessFront",
    "AzureAccessFrontArgs",
    "AzureAdoptedHubFirewall",
    "AzureAdoptedHubFirewallArgs",
    "AzureAdoptedLogArchive",
    "AzureAdoptedLogArchiveArgs",
    "AzureAdoptedNetwork",
    "AzureAdoptedNetworkArgs",
    "AzureAdoptedPrivateZone",
    "AzureAdoptedPrivateZoneArgs",
    "AzureAdoptedRecordArgs",
    "AzureAiKind",
    "AzureAiSearch",
    "AzureAiSearchArgs",
    "AzureAiServices",
    "AzureAiServicesArgs",
    "AzureAlarmHookArgs",
    "AzureAlarms",
    "AzureAlarmsArgs",
    "AzureApprovedResourceArgs",
    "AzureBackedUpAccountArgs",
    "AzureBackups",
    "AzureBackupsArgs",
    "AzureCircuitPeeringArgs",
    "AzureClinicalStore",
    "AzureClinicalStoreArgs",
    "AzureCluster",
    "AzureClusterArgs",
    "AzureClusterPoolArgs",
    "AzureConfidentialMachine",
    "AzureConfidentialMachineArgs",
    "AzureContainerRegistry",
    "AzureContainerRegistryArgs",
    "AzureCopyScope",
    "AzureDatabaseAdministratorArgs",
    "AzureDiagnostics",
    "AzureDiagnosticsArgs",
    "AzureDocumentContainerArgs",
    "AzureDocumentPrincipalArgs",
    "AzureDocumentStore",
    "AzureDocumentStoreArgs",
    "AzureEgressNetwork",
    "AzureEgressNetworkArgs",
    "AzureFilterLevel",
    "AzureFrontApplicationArgs",
    "AzureKeyArgs",
    "AzureKeyUse",
    "AzureLogArchive",
    "AzureLogArchiveArgs",
    "AzureLogClusterArgs",
    "AzureMachineImageArgs",
    "AzureMachineLearning",
    "AzureMachineLearningArgs",
    "AzureMessaging",
    "AzureMessagingArgs",
    "AzureModelArgs",
    "AzureModelSku",
    "AzureMonitorScope",
    "AzureMonitorScopeArgs",
    "AzureNetworkClusterArgs",
    "AzureNetworkPeerArgs",
    "AzureNetworkPerimeter",
    "AzureNetworkPerimeterArgs",
    "AzurePeerCircuit",
    "AzurePeerCircuitArgs",
    "AzurePeerDoor",
    "AzurePeerDoorArgs",
    "AzurePeerGateway",
    "AzurePeerGatewayArgs",
    "AzurePeerRoadArgs",
    "AzurePeopleAccess",
    "AzurePeopleAccessArgs",
    "AzurePeopleRole",
    "AzurePhiDatabase",
    "AzurePhiDatabaseArgs",
    "AzurePhiStore",
    "AzurePhiStoreArgs",
    "AzurePrivateZones",
    "AzurePrivateZonesArgs",
    "AzureQueueArgs",
    "AzureRegistryCacheArgs",
    "AzureSearchLinkArgs",
    "AzureServiceEndpoint",
    "AzureServiceEndpointArgs",
    "AzureServiceLinkConsumer",
    "AzureServiceLinkConsumerArgs",
    "AzureServiceLinkProducer",
    "AzureServiceLinkProducerArgs",
    "AzureStorePrincipalArgs",
    "AzureTenantPolicies",
    "AzureTenantPoliciesArgs",
    "AzureThreatDetection",
    "AzureThreatDetectionArgs",
    "AzureTlsInspectionArgs",
    "AzureTrainingClusterArgs",
    "AzureVaultKeyArgs",
    "AzureZoneGroup",
    "AzureZoneGroupArgs",
    "AzureZoneNetwork",
    "AzureZoneNetworkArgs",
    "AzureZoneVault",
    "AzureZoneVaultArgs",
    "AzureZones",
    "AzureZonesArgs",
    "InvalidInputError",
]
