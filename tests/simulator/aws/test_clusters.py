"""Kubernetes on EKS: what clusters, nodes, add-ons and access entries may not be."""

from typing import Any

import pytest

from simulator.rules.aws import kinds
from simulator.rules.aws.cluster_nodes import ADD_ON, NODE_GROUP, TEMPLATE
from simulator.rules.aws.clusters import ACCESS_ENTRY, CLUSTER, POWER
from tests.simulator.aws.account import Account, Made, trust

PRIVATE = {"endpointPrivateAccess": True, "endpointPublicAccess": False}
ADMIN = "arn:aws:iam::111122223333:role/admin"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


def role(aws: Account) -> Any:
    return aws.make(kinds.ROLE, assumeRolePolicy=trust("eks.amazonaws.com"))["arn"]


def subnets(aws: Account, zones: str = "ab") -> list[Made]:
    vpc = aws.vpc()
    return [aws.subnet(vpc, f"10.0.{at}.0/24", zone) for at, zone in enumerate(zones)]


def wanted(aws: Account, **changes: Any) -> dict[str, Any]:
    network = {"subnetIds": [one.id for one in subnets(aws)], **PRIVATE, **changes.pop("network", {})}
    return {"name": "clinic", "version": "1.36", "roleArn": role(aws), "vpcConfig": network, **changes}


def cluster(aws: Account, **changes: Any) -> Made:
    return aws.make(CLUSTER, **wanted(aws, **changes))


def nodes(home: Made, **changes: Any) -> dict[str, Any]:
    return {
        "clusterName": home["name"],
        "nodeRoleArn": home["roleArn"],
        "subnetIds": home["vpcConfig"]["subnetIds"],
        "scalingConfig": {"minSize": 1, "maxSize": 3, "desiredSize": 1},
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": "a b"}, "name"),
        ({"version": "latest"}, "version"),
        ({"enabledClusterLogTypes": ["everything"]}, "enabledClusterLogTypes[0]"),
        ({"upgradePolicy": {"supportType": "FOREVER"}}, "upgradePolicy.supportType"),
        ({"accessConfig": {"authenticationMode": "AWS_AUTH"}}, "accessConfig.authenticationMode"),
        ({"kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.20.0.0/28"}}, "kubernetesNetworkConfig.serviceIpv4Cidr"),
        ({"network": {"endpointPrivateAccess": False}}, "vpcConfig"),
        ({"network": {"publicAccessCidrs": ["1.2.3.4/32"]}}, "vpcConfig.publicAccessCidrs"),
        ({"network": {"subnetIds": ["subnet-1"]}}, "vpcConfig.subnetIds"),
    ],
)
def test_a_cluster_follows_the_rules(aws: Account, changes: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(CLUSTER, **wanted(aws, **changes))] == [place]


def test_a_cluster_stands_in_two_availability_zones_of_one_network(aws: Account) -> None:
    one = subnets(aws, "aa")
    aws.refuses("InvalidParameterException", CLUSTER, match="two different AZs", **wanted(aws, network={"subnetIds": [s.id for s in one]}))
    apart = [subnets(aws)[0].id, subnets(aws)[1].id]
    aws.refuses("InvalidParameterException", CLUSTER, match="one VPC", **wanted(aws, network={"subnetIds": apart}))
    stranger = aws.group(aws.vpc())
    aws.refuses("InvalidParameterException", CLUSTER, **wanted(aws, network={"securityGroupIds": [stranger.id]}))


def test_a_cluster_answers_at_an_address_of_its_own_and_is_public_unless_told(aws: Account) -> None:
    made = cluster(aws)
    assert made["endpoint"].endswith(".eu-west-1.eks.amazonaws.com")
    assert made["identities"][0]["oidcs"][0]["issuer"].startswith("https://oidc.eks.eu-west-1.amazonaws.com/id/")
    assert made["vpcConfig"]["publicAccessCidrs"] == []
    network = {"subnetIds": [one.id for one in subnets(aws)]}
    public = aws.make(CLUSTER, name="public", roleArn=role(aws), vpcConfig=network)
    assert public["vpcConfig"]["endpointPublicAccess"] is True
    assert public["vpcConfig"]["publicAccessCidrs"] == ["0.0.0.0/0"]


def test_what_is_decided_at_the_start_replaces_the_cluster_and_a_version_goes_up_by_one(aws: Account) -> None:
    made = cluster(aws, accessConfig={"authenticationMode": "API"})
    assert aws.replaced_by(made, name="other") == ["name"]
    assert aws.replaced_by(made, kubernetesNetworkConfig={"serviceIpv4Cidr": "172.21.0.0/16"}) != []
    aws.refuses_change("InvalidParameterException", made, version="1.35")
    aws.refuses_change("InvalidParameterException", made, version="1.38")
    aws.refuses_change("InvalidRequestException", made, accessConfig={"authenticationMode": "CONFIG_MAP"})
    aws.change(made, version="1.37")


