"""What many of GCP's programs share: a project and network of one zone without a road, whose names are closed, and a bucket that is not open."""

from typing import Any

import pulumi
from pulumi_gcp import accesscontextmanager, compute, dns, organizations, projects, storage

REGION = "europe-west1"
PHI = "clinic-phi"
LLM = "clinic-llm"
"""Another project of ours."""
VENDOR = "vendor-prod"
"""A project that no reviewer lists."""
FOLDER = "folders/444444444444"


class Zone:
    """A project of one zone, with one network and one subnet in it."""

    block: dns.ResponsePolicyRule
    """The rule that blocks every name, where there is one."""

    def __init__(
        self, name: str = "ward", zone: str = "phi", project: str = PHI, cidr: str = "10.60.0.0/24", names: bool = True, **network: Any
    ) -> None:
        self.project = organizations.Project(
            f"{name}-project",
            project_id=project,
            name=project,
            folder_id=FOLDER,
            billing_account="000000-AAAAAA-111111",
            labels={"ai-zone": zone},
            auto_create_network=False,
            deletion_policy="DELETE",
        )
        self.services = [
            projects.Service(f"{name}-{api}", project=self.project.project_id, service=f"{api}.googleapis.com")
            for api in ("compute", "dns", "storage", "iam")
        ]
        self.opts = pulumi.ResourceOptions(depends_on=self.services)
        closed: dict[str, Any] = {"auto_create_subnetworks": False, "delete_default_routes_on_create": True}
        self.network = compute.Network(name, name=name, project=self.project.project_id, opts=self.opts, **{**closed, **network})
        self.subnet = compute.Subnetwork(
            f"{name}-a",
            name=f"{name}-a",
            project=self.project.project_id,
            network=self.network.id,
            region=REGION,
            ip_cidr_range=cidr,
            private_ip_google_access=True,
        )
        if names:
            close_names(name, self)

    def machine(self, name: str, **more: Any) -> compute.Instance:
        """A machine without an external address, but for what is given."""
        card = {"subnetwork": self.subnet.id, **more.pop("interface", {})}
        return compute.Instance(
            name,
            name=name,
            project=self.project.project_id,
            zone=f"{REGION}-b",
            machine_type="e2-medium",
            boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}},
            network_interfaces=[card],
            **more,
        )

    def firewall(self, name: str, **rule: Any) -> compute.Firewall:
        """A firewall rule of the network."""
        return compute.Firewall(name, name=name, project=self.project.project_id, network=self.network.self_link, **rule)

    def route(self, name: str, destination: str, **hop: Any) -> compute.Route:
        """A route of the network."""
        return compute.Route(name, name=name, project=self.project.project_id, network=self.network.name, dest_range=destination, **hop)

    def bucket(self, name: str, location: str = "EUROPE-WEST1", **more: Any) -> storage.Bucket:
        """A bucket that only its project uses."""
        return storage.Bucket(
            name,
            name=name,
            project=self.project.project_id,
            location=location,
            uniform_bucket_level_access=True,
            public_access_prevention=more.pop("prevention", "enforced"),
            labels={"data-class": "phi"},
            opts=self.opts,
            **more,
        )


def close_names(name: str, zone: Zone, network: compute.Network | None = None) -> None:
    """A response policy: every name is answered with an address of nobody, Google's own but for the restricted address."""
    policy = dns.ResponsePolicy(
        f"{name}-names",
        response_policy_name=f"{name}-names",
        project=zone.project.project_id,
        networks=[{"network_url": (network or zone.network).id}],
        opts=zone.opts,
    )
    zone.block = dns.ResponsePolicyRule(
        f"{name}-block",
        project=zone.project.project_id,
        response_policy=policy.response_policy_name,
        rule_name="block",
        dns_name="*.",
        local_data={"local_datas": [{"name": "*.", "type": "A", "ttl": 300, "rrdatas": ["0.0.0.0"]}]},
    )


def names_only(zone: Zone, names: list[str]) -> None:
    """A firewall policy that lets the network out to names on 443 alone."""
    project = zone.project.project_id
    policy = compute.NetworkFirewallPolicy("names", name="names", project=project, opts=zone.opts)
    for name, priority, action, match in (
        ("providers", 100, "allow", {"dest_fqdns": names, "layer4_configs": [{"ip_protocol": "tcp", "ports": ["443"]}]}),
        ("rest", 65000, "deny", {"dest_ip_ranges": ["0.0.0.0/0"], "layer4_configs": [{"ip_protocol": "all"}]}),
    ):
        compute.NetworkFirewallPolicyRule(
            name,
            project=project,
            firewall_policy=policy.name,
            rule_name=name,
            direction="EGRESS",
            priority=priority,
            action=action,
            match=match,
        )
    compute.NetworkFirewallPolicyAssociation(
        "names", name="names", project=project, firewall_policy=policy.name, attachment_target=zone.network.id
    )


