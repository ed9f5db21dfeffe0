"""Zones on Google Cloud: components of pulumi-gcp, one a file."""

from .autokey import GcpAutokey, GcpAutokeyArgs
from .egress_network import GcpEgressNetwork, GcpEgressNetworkArgs, GcpTlsInspectionArgs
from .keys import GcpKeys, GcpKeysArgs
from .log_archive import GcpLogArchive, GcpLogArchiveArgs
from .phi_store import GcpPhiStore, GcpPhiStoreArgs, GcpStorePrincipalArgs
from .service_link_consumer import GcpServiceLinkConsumer, GcpServiceLinkConsumerArgs
from .service_link_producer import GcpServiceLinkProducer, GcpServiceLinkProducerArgs
from .zone_network import GcpNetworkPeerArgs, GcpZoneNetwork, GcpZoneNetworkArgs
from .zone_project import GcpProjectCreationArgs, GcpZoneProject, GcpZoneProjectArgs

__all__ = [
    "GcpAutokey",
    "GcpAutokeyArgs",
    "GcpEgressNetwork",
    "GcpEgressNetworkArgs",
    "GcpKeys",
    "GcpKeysArgs",
    "GcpLogArchive",
    "GcpLogArchiveArgs",
    "GcpNetworkPeerArgs",
    "GcpPhiStore",
    "GcpPhiStoreArgs",
    "GcpProjectCreationArgs",
    "GcpServiceLinkConsumer",
    "GcpServiceLinkConsumerArgs",
    "GcpServiceLinkProducer",
    "GcpServiceLinkProducerArgs",
    "GcpStorePrincipalArgs",
    "GcpTlsInspectionArgs",
    "GcpZoneNetwork",
    "GcpZoneNetworkArgs",
    "GcpZoneProject",
    "GcpZoneProjectArgs",
]
