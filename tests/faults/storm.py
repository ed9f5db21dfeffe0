"""One kind of fault over a group of resources: strike, run again, look; recover where that is not enough, look again; a third run is idle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.comparing import Picture, differences, picture
from tests.faults.guarding import Guard
from tests.faults.layers import Resource
from tests.faults.outcomes import Outcome
from tests.faults.site import Settings, Site

LOSING = ("lose-answer", "resend")


def faults_of(group: Sequence[Resource], verb: str, kind: Callable[[Resource], str]) -> list[dict[str, Any]]:
    """A fault for each resource, by type and name."""
    return [{"verb": verb, "type": one["type"], "name": one["urn"].rsplit("::", 1)[-1], "does": kind(one)} for one in group]


@dataclass
class Storm:
    """Faults of one verb on one stack: from `base`, towards `settings`, which ends as `reference` does when nothing goes wrong."""

    site: Site
    verb: str
    base: str
    settings: Settings
    reference: Picture
    destroys: bool = False
    may_go: frozenset[str] = frozenset()
    """URNs of stores that this verb is to delete; all others must keep what is in them."""
    say: Callable[[str], None] = print
    faults_left: list[str] = field(default_factory=list)
    """What went wrong, in words."""

    def run(self, faults: list[dict[str, Any]] | None = None) -> list[str]:
        """One run of the engine; answers with its errors."""
        return self.site.destroy(self.settings, faults) if self.destroys else self.site.up(self.settings, faults)

    def strike(self, group: Sequence[Resource], kind: str) -> tuple[list[Outcome], list[Resource]]:
        """Strike every resource of a group; answers with what became of them, and with those whose call never came."""
        self.site.put_back(self.base)
        guard = Guard()
        self._stores(guard)
        self.run(faults_of(group, self.verb, lambda _: kind))
        spared = {(one["type"], one["name"]) for one in self.site.not_struck()}
        struck = [one for one in group if (one["type"], one["urn"].rsplit("::", 1)[-1]) not in spared]
        outcomes = [Outcome(one["urn"], one["type"], self.verb, kind) for one in struck]
        if outcomes:
            self._stores(guard)
            if kind in LOSING and self.verb == "create":
                self.site.keep("struck")
            self._again(outcomes, kind)
            self._stores(guard)
        return outcomes, [one for one in group if one not in struck]

    def look(self) -> Picture:
        """State and world as they are."""
        return picture(self.site.rehearsal(self.settings))

    def _stores(self, guard: Guard) -> None:
        if self.destroys:
            return
        resources = self.site.rehearsal(self.settings).export()["deployment"].get("resources") or []
        for line in guard.look(resources, self.site.rehearsal_world(), self.may_go):
            self._wrong(line)

    def _again(self, outcomes: list[Outcome], kind: str) -> None:
        errors = self.run()
        now = self.look()
        for one in outcomes:
            one.orphans = sum(1 for orphan in now.orphans if orphan.endswith(f" {one.urn}"))
            one.doubled = now.copies.get(one.urn, 0) > 1
        different = [*errors, *differences(self.reference, now)]
        if not different:
            idle = self._idle()
            for one in outcomes:
                one.alone = idle
            return
        if kind in LOSING and self.verb == "create":
            # The others of the group may have come through: each for itself.
            for one in outcomes:
                same = one.urn in now.state and now.state[one.urn].get("id") == self.reference.state[one.urn].get("id")
                one.alone = same and not one.orphans and not one.doubled
            self._recover(outcomes)
            return
        for line in different[:12]:
            self._wrong(f"{self.verb} {kind}: {line}")
        for one in outcomes:
            one.note = "differs from the reference"

    def _recover(self, outcomes: list[Outcome]) -> None:
        self.site.put_back("struck")
        left, errors = self.site.recover(self.settings)
        errors += self.run()
        made_again = frozenset(one.urn for one in outcomes)
        now = self.look()
        different = [*errors, *differences(self.reference, now, made_again), *now.orphans]
        different += [f"{item.type} {item.id} is strange" for item in left.strange]
        well = not different and self._idle()
        for line in different[:12]:
            self._wrong(f"recovery: {line}")
        for one in outcomes:
            if not one.alone:
                one.recovered = well

    def _idle(self) -> bool:
        """A third run changes nothing."""
        if self.destroys:
            return True
        errors = self.site.up(self.settings, unchanged=True)
        for line in errors[:5]:
            self._wrong(f"third run: {line}")
        return not errors

    def _wrong(self, line: str) -> None:
        self.faults_left.append(line)
        self.say(f"      ! {line}")
