"""The road out: a proxy behind a private link, a strict firewall before the NAT, alerts and flows kept."""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

AZ = "eu-west-1a"
log_key = house.key("egress-logs", "logs.eu-west-1.amazonaws.com", "delivery.logs.amazonaws.com")
key = house.key("egress", "network-firewall.amazonaws.com", "ec2.amazonaws.com")


def network(name: str, zone: str, cidr: str, names: tuple[str, ...]) -> aws.ec2.Vpc:
    vpc = aws.ec2.Vpc(name, cidr_block=cidr, enable_dns_hostnames=True, tags={"ai-zone": zone})
    house.closed_defaults(name, vpc)
    house.closed_names(name, vpc.id, names)
    house.flow_logs(name, vpc.id, log_key)
    house.query_logs(name, vpc.id, log_key)
    return vpc


network("phi", "phi", "10.10.0.0/16", ())
models = network("models", "inference", "10.12.0.0/16", ("*.eu-west-1.amazonaws.com.",))
models_subnet = aws.ec2.Subnet("models", vpc_id=models.id, cidr_block="10.12.0.0/24", availability_zone=AZ)
models_table = aws.ec2.RouteTable("models", vpc_id=models.id)
aws.ec2.RouteTableAssociation("models", subnet_id=models_subnet.id, route_table_id=models_table.id)

egress = network("egress", "egress", "10.13.0.0/16", ("api.anthropic.com.",))
gateway = aws.ec2.InternetGateway("egress", vpc_id=egress.id)
subnets = {
    name: aws.ec2.Subnet(f"egress-{name}", vpc_id=egress.id, cidr_block=f"10.13.{index}.0/24", availability_zone=AZ)
    for index, name in enumerate(("proxy", "firewall", "nat"))
}
tables = {name: aws.ec2.RouteTable(f"egress-{name}", vpc_id=egress.id) for name in subnets}
for name, subnet in subnets.items():
    aws.ec2.RouteTableAssociation(f"egress-{name}", subnet_id=subnet.id, route_table_id=tables[name].id)
by_key = {"type": "CUSTOMER_KMS", "key_id": key.arn}
allowed = aws.networkfirewall.RuleGroup(
    "providers",
    name="providers",
    type="STATEFUL",
    capacity=100,
    encryption_configuration=by_key,
    rule_group={
        "stateful_rule_options": {"rule_order": "STRICT_ORDER"},
        "rule_variables": {"ip_sets": [{"key": "HOME_NET", "ip_set": {"definitions": ["10.13.0.0/16"]}}]},
        "rules_source": {
            "rules_source_list": {"generated_rules_type": "ALLOWLIST", "target_types": ["TLS_SNI"], "targets": ["api.anthropic.com"]}
        },
    },
)
policy = aws.networkfirewall.FirewallPolicy(
    "egress",
    name="egress",
    encryption_configuration=by_key,
    firewall_policy={
        "stateless_default_actions": ["aws:forward_to_sfe"],
        "stateless_fragment_default_actions": ["aws:drop"],
        "stateful_engine_options": {"rule_order": "STRICT_ORDER", "stream_exception_policy": "DROP"},
        "stateful_default_actions": ["aws:drop_established", "aws:alert_established"],
        "stateful_rule_group_references": [{"resource_arn": allowed.arn, "priority": 1}],
    },
)
firewall = aws.networkfirewall.Firewall(
    "egress",
    name="egress",
    vpc_id=egress.id,
    firewall_policy_arn=policy.arn,
    subnet_mappings=[{"subnet_id": subnets["firewall"].id}],
    delete_protection=True,
    subnet_change_protection=True,
    firewall_policy_change_protection=True,
    encryption_configuration=by_key,
    opts=pulumi.ResourceOptions(protect=True),
)
destinations = []
for kind in ("ALERT", "FLOW"):
    group = house.log_group(f"/firewall/{kind.lower()}", log_key)
    destinations.append({"log_type": kind, "log_destination_type": "CloudWatchLogs", "log_destination": {"logGroup": group.name}})
aws.networkfirewall.LoggingConfiguration(
    "egress", firewall_arn=firewall.arn, logging_configuration={"log_destination_configs": destinations}
)
inspected = firewall.firewall_statuses[0].sync_states.apply(
    lambda states: next(state.attachments[0].endpoint_id for state in states if state.availability_zone == AZ)
)
nat = aws.ec2.NatGateway("egress", subnet_id=subnets["nat"].id, allocation_id=aws.ec2.Eip("egress", domain="vpc").id)
aws.ec2.Route("proxy-out", route_table_id=tables["proxy"].id, destination_cidr_block="0.0.0.0/0", vpc_endpoint_id=inspected)
aws.ec2.Route("firewall-out", route_table_id=tables["firewall"].id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
aws.ec2.Route("nat-out", route_table_id=tables["nat"].id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
aws.ec2.Route("nat-back", route_table_id=tables["nat"].id, destination_cidr_block="10.13.0.0/24", vpc_endpoint_id=inspected)

group = aws.ec2.SecurityGroup(
    "proxy",
    vpc_id=egress.id,
    description="The proxy",
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.13.0.0/24"], "description": "Balancer"}],
    egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"], "description": "Providers"}],
)
template = aws.ec2.LaunchTemplate(
    "proxy",
    name="proxy",
    image_id="ami-0abcdef1234567890",
    instance_type="c7i.large",
    vpc_security_group_ids=[group.id],
    update_default_version=True,
    metadata_options={"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1},
    block_device_mappings=[
        {"device_name": "/dev/xvda", "ebs": {"encrypted": "true", "kms_key_id": key.arn, "volume_size": 20, "volume_type": "gp3"}}
    ],
    monitoring={"enabled": True},
)
balancer = aws.lb.LoadBalancer(
    "llm",
    name="llm",
    internal=True,
    load_balancer_type="network",
    subnets=[subnets["proxy"].id],
    enable_deletion_protection=True,
    enable_cross_zone_load_balancing=True,
)
targets = aws.lb.TargetGroup(
    "llm", name="llm", port=443, protocol="TCP", vpc_id=egress.id, target_type="instance", preserve_client_ip="false"
)
aws.autoscaling.Group(
    "proxy",
    name="proxy",
    min_size=2,
    max_size=4,
    vpc_zone_identifiers=[subnets["proxy"].id],
    launch_template={"id": template.id, "version": "$Latest"},
    target_group_arns=[targets.arn],
    health_check_type="ELB",
)
aws.lb.Listener(
    "llm",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="TCP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
service = aws.ec2.VpcEndpointService(
    "llm", acceptance_required=True, network_load_balancer_arns=[balancer.arn], allowed_principals=[house.ROOT]
)
clients = aws.ec2.SecurityGroup(
    "llm-clients",
    vpc_id=models.id,
    description="Who may ask the proxy",
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.12.0.0/16"], "description": "Models"}],
)
endpoint = aws.ec2.VpcEndpoint(
    "to-llm",
    vpc_id=models.id,
    service_name=service.service_name,
    vpc_endpoint_type="Interface",
    subnet_ids=[models_subnet.id],
    security_group_ids=[clients.id],
)
aws.ec2.VpcEndpointConnectionAccepter("to-llm", vpc_endpoint_service_id=service.id, vpc_endpoint_id=endpoint.id)
