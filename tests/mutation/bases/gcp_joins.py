"""What joins zones in several of Google Cloud's bases: a published service, its consumer's endpoint, a database without a public address.

Sources: Virtual Private Cloud, "Publish services by using Private Service Connect", "Access published services through endpoints"; Cloud Load
Balancing, "Set up an internal passthrough Network Load Balancer with VM instance group backends"; Cloud SQL, "Configure SSL/TLS certificates",
"Audit for PostgreSQL using pgAudit", "IAM authentication", "Prevent deletion of an instance".
"""

from typing import Any

import pulumi
from pulumi_gcp import compute, dns, sql

from tests.mutation.bases import gcp_house as house

FLAGS = {
    "cloudsql.enable_pgaudit": "on",
    "cloudsql.iam_authentication": "on",
    "log_connections": "on",
    "log_disconnections": "on",
    "pgaudit.log": "read,write,ddl,role",
}


def front(ground: house.Ground, name: str, machine: compute.Instance, port: str = "443") -> compute.ForwardingRule:
    """An internal passthrough balancer before one machine, which Google's probes may ask."""
    ground.allow(f"probes-{name}", 300, "INGRESS", house.PROBES, port)
    group = compute.InstanceGroup(name, name=name, project=ground.id, zone=f"{house.REGION}-b", instances=[machine.self_link])
    check = compute.RegionHealthCheck(
        name,
        name=name,
        project=ground.id,
        region=house.REGION,
        tcp_health_check={"port": int(port)},
        log_config={"enable": True},
        opts=ground.opts,
    )
    backend = compute.RegionBackendService(
        name,
        name=name,
        project=ground.id,
        region=house.REGION,
        protocol="TCP",
        load_balancing_scheme="INTERNAL",
        health_checks=check.id,
        backends=[{"group": group.self_link, "balancing_mode": "CONNECTION"}],
        log_config={"enable": True, "sample_rate": 1},
    )
    return compute.ForwardingRule(
        name,
        name=name,
        project=ground.id,
        region=house.REGION,
        load_balancing_scheme="INTERNAL",
        backend_service=backend.id,
        ports=[port],
        network=ground.network.id,
        subnetwork=ground.subnets["workload"].id,
    )


def endpoint(
    ground: house.Ground, name: str, target: pulumi.Input[str], address: str, opts: pulumi.ResourceOptions | None = None
) -> compute.ForwardingRule:
    """An endpoint at an address of the network's own."""
    held = compute.Address(
        f"to-{name}",
        name=f"to-{name}",
        project=ground.id,
        region=house.REGION,
        subnetwork=ground.subnets["endpoint"].id,
        address_type="INTERNAL",
        address=address,
    )
    return compute.ForwardingRule(
        f"to-{name}",
        name=f"to-{name}",
        project=ground.id,
        region=house.REGION,
        network=ground.network.id,
        ip_address=held.id,
        load_balancing_scheme="",
        target=target,
        allow_psc_global_access=False,
        opts=opts,
    )


def named(ground: house.Ground, name: str, address: str) -> dns.ResponsePolicyRule:
    """The network's own answer for one name."""
    assert ground.answers is not None
    label = name.split(".", 1)[0].replace("*", "any")
    return dns.ResponsePolicyRule(
        f"{ground.name}-name-{label}",
        project=ground.id,
        response_policy=ground.answers.response_policy_name,
        rule_name=f"name-{label}",
        dns_name=f"{name}.",
        local_data={"local_datas": [{"name": f"{name}.", "type": "A", "ttl": 300, "rrdatas": [address]}]},
    )


def postgres(ground: house.Ground, name: str, ip: dict[str, Any], *after: pulumi.Resource) -> sql.DatabaseInstance:
    """PostgreSQL on the zone's key, without passwords and without a public address, backed up within the region."""
    ground.key("sqladmin")
    return sql.DatabaseInstance(
        name,
        name=name,
        project=ground.id,
        region=house.REGION,
        database_version="POSTGRES_16",
        encryption_key_name=ground.key("sqladmin").id,
        deletion_protection=True,
        settings={
            "edition": "ENTERPRISE",
            "tier": "db-custom-4-15360",
            "availability_type": "REGIONAL",
            "deletion_protection_enabled": True,
            "retain_backups_on_delete": True,
            "final_backup_config": {"enabled": True, "retention_days": 365},
            "database_flags": [{"name": flag, "value": value} for flag, value in FLAGS.items()],
            "ip_configuration": {"ipv4_enabled": False, "ssl_mode": "TRUSTED_CLIENT_CERTIFICATE_REQUIRED", **ip},
            "backup_configuration": {
                "enabled": True,
                "point_in_time_recovery_enabled": True,
                "location": house.REGION,
                "start_time": "01:00",
                "transaction_log_retention_days": 7,
                "backup_retention_settings": {"retained_backups": 30, "retention_unit": "COUNT"},
            },
            "maintenance_window": {"day": 7, "hour": 2, "update_track": "stable"},
            "user_labels": {"data-class": "phi"},
        },
        opts=house.also(ground.encrypted("sqladmin", protect=True), *after),
    )
