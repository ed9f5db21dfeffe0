"""A network of the PHI zone whose default route is deleted, with a machine and a bucket."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
ward.bucket("clinic-phi-records")
