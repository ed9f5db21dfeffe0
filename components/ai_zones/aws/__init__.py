"""Zones on AWS: components for platform teams."""

from .alarm_topic import AwsAlarmTopic, AwsAlarmTopicArgs
from .audit_trail import AwsAuditTrail, AwsAuditTrailArgs
from .backups import AwsBackups
from .backups_input import AwsBackupsArgs, AwsRestoreTestArgs, AwsVaultLockMode
from .clinical_store import AwsClinicalAuthorization, AwsClinicalStore, AwsClinicalStoreArgs, AwsSmartOnFhirArgs
from .database_link import AwsDatabaseLinkConsumer, AwsDatabaseLinkConsumerArgs, AwsDatabaseLinkProducer, AwsDatabaseLinkProducerArgs
from .egress_network import AwsEgressNetwork, AwsEgressNetworkArgs
from .key_policy import AwsKeyUse
from .log_archive import AwsLogArchive, AwsLogArchiveArgs
from .phi_database import AwsPhiDatabase, AwsPhiDatabaseArgs
from .phi_store import AwsObjectLockMode, AwsPhiStore, AwsPhiStoreArgs, AwsStoreAccessPointArgs
from .service_endpoints import AwsEndpointStoreArgs, AwsServiceEndpoints, AwsServiceEndpointsArgs
from .service_link_acceptance import AwsServiceLinkAcceptance, AwsServiceLinkAcceptanceArgs
from .service_link_consumer import AwsServiceLinkConsumer, AwsServiceLinkConsumerArgs
from .service_link_producer import AwsLinkConsumerArgs, AwsServiceLinkProducer, AwsServiceLinkProducerArgs
from .threat_detection import AwsDetectionPart, AwsThreatDetection, AwsThreatDetectionArgs
from .validation import InvalidInputError
from .zone_key import AwsZoneKey, AwsZoneKeyArgs
from .zone_network import AwsZoneNetwork, AwsZoneNetworkArgs
from .zones import AwsZones, AwsZonesArgs

__all__ = [
    "AwsAlarmTopic",
    "AwsAlarmTopicArgs",
    "AwsAuditTrail",
    "AwsAuditTrailArgs",
    "AwsBackups",
    "AwsBackupsArgs",
    "AwsClinicalAuthorization",
    "AwsClinicalStore",
    "AwsClinicalStoreArgs",
    "AwsDatabaseLinkConsumer",
    "AwsDatabaseLinkConsumerArgs",
    "AwsDatabaseLinkProducer",
    "AwsDatabaseLinkProducerArgs",
    "AwsDetectionPart",
    "AwsEgressNetwork",
    "AwsEgressNetworkArgs",
    "AwsEndpointStoreArgs",
    "AwsKeyUse",
    "AwsLinkConsumerArgs",
    "AwsLogArchive",
    "AwsLogArchiveArgs",
    "AwsObjectLockMode",
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
    "AwsZoneKey",
    "AwsZoneKeyArgs",
    "AwsZoneNetwork",
    "AwsZoneNetworkArgs",
    "AwsZones",
    "AwsZonesArgs",
    "InvalidInputError",
]
