"""The cluster on EKS, under mocks."""

import base64
import json
import tomllib
from functools import cache
from typing import Any

import pulumi
import pytest

from ai_zones.aws import AwsCluster, AwsClusterPower, AwsNodeKind, InvalidInputError
from ai_zones.aws.cluster_images import add_on_repositories
from ai_zones.aws.cluster_input import NEEDED_SERVICES, control_plane_log_group
from ai_zones.aws.cluster_roles import pod_trust
from ai_zones.aws.key_policy import AwsKeyUse, zone_key_policy
from ai_zones.plan import Cloud, ZoneName
from ai_zones.plan.cloud_services import CLOUD_SERVICES
from tests.aws.networks import KEY, ZONES
from tests.aws.recording import ACCOUNT, REGION, Recording, record
from tests.aws.zone_plans import build, document

NAME = "clinic-prod-inference-cluster"
DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/ai-zones-deploy"


def required(**changes: Any) -> dict[str, Any]:
    return {
        "zone": "inference",
        "region": REGION,
        "account_id": ACCOUNT,
        "subnet_ids": {zone: f"subnet-workload-{zone}" for zone in ZONES},
        "control_plane_subnet_ids": {zone: f"subnet-endpoint-{zone}" for zone in ZONES},
        "node_security_group_id": "sg-workload",
        "control_plane_security_group_id": "sg-control-plane",
        "kms_key_arn": KEY,
        **changes,
    }


def cluster(*, preview: bool = False, **changes: Any) -> Recording:
    return record(lambda: AwsCluster(NAME, required(**changes)).endpoint, preview=preview)  # type: ignore[arg-type]


@cache
def strictest() -> Recording:
    return cluster()


def the(kind: str) -> dict[str, Any]:
    return strictest().one(kind).inputs


def refused(**changes: Any) -> str:
    with pytest.raises(InvalidInputError) as error:
        cluster(**changes)
    return str(error.value)


def test_the_api_answers_inside_the_network_alone() -> None:
    network = the("eks/cluster:Cluster")["vpcConfig"]
    assert (network["endpointPrivateAccess"], network["endpointPublicAccess"]) == (True, False)
    assert network["subnetIds"] == [f"subnet-endpoint-{zone}" for zone in ZONES]
    assert network["securityGroupIds"] == ["sg-control-plane"]


