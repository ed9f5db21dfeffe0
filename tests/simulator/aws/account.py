"""An AWS account of a test: create, update, read and delete in a few words, always judged as the engine would have it judged."""

import json
from collections.abc import Mapping
from typing import Any

from simulator.rules.aws import kinds
from simulator.world import Object
from tests.simulator.place import Made, Place

__all__ = ["ACCOUNT", "REGION", "ROOT", "Account", "Made", "document", "trust"]

ACCOUNT = "111122223333"
REGION = "eu-west-1"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


def document(*statements: Mapping[str, Any]) -> str:
    """A policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str) -> str:
    """A trust policy for one service."""
    return document({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})


class Account(Place):
    """Resources of one account and region, with short ways to what most tests need."""

    def stands(self, made: Made) -> bool:
        """Whether it exists in the world."""
        return self.object(made) is not None

    def object(self, made: Made) -> Object | None:
        """What exists in the world."""
        return self.cloud.world.get(made.urn.split("::")[2], made.id, self.cloud.place.account, self.cloud.place.region)

    # Short ways.

    def vpc(self, cidr: str = "10.0.0.0/16", **inputs: Any) -> Made:
        """A network."""
        return self.make(kinds.VPC, cidrBlock=cidr, **inputs)

    def subnet(self, vpc: Made, cidr: str = "10.0.0.0/24", zone: str = "a", **inputs: Any) -> Made:
        """A subnet in a zone."""
        return self.make(kinds.SUBNET, vpcId=vpc.id, cidrBlock=cidr, availabilityZone=REGION + zone, **inputs)

    def group(self, vpc: Made, **inputs: Any) -> Made:
        """A security group."""
        return self.make(kinds.SECURITY_GROUP, vpcId=vpc.id, **inputs)

    def table(self, vpc: Made, **inputs: Any) -> Made:
        """A route table."""
        return self.make(kinds.ROUTE_TABLE, vpcId=vpc.id, **inputs)

    def internet(self, vpc: Made | None) -> Made:
        """An internet gateway, attached or not."""
        return self.make(kinds.INTERNET_GATEWAY, **({"vpcId": vpc.id} if vpc else {}))

    def nat(self, subnet: Made) -> Made:
        """A public NAT gateway with an address of its own."""
        return self.make(kinds.NAT_GATEWAY, subnetId=subnet.id, allocationId=self.make(kinds.EIP, domain="vpc").id)

    def role(self, service: str = "ec2.amazonaws.com", **inputs: Any) -> Made:
        """A role of a service."""
        return self.make(kinds.ROLE, assumeRolePolicy=trust(service), **inputs)

    def key(self, **inputs: Any) -> Made:
        """A key that its account may use, and CloudWatch Logs too."""
        policy = document(
            {"Sid": "Account", "Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "kms:*", "Resource": "*"},
            {
                "Sid": "Logs",
                "Effect": "Allow",
                "Principal": {"Service": f"logs.{REGION}.amazonaws.com"},
                "Action": "kms:GenerateDataKey*",
                "Resource": "*",
            },
        )
        return self.make(kinds.KEY, **{"policy": policy, **inputs})

    def bucket(self, name: str = "clinic-store", **inputs: Any) -> Made:
        """A bucket."""
        return self.make(kinds.BUCKET, bucket=name, **inputs)

    def balancer(self, *subnets: Made, **inputs: Any) -> Made:
        """An internal network load balancer."""
        wanted = {"loadBalancerType": "network", "internal": True, **inputs}
        return self.make(kinds.LOAD_BALANCER, subnets=[one.id for one in subnets], **wanted)
