"""Zones on Google Cloud: components of pulumi-gcp, one a file."""

from .zone_network import GcpNetworkPeerArgs, GcpZoneNetwork, GcpZoneNetworkArgs
from .zone_project import GcpProjectCreationArgs, GcpZoneProject, GcpZoneProjectArgs

__all__ = [
    "GcpNetworkPeerArgs",
    "GcpProjectCreationArgs",
    "GcpZoneNetwork",
    "GcpZoneNetworkArgs",
    "GcpZoneProject",
    "GcpZoneProjectArgs",
]
