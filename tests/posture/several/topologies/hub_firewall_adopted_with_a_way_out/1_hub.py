"""A landing zone's hub: transit gateway, and an inspection network whose firewall stands before NAT and the internet gateway."""

import pulumi
import pulumi_aws as aws

AZ = "eu-west-1a"
hub = aws.ec2transitgateway.TransitGateway("hub", default_route_table_association="disable", default_route_table_propagation="disable")
vpc = aws.ec2.Vpc("inspection", cidr_block="10.99.0.0/16")
gateway = aws.ec2.InternetGateway("inspection", vpc_id=vpc.id)
subnets = {
    label: aws.ec2.Subnet(label, vpc_id=vpc.id, cidr_block=f"10.99.{index}.0/24", availability_zone=AZ)
    for index, label in enumerate(("attached", "firewall", "public"))
}
tables = {label: aws.ec2.RouteTable(label, vpc_id=vpc.id) for label in subnets}
for label, subnet in subnets.items():
    aws.ec2.RouteTableAssociation(label, subnet_id=subnet.id, route_table_id=tables[label].id)
side = aws.ec2transitgateway.VpcAttachment(
    "inspection",
    transit_gateway_id=hub.id,
    vpc_id=vpc.id,
    subnet_ids=[subnets["attached"].id],
    transit_gateway_default_route_table_association=False,
    transit_gateway_default_route_table_propagation=False,
)
providers = aws.networkfirewall.RuleGroup(
    "providers",
    name="providers",
    type="STATEFUL",
    capacity=100,
    rule_group={
        "stateful_rule_options": {"rule_order": "STRICT_ORDER"},
        "rules_source": {
            "rules_source_list": {"generated_rules_type": "ALLOWLIST", "target_types": ["TLS_SNI"], "targets": ["api.anthropic.com"]}
        },
    },
)
policy = aws.networkfirewall.FirewallPolicy(
    "inspection",
    name="inspection",
    firewall_policy={
        "stateless_default_actions": ["aws:forward_to_sfe"],
        "stateless_fragment_default_actions": ["aws:forward_to_sfe"],
        "stateful_engine_options": {"rule_order": "STRICT_ORDER"},
        "stateful_default_actions": ["aws:drop_established"],
        "stateful_rule_group_references": [{"resource_arn": providers.arn, "priority": 1}],
    },
)
firewall = aws.networkfirewall.Firewall(
    "inspection",
    name="inspection",
    vpc_id=vpc.id,
    firewall_policy_arn=policy.arn,
    subnet_mappings=[aws.networkfirewall.FirewallSubnetMappingArgs(subnet_id=subnets["firewall"].id)],
    delete_protection=False,
)
inspected = firewall.firewall_statuses[0].sync_states.apply(
    lambda states: next(state.attachments[0].endpoint_id for state in states if state.availability_zone == AZ)
)
nat = aws.ec2.NatGateway("central", subnet_id=subnets["public"].id, allocation_id=aws.ec2.Eip("central", domain="vpc").id)
aws.ec2.Route("attached-out", route_table_id=tables["attached"].id, destination_cidr_block="0.0.0.0/0", vpc_endpoint_id=inspected)
aws.ec2.Route("firewall-out", route_table_id=tables["firewall"].id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
aws.ec2.Route("public-out", route_table_id=tables["public"].id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
own = {label: aws.ec2transitgateway.RouteTable(label, transit_gateway_id=hub.id) for label in ("inspected", "closed")}
aws.ec2transitgateway.RouteTableAssociation(
    "inspection", transit_gateway_attachment_id=side.id, transit_gateway_route_table_id=own["inspected"].id
)
# Somebody's exception, of which the records' stack has never heard.
aws.ec2transitgateway.Route(
    "exception",
    transit_gateway_route_table_id=own["closed"].id,
    destination_cidr_block="0.0.0.0/0",
    transit_gateway_attachment_id=side.id,
)
for name, value in {
    "hub": hub.id,
    "side": side.id,
    "vpc": vpc.id,
    "internet": gateway.id,
    "nat": nat.id,
    "firewall": firewall.arn,
    "policy": policy.arn,
    "rules": providers.arn,
    **{f"hub-table-{label}": table.id for label, table in own.items()},
    **{f"subnet-{label}": subnet.id for label, subnet in subnets.items()},
    **{f"table-{label}": table.id for label, table in tables.items()},
}.items():
    pulumi.export(name, value)
