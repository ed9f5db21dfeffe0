"""Reports of small stacks, for the tests of every form of a report."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from posture.check import check
from posture.inputs.several import load_stacks
from posture.packs.catalogue import joined, named
from posture.report.build import build_report
from posture.report.model import Report
from posture.settings.effective import load_settings

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
BUCKET = "aws:s3/bucketV2:BucketV2"
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\"'&"
WAIVER = "waivers:\n  - {rule: bucket-versions, resource: letters, owner: ann, approver: ben, reason: scratch space, expires: 2999-01-01}\n"


def resource(type_: str, name: str, **outputs: Any) -> dict[str, Any]:
    """A resource as an exported state has it; its id is `<name>-id` unless given."""
    outputs.setdefault("id", f"{name}-id")
    urn = f"urn:pulumi:prod::clinic::{type_}::{name}"
    return {"urn": urn, "type": type_, "custom": True, "id": outputs["id"], "inputs": {}, "outputs": outputs}


def zone(name: str, number: int, subnet: str = "") -> list[dict[str, Any]]:
    """A network of a zone with one subnet and its table."""
    subnet = subnet or f"{name}-a"
    return [
        resource(VPC, name, cidrBlock=f"10.{number}.0.0/16", tags={"ai-zone": name}),
        resource(SUBNET, subnet, vpcId=f"{name}-id", cidrBlock=f"10.{number}.1.0/24"),
        resource("aws:ec2/routeTable:RouteTable", f"{name}-table", vpcId=f"{name}-id"),
        resource(
            "aws:ec2/routeTableAssociation:RouteTableAssociation", f"{name}-uses", subnetId=f"{subnet}-id", routeTableId=f"{name}-table-id"
        ),
    ]


def way_out(name: str) -> list[dict[str, Any]]:
    """An internet gateway, and a route to it."""
    return [
        resource("aws:ec2/internetGateway:InternetGateway", f"{name}-gateway", vpcId=f"{name}-id"),
        resource(
            "aws:ec2/route:Route",
            f"{name}-way-out",
            routeTableId=f"{name}-table-id",
            destinationCidrBlock="0.0.0.0/0",
            gatewayId=f"{name}-gateway-id",
        ),
    ]


def bucket(name: str, **outputs: Any) -> dict[str, Any]:
    """A bucket of the PHI zone, without anything that guards it."""
    return resource(BUCKET, name, bucket=name, tags={"ai-zone": "phi", "data-class": "phi"}, **outputs)


def peering(one: str, other: str) -> list[dict[str, Any]]:
    """A peering of two zones, with routes both ways."""
    blocks = {"phi": "10.1.0.0/16", "inference": "10.2.0.0/16"}
    return [
        resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", vpcId=f"{one}-id", peerVpcId=f"{other}-id"),
        *(
            resource(
                "aws:ec2/route:Route",
                f"{here}-to-{there}",
                routeTableId=f"{here}-table-id",
                destinationCidrBlock=blocks[there],
                vpcPeeringConnectionId="peering-id",
            )
            for here, there in ((one, other), (other, one))
        ),
    ]


def write(folder: Path, *resources: dict[str, Any], name: str = "state.json") -> Path:
    """An exported state with these resources."""
    file = folder / name
    manifest = {"time": "2026-11-22T00:00:00Z", "version": "v3.250.0"}
    file.write_text(json.dumps({"version": 3, "deployment": {"manifest": manifest, "resources": list(resources)}}))
    return file


def report_of(folder: Path, *resources: dict[str, Any], waivers: str = "", packs: tuple[str, ...] = ("all",)) -> Report:
    """The report of a state with these resources."""
    config = None
    if waivers:
        (folder / "waivers.yaml").write_text(waivers)
        config = folder / "posture.yaml"
        config.write_text("waivers: waivers.yaml\n")
    file = write(folder, *resources)
    chosen = named(packs)
    return build_report(check(load_stacks([file]), load_settings(config), *joined(chosen)), chosen, [file], config)


@cache
def rich() -> Report:
    """Two zones that leak to each other and outside, a bucket, a waiver, and a name that wants to be a program."""
    with TemporaryDirectory() as folder:
        return report_of(
            Path(folder),
            *zone("phi", 1, HOSTILE),
            *zone("inference", 2),
            *way_out("phi"),
            *peering("phi", "inference"),
            bucket("letters", serverSideEncryptionConfiguration="secret-that-nobody-prints"),
            waivers=WAIVER,
        )


@cache
def big() -> Report:
    """A thousand resources and more than three hundred findings."""
    with TemporaryDirectory() as folder:
        buckets = [bucket(f"letters-{number}") for number in range(40)]
        trust = json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
            }
        )
        roles = [resource("aws:iam/role:Role", f"role-{number}", assumeRolePolicy=trust) for number in range(970)]
        return report_of(Path(folder), *zone("phi", 1), *way_out("phi"), *buckets, *roles)
