"""Runs a component under Pulumi's mocks and records what it registers: properties, parent and options of each resource."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks

ACCOUNT = "111122223333"
REGION = "eu-west-1"


@dataclass(frozen=True)
class Built:
    """One registered resource."""

    type: str
    name: str
    inputs: dict[str, Any]
    parent: str
    protect: bool
    delete_before_replace: bool
    ignore_changes: tuple[str, ...]
    depends_on: frozenset[str]
    """Names of the resources that it waits for."""
    urn: str
    provider: str
    """Name of the explicit provider that builds it; empty where it is the default one."""


@dataclass
class Recording:
    """Everything that one program registered."""

    resources: list[Built] = field(default_factory=list)
    result: Any = None

    def of(self, kind: str) -> list[Built]:
        """Resources of a type such as `ec2/subnet:Subnet`, by name."""
        return sorted((built for built in self.resources if built.type == f"aws:{kind}"), key=lambda built: built.name)

    def one(self, kind: str, name: str | None = None) -> Built:
        """The only resource of a type, or the one of that name."""
        found = [built for built in self.of(kind) if name in (None, built.name)]
        assert len(found) == 1, f"{len(found)} of {kind} {name or ''}: {[built.name for built in self.of(kind)]}"
        return found[0]


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


class _Monitor(MockMonitor):
    """Keeps the whole request, options included."""

    def __init__(self, recording: Recording, preview: bool) -> None:
        super().__init__(_Aws(preview))
        self._recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 the engine's protocol
        if request.type != "pulumi:pulumi:Stack":
            self._recording.resources.append(
                Built(
                    type=request.type,
                    name=request.name,
                    inputs=rpc.deserialize_properties(request.object, keep_unknowns=True),
                    parent=request.parent.split("::")[-1],
                    protect=request.protect,
                    delete_before_replace=request.deleteBeforeReplace,
                    ignore_changes=tuple(request.ignoreChanges),
                    depends_on=frozenset(urn.split("::")[-1] for urn in request.dependencies),
                    urn=self.make_urn(request.parent, request.type, request.name),
                    provider=request.provider.rpartition("::")[0].split("::")[-1],
                )
            )
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]


def record(program: Callable[[], Any], *, preview: bool = False) -> Recording:
    """What the program registers. Its result is awaited: an output, or a collection of outputs. In a preview no id is known."""
    recording = Recording()
    pulumi.runtime.set_mocks(_Aws(preview), project="ai-zones", stack="test", preview=preview, monitor=_Monitor(recording, preview))

    def keep(value: Any) -> Any:
        recording.result = value
        return value

    @pulumi.runtime.test  # type: ignore[untyped-decorator]
    def run() -> Any:
        return pulumi.Output.from_input(program()).apply(keep)

    run()
    return recording
