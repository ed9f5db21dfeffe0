"""How what a perimeter enforces now differs from what it would enforce, a line a change: `+` comes, `-` goes.

Source: VPC Service Controls documentation, "Dry run mode for service perimeters" (what to compare before enforcing).
"""

from collections.abc import Iterator
from typing import Final

from posture.perimeters.configuration import Configuration, Perimeter, Texts

_EMPTY: Final = Configuration(Texts(), Texts(), None, Texts(), (), "")
_MANY: Final = 12
"""So many services are named one by one."""


def difference(perimeter: Perimeter) -> list[str]:
    """Lines of one perimeter; none where nothing changes."""
    now, then = perimeter.now or _EMPTY, perimeter.then or _EMPTY
    return [
        *_each("project", now.projects, then.projects),
        *_services(now.restricted, then.restricted),
        *_reach(now.accessible, then.accessible),
        *_each("from outside by level", now.levels, then.levels),
        *_rules(now, then),
    ]


def mode(perimeter: Perimeter) -> str:
    """What happens to calls that no rule lets through, now and then."""
    before = "refuses" if perimeter.now is not None else "nothing enforced"
    return f"{before} → refuses" if perimeter.then is not None else f"{before} → nothing enforced"


def _each(word: str, now: Texts, then: Texts) -> Iterator[str]:
    yield from (f"- {word} {one}" for one in sorted(now.known - then.known))
    yield from (f"+ {word} {one}" for one in sorted(then.known - now.known))
    if now.complete and not then.complete:
        yield f"+ {word}: others that the update tells"


def _services(now: Texts, then: Texts) -> Iterator[str]:
    for sign, found in (("-", now.known - then.known), ("+", then.known - now.known)):
        if len(found) > _MANY:
            yield f"{sign} restricts {len(found)} services: {', '.join(sorted(found)[:3])} …"
        elif found:
            yield f"{sign} restricts {', '.join(sorted(found))}"
    if now.complete and not then.complete:
        yield "+ restricts services that the update tells"


def _reach(now: Texts | None, then: Texts | None) -> Iterator[str]:
    if now != then:
        yield f"- networks may call {_reachable(now)}"
        yield f"+ networks may call {_reachable(then)}"


def _reachable(texts: Texts | None) -> str:
    if texts is None:
        return "every service"
    return f"{len(texts.known)} services" if len(texts.known) > _MANY else (texts.shown() if texts.known or not texts.complete else "none")


def _rules(now: Configuration, then: Configuration) -> Iterator[str]:
    before, after = ({rule.shown() for rule in side.rules} for side in (now, then))
    yield from (f"- {one}" for one in sorted(before - after))
    yield from (f"+ {one}" for one in sorted(after - before))
