"""A response policy that blocks every name but those under .com."""

import pulumi
from pulumi_gcp import dns

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
dns.ResponsePolicyRule(
    "past",
    project=ward.project.project_id,
    response_policy="ward-names",
    rule_name="past",
    dns_name="*.com.",
    behavior="bypassResponsePolicy",
    opts=pulumi.ResourceOptions(depends_on=[ward.block]),
)
