"""A perimeter with an egress rule for one project of ours and one method."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
model = shared.Zone("model", "deidentification", shared.LLM, "10.61.0.0/24")
ward.route("apis", "199.36.153.4/30", next_hop_gateway="default-internet-gateway")
shared.perimeter(
    "ring",
    ward,
    egress_policies=[
        {
            "egress_from": {"identities": ["serviceAccount:masker@clinic-phi.iam.gserviceaccount.com"]},
            "egress_to": {
                "resources": [model.project.number.apply(lambda number: f"projects/{number}")],
                "operations": [
                    {"service_name": "storage.googleapis.com", "method_selectors": [{"method": "google.storage.objects.create"}]}
                ],
            },
        },
    ],
)
