"""A perimeter lets any identity in from any place."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
bucket = ward.bucket("clinic-phi-records")
ward.route("apis", "199.36.153.4/30", next_hop_gateway="default-internet-gateway")
shared.perimeter(
    "ring",
    ward,
    ingress_policies=[
        {
            "ingress_from": {"identity_type": "ANY_IDENTITY", "sources": [{"access_level": "*"}]},
            "ingress_to": {
                "resources": ["*"],
                "operations": [{"service_name": "storage.googleapis.com", "method_selectors": [{"method": "*"}]}],
            },
        },
    ],
)
