"""`python -m tests.mutation.peer.serve <folder>`: runs the pack, and judges what comes in as lines of JSON.

It stands in a network namespace together with the pack: awsguard's certificate and access-key rules call AWS, and find nobody there.
A request is `{"base": name, "urns": [URNs in order], "rows": [rows of the state that differ from the base's], "touched": [URNs]}`; the first
one of a base gives all rows. The answer is a list of `[policy, URN]`: every touched resource by itself with its inputs, as before
creation, then the whole stack with its outputs.
"""

import json
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]
from google.protobuf import empty_pb2, json_format, struct_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc

NOBODY = "127.0.0.1:1"
"""The engine's address; a pack needs it for its log lines only."""


def serve(folder: Path) -> None:
    """Until standard input ends."""
    command = ["node", "node_modules/@pulumi/pulumi/cmd/run-policy-pack", NOBODY, str(folder)]
    # Its standard input is not ours: Node.js would make that one non-blocking, and our loop would end at the first empty read.
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            limits = [("grpc.max_receive_message_length", 2**28), ("grpc.max_send_message_length", 2**28)]
            with grpc.insecure_channel(f"127.0.0.1:{port}", options=limits) as channel:
                stub = analyzer_pb2_grpc.AnalyzerStub(channel)
                configure(stub)
                _say(["ready"])
                bases: dict[str, dict[str, Row]] = {}
                for line in sys.stdin:
                    asked = json.loads(line)
                    new = {row["urn"]: Row(row) for row in asked["rows"]}
                    known = {**bases.setdefault(asked["base"], new), **new}
                    _say(_judge(stub, [known[urn] for urn in asked["urns"]], frozenset(asked["touched"])))
        finally:
            process.kill()


def configure(stub: Any) -> None:
    """The pack's own initial configuration sent back, `all` spread over the policies, as the engine does."""
    info = stub.GetAnalyzerInfo(empty_pb2.Empty())
    level = info.initialConfig["all"].enforcementLevel if "all" in info.initialConfig else proto.MANDATORY
    levels = {policy.name: proto.PolicyConfig(enforcementLevel=level, properties=_defaults(policy)) for policy in info.policies}
    stub.Configure(proto.ConfigureAnalyzerRequest(policyConfig=levels))


def _defaults(policy: Any) -> Any:
    """What the engine fills in of a policy's configuration: the defaults of its schema."""
    schema = json_format.MessageToDict(policy.configSchema.properties) if policy.HasField("configSchema") else {}
    given = {name: one["default"] for name, one in schema.items() if isinstance(one, dict) and "default" in one}
    return json_format.ParseDict(given, struct_pb2.Struct())


class Row:
    """A row of a state, as awsguard gets it."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.urn: str = row["urn"]
        self._row = row

    @cached_property
    def planned(self) -> Any:
        """With its inputs."""
        return _resource(self._row, "inputs")

    @cached_property
    def made(self) -> Any:
        """With its outputs."""
        return _resource(self._row, "outputs")


def _judge(stub: Any, rows: list[Row], touched: frozenset[str]) -> list[list[str]]:
    found: set[tuple[str, str]] = set()
    for row in rows:
        if row.urn in touched:
            one = row.planned
            asked = proto.AnalyzeRequest(type=one.type, properties=one.properties, urn=one.urn, name=one.name, options=one.options)
            found |= {(said.policyName, row.urn) for said in _answer(stub.Analyze, asked)}
    whole = proto.AnalyzeStackRequest(resources=[row.made for row in rows])
    found |= {(said.policyName, said.urn) for said in _answer(stub.AnalyzeStack, whole)}
    return sorted([policy, urn] for policy, urn in found)


def _answer(call: Any, asked: Any) -> Any:
    """A policy that throws (it expects a property that is not there) ends the call; the engine would stop there, here it has said nothing."""
    try:
        return call(asked).diagnostics
    except grpc.RpcError as error:
        sys.stderr.write(f"awsguard: {error.details()}\n")
        return []


def _resource(row: dict[str, Any], side: str) -> Any:
    return proto.AnalyzerResource(
        type=row["type"],
        urn=row["urn"],
        name=row["urn"].rsplit("::", 1)[-1],
        properties=json_format.ParseDict(_plain(row.get(side) or {}), struct_pb2.Struct()),
        parent=row.get("parent", ""),
        options=proto.AnalyzerResourceOptions(protect=bool(row.get("protect"))),
        dependencies=row.get("dependencies") or [],
        propertyDependencies={
            name: proto.AnalyzerPropertyDependencies(urns=urns) for name, urns in (row.get("propertyDependencies") or {}).items()
        },
    )


def _plain(value: Any) -> Any:
    """The engine hands packs secrets in plain text; here any text will do."""
    if isinstance(value, dict):
        return "a secret" if "ciphertext" in value else {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
