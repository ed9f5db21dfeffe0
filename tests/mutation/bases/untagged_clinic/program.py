"""A clinic's program from before anybody spoke of zones: a network component like awsx's, literals, no tag at all."""

import json

import pulumi
import pulumi_aws as aws


class Vpc(pulumi.ComponentResource):
    """Isolated subnets in every availability zone, as `awsx.ec2.Vpc` makes them, with the names that it gives."""

    def __init__(self, name: str, cidr: str, zones: list[str]) -> None:
        super().__init__("awsx:ec2:Vpc", name)
        child = pulumi.ResourceOptions(parent=self)
        self.vpc = aws.ec2.Vpc(name, cidr_block=cidr, enable_dns_hostnames=True, enable_dns_support=True, opts=child)
        self.subnets = []
        for index, zone in enumerate(zones, start=1):
            inner = pulumi.ResourceOptions(parent=self.vpc)
            subnet = aws.ec2.Subnet(
                f"{name}-isolated-{index}",
                vpc_id=self.vpc.id,
                cidr_block=cidr.replace(".0.0/16", f".{index}.0/24"),
                availability_zone=zone,
                map_public_ip_on_launch=False,
                opts=inner,
            )
            table = aws.ec2.RouteTable(f"{name}-isolated-{index}", vpc_id=self.vpc.id, opts=pulumi.ResourceOptions(parent=subnet))
            aws.ec2.RouteTableAssociation(
                f"{name}-isolated-{index}", subnet_id=subnet.id, route_table_id=table.id, opts=pulumi.ResourceOptions(parent=table)
            )
            self.subnets.append(subnet.id)
        aws.ec2.DefaultSecurityGroup(name, vpc_id=self.vpc.id, opts=child)
        self.register_outputs({"vpcId": self.vpc.id, "isolatedSubnetIds": self.subnets})


ACCOUNT = "111122223333"
key = aws.kms.Key(
    "clinic-db",
    description="Clinic database",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*"},
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "logs.eu-west-1.amazonaws.com"},
                    "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
                    "Resource": "*",
                    "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:*"}},
                },
            ],
        }
    ),
)
network = Vpc("clinic-db", "10.40.0.0/16", ["eu-west-1a", "eu-west-1b", "eu-west-1c"])
blocked = aws.route53.ResolverFirewallDomainList("clinic-db-block", name="clinic-db-block", domains=["*."])
rules = aws.route53.ResolverFirewallRuleGroup("clinic-db", name="clinic-db")
aws.route53.ResolverFirewallRule(
    "clinic-db-block",
    name="clinic-db-block",
    action="BLOCK",
    block_response="NODATA",
    priority=1,
    firewall_domain_list_id=blocked.id,
    firewall_rule_group_id=rules.id,
)
aws.route53.ResolverFirewallRuleGroupAssociation(
    "clinic-db",
    name="clinic-db",
    firewall_rule_group_id=rules.id,
    vpc_id=network.vpc.id,
    priority=200,
    mutation_protection="ENABLED",
)
aws.route53.ResolverFirewallConfig("clinic-db", resource_id=network.vpc.id, firewall_fail_open="DISABLED")
flows = aws.cloudwatch.LogGroup(
    "clinic-db-flows", name="clinic-db-flows", retention_in_days=2557, kms_key_id=key.arn, deletion_protection_enabled=True
)
queries = aws.cloudwatch.LogGroup(
    "clinic-db-queries", name="clinic-db-queries", retention_in_days=2557, kms_key_id=key.arn, deletion_protection_enabled=True
)
config = aws.route53.ResolverQueryLogConfig("clinic-db", name="clinic-db", destination_arn=queries.arn)
aws.route53.ResolverQueryLogConfigAssociation("clinic-db", resolver_query_log_config_id=config.id, resource_id=network.vpc.id)
role = aws.iam.Role(
    "clinic-db-flows",
    name="clinic-db-flows",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {
                        "StringEquals": {"aws:SourceAccount": ACCOUNT},
                        "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:eu-west-1:{ACCOUNT}:vpc-flow-log/*"},
                    },
                }
            ],
        }
    ),
    inline_policies=[
        {
            "name": "write",
            "policy": json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                            "Resource": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:clinic-db-flows:*",
                        }
                    ],
                }
            ),
        }
    ],
)
aws.ec2.FlowLog("clinic-db", vpc_id=network.vpc.id, traffic_type="ALL", log_destination=flows.arn, iam_role_arn=role.arn)
application = aws.ec2.SecurityGroup("clinic-app-sg", vpc_id=network.vpc.id, description="Application")
group = aws.ec2.SecurityGroup("clinic-db-sg", vpc_id=network.vpc.id, description="Database")
aws.ec2.SecurityGroupRule(
    "clinic-db-in",
    type="ingress",
    security_group_id=group.id,
    protocol="tcp",
    from_port=1433,
    to_port=1433,
    source_security_group_id=application.id,
    description="SQL Server from the application",
)
aws.ec2.SecurityGroupRule(
    "clinic-app-out",
    type="egress",
    security_group_id=application.id,
    protocol="tcp",
    from_port=1433,
    to_port=1433,
    source_security_group_id=group.id,
    description="To the database",
)
instance = aws.rds.Instance(
    "clinic-db",
    identifier="clinic-db",
    engine="sqlserver-se",
    engine_version="16.00.4165.4.v1",
    license_model="license-included",
    instance_class="db.m6i.large",
    allocated_storage=200,
    max_allocated_storage=1000,
    storage_type="gp3",
    username="clinicadmin",
    manage_master_user_password=True,
    master_user_secret_kms_key_id=key.arn,
    db_subnet_group_name=aws.rds.SubnetGroup("clinic-db", name="clinic-db", subnet_ids=network.subnets).name,
    parameter_group_name=aws.rds.ParameterGroup(
        "clinic-db",
        name="clinic-db",
        family="sqlserver-se-16.0",
        parameters=[
            {"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"},
            {"name": "c2 audit mode", "value": "1", "apply_method": "pending-reboot"},
        ],
    ).name,
    vpc_security_group_ids=[group.id],
    storage_encrypted=True,
    kms_key_id=key.arn,
    multi_az=True,
    publicly_accessible=False,
    backup_retention_period=35,
    delete_automated_backups=False,
    copy_tags_to_snapshot=True,
    deletion_protection=True,
    skip_final_snapshot=False,
    final_snapshot_identifier="clinic-db-final",
    auto_minor_version_upgrade=True,
    enabled_cloudwatch_logs_exports=["agent", "error"],
    performance_insights_enabled=True,
    performance_insights_kms_key_id=key.arn,
    performance_insights_retention_period=731,
    ca_cert_identifier="rds-ca-rsa4096-g1",
    maintenance_window="sun:03:00-sun:04:00",
    backup_window="01:00-02:00",
    opts=pulumi.ResourceOptions(protect=True),
)
files = aws.efs.FileSystem("clinic-db-files", creation_token="clinic-db-files", encrypted=True, kms_key_id=key.arn)
for index, subnet in enumerate(network.subnets):
    aws.efs.MountTarget(f"clinic-db-files-{index}", file_system_id=files.id, subnet_id=subnet, security_groups=[group.id])
aws.efs.BackupPolicy("clinic-db-files", file_system_id=files.id, backup_policy={"status": "ENABLED"})
aws.efs.FileSystemPolicy(
    "clinic-db-files",
    file_system_id=files.id,
    bypass_policy_lockout_safety_check=False,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                    "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
                    "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
                },
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "*",
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
            ],
        }
    ),
)
