"""Azure Native's type tokens: one name a type, whatever version of the API or of the SDK the program uses.

Sources: Pulumi Registry, "Azure Native: version guide" (versioned modules `network/v20230901`, local packages
`azure-native_network_v20230901`) and "Azure Native v2 to v3 migration" (types that moved; `azure_moved.json` holds what the aliases of
SDK 3.29 say).
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

PACKAGE: Final = "azure-native"
_TOKEN: Final = re.compile(r"azure-native(?:_\w+?_v(?P<local>\d{8}\w*))?:(?P<module>\w+)(?:/v(?P<version>\d{8}\w*))?:(?P<name>\w+)")
_VERSION: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(\w*)")


def settled(token: str, props: Any = None) -> tuple[str, str]:
    """(token without a version and at its present place, API version `2023-09-01`).

    The version is the one in the token, else the input or output `azureApiVersion`, else empty. Tokens of other packages stay.
    """
    if not token.startswith(PACKAGE):
        return token, ""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return token, ""
    plain = f"{found['module']}:{found['name']}"
    version = _dated(found["version"] or found["local"] or "")
    if not version:
        said = props.get("azureApiVersion") if hasattr(props, "get") else None
        version = said if isinstance(said, str) else ""
    return f"{PACKAGE}:{_moved().get(plain, plain)}", version


def _dated(written: str) -> str:
    found = _VERSION.fullmatch(written)
    if found is None:
        return ""
    year, month, day, rest = found.groups()
    return f"{year}-{month}-{day}" + (f"-{rest}" if rest else "")


@cache
def _moved() -> dict[str, str]:
    listed: dict[str, str] = json.loads(Path(__file__).with_name("azure_moved.json").read_text(encoding="utf-8"))
    return listed


def overlaid(inputs: Any, outputs: Any) -> Any:
    """The answer's body over what was asked for, as a state's reader sees both; what a preview only marks as yet to come gives way to the input.

    Azure's answer lacks the names in a resource's path, and a preview's outputs hold an unknown for each property that the program left out,
    at every depth. Source: pulumi-azure-native, `provider/pkg/convert/previewOutputs.go`.
    """
    from posture.values import holds_unknown

    merged = dict(inputs)
    for name, value in outputs.items():
        if name not in inputs or not holds_unknown(value):
            merged[name] = value
    return merged
