"""Which actions move data."""

from __future__ import annotations


def carries_data(action: str) -> bool:
    raise NotImplementedError
