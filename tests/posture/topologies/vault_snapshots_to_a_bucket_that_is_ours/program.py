"""The same, and the reviewer says that the bucket is ours."""

import pulumi_vault as vault

notes = vault.Mount("phi-notes", path="phi-notes", type="kv", options={"version": "2"})
vault.RaftSnapshotAgentConfig(
    "hourly",
    name="hourly",
    interval_seconds=3600,
    retain=7,
    path_prefix="vault",
    storage_type="aws-s3",
    aws_s3_bucket="vault-copies",
    aws_s3_region="eu-west-1",
)
