"""`python -m tests.bench.ask <program> <messages>`: runs a pack, asks it as the engine does, and prints one line of JSON with what it took.

A process of its own, so that it may stand in a network namespace with the pack: awsguard would ask AWS.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import grpc  # type: ignore[import-untyped]
from google.protobuf import empty_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from tests.bench.messages import read
from tests.mutation.peer.serve import NOBODY, configure

HERE: Final = Path(__file__).parent
EVERYTHING, EMPTY, AWSGUARD = "everything", "empty", "awsguard"
PROGRAMS: Final = (EVERYTHING, EMPTY, AWSGUARD)
_LARGEST: Final = 400 * 1024 * 1024
_SERVICE: Final = "/pulumirpc.Analyzer/"


def command(program: str, peer: str = "") -> tuple[list[str], Path]:
    """How a pack is started, and where; `peer`: the folder of awsguard's packages."""
    if program == EVERYTHING:
        return [sys.executable, "-u", "-m", "tests.bench.everything"], HERE.parents[1]
    if program == EMPTY:
        return [sys.executable, "-u", "-m", "pulumi.policy", NOBODY, str(HERE / EMPTY)], HERE / EMPTY
    return ["node", "node_modules/@pulumi/pulumi/cmd/run-policy-pack", NOBODY, peer], Path(peer)


def ask(program: str, messages: list[bytes], peer: str = "") -> dict[str, Any]:
    """Seconds by the clock and of the pack's processor time, its largest memory in MB, and what it reported."""
    arguments, folder = command(program, peer)
    begun = time.perf_counter()
    with subprocess.Popen(
        arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            limits = [("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)]
            with grpc.insecure_channel(f"127.0.0.1:{port}", options=limits) as channel:
                stub = analyzer_pb2_grpc.AnalyzerStub(channel)
                if program == AWSGUARD:
                    configure(stub)
                rules = len(stub.GetAnalyzerInfo(empty_pb2.Empty()).policies)
                ready = time.perf_counter()
                return {"start": ready - begun, "policies": rules, **_asked(channel, process.pid, messages)}
        finally:
            process.kill()


def _asked(channel: Any, pid: int, messages: list[bytes]) -> dict[str, Any]:
    one, all_ = (_call(channel, name) for name in ("Analyze", "AnalyzeStack"))
    processor, begun = _processor(pid), time.perf_counter()
    answers = [one(message) for message in messages[:-1]]
    between = time.perf_counter()
    answers.append(all_(messages[-1]))
    ended = time.perf_counter()
    reported = sorted({(said.policyName, said.urn) for answer in answers for said in answer.diagnostics})
    return {
        "resources": between - begun,
        "stack": ended - between,
        "seconds": ended - begun,
        "processor": _processor(pid) - processor,
        "memory": _memory(pid),
        "reported": reported,
    }


def _call(channel: Any, name: str) -> Callable[[bytes], Any]:
    """Bytes as they are: building and serializing them is not the pack's doing."""
    call = channel.unary_unary(f"{_SERVICE}{name}", request_serializer=bytes, response_deserializer=proto.AnalyzeResponse.FromString)

    def asked(message: bytes) -> Any:
        try:
            return call(message)
        except grpc.RpcError as error:  # a rule of awsguard throws where it expects another property; the engine would stop there
            sys.stderr.write(f"{name}: {error.details()}\n")
            return proto.AnalyzeResponse()

    return asked


def _processor(pid: int) -> float:
    """Seconds in user and system mode. Source: proc(5), /proc/pid/stat."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """Largest resident memory in MB. Source: proc(5), VmHWM."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    print(json.dumps(ask(sys.argv[1], read(Path(sys.argv[2])), *sys.argv[3:])))
