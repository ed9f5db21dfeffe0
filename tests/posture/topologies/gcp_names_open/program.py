"""A closed PHI network whose resolver answers every name."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(names=False)
ward.machine("records")
