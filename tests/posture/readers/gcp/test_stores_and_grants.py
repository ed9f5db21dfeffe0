"""Who may use stores: members, bindings and policies on every kind; public addresses; places."""

import json
from typing import Any

import pytest

from tests.posture.readers.gcp.programs import NUMBERS, OTHER, OURS, T1, T2, T4, THEIRS, Gcp, Made, with_organization


def records(**more: Any) -> tuple[Gcp, Made]:
    program = Gcp()
    program.project()
    bucket = program.add("storage:Bucket", "records", location="europe-west1", labels={"data-class": "phi"}, **more)
    return program, bucket


def test_a_bucket_that_nobody_else_may_use_is_closed(form: str) -> None:
    program, _ = records()
    assert program.verdicts(form)[T1] == "proven"


@pytest.mark.parametrize(
    "who", ["allUsers", "allAuthenticatedUsers", f"serviceAccount:robot@{THEIRS}.iam.gserviceaccount.com", "user:x@gmail.com"]
)
@pytest.mark.parametrize("grant", ["Member", "Binding", "Policy"])
def test_a_stranger_is_let_in_by_every_form_of_a_grant(form: str, who: str, grant: str) -> None:
    program, bucket = records()
    role = "roles/storage.objectViewer"
    given: dict[str, dict[str, Any]] = {
        "Member": {"member": who, "role": role},
        "Binding": {"members": [who], "role": role},
        "Policy": {"policyData": json.dumps({"bindings": [{"role": role, "members": [who]}]})},
    }
    program.add(f"storage:BucketIAM{grant}", "open", bucket=bucket.inputs["name"], **given[grant])
    assert program.verdicts(form)[T1] == "violated"


def test_a_binding_of_a_policy_that_names_nobody_lets_in_whom_only_the_update_tells(form: str) -> None:
    program, bucket = records()
    told = json.dumps({"bindings": [{"role": "roles/storage.objectViewer", "members": []}]})
    program.add("storage:BucketIAMPolicy", "late", bucket=bucket.inputs["name"], policyData=told)
    assert program.verdicts(form)[T1] == "unproven"


