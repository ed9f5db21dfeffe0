"""Shapes of public programs that the recorded ones lack: a GraphQL API, Beanstalk, Lightsail, machines in the default network, a sign-in pool.

Source: Pulumi's public examples on AWS, for the shapes alone; AWS's guides for what is true of each, as the readers name them.
"""

from typing import Any

import pytest

from tests.posture.readers.aws.cloud import FORMS, Made
from tests.posture.readers.aws.estate import Estate, may, trust

CLOSED = "phi-exit phi-redaction zone-segmentation dns-closed"


@pytest.fixture
def clinic() -> Estate:
    return Estate()


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each program is judged as a state and as a preview: both must say the same."""
    return str(request.param)


# A GraphQL API over a table.


def _graphql(clinic: Estate, more: list[str], kind: str = "AMAZON_DYNAMODB", **ways: Any) -> None:
    table = clinic.put("aws:dynamodb/table:Table", "notes", zone="phi", name="notes", hashKey="id")
    others = {"additionalAuthenticationProviders": [{"authenticationType": one} for one in more]} if more else {}
    api = clinic.put("aws:appsync/graphQLApi:GraphQLApi", "api", **ways, **others)
    source = (
        {"dynamodbConfig": {"tableName": table.id}} if kind == "AMAZON_DYNAMODB" else {"httpConfig": {"endpoint": "https://vendor.example"}}
    )
    clinic.put("aws:appsync/dataSource:DataSource", "table", apiId=api.id, type="AMAZON_DYNAMODB", dynamodbConfig={"tableName": table.id})
    clinic.put("aws:appsync/dataSource:DataSource", "source", apiId=api.id, type=kind, **source)
    clinic.put("aws:appsync/resolver:Resolver", "get", apiId=api.id, field="get", type="Query", dataSource="table")


@pytest.mark.parametrize(("first", "more"), [("API_KEY", []), ("AMAZON_COGNITO_USER_POOLS", []), ("AWS_IAM", ["API_KEY"])])
def test_a_graphql_api_that_takes_keys_or_sign_ins_shows_its_table_to_the_internet(
    clinic: Estate, form: str, first: str, more: list[str]
) -> None:
    _graphql(clinic, more, authenticationType=first)
    assert clinic.verdicts(form, only="phi-exit") == "violated"


def test_a_graphql_api_that_takes_signed_requests_alone_is_closed(clinic: Estate, form: str) -> None:
    _graphql(clinic, [], authenticationType="AWS_IAM")
    assert clinic.verdicts(form, only=CLOSED) == "proven proven proven proven"


def test_a_graphql_api_that_asks_a_vendor_too_may_tell_him_what_its_table_holds(clinic: Estate, form: str) -> None:
    _graphql(clinic, [], "HTTP", authenticationType="AWS_IAM")
    assert clinic.verdicts(form, only="phi-exit") == "violated"


def test_a_private_graphql_api_answers_endpoints_of_its_account_alone(clinic: Estate, form: str) -> None:
    _graphql(clinic, [], authenticationType="API_KEY", visibility="PRIVATE")
    assert clinic.verdicts(form, only="phi-exit") == "proven"


# An Elastic Beanstalk environment.


def _options(**options: Any) -> list[dict[str, Any]]:
    named = {
        "VPCId": "aws:ec2:vpc",
        "Subnets": "aws:ec2:vpc",
        "ELBScheme": "aws:ec2:vpc",
        "AssociatePublicIpAddress": "aws:ec2:vpc",
        "IamInstanceProfile": "aws:autoscaling:launchconfiguration",
    }
    return [{"namespace": named[name], "name": name, "value": value} for name, value in options.items()]


def _profile(clinic: Estate) -> Made:
    role = clinic.role("web", trust({"Service": "ec2.amazonaws.com"}), may("s3:GetObject", "arn:aws:s3:::records/*"))
    return clinic.put("aws:iam/instanceProfile:InstanceProfile", "web-profile", literal="web-profile", name="web-profile", role=role.id)


def test_an_environment_without_a_network_takes_out_what_its_profile_reads(clinic: Estate, form: str) -> None:
    clinic.bucket("records", zone="phi")
    application = clinic.put("aws:elasticbeanstalk/application:Application", "site")
    settings = _options(IamInstanceProfile=_profile(clinic).id)
    clinic.put("aws:elasticbeanstalk/environment:Environment", "web", application=application.id, settings=settings)
    assert clinic.verdicts(form, only="phi-exit") == "violated"


@pytest.mark.parametrize(("scheme", "verdict"), [(None, "violated"), ("public", "violated"), ("internal", "proven")])
def test_an_environment_in_the_network_of_the_records_is_asked_by_the_internet_unless_it_is_internal(
    clinic: Estate, form: str, scheme: str | None, verdict: str
) -> None:
    phi = clinic.zone("phi")
    settings = _options(VPCId=phi.vpc.id, Subnets=phi.subnet.id, **({"ELBScheme": scheme} if scheme else {}))
    clinic.put("aws:elasticbeanstalk/environment:Environment", "web", settings=settings)
    assert clinic.verdicts(form, only="phi-exit") == verdict


def test_an_environment_with_saved_options_is_left_open(clinic: Estate, form: str) -> None:
    phi = clinic.zone("phi")
    settings = _options(VPCId=phi.vpc.id, Subnets=phi.subnet.id, ELBScheme="internal")
    clinic.put("aws:elasticbeanstalk/environment:Environment", "web", settings=settings, templateName="saved")
    assert clinic.verdicts(form, only="phi-exit") == "unproven"


# Lightsail.


@pytest.mark.parametrize(("public", "verdict"), [(True, "violated"), (False, "proven")])
def test_a_lightsail_database_is_open_in_public_mode_alone(clinic: Estate, form: str, public: bool, verdict: str) -> None:
    clinic.put("aws:lightsail/database:Database", "records", zone="phi", publiclyAccessible=public)
    assert clinic.verdicts(form, only="phi-exit") == verdict


def test_a_key_to_a_lightsail_bucket_may_be_used_by_anybody(clinic: Estate, form: str) -> None:
    bucket = clinic.put("aws:lightsail/bucket:Bucket", "records", zone="phi", name="records")
    clinic.put("aws:lightsail/bucketAccessKey:BucketAccessKey", "key", bucketName=bucket.id)
    assert clinic.verdicts(form, only="phi-exit") == "unproven"


# Where nobody says where something stands.


@pytest.mark.parametrize(
    ("token", "given", "told"),
    [
        ("aws:ec2/instance:Instance", {"ami": "ami-1"}, {"subnetId": "subnet-0d3fa017"}),
        ("aws:emr/cluster:Cluster", {"releaseLabel": "emr-7.0.0"}, {}),
        (
            "aws:rds/instance:Instance",
            {"engine": "postgres", "publiclyAccessible": True},
            {"dbSubnetGroupName": "default", "replicateSourceDb": "", "snapshotIdentifier": ""},
        ),
    ],
)
def test_what_the_cloud_put_into_its_default_network_is_public_in_a_state_as_in_a_preview(
    clinic: Estate, form: str, token: str, given: dict[str, Any], told: dict[str, Any]
) -> None:
    clinic.put(token, "records", zone="phi", **given).outputs.update(told)
    assert clinic.verdicts(form, only="phi-exit") == "violated"


def test_a_machine_in_a_subnet_that_the_program_names_and_does_not_hold_is_left_open(clinic: Estate, form: str) -> None:
    clinic.put("aws:ec2/instance:Instance", "records", zone="phi", subnetId="subnet-0d3fa017")
    assert clinic.verdicts(form, only="phi-exit") == "unproven"


# People who sign in.


def test_a_pool_of_people_tells_its_functions_and_nobody_else(clinic: Estate, form: str) -> None:
    clinic.bucket("records", zone="phi")
    welcome = clinic.put(
        "aws:lambda/function:Function", "welcome", role=clinic.role("f", trust({"Service": "lambda.amazonaws.com"})).out("arn")
    )
    pool = clinic.put("aws:cognito/userPool:UserPool", "people", lambdaConfig={"postConfirmation": welcome.id})
    clinic.put("aws:cognito/userPoolClient:UserPoolClient", "site", userPoolId=pool.id)
    assert clinic.verdicts(form, only=CLOSED) == "proven proven proven proven"


def test_a_pool_of_patients_whose_function_runs_outside_every_network_is_open(clinic: Estate, form: str) -> None:
    welcome = clinic.put(
        "aws:lambda/function:Function", "welcome", role=clinic.role("f", trust({"Service": "lambda.amazonaws.com"})).out("arn")
    )
    clinic.put("aws:cognito/userPool:UserPool", "patients", zone="phi", lambdaConfig={"postConfirmation": welcome.id})
    assert clinic.verdicts(form, only="phi-exit") == "violated"


# What stands beside a database and says nothing of its records.


def test_names_checks_deployments_and_budgets_beside_records_leave_them_proven(clinic: Estate, form: str) -> None:
    phi = clinic.zone("phi")
    space = clinic.put("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "names", vpc=phi.vpc.id, name="ward.internal")
    clinic.put("aws:servicediscovery/service:Service", "name", namespaceId=space.id)
    clinic.put("aws:route53/healthCheck:HealthCheck", "check", tags={"of": phi.vpc.id}, type="TCP")
    clinic.put("aws:budgets/budget:Budget", "budget", tags={"of": phi.vpc.id}, budgetType="COST")
    clinic.put("aws:codedeploy/deploymentGroup:DeploymentGroup", "deploys", tags={"of": phi.vpc.id}, appName="site")
    clinic.put("aws:wafregional/webAcl:WebAcl", "front", tags={"of": phi.vpc.id}, metricName="front")
    assert clinic.verdicts(form, only="phi-exit phi-redaction zone-segmentation") == "proven proven proven"


def test_a_web_firewall_that_logs_requests_elsewhere_is_left_open(clinic: Estate, form: str) -> None:
    phi = clinic.zone("phi")
    clinic.put(
        "aws:wafregional/webAcl:WebAcl", "front", tags={"of": phi.vpc.id}, loggingConfiguration={"logDestination": "arn:aws:firehose:x"}
    )
    assert clinic.verdicts(form, only="phi-exit") == "unproven"
