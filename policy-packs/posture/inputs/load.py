"""A file → the stack in it, whatever form it has."""

import json
from pathlib import Path

from posture.errors import InputError
from posture.inputs.preview import is_preview, read_preview
from posture.inputs.state import is_state, read_state
from posture.stack import Stack


def load_stack(path: Path) -> Stack:
    """Reads an exported state or a preview's JSON. Raises `InputError` with one message."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file. Give an exported state or a preview's JSON.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: can't be read: {error}. Give an exported state or a preview's JSON in UTF-8.") from None
    try:
        document = json.loads(text)
    except RecursionError:
        raise InputError(f"{path}: nested too deeply to be a state or a preview.") from None
    except ValueError as error:
        raise InputError(
            f"{path}: not JSON ({error}). Give the output of `pulumi stack export` or `pulumi preview --json --show-sames`."
        ) from None
    if is_state(document):
        return read_state(document, str(path))
    if is_preview(document):
        return read_preview(document, str(path))
    given = f"an object with {', '.join(sorted(document)[:5]) or 'no keys'}" if isinstance(document, dict) else type(document).__name__
    raise InputError(
        f"{path}: neither an exported state (`deployment`) nor a preview (`steps`): it is {given}. "
        "Make one with `pulumi stack export --file state.json` or `pulumi preview --json --show-sames > preview.json`."
    )
