"""The request context: what the caller implies of its own keys, and what the request says of the rest.

Source: IAM User Guide, "AWS global condition context keys" (properties of the principal, and which requests carry them).
"""

from __future__ import annotations

from posture.iam.request import CallerKind, ContextValue, Request
from posture.iam.values import ABSENT


class Context:
    """Looks a condition key up, without regard to case."""

    __slots__ = ("_keys", "_others")

    def __init__(self, request: Request) -> None:
        self._keys: dict[str, ContextValue] = _of_caller(request)
        self._keys.update((key.lower(), value) for key, value in request.context.items())
        self._others: ContextValue = request.others

    def lookup(self, key: str) -> ContextValue:
        return self._keys.get(key.lower(), self._others)


def _of_caller(request: Request) -> dict[str, ContextValue]:
    caller = request.caller
    if caller.kind is CallerKind.AWS:
        return {
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
