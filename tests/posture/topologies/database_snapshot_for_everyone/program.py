"""A snapshot of the records, shared with all accounts "for the migration"."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.59.0.0/16", {"a": "10.59.0.0/24", "b": "10.59.1.0/24"})
database = aws.rds.Instance(
    "records",
    identifier="records",
    engine="postgres",
    instance_class="db.t4g.small",
    allocated_storage=20,
    username="records",
    manage_master_user_password=True,
    db_subnet_group_name=aws.rds.SubnetGroup("records", subnet_ids=[s.id for s in phi.subnets.values()]).name,
    skip_final_snapshot=True,
)
aws.rds.Snapshot("migration", db_instance_identifier=database.identifier, db_snapshot_identifier="migration", shared_accounts=["all"])