def test_nobody_may_use_it_who_is_not_named_not_even_who_made_it() -> None:
    access = the("eks/cluster:Cluster")["accessConfig"]
    assert access == {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
    assert strictest().of("eks/accessEntry:AccessEntry") == []


def test_secrets_volumes_and_logs_are_under_the_zones_key() -> None:
    assert the("eks/cluster:Cluster")["encryptionConfig"] == {"provider": {"keyArn": KEY}, "resources": ["secrets"]}
    disks = [one["ebs"] for one in the("ec2/launchTemplate:LaunchTemplate")["blockDeviceMappings"]]
    assert [(disk["encrypted"], disk["kmsKeyId"]) for disk in disks] == [("true", KEY)] * 2
    logs = the("cloudwatch/logGroup:LogGroup")
    assert (logs["name"], logs["kmsKeyId"], logs["retentionInDays"]) == (f"/aws/eks/{NAME}/cluster", KEY, 2192)


def test_every_log_of_the_control_plane_is_kept_in_a_group_that_stands_first() -> None:
    assert sorted(the("eks/cluster:Cluster")["enabledClusterLogTypes"]) == [
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    ]
    recording = strictest()
    assert recording.waits(recording.one("eks/cluster:Cluster"), recording.one("cloudwatch/logGroup:LogGroup"))


def test_pulumi_and_aws_both_refuse_to_delete_it_until_it_is_removable() -> None:
    one = strictest().one("eks/cluster:Cluster")
    assert (one.protect, one.inputs["deletionProtection"]) == (True, True)
    other = cluster(removable=True).one("eks/cluster:Cluster")
    assert (other.protect, other.inputs["deletionProtection"]) == (False, False)


def test_versions_do_not_grow_old_and_do_not_move_by_themselves() -> None:
    made = the("eks/cluster:Cluster")
    assert (made["version"], made["upgradePolicy"]) == ("1.36", {"supportType": "STANDARD"})
    assert made["bootstrapSelfManagedAddons"] is False
    add_ons = {one.inputs["addonName"]: one.inputs for one in strictest().of("eks/addon:Addon")}
    assert set(add_ons) == {"coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"}
    assert all("eksbuild" in one["addonVersion"] for one in add_ons.values())


def test_network_policies_are_enforced_from_the_start() -> None:
    recording = strictest()
    plugin = next(one for one in recording.of("eks/addon:Addon") if one.inputs["addonName"] == "vpc-cni")
    assert json.loads(plugin.inputs["configurationValues"])["enableNetworkPolicy"] == "true"
    assert recording.waits(recording.one("eks/nodeGroup:NodeGroup"), plugin)


def test_a_pod_can_not_borrow_its_nodes_role() -> None:
    options = the("ec2/launchTemplate:LaunchTemplate")["metadataOptions"]
    assert (options["httpTokens"], options["httpPutResponseHopLimit"]) == ("required", 1)


def test_nodes_hold_no_right_over_the_network() -> None:
    attached = {
        one.name: one.inputs["policyArn"].rsplit("/")[-1] for one in strictest().of("iam/rolePolicyAttachment:RolePolicyAttachment")
    }
    assert {policy for name, policy in attached.items() if f"{NAME}-node-" in name} == {
        "AmazonEKSWorkerNodeMinimalPolicy",
        "AmazonEC2ContainerRegistryPullOnly",
    }
    plugin = next(one.inputs for one in strictest().of("eks/addon:Addon") if one.inputs["addonName"] == "vpc-cni")
    assert [one["serviceAccount"] for one in plugin["podIdentityAssociations"]] == ["aws-node"]


def test_nodes_are_bottlerocket_in_the_groups_of_the_zone_without_logins_or_public_addresses() -> None:
    group, template = the("eks/nodeGroup:NodeGroup"), the("ec2/launchTemplate:LaunchTemplate")
    assert group["amiType"] == "BOTTLEROCKET_x86_64_FIPS"
    assert group["subnetIds"] == [f"subnet-workload-{zone}" for zone in ZONES]
    assert "remoteAccess" not in group
    assert template["vpcSecurityGroupIds"] == ["sg-workload"]
    assert "keyName" not in template
    assert "networkInterfaces" not in template


def test_nodes_have_no_shell_and_report_nothing_to_the_internet() -> None:
    settings = tomllib.loads(base64.b64decode(the("ec2/launchTemplate:LaunchTemplate")["userData"]).decode())["settings"]
    assert [one["enabled"] for one in settings["host-containers"].values()] == [False, False]
    assert settings["metrics"]["send-metrics"] is False
    assert settings["kernel"]["lockdown"] == "integrity"


def test_gpus_are_kept_for_who_asks_and_cost_nothing_while_nobody_does() -> None:
    recording = cluster(nodes={"gpu": {"kind": AwsNodeKind.X86_64_GPU, "instance_types": ["g6e.2xlarge"]}})
    group = recording.one("eks/nodeGroup:NodeGroup").inputs
    assert group["scalingConfig"]["minSize"] == 0
    assert group["taints"] == [{"effect": "NO_SCHEDULE", "key": "nvidia.com/gpu", "value": "present"}]


def test_an_administrator_is_named_and_a_narrower_power_names_its_namespaces() -> None:
    recording = cluster(
        access={
            "deployer": {"role_arn": DEPLOYER, "power": AwsClusterPower.ADMINISTER},
            "viewer": {"role_arn": f"{DEPLOYER}-2", "power": AwsClusterPower.VIEW, "namespaces": ["models"]},
            "reviewer": {"role_arn": f"{DEPLOYER}-3", "groups": ["reviewers"]},
        }
    )
    scopes = {
        one.inputs["policyArn"].rsplit("/")[-1]: one.inputs["accessScope"]
        for one in recording.of("eks/accessPolicyAssociation:AccessPolicyAssociation")
    }
    assert scopes["AmazonEKSClusterAdminPolicy"]["type"] == "cluster"
    assert scopes["AmazonEKSViewPolicy"] == {"type": "namespace", "namespaces": ["models"]}
    assert len(recording.of("eks/accessEntry:AccessEntry")) == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"access": {"a": {"role_arn": DEPLOYER}}}, "power, groups: given neither"),
        ({"access": {"a": {"role_arn": DEPLOYER, "groups": ["system:masters"]}}}, "system:masters"),
        ({"access": {"a": {"role_arn": DEPLOYER, "power": "AmazonEKSViewPolicy"}}}, "namespaces: given none"),
        ({"access": {key: {"role_arn": DEPLOYER, "groups": ["a"]} for key in "ab"}}, "twice"),
        ({"kubernetes_version": "1.29"}, "add_on_versions: lacks coredns"),
        ({"add_on_versions": {"datadog": "v1.0.0-eksbuild.1"}}, "given datadog"),
        ({"nodes": {"a": {"minimum": 9}}}, "more than maximum"),
        ({"nodes": {"a": {"kind": "AL2_x86_64"}}}, "nodes.a.kind"),
        ({"service_cidr": "100.64.0.0/16"}, "service_cidr"),
        ({"control_plane_subnet_ids": {ZONES[0]: "subnet-a"}, "single_availability_zone": True}, "two availability zones"),
        ({"public": True}, "public: is not an input"),
    ],
)
def test_what_can_not_be_built_is_said_before_anything_is(changes: dict[str, Any], said: str) -> None:
    assert said in refused(**changes)


