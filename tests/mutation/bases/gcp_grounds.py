"""What a careful team repeats in every Google Cloud program: a project of one zone, its closed network, names, keys, audit, a perimeter. Plain functions.

Sources: Resource Manager, "Creating and managing projects", "Protecting projects from accidental deletion"; VPC, "VPC networks", "Routes", "VPC Flow
Logs", "Configure Private Google Access"; VPC Service Controls, "Set up private connectivity to Google APIs and services", "VPC accessible services";
Cloud DNS, "Manage response policies and rules"; Cloud KMS, "CMEK integrations", "Key rotation"; Cloud Audit Logs, "Enable Data Access audit logs".
"""

from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi_gcp import (
    accesscontextmanager,
    bigquery,
    compute,
    dns,
    kms,
    logging,
    organizations,
    projects,
    resourcemanager,
    serviceaccount,
    storage,
)

ORGANIZATION = "123456789012"
FOLDER = "444444444444"
BILLING = "000000-AAAAAA-111111"
REGION = "europe-west1"
APIS = ("cloudkms", "cloudresourcemanager", "compute", "dns", "iam", "iamcredentials", "logging", "monitoring", "storage")
RESTRICTED = tuple(
    f"{name}.googleapis.com"
    for name in (
        *("aiplatform", "alloydb", "analyticshub", "artifactregistry", "backupdr", "bigquery", "bigquerydatapolicy", "bigtable"),
        *("binaryauthorization", "cloudbuild", "cloudfunctions", "cloudkms", "cloudresourcemanager", "cloudtrace", "compute"),
        *("container", "containeranalysis", "datacatalog", "dataflow", "dataproc", "dlp", "eventarc", "file", "firestore"),
        *("healthcare", "iam", "iamcredentials", "logging", "memorystore", "monitoring", "notebooks", "pubsub", "redis", "run"),
        *("secretmanager", "servicedirectory", "spanner", "sqladmin", "storage", "storagetransfer", "sts", "vision"),
    )
)
"""Of VPC Service Controls, "Supported products and limitations", what these programs use and what holds data."""
PRIVATE_ADDRESSES = ["199.36.153.4", "199.36.153.5", "199.36.153.6", "199.36.153.7"]
"""restricted.googleapis.com."""
RESTRICTED_RANGE = "199.36.153.4/30"
AGENTS = {
    "alloydb": ("service-", "gcp-sa-alloydb"),
    "artifactregistry": ("service-", "gcp-sa-artifactregistry"),
    "bigquery": ("bq-", "bigquery-encryption"),
    "compute": ("service-", "compute-system"),
    "dlp": ("service-", "dlp-api"),
    "eventarc": ("service-", "gcp-sa-eventarc"),
    "cloudfunctions": ("service-", "gcf-admin-robot"),
    "container": ("service-", "container-engine-robot"),
    "file": ("service-", "cloud-filer"),
    "firestore": ("service-", "gcp-sa-firestore"),
    "healthcare": ("service-", "gcp-sa-healthcare"),
    "logging": ("cmek-p", "gcp-sa-logging"),
    "memorystore": ("service-", "gcp-sa-memorystore"),
    "notebooks": ("service-", "gcp-sa-notebooks"),
    "pubsub": ("service-", "gcp-sa-pubsub"),
    "redis": ("service-", "cloud-redis"),
    "run": ("service-", "serverless-robot-prod"),
    "secretmanager": ("service-", "gcp-sa-secretmanager"),
    "spanner": ("service-", "gcp-sa-spanner"),
    "sqladmin": ("service-", "gcp-sa-cloud-sql"),
    "storage": ("service-", "gs-project-accounts"),
    "aiplatform": ("service-", "gcp-sa-aiplatform"),
}
"""API → how the account by which it uses keys is called (IAM documentation, "Service agents")."""
_MADE_WITH_THEIR_API = ("compute", "container")
_ASKED = {
    "storage": lambda project, opts: storage.get_project_service_account_output(project=project, opts=opts).email_address,
    "bigquery": lambda project, opts: bigquery.get_default_service_account_output(project=project, opts=opts).email,
    "logging": lambda project, opts: logging.get_project_cmek_settings_output(project=project, opts=opts).service_account_id,
}
"""Services that make their agent when they are asked for it; the others do by a service identity."""


