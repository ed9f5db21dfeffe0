"""A database of SQL Server writes its backups into a bucket."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, role, statement
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
writer = role("native", "rds", statement("s3:PutObject", "arn:aws:s3:::*"))
group = aws.rds.SubnetGroup("notes", name="notes", subnet_ids=subnets)
options = aws.rds.OptionGroup(
    "native",
    name="native",
    engine_name="sqlserver-se",
    major_engine_version="15.00",
    option_group_description="native",
    options=[{"option_name": "SQLSERVER_BACKUP_RESTORE", "option_settings": [{"name": "IAM_ROLE_ARN", "value": writer.arn}]}],
)
aws.rds.Instance(
    "notes",
    identifier="notes",
    engine="sqlserver-se",
    engine_version="15.00",
    instance_class="db.m5.large",
    allocated_storage=20,
    license_model="license-included",
    option_group_name=options.name,
    db_subnet_group_name=group.name,
    vpc_security_group_ids=[inside.id],
    storage_encrypted=True,
    manage_master_user_password=True,
    username="admin1",
    skip_final_snapshot=True,
    tags=PHI,
)
