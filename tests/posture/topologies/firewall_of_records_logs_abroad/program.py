"""A web firewall before an internal viewer of records sends its log to a stream of somebody else's account."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

network = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
viewers = aws.ec2.SecurityGroup("viewers", vpc_id=network.vpc.id)
viewer = aws.lb.LoadBalancer(
    "viewer",
    name="viewer",
    load_balancer_type="application",
    internal=True,
    security_groups=[viewers.id],
    subnets=[s.id for s in network.subnets.values()],
)

firewall = aws.wafv2.WebAcl(
    "portal",
    name="portal",
    scope="REGIONAL",
    default_action={"allow": {}},
    rules=[
        {
            "name": "common",
            "priority": 0,
            "override_action": {"none": {}},
            "statement": {"managed_rule_group_statement": {"vendor_name": "AWS", "name": "AWSManagedRulesCommonRuleSet"}},
            "visibility_config": {"cloudwatch_metrics_enabled": True, "metric_name": "common", "sampled_requests_enabled": False},
        }
    ],
    visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": "portal", "sampled_requests_enabled": False},
)
aws.wafv2.WebAclAssociation("viewer", web_acl_arn=firewall.arn, resource_arn=viewer.arn)
aws.wafv2.WebAclLoggingConfiguration(
    "viewer",
    resource_arn=firewall.arn,
    log_destination_configs=["arn:aws:firehose:eu-west-1:999988887777:deliverystream/aws-waf-logs-soc"],
)