def after(*resources: Any, **more: Any) -> pulumi.ResourceOptions:
    """Options of what waits for others."""
    return pulumi.ResourceOptions(depends_on=list(resources), **more)


@dataclass
class Ground:
    """A project of one zone with its network and its keys."""

    name: str
    zone: str | None
    project_id: str
    region: str
    cidr: str
    project: organizations.Project
    apis: list[pulumi.Resource]
    ring: kms.KeyRing
    network: compute.Network | None = None
    subnet: compute.Subnetwork | None = None
    road: list[pulumi.Resource] = field(default_factory=list)
    keys: dict[str, kms.CryptoKey] = field(default_factory=dict)
    grants: dict[str, pulumi.Resource] = field(default_factory=dict)
    agents: dict[str, pulumi.Resource] = field(default_factory=dict)

    @property
    def opts(self) -> pulumi.ResourceOptions:
        """For what stands in the project."""
        return after(*self.apis)

    def labels(self, data_class: str | None = None) -> dict[str, str] | None:
        """Labels of what can bear any; none where the program has none."""
        if self.zone is None:
            return None
        return {"ai-zone": self.zone, **({"data-class": data_class} if data_class else {})}

    def agent(self, api: str) -> pulumi.Output[str]:
        """Address of a service's agent in this project."""
        prefix, domain = AGENTS[api]
        return pulumi.Output.concat(prefix, self.project.number, "@", domain, ".iam.gserviceaccount.com")

    def key(self, api: str, *others: str) -> kms.CryptoKey:
        """The key of one service, on hardware, rotated, used by the service's agent alone, and by those of services that it is made of."""
        if api not in self.keys:
            made = kms.CryptoKey(
                f"{self.name}-{api}",
                name=api,
                key_ring=self.ring.id,
                purpose="ENCRYPT_DECRYPT",
                rotation_period="7776000s",
                destroy_scheduled_duration="7776000s",
                version_template={"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protection_level": "HSM"},
                labels=self.labels(),
                opts=pulumi.ResourceOptions(protect=True),
            )
            self.keys[api] = made
            self.grants[api] = kms.CryptoKeyIAMBinding(
                f"{self.name}-{api}",
                crypto_key_id=made.id,
                role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
                members=[pulumi.Output.concat("serviceAccount:", self.agent(one)) for one in (api, *others)],
                opts=after(*(anchor for one in (api, *others) for anchor in self._agent_stands(one, made))),
            )
        return self.keys[api]

    def _agent_stands(self, api: str, anchor: pulumi.Resource) -> list[Any]:
        if api in _MADE_WITH_THEIR_API:
            return [*self.apis]
        if api in _ASKED:
            asked = pulumi.InvokeOutputOptions(depends_on=[*self.apis])
            return [_ASKED[api](self.project_id, asked).apply(lambda _: anchor)]
        if api not in self.agents:
            self.agents[api] = projects.ServiceIdentity(
                f"{self.name}-{api}", project=self.project_id, service=f"{api}.googleapis.com", opts=self.opts
            )
        return [self.agents[api]]

    def keyed(self, api: str, **more: Any) -> pulumi.ResourceOptions:
        """For what is encrypted with a key: its service must be allowed to use it first."""
        self.key(api)
        return after(self.grants[api], *self.apis, **more)

    def account(self, name: str) -> serviceaccount.Account:
        """A service account of one program."""
        return serviceaccount.Account(f"{self.name}-{name}", account_id=name, project=self.project_id, opts=self.opts)

    def firewall(
        self, name: str, direction: str, ranges: list[str], ports: list[str], priority: int = 1000, **more: Any
    ) -> compute.Firewall:
        """A rule that lets TCP by, and logs it."""
        key = "source_ranges" if direction == "INGRESS" else "destination_ranges"
        assert self.network is not None
        return compute.Firewall(
            f"{self.name}-{name}",
            name=f"{self.name}-{name}",
            project=self.project_id,
            network=self.network.self_link,
            direction=direction,
            priority=priority,
            allows=[{"protocol": "tcp", "ports": ports}],
            log_config={"metadata": "INCLUDE_ALL_METADATA"},
            **{key: ranges},
            **more,
        )

    def bucket(self, name: str, data_class: str, keep: str | None = "189388800", **more: Any) -> storage.Bucket:
        """A bucket of the zone that keeps what it holds for six years."""
        only_ours = {"restriction_mode": "FullyRestricted"}
        return storage.Bucket(
            name,
            name=name,
            project=self.project_id,
            location=self.region.upper(),
            storage_class="STANDARD",
            uniform_bucket_level_access=True,
            public_access_prevention="enforced",
            encryption={
                "default_kms_key_name": self.key("storage").id,
                "google_managed_encryption_enforcement_config": only_ours,
                "customer_supplied_encryption_enforcement_config": only_ours,
            },
            soft_delete_policy={"retention_duration_seconds": 2592000},
            retention_policy={"retention_period": keep, "is_locked": True} if keep else None,
            labels=self.labels(data_class),
            opts=self.keyed("storage", protect=True),
            **more,
        )


