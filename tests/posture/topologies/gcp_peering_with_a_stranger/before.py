"""A vendor's network, which nobody here judges."""

from tests.posture.topologies import gcp_shared as shared

shared.Zone("theirs", "inference", shared.VENDOR, "10.71.0.0/24")
