"""Databases and users of Cloud SQL in the simulated Google Cloud."""

from tests.simulator.gcp.project import REGION, Made, Project

DATABASE, USER, INSTANCE = "gcp:sql/database:Database", "gcp:sql/user:User", "gcp:sql/databaseInstance:DatabaseInstance"
ACCOUNT = "CLOUD_IAM_SERVICE_ACCOUNT"


def instance(gcp: Project) -> Made:
    ip = {"ipv4Enabled": False, "pscConfigs": [{"pscEnabled": True, "allowedConsumerProjects": ["hospital-access"]}]}
    settings = {"tier": "db-perf-optimized-N-2", "edition": "ENTERPRISE_PLUS", "ipConfiguration": ip}
    return gcp.make(INSTANCE, name="phi-pg", region=REGION, databaseVersion="POSTGRES_17", settings=settings, deletionProtection=False)


def test_an_instance_by_private_service_connect_has_a_name_of_its_region(gcp: Project) -> None:
    assert instance(gcp)["dnsName"].endswith(f".{REGION}.sql.goog.")


def test_a_database_and_a_user_need_their_instance(gcp: Project) -> None:
    gcp.refuses("notFound", DATABASE, name="clinical", instance="phi-pg")
    gcp.refuses("notFound", USER, name="feed@hospital-phi.iam", instance="phi-pg", type=ACCOUNT)
    instance(gcp)
    assert gcp.make(DATABASE, name="clinical", instance="phi-pg").id == "projects/hospital-phi/instances/phi-pg/databases/clinical"
    assert gcp.make(USER, name="feed@hospital-phi.iam", instance="phi-pg", type=ACCOUNT).id == "feed@hospital-phi.iam//phi-pg"


def test_a_user_by_iam_has_no_password_and_a_short_name(gcp: Project) -> None:
    faults = gcp.faults(USER, name="feed@hospital-phi.iam.gserviceaccount.com", instance="phi-pg", type=ACCOUNT, password="x")
    assert {fault.partition(":")[0] for fault in faults} == {"name", "password"}


def test_an_instance_says_how_it_is_set_up(gcp: Project) -> None:
    assert gcp.faults(INSTANCE, name="phi-pg", region=REGION, databaseVersion="POSTGRES_17") == [
        "settings: is required unless clone is given"
    ]
