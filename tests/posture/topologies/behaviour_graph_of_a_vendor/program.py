"""Logs of the account feed a graph of behaviour."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
aws.detective.Graph("behaviour", tags={"ai-zone": "management"})
aws.detective.InvitationAccepter("vendor", graph_arn=f"arn:aws:detective:eu-west-1:{VENDOR}:graph:0123456789abcdef0123456789abcdef")
