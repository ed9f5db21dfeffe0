"""Runs a component under Pulumi's mocks and records what it registers and reads: properties, parent and options of each resource.

The mock answers as pulumi-azure-native does: the id is the resource's ARM path, outputs are the body of the answer (names in the path
are not among them), and in a preview nothing is known that was not given.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks

SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
OTHER_SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
TENANT = "99999999-9999-4999-8999-999999999999"
LOCATION = "westeurope"
GROUP = "acme-prod-phi"
PLACE: dict[str, Any] = {"subscription_id": SUBSCRIPTION, "resource_group_name": GROUP, "location": LOCATION}
"""Inputs that every component takes."""

_PATHS = Path(__file__).parents[2] / "simulator" / "packages" / "arm_paths.yaml"
_PLACE = re.compile(r"\{(\w+)\}")
_PREFIX = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/"


def group_path(provider_path: str, *names: str, group: str = GROUP, subscription: str = SUBSCRIPTION) -> str:
    """Id of a resource of the tests' group."""
    provider, *types = provider_path.split("/")
    steps = "/".join(f"{kind}/{name}" for kind, name in zip(types, names, strict=True))
    return f"/subscriptions/{subscription}/resourceGroups/{group}/providers/{provider}/{steps}"


@cache
def _paths() -> dict[str, str]:
    return dict(yaml.safe_load(_PATHS.read_text(encoding="utf-8")))


def arm_path(token: str, inputs: dict[str, Any], subscription: str = SUBSCRIPTION) -> str:
    """The ARM id of a resource with these inputs. AssertionError where a name is missing: the real provider would make one up."""
    assert token in _paths(), f"{token} has no line in simulator/packages/arm_paths.yaml"
    path = _paths()[token]
    template = path if path.startswith("/") else _PREFIX + path
    values = {**inputs, "subscriptionId": subscription}
    for name in _PLACE.findall(template):
        assert values.get(name), f"{token}: {name} is not given, so its id would hang on a random name"
    return "/" + _PLACE.sub(lambda match: str(values[match[1]]).strip("/"), template).lstrip("/")


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
    replace_on_changes: tuple[str, ...]
    depends_on: frozenset[str]
    """Names of the resources that it waits for."""
    urn: str
    provider: str
    """Name of the explicit provider that builds it; empty where it is the default one."""
    subscription: str
    """Subscription of that provider."""

    @property
    def id(self) -> str:
        """Its ARM id."""
        return arm_path(self.type, self.inputs, self.subscription)


@dataclass(frozen=True)
class Read:
    """One resource that was read (`Resource.get`)."""

    type: str
    name: str
    id: str
    parent: str


@dataclass
class Recording:
    """Everything that one program registered and read."""

    resources: list[Built] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    result: Any = None

    def of(self, kind: str) -> list[Built]:
        """Resources of a type such as `network:Subnet`, by name."""
        return sorted((built for built in self.resources if built.type == f"azure-native:{kind}"), key=lambda built: built.name)

    def one(self, kind: str, name: str | None = None) -> Built:
        """The only resource of a type, or the one of that name."""
        found = [built for built in self.of(kind) if name in (None, built.name)]
        assert len(found) == 1, f"{len(found)} of {kind} {name or ''}: {[built.name for built in self.of(kind)]}"
        return found[0]

    def read(self, kind: str) -> dict[str, str]:
        """Name → id of what was read of a type."""
        return {read.name: read.id for read in self.reads if read.type == f"azure-native:{kind}"}

    def waits(self, later: Built, earlier: Built) -> bool:
        """Whether one resource is built after the other, directly or by others between."""
        by_name = {built.name: built for built in self.resources}
        seen: set[str] = set()
        names = set(later.depends_on)
        while names:
            name = names.pop()
            if name == earlier.name:
                return True
            if name not in seen and name in by_name:
                seen.add(name)
                names |= by_name[name].depends_on
        return False


class _Azure(Mocks):
    """Azure in outline: every resource gets its ARM id and what components read from it; in a preview, nothing that wasn't given."""

    def __init__(self, preview: bool) -> None:
        self._preview = preview
        self._subscriptions: dict[str, str] = {}

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.typ.startswith("pulumi:providers:"):
            identity = f"id-of-{args.name}"
            self._subscriptions[args.name] = args.inputs.get("subscriptionId", SUBSCRIPTION)
            return identity, args.inputs
        if not args.typ.startswith("azure-native:"):
            return "", args.inputs
        if args.resource_id:
            return args.resource_id, {"name": args.resource_id.rsplit("/", 1)[-1], **args.inputs}
        identity = arm_path(args.typ, args.inputs, self.subscription(args.provider or ""))
        if self._preview:
            return None, {**_body(args.typ, args.inputs), **_unknown(_answers(args.typ, args.name, identity, args.inputs), args.inputs)}
        return identity, {
            **_body(args.typ, args.inputs),
            "name": identity.rsplit("/", 1)[-1],
            **_answers(args.typ, args.name, identity, args.inputs),
        }

    def subscription(self, provider: str) -> str:
        """Subscription of a provider, by its reference."""
        return self._subscriptions.get(provider.rpartition("::")[0].split("::")[-1], SUBSCRIPTION)

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(f"components look nothing up, but {args.token} was called")


