"""Zones on Google Cloud: components of pulumi-gcp, one a file."""

from .autokey import GcpAutokey, GcpAutokeyArgs
from .egress_network import GcpEgressNetwork, GcpEgressNetworkArgs, GcpTlsInspectionArgs
from .keys import GcpKeys, GcpKeysArgs
from .log_archive import GcpLogArchive, GcpLogArchiveArgs
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
    "GcpProjectCreationArgs",
    "GcpTlsInspectionArgs",
    "GcpZoneNetwork",
    "GcpZoneNetworkArgs",
    "GcpZoneProject",
    "GcpZoneProjectArgs",
]
