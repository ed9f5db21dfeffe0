"""A quick no: resources that documents can't name, told by how their patterns begin.

Whether a role may use a store is asked for every pair of both. Most pairs have nothing to do with one another, and the beginning of an ARN tells:
two patterns have a text in common only if what stands before the first wildcard of one begins with that of the other.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from posture.iam.document import AnyPolicy, Effect, Match, NoPolicy, Policy, Statement
from posture.iam.values import Unknown

_OPEN: Final = re.compile(r"[*?]|\$\{")


class Prefixes:
    """How the resources begin that some documents may allow, by service.

    A document without a policy allows nothing; one that is unknown, malformed or negated may allow anything.
    """

    def __init__(self, policies: Sequence[AnyPolicy]) -> None:
        self._policies = policies
        self._by_actions: dict[tuple[str, ...], _Beginnings] = {}

    def may_name(self, resource: str, actions: tuple[str, ...]) -> bool:
        """False: none of the documents allows any of the actions on the resource, which may be a pattern, nor on what its name begins."""
        return self._beginnings(actions).fit(resource)

    def among(self, targets: "Targets", actions: tuple[str, ...]) -> set[int]:
        """The owners of those resources that `may_name` is true of, without asking each."""
        return targets.named_by(self._beginnings(actions).known)

    def _beginnings(self, actions: tuple[str, ...]) -> "_Beginnings":
        if actions not in self._by_actions:
            services = frozenset(action.partition(":")[0].lower() for action in actions)
            self._by_actions[actions] = _Beginnings(self._texts(services))
        return self._by_actions[actions]

    def _texts(self, services: frozenset[str]) -> Iterator[str]:
        """Patterns of resources; the empty text stands for any."""
        for policy in self._policies:
            if isinstance(policy, NoPolicy):
                continue
            if not isinstance(policy, Policy) or policy.open_ended:
                yield ""
                continue
            for statement in policy.statements:
                if statement.effect is not Effect.DENY and _may_concern(statement, services):
                    resources = statement.resources
                    if isinstance(resources, Match) and not resources.negated:
                        yield from ("" if isinstance(text, Unknown) else text for text in resources.patterns)
                    else:
                        yield ""


class _Beginnings:
    def __init__(self, texts: Iterator[str]) -> None:
        self.known = frozenset(_before_wildcards(text) for text in texts)
        self._sorted = sorted(self.known)
        self._lengths = sorted({len(known) for known in self.known})

    def fit(self, resource: str) -> bool:
        wanted = _before_wildcards(resource)
        at = bisect_left(self._sorted, wanted)
        if at < len(self._sorted) and self._sorted[at].startswith(wanted):
            return True
        # Where the length is more than there is, it is the whole again, which was asked above.
        return not self.known.isdisjoint([wanted[:length] for length in self._lengths])


class Targets:
    """Resources by how they begin, each with its owner's number: of thousands of stores a role's documents name a few."""

    def __init__(self, targets: Iterable[tuple[str, int]]) -> None:
        pairs = sorted((_before_wildcards(text), owner) for text, owner in targets)
        self._texts = [text for text, _ in pairs]
        self._owners = [owner for _, owner in pairs]
        self._lengths = sorted({len(text) for text in self._texts})

    def named_by(self, known: Iterable[str]) -> set[int]:
        """Owners of what begins with one of these texts, or is how one of them begins."""
        found: set[int] = set()
        for text in known:
            at = bisect_left(self._texts, text)
            while at < len(self._texts) and self._texts[at].startswith(text):
                found.add(self._owners[at])
                at += 1
            for length in self._lengths:
                if length >= len(text):
                    break
                at = bisect_left(self._texts, text[:length])
                while at < len(self._texts) and self._texts[at] == text[:length]:
                    found.add(self._owners[at])
                    at += 1
        return found


@lru_cache(maxsize=65536)
def _before_wildcards(text: str) -> str:
    return _OPEN.split(text, maxsplit=1)[0]


def _may_concern(statement: Statement, services: frozenset[str]) -> bool:
    """Whether a statement may be about actions of one of the services, whose names hold no wildcards."""
    actions = statement.actions
    if isinstance(actions, Unknown) or actions.negated:
        return True
    for text in actions.patterns:
        if isinstance(text, Unknown):
            return True
        service = text.partition(":")[0].lower()
        if service in services or "*" in service or "?" in service:
            return True
    return False