def _body(token: str, inputs: dict[str, Any]) -> dict[str, Any]:
    path = set(_PLACE.findall(_paths()[token])) | {"resourceGroupName"}
    return {name: _sets(value) for name, value in inputs.items() if name not in path}


def _sets(value: Any) -> Any:
    """Azure answers a list of identities as a map of what it knows of each."""
    if isinstance(value, list):
        return [_sets(one) for one in value]
    if not isinstance(value, dict):
        return value
    named = {name: _sets(one) for name, one in value.items()}
    if isinstance(given := named.get("userAssignedIdentities"), list):
        named["userAssignedIdentities"] = {identity: {} for identity in given}
    return named


def _unknown(answers: Any, given: Any) -> Any:
    """The same answers in a preview: what was given is known, all else is not."""
    match answers:
        case dict():
            given = given if isinstance(given, dict) else {}
            return {name: _unknown(value, given.get(name)) for name, value in answers.items()}
        case list():
            given = given if isinstance(given, list) else []
            return [_unknown(value, given[at] if at < len(given) else None) for at, value in enumerate(answers)]
    return rpc.UNKNOWN if given is None else given


def _answers(token: str, name: str, identity: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """What Azure makes up by itself, of what components read."""
    match token.removeprefix("azure-native:"):
        case "network:AzureFirewall":
            given = inputs.get("ipConfigurations") or [{}]
            return {"ipConfigurations": [{**one, "privateIPAddress": "10.99.0.4"} for one in given]}
        case "network:PublicIPAddress":
            return {"ipAddress": f"ip-of-{name}"}
        case "network:PrivateEndpoint":
            return {
                "networkInterfaces": [{"id": f"{identity}.nic"}],
                "customDnsConfigs": [{"fqdn": f"{name}.test", "ipAddresses": [f"address-of-{name}"]}],
            }
        case "network:PrivateLinkService":
            return {"alias": f"{name}.{LOCATION}.azure.privatelinkservice"}
        case "managedidentity:UserAssignedIdentity":
            return {"principalId": f"principal-of-{name}", "clientId": f"client-of-{name}", "tenantId": TENANT}
        case "dataprotection:BackupVault":
            return {"identity": {**_sets(inputs["identity"]), "principalId": f"principal-of-{name}", "tenantId": TENANT}}
        case "keyvault:Key":
            uri = f"https://{inputs['vaultName']}.vault.azure.net/keys/{inputs['keyName']}"
            return {"keyUri": uri, "keyUriWithVersion": f"{uri}/{'0' * 32}"}
        case "operationalinsights:Workspace":
            return {"customerId": f"customer-of-{name}"}
    return {}


class _Monitor(MockMonitor):
    """Keeps the whole request, options included."""

    def __init__(self, recording: Recording, azure: _Azure) -> None:
        super().__init__(azure)
        self._recording = recording
        self._azure = azure

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 the engine's protocol
        self._recording.reads.append(Read(request.type, request.name, request.id, request.parent.split("::")[-1]))
        return super().ReadResource(request)  # type: ignore[no-untyped-call]

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
                    replace_on_changes=tuple(request.replaceOnChanges),
                    depends_on=frozenset(urn.split("::")[-1] for urn in request.dependencies),
                    urn=self.make_urn(request.parent, request.type, request.name),
                    provider=request.provider.rpartition("::")[0].split("::")[-1],
                    subscription=self._azure.subscription(request.provider),
                )
            )
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]


def record(program: Callable[[], Any], *, preview: bool = False) -> Recording:
    """What the program registers. Its result is awaited: an output, or a collection of outputs. In a preview no id is known."""
    recording = Recording()
    azure = _Azure(preview)
    pulumi.runtime.set_mocks(azure, project="ai-zones", stack="test", preview=preview, monitor=_Monitor(recording, azure))

    def keep(value: Any) -> Any:
        recording.result = value
        return value

    @pulumi.runtime.test  # type: ignore[untyped-decorator]
    def run() -> Any:
        return pulumi.Output.from_input(program()).apply(keep)

    run()
    return recording
