"""What a URN says: `urn:pulumi:<stack>::<project>::<types>::<name>`.

Source: Pulumi documentation, "Resource names: URNs".
"""


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
