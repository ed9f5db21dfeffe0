"""Zone and data class of every node: its own tag, else its network's, else names that the reviewer maps.

Source: DESIGN, "Classification". Provider default tags count: they are tags of the resource.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any, Final

from ai_zones.plan import DataClass, ZoneName
from posture.graph.builder import GraphBuilder
from posture.record import record
from posture.values import is_unknown

ZONE_TAG: Final = "ai-zone"
CLASS_TAG: Final = "data-class"
SERVICE_TAG: Final = "ai-service"
FLOW_TAG: Final = "ai-flow"
BY_CLASS: Final = f"tag {CLASS_TAG}"
"""Where the zone of a store comes from that holds PHI, stands in no network and says no zone: else whoever reads it would join nothing to phi."""
_ZONES: Final = frozenset(ZoneName)
_CLASSES: Final = frozenset(DataClass)


@record
class Classification:
    """A zone, where it comes from, and why it can't be told."""

    zone: ZoneName | None = None
    source: str = ""
    unknown: str = ""
    own: ZoneName | None = None
    """The resource's own tag, or the name that it has in a network that is placed by name: either may contradict its network's."""
    named: bool = False
    """Whether a name that the reviewer maps placed it, or what it stands in."""


UNCLASSIFIED: Final = Classification()


class Classifier:
    """Reads tags and names of the stack's resources."""

    def __init__(self, builder: GraphBuilder) -> None:
        self._builder = builder
        self._stack = builder.stack
        # What a resource's own properties say is the same for all who ask.
        self._tags: dict[str, dict[str, Any]] = builder.once("tags of resources", dict)
        self._own: dict[str, Classification] = builder.once("zones of resources", dict)

    def tags(self, urn: str) -> dict[str, Any]:
        """Tags of a resource, or of the one that a synthetic key (`urn#part`) belongs to."""
        if urn in self._builder.tags:
            return dict(self._builder.tags[urn])
        urn = self.resource_of(urn)
        if urn not in self._tags:
            self._tags[urn] = self._builder.view(urn).tags() if urn in self._stack.by_urn else {}
        return self._tags[urn]

    def resource_of(self, key: str) -> str:
        """The resource that a key belongs to: readers name parts of a resource `urn#part`."""
        return key if key in self._stack.by_urn else key.rsplit("#", 1)[0]

    def text(self, urn: str, tag: str) -> str | None:
        """A tag's value when it is known."""
        value = self.tags(urn).get(tag)
        return value if isinstance(value, str) else None

    def own(self, urn: str) -> Classification:
        """What the resource's own tags say."""
        if urn in self._builder.tags:
            return self._said_by(self._builder.tags[urn])  # which a reader may still add to
        found = self._own.get(urn)
        if found is None:
            found = self._own[urn] = self._said_by(self.tags(urn))
        return found

    def _said_by(self, tags: Mapping[str, Any]) -> Classification:
        if ZONE_TAG not in tags:
            return Classification(unknown="its tags are unknown until the update") if "*" in tags else UNCLASSIFIED
        value = tags[ZONE_TAG]
        if is_unknown(value):
            return Classification(unknown=f"its tag {ZONE_TAG} is unknown until the update")
        if not isinstance(value, str) or value not in _ZONES:
            allowed = ", ".join(ZoneName)
            return Classification(unknown=f"its tag {ZONE_TAG} is {value!r}, which is no zone (allowed: {allowed})")
        zone = ZoneName(value)
        return Classification(zone, f"tag {ZONE_TAG}", own=zone)

    def zone(self, urn: str, inherited: Iterable[tuple[str, Classification]] = (), names: Iterable[str] = ()) -> Classification:
        """Own tag, else what it inherits (`(from whom, classification)`), else name patterns over its own, its network's and its parents' names.

        Where no tag but a name placed what it stands in, its own name counts as its own tag would: a database that the reviewer
        maps to `phi` holds PHI in whatever network it stands.
        """
        own = self.own(urn)
        if own.zone is not None:
            return own
        found = [(whom, given) for whom, given in inherited if given.zone is not None or given.unknown]
        zones = {given.zone for _, given in found if given.zone is not None}
        unknown = own.unknown or next((given.unknown for _, given in found if given.unknown), "")
        if found and all(given.named for _, given in found):
            itself = self._by_name((self.name(urn),), unknown)
            if itself.zone is not None and zones != {itself.zone}:
                return replace(itself, own=itself.zone)
        if len(zones) == 1:
            return Classification(zones.pop(), f"zone of {found[0][0]}", unknown, named=all(given.named for _, given in found))
        if len(zones) > 1:
            listed = ", ".join(sorted(zones))
            return Classification(unknown=unknown or f"it stands in several zones ({listed}) and has no tag {ZONE_TAG} of its own")
        if not self._builder.approved.zone_patterns:
            return Classification(unknown=unknown) if unknown else UNCLASSIFIED
        return self._by_name((self.name(urn), *names, *self._ancestors(urn)), unknown)

    def data_class(self, urn: str, zone: ZoneName | None) -> tuple[str | None, str]:
        """Class of a store's data, and why it can't be told. Without a tag, a store of the PHI zone holds PHI."""
        tags = self.tags(urn)
        value = tags.get(CLASS_TAG)
        if value is None:
            inherited = DataClass.PHI.value if zone is ZoneName.PHI else None
            return inherited, "its tags are unknown until the update" if "*" in tags else ""
        if is_unknown(value):
            return None, f"its tag {CLASS_TAG} is unknown until the update"
        if not isinstance(value, str) or value not in _CLASSES:
            return None, f"its tag {CLASS_TAG} is {value!r}, which is no data class (allowed: {', '.join(DataClass)})"
        return str(value), ""

    def name(self, key: str) -> str:
        """Name of a resource in its program."""
        resource = self._stack.by_urn.get(self.resource_of(key))
        return resource.name if resource is not None else key

    def _ancestors(self, urn: str) -> Iterator[str]:
        resource = self._stack.by_urn.get(self.resource_of(urn))
        if resource is not None:
            yield from (parent.name for parent in self._stack.ancestors(resource))

    def _by_name(self, names: Iterable[str], unknown: str) -> Classification:
        for name in names:
            fitting = [zone for zone, globs in self._builder.approved.zone_patterns.items() if any(fnmatchcase(name, g) for g in globs)]
            if len(fitting) == 1:
                return Classification(fitting[0], f"name {name}", unknown, named=True)
            if fitting:
                listed = ", ".join(sorted(fitting))
                return Classification(unknown=f"its name {name!r} fits the patterns of several zones ({listed})")
        return Classification(unknown=unknown)
