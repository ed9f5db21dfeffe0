"""Agents reach the tool servers by Private Service Connect: an internal balancer, an attachment that takes one project, an endpoint of their own.

Modelled on Virtual Private Cloud, "Publish services by using Private Service Connect", and "Access published services through endpoints".
"""

from pulumi_gcp import compute

from tests.mutation.bases import gcp_house as house
from tests.mutation.bases import gcp_joins as joins

deid = house.ground("tools", "deidentification", house.DEID, "10.30.0.0/16")
agents = house.ground("agents", "inference", house.LLM, "10.31.0.0/16")
translated = compute.Subnetwork(
    "tools-link",
    name="tools-link",
    project=deid.id,
    region=house.REGION,
    network=deid.network.id,
    ip_cidr_range="10.30.8.0/24",
    purpose="PRIVATE_SERVICE_CONNECT",
)
deid.allow("from-link", 200, "INGRESS", ["10.30.8.0/24"], "443")
front = joins.front(deid, "tools", deid.machine("tool-server"))
service = compute.ServiceAttachment(
    "tools",
    name="tools",
    project=deid.id,
    region=house.REGION,
    description="Redacting tools, for the agents alone",
    target_service=front.self_link,
    nat_subnets=[translated.id],
    connection_preference="ACCEPT_MANUAL",
    consumer_accept_lists=[{"project_id_or_num": house.LLM, "connection_limit": 2}],
    enable_proxy_protocol=False,
    reconcile_connections=True,
)
joins.endpoint(agents, "tools", service.self_link, "10.31.1.10")
joins.named(agents, "tools.clinic.internal", "10.31.1.10")
agents.machine("ward-agent")

above = house.access_policy()

phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16")
for name, one in (("ward", phi), ("tools", deid), ("agents", agents)):
    house.perimeter(name, one, parent=above)
