"""A program → what the engine would have recorded of it: the exported state, and the preview's JSON.

The state's outputs are not patched: the simulated cloud makes each resource again, in the order of the program, in a world of its own in
memory. Ids come from URNs, so the same program gives the same ids, and a program that the cloud refuses shows itself (`Refused`).
"""

from pathlib import Path
from typing import Any

from simulator.cloud import Cloud
from simulator.errors import CloudError, UserError
from simulator.schema import UnknownTypeError, type_schema
from simulator.values import Blob
from simulator.world import Object, World
from tests.mutation.program import PROVIDERS, STACK, Program, Ref, Row, in_preview, in_state, leaves, plain

SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"
_ASSETS = {"c44067f5952c0a294b673a41bacd8c17": "asset", "0def7320c3a5731c473e5ecbe6d01bc7": "archive"}
SEALED = {SIGNATURE: _SECRET, "ciphertext": "sealed"}
_OPENED = "sealed-value-2f8A!"
"""Stands for what a secret held: long, with all kinds of letters, as rules of passwords ask."""


FOREIGN_ACCOUNT = "999988887777"
"""An account that no reviewer's file lists."""
FOREIGN_SUBSCRIPTION = "55555555-eeee-4fff-8aaa-000000000055"
FOREIGN_TENANT = "66666666-eeee-4fff-8aaa-00000000006f"
"""A subscription and a directory that no reviewer's file lists."""
FOREIGN_PROJECT = "vendor-prod"
FOREIGN_NUMBER = "999988887777"
"""A project of Google Cloud that no reviewer's file lists."""


class RefusedError(Exception):
    """The simulated cloud does not make such a program."""


def state_of(program: Program) -> dict[str, Any]:
    """The exported state. Raises `RefusedError`."""
    world = World(Path(":memory:"))
    try:
        return {"version": 3, "deployment": {"resources": _Replay(program, world).run()}}
    finally:
        world.close()


def abroad() -> list[Object]:
    """What others have in the world, so that a program can refer to it: a network, a service, a hub and a key of an account not ours."""
    made = {
        "aws:ec2/vpc:Vpc": ("vpc-0f0e0d0c0b0a09080", {"cidrBlock": "10.250.0.0/16", "ownerId": FOREIGN_ACCOUNT}),
        "aws:s3/bucket:Bucket": ("vendor-copies", {"bucket": "vendor-copies", "arn": "arn:aws:s3:::vendor-copies"}),
        "aws:networkmanager/coreNetwork:CoreNetwork": (
            "core-network-0f0e0d0c0b0a09080",
            {"arn": f"arn:aws:networkmanager::{FOREIGN_ACCOUNT}:core-network/core-network-0f0e0d0c0b0a09080", "ownerId": FOREIGN_ACCOUNT},
        ),
    }
    return [
        Object(type_, identifier, FOREIGN_ACCOUNT, "eu-west-1", {"id": identifier, **outputs}, dict(outputs))
        for type_, (identifier, outputs) in made.items()
    ]


_VENDORS = {
    "azure-native:resources:ResourceGroup": "",
    "azure-native:storage:StorageAccount": "Microsoft.Storage/storageAccounts/vendorcopies",
    "azure-native:operationalinsights:Workspace": "Microsoft.OperationalInsights/workspaces/vendor",
    "azure-native:eventhub:Namespace": "Microsoft.EventHub/namespaces/vendor",
    "azure-native:eventhub:EventHub": "Microsoft.EventHub/namespaces/vendor/eventhubs/vendor",
    "azure-native:network:VirtualNetwork": "Microsoft.Network/virtualNetworks/vendor",
    "azure-native:network:PrivateLinkService": "Microsoft.Network/privateLinkServices/vendor",
    "azure-native:sql:Server": "Microsoft.Sql/servers/vendor",
}
"""What a stranger's subscription has, in a group of its own."""


def azure_abroad(program: Program) -> list[Object]:
    """What stands in a stranger's subscription on Azure: things of his own, and a twin of each of ours that the program now names there."""
    if not any(row.type.startswith("azure-native:") for row in program.rows):
        return []
    group = f"/subscriptions/{FOREIGN_SUBSCRIPTION}/resourceGroups/vendor"
    made = {type_: f"{group}/providers/{path}" if path else group for type_, path in _VENDORS.items()}
    extent = {"addressSpace": {"addressPrefixes": ["10.250.0.0/16"]}, "location": "westeurope"}
    found = [
        Object(type_, id_, FOREIGN_SUBSCRIPTION, "global", {"id": id_, "name": id_.rsplit("/", 1)[-1], **extent})
        for type_, id_ in made.items()
    ]
    named = {str(plain(leaf)).lower() for row in program.rows for _, leaf in leaves(row.inputs) if FOREIGN_SUBSCRIPTION in str(plain(leaf))}
    known = {id_.lower() for id_ in made.values()}
    for row in program.rows:
        if not (row.id or "").startswith("/subscriptions/"):
            continue
        own = str(row.id)
        twin = f"/subscriptions/{FOREIGN_SUBSCRIPTION}/{own.split('/', 3)[3]}" if own.count("/") > 2 else ""
        if twin and twin.lower() not in known and any(one.startswith(twin.lower()) for one in named):
            known.add(twin.lower())
            outputs = {**opened(row.outputs), "id": twin}
            found.append(Object(row.type, twin, FOREIGN_SUBSCRIPTION, "global", outputs, dict(outputs)))
    return found


