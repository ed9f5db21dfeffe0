"""A bucket's whole policy with a partner's domain in it."""

import json

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
storage.BucketIAMPolicy(
    "policy",
    bucket=bucket.name,
    policy_data=json.dumps(
        {
            "bindings": [
                {"role": "roles/storage.admin", "members": ["group:records@clinic.example"]},
                {"role": "roles/storage.objectViewer", "members": ["domain:partner.example"]},
            ]
        }
    ),
)
