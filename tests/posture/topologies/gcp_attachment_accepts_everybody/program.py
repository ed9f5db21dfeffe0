"""A PHI service published by an attachment that accepts every project."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
front, nat = shared.publish(ward)
compute.ServiceAttachment(
    "service",
    name="service",
    project=ward.project.project_id,
    region=shared.REGION,
    target_service=front.self_link,
    nat_subnets=[nat.id],
    connection_preference="ACCEPT_AUTOMATIC",
    enable_proxy_protocol=False,
)
