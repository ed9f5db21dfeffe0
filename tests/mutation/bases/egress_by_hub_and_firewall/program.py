"""Central egress: the proxy's network goes by a transit gateway to an inspection network, whose firewall opens TLS and passes one provider by Suricata rules.

Sources: https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html,
https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-configurations.html,
https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html,
https://docs.aws.amazon.com/prescriptive-guidance/latest/inline-traffic-inspection-third-party-appliances/welcome.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

AZ = "eu-west-1a"
PROXIES = "10.88.0.0/16"
log_key = house.key("egress-logs", "logs.eu-west-1.amazonaws.com", "delivery.logs.amazonaws.com")
key = house.key("egress", "network-firewall.amazonaws.com")
closed_network("records", "phi", "10.87.0.0/16", log_key)
proxies = closed_network("proxies", "egress", PROXIES, log_key, "a", names=("api.anthropic.com.",))
vpc = aws.ec2.Vpc("inspection", cidr_block="10.89.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "egress"})
house.closed_defaults("inspection", vpc)
house.closed_names("inspection", vpc.id)
house.flow_logs("inspection", vpc.id, log_key)
house.query_logs("inspection", vpc.id, log_key)
gateway = aws.ec2.InternetGateway("inspection", vpc_id=vpc.id)
names = ("hub", "firewall", "nat")
subnets = {
    name: aws.ec2.Subnet(f"inspection-{name}", vpc_id=vpc.id, cidr_block=f"10.89.{index}.0/28", availability_zone=AZ)
    for index, name in enumerate(names)
}
tables = {name: aws.ec2.RouteTable(f"inspection-{name}", vpc_id=vpc.id) for name in names}
for name in names:
    aws.ec2.RouteTableAssociation(f"inspection-{name}", subnet_id=subnets[name].id, route_table_id=tables[name].id)

hub = aws.ec2transitgateway.TransitGateway(
    "hub",
    description="Ways out",
    default_route_table_association="disable",
    default_route_table_propagation="disable",
    auto_accept_shared_attachments="disable",
)
spoke = aws.ec2transitgateway.VpcAttachment(
    "proxies",
    transit_gateway_id=hub.id,
    vpc_id=proxies.vpc.id,
    subnet_ids=proxies.subnet_ids,
    transit_gateway_default_route_table_association=False,
    transit_gateway_default_route_table_propagation=False,
)
middle = aws.ec2transitgateway.VpcAttachment(
    "inspection",
    transit_gateway_id=hub.id,
    vpc_id=vpc.id,
    subnet_ids=[subnets["hub"].id],
    appliance_mode_support="enable",
    transit_gateway_default_route_table_association=False,
    transit_gateway_default_route_table_propagation=False,
)
hub_tables = {name: aws.ec2transitgateway.RouteTable(name, transit_gateway_id=hub.id) for name in ("proxies", "inspection")}
for name, attachment in (("proxies", spoke), ("inspection", middle)):
    aws.ec2transitgateway.RouteTableAssociation(
        name, transit_gateway_attachment_id=attachment.id, transit_gateway_route_table_id=hub_tables[name].id
    )
aws.ec2transitgateway.Route(
    "out",
    destination_cidr_block="0.0.0.0/0",
    transit_gateway_attachment_id=middle.id,
    transit_gateway_route_table_id=hub_tables["proxies"].id,
)
aws.ec2transitgateway.RouteTablePropagation(
    "back", transit_gateway_attachment_id=spoke.id, transit_gateway_route_table_id=hub_tables["inspection"].id
)

by_key = {"type": "CUSTOMER_KMS", "key_id": key.arn}
providers = aws.networkfirewall.RuleGroup(
    "providers",
    name="providers",
    type="STATEFUL",
    capacity=100,
    encryption_configuration=by_key,
    rule_group={
        "stateful_rule_options": {"rule_order": "STRICT_ORDER"},
        "rule_variables": {
            "ip_sets": [{"key": "HOME_NET", "ip_set": {"definitions": [PROXIES]}}],
            "port_sets": [{"key": "HTTPS", "port_set": {"definitions": ["443"]}}],
        },
        "rules_source": {
            "rules_string": 'pass tls $HOME_NET any -> $EXTERNAL_NET $HTTPS (tls.sni; content:"api.anthropic.com"; startswith; endswith; nocase; '
            'flow:to_server; msg:"Anthropic"; sid:1; rev:1;)\n'
        },
    },
)
first = aws.networkfirewall.RuleGroup(
    "first",
    name="first",
    type="STATELESS",
    capacity=10,
    encryption_configuration=by_key,
    rule_group={
        "rules_source": {
            "stateless_rules_and_custom_actions": {
                "stateless_rules": [
                    {
                        "priority": 1,
                        "rule_definition": {
                            "actions": ["aws:drop"],
                            "match_attributes": {
                                "protocols": [17],
                                "sources": [{"address_definition": "0.0.0.0/0"}],
                                "destinations": [{"address_definition": "0.0.0.0/0"}],
                            },
                        },
                    }
                ]
            }
        }
    },
)
opened = aws.networkfirewall.TlsInspectionConfiguration(
    "providers",
    name="providers",
    encryption_configurations=[by_key],
    tls_inspection_configuration={
        "server_certificate_configuration": {
            "certificate_authority_arn": f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/3b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b",
            "check_certificate_revocation_status": {"revoked_status_action": "REJECT", "unknown_status_action": "REJECT"},
            "scopes": [
                {
                    "protocols": [6],
                    "sources": [{"address_definition": PROXIES}],
                    "destinations": [{"address_definition": "0.0.0.0/0"}],
                    "source_ports": [{"from_port": 0, "to_port": 65535}],
                    "destination_ports": [{"from_port": 443, "to_port": 443}],
                }
            ],
        }
    },
)
policy = aws.networkfirewall.FirewallPolicy(
    "inspection",
    name="inspection",
    encryption_configuration=by_key,
    firewall_policy={
        "stateless_default_actions": ["aws:forward_to_sfe"],
        "stateless_fragment_default_actions": ["aws:drop"],
        "stateless_rule_group_references": [{"resource_arn": first.arn, "priority": 1}],
        "stateful_engine_options": {
            "rule_order": "STRICT_ORDER",
            "stream_exception_policy": "DROP",
        },
        "stateful_default_actions": ["aws:drop_established", "aws:alert_established"],
        "stateful_rule_group_references": [{"resource_arn": providers.arn, "priority": 1}],
        "policy_variables": {"rule_variables": [{"key": "HOME_NET", "ip_set": {"definitions": [PROXIES]}}]},
        "tls_inspection_configuration_arn": opened.arn,
    },
)
firewall = aws.networkfirewall.Firewall(
    "inspection",
    name="inspection",
    vpc_id=vpc.id,
    firewall_policy_arn=policy.arn,
    subnet_mappings=[{"subnet_id": subnets["firewall"].id, "ip_address_type": "IPV4"}],
    delete_protection=True,
    subnet_change_protection=True,
    firewall_policy_change_protection=True,
    encryption_configuration=by_key,
    opts=pulumi.ResourceOptions(protect=True),
)
destinations = [
    {
        "log_type": kind,
        "log_destination_type": "CloudWatchLogs",
        "log_destination": {"logGroup": house.log_group(f"/firewall/{kind.lower()}", log_key).name},
    }
    for kind in ("ALERT", "FLOW")
]
aws.networkfirewall.LoggingConfiguration(
    "inspection",
    firewall_arn=firewall.arn,
    logging_configuration={"log_destination_configs": destinations},
)
inspected = firewall.firewall_statuses[0].sync_states.apply(
    lambda states: next(state.attachments[0].endpoint_id for state in states if state.availability_zone == AZ)
)
nat = aws.ec2.NatGateway("out", subnet_id=subnets["nat"].id, allocation_id=aws.ec2.Eip("out", domain="vpc").id)
for name, table, destination, hop in (
    ("proxies-out", proxies.table, "0.0.0.0/0", {"transit_gateway_id": hub.id}),
    ("hub-out", tables["hub"], "0.0.0.0/0", {"vpc_endpoint_id": inspected}),
    ("firewall-out", tables["firewall"], "0.0.0.0/0", {"nat_gateway_id": nat.id}),
    ("firewall-back", tables["firewall"], PROXIES, {"transit_gateway_id": hub.id}),
    ("nat-out", tables["nat"], "0.0.0.0/0", {"gateway_id": gateway.id}),
    ("nat-back", tables["nat"], PROXIES, {"vpc_endpoint_id": inspected}),
):
    aws.ec2.Route(
        name,
        route_table_id=table.id,
        destination_cidr_block=destination,
        opts=pulumi.ResourceOptions(depends_on=[spoke, middle]),
        **hop,
    )
