"""A real API server on loopback: its programs and definitions, its certificates, its processes, and the provider that speaks to it."""

from simulator.clusters.server import Cluster
from simulator.clusters.unavailable import ServersUnavailableError

__all__ = ["Cluster", "ServersUnavailableError"]
