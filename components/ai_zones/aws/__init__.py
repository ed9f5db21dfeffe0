"""Zones on AWS: components for platform teams."""

from .access_policy import AwsDeviceTrust
from .account_baseline import AwsAccountBaseline, AwsAccountBaselineArgs
from .adopted_hub import AwsAdoptedHubFirewall, AwsAdoptedHubFirewallArgs, AwsAdoptedHubTableArgs
from .adopted_log_archive import AwsAdoptedLogArchive, AwsAdoptedLogArchiveArgs
from .adopted_network import AwsAdoptedNetwork, AwsAdoptedNetworkArgs
from .adopted_private_zone import AwsAdoptedPrivateZone, AwsAdoptedPrivateZoneArgs, AwsAdoptedRecordArgs
from .alarm_topic import AwsAlarmTopic, AwsAlarmTopicArgs
from .audit_trail import AwsAuditTrail, AwsAuditTrailArgs
from .backups import AwsBackups
from .backups_input import AwsBackupsArgs, AwsRestoreTestArgs, AwsVaultLockMode
from .clinical_store import AwsClinicalAuthorization, AwsClinicalStore, AwsClinicalStoreArgs, AwsSmartOnFhirArgs
from .cluster import AwsCluster
from .cluster_input import (
    AwsClusterAccessArgs,
    AwsClusterArgs,
    AwsClusterNodesArgs,
    AwsClusterPodArgs,
    AwsClusterPower,
    AwsNodeKind,
)
from .database_link import AwsDatabaseLinkConsumer, AwsDatabaseLinkConsumerArgs, AwsDatabaseLinkProducer, AwsDatabaseLinkProducerArgs
from .egress_network import AwsEgressNetwork, AwsEgressNetworkArgs
from .key_policy import AwsKeyUse
from .log_archive import AwsLogArchive, AwsLogArchiveArgs
from .org_features import AwsOrganizationFeatures, AwsOrganizationFeaturesArgs
from .org_guardrails import AwsBackupRuleArgs, AwsGuardrailTargetArgs, AwsOrganizationGuardrails, AwsOrganizationGuardrailsArgs
from .org_units import AwsAdoptedAccountArgs, AwsOrganizationUnits, AwsOrganizationUnitsArgs
from .peer_gateway import AwsCircuitConnectionArgs, AwsPeerCircuitArgs, AwsPeerGateway, AwsPeerGatewayArgs
from .peer_link import AwsPeerKind, AwsPeerLink, AwsPeerLinkArgs, AwsPeerVpnArgs
from .people_access import AwsPeopleAccess, AwsPeopleAccessArgs
from .phi_database import AwsPhiDatabase, AwsPhiDatabaseArgs
from .phi_store import AwsObjectLockMode, AwsPhiStore, AwsPhiStoreArgs, AwsStoreAccessPointArgs
from .service_endpoints import AwsEndpointStoreArgs, AwsServiceEndpoints, AwsServiceEndpointsArgs
from .service_link_acceptance import AwsServiceLinkAcceptance, AwsServiceLinkAcceptanceArgs
from .service_link_consumer import AwsServiceLinkConsumer, AwsServiceLinkConsumerArgs
from .service_link_producer import AwsLinkConsumerArgs, AwsServiceLinkProducer, AwsServiceLinkProducerArgs
from .threat_detection import AwsDetectionPart, AwsThreatDetection, AwsThreatDetectionArgs
from .validation import InvalidInputError
from .verified_access import AwsVerifiedAccess
from .verified_access_input import (
    AwsAccessApplicationArgs,
    AwsDeviceTrustArgs,
    AwsIdentityCenterTrustArgs,
    AwsMfaClaim,
    AwsOidcTrustArgs,
    AwsVerifiedAccessArgs,
)
from .zone_key import AwsZoneKey, AwsZoneKeyArgs
from .zone_network import AwsNetworkClusterArgs, AwsNetworkPeerArgs, AwsZoneNetwork, AwsZoneNetworkArgs
from .zones import AwsZones, AwsZonesArgs

