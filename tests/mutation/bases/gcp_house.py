"""What a careful team repeats in every program for Google Cloud: a project, its closed network, keys, logs, a perimeter, stores. Plain functions.

Sources: Virtual Private Cloud, "Configure Private Google Access", "Use VPC Flow Logs"; Cloud NGFW, "Use global network firewall policies and
rules"; Cloud DNS, "Manage response policies and rules"; VPC Service Controls, "Service perimeter details and configuration"; Cloud KMS, "Key
rotation"; Cloud Storage, "Best practices for Cloud Storage", "Bucket Lock"; Cloud Audit Logs, "Enable Data Access audit logs".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi_gcp import accesscontextmanager, compute, dns, kms, organizations, projects, serviceaccount, storage

REGION = "europe-west1"
FOLDER = "folders/444444444444"
"""The folder of the zones, ours."""
ORGANIZATION = "123456789012"
BILLING = "000000-AAAAAA-111111"
DOMAIN = "clinic.example"
"""Whose people are ours."""
PHI, LLM, DEID = "clinic-phi", "clinic-llm", "clinic-deid"
"""Projects of ours."""
SIX_YEARS_SECONDS = 2192 * 86_400
NINETY_DAYS = f"{90 * 86_400}s"
RESTRICTED = ("199.36.153.4", "199.36.153.5", "199.36.153.6", "199.36.153.7")
RESTRICTED_RANGE = "199.36.153.4/30"
PROBES = ["130.211.0.0/22", "35.191.0.0/16"]
KEY_USER = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
SERVICES = ("cloudkms", "compute", "dns", "iam", "logging", "storage")
"""APIs that each project has."""
DATA = tuple(
    f"{name}.googleapis.com"
    for name in (
        *("aiplatform", "alloydb", "artifactregistry", "bigquery", "bigtable", "cloudbuild", "cloudfunctions", "cloudkms", "compute"),
        *(
            "container",
            "dataflow",
            "dataproc",
            "dlp",
            "dns",
            "documentai",
            "eventarc",
            "file",
            "firestore",
            "healthcare",
            "iam",
            "language",
        ),
        *("logging", "memorystore", "monitoring", "notebooks", "pubsub", "redis", "run", "secretmanager", "spanner", "speech", "sqladmin"),
        *("storage", "storagetransfer", "translate", "vision", "vpcaccess", "workflows"),
    )
)
"""What perimeters restrict."""


def also(opts: pulumi.ResourceOptions | None, *more: pulumi.Resource, protect: bool | None = None) -> pulumi.ResourceOptions:
    """The same options, after these resources too."""
    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=list(more), protect=protect))


def zone_project(name: str, zone: str | None, services: Sequence[str] = ()) -> tuple[organizations.Project, pulumi.ResourceOptions]:
    """A project of one zone with its APIs on, data access recorded, default accounts without power, and a lien."""
    made = organizations.Project(
        name,
        project_id=name,
        name=name,
        folder_id=FOLDER,
        billing_account=BILLING,
        labels={"ai-zone": zone} if zone else None,
        auto_create_network=False,
        deletion_policy="PREVENT",
        opts=pulumi.ResourceOptions(protect=True),
    )
    on = [
        projects.Service(f"{name}-{api}", project=made.project_id, service=f"{api}.googleapis.com", disable_on_destroy=False)
        for api in dict.fromkeys((*SERVICES, *services))
    ]
    projects.IAMAuditConfig(
        f"{name}-audit",
        project=made.project_id,
        service="allServices",
        audit_log_configs=[{"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")],
    )
    ready = pulumi.ResourceOptions(depends_on=on)
    projects.DefaultServiceAccounts(f"{name}-defaults", project=made.project_id, action="DISABLE", restore_policy="NONE", opts=ready)
    return made, ready


@dataclass
class Ground:
    """What each zone's program starts with: project, closed network, names, a key ring."""

    name: str
    zone: str | None
    project: organizations.Project
    opts: pulumi.ResourceOptions
    network: compute.Network
    policy: compute.NetworkFirewallPolicy
    subnets: dict[str, compute.Subnetwork] = field(default_factory=dict)
    ring: kms.KeyRing | None = None
    answers: dns.ResponsePolicy | None = None
    block: dns.ResponsePolicyRule | None = None
    keys: dict[str, tuple[kms.CryptoKey, kms.CryptoKeyIAMBinding]] = field(default_factory=dict)

    @property
    def id(self) -> pulumi.Output[str]:
        """The project's id."""
        found: pulumi.Output[str] = self.project.project_id
        return found

    def agent(self, domain: str, prefix: str = "service-") -> pulumi.Output[str]:
        """A service agent of the project, as a member: `gcp-sa-pubsub`."""
        return pulumi.Output.concat("serviceAccount:", prefix, self.project.number, "@", domain, ".iam.gserviceaccount.com")

    def key(self, use: str, agent: pulumi.Input[str] | None = None, after: Sequence[pulumi.Resource] = ()) -> kms.CryptoKey:
        """A key in hardware that rotates, for one service's agent alone; the same for the same use."""
        if use in self.keys:
            return self.keys[use][0]
        if self.ring is None:
            self.ring = kms.KeyRing(
                f"{self.name}-keys", name=f"{self.name}-keys", project=self.id, location=REGION, opts=also(self.opts, protect=True)
            )
        made = kms.CryptoKey(
            f"{self.name}-{use}",
            name=use,
            key_ring=self.ring.id,
            purpose="ENCRYPT_DECRYPT",
            rotation_period=NINETY_DAYS,
            destroy_scheduled_duration=NINETY_DAYS,
            version_template={"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protection_level": "HSM"},
            deletion_policy="PREVENT",
            opts=pulumi.ResourceOptions(protect=True),
        )
        grant = kms.CryptoKeyIAMBinding(
            f"{self.name}-{use}-users",
            crypto_key_id=made.id,
            role=KEY_USER,
            members=[agent or self.agent_of(use)],
            opts=pulumi.ResourceOptions(depends_on=list(after)),
        )
        self.keys[use] = (made, grant)
        return made

    def agent_of(self, use: str) -> pulumi.Output[str]:
        """The agent of a service, brought into being: `storage`, `compute`, `bigquery`, or an API that has an identity."""
        waits = pulumi.InvokeOutputOptions(depends_on=self.opts.depends_on)
        if use == "storage":
            # It is made when it is asked for; who it is follows from the number, which a preview can tell from the project.
            asked = storage.get_project_service_account_output(project=self.id, opts=waits).email_address
            return pulumi.Output.all(asked, self.agent("gs-project-accounts")).apply(lambda both: both[1])
        if use == "compute":
            return self.agent("compute-system")
        made = projects.ServiceIdentity(f"{self.name}-{use}-agent", project=self.id, service=f"{use}.googleapis.com", opts=self.opts)
        found: pulumi.Output[str] = made.member
        return found

    def encrypted(self, use: str, protect: bool | None = None) -> pulumi.ResourceOptions:
        """Options of what is encrypted by the key: it waits for the agent's right to use it."""
        self.key(use)
        return also(self.opts, self.keys[use][1], protect=protect)

    def allow(self, name: str, priority: int, direction: str, ranges: Sequence[str], *ports: str, **more: Any) -> None:
        """What may pass, over TCP."""
        side = "src_ip_ranges" if direction == "INGRESS" else "dest_ip_ranges"
        compute.NetworkFirewallPolicyRule(
            f"{self.name}-{name}",
            project=self.id,
            firewall_policy=self.policy.name,
            rule_name=name,
            direction=direction,
            priority=priority,
            action="allow",
            enable_logging=True,
            match={side: list(ranges), "layer4_configs": [{"ip_protocol": "tcp", "ports": list(ports)}]},
            **more,
        )

    def let_by(self, label: str, *names: str) -> None:
        """Names that the resolver answers besides."""
        assert self.answers is not None
        for index, one in enumerate(names):
            dns.ResponsePolicyRule(
                f"{self.name}-{label}-{index}",
                project=self.id,
                response_policy=self.answers.response_policy_name,
                rule_name=f"{label}-{index}",
                dns_name=f"{one}.",
                behavior="bypassResponsePolicy",
                opts=pulumi.ResourceOptions(depends_on=[self.block] if self.block else []),
            )

    def account(self, name: str) -> serviceaccount.Account:
        """An account of one program."""
        return serviceaccount.Account(f"{self.name}-{name}", account_id=name, project=self.id, opts=self.opts)

    def machine(self, name: str, account: serviceaccount.Account | None = None, label: str = "workload", **more: Any) -> compute.Instance:
        """A shielded machine without an external address, on the zone's key, with an account of its own."""
        runs_as = account or self.account(name)
        return compute.Instance(
            f"{self.name}-{name}",
            name=name,
            project=self.id,
            zone=f"{REGION}-b",
            machine_type="n2d-standard-2",
            boot_disk={
                "initialize_params": {"image": "cos-cloud/cos-stable"},
                "kms_key_self_link": self.key("compute").id,
            },
            network_interfaces=[{"subnetwork": self.subnets[label].id}],
            service_account={"email": runs_as.email, "scopes": ["cloud-platform"]},
            shielded_instance_config={"enable_secure_boot": True, "enable_vtpm": True, "enable_integrity_monitoring": True},
            metadata={"block-project-ssh-keys": "true", "enable-oslogin": "TRUE", "serial-port-enable": "false"},
            can_ip_forward=False,
            opts=self.encrypted("compute"),
            **more,
        )

    def store(self, name: str, data_class: str | None, **more: Any) -> storage.Bucket:
        """A bucket that keeps what it holds, by the zone's key alone."""
        return storage.Bucket(
            name,
            name=name,
            project=self.id,
            location=REGION.upper(),
            uniform_bucket_level_access=True,
            public_access_prevention="enforced",
            **{"retention_policy": {"retention_period": str(SIX_YEARS_SECONDS), "is_locked": True}, **more},
            soft_delete_policy={"retention_duration_seconds": 35 * 86_400},
            encryption={
                "default_kms_key_name": self.key("storage").id,
                "google_managed_encryption_enforcement_config": {"restriction_mode": "FullyRestricted"},
                "customer_supplied_encryption_enforcement_config": {"restriction_mode": "FullyRestricted"},
            },
            force_destroy=False,
            deletion_policy="PREVENT",
            labels={"data-class": data_class} if data_class else None,
            opts=self.encrypted("storage", protect=True),
        )


