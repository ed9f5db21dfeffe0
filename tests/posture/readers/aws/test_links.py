"""Private links to services and databases: who may link, and what a link leads to."""

from typing import Any

import pytest

from posture.graph.facts import ServiceFact
from tests.posture.readers.aws.cloud import Made, Ref
from tests.posture.readers.aws.estate import FOREIGN, OURS, STATED, UNSTATED, Estate, Zone

CLUSTER = f"arn:aws:rds:eu-west-1:{OURS}:cluster:records"


def service(clinic: Estate, **inputs: Any) -> Made:
    zone = clinic.zone("phi")
    balancer = clinic.put("aws:lb/loadBalancer:LoadBalancer", "nlb", internal=True, subnets=[zone.subnet.id], loadBalancerType="network")
    clinic.put("aws:lb/listener:Listener", "tls", loadBalancerArn=balancer.id, port=443, protocol="TCP")
    given = {"networkLoadBalancerArns": [balancer.id], **inputs}
    return clinic.put("aws:ec2/vpcEndpointService:VpcEndpointService", "records", **given)


@pytest.mark.parametrize(
    ("inputs", "edges", "verdict"),
    [
        ({"acceptanceRequired": True}, set(), "proven"),
        ({"acceptanceRequired": False, "allowedPrincipals": ["*"]}, {("principal:*", True)}, "violated"),
        ({"acceptanceRequired": True, "allowedPrincipals": ["*"]}, {("principal:*", False)}, "unproven"),
        ({"acceptanceRequired": True, "allowedPrincipals": [f"arn:aws:iam::{OURS}:root"]}, {(f"account:{OURS}", True)}, "proven"),
        ({"acceptanceRequired": True, "allowedPrincipals": [f"arn:aws:iam::{FOREIGN}:root"]}, {(f"account:{FOREIGN}", True)}, "violated"),
    ],
)
def test_who_may_link_to_an_endpoint_service(clinic: Estate, form: str, inputs: Any, edges: set[Any], verdict: str) -> None:
    service(clinic, **inputs)
    assert {(to, certain) for _, _, to, _, certain in clinic.edges(form)} == edges
    assert clinic.verdicts(form).split()[0] == verdict


@pytest.mark.parametrize("apart", [False, True])
def test_a_foreign_account_is_unproven_while_no_organization_is_stated(clinic: Estate, form: str, apart: bool) -> None:
    stranger = f"arn:aws:iam::{FOREIGN}:root"
    made = service(clinic, acceptanceRequired=False, **({} if apart else {"allowedPrincipals": [stranger]}))
    if apart:
        token = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
        clinic.put(token, "stranger", vpcEndpointServiceId=made.id, principalArn=stranger)
    assert (clinic.verdicts(form).split()[0], clinic.verdicts(form, UNSTATED).split()[0]) == ("violated", "unproven")


def test_a_service_offered_in_another_region_leaves_residency(clinic: Estate, form: str) -> None:
    service(clinic, acceptanceRequired=True, supportedRegions=["eu-west-1", "us-east-1"])
    assert clinic.verdicts(form, {**STATED, "residency": ["eu-west-1"]}).split()[0] == "violated"
    assert clinic.verdicts(form).split()[0] == "unproven"


def database(clinic: Estate, consumer: str, definition: Any = None, **more: Any) -> Zone:
    """Records in phi, offered by a resource configuration, and an endpoint of a consumer that leads there."""
    zone = clinic.zone("phi")
    group = clinic.put("aws:rds/subnetGroup:SubnetGroup", "group", name="group", subnetIds=[zone.subnet.id])
    given = {"engine": "aurora-postgresql", "dbSubnetGroupName": group.id, "clusterIdentifier": "records"}
    cluster = clinic.put("aws:rds/cluster:Cluster", "records", arn=CLUSTER, **given)
    cluster.outputs["endpoint"] = "records.cluster-x.eu-west-1.rds.amazonaws.com"
    gateway = clinic.put("aws:vpclattice/resourceGateway:ResourceGateway", "gateway", vpcId=zone.vpc.id, subnetIds=[zone.subnet.id])
    offered = definition(cluster) if definition else {"arnResource": {"arn": Ref(cluster.urn, CLUSTER)}}
    made = {"resourceGatewayIdentifier": gateway.id, "resourceConfigurationDefinition": offered, "type": "ARN", **more}
    configuration = clinic.put("aws:vpclattice/resourceConfiguration:ResourceConfiguration", "offer", **made)
    return _linked(clinic, clinic.zone(consumer, "10.2.0.0/16"), configuration)