_GCP_VENDORS = {
    "gcp:compute/network:Network": "projects/vendor-prod/global/networks/vendor",
    "gcp:compute/serviceAttachment:ServiceAttachment": "projects/vendor-prod/regions/europe-west1/serviceAttachments/vendor",
    "gcp:pubsub/topic:Topic": "projects/vendor-prod/topics/vendor",
    "gcp:storage/bucket:Bucket": "vendor-copies-gs",
    "gcp:bigquery/dataset:Dataset": "projects/vendor-prod/datasets/vendor",
    "gcp:serviceaccount/account:Account": "projects/vendor-prod/serviceAccounts/robot@vendor-prod.iam.gserviceaccount.com",
}
"""What a stranger's project has."""


def gcp_abroad(program: Program) -> list[Object]:
    """What stands in a stranger's project on Google Cloud: things of his own, and a twin of each of ours that the program now names there."""
    if not any(row.type.startswith("gcp:") for row in program.rows):
        return []
    found = [_stranger(type_, id_, {}) for type_, id_ in _GCP_VENDORS.items()]
    named = {str(plain(leaf)) for row in program.rows for _, leaf in leaves(row.inputs) if FOREIGN_PROJECT in str(plain(leaf))}
    known = set(_GCP_VENDORS.values())
    for row in program.rows:
        head, _, rest = (row.id or "").partition("/")
        twin = f"projects/{FOREIGN_PROJECT}/{rest.partition('/')[2]}" if head == "projects" and "/" in rest else ""
        if twin and twin not in known and any(twin in one for one in named):
            known.add(twin)
            found.append(_stranger(row.type, twin, opened(row.outputs)))
    return found


def _stranger(type_: str, id_: str, outputs: dict[str, Any]) -> Object:
    link = {"selfLink": f"https://www.googleapis.com/compute/v1/{id_}"} if type_.startswith("gcp:compute/") else {}
    shown = {**outputs, "id": id_, "name": id_.rsplit("/", 1)[-1], "project": FOREIGN_PROJECT, **link}
    return Object(type_, id_, FOREIGN_PROJECT, "global", shown, dict(shown))