def closed_network(
    name: str, project: pulumi.Input[str], subnets: dict[str, str], opts: pulumi.ResourceOptions
) -> tuple[compute.Network, compute.NetworkFirewallPolicy, dict[str, compute.Subnetwork]]:
    """A network without a default route: all is denied and recorded but TLS within it and to Google's restricted address."""
    made = compute.Network(
        f"{name}-network",
        name=f"{name}-network",
        project=project,
        auto_create_subnetworks=False,
        delete_default_routes_on_create=True,
        network_firewall_policy_enforcement_order="BEFORE_CLASSIC_FIREWALL",
        opts=opts,
    )
    policy = compute.NetworkFirewallPolicy(f"{name}-firewall", name=f"{name}-firewall", project=project, opts=opts)
    own, tls = list(subnets.values()), [{"ip_protocol": "tcp", "ports": ["443"]}]
    everything, everywhere = [{"ip_protocol": "all"}], ["0.0.0.0/0", "::/0"]
    rules = [
        ("own-out", "EGRESS", 100, "allow", {"dest_ip_ranges": own, "layer4_configs": tls}),
        ("own-in", "INGRESS", 110, "allow", {"src_ip_ranges": own, "layer4_configs": tls}),
        ("google-out", "EGRESS", 120, "allow", {"dest_ip_ranges": [RESTRICTED_RANGE], "layer4_configs": tls}),
        ("rest-out", "EGRESS", 2_000_000, "deny", {"dest_ip_ranges": everywhere, "layer4_configs": everything}),
        ("rest-in", "INGRESS", 2_000_001, "deny", {"src_ip_ranges": everywhere, "layer4_configs": everything}),
    ]
    built = [
        compute.NetworkFirewallPolicyRule(
            f"{name}-{label}",
            project=project,
            firewall_policy=policy.name,
            rule_name=label,
            direction=direction,
            priority=priority,
            action=action,
            enable_logging=True,
            match=match,
        )
        for label, direction, priority, action, match in rules
    ]
    bound = compute.NetworkFirewallPolicyAssociation(
        f"{name}-firewall",
        name=f"{name}-firewall",
        project=project,
        firewall_policy=policy.id,
        attachment_target=made.id,
        opts=pulumi.ResourceOptions(depends_on=built),
    )
    compute.Route(
        f"{name}-google",
        name=f"{name}-google",
        project=project,
        network=made.name,
        dest_range=RESTRICTED_RANGE,
        next_hop_gateway="default-internet-gateway",
        priority=1000,
    )
    cut = {
        label: compute.Subnetwork(
            f"{name}-{label}",
            name=f"{name}-{label}",
            project=project,
            region=REGION,
            network=made.id,
            ip_cidr_range=block,
            private_ip_google_access=True,
            log_config={"aggregation_interval": "INTERVAL_30_SEC", "flow_sampling": 1, "metadata": "INCLUDE_ALL_METADATA"},
            opts=pulumi.ResourceOptions(depends_on=[bound]),
        )
        for label, block in subnets.items()
    }
    return made, policy, cut