def _linked(clinic: Estate, zone: Zone, configuration: Made) -> Zone:
    guard = clinic.put("aws:ec2/securityGroup:SecurityGroup", "guard", vpcId=zone.vpc.id, literal="sg-guard")
    guard.inputs["ingress"] = [{"protocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrBlocks": ["10.2.0.0/16"]}]
    where = {"vpcId": zone.vpc.id, "subnetIds": [zone.subnet.id], "securityGroupIds": [guard.id]}
    clinic.put("aws:ec2/vpcEndpoint:VpcEndpoint", "link", vpcEndpointType="Resource", resourceConfigurationArn=configuration.id, **where)
    return zone


def test_deidentification_may_link_to_the_phi_database(clinic: Estate, form: str) -> None:
    database(clinic, "deidentification")
    assert clinic.verdicts(form) == "proven proven proven"


def test_inference_may_not(clinic: Estate, form: str) -> None:
    database(clinic, "inference")
    assert clinic.verdicts(form) == "proven violated violated"


def test_a_database_by_its_arn_answers_on_its_own_port(clinic: Estate, form: str) -> None:
    database(clinic, "deidentification")
    (offer,) = list(clinic.facts(form).of(ServiceFact))
    assert offer.port_ranges == ((5432, 5432),)


def test_a_configuration_by_the_databases_name_is_the_same(clinic: Estate, form: str) -> None:
    def named(cluster: Made) -> Any:
        return {"dnsResource": {"domainName": cluster.out("endpoint"), "ipAddressType": "IPV4"}}

    database(clinic, "inference", named, type="SINGLE", portRanges=["5432"])
    assert clinic.verdicts(form) == "proven violated violated"


def test_a_configuration_of_an_address_that_nobody_knows_is_unproven(clinic: Estate, form: str) -> None:
    database(clinic, "deidentification", lambda _: {"ipResource": {"ipAddress": "192.168.9.7"}}, type="SINGLE", portRanges=["5432"])
    assert "unproven" in clinic.verdicts(form)


@pytest.mark.parametrize(
    ("consumer", "verdicts"), [("deidentification", "proven proven proven"), ("inference", "proven violated violated")]
)
def test_an_address_of_the_gateways_own_network_is_what_stands_there(clinic: Estate, form: str, consumer: str, verdicts: str) -> None:
    database(clinic, consumer, lambda _: {"ipResource": {"ipAddress": "10.1.1.7"}}, type="SINGLE", portRanges=["5432"])
    assert clinic.verdicts(form) == verdicts


@pytest.mark.parametrize(
    ("consumer", "verdicts"), [("deidentification", "proven proven proven"), ("inference", "proven violated violated")]
)
def test_of_a_wide_range_counts_what_the_endpoints_group_lets_in(clinic: Estate, form: str, consumer: str, verdicts: str) -> None:
    database(clinic, consumer, type="SINGLE", portRanges=["1024-65535"])
    assert clinic.verdicts(form) == verdicts


def test_a_group_offers_what_its_members_offer(clinic: Estate, form: str) -> None:
    zone = database(clinic, "deidentification")
    token = "aws:vpclattice/resourceConfiguration:ResourceConfiguration"
    group = clinic.put(token, "all", type="GROUP")
    member = next(made for made in clinic.made if made.name == "offer")
    member.inputs["resourceConfigurationGroupId"] = group.id
    other = clinic.zone("inference", "10.3.0.0/16")
    where = {"vpcId": other.vpc.id, "subnetIds": [other.subnet.id]}
    clinic.put("aws:ec2/vpcEndpoint:VpcEndpoint", "to-all", vpcEndpointType="Resource", resourceConfigurationArn=group.id, **where)
    assert zone.name == "deidentification"
    assert clinic.verdicts(form).split()[1:] == ["violated", "violated"]


