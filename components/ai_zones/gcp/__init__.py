"""Zones on Google Cloud: components of pulumi-gcp, one a file."""

from .zone_project import GcpProjectCreationArgs, GcpZoneProject, GcpZoneProjectArgs

__all__ = ["GcpProjectCreationArgs", "GcpZoneProject", "GcpZoneProjectArgs"]
