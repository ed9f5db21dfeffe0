"""Load balancer behind the front: internal, TLS only, one rule for each application, and nothing for a name that nobody declared.

Sources: Elastic Load Balancing, Application Load Balancers, "Security policies" (TLS 1.3, and 1.2 with forward secrecy and AEAD ciphers only),
"Routing header fields" (`routing.http.drop_invalid_header_fields`), "Desync mitigation mode", "Access logs" (the log delivery service
writes with S3's own keys); AWS Verified Access User Guide, "Load balancer endpoints".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import ec2, lb
from pulumi_aws import vpc as vpc_rules

from ai_zones.aws.access_log_bucket import build_access_log_bucket
from ai_zones.aws.naming import child, partition_of, physical_name
from ai_zones.aws.policy_document import allow, deny, render
from ai_zones.aws.reference_maps import in_order
from ai_zones.aws.security_groups import MAX_GROUP_NAME
from ai_zones.aws.tags import tags_for

MAX_LOAD_BALANCER_NAME = 32
HTTPS = 443

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
"""TLS 1.3, and 1.2 only with forward secrecy and AEAD ciphers: AWS does not document that Verified Access itself offers 1.3 to its targets."""

STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


@dataclass(frozen=True)
class Application:
    """One application: its name on the internet, its certificate, and the port of the programs that answer."""

    domain: str
    certificate_arn: Any
    target_port: int


@dataclass(frozen=True)
class Front:
    """What the front's endpoints connect to."""

    endpoint_group: ec2.SecurityGroup
    """Security group of the Verified Access endpoints."""
    balancer: lb.LoadBalancer
    listener: lb.Listener
    targets: Mapping[str, lb.TargetGroup]
    """Application → where its programs register."""


