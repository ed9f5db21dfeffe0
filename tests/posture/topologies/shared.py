"""What many of the programs share: a resolver that answers nothing but a list of names."""

import pulumi
import pulumi_aws as aws


def close_names(
    name: str, vpc_id: pulumi.Input[str], allowed: tuple[str, ...] = (), opts: pulumi.ResourceOptions | None = None
) -> aws.route53.ResolverFirewallRuleGroup:
    """Route 53 Resolver DNS Firewall: the list is allowed, every other name is blocked, and a firewall that fails blocks."""
    group = aws.route53.ResolverFirewallRuleGroup(f"{name}-names", name=f"{name}-names", opts=opts)
    rules: list[pulumi.Resource] = []
    for priority, (action, domains) in enumerate((("ALLOW", allowed), ("BLOCK", ("*.",))), start=1):
        if not domains:
            continue
        label = f"{name}-{action.lower()}"
        listed = aws.route53.ResolverFirewallDomainList(label, name=label, domains=list(domains), opts=opts)
        rules.append(
            aws.route53.ResolverFirewallRule(
                label,
                name=label,
                action=action,
                block_response="NXDOMAIN" if action == "BLOCK" else None,
                priority=priority * 10,
                firewall_domain_list_id=listed.id,
                firewall_rule_group_id=group.id,
                opts=opts,
            )
        )
    aws.route53.ResolverFirewallRuleGroupAssociation(
        f"{name}-names", name=f"{name}-names", firewall_rule_group_id=group.id, vpc_id=vpc_id, priority=101, opts=opts
    )
    return group


class Network(pulumi.ComponentResource):
    """A network of one zone without a road: subnets, one table for them all, no name answered."""

    def __init__(
        self,
        name: str,
        zone: str | None,
        cidr: str,
        subnets: dict[str, str],
        allowed: tuple[str, ...] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("acme:network:Network", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.vpc = aws.ec2.Vpc(name, cidr_block=cidr, enable_dns_hostnames=True, tags={"ai-zone": zone} if zone else None, opts=child)
        self.table = aws.ec2.RouteTable(name, vpc_id=self.vpc.id, opts=child)
        self.subnets: dict[str, aws.ec2.Subnet] = {}
        for index, (label, block) in enumerate(subnets.items()):
            zone_of = f"eu-west-1{'abc'[index % 3]}"
            subnet = aws.ec2.Subnet(f"{name}-{label}", vpc_id=self.vpc.id, cidr_block=block, availability_zone=zone_of, opts=child)
            aws.ec2.RouteTableAssociation(f"{name}-{label}", subnet_id=subnet.id, route_table_id=self.table.id, opts=child)
            self.subnets[label] = subnet
        close_names(name, self.vpc.id, allowed, child)
        self.register_outputs({})
