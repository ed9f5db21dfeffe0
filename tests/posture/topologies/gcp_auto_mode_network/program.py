"""An auto mode network in the PHI zone: nobody wrote its subnets."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
other = compute.Network("auto", name="auto", project=ward.project.project_id, auto_create_subnetworks=True, opts=ward.opts)