__all__ = [
    "AwsAccessApplicationArgs",
    "AwsAccountBaseline",
    "AwsAccountBaselineArgs",
    "AwsAdoptedAccountArgs",
    "AwsAdoptedHubFirewall",
    "AwsAdoptedHubFirewallArgs",
    "AwsAdoptedHubTableArgs",
    "AwsAdoptedLogArchive",
    "AwsAdoptedLogArchiveArgs",
    "AwsAdoptedNetwork",
    "AwsAdoptedNetworkArgs",
    "AwsAdoptedPrivateZone",
    "AwsAdoptedPrivateZoneArgs",
    "AwsAdoptedRecordArgs",
    "AwsAlarmTopic",
    "AwsAlarmTopicArgs",
    "AwsAuditTrail",
    "AwsAuditTrailArgs",
    "AwsBackupRuleArgs",
    "AwsBackups",
    "AwsBackupsArgs",
    "AwsCircuitConnectionArgs",
    "AwsClinicalAuthorization",
    "AwsClinicalStore",
    "AwsClinicalStoreArgs",
    "AwsCluster",
    "AwsClusterAccessArgs",
    "AwsClusterArgs",
    "AwsClusterNodesArgs",
    "AwsClusterPodArgs",
    "AwsClusterPower",
    "AwsDatabaseLinkConsumer",
    "AwsDatabaseLinkConsumerArgs",
    "AwsDatabaseLinkProducer",
    "AwsDatabaseLinkProducerArgs",
    "AwsDetectionPart",
    "AwsDeviceTrust",
    "AwsDeviceTrustArgs",
    "AwsEgressNetwork",
    "AwsEgressNetworkArgs",
    "AwsEndpointStoreArgs",
    "AwsGuardrailTargetArgs",
    "AwsIdentityCenterTrustArgs",
    "AwsKeyUse",
    "AwsLinkConsumerArgs",
    "AwsLogArchive",
    "AwsLogArchiveArgs",
    "AwsMfaClaim",
    "AwsNetworkClusterArgs",
    "AwsNetworkPeerArgs",
    "AwsNodeKind",
    "AwsObjectLockMode",
    "AwsOidcTrustArgs",
    "AwsOrganizationFeatures",
    "AwsOrganizationFeaturesArgs",
    "AwsOrganizationGuardrails",
    "AwsOrganizationGuardrailsArgs",
    "AwsOrganizationUnits",
    "AwsOrganizationUnitsArgs",
    "AwsPeerCircuitArgs",
    "AwsPeerGateway",
    "AwsPeerGatewayArgs",
    "AwsPeerKind",
    "AwsPeerLink",
    "AwsPeerLinkArgs",
    "AwsPeerVpnArgs",
    "AwsPeopleAccess",
    "AwsPeopleAccessArgs",
    "AwsPhiDatabase",
    "AwsPhiDatabaseArgs",
    "AwsPhiStore",
    "AwsPhiStoreArgs",
    "AwsRestoreTestArgs",
    "AwsServiceEndpoints",
    "AwsServiceEndpointsArgs",
    "AwsServiceLinkAcceptance",
    "AwsServiceLinkAcceptanceArgs",
    "AwsServiceLinkConsumer",
    "AwsServiceLinkConsumerArgs",
    "AwsServiceLinkProducer",
    "AwsServiceLinkProducerArgs",
    "AwsSmartOnFhirArgs",
    "AwsStoreAccessPointArgs",
    "AwsThreatDetection",
    "AwsThreatDetectionArgs",
    "AwsVaultLockMode",
    "AwsVerifiedAccess",
    "AwsVerifiedAccessArgs",
    "AwsZoneKey",
    "AwsZoneKeyArgs",
    "AwsZoneNetwork",
    "AwsZoneNetworkArgs",
    "AwsZones",
    "AwsZonesArgs",
    "InvalidInputError",
]
