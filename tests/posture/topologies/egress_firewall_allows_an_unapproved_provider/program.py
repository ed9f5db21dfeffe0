"""The allow-list holds one provider more than the reviewer approves."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

AZ = "eu-west-1a"
Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24"})
models = Network("models", "inference", "10.12.0.0/16", {"a": "10.12.0.0/24"})

egress = aws.ec2.Vpc("egress", cidr_block="10.13.0.0/16", tags={"ai-zone": "egress"})
gateway = aws.ec2.InternetGateway("egress", vpc_id=egress.id)
subnets = {
    name: aws.ec2.Subnet(f"egress-{name}", vpc_id=egress.id, cidr_block=f"10.13.{i}.0/24", availability_zone=AZ)
    for i, name in enumerate(("proxy", "firewall", "nat"))
}
tables = {name: aws.ec2.RouteTable(f"egress-{name}", vpc_id=egress.id) for name in subnets}
for name, subnet in subnets.items():
    aws.ec2.RouteTableAssociation(f"egress-{name}", subnet_id=subnet.id, route_table_id=tables[name].id)

allowed = aws.networkfirewall.RuleGroup(
    "providers",
    name="providers",
    type="STATEFUL",
    capacity=100,
    rule_group={
        "stateful_rule_options": {"rule_order": "STRICT_ORDER"},
        "rules_source": {
            "rules_source_list": {
                "generated_rules_type": "ALLOWLIST",
                "target_types": ["TLS_SNI"],
                "targets": ["api.anthropic.com", "api.openai.com"],
            }
        },
    },
)
policy = aws.networkfirewall.FirewallPolicy(
    "egress",
    name="egress",
    firewall_policy={
        "stateless_default_actions": ["aws:forward_to_sfe"],
        "stateless_fragment_default_actions": ["aws:forward_to_sfe"],
        "stateful_engine_options": {"rule_order": "STRICT_ORDER"},
        "stateful_default_actions": ["aws:drop_established", "aws:alert_established"],
        "stateful_rule_group_references": [{"resource_arn": allowed.arn, "priority": 1}],
    },
)
firewall = aws.networkfirewall.Firewall(
    "egress",
    name="egress",
    vpc_id=egress.id,
    firewall_policy_arn=policy.arn,
    subnet_mappings=[aws.networkfirewall.FirewallSubnetMappingArgs(subnet_id=subnets["firewall"].id)],
    delete_protection=False,
)
inspected = firewall.firewall_statuses[0].sync_states.apply(
    lambda states: next(state.attachments[0].endpoint_id for state in states if state.availability_zone == AZ)
)
nat = aws.ec2.NatGateway("egress-nat", subnet_id=subnets["nat"].id, allocation_id=aws.ec2.Eip("egress-nat", domain="vpc").id)
aws.ec2.Route("proxy-out", route_table_id=tables["proxy"].id, destination_cidr_block="0.0.0.0/0", vpc_endpoint_id=inspected)
aws.ec2.Route("firewall-out", route_table_id=tables["firewall"].id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
aws.ec2.Route("nat-out", route_table_id=tables["nat"].id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
aws.ec2.Route("nat-back", route_table_id=tables["nat"].id, destination_cidr_block="10.13.0.0/24", vpc_endpoint_id=inspected)

proxy_group = aws.ec2.SecurityGroup(
    "proxy",
    vpc_id=egress.id,
    ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=443, to_port=443, cidr_blocks=["10.13.0.0/24"])],
    egress=[aws.ec2.SecurityGroupEgressArgs(protocol="tcp", from_port=443, to_port=443, cidr_blocks=["0.0.0.0/0"])],
)
proxy = aws.ec2.Instance(
    "proxy", ami="ami-0abcdef1234567890", instance_type="c7i.large", subnet_id=subnets["proxy"].id, vpc_security_group_ids=[proxy_group.id]
)
balancer = aws.lb.LoadBalancer("llm", name="llm", internal=True, load_balancer_type="network", subnets=[subnets["proxy"].id])
targets = aws.lb.TargetGroup("llm", name="llm", port=443, protocol="TCP", vpc_id=egress.id, target_type="instance")
aws.lb.TargetGroupAttachment("llm", target_group_arn=targets.arn, target_id=proxy.id, port=443)
aws.lb.Listener(
    "llm",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="TCP",
    default_actions=[aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=targets.arn)],
)
service = aws.ec2.VpcEndpointService(
    "llm", acceptance_required=True, network_load_balancer_arns=[balancer.arn], allowed_principals=["arn:aws:iam::111122223333:root"]
)
client = aws.ec2.SecurityGroup(
    "llm-clients",
    vpc_id=models.vpc.id,
    ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=443, to_port=443, cidr_blocks=["10.12.0.0/16"])],
)
endpoint = aws.ec2.VpcEndpoint(
    "to-llm",
    vpc_id=models.vpc.id,
    service_name=service.service_name,
    vpc_endpoint_type="Interface",
    subnet_ids=[models.subnets["a"].id],
    security_group_ids=[client.id],
)
aws.ec2.VpcEndpointConnectionAccepter("to-llm", vpc_endpoint_service_id=service.id, vpc_endpoint_id=endpoint.id)