def closed_names(
    name: str, project: pulumi.Input[str], network: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> tuple[dns.ResponsePolicy, dns.ResponsePolicyRule]:
    """Every question is recorded; Google's names lead to the restricted address, all others nowhere."""
    dns.Policy(
        f"{name}-resolver", name=f"{name}-resolver", project=project, enable_logging=True, networks=[{"network_url": network}], opts=opts
    )
    policy = dns.ResponsePolicy(
        f"{name}-names", response_policy_name=f"{name}-names", project=project, networks=[{"network_url": network}], opts=opts
    )
    block = _answer(name, "rest", policy, project, "*.", [("A", ["0.0.0.0"]), ("AAAA", ["::"])])
    for label, domain in (("google", "*.googleapis.com."), ("registry", "*.pkg.dev."), ("images", "*.gcr.io.")):
        _answer(name, label, policy, project, domain, [("A", list(RESTRICTED))])
    return policy, block


def _answer(
    name: str, label: str, policy: dns.ResponsePolicy, project: pulumi.Input[str], domain: str, data: list[tuple[str, list[str]]]
) -> dns.ResponsePolicyRule:
    return dns.ResponsePolicyRule(
        f"{name}-{label}",
        project=project,
        response_policy=policy.response_policy_name,
        rule_name=label,
        dns_name=domain,
        local_data={"local_datas": [{"name": domain, "type": kind, "ttl": 300, "rrdatas": found} for kind, found in data]},
    )


def perimeter(name: str, *inside: Ground, parent: pulumi.Input[str] | None = None, **more: Any) -> accesscontextmanager.ServicePerimeter:
    """An enforced perimeter around projects of one zone, whose networks call what is restricted and nothing else."""
    above = parent or access_policy()
    return accesscontextmanager.ServicePerimeter(
        name,
        name=pulumi.Output.concat(above, "/servicePerimeters/", name),
        parent=above,
        title=name,
        perimeter_type="PERIMETER_TYPE_REGULAR",
        status={
            "resources": [pulumi.Output.concat("projects/", one.project.number) for one in inside],
            "restricted_services": list(DATA),
            "vpc_accessible_services": {"enable_restriction": True, "allowed_services": ["RESTRICTED-SERVICES"]},
            **more,
        },
        opts=pulumi.ResourceOptions(protect=True),
    )


def access_policy() -> pulumi.Output[str]:
    """The organization's access policy, as a parent: an organization has one."""
    made = accesscontextmanager.AccessPolicy("clinic", parent=f"organizations/{ORGANIZATION}", title="clinic")
    return pulumi.Output.concat("accessPolicies/", made.name)


def ground(
    name: str, zone: str | None, project: str, cidr: str, subnets: dict[str, str] | None = None, services: Sequence[str] = ()
) -> Ground:
    """The usual start, without a perimeter: `workload` and `endpoint` subnets in the first two /24s of a /16."""
    head = cidr.rsplit(".", 2)[0]
    made, opts = zone_project(project, zone, services)
    cut = subnets or {"workload": f"{head}.0.0/24", "endpoint": f"{head}.1.0/24"}
    network, policy, nets = closed_network(name, made.project_id, cut, opts)
    found = Ground(name, zone, made, opts, network, policy, nets)
    found.answers, found.block = closed_names(name, made.project_id, network.id, opts)
    return found
