"""Both halves of both kinds of private link, under mocks."""

from typing import Any

import pytest

from ai_zones.aws import (
    AwsDatabaseLinkConsumer,
    AwsDatabaseLinkProducer,
    AwsServiceLinkAcceptance,
    AwsServiceLinkConsumer,
    AwsServiceLinkProducer,
    InvalidInputError,
)
from ai_zones.aws.service_link_consumer import link_domain
from tests.aws.networks import ZONES
from tests.aws.recording import ACCOUNT, REGION, Recording, record

MODELS = "333344445555"
SUBNETS = {zone: f"subnet-{zone}" for zone in ZONES}
SERVICE = "com.amazonaws.vpce.eu-west-1.vpce-svc-1"
DOMAIN = "retrieval.deidentification.prod.clinic.internal"


def producer(**changes: Any) -> Recording:
    args: Any = {
        "zone": "deidentification",
        "service": "retrieval",
        "region": REGION,
        "vpc_id": "vpc-redaction",
        "subnet_ids": SUBNETS,
        "security_group_id": "sg-entry",
        "consumers": {"inference": {"account_id": MODELS, "cidrs": ["10.66.0.0/19", "10.66.64.0/19"]}},
        **changes,
    }
    return record(lambda: AwsServiceLinkProducer("clinic-prod-deidentification-retrieval", args).service_name)


def consumer() -> Recording:
    args: Any = {
        "zone": "inference",
        "target_zone": "deidentification",
        "service": "retrieval",
        "service_name": SERVICE,
        "vpc_id": "vpc-models",
        "subnet_ids": SUBNETS,
        "security_group_id": "sg-endpoint",
        "domain": DOMAIN,
    }
    return record(lambda: AwsServiceLinkConsumer("link", args).endpoint_id)


def database_producer(**changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        "account_id": ACCOUNT,
        "cluster_arn": "arn:aws:rds:eu-west-1:111122223333:cluster:phi",
        "vpc_id": "vpc-phi",
        "subnet_ids": SUBNETS,
        "security_group_id": "sg-entry",
        "consumer_account_ids": {"deidentification": "222233334444"},
        **changes,
    }
    return record(lambda: AwsDatabaseLinkProducer("phi-database-link", args).resource_configuration_arn)


def test_a_service_admits_named_accounts_only_and_each_by_consent() -> None:
    service = producer().one("ec2/vpcEndpointService:VpcEndpointService").inputs
    assert service["acceptanceRequired"] is True
    assert service["allowedPrincipals"] == [f"arn:aws:iam::{MODELS}:root"]
    assert service["tags"]["ai-service"] == "retrieval"
    assert service["supportedIpAddressTypes"] == ["ipv4"]


def test_the_load_balancer_is_internal_filtered_and_protected() -> None:
    recording = producer()
    balancer = recording.one("lb/loadBalancer:LoadBalancer")
    clients = "id-of-" + recording.one("ec2/securityGroup:SecurityGroup").name
    expected = {
        "internal": True,
        "loadBalancerType": "network",
        "securityGroups": [clients, "sg-entry"],
        "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "on",
        "enableCrossZoneLoadBalancing": True,
        "enableDeletionProtection": True,
        "subnets": list(SUBNETS.values()),
    }
    assert {key: balancer.inputs[key] for key in expected} == expected
    assert len(balancer.inputs["name"]) <= 32
    assert not balancer.inputs["name"].endswith("-")


