"""A file → the stack in it, whatever form it has; or one message that says what the file is instead, and how to get the right one."""

import codecs
import json
import re
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json

from posture.errors import InputError
from posture.inputs.preview import is_preview, read_preview
from posture.inputs.state import is_state, read_state
from posture.stack import Stack

_PACKED: Final = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MAKE: Final = "Make one with `pulumi stack export --file state.json` or `pulumi preview --json --show-sames > preview.json`."
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_OTHERS: Final = (
    (("terraform_version",), "a state or plan of Terraform"),
    (("Resources",), "a template of CloudFormation"),
    (("$schema", "resources"), "a template of Azure Resource Manager"),
    (("apiVersion", "kind"), "a manifest of Kubernetes"),
    (("tool", "verdict"), "a report or judgement of posture itself"),
)
"""Keys that tell what else a person may have at hand."""


def load_stack(path: Path) -> Stack:
    """Reads an exported state or a preview's JSON. Raises `InputError` with one message."""
    try:
        return _read(_document(_raw(path), path), path)
    except RecursionError:
        raise InputError(f"{path}: nested too deeply to be a state or a preview. {_MAKE}") from None


def _document(raw: bytes, path: Path) -> Any:
    """What the JSON says. Read as most files are, in half the time; whatever is not plain UTF-8 and valid JSON is read again, to say what is wrong."""
    try:
        return from_json(raw, cache_strings="keys")
    except ValueError:
        text = text_of(raw, path)
    if not text.strip():
        raise InputError(f"{path}: the file is empty. {_MAKE}")
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error}){_looks_like(text)}. {_MAKE}") from None
    return _whole(document) if _HALF.search(text) else document


def _read(document: Any, path: Path) -> Stack:
    where = str(path).encode("utf-8", "replace").decode()  # a name that is no text in the locale
    if is_state(document):
        return read_state(document, where)
    if is_preview(document):
        return read_preview(document, where)
    raise InputError(f"{path}: neither an exported state (`deployment`) nor a preview (`steps`): it is {_named(document)}. {_MAKE}")


def _whole(value: Any) -> Any:
    """Half a character is the sign for what can't be read, as the engine itself reads it. Source: Go, `encoding/json`, "Unmarshal"."""
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return {_whole(key): _whole(item) for key, item in value.items()} if isinstance(value, dict) else value


def _raw(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if str(path) == "-":
            raise InputError(
                "-: no such file. Standard input is read as `/dev/stdin`: `pulumi stack export | posture check /dev/stdin`."
            ) from None
        raise InputError(f"{path}: no such file. Give an exported state or a preview's JSON.") from None
    except IsADirectoryError:
        raise InputError(f"{path}: a folder. Give the files in it that are exported states or previews, one by one.") from None
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}. Give an exported state or a preview's JSON.") from None


def text_of(raw: bytes, path: Path) -> str:
    """The text of a file. Raises `InputError` for one that is packed, and for what is no text."""
    packed = next((name for start, name in _PACKED.items() if raw.startswith(start)), None)
    if packed is not None:
        raise InputError(f"{path}: packed ({packed}). Unpack it first: a state or a preview is plain JSON.")
    try:
        # PowerShell's `>` writes UTF-16.
        return raw.decode("utf-16" if raw.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: no text: {error.reason} at byte {error.start}. Give an exported state or a preview's JSON in UTF-8."
        ) from None


def _looks_like(text: str) -> str:
    """What a text that is no JSON seems to be."""
    start = text.lstrip()[:400]
    if "Previewing update" in start or "Updating (" in start:
        return ": it is what Pulumi prints for people, without `--json`"
    if start.startswith("{") and text.count("\n{") and '"resourcePreEvent"' in text[:20_000]:
        return ": it is a log of events, one a line; unset PULUMI_ENABLE_STREAMING_JSON_PREVIEW"
    if start.startswith(("name:", "runtime:", "resources:", "config:", "encryptionsalt:")):
        return ": it is YAML, a program's or a stack's file"
    return ""


def _named(document: Any) -> str:
    if isinstance(document, dict):
        known = next((name for keys, name in _OTHERS if all(key in document for key in keys)), None)
        return known or f"an object with {', '.join(sorted(document)[:5]) or 'no keys'}"
    return {list: "a list", str: "a text", bool: "a truth value", type(None): "null"}.get(type(document), "a number")
