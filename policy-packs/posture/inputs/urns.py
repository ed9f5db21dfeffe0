"""What a URN says: `urn:pulumi:<stack>::<project>::<types>::<name>`.

Source: Pulumi documentation, "Resource names: URNs".
"""


def project_and_stack(urn: str) -> tuple[str, str]:
    """Whose resource it is; empty texts for what is no URN."""
    head, _, rest = urn.partition("::")
    return rest.partition("::")[0], head.removeprefix("urn:pulumi:")
