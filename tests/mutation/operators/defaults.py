"""What a program writes though it would hold without it: `defaults.yaml`, each word with the documentation that says so.

A property that is given as its documented default, and left out, is no mutant. Where the server writes its default back, the simulated cloud does,
and the state tells (`run._same_cloud`); this list is for the words of which no state tells: custom resources, and what a provider only keeps if it was given.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from tests.mutation.program import Late, Row, Twin, plain
from tests.mutation.sites import Site

FILE = Path(__file__).parents[1] / "defaults.yaml"


class Defaults(BaseModel):
    """Of one type: property path → value."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(min_length=10)]
    """Title of the documentation that says so."""
    values: Annotated[dict[str, Any], Field(min_length=1)]


@cache
def documented() -> dict[str, Defaults]:
    """The file as it stands, by type."""
    return {type_: Defaults.model_validate(given) for type_, given in yaml.safe_load(FILE.read_text(encoding="utf-8")).items()}


def is_default(row: Row, site: Site) -> bool:
    """Whether the value that is written there is what holds without it."""
    found = documented().get(row.type)
    return found is not None and site.path in found.values and _known(site.value) == found.values[site.path]


def _known(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: _known(value) for name, value in tree.items()}
    return plain(tree) if not isinstance(tree, list | Late | Twin) else tree