def test_a_protected_cluster_and_one_with_nodes_are_not_deleted(aws: Account) -> None:
    aws.refuses_delete("InvalidRequestException", cluster(aws, name="kept", deletionProtection=True))
    home = cluster(aws)
    group = aws.make(NODE_GROUP, **nodes(home, nodeGroupName="workers"))
    aws.refuses_delete("ResourceInUseException", home, group.id)
    aws.delete(group)
    aws.delete(home)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"amiType": "UBUNTU"}, "amiType"),
        ({"capacityType": "CHEAP"}, "capacityType"),
        ({"scalingConfig": {"minSize": 3, "maxSize": 2, "desiredSize": 3}}, "scalingConfig.minSize"),
        ({"taints": [{"key": "gpu", "effect": "NoSchedule"}]}, "taints[0].effect"),
        ({"launchTemplate": {"id": "lt-1", "version": "1"}, "diskSize": 50}, "diskSize"),
    ],
)
def test_a_group_of_nodes_follows_the_rules(aws: Account, changes: dict[str, Any], place: str) -> None:
    given = {"clusterName": "clinic", "nodeRoleArn": ADMIN, "subnetIds": ["subnet-1"]}
    sizes = {"scalingConfig": {"minSize": 1, "maxSize": 3, "desiredSize": 1}}
    assert place in [fault.split(":")[0] for fault in aws.faults(NODE_GROUP, **{**given, **sizes, **changes})]


def test_a_template_of_nodes_leaves_the_profile_and_the_subnets_to_eks(aws: Account) -> None:
    home = cluster(aws)
    own = aws.make(TEMPLATE, name="own", iamInstanceProfile={"name": "mine"})
    aws.refuses(
        "InvalidParameterException", NODE_GROUP, match="iamInstanceProfile", **nodes(home, launchTemplate={"id": own.id, "version": "1"})
    )
    placed = aws.make(TEMPLATE, name="placed", networkInterfaces=[{"subnetId": "subnet-1"}])
    aws.refuses("InvalidParameterException", NODE_GROUP, match="subnets", **nodes(home, launchTemplate={"id": placed.id, "version": "1"}))
    typed = aws.make(TEMPLATE, name="typed", instanceType="m7i.large")
    aws.refuses(
        "InvalidParameterException",
        NODE_GROUP,
        match="instanceTypes",
        **nodes(home, launchTemplate={"id": typed.id, "version": "1"}, instanceTypes=["m7i.large"]),
    )


def test_each_change_of_a_template_is_a_version(aws: Account) -> None:
    made = aws.make(TEMPLATE, name="nodes", updateDefaultVersion=True)
    assert (made["latestVersion"], made["defaultVersion"]) == (1, 1)
    changed = aws.change(made, description="more")
    assert (changed["latestVersion"], changed["defaultVersion"]) == (2, 2)
    assert aws.change(made, tags={"a": "b"})["latestVersion"] == 2
    aws.refuses("InvalidLaunchTemplateName.AlreadyExistsException", TEMPLATE, name="nodes")


def test_entries_need_a_cluster_that_takes_them_and_groups_of_ones_own(aws: Account) -> None:
    by_map = cluster(aws, name="by-map")
    aws.refuses("InvalidRequestException", ACCESS_ENTRY, match="authentication mode", clusterName=by_map["name"], principalArn=ADMIN)
    home = cluster(aws, accessConfig={"authenticationMode": "API"})
    assert len(aws.faults(ACCESS_ENTRY, clusterName="clinic", principalArn=ADMIN, kubernetesGroups=["system:masters"])) == 1
    scope = {"type": "namespace", "namespaces": ["models"]}
    power = {"clusterName": home["name"], "principalArn": ADMIN, "policyArn": VIEW}
    aws.refuses("ResourceNotFoundException", POWER, **power, accessScope=scope)
    aws.make(ACCESS_ENTRY, clusterName=home["name"], principalArn=ADMIN)
    aws.refuses("ResourceInUseException", ACCESS_ENTRY, clusterName=home["name"], principalArn=ADMIN)
    aws.make(POWER, **power, accessScope=scope)
    assert len(aws.faults(POWER, **power, accessScope={"type": "namespace"})) == 1
    assert len(aws.faults(POWER, **power, accessScope={"type": "cluster", "namespaces": ["models"]})) == 1


def test_an_add_on_has_a_build_and_a_configuration_that_can_be_read(aws: Account) -> None:
    home = cluster(aws)
    assert len(aws.faults(ADD_ON, clusterName="clinic", addonName="vpc-cni", addonVersion="latest")) == 1
    assert len(aws.faults(ADD_ON, clusterName="clinic", addonName="vpc-cni", configurationValues='{"a": ')) == 1
    aws.make(ADD_ON, clusterName=home["name"], addonName="vpc-cni", configurationValues='{"enableNetworkPolicy": "true"}')
    aws.refuses("ResourceInUseException", ADD_ON, clusterName=home["name"], addonName="vpc-cni")
