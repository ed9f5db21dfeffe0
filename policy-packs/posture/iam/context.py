"""The request context: what the caller implies of its own keys, and what the request says of the rest.

Source: IAM User Guide, "AWS global condition context keys" (properties of the principal, and which requests carry them).
"""

from __future__ import annotations

from typing import Final

from posture.iam.document import Statement
from posture.iam.request import CallerKind, ContextValue, Request
from posture.iam.values import ABSENT, Truth

TAG: Final = "aws:principaltag/"
"""How the keys of a caller's tags begin, in small letters."""


class Context:
    """Looks a condition key up, without regard to case."""

    __slots__ = ("_keys", "_request", "shown")

    def __init__(self, request: Request) -> None:
        self._request = request
        self._keys: dict[str, ContextValue] | None = None
        self.shown: dict[tuple[int, bool], tuple[Statement, Truth]] = {}
        """Whether the caller with these keys is whom a statement means: that does not depend on what it asks for. By the statement's identity,
        which is kept beside the answer."""

    def lookup(self, key: str) -> ContextValue:
        if self._keys is None:  # most requests are decided before a condition asks
            self._keys = _of_caller(self._request)
            said = self._request.context
            self._keys.update(zip(map(str.lower, said), said.values(), strict=True))
        found = self._keys.get(key.lower())
        if found is not None:
            return found
        tags = self._request.caller.tags
        # Every tag of the caller is known: one that is not among them is absent.
        return ABSENT if tags is not None and key.lower().startswith(TAG) else self._request.others


def _of_caller(request: Request) -> dict[str, ContextValue]:
    caller = request.caller
    if caller.kind is CallerKind.AWS:
        return {
            **{f"{TAG}{name.lower()}": value for name, value in caller.tags or ()},
            "aws:principalarn": caller.arn,
            "aws:principalaccount": caller.account,
            "aws:principalisawsservice": "false",
            "aws:principalservicename": ABSENT,
            "aws:principalservicenameslist": ABSENT,
        }
    if caller.kind is CallerKind.SERVICE:
        return {
            "aws:principalisawsservice": "true",
            "aws:principalservicename": caller.service,
            "aws:principalorgid": ABSENT,
            "aws:principalorgpaths": ABSENT,
        }
    if caller.kind is CallerKind.ANONYMOUS:
        return {
            "aws:principalaccount": "anonymous",
            "aws:principaltype": "Anonymous",
            "aws:principalarn": ABSENT,
            "aws:principalorgid": ABSENT,
            "aws:principalorgpaths": ABSENT,
            "aws:principalisawsservice": ABSENT,
            "aws:principalservicename": ABSENT,
            "aws:username": ABSENT,
        }
    if caller.kind is CallerKind.FEDERATED:
        return {"aws:federatedprovider": caller.arn}
    return {}
