"""Logs of the account feed a graph of behaviour."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
aws.detective.Graph("behaviour", tags={"ai-zone": "management"})