def ground(
    name: str,
    zone: str | None,
    cidr: str = "10.60.0.0/24",
    *,
    region: str = REGION,
    apis: tuple[str, ...] = (),
    project_id: str | None = None,
    network: bool = True,
    labelled: bool = True,
    ring: str = "records",
) -> Ground:
    """A project in the hospital's folder: no default network, its APIs, every access logged, default accounts without power."""
    identifier = project_id or f"clinic-{name}"
    project = organizations.Project(
        name,
        project_id=identifier,
        name=identifier,
        folder_id=FOLDER,
        billing_account=BILLING,
        auto_create_network=False,
        deletion_policy="PREVENT",
        labels={"ai-zone": zone} if zone and labelled else None,
        opts=pulumi.ResourceOptions(protect=True),
    )
    resourcemanager.Lien(
        name,
        parent=project.number.apply(lambda number: f"projects/{number}"),
        restrictions=["resourcemanager.projects.delete"],
        origin="clinic",
        reason="Holds records",
    )
    enabled: list[pulumi.Resource] = [
        projects.Service(f"{name}-{api}", project=project.project_id, service=f"{api}.googleapis.com", disable_on_destroy=False)
        for api in (*APIS, *apis)
    ]
    projects.IAMAuditConfig(
        name,
        project=project.project_id,
        service="allServices",
        audit_log_configs=[{"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")],
        opts=after(*enabled),
    )
    projects.DefaultServiceAccounts(name, project=project.project_id, action="DISABLE", restore_policy="NONE", opts=after(*enabled))
    keyring = kms.KeyRing(f"{name}-keys", name=ring, project=project.project_id, location=region, opts=after(*enabled))
    made = Ground(name, zone if labelled else None, identifier, region, cidr, project, enabled, keyring)
    if network:
        _network(made)
    return made


