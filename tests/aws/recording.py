"""Runs a component under mocks of AWS and records what it registers: see `tests/recording.py`."""

from collections.abc import Callable
from typing import Any

from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from tests import recording
from tests.recording import Built

__all__ = ["ACCOUNT", "REGION", "Built", "Recording", "record"]

ACCOUNT = "111122223333"
REGION = "eu-west-1"


class Recording(recording.Recording[Built]):
    """Everything that one program registered and read on AWS."""

    package = "aws"


class _Aws(Mocks):
    """AWS in outline: every resource gets an id and what components read from it; in a preview, nothing that wasn't given."""

    def __init__(self, preview: bool) -> None:
        self._preview = preview

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if self._preview:
            return None, args.inputs
        identity = f"id-of-{args.name}"
        state = {"arn": f"arn-of-{args.name}", "name": args.name, **args.inputs}
        if args.typ == "aws:ec2/vpc:Vpc":
            state |= {"defaultRouteTableId": "rtb-main", "defaultNetworkAclId": "acl-main"}
        if args.typ == "aws:ec2/eip:Eip":
            state["publicIp"] = f"ip-of-{args.name}"
        if args.typ == "aws:ec2/vpcEndpoint:VpcEndpoint":
            state |= {"dnsEntries": [{"dnsName": f"{args.name}.vpce.test", "hostedZoneId": "Z-VPCE"}], "prefixListId": f"pl-of-{args.name}"}
        if args.typ == "aws:ec2/vpcEndpointService:VpcEndpointService":
            state["serviceName"] = f"service-of-{args.name}"
        if args.typ == "aws:networkfirewall/firewall:Firewall":
            zones = sorted(mapping["subnetId"].removeprefix("id-of-").split("firewall-")[1] for mapping in args.inputs["subnetMappings"])
            states = [{"availabilityZone": zone, "attachments": [{"endpointId": f"vpce-firewall-{zone}"}]} for zone in reversed(zones)]
            state["firewallStatuses"] = [{"syncStates": states}]
        return identity, state

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(f"components look nothing up, but {args.token} was called")


def record(program: Callable[[], Any], *, preview: bool = False) -> Recording:
    """What the program registers. Its result is awaited: an output, or a collection of outputs. In a preview no id is known."""
    found = Recording()
    recording.record_into(found, program, _Aws(preview), lambda _, **built: Built(**built), preview=preview)
    return found