def access_log_policy(*, bucket: str, region: str, account_id: str) -> str:
    """JSON policy of the bucket: load balancers of this account and region write, over TLS, and nobody deletes."""
    partition = partition_of(region)
    own = f"arn:{partition}:s3:::{bucket}"
    return render(
        [
            deny("TlsOnly", actions=["s3:*"], resources=[own, f"{own}/*"], conditions={"Bool": {"aws:SecureTransport": "false"}}),
            deny("NobodyDeletes", actions=["s3:DeleteObject*", "s3:PutObjectAcl"], resources=[f"{own}/*"]),
            allow(
                "LoadBalancersWrite",
                principal={"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                actions=["s3:PutObject"],
                resources=[f"{own}/AWSLogs/{account_id}/*"],
                conditions={
                    "StringEquals": {"aws:SourceAccount": account_id},
                    "ArnLike": {"aws:SourceArn": f"arn:{partition}:elasticloadbalancing:{region}:{account_id}:loadbalancer/*"},
                },
            ),
        ]
    )


def build_front(
    name: str,
    applications: Mapping[str, Application],
    *,
    zone: str,
    region: str,
    account_id: str,
    vpc_id: pulumi.Input[str],
    subnet_ids: Any,
    programs_group_id: pulumi.Input[str],
    log_bucket: str,
    retention_days: int,
    removable: bool,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> Front:
    """Security groups, load balancer with its log, listener, and a rule and target group for each application."""
    opts = pulumi.ResourceOptions(parent=parent, delete_before_replace=True)
    endpoint_group, balancer_group = _groups(name, zone=zone, vpc_id=vpc_id, extra_tags=extra_tags, parent=parent)
    bucket = build_access_log_bucket(
        child(name, "access-logs"),
        bucket_name=log_bucket,
        zone=zone,
        region=region,
        account_id=account_id,
        retention_days=retention_days,
        removable=removable,
        extra_tags=extra_tags,
        parent=parent,
        policy=access_log_policy(bucket=log_bucket, region=region, account_id=account_id),
    )
    balancer = lb.LoadBalancer(
        child(name, "balancer"),
        name=physical_name(name, limit=MAX_LOAD_BALANCER_NAME),
        load_balancer_type="application",
        internal=True,
        ip_address_type="ipv4",
        subnets=in_order(subnet_ids),
        security_groups=[balancer_group.id, programs_group_id],
        drop_invalid_header_fields=True,
        desync_mitigation_mode="strictest",
        preserve_host_header=True,
        enable_http2=True,
        enable_deletion_protection=not removable,
        access_logs=lb.LoadBalancerAccessLogsArgs(bucket=bucket, enabled=True),
        tags=tags_for(zone, name, extra=extra_tags),
        opts=opts,
    )
    first, *others = sorted(applications)
    listener = lb.Listener(
        child(name, "listener"),
        load_balancer_arn=balancer.arn,
        protocol="HTTPS",
        port=HTTPS,
        ssl_policy=TLS_POLICY,
        certificate_arn=applications[first].certificate_arn,
        routing_http_response_server_enabled=False,
        routing_http_response_strict_transport_security_header_value=STRICT_TRANSPORT,
        default_actions=[
            lb.ListenerDefaultActionArgs(
                type="fixed-response",
                fixed_response=lb.ListenerDefaultActionFixedResponseArgs(content_type="text/plain", status_code="404"),
            )
        ],
        tags=tags_for(zone, name, extra=extra_tags),
        opts=opts,
    )
    for application in others:
        lb.ListenerCertificate(
            child(name, "certificate", application),
            listener_arn=listener.arn,
            certificate_arn=applications[application].certificate_arn,
            opts=opts,
        )
    targets = {
        key: _application(name, key, application, at + 1, listener, zone=zone, vpc_id=vpc_id, extra_tags=extra_tags, opts=opts)
        for at, (key, application) in enumerate(sorted(applications.items()))
    }
    return Front(endpoint_group, balancer, listener, targets)


def _groups(
    name: str, *, zone: str, vpc_id: pulumi.Input[str], extra_tags: Mapping[str, str], parent: pulumi.Resource
) -> tuple[ec2.SecurityGroup, ec2.SecurityGroup]:
    """People enter the endpoints' group, which opens connections to the load balancer's, on 443; nothing else enters the load balancer.

    Verified Access User Guide, "Create a load balancer endpoint": the endpoint's groups "control the inbound and outbound traffic".
    """
    opts = pulumi.ResourceOptions(parent=parent, delete_before_replace=True)

    def group(part: str, description: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(
            child(name, part),
            name=physical_name(name, part, limit=MAX_GROUP_NAME),
            description=description,
            vpc_id=vpc_id,
            revoke_rules_on_delete=True,
            tags=tags_for(zone, child(name, part), extra=extra_tags),
            opts=opts,
        )

    endpoints = group("endpoints", "Verified Access endpoints: entered on 443, open connections to the load balancer only")
    balancer = group("clients", "Load balancer: entered by Verified Access endpoints only")
    # The one door of the house: people come from anywhere, and each request is judged before it goes on.
    vpc_rules.SecurityGroupIngressRule(
        child(name, "endpoints-in"),
        security_group_id=endpoints.id,
        cidr_ipv4="0.0.0.0/0",
        ip_protocol="tcp",
        from_port=HTTPS,
        to_port=HTTPS,
        description="People to Verified Access",
        tags=tags_for(zone, child(name, "endpoints-in"), extra=extra_tags),
        opts=opts,
    )
    both = {"ip_protocol": "tcp", "from_port": HTTPS, "to_port": HTTPS, "description": "Verified Access to the load balancer"}
    vpc_rules.SecurityGroupEgressRule(
        child(name, "endpoints-out"),
        security_group_id=endpoints.id,
        referenced_security_group_id=balancer.id,
        tags=tags_for(zone, child(name, "endpoints-out"), extra=extra_tags),
        opts=opts,
        **both,
    )
    vpc_rules.SecurityGroupIngressRule(
        child(name, "clients-in"),
        security_group_id=balancer.id,
        referenced_security_group_id=endpoints.id,
        tags=tags_for(zone, child(name, "clients-in"), extra=extra_tags),
        opts=opts,
        **both,
    )
    return endpoints, balancer


def _application(
    name: str,
    key: str,
    application: Application,
    priority: int,
    listener: lb.Listener,
    *,
    zone: str,
    vpc_id: pulumi.Input[str],
    extra_tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> lb.TargetGroup:
    targets = lb.TargetGroup(
        child(name, "targets", key),
        name=physical_name(name, key, limit=MAX_LOAD_BALANCER_NAME),
        vpc_id=vpc_id,
        target_type="ip",
        protocol="HTTPS",
        protocol_version="HTTP1",
        port=application.target_port,
        health_check=lb.TargetGroupHealthCheckArgs(protocol="HTTPS", port="traffic-port", path="/", matcher="200-499"),
        tags=tags_for(zone, child(name, key), extra=extra_tags),
        opts=opts,
    )
    lb.ListenerRule(
        child(name, "rule", key),
        listener_arn=listener.arn,
        priority=priority,
        conditions=[
            lb.ListenerRuleConditionArgs(host_header=lb.ListenerRuleConditionHostHeaderArgs(values=[application.domain])),
        ],
        actions=[lb.ListenerRuleActionArgs(type="forward", target_group_arn=targets.arn)],
        tags=tags_for(zone, child(name, "rule", key), extra=extra_tags),
        opts=opts,
    )
    return targets
