"""An AWS account of a test: create, update, read and delete in a few words, always judged as the engine would have it judged."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.rules.aws import kinds
from simulator.world import Object

ACCOUNT = "111122223333"
REGION = "eu-west-1"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


def document(*statements: Mapping[str, Any]) -> str:
    """A policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str) -> str:
    """A trust policy for one service."""
    return document({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})


class Made:
    """A created resource."""

    def __init__(self, urn: str, id_: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> None:
        self.urn = urn
        self.id = id_
        self.inputs = inputs
        self.outputs = outputs

    def __getitem__(self, name: str) -> Any:
        return self.outputs[name]


class Account:
    """Resources of one account and region, with short ways to what most tests need."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self._count = 0

    def urn(self, type_: str, name: str = "") -> str:
        """URN of a resource; a new name where none is given."""
        self._count += 1
        return f"urn:pulumi:dev::test::{type_}::{name or f'r{self._count}'}"

    def faults(self, type_: str, /, **inputs: Any) -> list[str]:
        """What is wrong with the inputs, as `path: reason`."""
        return [f"{path}: {reason}" for path, reason in self.cloud.check(self.urn(type_), None, inputs)[1]]

    def make(self, type_: str, as_: str = "", /, **inputs: Any) -> Made:
        """Check and create."""
        urn = self.urn(type_, as_)
        checked, faults = self.cloud.check(urn, None, inputs)
        assert faults == []
        id_, outputs = self.cloud.create(urn, checked)
        return Made(urn, id_, checked, outputs)

    def plan(self, type_: str, as_: str = "", /, **inputs: Any) -> dict[str, Any]:
        """Outputs of a preview."""
        urn = self.urn(type_, as_)
        checked, faults = self.cloud.check(urn, None, inputs)
        assert faults == []
        return self.cloud.create(urn, checked, preview=True)[1]

    def refuses(self, code: str, type_: str, /, match: Any = "", **inputs: Any) -> None:
        """The create passes the checks, and is refused with this error of the API."""
        urn = self.urn(type_)
        checked, faults = self.cloud.check(urn, None, inputs)
        assert faults == []
        with pytest.raises(CloudError, match=match or None) as refused:
            self.cloud.create(urn, checked)
        assert refused.value.code == code, refused.value

    def change(self, made: Made, /, **changes: Any) -> dict[str, Any]:
        """Update in place; the engine would not where a change replaces."""
        inputs = {name: value for name, value in {**made.inputs, **changes}.items() if value is not None}
        checked, faults = self.cloud.check(made.urn, made.inputs, inputs)
        assert faults == []
        difference = self.cloud.diff(made.urn, made.inputs, checked)
        assert difference.replaces == []
        made.outputs = self.cloud.update(made.urn, made.id, made.outputs, made.inputs, checked)
        made.inputs = checked
        return made.outputs

    def refuses_change(self, code: str, made: Made, /, match: str = "", **changes: Any) -> None:
        """The update is refused with this error of the API."""
        with pytest.raises(CloudError, match=match or None) as refused:
            self.change(made, **changes)
        assert refused.value.code == code, refused.value

    def replaced_by(self, made: Made, /, **changes: Any) -> list[str]:
        """Properties for which a change replaces."""
        return self.cloud.diff(made.urn, made.inputs, {**made.inputs, **changes}).replaces

    def read(self, made: Made) -> tuple[dict[str, Any], dict[str, Any]]:
        """(outputs, inputs) as a refresh finds them."""
        found = self.cloud.read(made.urn.split("::")[2], made.urn, made.id, made.outputs, made.inputs)
        assert found is not None
        return found[1], found[2]

    def delete(self, made: Made) -> None:
        """Delete."""
        self.cloud.delete(made.urn, made.id, made.inputs, made.outputs)

    def refuses_delete(self, code: str, made: Made, match: str = "") -> None:
        """The delete is refused with this error of the API, and the resource is still there."""
        with pytest.raises(CloudError, match=match or None) as refused:
            self.delete(made)
        assert refused.value.code == code, refused.value
        assert self.object(made)

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
