"""A hospital's feed comes over two VLAN attachments; an adopted project without labels, and no road to Google's APIs at all.

Modelled on Cloud Interconnect, "Create VLAN attachments for Dedicated Interconnect", and "Topology for production-level applications overview".
"""

from typing import Any

import pulumi
from pulumi_gcp import compute, dns

PROJECT = "clinic-phi"
REGION = "europe-west1"
FEED = "192.168.40.0/24"


def in_project(**given: Any) -> dict[str, Any]:
    """Everything stands in the one project, which the network team made."""
    return {"project": PROJECT, **given}


vpc = compute.Network(
    "feed-vpc", **in_project(auto_create_subnetworks=False, delete_default_routes_on_create=True, routing_mode="REGIONAL")
)
receivers = compute.Subnetwork(
    "feed-receivers",
    **in_project(
        network=vpc.name,
        region=REGION,
        ip_cidr_range="10.13.0.0/26",
        log_config={"aggregation_interval": "INTERVAL_1_MIN", "flow_sampling": 1, "metadata": "INCLUDE_ALL_METADATA"},
    ),
)
log = {"metadata": "EXCLUDE_ALL_METADATA"}
compute.Firewall(
    "feed-in",
    **in_project(
        network=vpc.name,
        direction="INGRESS",
        priority=900,
        allows=[{"protocol": "tcp", "ports": ["2575"]}],
        source_ranges=[FEED],
        target_tags=["hl7-receiver"],
        log_config=log,
    ),
)
for direction, ranges in (("INGRESS", "source_ranges"), ("EGRESS", "destination_ranges")):
    compute.Firewall(
        f"feed-none-{direction.lower()}",
        **in_project(
            network=vpc.name, direction=direction, priority=65534, denies=[{"protocol": "all"}], log_config=log, **{ranges: ["0.0.0.0/0"]}
        ),
    )
router = compute.Router(
    "feed-router",
    **in_project(
        network=vpc.name,
        region=REGION,
        bgp={"asn": 16550, "advertise_mode": "CUSTOM", "advertised_ip_ranges": [{"range": "10.13.0.0/26"}]},
    ),
)
believed = compute.RouterRoutePolicy(
    "feed-believed",
    **in_project(
        region=REGION,
        router=router.name,
        type="ROUTE_POLICY_TYPE_IMPORT",
        terms=[
            {"priority": 10, "match": {"expression": f"destination == '{FEED}'"}, "actions": [{"expression": "accept()"}]},
            {
                "priority": 20,
                "match": {"expression": "destination.inAnyRange(prefix('0.0.0.0/0').orLonger())"},
                "actions": [{"expression": "drop()"}],
            },
        ],
    ),
)
for at, domain in enumerate(("AVAILABILITY_DOMAIN_1", "AVAILABILITY_DOMAIN_2")):
    attachment = compute.InterconnectAttachment(
        f"feed-attachment-{at}",
        **in_project(
            region=REGION,
            router=router.id,
            type="PARTNER",
            edge_availability_domain=domain,
            encryption="NONE",
            mtu="1500",
            admin_enabled=True,
        ),
    )
    interface = compute.RouterInterface(
        f"feed-interface-{at}",
        **in_project(region=REGION, router=router.name, ip_range=f"169.254.8.{at * 8 + 1}/29", interconnect_attachment=attachment.id),
    )
    compute.RouterPeer(
        f"feed-session-{at}",
        **in_project(
            region=REGION,
            router=router.name,
            interface=interface.name,
            peer_asn=65010,
            peer_ip_address=f"169.254.8.{at * 8 + 2}",
            import_policies=[believed.name],
        ),
    )
answers = dns.ResponsePolicy("feed-names", **in_project(response_policy_name="feed-names", networks=[{"network_url": vpc.id}]))
dns.ResponsePolicyRule(
    "feed-no-names",
    **in_project(
        response_policy=answers.response_policy_name,
        rule_name="none",
        dns_name="*.",
        local_data={"local_datas": [{"name": "*.", "type": "A", "ttl": 3600, "rrdatas": ["0.0.0.0"]}]},
    ),
)
dns.Policy("feed-questions", **in_project(name="feed-questions", enable_logging=True, networks=[{"network_url": vpc.id}]))
pulumi.export("receivers", receivers.self_link)
