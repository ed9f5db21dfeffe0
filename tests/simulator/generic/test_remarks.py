"""Remarks for debugging reach no engine; what is said to the user does, and the SDK still makes both where it did."""

import inspect
from typing import Any

import pytest
from pulumi import log
from pulumi.runtime import resource

from simulator.remarks import keep_remarks


def test_remarks_are_kept_and_warnings_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def hear(_: Any, __: Any, message: str, *___: Any) -> None:
        heard.append(message)

    monkeypatch.setattr(log, "get_engine", object)
    monkeypatch.setattr(log, "_log", hear)
    monkeypatch.setattr(log, "debug", log.debug)
    keep_remarks()
    log.debug("preparing resource")
    log.warn("the region is not set")
    assert heard == ["the region is not set"]


def test_the_sdk_still_remarks_on_each_resource() -> None:
    """When this fails, the SDK has another way to remark, and `simulator/remarks.py` may be of no use any more."""
    assert "log.debug(" in inspect.getsource(resource.register_resource)