def _network(made: Ground) -> None:
    """Custom mode, no default route, all that is not allowed is denied, and a road to Google's APIs alone."""
    name, project = made.name, made.project_id
    net = compute.Network(
        name,
        name=name,
        project=project,
        auto_create_subnetworks=False,
        delete_default_routes_on_create=True,
        routing_mode="REGIONAL",
        opts=made.opts,
    )
    made.network = net
    for direction, key in (("EGRESS", "destination_ranges"), ("INGRESS", "source_ranges")):
        made.road.append(
            compute.Firewall(
                f"{name}-deny-{direction.lower()}",
                name=f"{name}-deny-{direction.lower()}",
                project=project,
                network=net.self_link,
                direction=direction,
                priority=65534,
                denies=[{"protocol": "all"}],
                log_config={"metadata": "INCLUDE_ALL_METADATA"},
                **{key: ["0.0.0.0/0"]},
            )
        )
    made.subnet = compute.Subnetwork(
        name,
        name=name,
        project=project,
        region=made.region,
        network=net.id,
        ip_cidr_range=made.cidr,
        private_ip_google_access=True,
        log_config={"aggregation_interval": "INTERVAL_5_SEC", "flow_sampling": 1.0, "metadata": "INCLUDE_ALL_METADATA"},
    )
    made.road += [
        made.firewall("to-apis", "EGRESS", [RESTRICTED_RANGE], ["443"]),
        compute.Route(
            f"{name}-to-apis",
            name=f"{name}-to-apis",
            project=project,
            network=net.name,
            dest_range=RESTRICTED_RANGE,
            next_hop_gateway="default-internet-gateway",
        ),
    ]
    _names(made, net)


def _names(made: Ground, net: compute.Network) -> None:
    """Google's names lead to the restricted address, every other name nowhere; every question is logged."""
    name, project = made.name, made.project_id
    for label, domain in (("apis", "googleapis.com."), ("images", "pkg.dev.")):
        zone = dns.ManagedZone(
            f"{name}-{label}",
            name=f"{name}-{label}",
            project=project,
            dns_name=domain,
            visibility="private",
            private_visibility_config={"networks": [{"network_url": net.id}]},
            labels=made.labels(),
        )
        for record, kind, data in ((domain, "A", PRIVATE_ADDRESSES), (f"*.{domain}", "CNAME", [domain])):
            dns.RecordSet(
                f"{name}-{label}-{kind.lower()}", name=record, project=project, managed_zone=zone.name, type=kind, ttl=300, rrdatas=data
            )
    dns.Policy(f"{name}-queries", name=f"{name}-queries", project=project, enable_logging=True, networks=[{"network_url": net.id}])
    answers = dns.ResponsePolicy(
        f"{name}-answers", response_policy_name=f"{name}-answers", project=project, networks=[{"network_url": net.id}]
    )
    nothing = dns.ResponsePolicyRule(
        f"{name}-nothing",
        project=project,
        response_policy=answers.response_policy_name,
        rule_name="nothing",
        dns_name="*.",
        local_data={
            "local_datas": [
                {"name": "*.", "type": kind, "ttl": 300, "rrdatas": [data]} for kind, data in (("A", "0.0.0.0"), ("AAAA", "::"))
            ]
        },
    )
    for label, domain in (("apis", "*.googleapis.com."), ("images", "*.pkg.dev."), ("metadata", "metadata.google.internal.")):
        dns.ResponsePolicyRule(
            f"{name}-answers-{label}",
            project=project,
            response_policy=answers.response_policy_name,
            rule_name=label,
            dns_name=domain,
            behavior="bypassResponsePolicy",
            opts=after(nothing),
        )


def perimeters(*grounds: Ground) -> accesscontextmanager.AccessPolicy:
    """One enforced perimeter around each project, scoped to the hospital's folder; its networks may call restricted services alone."""
    policy = accesscontextmanager.AccessPolicy("clinic", parent=f"organizations/{ORGANIZATION}", title="clinic", scopes=f"folders/{FOLDER}")
    for one in grounds:
        label = one.name.replace("-", "_")
        accesscontextmanager.ServicePerimeter(
            f"{one.name}-perimeter",
            name=policy.name.apply(lambda made, label=label: f"accessPolicies/{made}/servicePerimeters/{label}"),
            parent=policy.name.apply(lambda made: f"accessPolicies/{made}"),
            title=label,
            status={
                "resources": [one.project.number.apply(lambda number: f"projects/{number}")],
                "restricted_services": list(RESTRICTED),
                "vpc_accessible_services": {"enable_restriction": True, "allowed_services": ["RESTRICTED-SERVICES"]},
            },
        )
    return policy
