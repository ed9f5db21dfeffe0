"""What Google's own API definitions say of a type: what can't change once it is made, and words that the SDK's texts do not list.

`gcp_api.json` is made from the APIs' discovery documents by `gcp_discovery` (facts alone: names of properties, and words). A property that the
API calls immutable replaces the resource here. Where the provider does not know that it is, a real update would be refused instead.

Sources: Google APIs Discovery Service; AIP-203, "Field behavior documentation" (IMMUTABLE); AIP-134, "Standard methods: Update".
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict

from simulator.packages.base import Fault
from simulator.values import Properties, at


class Facts(TypedDict, total=False):
    """Of one type."""

    api: str
    """Service, version and collection whose definition was read."""
    replaces: list[str]
    words: dict[str, list[str]]
    """Path (`rules[*].type`) → what it may be."""


@cache
def said_by_apis() -> dict[str, Facts]:
    """Type → facts."""
    found: dict[str, Facts] = json.loads((Path(__file__).parent / "gcp_api.json").read_text(encoding="utf-8"))
    return found


def unchangeable(token: str) -> frozenset[str]:
    """Paths that the API calls immutable."""
    return frozenset(said_by_apis().get(token, Facts()).get("replaces", ()))


def word_faults(token: str, inputs: Properties) -> Iterator[Fault]:
    """Words that the API does not know. Large and small letters are not told apart: some properties take both."""
    for path, words in said_by_apis().get(token, Facts()).get("words", {}).items():
        for where, value in at(inputs, path):
            if isinstance(value, str) and value and value.upper() not in {word.upper() for word in words}:
                yield where, f"{value!r} is not allowed; allowed: {', '.join(words)}"
