"""Charts on Aurora PostgreSQL: inline rules in groups and tables, references everywhere, a tag on the VPC."""

import pulumi_aws as aws

from tests.mutation.bases import house

vpc = aws.ec2.Vpc(
    "charts", cidr_block="10.20.0.0/16", enable_dns_hostnames=True, enable_dns_support=True, tags={"Name": "charts", "ai-zone": "phi"}
)
house.closed_defaults("charts", vpc)
house.closed_names("charts", vpc.id, ("*.eu-west-1.amazonaws.com.",))
log_key = house.key("charts-logs", "logs.eu-west-1.amazonaws.com", "delivery.logs.amazonaws.com")
house.flow_logs("charts", vpc.id, log_key)
house.query_logs("charts", vpc.id, log_key)

table = aws.ec2.RouteTable("private", vpc_id=vpc.id, routes=[], tags={"Name": "charts-private"})
subnets = []
for index, az in enumerate("abc"):
    subnet = aws.ec2.Subnet(
        f"private-{az}",
        vpc_id=vpc.id,
        cidr_block=f"10.20.{index}.0/24",
        availability_zone=f"eu-west-1{az}",
        map_public_ip_on_launch=False,
        tags={"Name": f"charts-private-{az}"},
    )
    aws.ec2.RouteTableAssociation(f"private-{az}", subnet_id=subnet.id, route_table_id=table.id)
    subnets.append(subnet)
aws.ec2.NetworkAcl(
    "private",
    vpc_id=vpc.id,
    subnet_ids=[subnet.id for subnet in subnets],
    ingress=[{"rule_no": 100, "protocol": "-1", "action": "allow", "cidr_block": "10.20.0.0/16", "from_port": 0, "to_port": 0}],
    egress=[{"rule_no": 100, "protocol": "-1", "action": "allow", "cidr_block": "10.20.0.0/16", "from_port": 0, "to_port": 0}],
)

key = house.key("charts", "rds.amazonaws.com")
application = aws.ec2.SecurityGroup(
    "application",
    name="charts-application",
    description="Tasks of the application",
    vpc_id=vpc.id,
    egress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["10.20.0.0/16"], "description": "To the database"}],
)
database = aws.ec2.SecurityGroup(
    "database",
    name="charts-database",
    description="PostgreSQL from the application",
    vpc_id=vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "security_groups": [application.id], "description": "Application"}],
)
parameters = aws.rds.ClusterParameterGroup(
    "charts",
    name="charts",
    family="aurora-postgresql16",
    parameters=[
        {"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"},
        {"name": "ssl_min_protocol_version", "value": "TLSv1.2", "apply_method": "pending-reboot"},
        {"name": "log_statement", "value": "ddl", "apply_method": "pending-reboot"},
        {"name": "shared_preload_libraries", "value": "pgaudit,pg_stat_statements", "apply_method": "pending-reboot"},
        {"name": "pgaudit.log", "value": "all", "apply_method": "pending-reboot"},
    ],
)
logs = house.log_group("/aws/rds/cluster/charts/postgresql", log_key)
cluster = aws.rds.Cluster(
    "charts",
    cluster_identifier="charts",
    engine="aurora-postgresql",
    engine_version="16.4",
    database_name="charts",
    master_username="owner",
    manage_master_user_password=True,
    master_user_secret_kms_key_id=key.arn,
    db_subnet_group_name=aws.rds.SubnetGroup("charts", name="charts", subnet_ids=[subnet.id for subnet in subnets]).name,
    db_cluster_parameter_group_name=parameters.name,
    vpc_security_group_ids=[database.id],
    storage_encrypted=True,
    kms_key_id=key.arn,
    iam_database_authentication_enabled=True,
    backup_retention_period=35,
    delete_automated_backups=False,
    preferred_backup_window="02:00-03:00",
    copy_tags_to_snapshot=True,
    deletion_protection=True,
    skip_final_snapshot=False,
    final_snapshot_identifier="charts-final",
    enabled_cloudwatch_logs_exports=["postgresql"],
    tags={"data-class": "phi"},
)
monitor = aws.iam.Role("charts-monitoring", name="charts-monitoring", assume_role_policy=house.trust("monitoring.rds.amazonaws.com"))
aws.iam.RolePolicyAttachment(
    "charts-monitoring", role=monitor.name, policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
)
for index in range(2):
    aws.rds.ClusterInstance(
        f"charts-{index}",
        identifier=f"charts-{index}",
        cluster_identifier=cluster.id,
        engine="aurora-postgresql",
        instance_class="db.r7g.large",
        publicly_accessible=False,
        auto_minor_version_upgrade=True,
        performance_insights_enabled=True,
        performance_insights_kms_key_id=key.arn,
        performance_insights_retention_period=731,
        monitoring_interval=60,
        monitoring_role_arn=monitor.arn,
        ca_cert_identifier="rds-ca-rsa4096-g1",
        copy_tags_to_snapshot=True,
        tags={"data-class": "phi"},
    )
aws.secretsmanager.Secret(
    "charts-application", name="charts/application", kms_key_id=key.arn, recovery_window_in_days=30, tags={"data-class": "phi"}
)
