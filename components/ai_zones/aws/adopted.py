"""How a component takes in what stands already: every resource by `Resource.get`, as a child, so that it enters the state and the proof sees it.

Nothing that is adopted is changed or deleted. Its tags stay as they are: where they do not tell its zone, the reviewer's `posture.yaml` maps
its name. An id is checked before the provider is asked, for a wrong one reads as "not found", or as another resource.

Sources: Pulumi documentation, "Resource options: get"; Pulumi Registry, each resource's "Import" (`get` takes the id that an import takes);
Amazon EC2 User Guide, "Resource IDs" (8 or 17 hexadecimal characters).
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeVar

import pulumi
import pydantic

from ai_zones.aws.naming import child
from ai_zones.aws.validation import InvalidInputError

Adopted = TypeVar("Adopted", bound=pulumi.Resource)

_HEX: Final = "(?:[0-9a-f]{8}|[0-9a-f]{17})"


class IdForm:
    """The form that an id must have. Given as text it is judged at once; as an output, when it is known."""

    def __init__(self, pattern: str, what: str) -> None:
        self.pattern = re.compile(pattern)
        self.what = what

    def judge(self, value: Any) -> Any:
        """The value, or `ValueError`."""
        if isinstance(value, pulumi.Output):
            return value.apply(self._known)
        if not isinstance(value, str) or not self.pattern.fullmatch(value):
            raise ValueError(f"must be {self.what}")
        return value

    def _known(self, value: Any) -> str:
        if not isinstance(value, str) or not self.pattern.fullmatch(value):
            raise InvalidInputError(f"an id to adopt is {value!r}; it must be {self.what}")
        return value


def _id(prefix: str, what: str) -> IdForm:
    return IdForm(f"{prefix}-{_HEX}", f"the id of {what}, such as {prefix}-0a1b2c3d4e5f60718")


def _arn(service: str, rest: str, what: str) -> IdForm:
    return IdForm(rf"arn:aws[a-z-]*:{service}:[a-z0-9-]+:\d{{12}}:{rest}", f"the ARN of {what}")


VpcId = Annotated[Any, pydantic.AfterValidator(_id("vpc", "a VPC").judge)]
SubnetId = Annotated[Any, pydantic.AfterValidator(_id("subnet", "a subnet").judge)]
RouteTableId = Annotated[Any, pydantic.AfterValidator(_id("rtb", "a route table").judge)]
NetworkAclId = Annotated[Any, pydantic.AfterValidator(_id("acl", "a network ACL").judge)]
SecurityGroupId = Annotated[Any, pydantic.AfterValidator(_id("sg", "a security group").judge)]
InternetGatewayId = Annotated[Any, pydantic.AfterValidator(_id("igw", "an internet gateway").judge)]
NatGatewayId = Annotated[Any, pydantic.AfterValidator(_id("nat", "a NAT gateway").judge)]
TransitGatewayId = Annotated[Any, pydantic.AfterValidator(_id("tgw", "a transit gateway").judge)]
TransitTableId = Annotated[Any, pydantic.AfterValidator(_id("tgw-rtb", "a transit gateway route table").judge)]
TransitAttachmentId = Annotated[Any, pydantic.AfterValidator(_id("tgw-attach", "a transit gateway attachment").judge)]
FirewallArn = Annotated[Any, pydantic.AfterValidator(_arn("network-firewall", "firewall/[A-Za-z0-9-]+", "a network firewall").judge)]
FirewallPolicyArn = Annotated[
    Any, pydantic.AfterValidator(_arn("network-firewall", "firewall-policy/[A-Za-z0-9-]+", "a firewall policy").judge)
]
RuleGroupArn = Annotated[
    Any,
    pydantic.AfterValidator(
        _arn("network-firewall", "(?:stateful|stateless)-rulegroup/[A-Za-z0-9-]+", "a rule group of a network firewall").judge
    ),
]
KeyArn = Annotated[Any, pydantic.AfterValidator(_arn("kms", "key/(?:mrk-)?[0-9a-f-]{32,36}", "a KMS key, not of an alias").judge)]
HostedZoneId = Annotated[
    Any,
    pydantic.AfterValidator(
        IdForm("Z[0-9A-Z]{1,31}", "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ, without /hostedzone/").judge
    ),
]
BucketName = Annotated[
    Any, pydantic.AfterValidator(IdForm(r"(?!xn--|sthree-|arn)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of a bucket, not its ARN").judge)
]


class Adopter:
    """Takes resources in as children of one component."""

    def __init__(self, name: str, parent: pulumi.Resource) -> None:
        self._name = name
        self._opts = pulumi.ResourceOptions(parent=parent)

    def take(self, kind: type[Adopted], identifier: pulumi.Input[str], *label: str) -> Adopted:
        """One resource, by the id that an import of it takes."""
        found: Adopted = kind.get(child(self._name, *label), identifier, opts=self._opts)  # type: ignore[attr-defined]
        return found

    def take_all(self, kind: type[Adopted], identifiers: Mapping[str, pulumi.Input[str]], *label: str) -> dict[str, Adopted]:
        """One for each label."""
        return {key: self.take(kind, identifier, *label, key) for key, identifier in identifiers.items()}


def joined(first: pulumi.Input[str], between: str, second: pulumi.Input[str]) -> pulumi.Input[str]:
    """Two ids as one: text where both are."""
    if isinstance(first, str) and isinstance(second, str):
        return f"{first}{between}{second}"
    return pulumi.Output.concat(first, between, second)
