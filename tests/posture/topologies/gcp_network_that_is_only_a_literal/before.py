"""A host project with a network that others use."""

from tests.posture.topologies import gcp_shared as shared

shared.Zone("host", "phi", "clinic-host", "10.70.0.0/24")
