"""Three zones of a plan in adopted projects: a database that de-identification reads by private link, and an egress by names; each in a perimeter."""

from typing import Any

import pulumi
from pulumi_gcp import compute
from pulumi_gcp import projects as gcp_projects

from ai_zones.gcp import (
    GcpAccessPolicy,
    GcpEgressNetwork,
    GcpFolderFirewall,
    GcpPerimeter,
    GcpServiceLinkConsumer,
    GcpServiceLinkProducer,
    GcpZoneNetwork,
    GcpZoneProject,
)

REGION = "europe-west3"
DOMAIN = "database.phi.prod.acme.internal"
mode = pulumi.Config("corpus").require("mode")
apis = {"egress": ["networkservices", "networksecurity", "privateca"]}
projects = {
    zone: GcpZoneProject(
        f"acme-prod-{zone}", {"zone": zone, "project": f"acme-prod-{zone}"[:30].rstrip("-"), "services": apis.get(zone, [])}
    )
    for zone in ("phi", "deidentification", "egress")
}


def after(*resources: pulumi.Resource) -> pulumi.ResourceOptions:
    """Options of what waits."""
    return pulumi.ResourceOptions(depends_on=list(resources))


phi = GcpZoneNetwork(
    "acme-prod-phi-network",
    {
        "zone": "phi",
        "project": projects["phi"].project,
        "region": REGION,
        "workload_subnet": "10.20.0.0/20",
        "endpoint_subnet": "10.20.16.0/24",
        "link_range": "10.20.17.0/24",
        "service_ports": [5432],
    },
    after(projects["phi"]),
)
deidentification = GcpZoneNetwork(
    "acme-prod-deidentification-network",
    {
        "zone": "deidentification",
        "project": projects["deidentification"].project,
        "region": REGION,
        "workload_subnet": "10.30.0.0/20",
        "endpoint_subnet": "10.30.16.0/24",
        "google_apis_address": "10.30.200.2",
        "endpoint_ports": [5432],
        "allowed_domains": [DOMAIN],
    },
    after(projects["deidentification"]),
)
egress = GcpEgressNetwork(
    "acme-prod-egress-network",
    {
        "project": projects["egress"].project,
        "region": REGION,
        "workload_subnet": "10.40.0.0/20",
        "endpoint_subnet": "10.40.16.0/24",
        "proxy_subnet": "10.40.17.0/26",
        "tls_inspection": {},
        "providers": {"anthropic": ["api.anthropic.com"]},
        "deletion_protection": False,
    },
    after(projects["egress"]),
)
database = compute.Instance(
    "acme-prod-phi-database-1",
    name="database-1",
    project=projects["phi"].project,
    zone=f"{REGION}-a",
    machine_type="n2d-standard-2",
    boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}},
    network_interfaces=[{"subnetwork": phi.workload_subnetwork}],
    labels={"ai-zone": "phi", "data-class": "phi"},
    opts=after(phi),
)
group = compute.InstanceGroup(
    "acme-prod-phi-database-group",
    name="database",
    project=projects["phi"].project,
    zone=f"{REGION}-a",
    network=phi.network,
    instances=[database.self_link],
)
produced = GcpServiceLinkProducer(
    "acme-prod-phi-database",
    {
        "zone": "phi",
        "service": "database",
        "project": projects["phi"].project,
        "region": REGION,
        "network": phi.network,
        "workload_subnetwork": phi.workload_subnetwork,
        "nat_subnet": "10.20.17.0/27",
        "consumers": {"deidentification": projects["deidentification"].project},
        "port": 5432,
        "backends": {"a": f"projects/{projects['phi'].project}/zones/{REGION}-a/instanceGroups/database"},
    },
    after(phi, group),
)
consumed = GcpServiceLinkConsumer(
    "acme-prod-deidentification-database",
    {
        "zone": "deidentification",
        "target_zone": "phi",
        "service": "database",
        "project": projects["deidentification"].project,
        "region": REGION,
        "service_attachment": produced.service_attachment,
        "network": deidentification.network,
        "endpoint_subnetwork": deidentification.endpoint_subnetwork,
        "address": "10.30.16.252",
        "domain": DOMAIN,
    },
    after(deidentification, produced),
)
# A call from another zone's project that no rule of a perimeter lets in.
monitor = f"serviceAccount:monitor@{projects['egress'].project}.iam.gserviceaccount.com"
gcp_projects.IAMMember(
    "acme-prod-phi-monitor", project=projects["phi"].project, role="roles/monitoring.viewer", member=monitor, opts=after(projects["phi"])
)
FOLDER = "folders/123456789012"
GcpFolderFirewall("acme-prod", {"parent": FOLDER})
policy = GcpAccessPolicy(
    "acme",
    {
        "create": {"organization_id": "123456789012", "scope": FOLDER},
        "access_levels": {"reviewers": {"ip_ranges": ["203.0.113.0/24"], "managed_device": True}},
    },
)
reader = "serviceAccount:embed@acme-prod-deidentification.iam.gserviceaccount.com"
records = {"identities": [reader], "services": {"storage.googleapis.com": ["google.storage.objects.get"]}}
review: Any = {
    "identities": ["user:reviewer@acme.org"],
    "services": {"logging.googleapis.com": ["*"]},
    "access_levels": [policy.access_levels["reviewers"]],
}
numbers = {zone: project.project_number for zone, project in projects.items()}
crossings: Any = {
    "phi": {"ingress": {"records": {**records, "projects": {"deidentification": numbers["deidentification"]}}, "review": review}},
    "deidentification": {"egress": {"records": {**records, "projects": {"phi": numbers["phi"]}}}},
}
for zone, number in numbers.items():
    perimeter = GcpPerimeter(
        f"acme-prod-{zone}",
        {
            "zone": zone,
            "access_policy": policy.access_policy,
            "projects": {zone: number},
            "mode": mode,
            "ingress": crossings.get(zone, {}).get("ingress", {}),
            "egress": crossings.get(zone, {}).get("egress", {}),
        },
    )
    pulumi.export(f"perimeter-{zone}", perimeter.summary)
pulumi.export("status", consumed.connection_status)
for label, value in {
    "network": phi.network,
    "workload": phi.workload_subnetwork,
    "endpoint": phi.endpoint_subnetwork,
    "firewall": phi.firewall_policy,
    "answers": phi.response_policy,
}.items():
    pulumi.export(label, value)
