"""Property values as the engine writes them to JSON → plain values with `UNKNOWN`.

Sources: pulumi `sdk/go/common/resource/properties.go` (signatures), `sdk/go/common/resource/plugin/rpc.go` (unknown strings).
"""

from typing import Any

from posture.values import SIGNATURE_KEY, UNKNOWN, UNKNOWN_MARKER

# One marker for each type that a property may have; all mean the same to a judge.
UNKNOWN_MARKERS = frozenset(
    {
        UNKNOWN_MARKER,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  a public type signature, not a secret
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
MASKED = "[secret]"
"""What `pulumi preview --json` prints for a secret."""

_CLOSED = UNKNOWN_MARKERS | {MASKED}
_LENGTHS = frozenset(len(text) for text in _CLOSED)
"""A text of another length is none of them: its hash need not be worked out."""


def decode(value: Any) -> Any:
    """Opens secrets that stand in plain text; ciphertext, masked secrets and unknowns become `UNKNOWN`.

    What holds none of them is returned as it is, not copied: most of a state.
    """
    return value if _is_plain(value) else _opened(value)


def _opened(value: Any) -> Any:
    if isinstance(value, str):
        return UNKNOWN
    if isinstance(value, list):
        return [decode(item) for item in value]
    signature = value.get(SIGNATURE_KEY)
    if signature is None:
        return {key: decode(item) for key, item in value.items()}
    if signature == SECRET:
        return _secret(value)
    if signature == OUTPUT:
        return decode(value["value"]) if "value" in value else UNKNOWN
    if signature == RESOURCE_REFERENCE:
        identifier = value.get("id")
        return decode(identifier) if isinstance(identifier, str) and identifier else value.get("urn", UNKNOWN)
    return UNKNOWN  # assets, archives and signatures of a later engine: no reader needs their content


def _is_plain(value: Any) -> bool:
    """Whether everything in the value is what it looks like."""
    left = [value]
    for item in left:  # it grows on the way
        if isinstance(item, str):
            if len(item) in _LENGTHS and item in _CLOSED:
                return False
        elif isinstance(item, dict):
            if SIGNATURE_KEY in item:
                return False
            left += item.values()
        elif isinstance(item, list):
            left += item
    return True


def _secret(value: dict[str, Any]) -> Any:
    if "value" in value:
        return decode(value["value"])
    plaintext = value.get("plaintext")
    if isinstance(plaintext, str):  # `pulumi stack export --show-secrets`: JSON within JSON
        import json

        try:
            return decode(json.loads(plaintext))
        except ValueError:
            return UNKNOWN
    return UNKNOWN