class _Replay:
    """One run of a program on an empty world."""

    def __init__(self, program: Program, world: World) -> None:
        self.program, self.world = program, world
        self.clouds: dict[str, Cloud] = {}
        self.ids: dict[str, str] = {}
        self.outputs: dict[str, dict[str, Any]] = {}

    def run(self) -> list[dict[str, Any]]:
        for row in self.program.rows:
            if row.external:
                self._stands_already(row)
        for item in (*abroad(), *azure_abroad(self.program), *gcp_abroad(self.program)):
            self.world.put(item)
        return [self._entry(row) for row in self.program.in_order()]

    def _entry(self, row: Row) -> dict[str, Any]:
        entry = {**row.state_row, "urn": row.urn, "type": row.type, "custom": row.custom}
        for key, value in (("parent", row.parent), ("propertyDependencies", row.property_dependencies), ("dependencies", row.dependencies)):
            if value:
                entry[key] = value
            else:
                entry.pop(key, None)
        inputs = self._resolved(in_state(row.inputs))
        if inputs or "inputs" in entry:
            entry["inputs"] = inputs
        if row.outputs or "outputs" in entry:
            entry["outputs"] = row.outputs
        if row.type.startswith(PROVIDERS):
            self._configure(row, inputs)
        elif row.simulated:
            entry["id"], entry["outputs"] = self._made(row, inputs)
        if row.provider and "provider" not in entry:
            entry["provider"] = f"{row.provider}::{self.program.by_urn[row.provider].id}"
        return entry

    def _configure(self, row: Row, inputs: dict[str, Any]) -> None:
        package = row.type.removeprefix(PROVIDERS)
        given = {name: value for name, value in opened(inputs).items() if not name.startswith("__") and name not in ("version",)}
        try:
            self.clouds[row.urn] = Cloud(package, self.world, given)
        except (CloudError, UserError) as error:
            raise RefusedError(f"{row.name}: {error}") from None

    def _made(self, row: Row, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        cloud = self.clouds[row.provider or ""]
        given = {name: value for name, value in opened(inputs).items() if name not in ("__defaults",) and value is not None}
        try:
            checked, faults = cloud.check(row.urn, None, given)
            if faults:
                raise RefusedError(f"{row.name}: " + "; ".join(f"{path}: {reason}" for path, reason in faults))
            identifier, outputs = cloud.create(row.urn, checked)
        except (CloudError, UserError, UnknownTypeError) as error:
            raise RefusedError(f"{row.name}: {error}") from None
        self.ids[row.urn], self.outputs[row.urn] = identifier, outputs
        return identifier, closed(row, inputs, outputs)

    def _stands_already(self, row: Row) -> None:
        """What the program only reads was made by somebody else. A project of Google Cloud stands with every API; one that is put would have none."""
        if row.type == "gcp:organizations/project:Project":
            return
        outputs = opened(row.outputs)
        arn = str(outputs.get("arn", ""))
        account = outputs.get("ownerId") or (arn.split(":")[4] if arn.count(":") > 4 else "") or "111122223333"
        region = outputs.get("region", "global")
        self.world.put(Object(row.type, row.id or "", str(account), str(region), outputs, dict(outputs)))

    def _resolved(self, tree: Any) -> Any:
        if isinstance(tree, Ref):
            made = self.outputs.get(tree.urn)
            if made is None:
                raise RefusedError(f"{tree.urn}: refers to what is not there")
            return self.ids[tree.urn] if tree.output == "id" else made.get(tree.output)
        if isinstance(tree, dict):
            return {key: self._resolved(item) for key, item in tree.items()}
        return [self._resolved(item) for item in tree] if isinstance(tree, list) else tree


def opened(tree: Any) -> Any:
    """Plain values, as a provider gets them: secrets opened, assets as blobs, whole numbers whole."""
    if isinstance(tree, dict):
        signature = tree.get(SIGNATURE)
        if signature == _SECRET:
            return _OPENED
        if signature in _ASSETS:
            return Blob(_ASSETS[signature], tree)
        return {key: opened(item) for key, item in tree.items() if item is not None}
    if isinstance(tree, list):
        return [opened(item) for item in tree]
    return int(tree) if isinstance(tree, float) and tree.is_integer() else tree


def closed(row: Row, inputs: dict[str, Any], outputs: dict[str, Any]) -> dict[str, Any]:
    """Outputs as a state writes them: what came in as a secret, or is declared one, is ciphertext."""
    try:
        secrets = {*type_schema(row.type).secrets}
    except (UnknownTypeError, UserError):
        secrets = set()
    secrets |= {name for name, value in inputs.items() if isinstance(value, dict) and value.get(SIGNATURE) == _SECRET}
    return {name: SEALED if name in secrets else _written(value) for name, value in outputs.items()}


def _written(value: Any) -> Any:
    if isinstance(value, Blob):
        return value.raw
    if isinstance(value, dict):
        return {key: _written(item) for key, item in value.items()}
    return [_written(item) for item in value] if isinstance(value, list) else value


def preview_of(program: Program) -> dict[str, Any]:
    """The preview's JSON of a first deployment."""
    steps = [_step(program, row) for row in program.in_order() if row.step is not None]
    counts: dict[str, int] = {}
    for step in steps:
        counts[step["op"]] = counts.get(step["op"], 0) + 1
    return {"config": program.config, "steps": steps, "changeSummary": counts}


def _step(program: Program, row: Row) -> dict[str, Any]:
    assert row.step is not None
    step = dict(row.step)
    planned = {**(step.get("newState") or {}), "urn": row.urn, "type": row.type, "custom": row.custom}
    told = row.told_dependencies()
    hidden = {urn for urns in row.untold.values() for urn in urns} - {urn for urns in told.values() for urn in urns}
    waits_for = [urn for urn in row.dependencies if urn not in hidden]
    for key, value in (("parent", row.parent), ("propertyDependencies", told), ("dependencies", waits_for)):
        if value:
            planned[key] = value
        else:
            planned.pop(key, None)
    inputs = in_preview(row.inputs)
    if inputs or "inputs" in planned:
        planned["inputs"] = inputs
    step["urn"], step["newState"] = row.urn, planned
    return step


def added_step(like: Row) -> dict[str, Any]:
    """The step of a new resource beside one that is there: the same provider."""
    assert like.step is not None
    provider = like.step.get("provider")
    return {"op": "create", "urn": "", "provider": provider, "newState": {"provider": provider}, "detailedDiff": None}


__all__ = ["STACK", "RefusedError", "added_step", "closed", "opened", "preview_of", "state_of"]
