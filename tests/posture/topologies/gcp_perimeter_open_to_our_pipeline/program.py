"""A perimeter lets one account in from everywhere for one service."""

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
            "ingress_from": {
                "identities": ["serviceAccount:deploy@clinic-phi.iam.gserviceaccount.com"],
                "sources": [{"access_level": "*"}],
            },
            "ingress_to": {
                "resources": ["*"],
                "operations": [{"service_name": "storage.googleapis.com", "method_selectors": [{"method": "*"}]}],
            },
        },
    ],
)
