"""Redaction reads the PHI database by a resource endpoint, and its readers by name through a service network.

Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-resources.html,
https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html,
https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

log_key = house.key("link-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("records", "rds.amazonaws.com")
phi = closed_network("records", "phi", "10.72.0.0/16", log_key)
redaction = closed_network("redaction", "deidentification", "10.73.0.0/16", log_key, names=("*.eu-west-1.amazonaws.com.",))

door = aws.ec2.SecurityGroup("door", vpc_id=phi.vpc.id, description="The resource gateway", ingress=[], egress=[])
database = aws.ec2.SecurityGroup("database", vpc_id=phi.vpc.id, description="The databases", ingress=[], egress=[])
aws.vpc.SecurityGroupEgressRule(
    "door",
    security_group_id=door.id,
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
    referenced_security_group_id=database.id,
    description="Database",
)
aws.vpc.SecurityGroupIngressRule(
    "database",
    security_group_id=database.id,
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
    referenced_security_group_id=door.id,
    description="Door",
)
parameters = aws.rds.ParameterGroup(
    "records",
    name="records",
    family="postgres16",
    parameters=[
        {"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"},
        {"name": "shared_preload_libraries", "value": "pgaudit", "apply_method": "pending-reboot"},
        {"name": "pgaudit.log", "value": "all", "apply_method": "pending-reboot"},
    ],
)
records = aws.rds.Instance(
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
    db_subnet_group_name=aws.rds.SubnetGroup("records", name="records", subnet_ids=phi.subnet_ids).name,
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
    opts=pulumi.ResourceOptions(protect=True),
)
gateway = aws.vpclattice.ResourceGateway(
    "records",
    name="records",
    vpc_id=phi.vpc.id,
    subnet_ids=phi.subnet_ids,
    security_group_ids=[door.id],
    ip_address_type="IPV4",
    ipv4_addresses_per_eni=16,
)
by_name = aws.vpclattice.ResourceConfiguration(
    "records",
    name="records",
    type="SINGLE",
    port_ranges=["5432"],
    resource_gateway_identifier=gateway.id,
    resource_configuration_definition={"dns_resource": {"domain_name": records.address, "ip_address_type": "IPV4"}},
    tags={"ai-service": "database"},
)
clients = aws.ec2.SecurityGroup(
    "clients",
    vpc_id=redaction.vpc.id,
    description="The endpoint, for redaction",
    ingress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["10.73.0.0/16"], "description": "Redaction"}],
    egress=[],
)
aws.ec2.VpcEndpoint(
    "records",
    vpc_id=redaction.vpc.id,
    vpc_endpoint_type="Resource",
    resource_configuration_arn=by_name.arn,
    subnet_ids=redaction.subnet_ids,
    security_group_ids=[clients.id],
    private_dns_enabled=True,
    ip_address_type="ipv4",
)
network = aws.vpclattice.ServiceNetwork("readers", name="readers")
aws.vpclattice.ServiceNetworkResourceAssociation(
    "readers", resource_configuration_identifier=by_name.id, service_network_identifier=network.id
)
aws.vpclattice.AccessLogSubscription(
    "readers",
    resource_identifier=network.id,
    destination_arn=house.log_group("/lattice/readers", log_key).arn,
    service_network_log_type="RESOURCE",
)
aws.ec2.VpcEndpoint(
    "readers",
    vpc_id=redaction.vpc.id,
    vpc_endpoint_type="ServiceNetwork",
    service_network_arn=network.arn,
    subnet_ids=redaction.subnet_ids,
    security_group_ids=[clients.id],
)
