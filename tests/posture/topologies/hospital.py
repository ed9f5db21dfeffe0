"""The library of a hospital's platform team, as such teams write it for their own programs: keys, closed networks, buckets, roles, log groups.

It knows nothing of the judge but two tags. After AWS Security Reference Architecture; AWS whitepaper "Building a Data Perimeter on AWS" (its VPC
endpoint policy); Amazon S3 User Guide, "Security best practices for Amazon S3"; AWS KMS Developer Guide, "Key policies".
"""

import ipaddress
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

ACCOUNT, ORGANIZATION, REGION = "111122223333", "o-stmary0001", "eu-west-1"
PHI = {"ai-zone": "phi", "data-class": "phi"}
LOGS = f"logs.{REGION}.amazonaws.com"
_USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
_ROOT = f"arn:aws:iam::{ACCOUNT}:root"
Tags = Mapping[str, str]
Statement = dict[str, Any] | pulumi.Output[dict[str, Any]]


def document(*statements: Mapping[str, Any]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str, *, for_us: bool = True) -> str:
    """Who may assume a role. `for_us`: false where a service sends no account of its caller (Lambda, EC2)."""
    condition = {"Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}} if for_us else {}
    return document({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole", **condition})


def below(arn: pulumi.Output[str], suffix: str = "/*") -> pulumi.Output[str]:
    """What lies below an ARN."""
    return pulumi.Output.concat(arn, suffix)


def may(actions: Sequence[str], *resources: pulumi.Input[str], **conditions: Any) -> pulumi.Output[dict[str, Any]]:
    """A statement that allows."""

    def written(found: Sequence[str]) -> dict[str, Any]:
        said: dict[str, Any] = {"Effect": "Allow", "Action": list(actions), "Resource": list(found)}
        return {**said, "Condition": conditions} if conditions else said

    return pulumi.Output.all(*resources).apply(written)


def role(
    name: str, service: str, *statements: Statement, managed: Sequence[str] = (), trusts: str | None = None, tags: Tags | None = None
) -> aws.iam.Role:
    """A role with one inline policy, and policies that AWS manages."""
    made = aws.iam.Role(name, name=name, assume_role_policy=trusts or trust(service), managed_policy_arns=list(managed) or None, tags=tags)
    if statements:
        aws.iam.RolePolicy(name, role=made.id, policy=pulumi.Output.all(*statements).apply(lambda found: document(*found)))
    return made


def logs(name: str, key: "Key", tags: Tags | None = None) -> aws.cloudwatch.LogGroup:
    """A log group that is kept six years."""
    return aws.cloudwatch.LogGroup(
        name.strip("/").replace("/", "-"),
        name=name,
        retention_in_days=2192,
        deletion_protection_enabled=True,
        kms_key_id=key.arn,
        tags=tags,
    )


class Key(pulumi.ComponentResource):
    """A key that rotates: services use it for this account, its principals only through the services named."""

    def __init__(self, name: str, services: Sequence[str] = (), via: Sequence[str] = (), tags: Tags | None = None) -> None:
        super().__init__("stmarys:platform:Key", name)
        statements = [{"Effect": "Allow", "Principal": {"AWS": _ROOT}, "Action": "kms:*", "Resource": "*"}]
        if services:
            ours = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
            whom = {"Service": list(services)}
            statements.append({"Effect": "Allow", "Principal": whom, "Action": _USE, "Resource": "*", "Condition": ours})
        if via:
            through = {"kms:ViaService": [f"{one}.{REGION}.amazonaws.com" for one in via], "kms:CallerAccount": ACCOUNT}
            grants = {"StringEquals": through, "Bool": {"kms:GrantIsForAWSResource": "true"}}
            mine = {"Effect": "Allow", "Principal": {"AWS": _ROOT}, "Resource": "*"}
            statements += [
                {**mine, "Action": _USE, "Condition": {"StringEquals": through}},
                {**mine, "Action": "kms:CreateGrant", "Condition": grants},
            ]
        self.key = aws.kms.Key(
            name,
            description=name,
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(*statements),
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        aws.kms.Alias(name, name=f"alias/{name}", target_key_id=self.key.key_id, opts=pulumi.ResourceOptions(parent=self))
        self.arn: pulumi.Output[str] = self.key.arn
        self.register_outputs({"arn": self.arn})


class Network(pulumi.ComponentResource):
    """A VPC without a road out: private subnets, endpoints under the perimeter's policy, flow logs, names by an allow-list."""

    def __init__(
        self,
        name: str,
        cidr: str,
        key: Key,
        tags: Tags,
        *,
        zones: str = "ab",
        gateways: Sequence[str] = ("s3",),
        interfaces: Sequence[str] = ("logs", "kms"),
    ) -> None:
        super().__init__("stmarys:platform:Network", name)
        opts = self.opts = pulumi.ResourceOptions(parent=self)
        self.cidr, self.tags = cidr, tags
        self.vpc = aws.ec2.Vpc(name, cidr_block=cidr, enable_dns_hostnames=True, enable_dns_support=True, tags=tags, opts=opts)
        self.id: pulumi.Output[str] = self.vpc.id
        aws.ec2.DefaultSecurityGroup(name, vpc_id=self.id, tags=tags, opts=opts)
        self.table = aws.ec2.RouteTable(f"{name}-private", vpc_id=self.id, tags=tags, opts=opts)
        ranges = list(ipaddress.ip_network(cidr).subnets(prefixlen_diff=4))
        self.subnets = []
        for place, block in zip(zones, ranges, strict=False):
            label = f"{name}-private-{place}"
            subnet = aws.ec2.Subnet(
                label, vpc_id=self.id, cidr_block=str(block), availability_zone=f"{REGION}{place}", tags=tags, opts=opts
            )
            aws.ec2.RouteTableAssociation(label, subnet_id=subnet.id, route_table_id=self.table.id, opts=opts)
            self.subnets.append(subnet)
        self.subnet_ids: list[pulumi.Output[str]] = [subnet.id for subnet in self.subnets]
        self._close_names(name)
        perimeter = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceOrgID": ORGANIZATION}}
        policy = document({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": perimeter})
        self.gateways = {
            service: aws.ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=self.id,
                service_name=f"com.amazonaws.{REGION}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=[self.table.id],
                policy=policy,
                tags=tags,
                opts=opts,
            )
            for service in gateways
        }
        doors = self.group(f"{name}-endpoints", 443, [cidr])
        for service in interfaces:
            aws.ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=self.id,
                service_name=f"com.amazonaws.{REGION}.{service}",
                vpc_endpoint_type="Interface",
                subnet_ids=self.subnet_ids,
                security_group_ids=[doors.id],
                private_dns_enabled=True,
                policy=policy,
                tags=tags,
                opts=opts,
            )
        self.register_outputs({"id": self.id})

    def _close_names(self, name: str) -> None:
        names = aws.route53.ResolverFirewallRuleGroup(name, name=name, opts=self.opts)
        for priority, (action, domains) in enumerate({"ALLOW": ["*.amazonaws.com."], "BLOCK": ["*."]}.items(), start=1):
            label = f"{name}-{action.lower()}"
            listed = aws.route53.ResolverFirewallDomainList(label, name=label, domains=domains, opts=self.opts)
            aws.route53.ResolverFirewallRule(
                label,
                name=label,
                action=action,
                block_response="NODATA" if action == "BLOCK" else None,
                priority=priority * 100,
                firewall_domain_list_id=listed.id,
                firewall_rule_group_id=names.id,
                opts=self.opts,
            )
        aws.route53.ResolverFirewallRuleGroupAssociation(
            name, name=name, firewall_rule_group_id=names.id, vpc_id=self.id, priority=101, opts=self.opts
        )

    def group(self, name: str, port: int | None = None, callers: Sequence[str] = ()) -> aws.ec2.SecurityGroup:
        """A security group that `callers` reach on a port, and that reaches the endpoints."""
        ingress = [{"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": list(callers)}] if port else []
        egress = [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [self.cidr]}]
        return aws.ec2.SecurityGroup(
            name, vpc_id=self.id, description=name, ingress=ingress, egress=egress, tags=self.tags, opts=pulumi.ResourceOptions(parent=self)
        )


class Bucket(pulumi.ComponentResource):
    """A bucket that refuses strangers and plain HTTP, with versions, a key and an access log."""

    def __init__(self, name: str, key: Key | None, log: "Bucket | None" = None, tags: Tags | None = None, *more: Mapping[str, Any]) -> None:
        super().__init__("stmarys:platform:Bucket", name)
        opts = pulumi.ResourceOptions(parent=self)
        self.name = f"stmarys-{name}-{ACCOUNT}"
        self.bucket = aws.s3.Bucket(name, bucket=self.name, tags=tags, opts=pulumi.ResourceOptions(parent=self, protect=True))
        self.id: pulumi.Output[str] = self.bucket.id
        self.arn: pulumi.Output[str] = self.bucket.arn
        closed = dict.fromkeys(("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"), True)
        aws.s3.BucketPublicAccessBlock(name, bucket=self.id, **closed, opts=opts)
        aws.s3.BucketOwnershipControls(name, bucket=self.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=opts)
        aws.s3.BucketVersioning(name, bucket=self.id, versioning_configuration={"status": "Enabled"}, opts=opts)
        under = {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn} if key is not None else {"sse_algorithm": "AES256"}
        aws.s3.BucketServerSideEncryptionConfiguration(
            name, bucket=self.id, rules=[{"apply_server_side_encryption_by_default": under}], opts=opts
        )
        if log is not None:
            aws.s3.BucketLogging(name, bucket=self.id, target_bucket=log.id, target_prefix=f"{name}/", opts=opts)
        both = [f"arn:aws:s3:::{self.name}", f"arn:aws:s3:::{self.name}/*"]
        refused = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": both}
        strangers = {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        }
        plain = {"Bool": {"aws:SecureTransport": "false"}}
        policy = document({**refused, "Condition": plain}, {**refused, "Condition": strangers}, *more)
        self.policy = aws.s3.BucketPolicy(name, bucket=self.id, policy=policy, opts=opts)
        self.register_outputs({"arn": self.arn})


def access_log(tags: Tags | None = None, name: str = "access-logs") -> Bucket:
    """Where other buckets say who read them."""
    delivers = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::stmarys-{name}-{ACCOUNT}/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }
    return Bucket(name, None, None, tags, delivers)


def function(name: str, network: Network, key: Key, *statements: Statement) -> aws.lambda_.Function:
    """A function in the network, with AWS's policy for that and statements of its own."""
    tags = network.tags
    acts = role(
        name,
        "lambda.amazonaws.com",
        *statements,
        trusts=trust("lambda.amazonaws.com", for_us=False),
        managed=["arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"],
        tags=tags,
    )
    group = logs(f"/aws/lambda/{name}", key, tags)
    return aws.lambda_.Function(
        name,
        name=name,
        role=acts.arn,
        runtime="python3.12",
        handler="app.handler",
        code=pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handler(event, context): ...")}),
        kms_key_arn=key.arn,
        vpc_config={"subnet_ids": network.subnet_ids, "security_group_ids": [network.group(name).id]},
        tags=tags,
        opts=pulumi.ResourceOptions(depends_on=[group]),
    )
