"""A cloud of a few types whose rules use every part of the language, apart from any real provider's rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.rules import Action, AutoName, Between, JsonDocument, Protection, Rules, ref, registry, unique
from simulator.world import World

WEST = {"region": "eu-west-1", "assumeRoles": '[{"roleArn": "arn:aws:iam::222233334444:role/deploy"}]'}
OTHER_ACCOUNT = {"region": "eu-west-1", "assumeRoles": '[{"role_arn": "arn:aws:iam::333344445555:role/deploy"}]'}


def urn(type_: str, name: str) -> str:
    """URN of a resource of the stack `dev`."""
    return f"urn:pulumi:dev::test::{type_}::{name}"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def cloud(world: World) -> Cloud:
    """A provider of account 222233334444 in eu-west-1."""
    return Cloud("aws", world, dict(WEST))


@pytest.fixture
def other(world: World) -> Cloud:
    """A provider of another account in the same world."""
    return Cloud("aws", world, dict(OTHER_ACCOUNT))


MESH = "aws:appmesh/mesh:Mesh"
NODE = "aws:appmesh/virtualNode:VirtualNode"
GATE = "aws:appmesh/virtualGateway:VirtualGateway"
TOPIC = "aws:sns/topic:Topic"


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> dict[str, Rules]:
    """Rules for types that no other module of rules speaks of; taken back after the test."""
    for package in ("aws",):
        registry.all_rules(package)  # Load the real ones first.
    known = {token: one for token, one in registry._RULES.items() if token not in (MESH, NODE, GATE, TOPIC)}
    monkeypatch.setattr(registry, "_RULES", known)
    made = make_rules()
    return {one.type: one for one in made}


def make_rules() -> list[Rules]:
    """Meshes hold nodes; each brings a gateway that `VirtualGateway` adopts; topics have policies and a protection."""
    mesh = Rules(
        MESH,
        source="made up for tests",
        unique=(
            unique("name", scope="account", code="ConflictException", reserved_days=lambda outputs: 7, reserved_code="PendingDeletion"),
        ),
        id="mesh-{hex17}",
        outputs={"arn": "arn:{partition}:appmesh:{region}:{account}:mesh/{name}", "resourceOwner": "{account}"},
        autoname=AutoName("name", max_length=20),
        immutable={"name"},
        delete_before_replace=True,
    )

    @mesh.after("create")
    def bring_gateway(action: Action) -> None:
        gate = action.keep(GATE, "gate-" + action.hex(8), {"meshName": action.outputs["name"], "name": "default"})
        action.outputs["meshOwner"] = gate.id

    node = Rules(
        NODE,
        source="made up for tests",
        references={"meshName": ref(MESH, by=("name", "arn"), code="NotFoundException", literals=("aws-*",), delete_code="ResourceInUse")},
        immutable={"meshName", "spec.listeners"},
        id="node-{hex8}",
        outputs={"arn": "arn:aws:appmesh:{region}:{account}:{meshName}/{name}", "createdDate": "{now}", "resourceOwner": "{account}"},
        client_token=True,
    )

    @node.before("create")
    def refuse_names(action: Action) -> None:
        if action.inputs["name"] == "forbidden":
            action.refuse("BadRequest", "that name is forbidden")

    gate = Rules(
        GATE,
        source="made up for tests",
        adopts=lambda action: next(iter(action.find(GATE, meshName=action.inputs["meshName"], name="default")), None),
    )
    topic = Rules(
        TOPIC,
        source="made up for tests",
        checks=(Between("signatureVersion", 1, 2, source="made up"), JsonDocument("policy", source="made up")),
        defaults={"signatureVersion": 1},
        normalized_json=("policy",),
        unordered=("tags.list",),
        id="arn:aws:sns:{region}:{account}:{name}",
        outputs={"arn": "{id}", "owner": "{account}"},
        autoname=AutoName("name"),
        protections=(Protection("fifoTopic", message="it is protected"),),
    )
    return [mesh, node, gate, topic]