def test_a_role_of_pods_trusts_this_cluster_and_no_other() -> None:
    (statement,) = json.loads(pod_trust(NAME, region=REGION, account_id=ACCOUNT))["Statement"]
    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert statement["Condition"]["ArnEquals"] == {"aws:SourceArn": f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/{NAME}"}


def test_the_key_lets_auto_scaling_make_volumes_through_ec2_alone() -> None:
    policy = json.loads(zone_key_policy(region=REGION, account_id=ACCOUNT, uses=[AwsKeyUse.EC2]))
    (grant,) = [one for one in policy["Statement"] if one["Sid"] == "AutoScalingAttachesVolumes"]
    assert grant["Action"] == ["kms:CreateGrant"]
    assert grant["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}
    assert grant["Condition"]["StringEquals"]["kms:ViaService"] == f"ec2.{REGION}.amazonaws.com"
    assert grant["Condition"]["StringEquals"]["aws:PrincipalArn"].endswith("/AWSServiceRoleForAutoScaling")


@pytest.mark.parametrize("zone", list(ZoneName))
def test_every_zone_may_use_the_services_that_a_cluster_needs(zone: ZoneName) -> None:
    assert set(NEEDED_SERVICES) <= CLOUD_SERVICES[Cloud.AWS][zone]


def with_cluster(**changes: Any) -> dict[str, Any]:
    plan = document()
    plan["zones"]["inference"]["services"] = [*NEEDED_SERVICES, "kms", "bedrock-runtime"]
    return {**plan, **changes}


@cache
def zones() -> Recording:
    return build(with_cluster(), clusters={"inference": {"pod_ports": [8443], "webhook_ports": [15017]}})


def passages(group: str) -> set[tuple[str, str, str, int]]:
    """(direction, other group, protocol, port) of a group of inference."""
    found = set()
    for direction, kind in (("in", "Ingress"), ("out", "Egress")):
        for rule in zones().of(f"vpc/securityGroup{kind}Rule:SecurityGroup{kind}Rule"):
            if (
                rule.inputs["securityGroupId"] == f"id-of-clinic-test-inference-group-{group}"
                and "referencedSecurityGroupId" in rule.inputs
            ):
                other = rule.inputs["referencedSecurityGroupId"].rpartition("-group-")[2]
                found.add((direction, other, rule.inputs["ipProtocol"], int(rule.inputs["fromPort"])))
    return found


def test_the_control_plane_is_asked_by_the_zones_programs_and_asks_kubelets_and_webhooks_only() -> None:
    assert passages("control-plane") == {
        ("in", "workload", "tcp", 443),
        ("out", "workload", "tcp", 10250),
        ("out", "workload", "tcp", 15017),
    }


def test_pods_reach_each_other_on_names_kubelets_and_the_ports_that_are_named() -> None:
    among = {(protocol, port) for direction, other, protocol, port in passages("workload") if (direction, other) == ("out", "workload")}
    assert among == {("tcp", 53), ("udp", 53), ("tcp", 10250), ("tcp", 8443)}


def test_the_subnets_filters_let_the_same_through_by_udp_names_alone() -> None:
    acl = zones().one("ec2/networkAcl:NetworkAcl", "clinic-test-inference-acl-workload").inputs
    assert {(one["fromPort"], one["toPort"]) for one in acl["egress"] if one["protocol"] == "udp"} == {(53, 53), (1024, 65535)}
    other = zones().one("ec2/networkAcl:NetworkAcl", "clinic-test-training-acl-workload").inputs
    assert not [one for one in (*other["egress"], *other["ingress"]) if one["protocol"] == "udp"]


def test_nodes_fetch_the_images_of_add_ons_and_none_else_from_aws() -> None:
    policy = json.loads(zones().one("ec2/vpcEndpoint:VpcEndpoint", "clinic-test-inference-services-ecr-dkr").inputs["policy"])
    (statement,) = [one for one in policy["Statement"] if one["Sid"] == "PullImagesOfAddOns"]
    assert statement["Resource"] == add_on_repositories(REGION)
    assert not [one for one in statement["Resource"] if "*" in one]
    other = zones().one("ec2/vpcEndpoint:VpcEndpoint", "clinic-test-deidentification-services-ecr-dkr").inputs["policy"]
    assert "PullImagesOfAddOns" not in other


def test_nodes_start_when_the_endpoints_stand_that_they_join_by() -> None:
    recording = zones()
    group = recording.one("eks/nodeGroup:NodeGroup")
    for service in ("eks", "ec2", "ecr-dkr"):
        assert recording.waits(group, recording.one("ec2/vpcEndpoint:VpcEndpoint", f"clinic-test-inference-services-{service}"))


def test_the_zones_key_and_resolver_know_the_cluster() -> None:
    key = zones().one("kms/key:Key", "clinic-test-inference-key-key").inputs["policy"]
    assert control_plane_log_group("clinic-test-inference-cluster") in key
    domains = (
        zones().one("route53/resolverFirewallDomainList:ResolverFirewallDomainList", "clinic-test-inference-dns-allowed").inputs["domains"]
    )
    assert f"*.{REGION}.eks.amazonaws.com." in domains


@pytest.mark.parametrize(
    ("clusters", "said"),
    [
        ({"training": {}}, "plan.zones.training.services: lacks ec2"),
        ({"egress": {}}, "clusters.egress: egress has a road out"),
        ({"inference": {"kubernetes_version": "1.29"}}, "clusters.inference: add_on_versions: lacks"),
        ({"inference": {"pod_ports": [0]}}, "clusters.inference.pod_ports"),
    ],
)
def test_a_cluster_that_can_not_work_is_refused_with_its_place(clusters: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        build(with_cluster(), clusters=clusters)
    assert said in str(error.value)


def test_what_other_resources_give_may_be_unknown_in_a_preview() -> None:
    given = {"kms_key_arn": pulumi.Output.from_input(KEY), "subnet_ids": pulumi.Output.from_input({"a": "subnet-a"})}
    assert cluster(preview=True, **given).one("eks/cluster:Cluster").inputs["vpcConfig"]["endpointPublicAccess"] is False
