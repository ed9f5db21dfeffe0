"""The vendor's own network, in a project of theirs."""

from pulumi_gcp import compute

compute.Network("lab", name="lab", project="vendor-prod", auto_create_subnetworks=False)
