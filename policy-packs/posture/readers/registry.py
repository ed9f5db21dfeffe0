"""Readers: one resource type, one page of the cloud's documentation, facts out.

A reader is registered by its type tokens (current and older majors, aws-native, azure classic, versioned azure-native).
A join runs after all readers, with the whole stack, for what only several resources together decide.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from posture.view import ResourceView

if TYPE_CHECKING:
    from posture.graph.builder import GraphBuilder

Reader = Callable[[ResourceView, "GraphBuilder"], None]
Join = Callable[["GraphBuilder"], None]

READERS: dict[str, list[Reader]] = {}
JOINS: list[Join] = []
WHOLE: list[str] = []
"""Beginnings of type tokens that a join reads as a whole; it says itself what it does not understand."""
INERT: dict[str, str] = {}
"""Types that no path can lead through → why (with its source). They are read, and say nothing."""


def reads(*tokens: str) -> Callable[[Reader], Reader]:
    """Register a reader for type tokens."""

    def register(reader: Reader) -> Reader:
        for token in tokens:
            READERS.setdefault(token, []).append(reader)
        return reader

    return register


def joins(join: Join) -> Join:
    """Register a function that runs after every reader."""
    JOINS.append(join)
    return join


def reads_whole(prefix: str) -> None:
    """Declare that a join reads every resource whose type token begins so."""
    WHOLE.append(prefix)


def inert(reason: str, *tokens: str) -> None:
    """Declare types that move no data and filter none, with the reason."""
    INERT.update(dict.fromkeys(tokens, reason))
