"""A bucket's whole policy, in which every Google account may read."""

import json

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records", prevention="inherited")
storage.BucketIAMPolicy(
    "policy",
    bucket=bucket.name,
    policy_data=json.dumps({"bindings": [{"role": "roles/storage.objectViewer", "members": ["allAuthenticatedUsers"]}]}),
)
