"""Rules about what something else makes a matter of theirs, where it can't be told for certain that it does.

What only may point here (one of several dependencies, a value of another kind) proves and violates nothing; but passing for it would be a pass for
lack of understanding: whatever the rule finds is `unproven` then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown


def any_pointing(
    look: Look,
    tokens: tuple[str, ...],
    prop: str,
    kinds: tuple[str, ...] = (),
    *,
    wanted: Callable[[Look], bool | Unknown] = lambda _: True,
) -> bool | Unknown:
    """Whether one of `tokens` that `wanted` tells points here by `prop`; unknown where one only may."""
    certain = [wanted(one) for one in look.companions(tokens, prop, kinds)]
    possible = [wanted(one) for one in look.maybe_companions(tokens, prop, kinds)]
    return either(certain, (False if one is False else UNKNOWN for one in possible))


def either(*said: Iterable[bool | Unknown]) -> bool | Unknown:
    """Whether one of them is true; unknown where none is, and one may be."""
    found = [one for each in said for one in each]
    return True if True in found else UNKNOWN if any(is_unknown(one) for one in found) else False


def if_concerned(concerned: bool | Unknown, faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults of what is concerned; of what may be, each as `unproven`; of anything else none."""
    if is_unknown(concerned):
        yield from (replace(one, verdict=Verdict.UNPROVEN) for one in faults)
    elif concerned:
        yield from faults
