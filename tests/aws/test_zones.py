"""`AwsZones`: the whole plan under mocks."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from ai_zones.aws import InvalidInputError
from ai_zones.plan import CEILING, SERVICES, Service, ZoneName, ZonePlan
from tests.aws.policies import statements
from tests.aws.recording import REGION, Recording
from tests.aws.zone_plans import ACCOUNTS, build, document, endpoints, zone_of


@cache
def built() -> Recording:
    return build(document())


def test_the_plan_is_registered_for_policies_to_see() -> None:
    assert built().result == ZonePlan.from_document(document()).to_document()


def test_every_resource_of_the_plan_hangs_below_the_composite() -> None:
    parents = {resource.name: resource.parent for resource in built().resources}
    components = [resource for resource in built().resources if resource.type.startswith("ai-zones:")]
    assert {parents[component.name] for component in components if component.name != "zones"} == {"zones"}
    strays = [r.name for r in built().resources if r.type.startswith("aws:") and parents.get(r.parent) not in {"zones", "test"}]
    assert strays == []


def test_every_resource_is_built_by_the_provider_of_its_own_zone() -> None:
    built_by = {resource.name: resource.provider for resource in built().resources if resource.type.startswith("aws:")}
    assert {name: provider for name, provider in built_by.items() if provider != f"{zone_of(name)}-aws"} == {}


def test_only_the_consumers_programs_may_enter_a_service() -> None:
    rules = built().of("vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    sources = {rule.inputs["cidrIpv4"] for rule in rules if rule.name.startswith("clinic-test-deidentification-retrieval")}
    programs = {
        s.inputs["cidrBlock"] for s in built().of("ec2/subnet:Subnet") if s.name.startswith("clinic-test-inference-subnet-workload")
    }
    assert sources == programs
    assert len(sources) == 2


def test_a_reader_of_the_phi_store_may_decrypt_it_and_nobody_else_may() -> None:
    readers = {
        key.name: [sid.removeprefix("ReadFrom") for sid in statements(key.inputs["policy"]) if sid.startswith("ReadFrom")]
        for key in built().of("kms/key:Key")
    }
    assert {name: accounts for name, accounts in readers.items() if accounts} == {"clinic-test-phi-key-key": [ACCOUNTS["deidentification"]]}


def test_each_zone_has_a_network_and_a_key_of_its_own() -> None:
    assert [vpc.name for vpc in built().of("ec2/vpc:Vpc")] == [f"clinic-test-{zone}-vpc" for zone in sorted(ACCOUNTS)]
    assert [key.name for key in built().of("kms/key:Key")] == [f"clinic-test-{zone}-key-key" for zone in sorted(ACCOUNTS)]


def test_zones_are_joined_by_private_links_and_by_nothing_else() -> None:
    joining = ("vpcPeering", "transitgateway", "TransitGateway", "vpnGateway", "networkmanager", "serviceNetwork")
    assert [resource.type for resource in built().resources if any(word in resource.type for word in joining)] == []
    flows = Counter(inputs["tags"]["ai-flow"] for inputs in endpoints(built()).values() if "ai-flow" in inputs["tags"])
    assert flows == Counter(f"{flow.target}/{flow.service}" for flow in CEILING.flows)


def test_only_egress_has_a_road_out() -> None:
    kinds = ("ec2/internetGateway:InternetGateway", "ec2/natGateway:NatGateway", "ec2/eip:Eip", "ec2/route:Route")
    found = [resource.name for kind in kinds for resource in built().of(kind)]
    assert {zone_of(name) for name in found} == {"egress"}


def test_a_service_admits_exactly_the_accounts_of_its_consumers() -> None:
    principals = {s.name: s.inputs["allowedPrincipals"] for s in built().of("ec2/vpcEndpointService:VpcEndpointService")}
    assert principals == {
        f"clinic-test-{zone}-{service}-service": sorted(
            f"arn:aws:iam::{ACCOUNTS[flow.source]}:root" for flow in CEILING.flows_to(zone) if flow.service is service
        )
        for zone, services in SERVICES.items()
        for service in services
        if service is not Service.DATABASE
    }


def test_every_link_is_accepted_by_its_producer() -> None:
    accepted = [a.inputs for a in built().of("ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter")]
    links = [flow for flow in CEILING.flows if flow.service is not Service.DATABASE]
    assert {(one["vpcEndpointServiceId"], one["vpcEndpointId"]) for one in accepted} == {
        (f"id-of-clinic-test-{f.target}-{f.service}-service", f"id-of-clinic-test-{f.source}-to-{f.target}-{f.service}-endpoint")
        for f in links
    }


def test_the_phi_store_is_used_by_phi_and_read_by_the_service_that_redacts_it() -> None:
    points = {p.name: p.inputs for p in built().of("s3/accessPoint:AccessPoint") if p.name.startswith("clinic-test-phi")}
    assert set(points) == {"clinic-test-phi-store-for-phi", "clinic-test-phi-store-for-deidentification"}
    reader = statements(points["clinic-test-phi-store-for-deidentification"]["policy"])["RolesOfTheZone"]
    assert not any("Put" in action for action in reader["Action"])


def test_inference_reaches_no_store_at_all() -> None:
    policy = statements(endpoints(built())["clinic-test-inference-services-s3"]["policy"])
    assert set(policy) == {"ReadImageLayers"}


def test_another_zones_account_is_trusted_for_its_store_alone() -> None:
    for name, inputs in endpoints(built()).items():
        if "policy" not in inputs:
            continue
        own = ACCOUNTS[zone_of(name)]
        for statement in json.loads(inputs["policy"])["Statement"]:
            owners = statement.get("Condition", {}).get("StringEquals", {}).get("aws:ResourceAccount", [])
            if set(owners) - {own}:
                assert (name, statement["Sid"]) == ("clinic-test-deidentification-services-s3", "ReadOwnStores")


def test_both_halves_name_each_other() -> None:
    """The endpoint lets exactly those access points through that the store built."""
    policy = statements(endpoints(built())["clinic-test-deidentification-services-s3"]["policy"])["ReadOwnStores"]
    wanted = {point.inputs["name"] for point in built().of("s3/accessPoint:AccessPoint") if point.name.endswith("-for-deidentification")}
    named = {
        resource.split("accesspoint/")[1] for resource in policy["Resource"] if ":accesspoint/" in resource and "/object/" not in resource
    }
    assert named == wanted
    buckets = {bucket.inputs["bucket"] for bucket in built().of("s3/bucket:Bucket")}
    assert {resource.split(":::")[1] for resource in policy["Resource"] if ":::" in resource and not resource.endswith("/*")} <= buckets


def test_no_document_that_decides_is_unknown_in_a_preview() -> None:
    documents = [
        value
        for resource in built().resources
        for name, value in resource.inputs.items()
        if name in ("policy", "assumeRolePolicy") and resource.type != "aws:route53/x"
    ]
    assert len(documents) > 20
    assert [document for document in documents if "id-of-" in document or "arn-of-" in document] == []


def test_every_taggable_store_says_what_it_holds() -> None:
    kinds = ("s3/bucket:Bucket", "rds/cluster:Cluster", "rds/clusterInstance:ClusterInstance", "cloudwatch/logGroup:LogGroup")
    stores = [resource for kind in kinds for resource in built().of(kind)]
    assert [store.name for store in stores if "data-class" not in store.inputs["tags"]] == []
    assert [store.name for store in stores if not store.protect] == []


def test_protection_is_lifted_by_one_explicit_argument() -> None:
    open_to_removal = build(document(), deletion_protection=False)
    assert [resource.name for resource in open_to_removal.resources if resource.protect] == []
    cloud = ("deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection", "deleteProtection")
    left = [(r.name, key) for r in open_to_removal.resources for key in cloud if r.inputs.get(key) is True]
    assert left == []


def test_a_resolver_answers_only_the_names_of_the_zones_own_links_and_services() -> None:
    lists = {one.name: one.inputs["domains"] for one in built().of("route53/resolverFirewallDomainList:ResolverFirewallDomainList")}
    allowed = {name: domains for name, domains in lists.items() if "inference" in name and domains != ["*."]}
    (names,) = allowed.values()
    assert {"retrieval.deidentification.test.clinic.internal.", "llm.egress.test.clinic.internal."} <= set(names)
    assert "prompt.deidentification.test.clinic.internal." not in names
    assert not any("rds" in name or "anthropic" in name for name in names)


def test_a_smaller_plan_builds_less() -> None:
    plan = document(flows={}, providers={})
    plan["zones"] = {"phi": {"account": ACCOUNTS["phi"]}}
    small = build(plan)
    assert endpoints(small) == {}
    assert small.of("s3/bucket:Bucket") == []
    assert len(small.of("rds/cluster:Cluster")) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zones": {**document()["zones"], "phi": {}}}, "plan.zones.phi.account: is required"),
        ({"availability_zones": [f"{REGION}a"]}, "plan.availability_zones: given one"),
    ],
)
def test_a_plan_that_it_cannot_build_is_refused_before_anything_is_registered(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        build(document(**changes))
    assert said in str(error.value)


def test_a_zone_without_a_provider_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"providers\.inference: given none, give an aws\.Provider of the zone's account"):
        build(document(), without=ZoneName.INFERENCE)
