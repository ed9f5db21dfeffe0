"""A database of records without a subnet group, kept private by a flag."""

import pulumi_aws as aws

aws.rds.Instance(
    "records",
    engine="postgres",
    instance_class="db.t4g.small",
    allocated_storage=20,
    username="records",
    manage_master_user_password=True,
    skip_final_snapshot=True,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
