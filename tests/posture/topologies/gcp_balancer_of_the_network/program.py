"""An internal balancer before machines of the PHI zone."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
shared.publish(ward)
