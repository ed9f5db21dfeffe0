"""What belongs to a resource wherever it is written: inline, or as a resource of its own that points at it.

    VERSIONING = Part(inline=("versioning",), tokens=("aws:s3/bucketVersioning:BucketVersioning",), root="versioningConfiguration")

In a state a provider also returns what others set (a bucket's `versioning`); only what the program gives counts as inline.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from posture.proofs.verdict import Verdict
from posture.record import record
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.values import is_unknown
from posture.view import Path


@record
class Part:
    """Where a part of a resource may be written."""

    inline: tuple[Path, ...] = ()
    """Properties of the resource itself."""
    tokens: tuple[str, ...] = ()
    """Types of the resource of its own."""
    prop: Path = "bucket"
    """Its property that points at the resource."""
    root: Path = ""
    """Where it keeps the part; empty: at its top."""


@record
class Spot:
    """One place where a part is written."""

    look: Look
    root: Path

    def at(self, below: Path) -> Path:
        """The path of a property of the part."""
        return f"{self.root}.{below}" if self.root and below else self.root or below


@record
class Spots:
    """All places of a part."""

    found: tuple[Spot, ...]
    uncertain: bool
    """Whether there may be more: something points somewhere unknown, or an inline value is unknown."""


def given(look: Look, path: Path) -> Any:
    """The value if the program gives it: what only the provider computed (a default key's ARN) is None.

    Of an adopted resource, and where the program's inputs are not told, everything counts as given.
    """
    declared = look.resource.declared
    top = path.split(".", 1)[0].split("[", 1)[0]
    if declared is not None and not look.resource.external and top not in declared:
        return None
    return look.value(path)


def spots(look: Look, part: Part) -> Spots:
    """Where a part of a resource is written."""
    found: list[Spot] = []
    uncertain = False
    for path in part.inline:
        value = given(look, path)
        if is_unknown(value):
            uncertain = True
        elif value not in (None, {}, [], ""):
            blocks = look.blocks(path) if isinstance(value, (list, tuple, Mapping)) else [path]
            found.extend(Spot(look, block) for block in (blocks if isinstance(blocks, list) else []))
    if part.tokens:
        for companion in look.companions(part.tokens, part.prop):
            value = companion.value(part.root) if part.root else ""
            if is_unknown(value):
                uncertain = True
            found.extend(_written_in(companion, part))
        uncertain = uncertain or bool(look.maybe_companions(part.tokens, part.prop))
    return Spots(tuple(found), uncertain)


def _written_in(companion: Look, part: Part) -> list[Spot]:
    blocks = companion.blocks(part.root) if part.root and isinstance(companion.value(part.root), (list, tuple)) else [part.root]
    return [Spot(companion, block) for block in (blocks if isinstance(blocks, list) else [])]


def must_have_part(look: Look, part: Part, fault: str, check: Callable[[Spot], Iterator[Fault]] | None = None) -> Iterator[Fault]:
    """The part must be written somewhere, and each place of it must pass `check`; a fault there names that resource."""
    places = spots(look, part)
    if not places.found:
        prop = part.inline[0] if part.inline else part.prop
        yield Fault(fault, prop, Verdict.UNPROVEN if places.uncertain else Verdict.VIOLATED)
    for spot in places.found if check is not None else ():
        assert check is not None
        for found in check(spot):
            yield found if spot.look is look else replace(found, urn=found.urn or spot.look.urn)


def each_place(look: Look, part: Part, check: Callable[[Spot], Iterator[Fault]]) -> Iterator[Fault]:
    """Each place where the part is written must pass `check`; none is no fault. What is wrong with one that only may be this resource's is unproven."""
    for spot in spots(look, part).found:
        for found in check(spot):
            yield found if spot.look is look else replace(found, urn=found.urn or spot.look.urn)
    for companion in look.maybe_companions(part.tokens, part.prop) if part.tokens else ():
        for spot in _written_in(companion, part):
            yield from (replace(found, verdict=Verdict.UNPROVEN, urn=found.urn or companion.urn) for found in check(spot))
