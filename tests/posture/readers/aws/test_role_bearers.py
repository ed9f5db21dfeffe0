"""Whatever runs programs in a network with a road to the internet, and acts as a role that reads records, takes them out."""

from collections.abc import Callable
from typing import Any

import pytest

from posture.readers.aws.role_bearers import PROFILES, ROLES, STARTED_FROM
from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import Estate, Zone, may, trust
from tests.posture.readers.aws.test_sdk import exists, resource

READS = may("s3:GetObject", "arn:aws:s3:::records/*")
Runs = Callable[[Estate, Zone, Made, Made], object]
"""Puts something into the zone that acts as the role, or as the role's instance profile."""


def _cluster(clinic: Estate, web: Zone, role: Made) -> Made:
    where = {"subnetIds": [web.subnet.id], "endpointPrivateAccess": True, "endpointPublicAccess": False}
    return clinic.put("aws:eks/cluster:Cluster", "ward", name="ward", roleArn=role.out("arn"), vpcConfig=where)


def _pods(clinic: Estate, web: Zone, role: Made, _: Made) -> None:
    cluster = _cluster(clinic, web, clinic.role("control-plane", trust({"Service": "eks.amazonaws.com"})))
    named = {"namespace": "ward", "serviceAccount": "reader", "roleArn": role.out("arn")}
    clinic.put("aws:eks/podIdentityAssociation:PodIdentityAssociation", "pods", clusterName=cluster.id, **named)


def _job(clinic: Estate, web: Zone, role: Made, _: Made) -> None:
    stands = {"subnetId": web.subnet.id, "securityGroupIdLists": [], "availabilityZone": "eu-west-1a"}
    connection = clinic.put("aws:glue/connection:Connection", "inside", physicalConnectionRequirements=stands)
    clinic.put("aws:glue/job:Job", "job", roleArn=role.out("arn"), connections=[connection.id])


def _group(clinic: Estate, web: Zone, _: Made, profile: Made) -> None:
    how = clinic.put("aws:ec2/launchConfiguration:LaunchConfiguration", "how", iamInstanceProfile=profile.id)
    clinic.put("aws:autoscaling/group:Group", "group", launchConfiguration=how.id, vpcZoneIdentifiers=[web.subnet.id])


def _from_a_template(clinic: Estate, web: Zone, _: Made, profile: Made) -> None:
    how = clinic.put("aws:ec2/launchTemplate:LaunchTemplate", "how", iamInstanceProfile={"name": profile.id})
    clinic.put("aws:ec2/instance:Instance", "host", launchTemplate={"id": how.id}, subnetId=web.subnet.id)


def _acts(token: str, place: str, **more: Any) -> Runs:
    """Something whose one property names the role, in the subnet that another names (`vpcConfig.subnets` is a list in a block)."""

    def put(clinic: Estate, web: Zone, role: Made, profile: Made) -> None:
        prop = (ROLES.get(token) or PROFILES[token])[0]
        acts_as = profile.id if token in PROFILES else role.out("arn")
        one = place.endswith("Id")
        given: dict[str, Any] = dict(more)
        for path, value in ((prop, acts_as), (place, web.subnet.id if one else [web.subnet.id])):
            block, _, name = path.rpartition(".")
            given.update({block: {**given.get(block, {}), name: value}} if block else {name: value})
        clinic.put(token, "work", **given)

    return put


WORK: dict[str, Runs] = {
    "nodes": _acts("aws:eks/nodeGroup:NodeGroup", "subnetIds"),
    "pods": _pods,
    "notebook": _acts("aws:sagemaker/notebookInstance:NotebookInstance", "subnetId", directInternetAccess="Disabled"),
    "studio": _acts("aws:sagemaker/domain:Domain", "subnetIds", appNetworkAccessType="VpcOnly"),
    "model": _acts("aws:sagemaker/model:Model", "vpcConfig.subnets"),
    "airflow": _acts("aws:mwaa/environment:Environment", "networkConfiguration.subnetIds"),
    "build": _acts("aws:codebuild/project:Project", "vpcConfig.subnets"),
    "spark": _acts("aws:emr/cluster:Cluster", "ec2Attributes.subnetId"),
    "batch": _acts("aws:batch/computeEnvironment:ComputeEnvironment", "computeResources.subnets"),
    "spot": _acts("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "subnetId"),
    "glue": _job,
    "group": _group,
    "template": _from_a_template,
}


def _judged(clinic: Estate, form: str, runs: Runs, *, public: bool, policy: str = READS) -> str:
    clinic.bucket("records", zone="phi")
    web = clinic.zone("web", "10.9.0.0/16")
    web.vpc.inputs.pop("tags")
    if public:
        clinic.route("web-out", web.table, gatewayId=clinic.internet_gateway("web-igw", web.vpc).id)
    role = clinic.role("reader", trust({"Service": "ec2.amazonaws.com"}), policy)
    profile = clinic.put("aws:iam/instanceProfile:InstanceProfile", "profile", literal="profile", name="profile", role=role.id)
    runs(clinic, web, role, profile)
    return clinic.verdicts(form, only="phi-exit")


@pytest.mark.parametrize("work", WORK)
def test_programs_with_a_road_to_the_internet_take_out_what_their_role_reads(clinic: Estate, form: str, work: str) -> None:
    assert _judged(clinic, form, WORK[work], public=True) == "violated"


@pytest.mark.parametrize("work", WORK)
def test_programs_without_a_road_take_nothing_out(clinic: Estate, form: str, work: str) -> None:
    assert _judged(clinic, form, WORK[work], public=False) == "proven"


def test_programs_whose_role_reads_other_objects_take_no_records_out(clinic: Estate, form: str) -> None:
    assert _judged(clinic, form, WORK["spark"], public=True, policy=may("s3:GetObject", "arn:aws:s3:::pictures/*")) == "proven"


def test_a_role_that_trusts_the_identity_provider_of_a_cluster_may_be_its_pods(clinic: Estate, form: str) -> None:
    def service_account(clinic: Estate, web: Zone, _: Made, __: Made) -> None:
        cluster = _cluster(clinic, web, clinic.role("control-plane", trust({"Service": "eks.amazonaws.com"})))
        cluster.outputs["issuer"] = "https://oidc.eks.eu-west-1.amazonaws.com/id/WARD"
        arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/WARD"
        clinic.put("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "pods", arn=arn, url=cluster.out("issuer"))
        subject = {"StringEquals": {"oidc.eks.eu-west-1.amazonaws.com/id/WARD:sub": "system:serviceaccount:ward:reader"}}
        clinic.role("account", trust({"Federated": arn}, subject, "sts:AssumeRoleWithWebIdentity"), READS)

    assert _judged(clinic, form, service_account, public=True) in ("unproven", "violated")


@pytest.mark.second_source
@pytest.mark.parametrize(
    ("token", "path"),
    [(token, path) for table in (ROLES, PROFILES, STARTED_FROM) for token in table if token.startswith("aws:") for path in table[token]],
)
def test_every_property_that_names_a_role_exists(token: str, path: str) -> None:
    found = resource(token)
    assert found is not None
    assert exists(found, path)
