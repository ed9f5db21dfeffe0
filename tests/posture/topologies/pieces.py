"""Pieces that the later programs are made of: documents, roles, buckets, functions, and a gateway endpoint that names what it is for."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

ACCOUNT, SECOND, VENDOR = "111122223333", "222233334444", "999988887777"
"""The account of the program, another of the same organization, and one of somebody else."""


def statement(
    action: str | list[str],
    resource: str | list[str] = "*",
    *,
    effect: str = "Allow",
    principal: Any = None,
    condition: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One statement; without a principal it is an identity's."""
    found: dict[str, Any] = {"Effect": effect, "Action": action, "Resource": resource}
    if principal is not None:
        found["Principal"] = principal
    if condition is not None:
        found["Condition"] = condition
    return found


def document(*statements: dict[str, Any]) -> str:
    """A policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(principal: dict[str, Any], action: str | list[str] = "sts:AssumeRole", condition: dict[str, Any] | None = None) -> str:
    """A trust policy of one statement."""
    found: dict[str, Any] = {"Effect": "Allow", "Principal": principal, "Action": action}
    return document({**found, "Condition": condition} if condition else found)


def role(label: str, service: str, *statements: dict[str, Any], **more: Any) -> aws.iam.Role:
    """A role that one service assumes, with one policy in line."""
    made = aws.iam.Role(label, name=label, assume_role_policy=trust({"Service": f"{service}.amazonaws.com"}), **more)
    if statements:
        aws.iam.RolePolicy(label, role=made.name, policy=document(*statements))
    return made


def named(label: str) -> str:
    """Name of the account's bucket."""
    return f"clinic-{label}-{ACCOUNT}"


def both(label: str) -> list[str]:
    """ARNs of a bucket and its objects."""
    return [f"arn:aws:s3:::{named(label)}", f"arn:aws:s3:::{named(label)}/*"]


def reads(*labels: str) -> dict[str, Any]:
    """Reading all of some buckets."""
    return statement(["s3:GetObject", "s3:ListBucket"], [arn for label in labels for arn in both(label)])


def writes(*labels: str) -> dict[str, Any]:
    """Writing objects into some buckets."""
    return statement("s3:PutObject", [both(label)[1] for label in labels])


def bucket(label: str, zone: str | None = None, data: str | None = None) -> aws.s3.Bucket:
    """A bucket that blocks public access."""
    tags = {key: value for key, value in (("ai-zone", zone), ("data-class", data)) if value}
    made = aws.s3.Bucket(label, bucket=named(label), tags=tags or None)
    aws.s3.BucketPublicAccessBlock(
        label, bucket=made.id, block_public_acls=True, block_public_policy=True, ignore_public_acls=True, restrict_public_buckets=True
    )
    return made


def function(label: str, runs_as: aws.iam.Role, network: Network | None = None, **more: Any) -> aws.lambda_.Function:
    """A function, in a network's first subnet where one is given."""
    if network is not None:
        inside = aws.ec2.SecurityGroup(
            f"{label}-function",
            vpc_id=network.vpc.id,
            egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}],
        )
        more["vpc_config"] = {"subnet_ids": [next(iter(network.subnets.values())).id], "security_group_ids": [inside.id]}
    code = pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context): ...")})
    return aws.lambda_.Function(label, name=label, role=runs_as.arn, runtime="python3.12", handler="index.handler", code=code, **more)


def s3_endpoint(label: str, network: Network, *buckets: str) -> aws.ec2.VpcEndpoint:
    """A gateway endpoint for principals and buckets of the account: these buckets, or all."""
    ours = {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}
    return aws.ec2.VpcEndpoint(
        label,
        vpc_id=network.vpc.id,
        service_name="com.amazonaws.eu-west-1.s3",
        route_table_ids=[network.table.id],
        policy=document(
            statement(
                ["s3:GetObject", "s3:ListBucket", "s3:PutObject"],
                [arn for one in buckets for arn in both(one)] or "*",
                principal="*",
                condition={"StringEquals": ours},
            )
        ),
    )
