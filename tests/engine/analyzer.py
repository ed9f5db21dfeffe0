"""Talks to a pack as the engine does: starts it by the name that the engine starts, and speaks the analyzer protocol over gRPC.

Sources: Pulumi `proto/pulumi/analyzer.proto`; Pulumi CLI, "policy pack plugins" (the process prints its port).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]
from google.protobuf import empty_pb2, json_format, struct_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc

NOBODY = "127.0.0.1:1"
"""The engine's address; a pack needs it for its log lines only."""


@dataclass
class Pack:
    """A running pack."""

    stub: Any

    def policies(self) -> dict[str, str]:
        """Its policies, each with its level."""
        info = self.stub.GetAnalyzerInfo(empty_pb2.Empty())
        return {policy.name: proto.EnforcementLevel.Name(policy.enforcementLevel).lower() for policy in info.policies}

    def configure(self, config: dict[str, str]) -> None:
        """Levels by policy, as the engine makes them of `--policy-pack-config`."""
        levels = {name: proto.PolicyConfig(enforcementLevel=proto.EnforcementLevel.Value(level.upper())) for name, level in config.items()}
        self.stub.Configure(proto.ConfigureAnalyzerRequest(policyConfig=levels))

    def judge(self, state: Path) -> list[tuple[str, str, str]]:
        """(policy, level, message) of each finding: every resource by itself, then the whole stack."""
        resources = list(_resources(state, "outputs"))
        found = []
        # Before creation a pack sees inputs, after registration outputs.
        for one in _resources(state, "inputs"):
            asked = proto.AnalyzeRequest(type=one.type, properties=one.properties, urn=one.urn, name=one.name, provider=one.provider)
            found += self.stub.Analyze(asked).diagnostics
        found += self.stub.AnalyzeStack(proto.AnalyzeStackRequest(resources=resources)).diagnostics
        return [(one.policyName, proto.EnforcementLevel.Name(one.enforcementLevel).lower(), one.message) for one in found]


@contextmanager
def served(folder: Path) -> Iterator[Pack]:
    """A pack in a process of its own."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", NOBODY, str(folder)]
    env = {name: value for name, value in os.environ.items() if name != "POSTURE_CONFIG"}
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            limits = [("grpc.max_receive_message_length", 2**28), ("grpc.max_send_message_length", 2**28)]
            with grpc.insecure_channel(f"127.0.0.1:{port}", options=limits) as channel:
                yield Pack(analyzer_pb2_grpc.AnalyzerStub(channel))
        finally:
            process.kill()


def _resources(state: Path, side: str) -> Iterator[proto.AnalyzerResource]:
    written: list[dict[str, Any]] = json.loads(state.read_text(encoding="utf-8"))["deployment"]["resources"]
    by_urn = {one["urn"]: one for one in written}
    for one in written:
        provider = by_urn.get(one.get("provider", "").rsplit("::", 1)[0])
        yield proto.AnalyzerResource(
            type=one["type"],
            urn=one["urn"],
            name=one["urn"].rsplit("::", 1)[-1],
            properties=_struct(one.get(side) or {}),
            parent=one.get("parent", ""),
            dependencies=one.get("dependencies") or [],
            propertyDependencies={
                name: proto.AnalyzerPropertyDependencies(urns=urns) for name, urns in (one.get("propertyDependencies") or {}).items()
            },
            provider=proto.AnalyzerProviderResource(
                type=provider["type"],
                urn=provider["urn"],
                name=provider["urn"].rsplit("::", 1)[-1],
                properties=_struct(provider["outputs"]),
            )
            if provider
            else None,
        )


def _struct(properties: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(_plain(properties), struct_pb2.Struct())


def _plain(value: Any) -> Any:
    """The engine hands packs secrets in plain text; here any text will do."""
    if isinstance(value, dict):
        return "a secret" if "ciphertext" in value else {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
