"""A network whose default route nobody deleted, in the PHI zone."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
