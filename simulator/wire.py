"""Between the engine's protobuf structs and plain values.

The plugin tells the engine that it takes no secrets, as bridged providers may: the engine then unwraps them on the way in and marks
the same properties again on the way out. Kubernetes' plugin takes them, since it makes components, and `hide` marks its answers. What the SDK
declares secret is marked here. Source: Pulumi documentation, "Provider
protocol", ConfigureResponse.acceptSecrets, and the property value signatures of `pulumi.runtime.rpc`.
"""

from collections.abc import Iterable
from typing import Any

from google.protobuf import struct_pb2  # type: ignore[import-untyped]

from simulator.values import UNKNOWN, Blob, Properties

UNKNOWN_WORD = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105
_ASSET = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
_RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


def decode(struct: struct_pb2.Struct) -> Properties:
    """Plain properties of a request. Nulls are absent, as to a cloud's API."""
    found = ((name, _decode(value)) for name, value in struct.fields.items())
    return {name: value for name, value in found if value is not None}


def _decode(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return UNKNOWN if value.string_value == UNKNOWN_WORD else value.string_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        return [_decode(item) for item in value.list_value.values]
    if kind == "struct_value":
        return _decode_struct(value.struct_value)
    return None


def _decode_struct(struct: struct_pb2.Struct) -> Any:
    signature = struct.fields[_SIGNATURE].string_value if _SIGNATURE in struct.fields else ""
    match signature:
        case "":
            return decode(struct)
        case _ if signature in (_SECRET, _OUTPUT):
            return _decode(struct.fields["value"]) if "value" in struct.fields else UNKNOWN
        case _ if signature == _RESOURCE:
            # A resource passed as a value: its id is what the property wants.
            return _decode(struct.fields["id"]) if "id" in struct.fields else UNKNOWN
        case _ if signature in (_ASSET, _ARCHIVE):
            raw = {name: _decode(value) for name, value in struct.fields.items()}
            return Blob("asset" if signature == _ASSET else "archive", raw)
    raise ValueError(f"the engine sent a value with an unknown signature {signature}")


def encode(properties: Properties, secrets: Iterable[str] = ()) -> struct_pb2.Struct:
    """The struct of an answer, with those properties marked secret."""
    struct = struct_pb2.Struct()
    hidden = set(secrets)
    for name, value in properties.items():
        if name in hidden:
            inner = struct_pb2.Struct(fields={_SIGNATURE: struct_pb2.Value(string_value=_SECRET), "value": _encode(value)})
            struct.fields[name].struct_value.CopyFrom(inner)
        else:
            struct.fields[name].CopyFrom(_encode(value))
    return struct


def hide(answer: struct_pb2.Struct, like: struct_pb2.Struct) -> struct_pb2.Struct:
    """An answer in which what stands at the place of a secret is one, in place."""
    for name, value in like.fields.items():
        if name in answer.fields:
            _hide(answer.fields[name], value)
    return answer


def _hide(answer: struct_pb2.Value, like: struct_pb2.Value) -> None:
    if _is_secret(answer):
        return
    if _is_secret(like):
        inner = struct_pb2.Struct(fields={_SIGNATURE: struct_pb2.Value(string_value=_SECRET)})
        inner.fields["value"].CopyFrom(answer)
        answer.struct_value.CopyFrom(inner)
    elif answer.WhichOneof("kind") == like.WhichOneof("kind") == "struct_value":
        hide(answer.struct_value, like.struct_value)
    elif answer.WhichOneof("kind") == like.WhichOneof("kind") == "list_value":
        for one, other in zip(answer.list_value.values, like.list_value.values, strict=False):
            _hide(one, other)


def _is_secret(value: struct_pb2.Value) -> bool:
    fields = value.struct_value.fields if value.WhichOneof("kind") == "struct_value" else {}
    return _SIGNATURE in fields and fields[_SIGNATURE].string_value == _SECRET


def _encode(value: Any) -> struct_pb2.Value:
    if value is UNKNOWN:
        return struct_pb2.Value(string_value=UNKNOWN_WORD)
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, int | float):
        return struct_pb2.Value(number_value=value)
    if isinstance(value, str):
        return struct_pb2.Value(string_value=value)
    if isinstance(value, list | tuple):
        return struct_pb2.Value(list_value=struct_pb2.ListValue(values=[_encode(item) for item in value]))
    if isinstance(value, Blob):
        return struct_pb2.Value(struct_value=encode(value.raw))
    if isinstance(value, dict):
        return struct_pb2.Value(struct_value=encode(value))
    raise TypeError(f"{type(value).__name__} can't be sent to the engine")
