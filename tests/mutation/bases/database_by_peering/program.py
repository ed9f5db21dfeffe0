"""Redaction reads the database over a peering between two of our accounts: routes apart, ACLs inline, groups of the classic rule type."""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

OTHER = "222233334444"
phi = pulumi.ResourceOptions(provider=aws.Provider("phi", region="eu-west-1", allowed_account_ids=[house.ACCOUNT]))
redaction = pulumi.ResourceOptions(
    provider=aws.Provider("redaction", region="eu-west-1", assume_roles=[{"role_arn": f"arn:aws:iam::{OTHER}:role/deploy"}])
)
key = house.key("records", "logs.eu-west-1.amazonaws.com", "rds.amazonaws.com", opts=phi)
other_key = aws.kms.Key(
    "redaction-logs",
    description="Logs of redaction",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    policy=house.document(
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"}, "Action": "kms:*", "Resource": "*"},
        {
            "Effect": "Allow",
            "Principal": {"Service": "logs.eu-west-1.amazonaws.com"},
            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": OTHER}},
        },
    ),
    opts=redaction,
)
vpcs: dict[str, aws.ec2.Vpc] = {}
subnets: dict[str, list[pulumi.Output[str]]] = {}
tables: dict[str, aws.ec2.RouteTable] = {}
for name, zone, octet, opts, used in (
    ("records", "phi", 50, phi, key),
    ("redaction", "deidentification", 51, redaction, other_key),
):
    vpcs[name] = aws.ec2.Vpc(name, cidr_block=f"10.{octet}.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": zone}, opts=opts)
    house.closed_defaults(name, vpcs[name], opts)
    house.closed_names(name, vpcs[name].id, (), opts)
    house.flow_logs(name, vpcs[name].id, used, opts)
    house.query_logs(name, vpcs[name].id, used, opts)
    tables[name] = aws.ec2.RouteTable(name, vpc_id=vpcs[name].id, opts=opts)
    subnets[name] = []
    for index, az in enumerate("ab"):
        subnet = aws.ec2.Subnet(
            f"{name}-{az}", vpc_id=vpcs[name].id, cidr_block=f"10.{octet}.{index}.0/24", availability_zone=f"eu-west-1{az}", opts=opts
        )
        aws.ec2.RouteTableAssociation(f"{name}-{az}", subnet_id=subnet.id, route_table_id=tables[name].id, opts=opts)
        subnets[name].append(subnet.id)

peering = aws.ec2.VpcPeeringConnection(
    "records-redaction", vpc_id=vpcs["redaction"].id, peer_vpc_id=vpcs["records"].id, peer_owner_id=house.ACCOUNT, opts=redaction
)
accepted = aws.ec2.VpcPeeringConnectionAccepter("records-redaction", vpc_peering_connection_id=peering.id, auto_accept=True, opts=phi)
aws.ec2.Route(
    "to-records",
    route_table_id=tables["redaction"].id,
    destination_cidr_block="10.50.0.0/16",
    vpc_peering_connection_id=accepted.vpc_peering_connection_id,
    opts=redaction,
)
aws.ec2.Route(
    "to-redaction",
    route_table_id=tables["records"].id,
    destination_cidr_block="10.51.0.0/16",
    vpc_peering_connection_id=accepted.vpc_peering_connection_id,
    opts=phi,
)
aws.ec2.NetworkAcl(
    "records",
    vpc_id=vpcs["records"].id,
    subnet_ids=subnets["records"],
    ingress=[
        {"rule_no": 100, "protocol": "tcp", "action": "allow", "cidr_block": "10.51.0.0/16", "from_port": 5432, "to_port": 5432},
        {"rule_no": 110, "protocol": "-1", "action": "allow", "cidr_block": "10.50.0.0/16", "from_port": 0, "to_port": 0},
    ],
    egress=[
        {"rule_no": 100, "protocol": "tcp", "action": "allow", "cidr_block": "10.51.0.0/16", "from_port": 1024, "to_port": 65535},
        {"rule_no": 110, "protocol": "-1", "action": "allow", "cidr_block": "10.50.0.0/16", "from_port": 0, "to_port": 0},
    ],
    opts=phi,
)
aws.ec2.NetworkAcl(
    "redaction",
    vpc_id=vpcs["redaction"].id,
    subnet_ids=subnets["redaction"],
    ingress=[
        {"rule_no": 100, "protocol": "tcp", "action": "allow", "cidr_block": "10.50.0.0/16", "from_port": 1024, "to_port": 65535},
        {"rule_no": 110, "protocol": "-1", "action": "allow", "cidr_block": "10.51.0.0/16", "from_port": 0, "to_port": 0},
    ],
    egress=[
        {"rule_no": 100, "protocol": "tcp", "action": "allow", "cidr_block": "10.50.0.0/16", "from_port": 5432, "to_port": 5432},
        {"rule_no": 110, "protocol": "-1", "action": "allow", "cidr_block": "10.51.0.0/16", "from_port": 0, "to_port": 0},
    ],
    opts=redaction,
)
database = aws.ec2.SecurityGroup(
    "database",
    vpc_id=vpcs["records"].id,
    description="PostgreSQL for redaction",
    ingress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["10.51.0.0/16"], "description": "Redaction"}],
    egress=[],
    opts=phi,
)
worker = aws.ec2.SecurityGroup(
    "worker",
    vpc_id=vpcs["redaction"].id,
    description="Redaction workers",
    ingress=[],
    egress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["10.50.0.0/16"], "description": "Database"}],
    opts=redaction,
)
parameters = aws.rds.ParameterGroup(
    "records",
    name="records",
    family="postgres16",
    parameters=[
        {"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"},
        {"name": "shared_preload_libraries", "value": "pgaudit", "apply_method": "pending-reboot"},
        {"name": "pgaudit.log", "value": "ddl,read,role,write", "apply_method": "pending-reboot"},
    ],
    opts=phi,
)
aws.rds.Instance(
    "records",
    identifier="records",
    engine="postgres",
    engine_version="16.4",
    instance_class="db.r7g.large",
    allocated_storage=100,
    db_name="records",
    username="owner",
    manage_master_user_password=True,
    master_user_secret_kms_key_id=key.arn,
    db_subnet_group_name=aws.rds.SubnetGroup("records", name="records", subnet_ids=subnets["records"], opts=phi).name,
    parameter_group_name=parameters.name,
    vpc_security_group_ids=[database.id],
    storage_encrypted=True,
    kms_key_id=key.arn,
    iam_database_authentication_enabled=True,
    multi_az=True,
    publicly_accessible=False,
    backup_retention_period=35,
    delete_automated_backups=False,
    copy_tags_to_snapshot=True,
    deletion_protection=True,
    skip_final_snapshot=False,
    final_snapshot_identifier="records-final",
    auto_minor_version_upgrade=True,
    enabled_cloudwatch_logs_exports=["postgresql", "upgrade"],
    performance_insights_enabled=True,
    performance_insights_kms_key_id=key.arn,
    ca_cert_identifier="rds-ca-rsa4096-g1",
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions.merge(phi, pulumi.ResourceOptions(protect=True)),
)
aws.ec2.Instance(
    "worker",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    subnet_id=subnets["redaction"][0],
    vpc_security_group_ids=[worker.id],
    associate_public_ip_address=False,
    monitoring=True,
    metadata_options={"http_tokens": "required", "http_endpoint": "enabled", "http_put_response_hop_limit": 1},
    root_block_device={"encrypted": True, "kms_key_id": other_key.arn},
    opts=redaction,
)
