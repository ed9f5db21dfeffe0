"""Counterparts of Kubernetes clusters: EKS, and the launch template of its nodes."""

from tests.simulator.aws.second_source.counterpart import Counterpart, counterpart

CLUSTERS: dict[str, Counterpart] = {
    "aws:ec2/launchTemplate:LaunchTemplate": counterpart("EC2::LaunchTemplate", "ec2", "CreateLaunchTemplate", name="LaunchTemplateName"),
    "aws:eks/accessEntry:AccessEntry": counterpart("EKS::AccessEntry", "eks", "CreateAccessEntry", userName="Username"),
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": counterpart(None, "eks", "AssociateAccessPolicy"),
    "aws:eks/addon:Addon": counterpart("EKS::Addon", "eks", "CreateAddon"),
    "aws:eks/cluster:Cluster": counterpart("EKS::Cluster", "eks", "CreateCluster", vpcConfig="ResourcesVpcConfig"),
    "aws:eks/nodeGroup:NodeGroup": counterpart(
        "EKS::Nodegroup", "eks", "CreateNodegroup", nodeGroupName="NodegroupName", nodeRoleArn="NodeRole", subnetIds="Subnets"
    ),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": counterpart(
        "EKS::PodIdentityAssociation", "eks", "CreatePodIdentityAssociation"
    ),
}