@pytest.mark.parametrize(
    "who", [f"serviceAccount:robot@{OTHER}.iam.gserviceaccount.com", f"projectViewer:{OURS}", "deleted:user:x@gmail.com?uid=1", "group:ward@hospital.example"]
)  # fmt: skip
def test_our_own_are_no_strangers(form: str, who: str) -> None:
    program, bucket = records()
    program.add("storage:BucketIAMMember", "own", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", member=who)
    approved = with_organization(gcp_project_ids=frozenset({OURS, OTHER}), gcp_domains=frozenset({"hospital.example"}))
    assert program.verdicts(form, approved)[T1] == "proven"


def test_people_of_a_domain_that_nobody_named_are_not_proven_ours(form: str) -> None:
    program, bucket = records()
    program.add(
        "storage:BucketIAMMember", "m", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", member="user:a@clinic.example"
    )
    assert program.verdicts(form)[T1] == "unproven"
    approved = with_organization(gcp_project_ids=frozenset({OURS, OTHER}), gcp_domains=frozenset({"hospital.example"}))
    assert program.verdicts(form, approved)[T1] == "violated"


@pytest.mark.parametrize("role", ["roles/owner", "roles/storage.admin", "roles/storage.objectViewer", "roles/editor"])
def test_a_role_on_the_project_is_one_on_its_stores(form: str, role: str) -> None:
    program, _ = records()
    program.add("projects:IAMMember", "wide", project=OURS, role=role, member=f"serviceAccount:x@{THEIRS}.iam.gserviceaccount.com")
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize("role", ["roles/monitoring.viewer", "roles/bigquery.jobUser", "roles/pubsub.publisher"])
def test_a_role_without_these_records_opens_nothing(form: str, role: str) -> None:
    program, _ = records()
    program.add("projects:IAMMember", "narrow", project=OURS, role=role, member=f"serviceAccount:x@{THEIRS}.iam.gserviceaccount.com")
    assert program.verdicts(form)[T1] == "proven"


@pytest.mark.parametrize("entity", ["READER:allUsers", "OWNER:user-x@gmail.com"])
def test_an_access_list_lets_strangers_in(form: str, entity: str) -> None:
    program, bucket = records()
    program.add("storage:BucketACL", "acl", bucket=bucket.inputs["name"], roleEntities=[entity])
    assert program.verdicts(form)[T1] == "violated"


def test_a_dataset_for_everybody_is_open(form: str) -> None:
    program = Gcp()
    program.project()
    entry = {"role": "READER", "specialGroup": "allAuthenticatedUsers"}
    program.add("bigquery:Dataset", "claims", datasetId="claims", location="europe-west1", accesses=[entry])
    assert program.verdicts(form)[T1] == "violated"


def test_a_dataset_of_its_projects_own_is_closed(form: str) -> None:
    program = Gcp()
    program.project()
    entry = {"role": "OWNER", "specialGroup": "projectOwners"}
    program.add("bigquery:Dataset", "claims", datasetId="claims", location="europe-west1", accesses=[entry])
    assert program.verdicts(form)[T1] == "proven"


def test_an_authorized_view_of_another_project_shares(form: str) -> None:
    program = Gcp()
    program.project()
    dataset = program.add("bigquery:Dataset", "claims", datasetId="claims", location="europe-west1")
    view = {"projectId": THEIRS, "datasetId": "x", "tableId": "y"}
    program.add("bigquery:DatasetAccess", "view", datasetId=dataset.inputs["datasetId"], view=view)
    assert program.verdicts(form)[T1] == "violated"


def test_inference_that_may_read_records_is_a_way_past_redaction(form: str) -> None:
    program, bucket = records()
    program.project(OTHER, "inference")
    robot = program.add(
        "serviceaccount:Account", "robot", {"email": f"robot@{OTHER}.iam.gserviceaccount.com"}, project=OTHER, accountId="robot"
    )
    template = {"serviceAccount": robot.out("email"), "vpcAccess": {"egress": "ALL_TRAFFIC"}}
    program.add("cloudrunv2:Service", "model", project=OTHER, location="europe-west1", template=template)
    member = f"serviceAccount:robot@{OTHER}.iam.gserviceaccount.com"
    program.add("storage:BucketIAMMember", "reads", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", member=member)
    verdicts = program.verdicts(form)
    assert (verdicts[T2], verdicts[T4]) == ("violated", "violated")


def test_a_pool_without_a_condition_takes_every_repository(form: str) -> None:
    program, bucket = records()
    pool = program.add("iam:WorkloadIdentityPool", "ci", workloadIdentityPoolId="ci")
    oidc = {"issuerUri": "https://token.actions.githubusercontent.com"}
    provider = program.add(
        "iam:WorkloadIdentityPoolProvider", "github", workloadIdentityPoolId=pool.inputs["workloadIdentityPoolId"],
        workloadIdentityPoolProviderId="github", oidc=oidc, attributeMapping={"google.subject": "assertion.sub"},
    )  # fmt: skip
    who = f"principalSet://iam.googleapis.com/projects/{NUMBERS[OURS]}/locations/global/workloadIdentityPools/ci/*"
    program.add("storage:BucketIAMMember", "ci", bucket=bucket.inputs["name"], role="roles/storage.objectAdmin", member=who)
    assert program.verdicts(form)[T1] == "violated"
    provider.inputs["attributeCondition"] = "assertion.repository_owner == 'hospital'"
    assert program.verdicts(form)[T1] == "proven"


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({"ipConfiguration": {"ipv4Enabled": False, "privateNetwork": "ward"}}, "proven"),
        ({"ipConfiguration": {"ipv4Enabled": True}}, "violated"),
        ({"tier": "db-custom-2-8192"}, "violated"),
        ({"ipConfiguration": {"ipv4Enabled": False, "authorizedNetworks": [{"value": "0.0.0.0/0"}]}}, "violated"),
        ({"ipConfiguration": {"ipv4Enabled": False}, "backupConfiguration": {"location": "us"}}, "violated"),
    ],
)
def test_a_database_has_no_public_address(form: str, settings: dict[str, Any], verdict: str) -> None:
    program = Gcp()
    program.project()
    program.network()
    program.add("sql:DatabaseInstance", "records", region="europe-west1", databaseVersion="POSTGRES_16", settings=settings)
    assert program.verdicts(form)[T1] == verdict


@pytest.mark.parametrize("location", ["US", "us-east1", "EU"])
def test_a_bucket_outside_residency_is_a_way_out(form: str, location: str) -> None:
    program = Gcp()
    program.project()
    program.add("storage:Bucket", "records", location=location)
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(("place", "verdict"), [("europe-west1-b", "proven"), ("us-east1-b", "violated")])
def test_files_in_a_zone_lie_in_its_region(form: str, place: str, verdict: str) -> None:
    program = Gcp()
    program.project()
    program.add("filestore:Instance", "wards", location=place, tier="ZONAL")
    assert program.verdicts(form)[T1] == verdict


