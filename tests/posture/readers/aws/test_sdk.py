"""The tables of types against the installed SDK: no property that does not exist, no networking type forgotten."""

import importlib
import inspect
import re
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from posture.readers.aws.placements import PLACEMENTS
from posture.readers.aws.workloads import SUBNET_GROUPS
from posture.readers.load import load_readers
from posture.readers.registry import INERT, READERS

load_readers()
pulumi = pytest.importorskip("pulumi")
pulumi_aws = pytest.importorskip("pulumi_aws")
pytestmark = pytest.mark.second_source

# Modules whose every resource is networking.
NETWORKING = ("ec2", "vpc", "ec2transitgateway", "networkfirewall", "ec2clientvpn", "directconnect")
# Types of these modules that are read (or said) elsewhere, or that no reader knows yet: listed, so that a new one is seen.
NOT_NETWORKING = {
    # AMIs, snapshots and endpoints are stores and services: read with them.
    "aws:ec2/ami", "aws:ec2/amiCopy", "aws:ec2/amiFromInstance", "aws:ec2/amiLaunchPermission", "aws:ec2/snapshotCreateVolumePermission",
    "aws:ec2/vpcEndpoint", "aws:ec2/vpcEndpointConnectionAccepter", "aws:ec2/vpcEndpointConnectionNotification", "aws:ec2/vpcEndpointPolicy",
    "aws:ec2/vpcEndpointRouteTableAssociation", "aws:ec2/vpcEndpointService", "aws:ec2/vpcEndpointServiceAllowedPrinciple",
    "aws:ec2/vpcEndpointSubnetAssociation", "aws:ec2/securityGroupAssociation", "aws:ec2/spotDatafeedSubscription",
    "aws:vpc/endpointPrivateDns", "aws:vpc/endpointServicePrivateDnsVerification",
}  # fmt: skip


_TYPE = re.compile(r'^@pulumi\.type_token\("([^"]+)"\)$', re.MULTILINE)


@cache
def sources() -> dict[str, Path]:
    """Type token → the SDK's file with its class. Read as text: importing all of the SDK takes half a minute."""
    found = {}
    for file in sorted(Path(pulumi_aws.__path__[0]).glob("*/*.py")):
        if not file.name.startswith(("_", "get_")):
            found.update(dict.fromkeys(_TYPE.findall(file.read_text(encoding="utf-8")), file))
    return found


def resource(token: str) -> type | None:
    file = sources().get(token)
    if file is None:
        return None
    # The SDK's modules are lazy: one whose submodule is imported before it was touched loses the names of that submodule for good.
    hasattr(importlib.import_module(f"pulumi_aws.{file.parent.name}"), file.stem)
    loaded = importlib.import_module(f"pulumi_aws.{file.parent.name}.{file.stem}")
    return next(cls for _, cls in inspect.getmembers(loaded, inspect.isclass) if getattr(cls, "pulumi_type", "") == token)


def getters(token: str) -> set[str]:
    return set(re.findall(r"^    def ([a-z]\w*)\(self\)", sources()[token].read_text(encoding="utf-8"), re.MULTILINE))


def camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def fields(hint: object) -> Iterator[type]:
    """Output classes inside a type hint."""
    if inspect.isclass(hint) and pulumi._types.is_output_type(hint):
        yield hint
    for inner in typing.get_args(hint):
        yield from fields(inner)


def properties_of(cls: type) -> dict[str, object]:
    found = {}
    for name in dir(cls):
        static = inspect.getattr_static(cls, name)
        if isinstance(static, property) and static.fget is not None:
            found[camel(name)] = typing.get_type_hints(static.fget).get("return")
    return found


def exists(cls: type, path: str) -> bool:
    level = [cls]
    for step in path.split("."):
        hints = [properties_of(one)[step] for one in level if step in properties_of(one)]
        if not hints:
            return False
        level = [nested for hint in hints for nested in fields(hint)]
    return True


CURRENT = sorted(token for token in PLACEMENTS if token.startswith("aws:"))


@pytest.mark.parametrize("token", CURRENT)
def test_every_path_of_a_placement_exists_in_the_sdk(token: str) -> None:
    cls = resource(token)
    if cls is None:
        assert token.split(":")[1].split("/")[0] in ("elasticloadbalancing", "elasticloadbalancingv2", "applicationloadbalancing"), token
        return
    placement = PLACEMENTS[token]
    paths = [*placement.subnets, *placement.groups, *placement.group_of_subnets]
    paths += [placement.public] if placement.public else []
    assert [path for path in paths if not exists(cls, path)] == []


def test_every_type_that_names_subnets_is_read() -> None:
    """The SDK's own properties are the second source: a service that can stand in a subnet is in the table."""
    wanted = {
        "subnet",
        "subnets",
        "subnet_id",
        "subnet_ids",
        "vpc_subnet_ids",
        "vpc_subnets",
        "client_subnets",
        "subnet_arns",
        "subnet_arn",
    }
    known = {*READERS, *INERT, *SUBNET_GROUPS}
    missing = {token for token in sources() if token not in known and wanted & getters(token)}
    assert missing == set()


def test_every_networking_type_of_the_sdk_is_read_or_said_to_be_inert() -> None:
    known = {*READERS, *INERT}
    missing = {
        token
        for token in sources()
        if token.split(":")[1].split("/")[0] in NETWORKING and token not in known and token.rsplit(":", 1)[0] not in NOT_NETWORKING
    }
    assert missing == set()
