"""What a URN says: `urn:pulumi:<stack>::<project>::<types>::<name>`.

Source: Pulumi documentation, "Resource names: URNs".
"""

import re
from typing import Final

_PART: Final = re.compile(r"#\w+(?:\[\d+\])?$")


def project_and_stack(urn: str) -> tuple[str, str]:
    """Whose resource it is; empty texts for what is no URN."""
    head, _, rest = urn.partition("::")
    return rest.partition("::")[0], head.removeprefix("urn:pulumi:")


def label_of(key: str | None) -> str:
    """`project/stack` of a URN, or of a part of a resource that is named after its URN; empty for what is in no stack."""
    start = (key or "").find("urn:pulumi:")
    if key is None or start < 0:
        return ""
    project, stack = project_and_stack(key[start:])
    return f"{project}/{stack}"


def package_of(urn: str) -> str:
    """The package that a program wrote a resource with: `aws-native`, though it is read in the words of `aws`."""
    parts = urn.split("::")
    return parts[2].rsplit("$", 1)[-1].partition(":")[0] if len(parts) >= 4 else ""


def whole_of(urn: str) -> str:
    """The resource that the program has, of one that is read out of it (`…::rule#targets[0]`)."""
    return _PART.sub("", urn)