def enable(name: str, zone: Zone) -> pulumi.ResourceOptions:
    """Another API of the zone's project, for what must wait for it."""
    made = projects.Service(f"{zone.network._name}-{name}", project=zone.project.project_id, service=f"{name}.googleapis.com")
    return pulumi.ResourceOptions(depends_on=[made])


def second_network(zone: Zone, name: str, cidr: str | None = None, **network: Any) -> tuple[compute.Network, compute.Subnetwork | None]:
    """Another network of the zone's project, whose names are closed; with one subnet where a range is given."""
    project = zone.project.project_id
    made = compute.Network(name, name=name, project=project, auto_create_subnetworks=False, opts=zone.opts, **network)
    close_names(name, zone, made)
    if cidr is None:
        return made, None
    return made, compute.Subnetwork(f"{name}-a", name=f"{name}-a", project=project, network=made.id, region=REGION, ip_cidr_range=cidr)


def hand_to(zone: Zone, machine: compute.Instance) -> compute.ForwardingRule:
    """An internal passthrough load balancer of the zone's network, which hands every packet to a machine."""
    project = zone.project.project_id
    group = compute.InstanceGroup("group", name="group", project=project, zone=f"{REGION}-b", instances=[machine.self_link])
    check = compute.RegionHealthCheck("check", name="check", project=project, region=REGION, tcp_health_check={"port": 22}, opts=zone.opts)
    backend = compute.RegionBackendService(
        "backend",
        name="backend",
        project=project,
        region=REGION,
        protocol="UNSPECIFIED",
        load_balancing_scheme="INTERNAL",
        network=zone.network.id,
        health_checks=check.id,
        backends=[{"group": group.self_link, "balancing_mode": "CONNECTION"}],
    )
    return compute.ForwardingRule(
        "hop",
        name="hop",
        project=project,
        region=REGION,
        load_balancing_scheme="INTERNAL",
        ip_protocol="L3_DEFAULT",
        all_ports=True,
        allow_global_access=True,
        backend_service=backend.id,
        ip_address="10.60.0.20",
        network=zone.network.id,
        subnetwork=zone.subnet.id,
    )


def appliance(zone: Zone, outside: compute.Subnetwork | None = None) -> compute.Instance:
    """A machine that forwards packets; with a second leg in another subnet, where it has an external address, if that is given."""
    cards: list[dict[str, Any]] = [{"subnetwork": zone.subnet.id}]
    if outside is not None:
        cards.append({"subnetwork": outside.id, "access_configs": [{"network_tier": "PREMIUM"}]})
    return compute.Instance(
        "appliance",
        name="appliance",
        project=zone.project.project_id,
        zone=f"{REGION}-b",
        machine_type="e2-medium",
        can_ip_forward=True,
        boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}},
        network_interfaces=cards,
    )


def publish(zone: Zone) -> tuple[compute.ForwardingRule, compute.Subnetwork]:
    """An internal load balancer before the zone's machine, and a subnet for translated addresses."""
    project = zone.project.project_id
    machine = zone.machine("records")
    group = compute.InstanceGroup("group", name="group", project=project, zone=f"{REGION}-b", instances=[machine.self_link])
    check = compute.RegionHealthCheck("check", name="check", project=project, region=REGION, tcp_health_check={"port": 443}, opts=zone.opts)
    backend = compute.RegionBackendService(
        "backend",
        name="backend",
        project=project,
        region=REGION,
        protocol="TCP",
        load_balancing_scheme="INTERNAL",
        health_checks=check.id,
        backends=[{"group": group.self_link, "balancing_mode": "CONNECTION"}],
    )
    front = compute.ForwardingRule(
        "front",
        name="front",
        project=project,
        region=REGION,
        load_balancing_scheme="INTERNAL",
        backend_service=backend.id,
        ports=["443"],
        network=zone.network.id,
        subnetwork=zone.subnet.id,
    )
    nat = compute.Subnetwork(
        "nat",
        name="nat",
        project=project,
        region=REGION,
        network=zone.network.id,
        ip_cidr_range="10.60.9.0/24",
        purpose="PRIVATE_SERVICE_CONNECT",
    )
    return front, nat


def perimeter(name: str, zone: Zone, *, dry: bool = False, **more: Any) -> accesscontextmanager.ServicePerimeter:
    """An enforced perimeter around a project, which lets its networks call restricted services alone."""
    status = {
        "resources": [zone.project.number.apply(lambda number: f"projects/{number}")],
        "restricted_services": ["storage.googleapis.com", "bigquery.googleapis.com"],
        "vpc_accessible_services": {"enable_restriction": True, "allowed_services": ["RESTRICTED-SERVICES"]},
        **more,
    }
    policy = accesscontextmanager.AccessPolicy("clinic", parent="organizations/123456789012", title="clinic")
    enforced = {"spec": status, "use_explicit_dry_run_spec": True} if dry else {"status": status}
    return accesscontextmanager.ServicePerimeter(
        name,
        name=policy.name.apply(lambda made: f"accessPolicies/{made}/servicePerimeters/{name}"),
        parent=policy.name.apply(lambda made: f"accessPolicies/{made}"),
        title=name,
        **enforced,
    )
