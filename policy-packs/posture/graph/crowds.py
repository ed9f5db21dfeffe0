"""Crowds: what joins hold together already, so that one more join within it says nothing new.

A hub that hundreds of networks share joins every place with every other. What a theorem needs of them is that data can go from each to
each; millions of joins say that no better than a few thousand do, and no machine holds them. A crowd is a set of unclassified places,
or of one zone's grounds, between which data moves both ways, past no inspector. There are two kinds, as a theorem walks twice: by what
is certain, and by what may be.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from posture.graph.graph import Edge
from posture.graph.kinds import Moves
from posture.graph.places import Place
from posture.graph.ports import NO_PORTS, Ports, merge, subtract

Member = tuple[str, str]
"""A place by itself, or all of one zone in one network, which `build` joins whole."""
_Way = tuple[object, ...]


@dataclass
class _Held:
    """Sets that grow together (union-find), and the ways that lead from one to another."""

    certain: bool
    _leaders: dict[Member, Member] = field(default_factory=dict)
    _ways: dict[_Way, Ports] = field(default_factory=dict)

    def of(self, place: Place) -> Member | None:
        """Who stands for the crowd of a place. None: it passes nothing on, or is not certain to be there."""
        if place.passive:
            return None
        if place.zone is not None:
            return self._leader((place.subnet.network, place.zone))
        if place.passes_on or (self.certain and not place.certain):
            return None
        return self._leader(("", place.key))

    def together(self, opener: Place, answerer: Place) -> bool:
        one = self.of(opener)
        return one is not None and one == self.of(answerer)

    def known(self, opener: Place, answerer: Place, cause: str) -> Ports | None:
        return self._ways.get(self._way(opener, answerer, cause))

    def tell(self, opener: Place, answerer: Place, edge: Edge) -> None:
        one, other = self.of(opener), self.of(answerer)
        if one is None or other is None:
            return
        if opener.zone is answerer.zone:
            self._leaders[one] = other
        else:
            way = self._way(opener, answerer, edge.cause)
            self._ways[way] = merge((*self._ways.get(way, NO_PORTS), *edge.ports))

    def _way(self, opener: Place, answerer: Place, cause: str) -> _Way:
        """Between two zones tags matter, and ports; where one end is unclassified, the route alone."""
        ends = (self.of(opener), self.of(answerer), cause)
        return (*ends, *opener.tags, *answerer.tags) if opener.zone is not None and answerer.zone is not None else ends

    def _leader(self, one: Member) -> Member:
        # Each that is passed on the way is told of the one after next (path halving): a crowd of thousands is a chain no more.
        leaders = self._leaders
        while (above := leaders.get(one, one)) != one:
            leaders[one] = leaders.get(above, above)
            one = above
        return one


class Crowds:
    """What was told so far, by what is certain and by what may be."""

    def __init__(self) -> None:
        self._sure, self._may = _Held(certain=True), _Held(certain=False)

    def of(self, place: Place) -> Member | None:
        """Who stands for its crowd by what is certain."""
        return self._sure.of(place)

    def together(self, opener: Place, answerer: Place) -> bool:
        """Whether data certainly goes from each to each already."""
        return self._sure.together(opener, answerer)

    def kinds(self, places: Iterable[Place]) -> Iterable[Place]:
        """One place of each kind that `said` tells apart, ports aside."""
        found: dict[object, Place] = {}
        for place in places:
            found[self._sure.of(place) or place.key, self._may.of(place), place.tags, place.passive] = place
        return found.values()

    def said(
        self, opener: Place, answerer: Place, cause: str, ports: Callable[[Place, Place], Ports] | None = None, *, perhaps: bool
    ) -> bool:
        """Whether a join of the two can say nothing new.

        `ports`: on which one can reach the other at most; without it the answer is yes only where ports do not matter.
        `perhaps`: the join can't be certain.
        """
        held = self._may if perhaps else self._sure
        if self._sure.together(opener, answerer) or held.together(opener, answerer):
            return True
        known = held.known(opener, answerer, cause)
        if known is None:
            return False
        if opener.zone is None or answerer.zone is None:
            return True
        return ports is not None and not subtract(ports(opener, answerer), known)

    def adds(self, opener: Place, answerer: Place, edge: Edge) -> bool:
        """Takes a join in: it holds together, or shows a way, if it leads both ways and nothing looks into it. Whether it says anything new."""
        if not edge.certain and self.said(opener, answerer, edge.cause, lambda *_: edge.ports, perhaps=True):
            return False
        if edge.moves is Moves.BOTH and not edge.inspectors:
            self._may.tell(opener, answerer, edge)
            if edge.certain:
                self._sure.tell(opener, answerer, edge)
        return True
