"""Zones on Google Cloud: components of pulumi-gcp, one a file."""

from .autokey import GcpAutokey, GcpAutokeyArgs
from .keys import GcpKeys, GcpKeysArgs
from .zone_network import GcpNetworkPeerArgs, GcpZoneNetwork, GcpZoneNetworkArgs
from .zone_project import GcpProjectCreationArgs, GcpZoneProject, GcpZoneProjectArgs

__all__ = [
    "GcpAutokey",
    "GcpAutokeyArgs",
    "GcpKeys",
    "GcpKeysArgs",
    "GcpNetworkPeerArgs",
    "GcpProjectCreationArgs",
    "GcpZoneNetwork",
    "GcpZoneNetworkArgs",
    "GcpZoneProject",
    "GcpZoneProjectArgs",
]
