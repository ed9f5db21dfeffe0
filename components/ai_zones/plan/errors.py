"""Faults of a plan, and the one error that lists them all."""

import difflib
import reprlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SHORT = reprlib.Repr()
_SHORT.maxlevel = 2
_SHORT.maxdict = _SHORT.maxlist = _SHORT.maxtuple = 4
_SHORT.maxstring = _SHORT.maxother = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it stands, what is wrong with it, what is allowed, how to mend it."""

    place: str
    """Path of keys from the top of the plan: `zones.phi.cidr`."""
    problem: str
    """What was given and why it is refused."""
    allowed: str
    fix: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}\n    allowed: {self.allowed}\n    fix: {self.fix}"


class PlanError(Exception):
    """A plan that is refused. `faults` holds every fault; the message lists them all.

    Not a ValueError: pydantic would fold it into an error of its own, without the places.
    """

    def __init__(self, faults: Iterable[Fault], where: str = "zone plan") -> None:
        self.faults = tuple(dict.fromkeys(faults))
        self.where = where
        super().__init__(report(f"{where}:", self.faults, "in the zone plan"))


def report(beginning: str, faults: Sequence[Fault], end: str) -> str:
    """A headline with the number of faults, and the faults below it."""
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return "\n".join((f"{beginning} {count} {end}", *(f"  {fault}" for fault in faults)))


def shown(value: object) -> str:
    """A value as a message prints it: bounded, whatever a file holds."""
    try:
        return _SHORT.repr(value)
    except Exception:  # noqa: BLE001 a foreign object's own __repr__ must not hide the fault
        return f"<{type(value).__name__}>"


def listed(options: Iterable[str]) -> str:
    """`a, b or c`."""
    names = list(options)
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def nearest(given: object, options: Sequence[str]) -> str | None:
    """The option that a mistyped word most likely meant."""
    if not isinstance(given, str):
        return None
    word = given[:100].strip().lower().replace("_", "-").replace(" ", "-")
    folded = {option.replace("_", "-"): str(option) for option in options}
    found = difflib.get_close_matches(word, list(folded), n=1, cutoff=0.6)
    begun = [option for option in folded if len(word) > 2 and option.startswith(word)]
    best = found or (begun if len(begun) == 1 else [])
    return folded[best[0]] if best else None


def choose(given: object, options: Sequence[str]) -> str:
    """A fix for a word that is none of the options."""
    guess = nearest(given, options)
    return f"did you mean {guess!r}?" if guess else f"write one of: {', '.join(options)}"
