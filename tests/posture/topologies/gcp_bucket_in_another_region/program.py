"""A bucket of records in the multi-region US."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.bucket("clinic-phi-records", location="US")
