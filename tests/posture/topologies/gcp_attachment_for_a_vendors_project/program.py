"""A PHI service published for one project of a vendor's."""

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
    connection_preference="ACCEPT_MANUAL",
    enable_proxy_protocol=False,
    consumer_accept_lists=[{"project_id_or_num": shared.VENDOR, "connection_limit": 4}],
)
