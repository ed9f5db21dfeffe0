"""Zones on AWS: components for platform teams."""

from .database_link import AwsDatabaseLinkConsumer, AwsDatabaseLinkConsumerArgs, AwsDatabaseLinkProducer, AwsDatabaseLinkProducerArgs
from .egress_network import AwsEgressNetwork, AwsEgressNetworkArgs
from .key_policy import AwsKeyUse
from .phi_database import AwsPhiDatabase, AwsPhiDatabaseArgs
from .phi_store import AwsObjectLockMode, AwsPhiStore, AwsPhiStoreArgs, AwsStoreAccessPointArgs
from .service_endpoints import AwsEndpointStoreArgs, AwsServiceEndpoints, AwsServiceEndpointsArgs
from .service_link_acceptance import AwsServiceLinkAcceptance, AwsServiceLinkAcceptanceArgs
from .service_link_consumer import AwsServiceLinkConsumer, AwsServiceLinkConsumerArgs
from .service_link_producer import AwsLinkConsumerArgs, AwsServiceLinkProducer, AwsServiceLinkProducerArgs
from .validation import InvalidInputError
from .zone_key import AwsZoneKey, AwsZoneKeyArgs
from .zone_network import AwsZoneNetwork, AwsZoneNetworkArgs
from .zones import AwsZones, AwsZonesArgs

__all__ = [
    "AwsDatabaseLinkConsumer",
    "AwsDatabaseLinkConsumerArgs",
    "AwsDatabaseLinkProducer",
    "AwsDatabaseLinkProducerArgs",
    "AwsEgressNetwork",
    "AwsEgressNetworkArgs",
    "AwsEndpointStoreArgs",
    "AwsKeyUse",
    "AwsLinkConsumerArgs",
    "AwsObjectLockMode",
    "AwsPhiDatabase",
    "AwsPhiDatabaseArgs",
    "AwsPhiStore",
    "AwsPhiStoreArgs",
    "AwsServiceEndpoints",
    "AwsServiceEndpointsArgs",
    "AwsServiceLinkAcceptance",
    "AwsServiceLinkAcceptanceArgs",
    "AwsServiceLinkConsumer",
    "AwsServiceLinkConsumerArgs",
    "AwsServiceLinkProducer",
    "AwsServiceLinkProducerArgs",
    "AwsStoreAccessPointArgs",
    "AwsZoneKey",
    "AwsZoneKeyArgs",
    "AwsZoneNetwork",
    "AwsZoneNetworkArgs",
    "AwsZones",
    "AwsZonesArgs",
    "InvalidInputError",
]
