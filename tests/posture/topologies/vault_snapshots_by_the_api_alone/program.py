"""The same snapshots, set up by the path of the API, which no reader reads."""

import json

import pulumi_vault as vault

notes = vault.Mount("phi-notes", path="phi-notes", type="kv", options={"version": "2"})
vault.generic.Endpoint(
    "hourly",
    path="sys/storage/raft/snapshot-auto/config/hourly",
    data_json=json.dumps({"interval": "1h", "storage_type": "aws-s3", "aws_s3_bucket": "vendor"}),
)
