"""Door for a peer that opens connections itself: an internal load balancer that only the peer's addresses may enter, on one port.

The zone's programs answer behind it and see its addresses; their subnets have no route to the peer.
Sources: Elastic Load Balancing, "Network Load Balancers" (addresses stay for its lifetime, so the peer's firewall can name them),
"Client IP preservation"; HL7 "Minimal Lower Layer Protocol" (port 2575), DICOM PS3.15 B.12 (TLS on 2762), HL7 FHIR (HTTPS).
"""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import ec2, lb
from pulumi_aws import vpc as vpc_rules

from ai_zones.aws.naming import child, physical_name
from ai_zones.aws.reference_maps import in_order
from ai_zones.aws.security_groups import MAX_GROUP_NAME
from ai_zones.aws.service_link_producer import HEALTH_CHECK_SECONDS, HEALTHY_AFTER, MAX_LOAD_BALANCER_NAME
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import Cidr


def build_entry(
    name: str,
    *,
    peer_cidr: Cidr,
    port: int,
    target_port: int,
    vpc_id: pulumi.Input[str],
    subnet_ids: Any,
    programs_group_id: pulumi.Input[str],
    zone: str,
    removable: bool,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> tuple[lb.LoadBalancer, lb.TargetGroup]:
    """Security group with the peer's one rule, load balancer, listener, and the target group of the programs that answer."""
    opts = pulumi.ResourceOptions(parent=parent, delete_before_replace=True)
    peer = ec2.SecurityGroup(
        child(name, "peer"),
        name=physical_name(name, "peer", limit=MAX_GROUP_NAME),
        description=f"Peer {peer_cidr}: enters on {port} only",
        vpc_id=vpc_id,
        revoke_rules_on_delete=True,
        tags=tags_for(zone, child(name, "peer"), extra=extra_tags),
        opts=opts,
    )
    vpc_rules.SecurityGroupIngressRule(
        child(name, "peer-in"),
        security_group_id=peer.id,
        cidr_ipv4=str(peer_cidr),
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        description="Declared peer",
        tags=tags_for(zone, child(name, "peer-in"), extra=extra_tags),
        opts=opts,
    )
    balancer = lb.LoadBalancer(
        child(name, "balancer"),
        name=physical_name(name, limit=MAX_LOAD_BALANCER_NAME),
        load_balancer_type="network",
        internal=True,
        ip_address_type="ipv4",
        subnets=in_order(subnet_ids),
        security_groups=[peer.id, programs_group_id],
        enable_cross_zone_load_balancing=True,
        enable_deletion_protection=not removable,
        tags=tags_for(zone, name, extra=extra_tags),
        opts=opts,
    )
    targets = lb.TargetGroup(
        child(name, "targets"),
        name=physical_name(name, limit=MAX_LOAD_BALANCER_NAME),
        vpc_id=vpc_id,
        target_type="ip",
        protocol="TCP",
        port=target_port,
        preserve_client_ip="false",
        health_check=lb.TargetGroupHealthCheckArgs(
            protocol="TCP",
            port="traffic-port",
            interval=HEALTH_CHECK_SECONDS,
            healthy_threshold=HEALTHY_AFTER,
            unhealthy_threshold=HEALTHY_AFTER,
        ),
        tags=tags_for(zone, name, extra=extra_tags),
        opts=opts,
    )
    lb.Listener(
        child(name, "listener"),
        load_balancer_arn=balancer.arn,
        protocol="TCP",
        port=port,
        default_actions=[lb.ListenerDefaultActionArgs(type="forward", target_group_arn=targets.arn)],
        tags=tags_for(zone, name, extra=extra_tags),
        opts=opts,
    )
    return balancer, targets