def test_a_sink_into_a_strangers_project_is_a_way_out(form: str) -> None:
    program, _ = records()
    program.add("logging:ProjectSink", "sink", destination=f"bigquery.googleapis.com/projects/{THEIRS}/datasets/logs")
    assert program.verdicts(form)[T1] == "violated"


def test_messages_pushed_to_an_address_are_a_way_out(form: str) -> None:
    program, _ = records()
    topic = program.add("pubsub:Topic", "notes")
    program.add("pubsub:Subscription", "push", topic=topic.id, pushConfig={"pushEndpoint": "https://vendor.example/hook"})
    assert program.verdicts(form)[T1] == "violated"


def test_a_transfer_to_another_cloud_is_a_way_out(form: str) -> None:
    program, bucket = records()
    spec = {"gcsDataSource": {"bucketName": bucket.inputs["name"]}, "awsS3DataSink": {"bucketName": "copy"}}
    program.add("storage:TransferJob", "copy", description="copy", transferSpec=spec)
    assert program.verdicts(form)[T1] == "violated"


def test_a_listing_that_a_stranger_may_subscribe_to_shares_its_dataset(form: str) -> None:
    program = Gcp()
    program.project()
    dataset = program.add("bigquery:Dataset", "claims", datasetId="claims", location="europe-west1")
    exchange = program.add("bigqueryanalyticshub:DataExchange", "hub", dataExchangeId="hub", location="europe-west1")
    program.add("bigqueryanalyticshub:Listing", "claims-listing", dataExchangeId="hub", listingId="claims-listing",
                bigqueryDataset={"dataset": dataset.id})  # fmt: skip
    program.add("bigqueryanalyticshub:DataExchangeIamMember", "subscribe", dataExchangeId=exchange.id,
                role="roles/analyticshub.subscriber", member="allAuthenticatedUsers")  # fmt: skip
    assert program.verdicts(form)[T1] == "violated"


def test_a_store_in_a_project_that_nobody_listed_is_not_ours(form: str) -> None:
    program = Gcp()
    program.add("storage:Bucket", "records", project=THEIRS, location="europe-west1", labels={"ai-zone": "phi"})
    assert program.verdicts(form)[T1] == "violated"


def test_a_sinks_own_writer_is_no_stranger(form: str) -> None:
    program, bucket = records()
    sink = program.add(
        "logging:ProjectSink", "sink", {"writerIdentity": "serviceAccount:service-777@gcp-sa-logging.iam.gserviceaccount.com"},
        destination="storage.googleapis.com/records",
    )  # fmt: skip
    role = "roles/storage.objectCreator"
    program.add("storage:BucketIAMMember", "writes", bucket=bucket.inputs["name"], role=role, member=sink.out("writerIdentity"))
    assert program.verdicts(form)[T1] == "proven"


def test_a_stranger_who_may_tunnel_to_a_machine_is_let_in(form: str) -> None:
    program = Gcp()
    program.project()
    program.instance("vm", program.subnet("a", program.network()))
    who = f"serviceAccount:x@{THEIRS}.iam.gserviceaccount.com"
    role = "roles/iap.tunnelResourceAccessor"
    program.add("iap:TunnelInstanceIAMMember", "tunnel", instance="vm", zone="europe-west1-b", role=role, member=who)
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(("private", "verdict"), [(True, "proven"), (False, "violated")])
def test_nodes_of_a_cluster_stand_in_its_subnet(form: str, private: bool, verdict: str) -> None:
    program = Gcp()
    program.project(OURS, "control")
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.deny_egress(network)
    config = {"enablePrivateNodes": private, "enablePrivateEndpoint": private}
    subnet = program.subnet("a", network)
    program.add(
        "container:Cluster", "cluster", location="europe-west1", network=network.id, subnetwork=subnet.id, privateClusterConfig=config
    )
    program.firewall("open", network, sourceRanges=["0.0.0.0/0"], allows=[{"protocol": "tcp"}])
    assert program.verdicts(form)[T4] == verdict


def test_an_agent_of_a_project_that_a_perimeter_holds_is_ours() -> None:
    program, bucket = records()
    number = "555555555555"
    member = f"serviceAccount:service-{number}@gcp-sa-healthcare.iam.gserviceaccount.com"
    program.add("storage:BucketIAMMember", "agent", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", member=member)
    assert program.verdicts("state")[T1] == "unproven"
    program.perimeter("ring", [f"projects/{number}"])
    assert program.verdicts("state")[T1] == "proven"
