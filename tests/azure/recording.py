"""Runs a component under mocks of Azure and records what it registers and reads: see `tests/recording.py`.

The mock answers as pulumi-azure-native does: the id is the resource's ARM path, outputs are the body of the answer (names in the path
are not among them), and in a preview nothing is known that was not given.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from tests import recording

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
class Built(recording.Built):
    """One registered resource, whose id follows from its inputs."""

    subscription: str
    """Subscription of its provider."""

    @property
    def id(self) -> str:
        """Its ARM id."""
        return arm_path(self.type, self.inputs, self.subscription)


class Recording(recording.Recording[Built]):
    """Everything that one program registered and read on Azure."""

    package = "azure-native"


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
        return self._subscriptions.get(recording.provider_name(provider), SUBSCRIPTION)

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


def record(program: Callable[[], Any], *, preview: bool = False) -> Recording:
    """What the program registers. Its result is awaited: an output, or a collection of outputs. In a preview no id is known."""
    found, azure = Recording(), _Azure(preview)

    def built(request: Any, **common: Any) -> Built:
        return Built(**common, subscription=azure.subscription(request.provider))

    recording.record_into(found, program, azure, built, preview=preview)
    return found
