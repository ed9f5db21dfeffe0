"""A whole plan by hand, as the documentation writes it: nothing of it is a false alarm."""

from typing import Any

from tests.posture.readers.gcp.programs import NUMBERS, OTHER, OURS, T1, T2, T3, T4, T5, Gcp, Made, Ref

EVERYTHING = {"layer4Configs": [{"ipProtocol": "all"}]}


def zone(program: Gcp, project: str, name: str, label: str, cidr: str) -> tuple[Made, Made, Made]:
    owner = program.project(project, label)
    network = program.network(name, project=project)
    subnet = program.subnet(f"{name}-a", network, cidr, privateIpGoogleAccess=True)
    program.route(f"{name}-apis", network, "199.36.153.4/30", nextHopGateway="default-internet-gateway")
    program.close_names(network, f"{name}-names")
    policy = program.add("compute:NetworkFirewallPolicy", f"{name}-guard", project=project)
    rules: tuple[tuple[str, int, str, dict[str, Any]], ...] = (
        ("apis", 100, "allow", {**EVERYTHING, "destIpRanges": ["199.36.153.4/30"]}),
        ("inside", 200, "allow", {**EVERYTHING, "destIpRanges": [cidr]}),
        ("rest", 65000, "deny", {**EVERYTHING, "destIpRanges": ["0.0.0.0/0", "::/0"]}),
    )
    for rule, priority, action, match in rules:
        program.add(
            "compute:NetworkFirewallPolicyRule", f"{name}-{rule}", project=project, firewallPolicy=policy.inputs["name"], direction="EGRESS",
            priority=priority, action=action, match=match,
        )  # fmt: skip
    program.add(
        "compute:NetworkFirewallPolicyAssociation", f"{name}-use", project=project, firewallPolicy=policy.id, attachmentTarget=network.id
    )
    return owner, network, subnet


def house() -> Gcp:
    program = Gcp()
    phi, _, ward_a = zone(program, OURS, "ward", "phi", "10.0.1.0/24")
    deid, mask, mask_a = zone(program, OTHER, "mask", "deidentification", "10.0.2.0/24")
    numbers = [Ref(owner.urn, f"projects/{NUMBERS[project]}") for owner, project in ((phi, OURS), (deid, OTHER))]
    program.perimeter("ring", numbers, ["storage.googleapis.com", "cloudkms.googleapis.com", "sqladmin.googleapis.com"])
    ring = program.add("kms:KeyRing", "ring-of-keys", location="europe-west1")
    key = program.add("kms:CryptoKey", "key", keyRing=ring.id)
    agent = f"serviceAccount:service-{NUMBERS[OURS]}@gs-project-accounts.iam.gserviceaccount.com"
    program.add(
        "kms:CryptoKeyIAMMember", "agent", cryptoKeyId=key.id, role="roles/cloudkms.cryptoKeyEncrypterDecrypter", member=Ref(phi.urn, agent)
    )
    bucket = program.add(
        "storage:Bucket", "records", location="EUROPE-WEST1", encryption={"defaultKmsKeyName": key.id}, labels={"data-class": "phi"}
    )
    robot = program.add(
        "serviceaccount:Account", "masker", {"email": f"masker@{OTHER}.iam.gserviceaccount.com"}, project=OTHER, accountId="masker"
    )
    member = Ref(robot.urn, f"serviceAccount:masker@{OTHER}.iam.gserviceaccount.com")
    program.add("storage:BucketIAMMember", "masks", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", member=member)
    program.instance("masker", mask_a, serviceAccount={"email": robot.out("email"), "scopes": ["cloud-platform"]})
    program.instance("loader", ward_a)
    settings = {
        "tier": "x",
        "ipConfiguration": {"ipv4Enabled": False, "pscConfigs": [{"pscEnabled": True, "allowedConsumerProjects": [OTHER]}]},
    }
    database = program.add(
        "sql:DatabaseInstance", "cases", {"pscServiceAttachmentLink": "projects/x-tp/regions/europe-west1/serviceAttachments/a"},
        region="europe-west1", databaseVersion="POSTGRES_16", settings=settings,
    )  # fmt: skip
    program.add(
        "compute:ForwardingRule", "to-cases", project=OTHER, network=mask.id, subnetwork=mask_a.id, region="europe-west1", loadBalancingScheme="",
        target=database.out("pscServiceAttachmentLink"),
    )  # fmt: skip
    for api in ("compute", "storage", "dns"):
        program.add("projects:Service", api, service=f"{api}.googleapis.com")
    return program


def test_a_sound_house_is_proven(form: str) -> None:
    results = house().results(form)
    shown = {name: (r.verdict.value, [f.shown_path for f in r.findings]) for name, r in results.items()}
    assert shown == {name: ("proven", []) for name in (T1, T2, T3, T4, T5)}
