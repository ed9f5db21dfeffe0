"""People reach the clinic's front by an internal Application Load Balancer that asks who they are, from managed devices alone.

Modelled on Identity-Aware Proxy, "Enable IAP for Compute Engine" and "Set up context-aware access", and Cloud Load Balancing, "Set up a regional
internal Application Load Balancer with VM instance group backends".
"""

import pulumi
from pulumi_gcp import accesscontextmanager, certificatemanager, compute, iap

from tests.mutation.bases import gcp_house as house

front = house.ground("front", "access", "clinic-access", "10.20.0.0/16", services=("iap", "certificatemanager"))
phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16")
above = house.access_policy()
house.perimeter("front", front, parent=above)
house.perimeter("ward", phi, parent=above)
managed = accesscontextmanager.AccessLevel(
    "managed_devices",
    parent=above,
    name=pulumi.Output.concat(above, "/accessLevels/managed_devices"),
    title="managed_devices",
    basic={
        "combining_function": "AND",
        "conditions": [
            {
                "device_policy": {
                    "require_screen_lock": True,
                    "require_corp_owned": True,
                    "allowed_encryption_statuses": ["ENCRYPTED"],
                    "allowed_device_management_levels": ["COMPLETE"],
                },
            }
        ],
    },
)
place = {"project": front.id, "region": house.REGION}
compute.Subnetwork(
    "front-proxies",
    name="front-proxies",
    network=front.network.id,
    ip_cidr_range="10.20.8.0/24",
    purpose="REGIONAL_MANAGED_PROXY",
    role="ACTIVE",
    **place,
)
front.allow("from-proxies", 250, "INGRESS", ["10.20.8.0/24"], "8443")
front.allow("from-probes", 251, "INGRESS", ["35.191.0.0/16", "130.211.0.0/22"], "8443")
server = front.machine("portal-server")
group = compute.InstanceGroup(
    "portal",
    name="portal",
    project=front.id,
    zone=f"{house.REGION}-b",
    instances=[server.id],
    named_ports=[{"name": "https", "port": 8443}],
)
check = compute.RegionHealthCheck(
    "portal", name="portal", https_health_check={"port": 8443, "request_path": "/ready"}, **place, opts=front.opts
)
backend = compute.RegionBackendService(
    "portal",
    name="portal",
    protocol="HTTPS",
    port_name="https",
    load_balancing_scheme="INTERNAL_MANAGED",
    health_checks=check.id,
    backends=[{"group": group.id, "balancing_mode": "UTILIZATION", "capacity_scaler": 1.0}],
    iap={"enabled": True},
    log_config={"enable": True, "sample_rate": 1.0},
    **place,
)
urls = compute.RegionUrlMap("portal", name="portal", default_service=backend.id, **place)
owned = certificatemanager.DnsAuthorization(
    "portal",
    name="portal",
    project=front.id,
    location=house.REGION,
    domain="portal.clinic.example",
    type="PER_PROJECT_RECORD",
    opts=front.opts,
)
certificate = certificatemanager.Certificate(
    "portal",
    name="portal",
    project=front.id,
    location=house.REGION,
    managed={"domains": ["portal.clinic.example"], "dns_authorizations": [owned.id]},
)
modern = compute.RegionSslPolicy("modern", name="modern", profile="MODERN", min_tls_version="TLS_1_2", **place, opts=front.opts)
proxy = compute.RegionTargetHttpsProxy(
    "portal", name="portal", url_map=urls.id, certificate_manager_certificates=[certificate.id], ssl_policy=modern.id, **place
)
compute.ForwardingRule(
    "portal",
    name="portal",
    load_balancing_scheme="INTERNAL_MANAGED",
    ip_protocol="TCP",
    port_range="443",
    network=front.network.id,
    subnetwork=front.subnets["endpoint"].id,
    target=proxy.id,
    allow_global_access=False,
    labels={"ai-zone": "access"},
    **place,
)
iap.WebRegionBackendServiceIamBinding(
    "portal",
    web_region_backend_service=backend.name,
    role="roles/iap.httpsResourceAccessor",
    members=["group:clinicians@clinic.example"],
    condition={
        "title": "managed-devices",
        "expression": pulumi.Output.concat('"', managed.name, '" in request.auth.access_levels'),
    },
    **place,
)