def test_only_the_consumers_programs_may_enter_and_only_on_the_services_port() -> None:
    recording = producer(port=8443)
    rules = recording.of("vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    clients = recording.one("ec2/securityGroup:SecurityGroup").name
    assert {rule.inputs["securityGroupId"] for rule in rules} == {f"id-of-{clients}"}
    assert [(rule.inputs["cidrIpv4"], rule.inputs["fromPort"], rule.inputs["toPort"]) for rule in rules] == [
        ("10.66.0.0/19", 8443, 8443),
        ("10.66.64.0/19", 8443, 8443),
    ]


def test_the_listener_forwards_to_programs_by_address_on_their_own_port() -> None:
    recording = producer(target_port=9000)
    assert recording.one("lb/targetGroup:TargetGroup").inputs["port"] == 9000
    assert recording.one("lb/targetGroup:TargetGroup").inputs["targetType"] == "ip"
    assert recording.one("lb/listener:Listener").inputs["port"] == 443


def test_removing_a_link_takes_an_explicit_argument() -> None:
    assert producer(removable=True).one("lb/loadBalancer:LoadBalancer").inputs["enableDeletionProtection"] is False


def test_a_zone_is_not_its_own_consumer() -> None:
    with pytest.raises(InvalidInputError, match="is the zone that offers the service"):
        producer(consumers={"deidentification": {"account_id": MODELS, "cidrs": ["10.0.0.0/24"]}})


def test_a_consumers_endpoint_states_its_flow_and_carries_no_policy() -> None:
    """AWS attaches no policy to endpoints of services that are not its own."""
    endpoint = consumer().one("ec2/vpcEndpoint:VpcEndpoint").inputs
    assert endpoint["serviceName"] == SERVICE
    assert endpoint["tags"] == {"ai-zone": "inference", "Name": "link", "ai-flow": "deidentification/retrieval"}
    assert endpoint["privateDnsEnabled"] is False
    assert "policy" not in endpoint


def test_the_service_has_a_private_name_in_the_consumers_network_alone() -> None:
    recording = consumer()
    assert recording.one("route53/zone:Zone").inputs["vpcs"] == [{"vpcId": "vpc-models"}]
    record_set = recording.one("route53/record:Record").inputs
    assert record_set["name"] == DOMAIN == link_domain("deidentification", "retrieval", organization="clinic", environment="prod")
    assert record_set["aliases"] == [{"name": "link-endpoint.vpce.test", "zoneId": "Z-VPCE", "evaluateTargetHealth": False}]


def test_acceptance_joins_exactly_one_endpoint_to_one_service() -> None:
    args: Any = {"endpoint_service_id": "vpce-svc-1", "endpoint_id": "vpce-1"}
    accepter = record(lambda: AwsServiceLinkAcceptance("accept", args).urn).one(
        "ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter"
    )
    assert accepter.inputs == {"vpcEndpointServiceId": "vpce-svc-1", "vpcEndpointId": "vpce-1"}


def test_a_database_is_offered_by_its_arn_so_that_a_failover_is_followed() -> None:
    configuration = database_producer().one("vpclattice/resourceConfiguration:ResourceConfiguration").inputs
    assert configuration["type"] == "ARN"
    assert configuration["resourceConfigurationDefinition"] == {"arnResource": {"arn": "arn:aws:rds:eu-west-1:111122223333:cluster:phi"}}
    assert configuration["allowAssociationToShareableServiceNetwork"] is False
    # AWS refuses them beside an ARN, which carries its own ports.
    assert {"portRanges", "protocol"} & set(configuration) == set()


def test_the_resource_gateway_stands_in_the_databases_network_behind_its_group() -> None:
    gateway = database_producer().one("vpclattice/resourceGateway:ResourceGateway").inputs
    assert (gateway["vpcId"], gateway["securityGroupIds"], gateway["ipAddressType"]) == ("vpc-phi", ["sg-entry"], "IPV4")
    assert gateway["tags"]["ai-service"] == "database"


def test_a_database_is_shared_with_named_accounts_of_the_organization_only() -> None:
    recording = database_producer()
    assert recording.one("ram/resourceShare:ResourceShare").inputs["allowExternalPrincipals"] is False
    principals = recording.of("ram/principalAssociation:PrincipalAssociation")
    assert [principal.inputs["principal"] for principal in principals] == ["222233334444"]


def test_within_one_account_nothing_is_shared() -> None:
    recording = database_producer(consumer_account_ids={"deidentification": ACCOUNT})
    assert [resource.type for resource in recording.resources if ":ram/" in resource.type] == []


def test_a_consumer_reaches_a_database_by_a_resource_endpoint_under_the_clusters_own_names() -> None:
    args: Any = {
        "zone": "deidentification",
        "target_zone": "phi",
        "resource_configuration_arn": "arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1",
        "vpc_id": "vpc-redaction",
        "subnet_ids": SUBNETS,
        "security_group_id": "sg-endpoint",
    }
    endpoint = record(lambda: AwsDatabaseLinkConsumer("link", args).endpoint_id).one("ec2/vpcEndpoint:VpcEndpoint").inputs
    assert endpoint["vpcEndpointType"] == "Resource"
    assert endpoint["privateDnsEnabled"] is True
    assert endpoint["tags"]["ai-flow"] == "phi/database"
    assert "serviceName" not in endpoint
