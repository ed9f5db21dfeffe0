"""Wildcard patterns, and what can be said of two of them: disjoint, one inside the other, or neither.

A request may itself be a pattern ("any object of this bucket"), so matching is a question about two languages:
`overlaps` is exact, `covers` never claims an inclusion that does not hold (it may miss some exotic ones).

Source: IAM User Guide, "IAM JSON policy elements: Resource" (wildcards; only a `*` that ends a segment crosses colons).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import lru_cache

from posture.iam.values import Truth


class Wild(Enum):
    """What stands in a pattern besides literal characters."""

    MANY = "*"
    MANY_IN_SEGMENT = "*:"
    """A `*` that stays between two colons."""
    ONE = "?"
    HOLE = "hole"
    """Text that is not known: an unknown leaf or an unresolved policy variable."""

    # Each stands for itself alone, and an enum's own hash, of its name, is slow: patterns are the keys of what is remembered.
    __hash__ = object.__hash__


Token = str | Wild
Pattern = tuple[Token, ...]

HOLE: Pattern = (Wild.HOLE,)
_ANY: Pattern = (Wild.MANY,)
_COLON = ":"
_WILDCARDS = {"*": Wild.MANY, "?": Wild.ONE}
_MANY = frozenset({Wild.MANY, Wild.MANY_IN_SEGMENT, Wild.HOLE})
_WILD = frozenset(Wild)


@lru_cache(maxsize=65536)
def glob(text: str) -> Pattern:
    """`*` and `?` are wildcards; runs of `*` are one."""
    if "*" not in text and "?" not in text:
        return tuple(text)
    tokens: list[Token] = []
    for character in text:
        token = _WILDCARDS.get(character, character)
        if token is Wild.MANY and tokens and tokens[-1] is Wild.MANY:
            continue
        tokens.append(token)
    return tuple(tokens)


def literal(text: str) -> Pattern:
    return tuple(text)


def has_hole(pattern: Pattern) -> bool:
    return Wild.HOLE in pattern


def is_literal(pattern: Pattern) -> bool:
    return _WILD.isdisjoint(pattern)


@lru_cache(maxsize=65536)
def folded(pattern: Pattern) -> Pattern:
    """The pattern in lower case, for comparisons without regard to case."""
    return tuple(part for token in pattern for part in (token.lower() if isinstance(token, str) else (token,)))


def within_segments(pattern: Pattern) -> Pattern:
    """The narrower reading of an ARN pattern: a `*` crosses colons only at the end of a segment."""
    if Wild.MANY not in pattern:
        return pattern
    last = len(pattern) - 1
    return tuple(
        Wild.MANY_IN_SEGMENT if token is Wild.MANY and at != last and pattern[at + 1] != ":" else token for at, token in enumerate(pattern)
    )


def split(pattern: Pattern, parts: int) -> list[Pattern]:
    """Split at the first literal colons into at most `parts` parts."""
    pieces: list[list[Token]] = [[]]
    for token in pattern:
        if token == _COLON and len(pieces) < parts:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [tuple(piece) for piece in pieces]


@lru_cache(maxsize=65536)
def overlaps(one: Pattern, other: Pattern) -> bool:
    """Whether some text matches both. Exact, with holes read as `*`."""
    if is_literal(one) and is_literal(other):
        return one == other
    # ARNs begin alike: the same text before both, and after both, changes nothing.
    one, other = _apart(one, other)
    if (len(one) == 1 and one[0] in _MANY) or (len(other) == 1 and other[0] in _MANY):
        return True
    seen = {(0, 0)}
    todo = [(0, 0)]
    while todo:
        i, j = todo.pop()
        if i == len(one) and j == len(other):
            return True
        a = one[i] if i < len(one) else None
        b = other[j] if j < len(other) else None
        a_many, b_many = a in _MANY, b in _MANY
        steps: list[tuple[int, int]] = []
        if a_many:
            steps.append((i + 1, j))
            if b is not None and not b_many:
                steps.append((i, j + 1))
        if b_many:
            steps.append((i, j + 1))
            if a is not None and not a_many:
                steps.append((i + 1, j))
        if a is not None and b is not None and not a_many and not b_many and (a == b or Wild.ONE in (a, b)):
            steps.append((i + 1, j + 1))
        for step in steps:
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return False


@lru_cache(maxsize=65536)
def covers(outer: Pattern, inner: Pattern) -> bool:
    """Whether every text of `inner` certainly matches `outer`. A hole in `outer` promises nothing."""
    if same := _alike(outer, inner):
        outer, inner = outer[same:], inner[same:]
    if not outer:
        return not inner
    if outer == _ANY:
        return True
    places = _closure(outer, {0})
    for token in inner:
        reached: set[int] = set()
        for at in places:
            if at == len(outer):
                continue
            if (mine := outer[at]) is Wild.MANY:
                reached.add(at)
            elif token in _MANY:
                # Only a `*` takes any text; one that stays in its segment takes another that does.
                if mine is Wild.MANY_IN_SEGMENT and token is Wild.MANY_IN_SEGMENT:
                    reached.add(at)
            elif mine is Wild.MANY_IN_SEGMENT:
                if token is not Wild.ONE and token != _COLON:
                    reached.add(at)
            elif mine is Wild.ONE or (mine == token and mine is not Wild.HOLE):
                reached.add(at + 1)
        places = _closure(outer, reached)
        if not places:
            return False
    return len(outer) in places


def _alike(one: Pattern, other: Pattern) -> int:
    """How many literal characters both begin with."""
    for at, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if (mine is not theirs and mine != theirs) or mine in _WILD:
            return at
    return min(len(one), len(other))


def _apart(one: Pattern, other: Pattern) -> tuple[Pattern, Pattern]:
    """Both without the literal characters with which both begin, and end."""
    same = _alike(one, other)
    one, other = one[same:], other[same:]
    while one and other and one[-1] == other[-1] and one[-1] not in _WILD:
        one, other = one[:-1], other[:-1]
    return one, other


def _closure(pattern: Pattern, places: set[int]) -> set[int]:
    """Add the places reached by letting a `*` match nothing."""
    todo = list(places)
    found = set(places)
    while todo:
        at = todo.pop()
        if at < len(pattern) and pattern[at] in (Wild.MANY, Wild.MANY_IN_SEGMENT) and at + 1 not in found:
            found.add(at + 1)
            todo.append(at + 1)
    return found


def relation(pattern: Pattern, family: Pattern, narrow: Pattern | None = None) -> Truth:
    """How a pattern of a document matches a request: all of it TRUE, none of it FALSE, else UNKNOWN.

    `narrow` is the stricter reading of the pattern, if it has two: TRUE needs both.
    """
    if not overlaps(pattern, family):
        return Truth.FALSE
    return Truth.TRUE if covers(pattern if narrow is None else narrow, family) else Truth.UNKNOWN


def meet(pattern: Pattern, family: Pattern) -> Pattern | None:
    """A family that holds everything common to both: exact where one covers the other, else `family` itself."""
    if not overlaps(pattern, family):
        return None
    if not has_hole(pattern) and covers(family, pattern):
        return pattern
    return family


def behind(prefix: str, pattern: Pattern) -> list[Pattern]:
    """What is left of a pattern behind each way in which it can begin with the prefix; empty where it can't."""
    same = 0
    for letter, token in zip(prefix, pattern, strict=False):  # ARNs begin alike
        if not isinstance(token, str):
            break
        if token != letter:
            return []
        same += 1
    ends = _starred(pattern, {same})
    for letter in prefix[same:]:
        ends = _starred(pattern, {end for at in ends if at < len(pattern) for end in _past(pattern[at], at, letter)})
    return [pattern[end:] for end in sorted(ends)]


def _past(token: str | Wild, at: int, letter: str) -> tuple[int, ...]:
    if isinstance(token, str):
        return (at + 1,) if token == letter else ()
    return (at + 1,) if token is Wild.ONE else (at,)


def _starred(pattern: Pattern, places: set[int]) -> set[int]:
    """The places, and those behind what may stand for nothing."""
    found = set(places)
    for place in places:
        while place < len(pattern) and not isinstance(pattern[place], str) and pattern[place] is not Wild.ONE:
            place += 1
            found.add(place)
    return found


def sample(pattern: Pattern, fill: str | Callable[[], str], one: str = "z") -> str:
    """A text that matches: every `*` (and hole) filled with `fill`, every `?` with `one`."""
    if is_literal(pattern):
        return "".join(map(str, pattern))
    pieces: list[str] = []
    for token in pattern:
        if isinstance(token, str):
            pieces.append(token)
        elif token is Wild.ONE:
            pieces.append(one)
        else:
            pieces.append(fill if isinstance(fill, str) else fill())
    return "".join(pieces)
