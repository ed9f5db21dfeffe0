"""From a JSON string, mapping or unknown to a `Policy`."""

from __future__ import annotations

from posture.iam.document import AnyPolicy, PolicyKind


def parse_policy(value: object, kind: PolicyKind = PolicyKind.ANY) -> AnyPolicy:
    """Never raises: a malformed document is a `PolicyFault`."""
    raise NotImplementedError
