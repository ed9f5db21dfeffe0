"""A stack as the engine sends it to a pack: one message for each resource with its inputs, then all with their outputs."""

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from google.protobuf import json_format, struct_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import analyzer_pb2 as proto

from tests.bench.stack import Row

_LENGTH: Final = struct.Struct("<I")


def write(rows: Sequence[Row], path: Path) -> None:
    """Serialized once, so that no run pays for it: each message with its length before it, the stack's last."""
    with path.open("wb") as file:
        for message in _messages(rows):
            data = message.SerializeToString()
            file.write(_LENGTH.pack(len(data)) + data)


def read(path: Path) -> list[bytes]:
    """The messages, the stack's last."""
    data, at = path.read_bytes(), 0
    found = []
    while at < len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size + length
        found.append(data[at - length : at])
    return found


def _messages(rows: Sequence[Row]) -> Iterator[Any]:
    providers = {row["urn"]: _provider(row) for row in rows if row["type"].startswith("pulumi:providers:")}
    whole = proto.AnalyzeStackRequest()
    for row in rows:
        provider = providers.get(row.get("provider", "").rpartition("::")[0])
        known = {
            "type": row["type"],
            "urn": row["urn"],
            "name": row["urn"].rpartition("::")[2],
            "options": proto.AnalyzerResourceOptions(protect=bool(row.get("protect"))),
            "provider": provider,
        }
        yield proto.AnalyzeRequest(properties=_struct(row.get("inputs")), **known)
        by_property = (row.get("propertyDependencies") or {}).items()
        whole.resources.append(
            proto.AnalyzerResource(
                properties=_struct(row.get("outputs")),
                parent=row.get("parent", ""),
                dependencies=row.get("dependencies") or [],
                propertyDependencies={name: proto.AnalyzerPropertyDependencies(urns=urns) for name, urns in by_property},
                **known,
            )
        )
    yield whole


def _provider(row: Row) -> Any:
    name = row["urn"].rpartition("::")[2]
    return proto.AnalyzerProviderResource(type=row["type"], urn=row["urn"], name=name, properties=_struct(row.get("outputs")))


def _struct(properties: Any) -> Any:
    return json_format.ParseDict(_plain(properties or {}), struct_pb2.Struct())


def _plain(value: Any) -> Any:
    """The engine hands packs secrets in plain text; here any text will do."""
    if isinstance(value, dict):
        return "a secret" if "ciphertext" in value else {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
