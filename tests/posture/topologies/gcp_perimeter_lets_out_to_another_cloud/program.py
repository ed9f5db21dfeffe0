"""A perimeter with an egress rule to a bucket of Amazon S3."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
ward.route("apis", "199.36.153.4/30", next_hop_gateway="default-internet-gateway")
shared.perimeter(
    "ring",
    ward,
    egress_policies=[
        {
            "egress_from": {"identity_type": "ANY_IDENTITY"},
            "egress_to": {
                "external_resources": ["s3://vendor-exports"],
                "operations": [{"service_name": "bigquery.googleapis.com", "method_selectors": [{"method": "*"}]}],
            },
        },
    ],
)
