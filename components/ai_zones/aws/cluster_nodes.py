"""Groups of nodes: Bottlerocket under a launch template that closes metadata, disks, addresses and logins.

Sources: Amazon EKS User Guide, "Customize managed nodes with launch templates" (what the template may not hold: subnets, SSH beside it),
"Create nodes with optimized Bottlerocket AMIs", "Restrict access to the instance profile" (hop limit 1), "Detect node health issues and
enable automatic node repair"; Bottlerocket documentation, "Settings" (host containers, kernel lockdown, metrics, which are sent to an address
on the internet unless they are off); Amazon EC2 User Guide, "Encryption in transit" (between Nitro instances).
"""

import base64

import pulumi
from pulumi_aws import ec2, eks

from ai_zones.aws.cluster_input import Cluster, ClusterNodes
from ai_zones.aws.naming import child, physical_name
from ai_zones.aws.reference_maps import in_order
from ai_zones.aws.tags import DataClass, tags_for
from ai_zones.plan.tags import ZONE

ROOT, DATA = "/dev/xvda", "/dev/xvdb"
ROOT_GIB = 8
MAX_TEMPLATE_NAME = 128
MAX_GROUP_NAME = 63
AT_ONCE_PERCENT = 33

SETTINGS = """\
[settings.host-containers.admin]
enabled = false
[settings.host-containers.control]
enabled = false
[settings.kernel]
lockdown = "integrity"
[settings.metrics]
send-metrics = false
"""
"""No shell, no session, no unsigned kernel module, no report to an address on the internet."""


def build_nodes(
    name: str,
    key: str,
    nodes: ClusterNodes,
    cluster: Cluster,
    *,
    built: eks.Cluster,
    role_arn: pulumi.Input[str],
    after: list[pulumi.Resource],
    parent: pulumi.Resource,
) -> eks.NodeGroup:
    """One group over all workload subnets."""
    template = _template(name, key, nodes, cluster, parent)
    label = child(name, "nodes", key)
    return eks.NodeGroup(
        label,
        cluster_name=built.name,
        node_group_name=physical_name(key, limit=MAX_GROUP_NAME),
        node_role_arn=role_arn,
        subnet_ids=in_order(cluster.subnet_ids),
        ami_type=nodes.kind.value,
        capacity_type="CAPACITY_BLOCK" if nodes.capacity_reservation_id and nodes.gpu else "ON_DEMAND",
        instance_types=nodes.instance_types,
        version=cluster.kubernetes_version,
        launch_template=eks.NodeGroupLaunchTemplateArgs(id=template.id, version=template.latest_version.apply(str)),
        scaling_config=eks.NodeGroupScalingConfigArgs(min_size=nodes.least, max_size=nodes.maximum, desired_size=nodes.least),
        update_config=eks.NodeGroupUpdateConfigArgs(max_unavailable_percentage=AT_ONCE_PERCENT),
        node_repair_config=eks.NodeGroupNodeRepairConfigArgs(enabled=True),
        labels={**nodes.labels, ZONE: cluster.zone},
        taints=[eks.NodeGroupTaintArgs(key=one, value=value, effect="NO_SCHEDULE") for one, value in sorted(nodes.kept_free.items())],
        force_update_version=False,
        tags=tags_for(cluster.zone, label, extra=cluster.tags),
        # An autoscaler moves the size between its bounds; a preview must not move it back.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=after, ignore_changes=["scalingConfig.desiredSize"]),
    )


def _template(name: str, key: str, nodes: ClusterNodes, cluster: Cluster, parent: pulumi.Resource) -> ec2.LaunchTemplate:
    label = child(name, "template", key)
    form = ec2.LaunchTemplateArgs(
        name=physical_name(name, key, limit=MAX_TEMPLATE_NAME),
        description=f"Nodes {key} of the {cluster.zone} cluster",
        update_default_version=True,
        vpc_security_group_ids=[cluster.node_security_group_id],
        block_device_mappings=[_volume(ROOT, ROOT_GIB, cluster), _volume(DATA, nodes.disk_gib, cluster)],
        ebs_optimized="true",
        metadata_options=ec2.LaunchTemplateMetadataOptionsArgs(
            http_endpoint="enabled",
            http_tokens="required",
            # One hop: what answers stays on the node, and no pod can borrow its role.
            http_put_response_hop_limit=1,
            http_protocol_ipv6="disabled",
            instance_metadata_tags="disabled",
        ),
        monitoring=ec2.LaunchTemplateMonitoringArgs(enabled=True),
        user_data=base64.b64encode(SETTINGS.encode()).decode(),
        tag_specifications=[
            ec2.LaunchTemplateTagSpecificationArgs(resource_type=kind, tags=_tags(kind, label, cluster))
            for kind in ("instance", "network-interface", "volume")
        ],
        tags=tags_for(cluster.zone, label, extra=cluster.tags),
    )
    if nodes.capacity_reservation_id:
        form.capacity_reservation_specification = ec2.LaunchTemplateCapacityReservationSpecificationArgs(
            capacity_reservation_target=ec2.LaunchTemplateCapacityReservationSpecificationCapacityReservationTargetArgs(
                capacity_reservation_id=nodes.capacity_reservation_id
            )
        )
        if nodes.gpu:
            form.instance_market_options = ec2.LaunchTemplateInstanceMarketOptionsArgs(market_type="capacity-block")
    return ec2.LaunchTemplate(label, form, opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True))


def _tags(kind: str, label: str, cluster: Cluster) -> dict[str, str]:
    held = DataClass.INTERNAL if kind == "volume" else None
    return tags_for(cluster.zone, label, extra=cluster.tags, data_class=held)


def _volume(device: str, size: int, cluster: Cluster) -> ec2.LaunchTemplateBlockDeviceMappingArgs:
    return ec2.LaunchTemplateBlockDeviceMappingArgs(
        device_name=device,
        ebs=ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
            volume_type="gp3", volume_size=size, encrypted="true", kms_key_id=cluster.kms_key_arn, delete_on_termination="true"
        ),
    )