@pytest.mark.parametrize(
    ("principal", "verdict"),
    [
        (FOREIGN, "violated"),
        (OURS, "proven"),
        ("arn:aws:organizations::111122223333:organization/o-clinic1234", "proven"),
        ("arn:aws:organizations::999988887777:ou/o-other12345/ou-x-1", "violated"),
    ],
)
def test_a_resource_share_offers_the_database_to_its_principals(clinic: Estate, form: str, principal: str, verdict: str) -> None:
    database(clinic, "deidentification")
    offer = next(made for made in clinic.made if made.name == "offer")
    share = clinic.put("aws:ram/resourceShare:ResourceShare", "share", allowExternalPrincipals=True)
    clinic.put("aws:ram/resourceAssociation:ResourceAssociation", "what", resourceArn=offer.id, resourceShareArn=share.id)
    clinic.put("aws:ram/principalAssociation:PrincipalAssociation", "who", principal=principal, resourceShareArn=share.id)
    assert clinic.verdicts(form).split()[0] == verdict


MESH = "aws:vpclattice/serviceNetwork"


@pytest.mark.parametrize("by", ["association", "endpoint"])
@pytest.mark.parametrize(("consumer", "verdicts"), [("training", "proven proven violated"), ("inference", "proven violated violated")])
def test_a_service_network_joins_its_networks_to_all_that_it_offers(
    clinic: Estate, form: str, by: str, consumer: str, verdicts: str
) -> None:
    database(clinic, "deidentification")
    offer = next(made for made in clinic.made if made.name == "offer")
    mesh = clinic.put(f"{MESH}:ServiceNetwork", "mesh")
    offered = {"resourceConfigurationIdentifier": offer.id, "serviceNetworkIdentifier": mesh.id}
    clinic.put(f"{MESH}ResourceAssociation:ServiceNetworkResourceAssociation", "offered", **offered)
    zone = clinic.zone(consumer, "10.4.0.0/16")
    if by == "association":
        joined = {"vpcIdentifier": zone.vpc.id, "serviceNetworkIdentifier": mesh.id}
        clinic.put(f"{MESH}VpcAssociation:ServiceNetworkVpcAssociation", "joined", **joined)
    else:
        given = {"vpcEndpointType": "ServiceNetwork", "serviceNetworkArn": mesh.id, "subnetIds": [zone.subnet.id]}
        clinic.put("aws:ec2/vpcEndpoint:VpcEndpoint", "joined", vpcId=zone.vpc.id, **given)
    assert clinic.verdicts(form) == verdicts


def test_a_lattice_service_leads_to_the_targets_of_its_listeners(clinic: Estate, form: str) -> None:
    phi, models = clinic.zone("phi"), clinic.zone("inference", "10.2.0.0/16")
    host = clinic.put("aws:ec2/instance:Instance", "charts-host", subnetId=phi.subnet.id)
    group = clinic.put("aws:vpclattice/targetGroup:TargetGroup", "hosts", type="INSTANCE")
    token = "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment"
    clinic.put(token, "attached", targetGroupIdentifier=group.id, target={"id": host.id, "port": 443})
    charts = clinic.put("aws:vpclattice/service:Service", "charts")
    forwards = {"forwards": [{"targetGroups": [{"targetGroupIdentifier": group.id}]}]}
    listens = {"serviceIdentifier": charts.id, "protocol": "HTTPS", "port": 443, "defaultAction": forwards}
    clinic.put("aws:vpclattice/listener:Listener", "tls", **listens)
    mesh = clinic.put(f"{MESH}:ServiceNetwork", "mesh")
    offered = {"serviceIdentifier": charts.id, "serviceNetworkIdentifier": mesh.id}
    clinic.put(f"{MESH}ServiceAssociation:ServiceNetworkServiceAssociation", "offered", **offered)
    joined = {"vpcIdentifier": models.vpc.id, "serviceNetworkIdentifier": mesh.id}
    clinic.put(f"{MESH}VpcAssociation:ServiceNetworkVpcAssociation", "joined", **joined)
    assert clinic.verdicts(form) == "proven violated violated"
