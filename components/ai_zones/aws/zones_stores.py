"""Object stores of the zones that keep data, and each zone's endpoints: the two name each other, by names that follow from the plan."""

import pulumi

from ai_zones.aws.backups_input import backup_role_arn
from ai_zones.aws.egress_network import AwsEgressNetwork
from ai_zones.aws.phi_store import AwsPhiStore, AwsStoreAccessPointArgs, store_access_point_name, store_bucket_name
from ai_zones.aws.service_endpoints import AwsEndpointStoreArgs, AwsServiceEndpoints
from ai_zones.aws.zones_built import Built
from ai_zones.aws.zones_input import Zones
from ai_zones.plan import Tier, ZoneName


def build_store(built: Built, zone: ZoneName) -> AwsPhiStore:
    """Object store of a zone, with an access point for each zone that uses it. A reader that is not built yet gets none."""
    zones = built.zones
    points: dict[str, AwsStoreAccessPointArgs] = {}
    for reader in zones.store_readers(zone):
        vpc_id = built.joined("vpc_ids", reader.value)
        if vpc_id is not None:
            points[reader.value] = {"vpc_id": vpc_id, "account_id": zones.account(reader), "writable": reader is zone}
    # AWS Backup reads the bucket itself, by its role alone.
    backup_role = backup_role_arn(zones.backups_name, region=zones.region, account_id=zones.account(zone))
    return AwsPhiStore(
        zones.name(zone, "store"),
        {
            "region": zones.region,
            "organization_id": zones.organization_id,
            "tags": zones.tags,
            "zone": zone.value,
            "organization": zones.plan.organization,
            "environment": zones.plan.environment,
            "account_id": zones.account(zone),
            "kms_key_arn": built.keys[zone].key_arn,
            "access_points": points,
            "break_glass_role_arns": [backup_role] if zone is ZoneName.PHI and zones.backups else [],
            "retention_days": zones.store_retention_days,
            "removable": zones.removable,
        },
        built.options(zone),
    )


def build_endpoints(built: Built, zone: ZoneName) -> AwsServiceEndpoints:
    """Endpoints of a zone's listed services, and of nothing else."""
    zones = built.zones
    network = built.networks[zone]
    if isinstance(network, AwsEgressNetwork):
        tables: dict[str, pulumi.Input[str]] = dict(network.workload_route_tables)
    else:
        tables = {Tier.WORKLOAD.value: network.route_tables[Tier.WORKLOAD]}
    return AwsServiceEndpoints(
        zones.name(zone, "services"),
        {
            "region": zones.region,
            "organization_id": zones.organization_id,
            "tags": zones.tags,
            "zone": zone.value,
            "account_id": zones.account(zone),
            "vpc_id": network.vpc_id,
            "services": zones.services(zone),
            "subnet_ids": built.endpoint_subnets(zone),
            "single_availability_zone": zones.single_availability_zone,
            "security_group_id": network.endpoint_security_group_id,
            "route_table_ids": tables,
            "client_security_group_ids": {"workload": network.workload_security_group_id},
            "resource_prefix": zones.name(zone),
            "stores": {owner.value: _store_of(zones, owner, zone) for owner in ZoneName if zone in zones.store_readers(owner)},
            "cluster_images": zone in zones.clusters,
            "foundation_models": sorted(zones.foundation_models.get(zone, [])),
        },
        built.options(zone),
    )


def _store_of(zones: Zones, owner: ZoneName, reader: ZoneName) -> AwsEndpointStoreArgs:
    names = {"organization": zones.plan.organization, "environment": zones.plan.environment}
    return {
        "bucket_name": store_bucket_name(owner.value, account_id=zones.account(owner), **names),
        "access_point_name": store_access_point_name(owner.value, reader.value, **names),
        "account_id": zones.account(owner),
        "writable": reader is owner,
    }
